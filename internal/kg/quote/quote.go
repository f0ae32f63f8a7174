// Package quote finds the words of a quote in a text: where they stand exactly, and where
// nearly.
package quote

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// Text is a text in which quotes are located.
type Text struct {
	Name    string // as errors show it
	Content string
	near    *foldedText // made where a quote is not found
	even    *foldedText // made where words are sought in any form
	starts  []int       // the byte offset of each code point, made with it
}

// Quote is a W3C text quote selector.
type Quote struct{ Exact, Prefix, Suffix string }

// Error says why words do not stand in a text exactly once.
type Error struct {
	Part    string // of the quote, that is wrong: "exact", "prefix" or "suffix"
	Message string
}

func (e *Error) Error() string { return e.Message }

func misShown(part, format string, args ...any) error {
	return &Error{part, fmt.Sprintf(format, args...)}
}

// In returns evidence for words that stand in a document's text, which d has to hold, once:
// as Text.Locate does or, where they do not stand there to the letter, as Text.Places does.
func In(d *kg.Document, q Quote) (kg.Evidence, error) {
	t := &Text{Name: d.ID, Content: d.Text}
	e, err := t.Locate(q)
	if err != nil {
		places, more := t.Places(q)
		if len(places) != 1 || more {
			return kg.Evidence{}, err
		}
		e = places[0]
	}
	e.Document = d.ID
	return e, nil
}

// contextLength is how many code points of the text are kept on each side of a
// quote that has none.
const contextLength = 32

// Locate returns where q stands in the text: with its offsets in code points, and with
// the text around it where it has no prefix or no suffix. Where it does not stand there
// exactly once, the error is an *Error that says what stands there that is nearly the
// same, or what would tell the places apart.
func (t *Text) Locate(q Quote) (kg.Evidence, error) {
	places, more := occurrences(t.Content, q.Prefix+q.Exact+q.Suffix, maxOccurrences)
	switch {
	case len(places) == 0:
		return kg.Evidence{}, t.missing(q)
	case more || len(places) > 1:
		return kg.Evidence{}, t.ambiguous(q, places, more)
	}
	start := places[0] + len(q.Prefix)
	end := start + len(q.Exact)
	e := kg.Evidence{Exact: q.Exact, Prefix: q.Prefix, Suffix: q.Suffix}
	if e.Prefix == "" {
		e.Prefix = before(t.Content, start, contextLength)
	}
	if e.Suffix == "" {
		e.Suffix = after(t.Content, end, contextLength)
	}
	e.Start = utf8.RuneCountInString(t.Content[:start])
	e.End = e.Start + utf8.RuneCountInString(q.Exact)
	return e, nil
}

func (t *Text) ambiguous(q Quote, places []int, more bool) error {
	lines := make([]string, len(places))
	for i, p := range places {
		lines[i] = fmt.Sprint(LineAt(t.Content, p+len(q.Prefix)))
	}
	often := fmt.Sprintf("%d times, on lines %s", len(places), strings.Join(lines, ", "))
	if more {
		often = "more than " + often + " …"
	}
	return misShown("exact", "the quote %s is in %s %s; quote more words, or add a prefix or suffix (the text right before or after it) that tells them apart", Shown(q.Exact), t.Name, often)
}

// missing says why q does not stand in the text.
func (t *Text) missing(q Quote) error {
	places, _ := occurrences(t.Content, q.Exact, maxOccurrences)
	if len(places) == 0 {
		return misShown("exact", "the quote %s is not in %s%s; copy the words exactly as they stand there", Shown(q.Exact), t.Name, t.nearest(q.Exact))
	}
	at := places[0]
	if q.Prefix != "" && !strings.Contains(t.Content, q.Prefix+q.Exact) {
		return misShown("prefix", "the prefix %s does not stand right before the quote in %s: on line %d that is %s; copy it from there, or leave the prefix out",
			Shown(q.Prefix), t.Name, LineAt(t.Content, at), Shown(before(t.Content, at, utf8.RuneCountInString(q.Prefix))))
	}
	if q.Suffix != "" && !strings.Contains(t.Content, q.Exact+q.Suffix) {
		return misShown("suffix", "the suffix %s does not stand right after the quote in %s: on line %d that is %s; copy it from there, or leave the suffix out",
			Shown(q.Suffix), t.Name, LineAt(t.Content, at), Shown(after(t.Content, at+len(q.Exact), utf8.RuneCountInString(q.Suffix))))
	}
	return misShown("prefix", "the prefix %s and the suffix %s stand around the quote at different places of %s; leave one of them out", Shown(q.Prefix), Shown(q.Suffix), t.Name)
}

const maxOccurrences = 10

// occurrences returns the byte offsets of part in text, overlapping ones too,
// and whether there are more than it returns.
func occurrences(text, part string, most int) (offsets []int, more bool) {
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return offsets, false
		}
		if len(offsets) == most {
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

// LineAt returns the line of content, from 1, that the byte at offset is on.
func LineAt(content string, offset int) int { return 1 + strings.Count(content[:offset], "\n") }

// ShownLength is how many code points of a text Shown shows whole.
const ShownLength = 90

// Shown shows text as Go would quote it but leaves typographic characters
// readable, and cuts out the middle of a long one.
func Shown(text string) string {
	if utf8.RuneCountInString(text) > ShownLength {
		runes := []rune(text)
		text = string(runes[:ShownLength-20]) + " … " + string(runes[len(runes)-20:])
	}
	return fmt.Sprintf("%q", text)
}
