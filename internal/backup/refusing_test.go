package backup_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

// small returns a backup of the small graph.
func small(t *testing.T) []byte {
	t.Helper()
	store := bothstores.SQLite(t)
	write(t, store, []kg.Batch{kgtest.Graph()})
	return backedUp(t, store)
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func unpacked(t *testing.T, file []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(file))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(text)
}

// signed returns a backup whose records are lines, with an end that fits counts.
func signed(t *testing.T, counts string, lines ...string) []byte {
	t.Helper()
	text := `{"conflictgraph":{"backup":1,"createdAt":"2026-01-01T00:00:00Z"}}` + "\n"
	for _, line := range lines {
		text += line + "\n"
	}
	return packed(t, text+fmt.Sprintf(`{"end":{"counts":{%s},"sha256":"%x"}}`, counts, sha256.Sum256([]byte(text)))+"\n")
}

func TestAFileThatIsNotAsItWasWrittenIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	whole := small(t)
	text := unpacked(t, whole)
	lines := strings.SplitAfter(text, "\n")
	without := func(i int) string { return strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "") }
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, backup.ErrForeign.Error()},
		{"another kind of file", []byte("%PDF-1.7 and so on"), backup.ErrForeign.Error()},
		{"a packed file of something else", packed(t, "{\"some\":\"thing\"}\n"), backup.ErrForeign.Error()},
		{"a packed file of nothing", packed(t, ""), backup.ErrForeign.Error()},
		{"a header alone", packed(t, lines[0]), backup.ErrDamaged.Error()},
		{"a header that is cut off", packed(t, lines[0][:20]), backup.ErrForeign.Error()},
		{"a newer version", packed(t, strings.Replace(text, `"backup":2`, `"backup":3`, 1)), "version 3"},
		{"a record that is missing", packed(t, without(3)), backup.ErrDamaged.Error()},
		{"no end", packed(t, without(len(lines)-2)), backup.ErrDamaged.Error()},
		{"a record that comes twice", packed(t, strings.Replace(text, lines[4], lines[4]+lines[4], 1)), backup.ErrDamaged.Error()},
		{"records in another order", packed(t, lines[0]+lines[len(lines)-3]+strings.Join(lines[1:], "")), backup.ErrDamaged.Error()},
		{"a changed word", packed(t, strings.Replace(text, "Anna Keller", "Anna Kellar", 1)), backup.ErrDamaged.Error()},
		{"something after the end", packed(t, text+"{}\n"), backup.ErrDamaged.Error()},
		{"something after the file", append(bytes.Clone(whole), '\n'), backup.ErrDamaged.Error()},
		{"two files in one", append(bytes.Clone(whole), whole...), backup.ErrDamaged.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := backup.Restore(t.Context(), bytes.NewReader(c.file), neverOpened(t), nil)
			require.ErrorContains(t, err, c.want)
		})
	}
	t.Run("a bomb", func(t *testing.T) {
		for name, first := range map[string]string{"before the first line": "", "after it": lines[0]} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := backup.Verify(t.Context(), bomb(t, first))
			require.Error(t, err, name)
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<30), name)
		}
	})
	t.Run("cut off anywhere", rapid.MakeCheck(func(rt *rapid.T) {
		_, err := backup.Restore(t.Context(), bytes.NewReader(whole[:rapid.IntRange(0, len(whole)-1).Draw(rt, "length")]), neverOpened(rt), nil)
		if !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrForeign) {
			rt.Fatal(err)
		}
	}))
	want, err := unzipped(whole)
	require.NoError(t, err)
	t.Run("with one bit turned over", rapid.MakeCheck(func(rt *rapid.T) {
		// The ten bytes before hold no part of the backup, but what wrote it and when.
		bit := rapid.IntRange(10*8, len(whole)*8-1).Draw(rt, "bit")
		damaged := bytes.Clone(whole)
		damaged[bit/8] ^= 1 << (bit % 8)
		if text, err := unzipped(damaged); err == nil && bytes.Equal(text, want) {
			return // a bit that fills up the last byte of what is packed
		}
		_, err := backup.Restore(t.Context(), bytes.NewReader(damaged), neverOpened(rt), nil)
		if !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrForeign) {
			rt.Fatal(err)
		}
	}))
}

func unzipped(file []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// bomb returns a packed file of some text and one line without an end.
func bomb(t *testing.T, text string) io.Reader {
	t.Helper()
	in, out := io.Pipe()
	go func() {
		w := gzip.NewWriter(out)
		_, err := io.WriteString(w, text)
		for zeros := make([]byte, 1<<20); err == nil; {
			_, err = w.Write(zeros)
		}
	}()
	t.Cleanup(func() { _ = in.Close() })
	return in
}

// neverOpened fails a test that begins to restore.
func neverOpened(t interface{ Errorf(string, ...any) }) func(context.Context) (kg.Restoration, error) {
	return func(context.Context) (kg.Restoration, error) {
		t.Errorf("a store is opened")
		return nil, errors.New("not to be opened")
	}
}

func TestAFileThatCannotBeReadIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	const (
		none   = `"types":0,"documents":0,"entities":0,"relations":0,"merges":0,"activities":0`
		anna   = `{"entity":{"id":"anna","kind":"PERSON","name":"Anna","recordedAt":"2026-01-01T00:00:00Z"}}`
		newer  = "a newer version"
		cannot = "record 2 of the backup cannot be read"
	)
	for _, c := range []struct{ name, entities, line, want string }{
		{"a field that nobody knows", "2", strings.Replace(anna, `"name"`, `"power":9,"name"`, 1), `record 2: the backup has the field "power", which this program does not know: ` + newer},
		{"a field beside the record", "2", strings.TrimSuffix(anna, "}") + `,"signature":"x"}`, newer},
		{"a kind of record that nobody knows", "1", `{"opinion":{"of":"anna"}}`, `records of the kind "opinion", which this program does not know: ` + newer},
		{"a number for a text", "2", strings.Replace(anna, `"Anna"`, "7", 1), cannot},
		{"a time that is none", "2", strings.Replace(anna, "T00", " 00", 1), cannot},
		{"a record that is cut off", "2", anna[:len(anna)-1], cannot},
		{"a record of nothing", "2", `{"entity":null}`, cannot},
		{"two records in a line", "2", anna + anna, cannot},
		{"two records in one", "2", strings.TrimSuffix(anna, "}") + `,"merge":{"from":"a","into":"b","recordedAt":"2026-01-01T00:00:00Z"}}`, cannot},
		{"what is no record at all", "2", "anna", backup.ErrDamaged.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := signed(t, strings.Replace(none, `"entities":0`, `"entities":`+c.entities, 1), anna, c.line)
			_, err := backup.Restore(t.Context(), bytes.NewReader(file), neverOpened(t), nil)
			require.ErrorContains(t, err, c.want)
			_, err = backup.Verify(t.Context(), bytes.NewReader(file))
			require.ErrorContains(t, err, c.want)
			// What was changed since it was written is damaged, whatever it says.
			text := strings.Replace(unpacked(t, file), "Anna", "Anne", 1)
			_, err = backup.Verify(t.Context(), bytes.NewReader(packed(t, text)))
			require.ErrorIs(t, err, backup.ErrDamaged)
		})
	}
}

func TestMergesThatLeadBackAreRefusedBeforeAnythingIsWritten(t *testing.T) {
	merge := func(from, into, taken string) string {
		return `{"merge":{"from":"` + from + `","into":"` + into + `","recordedAt":"2026-01-01T00:00:00Z"` + taken + `}}`
	}
	const back = `,"takenBackAt":"2026-01-02T00:00:00Z"`
	for want, merges := range map[string][]string{
		`"anna" is merged into itself, by way of "anna"`:  {merge("anna", "anna", "")},
		`"boris" is merged into itself, by way of "anna"`: {merge("anna", "boris", ""), merge("boris", "anna", "")},
		`"clara" is merged into itself, by way of "anna"`: {merge("anna", "boris", ""), merge("boris", "clara", ""), merge("clara", "anna", "")},
		`"anna" is merged into "boris" and into "clara"`:  {merge("anna", "boris", ""), merge("anna", "clara", "")},
		`"anna" is merged into "clara" and into "boris"`:  {merge("anna", "boris", back), merge("anna", "clara", ""), merge("anna", "boris", "")},
		"": {merge("anna", "boris", back), merge("boris", "anna", ""), merge("clara", "boris", "")},
	} {
		counts := fmt.Sprintf(`"types":0,"documents":0,"entities":0,"relations":0,"merges":%d,"activities":0`, len(merges))
		_, err := backup.Verify(t.Context(), bytes.NewReader(signed(t, counts, merges...)))
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, want)
		_, err = backup.Restore(t.Context(), bytes.NewReader(signed(t, counts, merges...)), neverOpened(t), nil)
		require.ErrorContains(t, err, want)
	}
}

func TestWhatAFileSaysIsCheckedAsEverythingElseThatIsWritten(t *testing.T) {
	const (
		at     = `"recordedAt":"2026-01-01T00:00:00Z"`
		person = `{"entity":{"id":"anna","kind":"PERSON","name":"Anna",` + at + `}}`
		other  = `{"entity":{"id":"ben","kind":"PERSON","name":"Ben",` + at + `}}`
		act    = `{"activity":{"number":1,"operation":"load",` + at + `}}`
	)
	places := []place{kinds[0].make(t), kinds[1].make(t)}
	for _, c := range []struct {
		name   string
		counts string
		lines  []string
		want   string
	}{
		{"a kind that nobody knows", `"entities":1`, []string{strings.Replace(person, "PERSON", "ROBOT", 1)}, "ROBOT"},
		{"an id that cannot be one", `"entities":1`, []string{strings.Replace(person, `"anna"`, `"a b"`, 1)}, "a b"},
		{"something without a time", `"entities":1`, []string{`{"entity":{"id":"anna","kind":"PERSON","name":"Anna"}}`}, "recorded"},
		{"a relation of nobody", `"entities":1,"relations":1`, []string{person, `{"relation":{"id":"","type":"knows","subject":"anna","object":"nobody","status":"OCCURRED","certainty":"STATED","evidence":[],` + at + `}}`}, "knows"},
		{"a merge into nobody", `"entities":1,"merges":1`, []string{person, `{"merge":{"from":"anna","into":"nobody",` + at + `}}`}, "no entity of the backup"},
		{"a merge into itself", `"entities":1,"merges":1`, []string{person, `{"merge":{"from":"anna","into":"anna",` + at + `}}`}, "anna"},
		{"two activities of one number", `"activities":2`, []string{act, act}, "1 comes after 1"},
		{"a change of no kind", `"activities":1`, []string{strings.Replace(act, `}}`, `,"changes":[{"kind":"BURNT","id":"anna"}]}}`, 1)}, "BURNT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			counts := `"types":0,"documents":0,"entities":0,"relations":0,"merges":0,"activities":0`
			for part := range strings.SplitSeq(c.counts, ",") {
				name, _, _ := strings.Cut(part, ":")
				counts = strings.Replace(counts, name+":0", part, 1)
			}
			for _, at := range places {
				_, err := backup.Restore(t.Context(), bytes.NewReader(signed(t, counts, c.lines...)), at.restore, nil)
				require.ErrorContains(t, err, c.want)
				_, err = at.open(t.Context())
				require.ErrorContains(t, err, "restore again")
			}
		})
	}
	for _, into := range places {
		into.restored(t, signed(t, `"types":0,"documents":0,"entities":2,"relations":0,"merges":1,"activities":1`,
			person, other, `{"merge":{"from":"anna","into":"ben",`+at+`}}`, act))
	}
}

func TestAStoreThatHoldsAGraphIsNotRestoredInto(t *testing.T) {
	file := small(t)
	each(t, func(t *testing.T, at place) {
		store := at.opened(t)
		write(t, store, []kg.Batch{{RecordedAt: kgtest.Recorded, Entities: []kg.Entity{{ID: "anna", Kind: kg.KindPerson, Name: "Anna"}}}})
		before := records(t, backedUp(t, store))
		_, err := backup.Restore(t.Context(), bytes.NewReader(file), at.restore, nil)
		require.ErrorContains(t, err, "empty store")
		require.Equal(t, before, records(t, backedUp(t, store)))
		write(t, store, []kg.Batch{{Entities: []kg.Entity{{ID: "ben", Kind: kg.KindPerson, Name: "Ben"}}}})
		at.opened(t)
	})
}

func TestARestorationThatWasNotFinishedLeavesWhatOnlyAnotherOpens(t *testing.T) {
	file := small(t)
	text := unpacked(t, file)
	each(t, func(t *testing.T, at place) {
		failing := &stopped{}
		_, err := backup.Restore(t.Context(), bytes.NewReader(file), failing.in(at), nil)
		require.ErrorIs(t, err, errStopped)
		_, err = at.open(t.Context())
		require.ErrorContains(t, err, "restore again")

		_, err = backup.Restore(t.Context(), bytes.NewReader([]byte(text)), at.restore, nil)
		require.ErrorIs(t, err, backup.ErrForeign)
		_, err = at.open(t.Context())
		require.ErrorContains(t, err, "restore again")

		store := at.restored(t, file)
		require.Equal(t, records(t, file), records(t, backedUp(t, store)))
	})
}

func TestWhileABackupIsRestoredNobodyElseReadsWritesOrBacksUp(t *testing.T) {
	file := small(t)
	each(t, func(t *testing.T, at place) {
		before, err := at.open(t.Context())
		require.NoError(t, err)
		defer before.Close()
		_, err = backup.Restore(t.Context(), bytes.NewReader(file), (&stopped{}).in(at), nil)
		require.ErrorIs(t, err, errStopped)
		_, err = before.Write(t.Context(), kgtest.Graph())
		require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err), err)
		_, _, err = before.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Owner: "northland", Slice: kg.Slice{Limit: 1}}}})
		require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err), err)
		_, err = backup.Write(t.Context(), before, io.Discard, nil)
		require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err), err)
	})
}

func TestWhileAnImportIsAtWorkNothingIsBackedUp(t *testing.T) {
	each(t, func(t *testing.T, at place) {
		store := at.opened(t)
		load, err := store.Load(t.Context())
		require.NoError(t, err)
		require.NotNil(t, load)
		batch := kgtest.Graph()
		require.NoError(t, load.Check(t.Context(), &batch))
		_, err = load.Write(t.Context(), batch)
		require.NoError(t, err)
		_, err = backup.Write(t.Context(), store, io.Discard, nil)
		require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err), err)
		_, err = load.Finish(t.Context(), nil)
		require.NoError(t, err)
		require.NoError(t, load.Close())
		require.NotEmpty(t, records(t, backedUp(t, store)))
	})
}

func TestTheLastOfTwoRestorationsIntoANeo4jIsTheOneThatEnds(t *testing.T) {
	file := small(t)
	at := kinds[1].make(t)
	first, err := at.restore(t.Context())
	require.NoError(t, err)
	defer first.Close()
	store := at.restored(t, file)
	person := kg.EntityRecord{Entity: kg.Entity{ID: "stray", Kind: kg.KindPerson, Name: "Stray", RecordedAt: kgtest.Recorded}}
	require.Equal(t, kg.CodeConflict, kg.ErrorCode(first.Write(t.Context(), []kg.Record{{Entity: &person}})))
	require.Equal(t, kg.CodeConflict, kg.ErrorCode(first.Finish(t.Context(), nil)))
	require.Equal(t, records(t, file), records(t, backedUp(t, store)))
}

func TestWhileAFileIsRestoredIntoAnotherRestorationIsRefused(t *testing.T) {
	at := kinds[0].make(t)
	first, err := at.restore(t.Context())
	require.NoError(t, err)
	_, err = at.restore(t.Context())
	require.Equal(t, kg.CodeUnavailable, kg.ErrorCode(err))
	require.NoError(t, first.Close())
	at.restored(t, small(t))
}

var errStopped = errors.New("the power is gone")

// stopped is a restoration that breaks off at its end.
type stopped struct{ kg.Restoration }

func (s *stopped) in(at place) func(context.Context) (kg.Restoration, error) {
	return func(ctx context.Context) (_ kg.Restoration, err error) {
		s.Restoration, err = at.restore(ctx)
		return s, err
	}
}

func (s *stopped) Finish(context.Context, func(done, total int)) error { return errStopped }

// full is a disk with room for some bytes.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, syscall.ENOSPC
	}
	f.left -= len(p)
	return len(p), nil
}

func TestABackupOntoAFullDiskSaysSo(t *testing.T) {
	each(t, func(t *testing.T, at place) {
		store := at.opened(t)
		write(t, store, []kg.Batch{kgtest.Graph()})
		size := len(backedUp(t, store))
		for _, room := range []int{0, size / 2, size - 64} {
			_, err := backup.Write(t.Context(), store, &full{room}, nil)
			require.ErrorIs(t, err, syscall.ENOSPC, room)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := backup.Write(ended, store, io.Discard, nil)
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestWhatALinkLeadsToIsRestoredIntoAnew(t *testing.T) {
	file := small(t)
	target, link := filepath.Join(t.TempDir(), "graph.db"), filepath.Join(t.TempDir(), "link.db")
	require.NoError(t, os.Symlink(target, link))
	at := place{
		func(ctx context.Context) (kg.Database, error) { return sqlite.Open(ctx, target) },
		func(ctx context.Context) (kg.Restoration, error) { return sqlite.OpenRestoration(ctx, link) },
	}
	_, err := backup.Restore(t.Context(), bytes.NewReader(file), (&stopped{}).in(at), nil)
	require.ErrorIs(t, err, errStopped)
	_, err = at.open(t.Context())
	require.ErrorContains(t, err, "restore again")
	require.Equal(t, records(t, file), records(t, backedUp(t, at.restored(t, file))))
}
