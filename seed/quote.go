package seed

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// documentText is the text of a document, in which quotes are located.
type documentText struct {
	file    string // as shown in problems
	content string
	near    *foldedText // made where a quote is not found
}

// quote is a W3C text quote selector as it is annotated.
type quote struct {
	exact, prefix, suffix string
	line                  int
}

// contextLength is how many code points of the text are kept on each side of a
// quote that was annotated without them.
const contextLength = 32

// locate returns where q stands in the text. Its error says what to do where it
// does not stand there exactly once.
func (t *documentText) locate(q quote) (kg.Evidence, error) {
	places, more := occurrences(t.content, q.prefix+q.exact+q.suffix)
	switch {
	case len(places) == 0:
		return kg.Evidence{}, t.missing(q)
	case more || len(places) > 1:
		return kg.Evidence{}, t.ambiguous(q, places, more)
	}
	start := places[0] + len(q.prefix)
	end := start + len(q.exact)
	e := kg.Evidence{Exact: q.exact, Prefix: q.prefix, Suffix: q.suffix}
	if e.Prefix == "" {
		e.Prefix = before(t.content, start, contextLength)
	}
	if e.Suffix == "" {
		e.Suffix = after(t.content, end, contextLength)
	}
	e.Start = utf8.RuneCountInString(t.content[:start])
	e.End = e.Start + utf8.RuneCountInString(q.exact)
	return e, nil
}

func (t *documentText) ambiguous(q quote, places []int, more bool) error {
	lines := make([]string, len(places))
	for i, p := range places {
		lines[i] = fmt.Sprint(lineAt(t.content, p+len(q.prefix)))
	}
	often := fmt.Sprintf("%d times, on lines %s", len(places), strings.Join(lines, ", "))
	if more {
		often = "more than " + often + " …"
	}
	return misquoted("exact", "the quote %s is in %s %s; quote more words, or add a prefix or suffix (the text right before or after it) that tells them apart", quoted(q.exact), t.file, often)
}

// missing says why q does not stand in the text.
func (t *documentText) missing(q quote) error {
	places, _ := occurrences(t.content, q.exact)
	if len(places) == 0 {
		return misquoted("exact", "the quote %s is not in %s%s; copy the words exactly as they stand there", quoted(q.exact), t.file, t.nearest(q.exact))
	}
	at := places[0]
	if q.prefix != "" && !strings.Contains(t.content, q.prefix+q.exact) {
		return misquoted("prefix", "the prefix %s does not stand right before the quote in %s: on line %d that is %s; copy it from there, or leave the prefix out",
			quoted(q.prefix), t.file, lineAt(t.content, at), quoted(before(t.content, at, utf8.RuneCountInString(q.prefix))))
	}
	if q.suffix != "" && !strings.Contains(t.content, q.exact+q.suffix) {
		return misquoted("suffix", "the suffix %s does not stand right after the quote in %s: on line %d that is %s; copy it from there, or leave the suffix out",
			quoted(q.suffix), t.file, lineAt(t.content, at), quoted(after(t.content, at+len(q.exact), utf8.RuneCountInString(q.suffix))))
	}
	return misquoted("prefix", "the prefix %s and the suffix %s stand around the quote at different places of %s; leave one of them out", quoted(q.prefix), quoted(q.suffix), t.file)
}

const maxOccurrences = 10

// occurrences returns the byte offsets of part in text, overlapping ones too,
// and whether there are more than it returns.
func occurrences(text, part string) (offsets []int, more bool) {
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return offsets, false
		}
		if len(offsets) == maxOccurrences {
			return offsets, true
		}
		offsets = append(offsets, from+i)
		_, width := utf8.DecodeRuneInString(text[from+i:])
		from += i + width
	}
	return offsets, false
}

// before returns up to n code points that end at the byte offset.
func before(text string, offset, n int) string {
	start := offset
	for ; n > 0 && start > 0; n-- {
		_, width := utf8.DecodeLastRuneInString(text[:start])
		start -= width
	}
	return text[start:offset]
}

// after returns up to n code points that begin at the byte offset.
func after(text string, offset, n int) string {
	end := offset
	for ; n > 0 && end < len(text); n-- {
		_, width := utf8.DecodeRuneInString(text[end:])
		end += width
	}
	return text[offset:end]
}
