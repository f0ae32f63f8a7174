package rules

import (
	"strings"

	"conflictgraph/internal/extract/english"
)

// A verb is a group of words with one verb that says something: "has been attacked",
// "would not meet", "to sign".
type verb struct {
	first, last int // tokens; last is behind the verb itself
	lemma       string
	modal       string
	negated     bool
	passive     bool
	perfect     bool
	progressive bool
	infinitive  bool // after "to"
	gerund      bool
	participle  bool // a past participle that nothing stands before: "led by"
	present     bool
	finite      bool
	reportedly  string // a word such as "reportedly" or "allegedly"
	dueTo       bool   // "is to", "is due to"
}

var modals = setOf("will would may might can could should shall must 'll")

var auxiliaries = setOf("be is are was were been being am has have had having do does did get got")

var negations = setOf("not n't never neither nor hardly")

var doubts = setOf("reportedly allegedly apparently supposedly purportedly")

// verbs returns the verbs of a sentence, in its order.
func (x *reading) findVerbs() []*verb {
	var all []*verb
	for i := x.begin; i < len(x.tokens); {
		v := x.verbAt(i)
		if v == nil {
			i++
			continue
		}
		all = append(all, v)
		i = v.last
	}
	return all
}

// verbAt reads the verb whose group begins at a token; nil where none does.
func (x *reading) verbAt(i int) *verb {
	v := &verb{first: i}
	var aux []string
	k := i
	for k < len(x.tokens) {
		t := x.tokens[k]
		if x.phraseAt[k] != nil && !(t.Tag == "RB") {
			break
		}
		switch {
		case t.Low == "to" && (t.Tag == "TO" || k+1 < len(x.tokens) && x.tokens[k+1].Tag == "VB") && k+1 < len(x.tokens) && x.isBase(k+1):
			if len(aux) > 0 && aux[len(aux)-1] != "to" {
				// "is to meet"
				if last := aux[len(aux)-1]; last != "is" && last != "are" && last != "was" && last != "were" {
					return nil
				}
				v.dueTo = true
			} else {
				v.infinitive = true
			}
			k++
			continue
		case modals[t.Low] && t.Tag == "MD" || t.Low == "'ll":
			v.modal = t.Low
			k++
			continue
		case negations[t.Low]:
			v.negated = true
			k++
			continue
		case doubts[t.Low]:
			v.reportedly = t.Low
			k++
			continue
		case t.Tag == "RB" || t.Tag == "RBR":
			k++
			continue
		}
		f, known := x.words.forms[t.Low]
		if auxiliaries[t.Low] && x.verbFollows(k+1) {
			aux = append(aux, t.Low)
			k++
			continue
		}
		if len(aux) > 0 && (t.Low == "due" || t.Low == "scheduled" || t.Low == "set" || t.Low == "expected" || t.Low == "ready") && k+1 < len(x.tokens) && x.tokens[k+1].Low == "to" && x.isBase(k+2) {
			v.dueTo = true
			k += 2
			aux = nil
			continue
		}
		if !known || t.Capital() && k > x.begin {
			return nil
		}
		verbal := strings.HasPrefix(t.Tag, "VB")
		after := len(aux) > 0 || v.modal != "" || v.infinitive || v.dueTo
		if !verbal && !after && !x.likelyVerb(k, f) {
			return nil
		}
		v.lemma, v.last = f.lemma, k+1
		return x.analyse(v, f, aux, t)
	}
	return nil
}

func (x *reading) isBase(k int) bool {
	for k < len(x.tokens) && x.tokens[k].Tag == "RB" {
		k++
	}
	if k >= len(x.tokens) {
		return false
	}
	f, known := x.words.forms[x.tokens[k].Low]
	return known && f.forms&formBase != 0 || x.tokens[k].Tag == "VB"
}

// verbFollows reports whether a verb follows an auxiliary, behind adverbs.
func (x *reading) verbFollows(k int) bool {
	for n := 0; k < len(x.tokens) && n < 4; n++ {
		t := x.tokens[k]
		if t.Tag == "RB" || negations[t.Low] || doubts[t.Low] {
			k++
			continue
		}
		if t.Low == "due" || t.Low == "to" && x.isBase(k+1) {
			return true
		}
		f, known := x.words.forms[t.Low]
		return x.phraseAt[k] == nil && (auxiliaries[t.Low] || known && f.forms&(formPart|formIng|formBase) != 0)
	}
	return false
}

// likelyVerb reports whether a word that the tagger took for something else is a verb:
// behind a phrase, with another behind it.
func (x *reading) likelyVerb(k int, f form) bool {
	if f.forms&(formPast|formThird) == 0 || k == x.begin || k+1 >= len(x.tokens) {
		return false
	}
	return x.endsAt[k] != nil && (x.phraseAt[k+1] != nil || x.tokens[k+1].Tag == "IN" || x.tokens[k+1].Tag == "TO")
}

func (x *reading) analyse(v *verb, f form, aux []string, t english.Token) *verb {
	last := ""
	for _, a := range aux {
		if a == "has" || a == "have" || a == "had" || a == "having" {
			v.perfect = true
		}
	}
	if len(aux) > 0 {
		last = aux[len(aux)-1]
	}
	be := last == "be" || last == "is" || last == "are" || last == "was" || last == "were" || last == "been" || last == "being" || last == "am"
	switch {
	case be && f.forms&formIng != 0:
		v.progressive = true
	case be && f.forms&formPart != 0:
		v.passive = true
	}
	first := ""
	if len(aux) > 0 {
		first = aux[0]
	}
	v.present = first == "is" || first == "are" || first == "has" || first == "have" || first == "does" || first == "do" || len(aux) == 0 && f.forms&(formThird|formBase) != 0 && f.forms&formPast == 0
	switch {
	case v.infinitive:
	case v.modal != "" || v.dueTo:
		v.finite = true
	case first == "having":
		v.gerund = true
	case len(aux) > 0:
		v.finite = first != "being" && first != "been" && first != "be"
	case f.forms&formIng != 0:
		v.gerund = true
	case f.forms&(formThird|formPast) == 0 && f.forms&formPart != 0:
		v.participle = true
	case t.Tag == "VB" && f.forms&formPast == 0:
		v.finite = false
		if t.Low != "" && f.forms&formBase != 0 {
			return nil
		}
	default:
		v.finite = true
		// "a truce mediated by": a participle where "by" follows and a phrase stands before
		if f.forms&formPart != 0 && v.last < len(x.tokens) && x.tokens[v.last].Low == "by" && (x.endsAt[v.first] != nil || v.first > 0 && x.tokens[v.first-1].Text == "," && x.endsAt[v.first-1] != nil) {
			v.finite, v.participle = false, true
		}
	}
	if v.participle {
		v.passive = true
	}
	return v
}
