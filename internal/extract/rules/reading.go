package rules

import (
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
)

// A reading is one sentence, being read.
type reading struct {
	w        *writer
	words    *lexicon
	s        int
	tokens   []english.Token
	begin    int
	phrases  []*link.Phrase
	phraseAt []*link.Phrase // by token, the phrase that it is in
	endsAt   []*link.Phrase // by token, the phrase that ends before it
	timeAt   []*timex.Expression
	verbs    []*verb
	verbAtI  []int // by token, the index of its verb and 1
	quoted   []bool
	times    []timex.Expression

	subjects map[*verb][]*link.Phrase
}

func newReading(w *writer, s int, times []timex.Expression) *reading {
	x := &reading{w: w, words: words(), s: s, tokens: w.text.Sentences[s].Tokens, begin: w.of.Body[s], phrases: w.of.Phrases[s], times: times, subjects: map[*verb][]*link.Phrase{}}
	n := len(x.tokens)
	x.phraseAt, x.endsAt, x.timeAt, x.verbAtI, x.quoted = make([]*link.Phrase, n+1), make([]*link.Phrase, n+1), make([]*timex.Expression, n+1), make([]int, n+1), make([]bool, n+1)
	for _, p := range x.phrases {
		for i := p.First; i < p.Last; i++ {
			x.phraseAt[i] = p
		}
		x.endsAt[p.Last] = p
	}
	for k := range times {
		for i := range x.tokens {
			if x.tokens[i].Start >= times[k].Start && x.tokens[i].End <= times[k].End {
				x.timeAt[i] = &times[k]
			}
		}
	}
	inside := false
	for i, t := range x.tokens {
		if t.Text == "\"" {
			inside = !inside
		}
		x.quoted[i] = inside
	}
	x.verbs = x.findVerbs()
	for i, v := range x.verbs {
		for k := v.first; k < v.last; k++ {
			x.verbAtI[k] = i + 1
		}
	}
	return x
}

func (x *reading) low(i int) string {
	if i < 0 || i >= len(x.tokens) {
		return ""
	}
	return x.tokens[i].Low
}

func (x *reading) verbIn(i int) *verb {
	if i < 0 || i >= len(x.tokens) || x.verbAtI[i] == 0 {
		return nil
	}
	return x.verbs[x.verbAtI[i]-1]
}

// before returns the verb that stands before another in the sentence.
func (x *reading) before(v *verb) *verb {
	for i, o := range x.verbs {
		if o == v && i > 0 {
			return x.verbs[i-1]
		}
	}
	return nil
}

var relatives = setOf("who which that")

var prepositions = setOf("of in on at by for from with to between among against over under after before during since into through across near outside inside about as than including behind within without despite amid along towards toward per via")

// subjectsOf returns the phrases that a finite verb has as subjects; none where that is
// not sure.
func (x *reading) subjectsOf(v *verb) []*link.Phrase {
	if had, is := x.subjects[v]; is {
		return had
	}
	x.subjects[v] = nil
	found := x.findSubjects(v, 0)
	x.subjects[v] = found
	return found
}

func (x *reading) findSubjects(v *verb, depth int) []*link.Phrase {
	i := v.first - 1
	if depth > 4 {
		return nil
	}
	for i >= x.begin && (x.timeAt[i] != nil || x.phraseAt[i] == nil && (x.tokens[i].Tag == "RB" || timely[x.low(i)] && i+1 < v.first && x.timeAt[i+1] != nil)) {
		i--
	}
	if i < x.begin {
		return nil
	}
	switch low := x.low(i); {
	case relatives[low] && x.phraseAt[i] == nil || low == "who":
		k := i - 1
		if k >= 0 && x.tokens[k].Text == "," {
			k--
		}
		if k >= x.begin {
			if p := x.phraseAt[k]; p != nil {
				if low != "who" {
					if inner := x.thingWithin(p); inner != nil {
						return []*link.Phrase{inner}
					}
				}
				if low == "who" && len(p.Entities) > 0 {
					return []*link.Phrase{p}
				}
				if p = x.outOfPreposition(p, false); p != nil {
					return []*link.Phrase{p}
				}
			}
		}
		return nil
	case low == "and" || low == "but" || low == "then" || low == "or":
		if i-1 > x.begin && x.tokens[i-1].Text == "," && x.phraseAt[i-1] == nil { // "X met Y, who led the talks, and thanked Z"
			if open := x.opening(i - 1); open > x.begin && (relatives[x.low(open+1)] || x.low(open+1) == "whose") {
				for k := len(x.verbs) - 1; k >= 0; k-- {
					if o := x.verbs[k]; o.finite && o.last <= open && !x.clauseBreak(o.last, open) {
						return x.findSubjects(o, depth+1)
					}
				}
			}
		}
		if o := x.before(v); o != nil && o.finite && !x.clauseBreak(o.last, i) {
			return x.subjectsOf(o)
		}
		if o := x.before(v); o != nil && !o.finite { // "threatened to expel ... and rejected"
			if oo := x.before(o); oo != nil && oo.finite && !x.clauseBreak(oo.last, i) {
				return x.subjectsOf(oo)
			}
		}
		return nil
	case x.tokens[i].Text == "," && x.phraseAt[i] == nil:
		// A clause between commas, "X, who is seen as Y, rejected": what stands before it.
		if open := x.opening(i); open > x.begin {
			if p := x.phraseAt[open-1]; p != nil {
				return x.coordinated(x.outOfPreposition(p, true))
			}
		}
		return nil
	}
	p := x.phraseAt[i]
	if p == nil {
		return nil
	}
	if p.Last != i+1 {
		return nil
	}
	p = x.outOfPreposition(p, true)
	if p == nil {
		return nil
	}
	if p.First-1 >= x.begin && x.tokens[p.First-1].Text == "," { // "X, a judge, said" was read as one; "in Geneva, X said" begins here
		return x.coordinated(p)
	}
	return x.coordinated(p)
}

// thingWithin returns the phrase at the end of one that speaks of persons, for which "which"
// stands: "the army" of "officers of the army, which"; nil where there is none.
func (x *reading) thingWithin(p *link.Phrase) *link.Phrase {
	if len(p.Entities) != 1 || p.Entities[0].Kind != kg.KindGroup && p.Entities[0].Kind != kg.KindPerson {
		return nil
	}
	var found *link.Phrase
	for _, q := range x.w.of.Inner[x.s] {
		if q.First > p.First && q.Last == p.Last && len(q.Entities) == 1 && (q.Entities[0].Kind == kg.KindOrganization || q.Entities[0].Kind == kg.KindCountry) && (found == nil || q.First > found.First) {
			found = q
		}
	}
	return found
}

// timely are prepositions before expressions of time.
var timely = setOf("on in at during by over early late")

// clauseBreak reports whether another clause begins between two tokens.
func (x *reading) clauseBreak(from, to int) bool {
	for i := from; i < to; i++ {
		switch x.tokens[i].Text {
		case ";", ":", "\"":
			return true
		}
		if low := x.low(i); x.phraseAt[i] == nil && (low == "who" || low == "which" || low == "because" || low == "while" || low == "although" || low == "if" || low == "unless" || low == "when") {
			return true
		}
	}
	return false
}

// opening returns the comma that opens what the comma at i closes; 0 where there is none.
func (x *reading) opening(i int) int {
	for k := i - 1; k > x.begin; k-- {
		if x.tokens[k].Text == "," && x.phraseAt[k] == nil {
			if low := x.low(k + 1); low == "who" || low == "which" || low == "whose" || low == "known" || low == "led" || low == "backed" || low == "where" || low == "to" || low == "the" || low == "a" || low == "an" || low == "in" || low == "on" {
				return k
			}
			return 0
		}
	}
	return 0
}

// outOfPreposition returns what a phrase is joined to by the preposition before it: "talks"
// of "talks in Geneva". Where firm, one that no phrase stands before is given as nil.
func (x *reading) outOfPreposition(p *link.Phrase, firm bool) *link.Phrase {
	for n := 0; n < 4; n++ {
		k := p.First - 1
		if k < x.begin || !prepositions[x.low(k)] || x.phraseAt[k] != nil {
			return p
		}
		if k-1 < x.begin {
			return nil
		}
		q := x.phraseAt[k-1]
		if q == nil || q.Last != k {
			if firm {
				return nil
			}
			return p
		}
		p = q
	}
	return nil
}

// coordinated returns the phrases of the list that a phrase ends.
func (x *reading) coordinated(p *link.Phrase) []*link.Phrase {
	if p == nil {
		return nil
	}
	list := []*link.Phrase{p}
	k := p.First - 1
	for k > x.begin {
		if x.low(k) == "and" && x.phraseAt[k] == nil || x.tokens[k].Text == "," && len(list) > 1 && x.phraseAt[k] == nil {
			m := k - 1
			if x.tokens[m].Text == "," && x.phraseAt[m] == nil {
				m--
			}
			if m < k-1 && m >= x.begin && (x.phraseAt[m] == nil || x.phraseAt[m].Last != m+1 || x.verbIn(x.phraseAt[m].First-1) != nil) { // "X, who led the talks, and Y"
				if open := x.opening(k - 1); open > x.begin && relatives[x.low(open+1)] {
					m = open - 1
				}
			}
			if m < x.begin {
				break
			}
			q := x.phraseAt[m]
			if q == nil || len(q.Entities) == 0 || q.Last != m+1 {
				break
			}
			if x.joinedBefore(q) {
				// "met A and B said": the object of another verb
				break
			}
			list = append([]*link.Phrase{q}, list...)
			k = q.First - 1
			continue
		}
		break
	}
	return list
}

// joinedBefore reports whether a phrase is the object of a verb or preposition before it.
func (x *reading) joinedBefore(p *link.Phrase) bool {
	k := p.First - 1
	if k < x.begin {
		return false
	}
	return x.verbIn(k) != nil || prepositions[x.low(k)] && x.phraseAt[k] == nil && x.low(k) != "after"
}

// listFrom returns the phrases of the list that begins with a phrase, and the token behind
// them.
func (x *reading) listFrom(p *link.Phrase) ([]*link.Phrase, int) {
	list := []*link.Phrase{p}
	end := p.Last
	for end < len(x.tokens) && len(list) < 12 {
		k := end
		comma := x.tokens[k].Text == ","
		if comma {
			k++
		}
		and := x.low(k) == "and"
		if and {
			k++
		}
		if k == end || k >= len(x.tokens) {
			break
		}
		q := x.phraseAt[k]
		if q == nil || q.First != k || len(q.Entities) == 0 || q.Pronoun {
			break
		}
		if q.Last < len(x.tokens) && (x.verbIn(q.Last) != nil && x.verbIn(q.Last).finite || x.tokens[q.Last].Tag == "MD" || strings.HasPrefix(x.tokens[q.Last].Tag, "VBD") || strings.HasPrefix(x.tokens[q.Last].Tag, "VBZ")) {
			break // the subject of the next clause
		}
		if !and { // "A, B and C": only where "and" comes
			ok := false
			for m := q.Last; m < len(x.tokens) && m < q.Last+12; m++ {
				if x.low(m) == "and" {
					ok = true
					break
				}
				if x.verbIn(m) != nil || prepositions[x.low(m)] && x.phraseAt[m] == nil {
					break
				}
			}
			if !ok {
				break
			}
		}
		if len(p.Entities) > 0 && !sameSort(p.Entities[0].Kind, q.Entities[0].Kind) {
			break
		}
		list = append(list, q)
		end = q.Last
		if and {
			break
		}
	}
	return list, end
}

func sameSort(a, b kg.EntityKind) bool { return a == b || a.IsActor() && b.IsActor() }

// phraseWords returns the words of a phrase as they stand in the text.
func (x *reading) phraseWords(p *link.Phrase) string {
	last := p.Last
	for last > p.First+1 && x.tokens[last-1].Text == "," {
		last--
	}
	return x.w.text.Words(x.tokens[p.First].Start, x.tokens[last-1].End)
}
