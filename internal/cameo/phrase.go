package cameo

import (
	_ "embed"
	"strings"
)

// How an event reads between two actors. The names of events are written for a
// code book, in the infinitive and without a place for whom it is done to.
//
//go:embed phrases.tsv
var phrasesSource string

var phrases = readPhrases(phrasesSource)

// phrase is what stands between subject and object ("visited"), and between object
// and subject ("was visited by").
type phrase struct{ active, inverse string }

func readPhrases(tsv string) map[string]phrase {
	all := map[string]phrase{}
	for line := range strings.Lines(tsv) {
		code, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		active, inverse, _ := strings.Cut(rest, "\t")
		all[code] = phrase{active, inverse}
	}
	return all
}

// phraseOf returns how an event reads, by its code or, without one, by its name.
func phraseOf(e Event, label string) (phrase, bool) {
	if p, ok := phrases[e.Code]; ok {
		return p, true
	}
	if e.Code != "" {
		return phrase{}, false
	}
	named, ok := OfName(label)
	return phrases[named.Code], ok
}

// WithoutObject returns a phrase that leads to somebody as it reads of what is done
// to nobody in particular: "used conventional military force", "visited somebody".
func WithoutObject(phrase string) string {
	if verb, ok := strings.CutSuffix(phrase, ":"); ok {
		verb, of, _ := strings.Cut(verb, " ")
		return verb + " somebody " + of
	}
	if verb := withoutPreposition(phrase); verb != phrase {
		return verb
	}
	return phrase + " somebody"
}

// withoutPreposition returns a phrase without the word that leads to the other side.
func withoutPreposition(phrase string) string {
	cut := strings.LastIndexByte(phrase, ' ')
	if cut < 0 || !prepositions[phrase[cut+1:]] {
		return phrase
	}
	return phrase[:cut]
}

var prepositions = map[string]bool{
	"about": true, "against": true, "at": true, "before": true, "by": true, "for": true, "from": true, "of": true, "on": true, "to": true, "towards": true, "with": true,
}
