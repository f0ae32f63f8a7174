package rules

import (
	"strings"

	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
)

// A sense is how a verb is meant: of whom, whether it was, is or will be, and who says so.
type sense struct {
	subjects  []*link.Phrase
	status    kg.Status
	certainty kg.Certainty
	by        *link.Entity
	byWords   string
	stance    kg.Stance
	first     int // tokens that the quote needs for it
	last      int
	anchor    *verb // the verb whose clause it is in
	passive   bool
}

var hypothetical = setOf("may might could can should must")

// resolves are verbs behind which "to" says what somebody is going to do.
var resolves = setOf("agree vow pledge promise plan decide intend prepare")

// requests are verbs behind which "to" says what somebody asks of another.
var requests = setOf("call urge ask order press appeal invite instruct demand")

var stateOffices = setOf("vice-president-of prime-minister-of foreign-minister-of defence-minister-of interior-minister-of minister-of")

// conditional reports whether a verb is of a condition, or hangs on one.
func (x *reading) conditional(v *verb) bool {
	for i := x.begin; i < len(x.tokens); i++ {
		if x.phraseAt[i] != nil {
			continue
		}
		switch x.low(i) {
		case "if", "unless", "whether":
			if i < v.first || v.modal != "" || v.infinitive {
				return true
			}
		case "should":
			if i < v.first && i+1 < len(x.tokens) && x.phraseAt[i+1] != nil && x.phraseAt[i+1].First == i+1 && x.verbIn(i) == nil {
				return true
			}
		}
	}
	return false
}

// sense tells how a verb is meant; not ok where it states nothing.
func (x *reading) sense(v *verb) (sense, bool) {
	m := sense{status: kg.StatusOccurred, certainty: kg.CertaintyStated, first: v.first, last: v.last, anchor: v, passive: v.passive}
	if v.negated || hypothetical[v.modal] || x.conditional(v) {
		return m, false
	}
	if v.reportedly != "" {
		m.certainty = kg.CertaintyAlleged
	}
	switch {
	case v.infinitive:
		return x.infinitiveSense(v, m)
	case v.gerund:
		return x.gerundSense(v, m)
	case v.participle:
		return m, true
	case v.finite:
		m.subjects = x.subjectsOf(v)
		switch {
		case (v.modal != "" || v.dueTo) && x.underProposal():
			m.status = kg.StatusProposed
		case v.modal != "" || v.dueTo:
			m.status = kg.StatusPlanned
		case v.progressive && v.present:
			m.status = kg.StatusOngoing
		}
		return x.attributed(m, v)
	}
	return m, false
}

// underProposal reports whether a sentence tells what is proposed: "Under the plan,".
func (x *reading) underProposal() bool {
	if x.low(x.begin) != "under" || x.begin+1 >= len(x.tokens) {
		return false
	}
	p := x.phraseIn(x.begin + 1)
	if p == nil {
		return false
	}
	switch x.low(p.Head) {
	case "proposal", "plan", "draft", "offer", "framework":
		return true
	}
	return false
}

// governor returns the verb that a verb which is not finite hangs on, and the phrase between
// them, if any; nil where more stands between.
func (x *reading) governor(v *verb) (*verb, *link.Phrase) {
	g := x.before(v)
	if g == nil {
		return nil, nil
	}
	var between *link.Phrase
	for i := g.last; i < v.first; i++ {
		if p := x.phraseAt[i]; p != nil {
			if between != nil && p != between && x.low(p.First-1) != "and" && !strings.HasPrefix(x.tokens[i].Text, ",") {
				return g, nil
			}
			if between == nil {
				between = p
			}
			continue
		}
		switch low := x.low(i); {
		case x.timeAt[i] != nil, x.tokens[i].Tag == "RB", low == "on", low == "upon", low == "for", low == "of", low == "and", low == "to":
		default:
			return nil, nil
		}
	}
	return g, between
}

func (x *reading) infinitiveSense(v *verb, m sense) (sense, bool) {
	g, between := x.governor(v)
	if g == nil || g.negated || hypothetical[g.modal] {
		return m, false
	}
	switch {
	case resolves[g.lemma] && between == nil && !g.passive:
		m.status = kg.StatusPlanned
	case (g.lemma == "schedule" || g.lemma == "expect" || g.lemma == "set") && g.passive && between == nil:
		m.status = kg.StatusPlanned
	case (g.lemma == "begin" || g.lemma == "start" || g.lemma == "manage") && between == nil:
	case g.lemma == "continue" && between == nil:
		m.status = kg.StatusOngoing
	case requests[g.lemma] && between != nil && !g.passive:
		gm, ok := x.sense(g)
		if !ok || len(gm.subjects) != 1 || len(gm.subjects[0].Entities) != 1 {
			return m, false
		}
		m.subjects, _ = x.listFrom(between)
		m.status, m.stance = kg.StatusProposed, kg.StanceSupported
		m.by, m.byWords = gm.subjects[0].Entities[0], x.phraseWords(gm.subjects[0])
		m.first, m.anchor = gm.subjects[0].First, g
		return m, true
	default:
		return m, false
	}
	gm, ok := x.sense(g)
	if !ok {
		return m, false
	}
	gm.status, gm.passive = m.status, v.passive
	gm.first, gm.last = min(gm.first, g.first), max(gm.last, v.last)
	return gm, true
}

// charges are verbs of accusing, each with the preposition before what it is of.
var charges = map[string]string{"accuse": "of", "suspect": "of", "charge": "with", "blame": "for"}

// accused reports whether a gerund says what somebody is accused of.
func (x *reading) accused(v *verb) bool {
	g := x.before(v)
	return g != nil && v.first > x.begin && charges[g.lemma] == x.low(v.first-1)
}

func (x *reading) gerundSense(v *verb, m sense) (sense, bool) {
	k := v.first - 1
	if k < x.begin {
		return m, false
	}
	g := x.before(v)
	if x.low(k) == "and" && g != nil && g.gerund && x.accused(g) { // "accused X of shelling A and killing B"
		gm, ok := x.gerundSense(g, m)
		return gm, ok
	}
	switch {
	case g != nil && charges[g.lemma] == x.low(k) && g.passive && g.finite: // "X is accused of", "X was accused by Y of"
		if g.negated || hypothetical[g.modal] || x.conditional(g) {
			return m, false
		}
		between := g.last
		agents, last := x.agent(g)
		if len(agents) == 1 && len(agents[0].Entities) == 1 && last <= k {
			between = last
			m.by, m.byWords, m.stance = agents[0].Entities[0], x.phraseWords(agents[0]), kg.StanceAlleged
		}
		m.subjects, m.certainty, m.anchor, m.first = x.subjectsOf(g), kg.CertaintyAlleged, g, g.first
		return m, len(m.subjects) > 0 && x.past(between) == k
	case x.low(k) == "of" && g != nil && g.lemma == "accuse":
		gm, ok := x.sense(g)
		if !ok || g.passive {
			return m, false
		}
		p := x.phraseAt[k-1]
		if p == nil || len(gm.subjects) == 0 || len(gm.subjects[0].Entities) != 1 {
			return m, false
		}
		m.subjects = []*link.Phrase{p}
		m.certainty, m.stance, m.by, m.byWords = kg.CertaintyAlleged, kg.StanceAlleged, gm.subjects[0].Entities[0], x.phraseWords(gm.subjects[0])
		m.first, m.anchor = gm.subjects[0].First, g
		if m.first > v.first {
			m.first = g.first
		}
		return m, true
	case g != nil && g.lemma == "deny" && g.last == v.first && g.finite && !g.negated:
		gm, ok := x.sense(g)
		if !ok || len(gm.subjects) != 1 || len(gm.subjects[0].Entities) != 1 {
			return m, false
		}
		m.subjects, m.certainty, m.stance = gm.subjects, kg.CertaintyDenied, kg.StanceDenied
		m.by, m.byWords, m.first, m.anchor = gm.subjects[0].Entities[0], x.phraseWords(gm.subjects[0]), gm.subjects[0].First, g
		return m, true
	case x.tokens[k].Text == "," || x.low(k) == "after":
		// "expelled the envoy, accusing him of": whoever did the other.
		for i := len(x.verbs) - 1; i >= 0; i-- {
			if o := x.verbs[i]; o.last <= v.first && o.finite && len(x.subjectsOf(o)) > 0 {
				om, ok := x.sense(o)
				if !ok || o.passive && x.tokens[k].Text == "," {
					return m, false
				}
				om.first, om.last, om.passive = min(om.first, om.subjects[0].First), max(om.last, v.last), false
				om.anchor = o
				if om.status == kg.StatusPlanned {
					return m, false
				}
				return om, true
			}
		}
	}
	return m, false
}
