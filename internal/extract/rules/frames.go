package rules

import (
	"slices"
	"strings"

	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
)

var headed = setOf("mission ministry department agency commission office service institute")

// meant returns what a phrase speaks of as the object of a frame: of a capital, the town
// where something is done to it; of "it", what is signed or agreed to.
func (x *reading) meant(f *frame, p *link.Phrase) []*link.Entity {
	switch f.relation {
	case "attacked", "visited", "occupied", "blockaded", "withdrew-from", "seized":
		if p.Seat != nil {
			return []*link.Entity{p.Seat}
		}
	case "signed", "agreed-to", "rejected", "supports":
		if p.Pronoun && x.low(p.First) == "it" {
			if e := x.proposalBefore(p.First); e != nil {
				return []*link.Entity{e}
			}
			return nil
		}
	}
	return p.Entities
}

// relativeObject returns the object of "a ceasefire that the two signed".
func (x *reading) relativeObject(f *frame, v *verb, subjects []*link.Phrase) []*link.Phrase {
	if len(f.parts) != 1 || f.parts[0].kind != 'O' || len(subjects) == 0 || !v.finite {
		return nil
	}
	k := subjects[0].First - 1
	if k <= x.begin || x.phraseAt[k] != nil || x.low(k) != "that" && x.low(k) != "which" {
		return nil
	}
	if p := x.phraseAt[k-1]; p != nil && len(p.Entities) == 1 && !p.Entities[0].Kind.IsActor() {
		return []*link.Phrase{p}
	}
	return nil
}

var whereWords = setOf("in at near outside")

// around returns the time and the places that the words about a verb tell.
func (x *reading) around(v, anchor *verb, subject *link.Phrase) (*timex.Expression, []*link.Entity) {
	end := len(x.tokens)
	for _, o := range x.verbs {
		if o.first >= v.last && (o.finite || o.infinitive && v.lemma != "threaten" || o.gerund) {
			end = o.first
			if s := x.phraseAt[o.first-1]; o.finite && s != nil && s.Last == o.first {
				end = s.First
			}
			break
		}
	}
	for i := v.last + 1; i < end; i++ { // a verb that is in no frame
		if tag := x.tokens[i].Tag; x.phraseAt[i] == nil && x.timeAt[i] == nil && (tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD") {
			end = i
		}
	}
	var when *timex.Expression
	for i := v.last; i < end && when == nil; i++ {
		when = x.timeAt[i]
	}
	if when == nil {
		from := x.begin
		if subject != nil {
			from = subject.Last
		}
		for i := min(from, v.first); i < v.first && when == nil; i++ {
			if x.verbIn(i) != nil {
				when = nil
				break
			}
			when = x.timeAt[i]
		}
	}
	if when == nil && subject != nil { // "On Monday, X met Y"
		for i := x.begin; i < min(subject.First, x.begin+6) && when == nil; i++ {
			if x.verbIn(i) != nil {
				break
			}
			when = x.timeAt[i]
		}
	}
	if when == nil && anchor != nil && anchor != v && x.tokens[max(0, v.first-1)].Text == "," {
		for i := anchor.last; i < v.first && when == nil; i++ {
			when = x.timeAt[i]
		}
	}
	var places []*link.Entity
	for i := v.last; i < end; i++ {
		if p := x.phraseAt[i]; p != nil && p.First == i && i > 0 && whereWords[x.low(i-1)] && len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindPlace {
			places = append(places, p.Entities[0])
		}
	}
	return when, places
}

// apply writes what a verb states by a frame, and reports whether the frame fits.
func (x *reading) apply(f *frame, v *verb, m sense) bool {
	var subjects, objects []*link.Phrase
	var end int
	if m.passive || v.passive {
		if f.active || len(f.parts) == 0 || f.parts[0].kind != 'O' || f.relation == "met-with" {
			return false
		}
		agents, last := x.agent(v)
		if agents == nil {
			return false
		}
		subjects, end = agents, last
		objects = m.subjects
		if v.participle {
			p := x.endsAt[v.first]
			if p == nil && v.first > 0 && x.tokens[v.first-1].Text == "," {
				p = x.endsAt[v.first-1]
			}
			if p == nil {
				return false
			}
			if f.lemma == "lead" && len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindCountry { // "a delegation from Kestria led by"
				if p = x.outOfPreposition(p, false); p == nil {
					return false
				}
			}
			objects = []*link.Phrase{p}
		}
		if len(objects) == 0 {
			return false
		}
	} else {
		subjects = m.subjects
		if len(subjects) == 0 {
			return false
		}
		var fits bool
		if objects, end, fits = x.match(f, v); !fits {
			if objects = x.relativeObject(f, v, subjects); objects == nil {
				return false
			}
			end = v.last
		}
		if objects == nil { // each with each
			return x.eachOther(f, v, m, end)
		}
	}
	status := m.status
	if v.participle && f.lemma == "lead" && len(objects) == 1 && strings.HasPrefix(x.low(objects[0].Head), "delegation") {
		status = kg.StatusOccurred
	} else if f.state && status == kg.StatusOccurred && (v.present || v.participle || m.by != nil && v.finite && !v.perfect) {
		status = kg.StatusOngoing
	}
	if status == kg.StatusOccurred && f.lemma == "lead" && v.finite && !v.passive && len(objects) == 1 && strings.HasPrefix(x.low(objects[0].Head), "delegation") {
		status = kg.StatusOngoing // whoever led it to what is reported leads it
	}
	wrote := false
	for _, s := range subjects {
		for _, o := range objects {
			when, places := x.around(v, m.anchor, s)
			status := status
			if when != nil && v.perfect && v.present && strings.HasSuffix(when.EDTF, "/..") {
				status = kg.StatusOngoing
			}
			for _, from := range s.Entities {
				for _, to := range x.meant(f, o) {
					if s.Negative || o.Negative || !fitting(f, to) || (x.quoted[v.first] && (!s.Named || !o.Named)) {
						continue
					}
					first, last := min(m.first, s.First, o.First, v.first), max(m.last, s.Last, o.Last, end)
					if s.First > v.last { // an agent
						first = min(m.first, o.First, v.first)
					}
					if o.Last > v.last {
						last = max(m.last, s.Last, o.Last, v.last)
						if f.parts[len(f.parts)-1].kind == 'w' {
							last = max(last, o.Last)
						}
					}
					if f.relation == "visited" && from.Kind != kg.KindPerson && !strings.Contains(strings.ToLower(from.Name), "delegation") && !strings.Contains(strings.ToLower(from.Name), "envoy") {
						continue
					}
					relation := f.relation
					switch {
					case relation == "visited" && (to.Kind == kg.KindPerson || to.Kind == kg.KindGroup):
						relation = "met-with"
					case f.lemma == "capture" && (to.Kind == kg.KindPerson || to.Kind == kg.KindGroup):
						relation = "arrested"
					case f.lemma == "lead" && !v.passive && to.Kind == kg.KindOrganization && headed[link.LastWord(to.Name)]:
						relation = "head-of"
					}
					written := x.w.write(claim{
						subject: from, object: to, subjectWords: x.phraseWords(s), objectWords: x.phraseWords(o), relation: relation, rule: f.rule,
						status: status, certainty: m.certainty, by: m.by, byWords: m.byWords, stance: m.stance, time: when, places: places,
						sentence: x.s, first: first, last: min(last, len(x.tokens)),
					})
					wrote = wrote || written
				}
			}
		}
	}
	return wrote
}

// crowds are no ends, nor are numbers of them.
var crowds = setOf("people persons others")

// fitting reports whether something can be the object of what a frame states.
func fitting(f *frame, to *link.Entity) bool {
	if f.flag == "person" && to.Kind != kg.KindPerson || f.lemma == "lead" && (to.Kind == kg.KindGroup && !strings.Contains(to.Name, "deleg") || fielded[link.LastWord(to.Name)]) {
		return false
	}
	switch f.relation {
	case "met-with", "spoke-with", "negotiated-with":
		return to.Kind.IsActor()
	case "attacked":
		return to.Kind != kg.KindProposal && to.Kind != kg.KindEvent && to.Kind != kg.KindReport
	case "killed":
		return to.Kind.IsActor() && !(to.Unnamed && to.Name[0] >= '0' && to.Name[0] <= '9')
	case "released", "arrested":
		return to.Kind.IsActor() && !(to.Unnamed && crowds[link.LastWord(to.Name)])
	case "occupied":
		if to.Kind == kg.KindPerson || to.Kind == kg.KindGroup {
			return f.lemma == "capture"
		}
		return to.Kind == kg.KindPlace || to.Kind == kg.KindCountry || to.Guessed
	case "praised", "criticized", "condemned", "supports":
		return true
	case "seized":
		return to.Kind != kg.KindPlace && to.Kind != kg.KindCountry && to.Kind != kg.KindPerson
	case "rejected":
		return !to.Kind.IsActor()
	case "offered", "proposed":
		return to.Kind == kg.KindProposal
	case "warned", "threatened", "described":
		return true
	}
	return true
}

// agent returns whom "by" names behind a passive verb.
func (x *reading) agent(v *verb) ([]*link.Phrase, int) {
	for i := v.last; i < len(x.tokens) && i < v.last+14; i++ {
		if x.verbIn(i) != nil {
			return nil, 0
		}
		if x.low(i) == "by" && x.phraseAt[i] == nil && x.timeAt[i] == nil {
			if p := x.phraseAt[min(i+1, len(x.tokens)-1)]; p != nil && p.First == i+1 && len(p.Entities) > 0 {
				list, end := x.listFrom(p)
				return list, end
			}
			return nil, 0
		}
		if x.tokens[i].Text == "," || x.tokens[i].Text == ";" || x.tokens[i].Text == "\"" {
			return nil, 0
		}
	}
	return nil, 0
}

// match reads what follows a verb by the parts of a frame. It returns no objects for a
// frame of several subjects.
func (x *reading) match(f *frame, v *verb) (objects []*link.Phrase, end int, fits bool) {
	k := v.last
	each := false
	for n, p := range f.parts {
		switch p.kind {
		case 'w':
			at := x.wordAhead(k, p.words)
			if at < 0 {
				return nil, 0, false
			}
			k = at + 1
		case 'O':
			k = x.atLeast(x.past(k))
			q := x.phraseIn(k)
			if q == nil {
				return nil, 0, false
			}
			objects, k = x.listFrom(q)
			told := n < len(f.parts)-1 // of "withdrew its guns from", the guns may be anything
			for _, o := range objects {
				told = told || len(o.Entities) > 0 || o.Pronoun && len(x.meant(f, o)) > 0
			}
			if !told && f.relation == "attacked" && k+1 < len(x.tokens) && whereWords[x.low(k)] { // "a border post at Hegen"
				if at := x.phraseIn(k + 1); at != nil && len(at.Entities) == 1 && at.Entities[0].Kind == kg.KindPlace {
					objects, k, told = []*link.Phrase{at}, at.Last, true
				}
			}
			if !told {
				return nil, 0, false
			}
		case 'n':
			k = x.atLeast(x.past(k))
			q := x.phraseIn(k)
			if q == nil || !slices.Contains(p.words, x.low(q.Head)) {
				return nil, 0, false
			}
			k = q.Last
			if n == len(f.parts)-1 && len(f.parts) == 1 {
				if len(q.Entities) == 0 {
					return nil, 0, false
				}
				objects = []*link.Phrase{q}
			}
		case '+':
			each = true
		case 'V':
			var inner *verb
			for _, o := range x.verbs {
				if o.first >= k && o.infinitive {
					inner = o
					break
				}
			}
			if inner == nil || inner.first > k {
				return nil, 0, false
			}
			for _, g := range x.words.frames[inner.lemma] {
				if found, last, ok := x.match(g, inner); ok && found != nil {
					objects, k = found, last
					break
				}
			}
			if objects == nil {
				return nil, 0, false
			}
		}
	}
	if each {
		return nil, k, true
	}
	return objects, k, objects != nil
}

func (x *reading) phraseIn(k int) *link.Phrase {
	if k >= len(x.tokens) {
		return nil
	}
	if p := x.phraseAt[k]; p != nil && p.First == k {
		return p
	}
	return nil
}

// atLeast returns the token behind "more than" and the like before a number.
func (x *reading) atLeast(k int) int {
	if k+2 >= len(x.tokens) || x.tokens[k+2].Tag != "CD" {
		return k
	}
	switch x.low(k) + " " + x.low(k+1) {
	case "more than", "less than", "fewer than", "up to", "at least", "as many":
		if p := x.phraseAt[k+2]; p != nil && p.First == k+2 {
			return k + 2
		}
	}
	return k
}

var roughly = setOf("about around nearly almost roughly some over")

// past returns the token behind adverbs and expressions of time.
func (x *reading) past(k int) int {
	for k < len(x.tokens) && x.phraseAt[k] == nil && (x.timeAt[k] != nil || roughly[x.low(k)] && k+1 < len(x.tokens) && x.tokens[k+1].Tag == "CD" || strings.HasPrefix(x.tokens[k].Tag, "RB") || x.low(k) == "on" && k+1 < len(x.tokens) && x.timeAt[k+1] != nil) {
		k++
	}
	return k
}

// wordAhead returns where one of some words stands, behind adverbs, times and at most two
// phrases with prepositions; -1 where it does not.
func (x *reading) wordAhead(k int, list []string) int {
	for skipped := 0; ; skipped++ {
		if k < len(x.tokens) && slices.Contains(list, x.low(k)) && x.timeAt[k] == nil && (x.phraseAt[k] == nil) && !(k+1 < len(x.tokens) && x.timeAt[k+1] != nil && x.low(k) == "on") {
			return k
		}
		k = x.past(k)
		if k >= len(x.tokens) {
			return -1
		}
		if slices.Contains(list, x.low(k)) && x.phraseAt[k] == nil {
			return k
		}
		if skipped >= 2 || !prepositions[x.low(k)] || x.phraseAt[k] != nil {
			return -1
		}
		if low := x.low(k); low != "in" && low != "at" && low != "on" && low != "near" && low != "for" && low != "by" && low != "outside" {
			return -1
		}
		p := x.phraseIn(k + 1)
		if p == nil {
			return -1
		}
		k = p.Last
	}
}

// eachOther writes a claim for each two of several subjects.
func (x *reading) eachOther(f *frame, v *verb, m sense, end int) bool {
	type one struct {
		e *link.Entity
		p *link.Phrase
	}
	var all []one
	for _, s := range m.subjects {
		for _, e := range s.Entities {
			all = append(all, one{e, s})
		}
	}
	if len(all) < 2 || len(all) > 6 {
		return false
	}
	when, places := x.around(v, m.anchor, m.subjects[0])
	for i, a := range all {
		for _, b := range all[i+1:] {
			x.w.write(claim{
				subject: a.e, object: b.e, subjectWords: x.phraseWords(a.p), objectWords: x.phraseWords(b.p), relation: f.relation, rule: f.rule, status: m.status, certainty: m.certainty,
				by: m.by, byWords: m.byWords, stance: m.stance, time: when, places: places, sentence: x.s, first: min(m.first, all[0].p.First), last: max(m.last, end, all[len(all)-1].p.Last),
			})
		}
	}
	return true
}
