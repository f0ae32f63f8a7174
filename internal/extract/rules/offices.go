package rules

import (
	"strings"

	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
)

// offices writes which offices sentences give: "X is the president of Y", "X resigned as
// mayor of Y".
func (x *reading) offices() {
	for _, q := range x.phrases {
		x.memberships(q)
		if q.Office == "" || q.Named || q.Plural || q.First == x.begin {
			continue
		}
		if q.OfficeOf == nil || q.OfficeOf.Name == "" {
			if x.low(q.First-1) == "as" {
				x.dismissedAs(q)
			}
			continue
		}
		k := q.First - 1
		v := x.verbIn(k)
		status := kg.StatusOngoing
		switch {
		case v == nil && x.low(k) == "as":
			v = x.verbIn(k - 1)
			if v == nil {
				x.dismissedAs(q)
				continue
			}
			if v.lemma != "resign" && v.lemma != "serve" && v.lemma != "quit" && v.lemma != "retire" {
				continue
			}
			status = kg.StatusOccurred
			if v.present && v.lemma == "serve" {
				status = kg.StatusOngoing
			}
		case v != nil && v.lemma == "be" && v.modal == "" && !v.negated && v.last == q.First:
			if !v.present {
				status = kg.StatusOccurred
			}
		default:
			continue
		}
		if v.negated || v.modal != "" || x.conditional(v) {
			continue
		}
		if q.Former {
			status = kg.StatusOccurred
		}
		for _, s := range x.subjectsOf(v) {
			if len(s.Entities) != 1 || s.Entities[0].Kind != kg.KindPerson || len(q.Entities) > 0 && q.Entities[0] != s.Entities[0] {
				continue
			}
			x.w.write(claim{
				subject: s.Entities[0], object: q.OfficeOf, relation: q.Office, rule: "office of a sentence", status: status, certainty: kg.CertaintyStated,
				subjectWords: x.phraseWords(s), sentence: x.s, first: min(s.First, v.first), last: q.Core,
			})
		}
	}
}

// memberships writes who "are members of" a body.
func (x *reading) memberships(q *link.Phrase) {
	head := x.low(q.Head)
	if head != "members" && head != "member" || q.OfficeOf == nil || q.OfficeOf.Kind != kg.KindOrganization || q.First == x.begin {
		return
	}
	v := x.verbIn(q.First - 1)
	if v == nil || v.lemma != "be" || v.modal != "" || v.negated || x.conditional(v) {
		return
	}
	status := kg.StatusOngoing
	if !v.present || q.Former {
		status = kg.StatusOccurred
	}
	for _, s := range x.subjectsOf(v) {
		for _, e := range s.Entities {
			x.w.write(claim{
				subject: e, object: q.OfficeOf, relation: "member-of", rule: "be members of", status: status, certainty: kg.CertaintyStated,
				subjectWords: x.phraseWords(s), sentence: x.s, first: min(s.First, v.first), last: q.Core,
			})
		}
	}
}

// due writes who "is due in" a place.
func (x *reading) due() {
	for i := x.begin + 1; i+2 < len(x.tokens); i++ {
		if x.low(i) != "due" || x.low(i+1) != "in" && x.low(i+1) != "at" {
			continue
		}
		place := x.phraseIn(i + 2)
		if be := x.low(i - 1); be != "is" && be != "are" && be != "was" && be != "were" || place == nil || len(place.Entities) != 1 {
			continue
		}
		v := &verb{first: i - 1, last: i, lemma: "be", finite: true}
		at := place.Entities[0]
		if place.Seat != nil {
			at = place.Seat
		}
		if at.Kind != kg.KindPlace && at.Kind != kg.KindCountry {
			continue
		}
		m, ok := x.sense(v)
		if !ok {
			continue
		}
		for _, s := range m.subjects {
			for _, e := range s.Entities {
				if e.Kind != kg.KindPerson {
					continue
				}
				when, _ := x.around(v, v, s)
				x.w.write(claim{
					subject: e, object: at, subjectWords: x.phraseWords(s), objectWords: x.phraseWords(place), relation: "visited", rule: "be due in", status: kg.StatusPlanned, certainty: m.certainty,
					by: m.by, byWords: m.byWords, stance: m.stance, time: when, sentence: x.s, first: min(m.first, s.First), last: max(m.last, place.Last),
				})
			}
		}
	}
}

var dismissals = setOf("dismiss sack fire oust remove")

// dismissedAs writes the office that somebody was dismissed from: "dismissed X as mayor of Y",
// of the state of whoever dismissed where none is told.
func (x *reading) dismissedAs(q *link.Phrase) {
	held := x.endsAt[q.First-1]
	if held == nil || len(held.Entities) != 1 || held.Entities[0].Kind != kg.KindPerson {
		return
	}
	v := x.verbIn(held.First - 1)
	if v == nil || !dismissals[v.lemma] {
		return
	}
	m, ok := x.sense(v)
	if !ok || m.status != kg.StatusOccurred || len(m.subjects) != 1 || len(m.subjects[0].Entities) != 1 {
		return
	}
	of := q.OfficeOf
	if of == nil {
		for _, o := range x.w.of.Offices {
			if o.Holder == m.subjects[0].Entities[0] && o.Of.Kind == kg.KindCountry && stateOffices[q.Office] {
				of = o.Of
			}
		}
	}
	if of == nil || of.Name == "" {
		return
	}
	x.w.write(claim{
		subject: held.Entities[0], object: of, subjectWords: x.phraseWords(held), relation: q.Office, rule: "dismissed as", status: kg.StatusOccurred, certainty: m.certainty, by: m.by, byWords: m.byWords, stance: m.stance,
		sentence: x.s, first: min(m.first, v.first), last: q.Core,
	})
}

// loyalties writes that those who are called loyal to somebody support them.
func (x *reading) loyalties() {
	for _, p := range x.phrases {
		for _, e := range p.Entities {
			if e.LoyalTo != nil && strings.Contains(x.phraseWords(p), " loyal to ") {
				x.w.write(claim{subject: e, object: e.LoyalTo, relation: "supports", rule: "loyal to", status: kg.StatusOngoing, certainty: kg.CertaintyStated, sentence: x.s, first: p.First, last: p.Last})
			}
		}
	}
}
