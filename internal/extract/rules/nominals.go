package rules

import (
	"strings"

	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
)

// proposalBefore returns the proposal that was spoken of last, in the sentence or the one
// before.
func (x *reading) proposalBefore(at int) *link.Entity {
	for s := x.s; s >= max(0, x.s-1); s-- {
		all := x.w.of.Phrases[s]
		for i := len(all) - 1; i >= 0; i-- {
			if p := all[i]; (s < x.s || p.First < at) && len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindProposal {
				return p.Entities[0]
			}
		}
	}
	return nil
}

// nouns are what a noun with both its parties says of them: "talks between A and B".
var nouns = map[string]string{
	"talks": "negotiated-with", "negotiations": "negotiated-with", "meeting": "met-with", "summit": "met-with", "war": "at-war-with",
	"agreement": "agreed-with", "deal": "agreed-with", "accord": "agreed-with", "truce": "agreed-with", "ceasefire": "agreed-with", "treaty": "agreed-with", "pact": "agreed-with",
	"clashes": "clashed-with", "fighting": "clashed-with",
}

// unreal are verbs behind which a noun tells of what is not yet, or no more.
var unreal = setOf("call propose offer urge demand want seek reject suspend boycott plan hope expect prepare press appeal ask rule host")

// nominals writes what nouns with both their parties say.
func (x *reading) nominals() {
	for _, p := range x.phrases {
		head := x.low(p.Head)
		relation := nouns[head]
		if relation == "" || p.Negative || p.Last >= len(x.tokens)-1 || !x.real(p) {
			continue
		}
		var parties []*link.Phrase
		end := 0
		k := p.Core
		for k < len(x.tokens) && (x.timeAt[k] != nil || x.phraseAt[k] == nil && x.low(k) == "on") {
			k++
		}
		if whereWords[x.low(k)] { // "talks in Velm between A and B"
			if q := x.phraseIn(k + 1); q != nil && len(q.Entities) == 1 && q.Entities[0].Kind == kg.KindPlace {
				k = q.Last
			}
		}
		switch x.low(k) {
		case "between":
			if q := x.phraseIn(k + 1); q != nil && len(q.Entities) > 0 {
				parties, end = x.listFrom(q)
			}
		case "with":
			q := x.phraseIn(k + 1)
			owner := x.ownerOf(p)
			if q == nil || owner == nil || len(q.Entities) == 0 {
				continue
			}
			parties, end = []*link.Phrase{owner, q}, q.Last
		}
		if len(parties) == 0 {
			continue
		}
		status := kg.StatusOccurred
		if relation == "at-war-with" {
			status = kg.StatusOngoing
		}
		for i := x.begin; i < len(x.tokens); i++ {
			switch low := x.low(i); {
			case low == "ended" || low == "end" || relation == "at-war-with" && x.timeAt[i] != nil && !strings.Contains(x.timeAt[i].EDTF, "..") && len(x.timeAt[i].EDTF) == 4:
				status = kg.StatusOccurred
			case (low == "ongoing" || low == "continuing" || low == "current") && x.phraseAt[i] == p:
				status = kg.StatusOngoing
			}
		}
		m := sense{status: status, certainty: kg.CertaintyStated, subjects: parties, first: p.First, last: end}
		x.eachOther(&frame{relation: relation, rule: head + " between"}, &verb{first: p.First, last: p.Last}, m, end)
	}
}

// atWar writes who "are at war".
func (x *reading) atWar() {
	for _, v := range x.verbs {
		if v.lemma != "be" || x.low(v.last) != "at" || x.low(v.last+1) != "war" || !v.finite {
			continue
		}
		m, ok := x.sense(v)
		if !ok || v.modal != "" {
			continue
		}
		if v.present {
			m.status = kg.StatusOngoing
		}
		end := v.last + 2
		if q := x.phraseIn(end + 1); x.low(end) == "with" && q != nil && len(q.Entities) == 1 {
			m.subjects, end = append(append([]*link.Phrase{}, m.subjects...), q), q.Last
		}
		x.eachOther(&frame{relation: "at-war-with", rule: "be at war"}, v, m, end)
	}
}

// ownerOf returns the phrase that owns another: "A" of "A's war".
func (x *reading) ownerOf(p *link.Phrase) *link.Phrase {
	for _, q := range x.w.of.Inner[x.s] {
		if q.Possessive && q.First == p.First && q.Last < p.Last && len(q.Entities) == 1 && q.Entities[0].Kind.IsActor() {
			return q
		}
	}
	return nil
}

// real reports whether nothing says that what a noun speaks of is not, or not yet.
func (x *reading) real(p *link.Phrase) bool {
	for i := p.First; i < p.Last; i++ {
		switch x.low(i) {
		case "possible", "proposed", "planned", "new", "potential", "further", "future", "next", "direct", "any", "another", "fresh", "lasting", "permanent":
			return false
		}
	}
	for i := x.begin; i < len(x.tokens); i++ {
		if low := x.low(i); x.phraseAt[i] == nil && (low == "if" || low == "unless" || low == "whether") {
			return false
		}
	}
	for _, v := range x.verbs {
		if v.first < p.First && (unreal[v.lemma] || v.modal != "" || v.dueTo || v.negated || v.infinitive) {
			return false
		}
	}
	return true
}
