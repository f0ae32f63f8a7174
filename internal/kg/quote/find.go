package quote

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// Find returns the places where words stand in the text, which may differ from them in
// white space and in the forms of quotation marks and dashes: as evidence without a
// document, with the text's own characters and the text around them. There are at most a
// thousand, and more says that there are others. A place begins and ends with what shows
// something.
func (t *Text) Find(words string) (places []kg.Evidence, more bool) {
	return t.Places(Quote{Exact: words})
}

const mostPlaces = 1000

// Places returns the places where the words of a quote stand right after its prefix and right
// before its suffix, as Find does.
func (t *Text) Places(q Quote) (places []kg.Evidence, more bool) {
	if t.even == nil {
		t.even = evened(t.Content)
	}
	trimmed := func(s string) string { return strings.TrimSpace(evened(s).text) }
	exact, prefix, suffix := trimmed(q.Exact), trimmed(q.Prefix), trimmed(q.Suffix)
	if exact == "" {
		return nil, false
	}
	offsets, more := occurrences(t.even.text, exact, mostPlaces)
	for _, from := range offsets {
		to := from + len(exact)
		if strings.HasSuffix(strings.TrimRight(t.even.text[:from], " "), prefix) && strings.HasPrefix(strings.TrimLeft(t.even.text[to:], " "), suffix) {
			places = append(places, t.evidence(t.even.span(from, to)))
		}
	}
	return places, more
}

// evidence returns the words between two byte offsets.
func (t *Text) evidence(start, end int) kg.Evidence {
	point := func(offset int) int { return sort.SearchInts(t.points(), offset) }
	return kg.Evidence{
		Exact: t.Content[start:end], Prefix: before(t.Content, start, contextLength), Suffix: after(t.Content, end, contextLength),
		Start: point(start), End: point(end),
	}
}

// points returns the byte offset of each code point.
func (t *Text) points() []int {
	if t.starts == nil {
		for i := range t.Content {
			t.starts = append(t.starts, i)
		}
	}
	return t.starts
}

// Selector returns a quote that Locate finds at a place in the text, with as little as it
// takes of what is around it.
func (t *Text) Selector(e kg.Evidence) Quote {
	start := t.points()[e.Start]
	end := start + len(e.Exact)
	for n := 0; ; n = max(2*n, leastContext) {
		q := Quote{e.Exact, before(t.Content, start, n), after(t.Content, end, n)}
		whole := q.Prefix + q.Exact + q.Suffix
		if _, more := occurrences(t.Content, whole, 1); !more || len(whole) == len(t.Content) {
			return q
		}
	}
}

// leastContext is how many code points on each side Selector begins with, where the words
// alone do not tell.
const leastContext = 16

// evened returns a text with white space, quotation marks and dashes of one form.
func evened(text string) *foldedText {
	var b strings.Builder
	f := &foldedText{}
	blank := false
	for i, r := range text {
		piece := string(r)
		switch {
		case unicode.IsSpace(r):
			if blank {
				continue
			}
			piece = " "
		case r == '`':
			piece = "'"
		case r >= utf8.RuneSelf:
			piece = alike.Replace(piece)
		}
		blank = piece == " "
		b.WriteString(piece)
		for range len(piece) {
			f.origin = append(f.origin, i)
		}
	}
	f.text, f.origin = b.String(), append(f.origin, len(text))
	return f
}

// span returns the byte offsets in the original of what is between two of the folded text:
// whole characters, without white space at the end.
func (f *foldedText) span(from, to int) (start, end int) {
	for to > from+1 && f.text[to-1] == ' ' {
		to--
	}
	start, end = f.origin[from], f.origin[to]
	if to > 0 && to < len(f.origin) && f.origin[to-1] == end { // within what one character became
		for to < len(f.origin)-1 && f.origin[to] == end {
			to++
		}
		end = f.origin[to]
	}
	return start, end
}
