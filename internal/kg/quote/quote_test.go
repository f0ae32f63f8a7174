package quote

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is cut out of a text is found where it was cut out, if enough of what
// surrounds it is given.
func TestAQuoteIsFoundWhereItWasCopied(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOfN(rapid.RuneFrom([]rune("ab “’é😀\n")), 1, 60, -1).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(text)).Draw(t, "end")
		d := Text{Name: "t.txt", Content: string(text)}
		e, err := d.Locate(Quote{Exact: string(text[start:end]), Prefix: string(text[:start]), Suffix: string(text[end:])})
		if err != nil {
			t.Fatal(err)
		}
		if e.Start != start || e.End != end {
			t.Fatalf("found at %d to %d, was copied from %d to %d", e.Start, e.End, start, end)
		}
	})
}

// Whatever is located is there once; what is not has an error.
func TestAQuoteIsLocatedExactlyWhereItIsThereOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.RuneFrom([]rune("ab’"))
		text := rapid.StringOfN(letters, 1, 30, -1).Draw(t, "text")
		exact := rapid.StringOfN(letters, 1, 4, -1).Draw(t, "exact")
		times := 0
		for i := range text {
			if strings.HasPrefix(text[i:], exact) {
				times++
			}
		}
		d := Text{Name: "t.txt", Content: text}
		e, err := d.Locate(Quote{Exact: exact})
		if (err == nil) != (times == 1) {
			t.Fatalf("it is there %d times, got %v", times, err)
		}
		if err == nil && string([]rune(text)[e.Start:e.End]) != exact {
			t.Fatalf("text[%d:%d] is not %q", e.Start, e.End, exact)
		}
	})
}

func TestASelectorTellsItsPlaceApart(t *testing.T) {
	text := Text{Content: "He said no. “Ceasefire 🕊 holds,” he said.\n" + strings.Repeat("Nobody came and nobody spoke. ", 3) + "He said no."}
	for words, want := range map[string]int{"he said.": 1, "He said no": 2, "nobody": 3} {
		places, _ := text.Find(words)
		if len(places) != want {
			t.Fatalf("%q is at %d places", words, len(places))
		}
		for _, e := range places {
			q := text.Selector(e)
			if (want == 1) != (q.Prefix+q.Suffix == "") {
				t.Errorf("%q has the context %q and %q", words, q.Prefix, q.Suffix)
			}
			found, err := text.Locate(q)
			if err != nil || found.Start != e.Start || found.End != e.End {
				t.Errorf("%q at %d is found at %d: %v", words, e.Start, found.Start, err)
			}
		}
	}
}
