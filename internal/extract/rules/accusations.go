package rules

import (
	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
)

// deeds of nouns: "A's invasion of B", "an attack by A on B", "blamed A for the murder of B".
var deedOfNoun = map[string]string{
	"invasion": "attacked", "attack": "attacked", "attacks": "attacked", "raid": "attacked", "raids": "attacked", "shelling": "attacked", "bombing": "attacked", "bombardment": "attacked", "strike": "attacked", "strikes": "attacked", "assault": "attacked", "offensive": "attacked", "ambush": "attacked",
	"murder": "killed", "killing": "killed", "assassination": "killed", "death": "killed", "deaths": "killed", "massacre": "killed", "execution": "killed",
	"abduction": "abducted", "kidnapping": "abducted", "occupation": "occupied", "annexation": "occupied", "arrest": "arrested", "detention": "arrested", "expulsion": "expelled", "blockade": "blockaded", "seizure": "seized",
}

// struck are prepositions before what a deed is done to.
var struck = setOf("of on against")

// deedNoun returns whom the noun of a deed says that it is done to, and the token behind it;
// nil where it does not say that.
func (x *reading) deedNoun(p *link.Phrase) (*link.Phrase, int) {
	relation := deedOfNoun[x.low(p.Head)]
	if relation == "" {
		return nil, 0
	}
	k := p.Head + 1
	if x.low(k) == "by" && x.phraseIn(k+1) != nil {
		k = x.phraseIn(k + 1).Last
	}
	if !struck[x.low(k)] {
		return nil, 0
	}
	if q := x.phraseIn(k + 1); q != nil && len(q.Entities) == 1 {
		return q, q.Last
	}
	for _, q := range x.w.of.Inner[x.s] {
		if q.First == k+1 && q.Last <= p.Last && len(q.Entities) == 1 {
			return q, q.Last
		}
	}
	return nil, 0
}

// done reports whether a deed can be done to something.
func done(relation string, to *link.Entity) bool {
	switch relation {
	case "killed", "arrested", "expelled", "abducted":
		return (to.Kind == kg.KindPerson || to.Kind == kg.KindGroup) && !(to.Unnamed && to.Name[0] >= '0' && to.Name[0] <= '9')
	case "occupied", "blockaded":
		return to.Kind == kg.KindPlace || to.Kind == kg.KindCountry
	case "seized":
		return !to.Kind.IsActor() && to.Kind != kg.KindPlace
	}
	return to.Kind.IsActor() || to.Kind == kg.KindPlace
}

// betweenBlame are the words that may stand between whom somebody accuses and the deed.
var betweenBlame = setOf("of for having ordered ordering being behind involvement in responsibility carrying carried out planning planned committing committed the a an")

// deedNouns writes what the nouns of deeds say, of whoever owns them or is blamed for them.
func (x *reading) deedNouns() {
	for _, p := range x.phrases {
		object, end := x.deedNoun(p)
		if object == nil {
			continue
		}
		relation := deedOfNoun[x.low(p.Head)]
		c := claim{object: object.Entities[0], objectWords: x.phraseWords(object), relation: relation, rule: "deed of a noun", status: kg.StatusOccurred, certainty: kg.CertaintyStated, sentence: x.s, first: p.First, last: max(end, p.Head+1)}
		if !done(relation, c.object) {
			continue
		}
		if owner := x.ownerOf(p); owner != nil && x.low(p.Head+1) != "by" {
			c.subject, c.subjectWords = owner.Entities[0], x.phraseWords(owner)
		} else if by := x.phraseIn(p.Head + 2); by != nil && x.low(p.Head+1) == "by" && len(by.Entities) == 1 && by.Entities[0].Kind.IsActor() {
			c.subject, c.subjectWords = by.Entities[0], x.phraseWords(by)
		}
		if c.subject != nil {
			if x.real(p) {
				x.w.write(c)
			}
			continue
		}
		for _, v := range x.verbs {
			if v.lemma != "accuse" && v.lemma != "blame" || v.last > p.First || v.passive || !v.finite {
				continue
			}
			blamed := x.phraseIn(x.past(v.last))
			if blamed == nil || len(blamed.Entities) != 1 || blamed.Last >= p.First {
				continue
			}
			near := true
			for i := blamed.Last; i < p.First; i++ {
				near = near && betweenBlame[x.low(i)]
			}
			m, ok := x.sense(v)
			if !near || !ok || len(m.subjects) != 1 || len(m.subjects[0].Entities) != 1 {
				continue
			}
			c.subject, c.subjectWords = blamed.Entities[0], x.phraseWords(blamed)
			c.by, c.byWords, c.stance, c.certainty = m.subjects[0].Entities[0], x.phraseWords(m.subjects[0]), kg.StanceAlleged, kg.CertaintyAlleged
			c.first = min(m.first, m.subjects[0].First)
			x.w.write(c)
		}
	}
}

// answers are verbs that say how somebody stands to what another alleged.
var answers = map[string]kg.Stance{"deny": kg.StanceDenied, "reject": kg.StanceDenied, "dispute": kg.StanceDisputed, "confirm": kg.StanceConfirmed, "admit": kg.StanceConfirmed, "acknowledge": kg.StanceConfirmed}

var answered = map[kg.Stance]kg.Certainty{kg.StanceDenied: kg.CertaintyDenied, kg.StanceDisputed: kg.CertaintyDisputed, kg.StanceConfirmed: kg.CertaintyConfirmed}

var accusations = setOf("accusation accusations allegation allegations charge charges claim claims")

var guilt = setOf("involvement responsibility role wrongdoing")

// denials writes what is denied, disputed or confirmed of what the sentence, or the one
// before, alleged: "He denies it", ", which Kestria denies".
func (x *reading) denials() {
	for _, v := range x.verbs {
		stance, is := answers[v.lemma]
		if !is || !v.finite || v.negated || v.modal != "" || v.passive || x.conditional(v) {
			continue
		}
		subjects := x.subjectsOf(v)
		if len(subjects) != 1 || len(subjects[0].Entities) != 1 || !subjects[0].Entities[0].Kind.IsActor() {
			continue
		}
		by := subjects[0]
		last, within := v.last, false
		object := x.phraseIn(x.past(v.last))
		relative := x.low(by.First-1) == "which" || x.low(by.First-1) == "that"
		switch {
		case relative && by.Last == v.first && by.First-2 >= x.begin && x.tokens[by.First-2].Text == "," && v.lemma != "reject":
			within = true
		case relative && by.Last == v.first && x.endsAt[by.First-1] != nil && accusations[x.low(x.endsAt[by.First-1].Head)]:
			within = true
		case object != nil && accusations[x.low(object.Head)], object != nil && guilt[x.low(object.Head)] && v.lemma != "reject", v.lemma != "reject" && object != nil && object.Pronoun && x.low(object.First) == "it":
			last = object.Last
		case v.lemma != "reject" && (x.low(v.last) == "it" || x.low(v.last) == "this" || x.low(v.last) == "that") && (v.last+1 >= len(x.tokens) || !x.tokens[v.last+1].IsWord()):
			last = v.last + 1
		default:
			continue
		}
		for s := x.s; s >= max(0, x.s-1); s-- {
			found := false
			for _, c := range x.w.alleged {
				if c.sentence != s || c.by == by.Entities[0] || s == x.s && c.first >= v.first {
					continue
				}
				found = true
				c.certainty, c.stance, c.by, c.byWords, c.rule = answered[stance], stance, by.Entities[0], x.phraseWords(by), v.lemma+" it"
				if s == x.s {
					c.last = max(c.last, last)
				} else {
					c.subjectWords, c.objectWords, c.sentence, c.first, c.last = "", "", x.s, by.First, last
				}
				x.w.write(c)
			}
			if found || within {
				break
			}
		}
	}
}
