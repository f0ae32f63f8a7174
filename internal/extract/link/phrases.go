package link

import (
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

// deepest is how deep phrases within phrases are read.
const deepest = 5

// sentence reads the phrases of a sentence.
func (r *resolver) sentence(s int) {
	tokens := r.tokens(s)
	r.sentenceAt = s
	for i := r.article.Body[s]; i < len(tokens); {
		p := r.phrase(s, i, 0)
		if p == nil {
			i++
			continue
		}
		r.apposition(p)
		r.article.Phrases[s] = append(r.article.Phrases[s], p)
		r.speak(p)
		i = p.Last
	}
	r.lists(s)
	if r.lead == nil && !r.led {
		r.led = true
		for _, sp := range r.spoken {
			if sp.sentence == s && sp.entity.Kind == kg.KindCountry {
				if r.lead != nil && r.lead != sp.entity {
					r.lead = nil
					break
				}
				r.lead = sp.entity
			}
		}
	}
}

// lists notes the last list of a sentence, for which "they" may stand.
func (r *resolver) lists(s int) {
	tokens := r.tokens(s)
	all := r.article.Phrases[s]
	for i := 0; i < len(all); i++ {
		list := []*Entity{}
		j := i
		and := false
		for ; j < len(all); j++ {
			if len(all[j].Entities) != 1 || !all[j].Entities[0].Kind.IsActor() {
				break
			}
			if j > i {
				k := all[j-1].Last
				for k < all[j].First && (tokens[k].Text == "," || tokens[k].Low == "and") {
					and = and || tokens[k].Low == "and"
					k++
				}
				if k < all[j].First || all[j-1].Last == all[j].First && !all[j-1].comma {
					break
				}
			}
			list = append(list, all[j].Entities[0])
		}
		if len(list) > 1 && and {
			r.plural = &Phrase{Sentence: s, Entities: list, Plural: true}
			i = j - 1
		}
	}
}

var pronouns = setOf("he she it they him her them who")

// starts reports whether a token can begin a phrase.
func (r *resolver) starts(tokens []english.Token, i int) bool {
	t := tokens[i]
	if !t.IsWord() || r.timed[t.Start] {
		return false
	}
	if i > 0 && t.Tag == "POS" || prepositional(tokens, i) {
		return false
	}
	if formerly[t.Low] && t.Tag != "RB" && i+1 < len(tokens) && len(r.tables.titles[tokens[i+1].Low]) > 0 {
		return true
	}
	switch t.Tag {
	case "DT", "PRP$", "WP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "FW", "PDT":
		return !notNouns[t.Low]
	case "CC":
		return t.Low == "both"
	}
	return t.Capital() && (i > 0 || r.nameKnown(t)) && !commonFirst[t.Low] && !strings.HasPrefix(t.Tag, "PRP") && t.Tag != "IN" && t.Tag != "CC"
}

// notNouns are words that are taken for nouns or adjectives where they are none.
var notNouns = setOf("such ahead earlier later monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight january february april june july august september october november december")

var inPrepositions = setOf("front behalf spite favour favor place view light terms charge addition response reply reaction connection")

// prepositional reports whether a noun is within a preposition: "in front of".
func prepositional(tokens []english.Token, i int) bool {
	return i > 0 && i+1 < len(tokens) && inPrepositions[tokens[i].Low] && (tokens[i-1].Low == "in" || tokens[i-1].Low == "on") && (tokens[i+1].Low == "of" || tokens[i+1].Low == "to" || tokens[i+1].Low == "with")
}

func (r *resolver) nameKnown(t english.Token) bool {
	_, country := r.countries[t.Low]
	return country || r.surnames[t.Low] != nil || r.tables.seats[t.Low] != "" || stateNamed(t.Text) != ""
}

// phrase reads the noun phrase that begins at a token; nil where none does.
func (r *resolver) phrase(s, i, depth int) *Phrase {
	tokens := r.tokens(s)
	if i >= len(tokens) || depth > deepest {
		return nil
	}
	if t := tokens[i]; t.Tag == "PRP" || pronouns[t.Low] && t.Low == "her" && (i+1 >= len(tokens) || !nounAhead(tokens[i+1])) {
		if !pronouns[t.Low] || t.Low == "who" {
			return nil
		}
		p := &Phrase{Sentence: s, First: i, Last: i + 1, Core: i + 1, Head: i, Pronoun: true}
		r.pronoun(p, t.Low)
		return p
	}
	if !r.starts(tokens, i) {
		return nil
	}
	end := r.extent(tokens, i)
	if end == i {
		return nil
	}
	p := r.segments(s, i, end, depth)
	if p == nil {
		return nil
	}
	r.complements(p, depth)
	return p
}

func nounAhead(t english.Token) bool {
	return strings.HasPrefix(t.Tag, "NN") || strings.HasPrefix(t.Tag, "JJ") || t.Capital() && t.IsWord() || t.Tag == "VBN" || t.Tag == "VBG"
}

// extent returns where the words end that are one phrase with the one at i, without what
// follows a preposition.
func (r *resolver) extent(tokens []english.Token, i int) int {
	j := i
	noun := false
	for j < len(tokens) {
		t := tokens[j]
		next := english.Token{}
		if j+1 < len(tokens) {
			next = tokens[j+1]
		}
		switch {
		case t.Low == "'s" || t.Text == "'" && j > i:
			if !noun {
				return j
			}
			if next.Tag == "" || !nounAhead(next) && next.Tag != "CD" && next.Tag != "RB" {
				return j
			}
			noun = false
		case r.timed[t.Start] || j > i && notNouns[t.Low]:
			return trim(tokens, i, j)
		case j > i && t.Low == "the" && r.inName(tokens, i, j):
		case t.Tag == "DT" || t.Tag == "WP$" || t.Tag == "PRP$" || t.Tag == "PDT" || t.Low == "both":
			if j > i && !(tokens[j-1].Tag == "PDT" || tokens[j-1].Low == "both" || tokens[j-1].Low == "all") {
				return trim(tokens, i, j)
			}
		case t.Tag == "CD":
			if noun && (!tokens[j-1].Capital() || strings.HasPrefix(next.Tag, "NN") || strings.HasPrefix(next.Tag, "JJ")) {
				return j
			}
		case noun && t.Capital() && t.Tag == "NNP" && tokens[j-1].Tag == "NN" && !tokens[j-1].Capital() && !r.beforeNames(tokens[j-1].Low) && len(r.tables.titles[t.Low]) == 0 && !(j > i+1 && r.inName(tokens, i, j-1)):
			return trim(tokens, i, j)
		case strings.HasPrefix(t.Tag, "NN") || t.Tag == "FW":
			if noun && t.Tag != "NNP" && t.Tag != "NNPS" && verbLike(t.Low) && next.IsWord() && (next.Tag == "DT" || next.Tag == "PRP$" || next.Capital()) {
				return j // a verb that was taken for a noun
			}
			noun = true
		case strings.HasPrefix(t.Tag, "JJ"):
			if t.Capital() && noun && j > i && tokens[j-1].Capital() {
				noun = true
			}
		case t.Tag == "RB" && next.Tag == "JJ" && !noun && j > i:
		case j == i && formerly[t.Low]:
		case (t.Tag == "VBN" || t.Tag == "VBG" || t.Tag == "VBD") && !noun && j > i && (strings.HasPrefix(next.Tag, "NN") || strings.HasPrefix(next.Tag, "JJ")) && tokens[i].Tag != "NNP" && tokens[i].Tag != "NN" && tokens[i].Tag != "NNS":
		case t.Capital() && t.IsWord() && (j > i && tokens[j-1].Capital() || j > i+1 && r.inName(tokens, i, j-1) || r.nameKnown(t) || j == i):
			noun = true
		case t.Text == "-" && j > i && next.IsWord() && t.Start == tokens[j-1].End && next.Start == t.End:
		case j > i && r.inName(tokens, i, j):
		default:
			return trim(tokens, i, j)
		}
		j++
	}
	return trim(tokens, i, j)
}

// beforeNames reports whether a noun in small letters can stand before a name, as an office
// or what the name is of.
func (r *resolver) beforeNames(low string) bool {
	if r.tables.heads[low] != "" || r.tables.ranks[low] || portfolios[low] || bodies[low] || placeOf[low] {
		return true
	}
	return r.tables.lasts[low]
}

func verbLike(low string) bool { return len(low) > 4 && strings.HasSuffix(low, "ed") }

// trim leaves out words at the end of a phrase that begin another.
func trim(tokens []english.Token, i, j int) int {
	for j > i && (tokens[j-1].Tag == "DT" || tokens[j-1].Tag == "PRP$" || tokens[j-1].Tag == "RB" || tokens[j-1].Low == "'s" && j-1 > i || tokens[j-1].Low == "of" || tokens[j-1].Low == "for" || tokens[j-1].Low == "and") {
		j--
	}
	return j
}

// inName reports whether a small word at j is within a name: "League of Lake States",
// "Social Democratic and Labour Party", "Charles de Gaulle".
func (r *resolver) inName(tokens []english.Token, i, j int) bool {
	if j+1 >= len(tokens) {
		return false
	}
	for at := max(i, j-3); at < j; at++ { // "Secretary of State"
		for _, t := range r.tables.titles[tokens[at].Low] {
			if len(t.words) <= j-at || at+len(t.words) > len(tokens) {
				continue
			}
			if matches(tokens[at:], t.words) {
				return true
			}
		}
	}
	if tokens[j].Low == "the" && (tokens[j-1].Low == "of" || tokens[j-1].Low == "for") {
		return tokens[j+1].Capital() && j-1 > i && r.inName(tokens, i, j-1)
	}
	if !tokens[j-1].Capital() || !tokens[j-1].IsWord() {
		return false
	}
	next := tokens[j+1]
	switch tokens[j].Low {
	case "of", "for":
		if next.Low == "the" && j+2 < len(tokens) {
			next = tokens[j+2]
		}
		inside := false // "Movement for the Liberation of Azawad"
		for k := i + 1; k < j-1; k++ {
			inside = inside || tokens[k].Low == "for" && properHeads[tokens[k-1].Low]
		}
		return next.Capital() && (properHeads[tokens[j-1].Low] || inside)
	case "in":
		return j-i > 1 && tokens[j-2].Capital() && next.Capital() && r.isPlaceOrState(next) && (tokens[j-1].Low == "mission" || tokens[j-1].Low == "force" || tokens[j-1].Low == "operation")
	case "and":
		if !next.Capital() || r.tables.heads[tokens[j-1].Low] == kg.KindOrganization || r.isPlaceOrState(tokens[j-1]) || i == j-1 && tokens[i].Tag == "NNP" && tokens[max(0, i-1)].Low != "the" {
			return false
		}
		for k := i; k < j; k++ {
			if len(r.tables.titles[tokens[k].Low]) > 0 || r.tables.ranks[strings.TrimSuffix(tokens[k].Low, ".")] {
				return false
			}
		}
		k := j + 1
		for k < len(tokens) && tokens[k].Capital() && k < j+4 {
			if properHeads[tokens[k].Low] && (tokens[i].Low == "the" || i > 0 && tokens[i-1].Low == "the") {
				return j-i <= 4
			}
			k++
		}
	case "de", "del", "der", "den", "di", "do", "du", "van", "von", "zu", "da", "dos", "al", "el", "ul", "bin", "bint", "ibn", "ben", "ould", "la", "le", "ten", "ter":
		return next.Capital()
	}
	return false
}

func matches(tokens []english.Token, words []string) bool {
	for i, w := range words {
		if tokens[i].Low != w {
			return false
		}
	}
	return true
}

func (r *resolver) isPlaceOrState(t english.Token) bool {
	_, country := r.countries[t.Low]
	return country || r.demonyms[t.Low] != nil || r.tables.demonyms[t.Low] != "" || stateNamed(t.Text) != "" || r.surnames[t.Low] != nil
}
