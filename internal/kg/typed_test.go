package kg

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"conflictgraph/internal/kg/names"
)

// Words of letters that no rule takes for each other, and so of names that are different.
var (
	syllables      = []string{"ba", "bo", "da", "do", "ma", "mo", "na", "no", "ra", "ro", "la", "lo"}
	otherSyllables = []string{"ke", "ki", "pe", "pi", "te", "ti", "ve", "vi"}
)

// drawName draws a name of so many words of syllables.
func drawName(t *rapid.T, of []string, label string) string {
	word := rapid.Custom(func(t *rapid.T) string {
		return capitalized(strings.Join(rapid.SliceOfN(rapid.SampledFrom(of), 2, 5).Draw(t, "syllables"), ""))
	})
	return strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, label), " ")
}

func capitalized(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// drawPeople draws a graph of people of whom no two have the same words in their names.
func drawPeople(t *rapid.T) *smallGraph {
	g := &smallGraph{}
	seen := map[string]bool{}
	for i := range rapid.IntRange(1, 12).Draw(t, "people") {
		name := drawName(t, syllables, "name")
		words := sorted(strings.Fields(strings.ToLower(name)))
		if key := strings.Join(words, " "); !seen[key] {
			seen[key] = true
			g.entities = append(g.entities, Entity{ID: fmt.Sprint("person-", i), Kind: KindPerson, Name: name})
		}
	}
	return g
}

func firstOf(t failing, g *smallGraph, text string) string {
	t.Helper()
	hits, err := Search(context.Background(), g, SearchRequest{Text: text, Limit: 5})
	if err != nil {
		t.Errorf("%q: %v", text, err)
	}
	checkRanking(t, hits)
	if len(hits) == 0 {
		return ""
	}
	return hits[0].Entity.Name
}

func TestWhatIsTypedExactlyIsFoundFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawPeople(t)
		asked := rapid.SampledFrom(g.entities).Draw(t, "asked").Name
		if found := firstOf(t, g, asked); found != asked {
			t.Errorf("%q finds %q first", asked, found)
		}
	})
}

func TestOrderCaseAndMarksDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawPeople(t)
		asked := rapid.SampledFrom(g.entities).Draw(t, "asked").Name
		typed := strings.Join(rapid.Permutation(strings.Fields(asked)).Draw(t, "order"), " ")
		typed = rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, strings.Clone}).Draw(t, "case")(typed)
		mark := rapid.SampledFrom([]string{"", "\u0301", "\u0308", "\u0303\u0323"}).Draw(t, "mark")
		typed = strings.NewReplacer("a", "a"+mark, "A", "A"+mark, "o", "o"+mark).Replace(typed)
		typed = rapid.SampledFrom([]norm.Form{norm.NFC, norm.NFD, norm.NFKC}).Draw(t, "form").String(typed)
		if found := firstOf(t, g, typed); found != asked {
			t.Errorf("%q finds %q, not %q, first", typed, found, asked)
		}
	})
}

func TestAnUnrelatedNameIsNotFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawPeople(t)
		if asked := drawName(t, otherSyllables, "asked"); firstOf(t, g, asked) != "" {
			t.Errorf("%q finds %q", asked, firstOf(t, g, asked))
		}
	})
}

// hostileText is text as no person types it: of marks, controls and scripts side by side,
// as long as is let in.
var hostileText = rapid.Custom(func(t *rapid.T) string {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom(nil, unicode.Mn, unicode.Me)),
		rapid.StringOf(rapid.RuneFrom(nil, unicode.Cf, unicode.Cc, unicode.Co)),
		rapid.StringOf(rapid.RuneFrom(nil, unicode.Arabic, unicode.Cyrillic, unicode.Han, unicode.Hangul, unicode.Hebrew, unicode.Latin)),
		rapid.SampledFrom([]string{"al-", "Abd ", "abdal", "bin ", "'s", "\xff", "\x00", "ﷺ", "İ", "ß", "e\u0301", "\u202e", "0", " ", "ا"}),
	)
	text := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	times := rapid.SampledFrom([]int{1, 2, 100, 10_000}).Draw(t, "times")
	return string([]rune(strings.Repeat(text, times))[:min(MaxSearchText+1, len([]rune(text))*times)])
})

func TestNoTextCostsMoreThanItsLength(t *testing.T) {
	g := newsroom()
	rapid.Check(t, func(t *rapid.T) {
		text := hostileText.Draw(t, "text")
		n := names.Parse(text)
		kept := len(n.Text)
		for _, w := range slices.Concat(n.Words, n.Joined) {
			kept += len(w.Text)
		}
		if most := 40*len(text) + 100; kept > most { // a sign is written in at most so many letters
			t.Errorf("%d bytes are kept of %d", kept, len(text))
		}
		terms, err := ParseSearch(text)
		if err != nil {
			if ErrorCode(err) != CodeBadInput {
				t.Errorf("%q: %v", Shorten(text), err)
			}
			return
		}
		keys := 0
		for _, term := range terms {
			keys += len(term.Keys)
		}
		if len(terms) > maxTerms || keys > 100*maxTerms {
			t.Errorf("%d terms with %d keys are looked up", len(terms), keys)
		}
		if _, err := Search(context.Background(), g, SearchRequest{Text: text, Limit: 10}); err != nil {
			t.Errorf("%q: %v", Shorten(text), err)
		}
	})
}
