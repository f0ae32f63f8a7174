package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/packed"
)

// readRecords returns what is read of text: "1:a|b" for a record that begins on
// line 1, "2!reason" for one that is set aside.
func readRecords(t testing.TB, delimiter byte, texts ...string) (read []string) {
	t.Helper()
	var paths []string
	for i, text := range texts {
		paths = append(paths, file(t, string('a'+rune(i))+".csv", text))
	}
	r, err := openRecords(packed.Limit{}, delimiter, paths...)
	must(t, err)
	defer r.Close()
	for {
		columns, err := r.next()
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF):
			return read
		case errors.As(err, &reject):
			read = append(read, fmt.Sprintf("%d!%s", reject.Line, reject.Reason))
		default:
			must(t, err)
			read = append(read, fmt.Sprintf("%d:%s", r.number, strings.Join(columns, "|")))
		}
	}
}

const (
	bareMark = "a quotation mark stands in a column"
	openMark = "a quotation mark is opened and not closed"
)

func TestRecordsAreRead(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	for _, c := range []struct {
		name, text string
		delimiter  byte
		want       []string // beginnings
	}{
		{"commas", "a,b\nc,d", 0, []string{"1:a|b", "2:c|d"}},
		{"semicolons", "a;b;x,y\nc;d;e\n", 0, []string{"1:a|b|x,y", "2:c|d|e"}},
		{"tabs", "a\tb\nc\td\n", 0, []string{"1:a|b", "2:c|d"}},
		{"a given delimiter", "a|b,c\n", '|', []string{"1:a|b,c"}},
		{"a mark, CRLF and empty lines", "\ufeffa,b\r\n\r\n  \r\nc,d\r\n", 0, []string{"1:a|b", "4:c|d"}},
		{"columns in quotation marks", `"a,1","b ""x""",""` + "\n", 0, []string{`1:a,1|b "x"|`}},
		{"a column of three lines", "\"a\nb\r\nc\",d\ne,f\n", 0, []string{"1:a\nb\nc|d", "4:e|f"}},
		{"a mark within a column", "a,5\" gun\nb,c\n", 0, []string{"1!" + bareMark, "2:b|c"}},
		{"a mark within a column, and another to come", "a\"b,\"c\nd,\"e\"\n", 0, []string{"1!" + bareMark, "2:d|e"}},
		{"a mark that is not closed", "a,\"b\nc,d\ne,f\n", 0, []string{"1!" + openMark, "2:c|d", "3:e|f"}},
		{"a mark that another column seems to close", "a,\"b\nc,d\ne,\"f\"\n", 0, []string{"1!" + openMark, "2:c|d", "3:e|f"}},
		{"a mark that is not closed within a line's length", "a,\"b\n" + strings.Repeat("c,d\n", maxLine/4) + "e,f\n", 0, []string{"1!" + openMark, "2:c|d"}},
		{"a line that is too long", "a\n" + long + "y\nb\n", 0, []string{"1:a", "2!the line is longer", "3:b"}},
		{"a line that is far too long", "a\n" + strings.Repeat(long, 4) + "\nb", 0, []string{"1:a", "2!the line is longer", "3:b"}},
		{"a quoted line that is too long", "a\n\"" + long + "\"\nb", 0, []string{"1:a", "2!the line is longer", "3:b"}},
		{"NUL bytes", "a,\x00\nb,c\n", 0, []string{"1!the line holds a NUL", "2:b|c"}},
		{"UTF-16", "\xff\xfea\x00\n\x00", 0, []string{"1!the line", "2!the line"}},
		{"nothing", "", 0, nil},
		{"a mark only", "\ufeff", 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readRecords(t, c.delimiter, c.text)
			for i, want := range c.want {
				if i >= len(got) || !strings.HasPrefix(got[i], want) {
					t.Fatalf("%.200q, not %q", got, c.want)
				}
			}
			if !strings.Contains(c.name, "within a line's length") {
				same(t, "records", len(got), len(c.want))
			} else {
				same(t, "records", len(got), maxLine/4+2)
			}
		})
	}
}

func TestEachFileHasItsDelimiterAndLines(t *testing.T) {
	got := readRecords(t, 0, "a,b\n", "\ufeffc;d\n\ne;f")
	same(t, "records", strings.Join(got, " "), "1:a|b 1:c|d 3:e|f")
}

// Whatever records are written, they are read.
func TestWrittenRecordsAreRead(t *testing.T) {
	column := rapid.StringMatching(`[ab,;"\n ]{0,6}`)
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(column, 2, 4), 1, 6).Draw(rt, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		must(t, w.WriteAll(rows))
		got := readRecords(t, ',', b.String())
		same(t, "records", len(got), len(rows))
		for i, row := range rows {
			if want := ":" + strings.Join(row, "|"); i >= len(got) || !strings.HasSuffix(got[i], want) {
				rt.Fatalf("%q, not %q in %q", got, want, b.String())
			}
		}
	})
}

func FuzzRecords(f *testing.F) {
	for _, s := range []string{"a,b\n", "\"a\nb\",c\r\n", "a\"b,\"c\n", "\"", "\ufeff\"\"\"\n\"", "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := readRecords(t, 0, text); len(got) > strings.Count(text, "\n")+1 {
			t.Errorf("%q is %q", text, got)
		}
	})
}
