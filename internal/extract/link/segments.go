package link

import (
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

var properHeads = setOf(`party ministry league organization organisation union council committee bank court commission front army department office republic kingdom
movement alliance agency authority programme program federation association forces house university secretariat fund group community congress assembly mission service institute`)

// segments reads the tokens from i to end, of which each that ends with 's has the next.
func (r *resolver) segments(s, i, end, depth int) *Phrase {
	tokens := r.tokens(s)
	var owner *Entity
	start := i
	for k := i; k < end; k++ {
		if (tokens[k].Low == "'s" || tokens[k].Text == "'") && k > start && !r.wholeName(tokens, start, k, end) {
			inner := r.segment(s, start, k, owner)
			if inner == nil {
				return nil
			}
			r.settle(inner)
			inner.Possessive = true
			r.article.Inner[s] = append(r.article.Inner[s], inner)
			r.speak(inner)
			r.owned = ""
			if !inner.Pronoun {
				from := i
				for from < k && (tokens[from].Tag == "DT" || tokens[from].Tag == "PRP$" || tokens[from].Tag == "WP$") {
					from++
				}
				if from == i || tokens[from-1].Tag == "DT" {
					r.owned = r.text(s, from, k+1) + " "
				}
			}
			if len(inner.Entities) == 1 {
				owner = inner.Entities[0]
			} else {
				owner = &Entity{} // of somebody who is not told
			}
			start = k + 1
		}
	}
	p := r.segment(s, start, end, owner)
	r.owned = ""
	if p != nil {
		p.First = i
	}
	return p
}

// wholeName reports whether the 's at k is within a name: "Tigray People's Liberation
// Front".
func (r *resolver) wholeName(tokens []english.Token, start, k, end int) bool {
	if r.capitalRun(tokens, k+1, end) != end || !tokens[k-1].Capital() {
		return false
	}
	switch tokens[k-1].Low {
	case "people", "peoples", "workers", "women", "children", "farmers", "teachers":
		return true
	}
	return false
}

var formerly = setOf("former ex deposed ousted toppled overthrown late then")

// epithets are words before names that are no part of them.
var epithets = setOf("rebel separatist islamist militant ruling opposition secular powerful outlawed banned state-run independent private regional local nearby neighbouring neighboring northern southern eastern western")

var skipped = setOf("caretaker interim transitional acting outgoing exiled senior top veteran longtime current newly elected incoming new armed main")

// segment reads tokens that are one noun with what stands before it, owned by somebody or
// nobody.
func (r *resolver) segment(s, a, b int, owner *Entity) *Phrase {
	tokens := r.tokens(s)
	p := &Phrase{Sentence: s, First: a, Last: b, Core: b, Head: b - 1}
	k := a
	definite := false
	for k < b {
		t := tokens[k]
		switch {
		case t.Tag == "WP$":
			owner = &Entity{}
			for i := len(r.spoken) - 1; i >= 0 && r.spoken[i].sentence == s; i-- {
				if !r.spoken[i].owns && r.spoken[i].first < k {
					owner = r.spoken[i].entity
					break
				}
			}
		case t.Tag == "PRP$" || t.Low == "his" || t.Low == "her" && k < b-1 || t.Low == "its" || t.Low == "their":
			owner = r.possessor(s, k, t.Low)
			if owner == nil {
				owner = &Entity{}
			}
		case t.Tag == "DT" || t.Tag == "PDT" || t.Low == "both":
			definite = t.Low == "the" || t.Low == "both" || definite
			p.Negative = p.Negative || t.Low == "no" || t.Low == "neither"
		default:
			goto modifiers
		}
		k++
	}
modifiers:
	first := k
	for k < b && (formerly[tokens[k].Low] || skipped[tokens[k].Low] && (!tokens[k].Capital() || k == r.article.Body[s] && !(tokens[k].Low == "new" && tokens[k+1].Capital()))) && k < b-1 {
		p.Former = p.Former || formerly[tokens[k].Low]
		k++
	}
	if k >= b {
		if first < b || a == b {
			return nil
		}
		if tokens[a].Low == "both" {
			p.Plural = true
			p.Entities = r.bothCountries()
			return p
		}
		return nil
	}
	for k < b-1 && (epithets[tokens[k].Low] || tokens[k].Tag == "JJ" && p.First < k) && !tokens[k].Capital() && tokens[k+1].Capital() && r.capitalRun(tokens, k+1, b) == b {
		k++
	}
	last := tokens[b-1]
	p.Plural = last.Tag == "NNS" || last.Tag == "NNPS"
	if at, t := r.findTitle(tokens, k, b); t != nil {
		return r.titled(p, s, k, at, b, t, owner, definite)
	}
	// A rank or a form of address before a name.
	at := k
	var gender byte
	for at < b && r.tables.ranks[strings.TrimSuffix(tokens[at].Low, ".")] && (tokens[at].Capital() || at == k) {
		switch strings.TrimSuffix(tokens[at].Low, ".") {
		case "mr", "sir", "lord", "king", "prince":
			gender = 'm'
		case "mrs", "ms", "miss", "lady", "princess", "baroness":
			gender = 'f'
		}
		at++
	}
	// "U.S. Senator George Mitchell"
	if at == k {
		for m := k + 1; m < b-1 && m < k+4; m++ {
			if r.tables.ranks[strings.TrimSuffix(tokens[m].Low, ".")] && tokens[m+1].Capital() && r.capitalRun(tokens, m+1, b) == b {
				at = m + 1
				for at < b-1 && r.tables.ranks[strings.TrimSuffix(tokens[at].Low, ".")] {
					at++
				}
				break
			}
		}
	}
	if at > k && at < b && r.capitalRun(tokens, at, b) == b {
		e := r.person(s, at, b)
		e.setGender(gender)
		p.Entities, p.Named, p.title = []*Entity{e}, true, true
		return p
	}
	if run := r.capitalRun(tokens, k, b); run == b && (owner == nil || owner.Kind == kg.KindPerson && b-k > 1 && r.tables.heads[last.Low] == kg.KindOrganization) && !r.opening(s, k, b) {
		return r.named(p, s, k, b, definite)
	}
	return r.described(p, s, first, k, b, owner, definite)
}

// opening reports whether a single word has its capital letter from the beginning of a
// sentence.
func (r *resolver) opening(s, k, b int) bool {
	tokens := r.tokens(s)
	t := tokens[k]
	if b-k != 1 || r.inside[t.Low] || k > r.article.Body[s] && tokens[k-1].Text != "\"" && k > 0 {
		return false
	}
	return commonFirst[t.Low] || r.tables.heads[t.Low] != "" || quantities[t.Low] || (t.Tag == "NNS" || t.Tag == "JJ" || t.Tag == "VBG") && !r.nameKnown(t)
}

func (e *Entity) setGender(g byte) {
	if g != 0 && e != nil {
		e.gender = g
	}
}

// capitalRun returns where the capitalised words from k on end, with the small words that
// are within names.
func (r *resolver) capitalRun(tokens []english.Token, k, b int) int {
	i := k
	for i < b {
		t := tokens[i]
		if t.Capital() && t.IsWord() || t.Text == "-" || i > k && t.Tag == "POS" && tokens[i-1].Capital() && (strings.HasPrefix(tokens[i-1].Low, "people") || strings.HasPrefix(tokens[i-1].Low, "worker")) || i > k && t.Tag == "CD" && i == b-1 || i > k && r.inName(tokens, k, i) || strings.HasPrefix(t.Low, "al-") || strings.HasPrefix(t.Low, "el-") {
			i++
			continue
		}
		break
	}
	return i
}
