package exchange

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/packed"
)

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	must(t, err)
	must(t, w.Close())
	return b.String()
}

// zipped returns a zip archive with one file for each text.
func zipped(t testing.TB, texts ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, text := range texts {
		f, err := w.Create("folder/" + string('a'+rune(i)))
		must(t, err)
		_, err = f.Write([]byte(text))
		must(t, err)
	}
	must(t, w.Close())
	return b.String()
}

// lastError reads to the end and returns the error that ends it, if not io.EOF.
func lastError(r Reader) error {
	for {
		err := r.Next(&kg.Batch{})
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !errors.As(err, &reject):
			return err
		}
	}
}

func TestCompressedFilesAreReadAsTheirText(t *testing.T) {
	rows := strings.Repeat("0 0 1 0\n1 0 2 24\n", 10)
	paths := []string{
		file(t, "plain.txt", rows), file(t, "packed.txt.gz", gzipped(t, rows)), file(t, "packed.ZIP", zipped(t, rows)),
		file(t, "members.gz", gzipped(t, rows)+gzipped(t, rows)),
	}
	r, err := OpenTKG(options(t), paths)
	must(t, err)
	defer r.Close()
	batch, rejects := readAll(t, r)
	same(t, "relations", len(batch.Relations), 100)
	same(t, "rejects", len(rejects), 0)
	same(t, "record", batch.Relations[40].Evidence[0].Source.Record, "1@"+shortDigestOf(rows))
	if read, total := r.Progress(); total == 0 || read != total {
		t.Errorf("%d of %d bytes are read", read, total)
	}
}

func TestBombsEndWithAnError(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	bomb := strings.Repeat("0 0 1 0\n", 4<<20/8)
	for _, c := range []struct {
		name, content, message string
		limit                  packed.Limit
	}{
		{"a.gz", gzipped(t, bomb), "a.gz unpacks to more than 200 times its size", packed.Limit{}},
		{"a.zip", zipped(t, bomb), "a.zip unpacks to more than 200 times its size", packed.Limit{}},
		{"a.gz", gzipped(t, bomb), "a.gz unpacks to more than 2097152 bytes", packed.Limit{Ratio: 1 << 20, Bytes: 2 << 20}},
		{"a.zip", zipped(t, bomb), "a.zip unpacks to more than 1000 bytes", packed.Limit{Bytes: 1000}},
		{"a.gz", gzipped(t, bomb), "", packed.Limit{Ratio: 1 << 20}},
		{"a.txt", bomb, "", packed.Limit{Bytes: 10}},
	} {
		opts := options(t)
		opts.Limit = c.limit
		r, err := OpenTKG(opts, []string{file(t, c.name, c.content)})
		must(t, err)
		err = lastError(r)
		if c.message == "" && err != nil || c.message != "" && (err == nil || !strings.Contains(err.Error(), c.message)) {
			t.Errorf("%s with %+v: %v, not %q", c.name, c.limit, err, c.message)
		}
		must(t, r.Close())
	}
}

func TestDamagedFilesEndWithAnError(t *testing.T) {
	// Text that does not repeat, so that it fills several blocks.
	var rows strings.Builder
	for i := range 20_000 {
		rows.WriteString(strings.Repeat(" ", i*i%7) + "0 0 1 " + string('0'+rune(i*7919%10)) + "\n")
	}
	gz, archive := gzipped(t, rows.String()), zipped(t, rows.String())
	damage := func(s string, at int) string { return s[:at] + string(s[at]^0x55) + s[at+1:] }
	for _, c := range []struct{ what, name, content, message string }{
		{"a gzip file that is cut short", "a.gz", gz[:len(gz)/2], "a.gz is cut short; fetch it again"},
		{"a gzip file without its end", "a.gz", gz[:len(gz)-3], "a.gz is cut short"},
		{"an empty gzip file", "a.gz", "", "a.gz is cut short"},
		{"a gzip file with a wrong sum", "a.gz", damage(gz, len(gz)-6), "a.gz is damaged"},
		{"text that is called gzip", "a.gz", "0 0 1 0\n0 0 1 0\n", "a.gz is not a gzip file"},
		{"a zip file that is cut short", "a.zip", archive[:len(archive)/2], "a.zip is not a whole zip file; fetch it again"},
		{"text that is called zip", "a.zip", "0 0 1 0\n", "a.zip is not a whole zip file"},
		{"an empty zip file", "a.zip", "", "a.zip is not a whole zip file"},
		{"a zip file with nothing in it", "a.zip", zipped(t), "it holds 0 files"},
		{"a zip file with two files", "a.zip", zipped(t, "x", "y"), "it holds 2 files, not one; unpack it"},
	} {
		t.Run(c.what, func(t *testing.T) {
			r, err := OpenTKG(options(t), []string{file(t, c.name, c.content)})
			if err == nil {
				err = lastError(r)
				must(t, r.Close())
			}
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, not %q", err, c.message)
			}
		})
	}
}

func FuzzZip(f *testing.F) { fuzzPacked(f, "a.zip", zipped(f, "0 0 1 0\n")) }

func FuzzGzip(f *testing.F) { fuzzPacked(f, "a.gz", gzipped(f, "0 0 1 0\n")) }

// fuzzPacked sees that whatever a packed file holds is read or refused, and
// never more of it than the limit.
func fuzzPacked(f *testing.F, name, sound string) {
	f.Add([]byte(sound))
	f.Add([]byte(sound[:len(sound)/2]))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := packed.Open(file(t, name, string(content)), packed.Limit{Bytes: 1 << 16})
		if err != nil {
			return
		}
		defer s.Close()
		if text, _ := io.ReadAll(s); len(text) > 1<<16 {
			t.Errorf("%d bytes are read", len(text))
		}
	})
}
