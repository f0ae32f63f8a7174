package rules

import (
	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
)

var speech = map[string]kg.Stance{
	"say": kg.StanceStated, "tell": kg.StanceStated, "announce": kg.StanceStated, "add": kg.StanceStated, "state": kg.StanceStated, "declare": kg.StanceStated,
	"report": kg.StanceStated, "note": kg.StanceStated, "insist": kg.StanceStated, "argue": kg.StanceStated, "explain": kg.StanceStated, "write": kg.StanceStated, "warn": kg.StanceStated,
	"confirm": kg.StanceConfirmed, "acknowledge": kg.StanceConfirmed, "admit": kg.StanceConfirmed, "concede": kg.StanceConfirmed,
	"claim": kg.StanceAlleged, "allege": kg.StanceAlleged, "deny": kg.StanceDenied,
}

var certaintyOf = map[kg.Stance]kg.Certainty{
	kg.StanceStated: kg.CertaintyStated, kg.StanceConfirmed: kg.CertaintyConfirmed, kg.StanceAlleged: kg.CertaintyAlleged, kg.StanceDenied: kg.CertaintyDenied,
}

// attributed adds to a sense who says so.
func (x *reading) attributed(m sense, v *verb) (sense, bool) {
	p, stance, first, last, found := x.source(v, m.subjects)
	if !found {
		return m, true
	}
	if p == nil {
		return m, false
	}
	e := sourceEntity(x, p)
	if e == nil {
		return m, true
	}
	if len(m.subjects) == 1 && len(m.subjects[0].Entities) == 1 && m.subjects[0].Entities[0] == e && stance == kg.StanceStated {
		return m, true
	}
	if e.Unnamed && e.Of == nil && (e.Kind != kg.KindOrganization || x.low(p.First) == "a") && stance == kg.StanceStated {
		stance = kg.StanceAlleged
	}
	m.by, m.byWords, m.stance = e, x.phraseWords(p), stance
	if certainty := certaintyOf[stance]; m.certainty == kg.CertaintyStated || certainty == kg.CertaintyDenied {
		m.certainty = certainty
	} else if m.certainty == kg.CertaintyAlleged {
		m.stance = kg.StanceAlleged
	}
	m.first, m.last = min(m.first, first), max(m.last, last)
	return m, true
}

func sourceEntity(x *reading, p *link.Phrase) *link.Entity {
	if len(p.Entities) > 0 {
		return p.Entities[0]
	}
	if p.Pronoun {
		return nil
	}
	first := p.First
	for first < p.Last-1 && (x.tokens[first].Tag == "DT" || x.tokens[first].Tag == "PRP$") {
		first++
	}
	return &link.Entity{Name: x.w.text.Words(x.tokens[first].Start, x.tokens[p.Last-1].End), Kind: kg.KindGroup, Unnamed: true}
}

// source returns who is said to say what a verb states, and the tokens that say so.
func (x *reading) source(v *verb, subjects []*link.Phrase) (p *link.Phrase, stance kg.Stance, first, last int, found bool) {
	start := v.first
	for _, s := range subjects {
		if s.Last <= v.first {
			start = min(start, s.First)
		}
	}
	// Before it: "X said that".
	for i := len(x.verbs) - 1; i >= 0; i-- {
		g := x.verbs[i]
		stance, says := speech[g.lemma]
		if !says || g.last > start || g == v || !g.finite && !g.gerund || g.passive {
			continue
		}
		if x.w.text != nil && !x.complement(g, start) {
			continue
		}
		if g.negated || hypothetical[g.modal] {
			return nil, stance, g.first, g.last, true
		}
		s := x.subjectsOf(g)
		if g.gerund {
			if gm, ok := x.gerundSense(g, sense{}); ok {
				s = gm.subjects
			}
		}
		if len(s) == 0 {
			return nil, stance, g.first, g.last, false
		}
		return s[0], stance, min(s[0].First, g.first), g.last, true
	}
	// Behind it: ", X said", ", said X".
	for _, g := range x.verbs {
		stance, says := speech[g.lemma]
		if !says || g.first < v.last || !g.finite || g.passive || g.modal != "" {
			continue
		}
		if s := x.phraseAt[g.first-1]; s != nil && s.Last == g.first {
			k := s.First - 1
			if s.Pronoun || len(s.Entities) > 0 || s.Plural {
				if k >= 0 && (x.tokens[k].Text == "," || x.tokens[k].Text == "\"") && x.ends(g) {
					return s, stance, s.First, g.last, true
				}
			}
		}
		if k := g.first - 1; (x.tokens[k].Text == "," || x.tokens[k].Text == "\"") && g.last < len(x.tokens) {
			if s := x.phraseAt[g.last]; s != nil && s.First == g.last && x.closes(s) && (len(s.Entities) == 0 && s.Plural || len(s.Entities) > 0 && s.Entities[0].Kind.IsActor()) {
				return s, stance, g.first, s.Last, true
			}
		}
	}
	for i := x.begin; i+2 < len(x.tokens); i++ {
		if x.low(i) == "according" && x.low(i+1) == "to" {
			if s := x.phraseAt[i+2]; s != nil && s.First == i+2 {
				return s, kg.StanceStated, i, s.Last, true
			}
		}
	}
	return nil, "", 0, 0, false
}

// closes reports whether a phrase ends what is said of it: a mark, a time or a place
// follows.
func (x *reading) closes(p *link.Phrase) bool {
	if p.Last >= len(x.tokens) || x.tokens[p.Last-1].Text == "," {
		return true
	}
	low := x.low(p.Last)
	return !x.tokens[p.Last].IsWord() || x.timeAt[p.Last] != nil || low == "on" || low == "in" || low == "after" || low == "at"
}

// ends reports whether nothing that a verb says stands behind it.
func (x *reading) ends(g *verb) bool {
	for i := g.last; i < len(x.tokens); i++ {
		if x.timeAt[i] != nil {
			continue
		}
		low := x.low(i)
		if low == "that" || x.verbIn(i) != nil && x.verbIn(i).finite && x.phraseAt[i-1] != nil && !relatives[x.low(i-1)] {
			return false
		}
		if !x.tokens[i].IsWord() {
			return true
		}
	}
	return true
}

// complement reports whether what begins at a token can be what a verb of speech says.
func (x *reading) complement(g *verb, start int) bool {
	k := g.last
	for k < start {
		if x.low(k) == "that" && x.phraseAt[k] == nil {
			return true
		}
		if p := x.phraseAt[k]; p != nil {
			if p.First == start {
				return true
			}
			k = p.Last
			continue
		}
		if x.tokens[k].Text == ";" {
			return false
		}
		k++
	}
	return true
}
