package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rejectList lists rows that were set aside, as tab-separated file, line, reason
// and text. The text comes last and is as it stands in the file, tabs included,
// so that corrected rows can be cut out and read again; only control characters
// and bytes that are not UTF-8 are written as \x and two digits.
type rejectList struct {
	out   *bufio.Writer // nil where nobody wants the list
	begun bool
}

func newRejectList(w io.Writer) *rejectList {
	if w == nil {
		return &rejectList{}
	}
	return &rejectList{out: bufio.NewWriter(w)}
}

func (l *rejectList) add(r *Reject) error {
	if l.out == nil {
		return nil
	}
	if !l.begun {
		l.begun = true
		fmt.Fprintln(l.out, "file\tline\treason\ttext")
	}
	_, err := fmt.Fprintf(l.out, "%s\t%d\t%s\t%s\n", column(r.File), r.Line, column(r.Reason), printable(r.Text))
	return rejectsError(err)
}

// Flush writes out what was listed so far.
func (l *rejectList) Flush() error {
	if l.out == nil {
		return nil
	}
	return rejectsError(l.out.Flush())
}

func rejectsError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot list the rows that are set aside: %w", err)
}

func column(s string) string { return strings.ReplaceAll(printable(s), "\t", " ") }

func printable(s string) string {
	var b strings.Builder
	for i, c := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && size == 1 || c < utf8.RuneSelf && unicode.IsControl(c) && c != '\t' {
			fmt.Fprintf(&b, `\x%02x`, s[i])
			continue
		}
		b.WriteString(s[i : i+size])
	}
	return b.String()
}
