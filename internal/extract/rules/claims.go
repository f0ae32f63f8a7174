package rules

import (
	"strings"

	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
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

var speech = map[string]kg.Stance{
	"say": kg.StanceStated, "tell": kg.StanceStated, "announce": kg.StanceStated, "add": kg.StanceStated, "state": kg.StanceStated, "declare": kg.StanceStated,
	"report": kg.StanceStated, "note": kg.StanceStated, "insist": kg.StanceStated, "argue": kg.StanceStated, "explain": kg.StanceStated, "write": kg.StanceStated, "warn": kg.StanceStated,
	"confirm": kg.StanceConfirmed, "acknowledge": kg.StanceConfirmed, "admit": kg.StanceConfirmed, "concede": kg.StanceConfirmed,
	"claim": kg.StanceAlleged, "allege": kg.StanceAlleged, "deny": kg.StanceDenied,
}

var certaintyOf = map[kg.Stance]kg.Certainty{
	kg.StanceStated: kg.CertaintyStated, kg.StanceConfirmed: kg.CertaintyConfirmed, kg.StanceAlleged: kg.CertaintyAlleged, kg.StanceDenied: kg.CertaintyDenied,
}

var hypothetical = setOf("may might could can should must")

// resolves are verbs behind which "to" says what somebody is going to do.
var resolves = setOf("agree vow pledge promise plan decide intend prepare")

// requests are verbs behind which "to" says what somebody asks of another.
var requests = setOf("call urge ask order press appeal invite instruct demand")

// claims finds what the sentence claims.
func (x *reading) claims() {
	if n := len(x.tokens); n == 0 || x.tokens[n-1].Text == "?" || n > 1 && x.tokens[n-1].Text == "\"" && x.tokens[n-2].Text == "?" {
		return
	}
	for _, v := range x.verbs {
		frames := x.words.frames[v.lemma]
		if len(frames) == 0 {
			continue
		}
		m, ok := x.sense(v)
		if !ok {
			continue
		}
		for _, f := range frames {
			if f.flag == "never" {
				continue
			}
			if x.apply(f, v, m) {
				break
			}
		}
	}
	x.loyalties()
	x.nominals()
	x.deedNouns()
	x.offices()
	x.atWar()
	x.due()
	x.denials()
}

var headed = setOf("mission ministry department agency commission office service institute")

func lastWord(name string) string { return strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:]) }

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
					case f.lemma == "lead" && !v.passive && to.Kind == kg.KindOrganization && headed[lastWord(to.Name)]:
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
	if f.flag == "person" && to.Kind != kg.KindPerson || f.lemma == "lead" && (to.Kind == kg.KindGroup && !strings.Contains(to.Name, "deleg") || fielded[lastWord(to.Name)]) {
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
		return to.Kind.IsActor() && !(to.Unnamed && crowds[lastWord(to.Name)])
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
			if q == nil || !has2(p.words, x.low(q.Head)) {
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

func has2(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
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
		if k < len(x.tokens) && has2(list, x.low(k)) && x.timeAt[k] == nil && (x.phraseAt[k] == nil) && !(k+1 < len(x.tokens) && x.timeAt[k+1] != nil && x.low(k) == "on") {
			return k
		}
		k = x.past(k)
		if k >= len(x.tokens) {
			return -1
		}
		if has2(list, x.low(k)) && x.phraseAt[k] == nil {
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
