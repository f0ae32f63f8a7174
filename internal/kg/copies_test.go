package kg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// numbered returns a text of different words, from one number up to another.
func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "w%d ", i)
	}
	return b.String()
}

func TestTextsAreCopiesWhereMostOfTheShorterStandsInTheLonger(t *testing.T) {
	// Of n different words in a row, there are n-4 sequences of five.
	story := numbered(0, 1004)
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"the same", story, true},
		{"in other letters and signs", strings.ReplaceAll(strings.ToUpper(story), " ", ",\n — "), true},
		{"with a paragraph of its own before it and after it", numbered(5000, 5200) + story + numbered(6000, 6200), true},
		{"its first half", numbered(0, 504), true},
		{"its first half with a tenth more of its own", numbered(0, 504) + numbered(5000, 5050), true},
		{"a fifth of it, which is too short", numbered(0, 204), false},
		{"half of it, and as much of its own", numbered(0, 504) + numbered(5000, 5500), false},
		{"all of it in twice as much of its own", story + numbered(5000, 7000), true},
		{"all of it in four times as much of its own", story + numbered(5000, 9000), false},
		{"another", numbered(5000, 6004), false},
		{"the same words in another order", reversedWords(story), false},
	} {
		a, b := Fingerprint(story), Fingerprint(c.text)
		if AreCopies(a, b) != c.want || AreCopies(b, a) != c.want {
			t.Errorf("%s: copies is not %t", c.name, c.want)
		}
	}
}

func reversedWords(text string) string {
	words := strings.Fields(text)
	slices.Reverse(words)
	return strings.Join(words, " ")
}

func TestShortTextsAreCopiesOnlyWhereTheyAreTheSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"They met.", "they MET", true}, {"They met.", "They met again.", false}, {"…", "—", true}, {"Wir haben uns getroffen", "Wir haben uns nicht getroffen", false},
		{"外交部发言人今天在记者会上表示", "外交部發言人：今天在记者会上表示！", false}, {"外交部发言人今天在记者会上表示", "外交部发言人今天，在记者会上表示。", true},
	} {
		if got := AreCopies(Fingerprint(c.a), Fingerprint(c.b)); got != c.want {
			t.Errorf("%q and %q are copies: %t", c.a, c.b, got)
		}
	}
	for _, damaged := range []string{"", "AAAA", "no base64!"} {
		if AreCopies(damaged, Fingerprint("They met.")) || AreCopies(damaged, "") {
			t.Errorf("what has the fingerprint %q is a copy", damaged)
		}
	}
}

func TestSourcesAreDocumentsInViewAndDataSets(t *testing.T) {
	in := func(documents ...string) (r *Relation) {
		r = &Relation{}
		for _, d := range documents {
			r.Evidence = append(r.Evidence, Evidence{Document: d})
		}
		return r
	}
	row := func(dataset, record string) *Relation {
		return &Relation{Evidence: []Evidence{{Source: &Source{Dataset: dataset, Record: record}}}}
	}
	documents := map[string]*Document{}
	for id, text := range map[string]string{
		"wire": numbered(0, 600), "morning": numbered(0, 450), "evening": numbered(150, 600), "own": numbered(2000, 2600), "withdrawn": numbered(3000, 3600),
	} {
		documents[id] = &Document{ID: id, Fingerprint: Fingerprint(text)}
	}
	gone := time.Now()
	documents["withdrawn"].RetractedAt = &gone
	for _, c := range []struct {
		name      string
		relations []*Relation
		want      SourceCount
	}{
		{"one document, quoted twice", []*Relation{in("own", "own")}, SourceCount{1, 1}},
		{"a wire story and those who cut it, which are copies only of it", []*Relation{in("morning"), in("evening"), in("wire")}, SourceCount{3, 1}},
		{"those who cut it", []*Relation{in("morning"), in("evening")}, SourceCount{2, 2}},
		{"copies and another", []*Relation{in("wire", "own"), in("morning")}, SourceCount{3, 2}},
		{"rows of one data set, and of another", []*Relation{row("a", "1"), row("a", "2"), row("b", "1"), in("own")}, SourceCount{3, 3}},
		{"what is out of view, or unknown", []*Relation{in("withdrawn", "nowhere"), row("a", "1")}, SourceCount{1, 1}},
	} {
		if got := SourcesOf(c.relations, documents); got != c.want {
			t.Errorf("%s: %+v, not %+v", c.name, got, c.want)
		}
	}
}
