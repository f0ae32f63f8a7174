package link

import (
	"strings"

	"conflictgraph/internal/kg"
)

var quantities = setOf("dozens hundreds thousands scores tens millions group groups number majority convoys crowds members part parts most some many several")

// accusing are forms of verbs that "of" belongs to.
var accusing = setOf("accuse accuses accused accusing suspect suspects suspected suspecting convict convicts convicted convicting rob robbed deprive deprived warn warns warned warning inform informed cleared clear")

// courts are called by where they are.
var courts = setOf("court tribunal")

// fighters of a group are the group.
var fighters = setOf("rebels fighters militants insurgents guerrillas gunmen militiamen")

var forOffices = setOf("spokesperson-for special-envoy-of represents adviser-to head-of minister-of member-of")

// complements reads what a preposition joins to a phrase: "of the League of Lake States",
// "for the army", "to Northland".
func (r *resolver) complements(p *Phrase, depth int) {
	tokens := r.tokens(p.Sentence)
	at := p.Last
	if at+1 >= len(tokens) || depth >= deepest {
		return
	}
	prep := tokens[at].Low
	if prep == "loyal" && tokens[at+1].Low == "to" && len(p.Entities) == 1 && p.Entities[0].Unnamed {
		if inner := r.phrase(p.Sentence, at+2, depth+1); inner != nil && len(inner.Entities) == 1 {
			e := r.entity(r.text(p.Sentence, p.First, inner.Last), p.Entities[0].Kind)
			e.Unnamed, e.LoyalTo = true, inner.Entities[0]
			r.article.Inner[p.Sentence] = append(r.article.Inner[p.Sentence], inner)
			r.speak(inner)
			p.Entities, p.Last, p.Core = []*Entity{e}, inner.Last, inner.Last
		}
		return
	}
	office := p.Office != "" && len(p.Entities) == 0
	if prep == "of" && !office && p.First > 0 && accusing[tokens[p.First-1].Low] { // "accused the commission of fraud"
		next := at + 1
		for next+1 < len(tokens) && (tokens[next].Tag == "DT" || tokens[next].Tag == "PRP$") {
			next++
		}
		if !tokens[next].Capital() {
			return
		}
	}
	switch {
	case prep == "of":
	case prep == "in" && courts[p.bare] && len(p.Entities) == 1 && p.Entities[0].Unnamed:
		if inner := r.phrase(p.Sentence, at+1, depth+1); inner != nil && inner.Named && len(inner.Entities) == 1 && inner.Entities[0].Kind == kg.KindPlace {
			e := r.entity(strings.ToLower(p.bare)+" in "+inner.Entities[0].Name, kg.KindOrganization)
			e.Unnamed = true
			r.article.Inner[p.Sentence] = append(r.article.Inner[p.Sentence], inner)
			p.Entities, p.Last = []*Entity{e}, inner.Last
		}
		return
	case office && prep == "for" && forOffices[p.Office]:
	case office && prep == "to" && (p.Office == "ambassador-of" || p.Office == "adviser-to" || p.Office == "special-envoy-of"):
	case office && prep == "at" && p.Office == "spokesperson-for":
	default:
		return
	}
	if prep == "of" && p.Named && !p.title && len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindPerson {
		return
	}
	if office && (prep == "to" || prep == "of") {
		if of, a, b := r.nameBehind(p.Sentence, at+1); of != nil {
			holder := r.person(p.Sentence, a, b)
			if prep == "to" && p.Office == "ambassador-of" {
				p.officeTo = of
			} else if p.OfficeOf == nil || p.OfficeOf.Name == "" && prep == "of" {
				p.OfficeOf = of
			}
			r.phraseOffices(p, holder, b, "office-before-name")
			p.Entities, p.Named, p.title, p.Last, p.Core = []*Entity{holder}, true, true, b, b
			return
		}
	}
	inner := r.phrase(p.Sentence, at+1, depth+1)
	if inner == nil {
		return
	}
	r.settle(inner)
	list := append([]*Entity{}, inner.Entities...)
	last := inner.Last
	if office && p.Plural { // "the foreign ministers of Velmora and Tarsk"
		for last+1 < len(tokens) {
			next := last
			if tokens[next].Text == "," {
				next++
			}
			if next < len(tokens) && tokens[next].Low == "and" {
				next++
			}
			if next == last {
				break
			}
			more := r.phrase(p.Sentence, next, depth+1)
			if more == nil || len(more.Entities) != 1 || more.Entities[0].Kind != kg.KindCountry && more.Entities[0].Kind != kg.KindOrganization || more.Pronoun {
				break
			}
			list = append(list, more.Entities...)
			last = more.Last
		}
	}
	remember := func() {
		r.article.Inner[p.Sentence] = append(r.article.Inner[p.Sentence], inner)
		for _, e := range list {
			r.spoken = append(r.spoken, spoken{e, p.Sentence, inner.First, true})
		}
		p.Last = last
	}
	switch {
	case office:
		remember()
		p.Core = p.Last
		switch {
		case prep == "to" && p.Office == "special-envoy-of":
		case prep == "to" && p.Office == "ambassador-of":
			if len(list) == 1 {
				p.officeTo = list[0]
			}
		case len(list) > 1:
			p.officesOf = list
		case len(list) == 1 && (p.OfficeOf == nil || p.OfficeOf.Name == "" && prep == "of" || p.OfficeOf.Kind == kg.KindCountry):
			p.OfficeOf = list[0]
			if body := p.OfficeOf; p.Office == "head-of" && body.Kind == kg.KindOrganization && armed[noun(body.Name)] {
				p.Office = "commander-of"
			}
		case len(list) == 0 && p.Office == "minister-of" && !tokens[at+1].Capital(): // "minister for fisheries of Kestria"
			for _, q := range r.article.Inner[p.Sentence] {
				if q.First > inner.First && q.Last == inner.Last && len(q.Entities) == 1 && q.Entities[0].Kind == kg.KindCountry {
					p.OfficeOf = q.Entities[0]
				}
			}
		case len(list) == 0:
			p.OfficeOf = &Entity{}
		}
	case p.title && p.Office != "" && len(list) == 1 && (list[0].Kind == kg.KindCountry || list[0].Kind == kg.KindOrganization):
		remember()
		for i := range r.article.Offices {
			if o := &r.article.Offices[i]; o.Holder == p.Entities[0] && o.Type == p.Office && o.Rule == "office-of-country-spoken-of" && o.Sentence == p.Sentence {
				o.Of, o.Rule, o.Last = list[0], "office-before-name", p.Last
				return
			}
		}
		r.office(Office{Holder: p.Entities[0], Type: p.Office, Of: list[0], Former: p.Former, Sentence: p.Sentence, First: p.First, Last: p.Last, Rule: "office-before-name"})
	case p.Named:
		// "the League of Lake States" was read as one name
	case bodies[p.bare] && len(list) == 1 && list[0].Kind == kg.KindCountry:
		remember()
		state := list[0]
		name := state.Name + r.possessive + p.bare
		if p.bare == "government" {
			name = "government of " + state.Name
		}
		e := r.entity(name, kg.KindOrganization)
		e.Of = state
		p.Entities, p.Named = []*Entity{e}, true
	case fighters[p.bare] && len(list) == 1 && inner.Named && list[0].Kind != kg.KindPlace && list[0].Kind != kg.KindCountry:
		remember()
		if list[0].Kind == kg.KindPerson && len(list[0].Aliases) < 2 {
			list[0].Kind = kg.KindOrganization
		}
		p.Entities, p.Named = list, true
	case placeOf[p.bare] && len(list) == 1:
		if list[0].Kind == kg.KindPlace {
			remember()
			p.Entities, p.Named = list, true
		}
	case quantities[p.bare] || len(p.Entities) == 1 && p.Entities[0].Unnamed && p.Entities[0].Kind != kg.KindEvent && p.Entities[0].Kind != kg.KindProposal:
		kind := r.kindOf(inner.bare)
		if kind == "" && len(inner.Entities) == 1 && inner.Entities[0].Unnamed {
			kind = inner.Entities[0].Kind
		}
		if len(p.Entities) == 1 {
			kind = p.Entities[0].Kind
		}
		p.Plural = p.Plural || inner.Plural
		first := p.First
		remember()
		for first < p.Last && (tokens[first].Tag == "DT" || tokens[first].Tag == "PRP$") {
			first++
		}
		if kind == "" {
			p.Entities = nil
			return
		}
		e := r.entity(lowerFirst(r.text(p.Sentence, first, p.Last), tokens[first].Tag), kind)
		e.Unnamed = true
		p.Entities = []*Entity{e}
	case len(p.Entities) == 0:
		remember()
	}
}

// nameBehind reads what an office is of, and the name of its holder right behind that:
// "Kestria Ada Example"; nil where both do not stand there.
func (r *resolver) nameBehind(s, at int) (of *Entity, a, b int) {
	tokens := r.tokens(s)
	if !r.starts(tokens, at) {
		return nil, 0, 0
	}
	end := r.extent(tokens, at)
	if tokens[at].Low == "parliament" && end-at >= 3 && r.capitalRun(tokens, at+1, end) == end {
		if c := r.latestState(); c != nil {
			return r.bareBody("parliament", c), at + 1, end
		}
		return nil, 0, 0
	}
	n, e := r.stateAt(tokens, at, end)
	if n == 0 || end-at-n < 2 || r.capitalRun(tokens, at+n, end) != end || r.demonyms[tokens[at].Low] != nil || r.tables.demonyms[tokens[at].Low] != "" || r.tables.heads[tokens[end-1].Low] != "" || !tokens[at+n].IsWord() {
		return nil, 0, 0
	}
	return e, at + n, end
}

func lowerFirst(name, tag string) string {
	if strings.HasPrefix(tag, "NNP") || name == "" {
		return name
	}
	return name
}

// settle finds who holds the office that a phrase describes, where that was said before.
func (r *resolver) settle(p *Phrase) {
	if p.Office == "" || len(p.Entities) > 0 {
		return
	}
	if e := r.holder(p.Office, p.OfficeOf, p.Former); e != nil {
		p.Entities, p.Antecedent = []*Entity{e}, e.Name
	}
}

// holder returns who the article says holds an office, of somebody or, where of is nil,
// of whomever was spoken of last; nil where that is nobody, or several.
func (r *resolver) holder(office string, of *Entity, former bool) *Entity {
	var found *Entity
	several := false
	for _, o := range r.article.Offices {
		if o.Type != office || o.Former != former || of != nil && o.Of != of {
			continue
		}
		if found != nil && found != o.Holder {
			several = true
		}
		found = o.Holder
	}
	if several {
		return nil
	}
	return found
}

// apposition reads what a comma joins to a phrase that says the same thing again: "Ada
// Example, the mission's head,", "the mayor of Harbour City, Ben Sample,".
func (r *resolver) apposition(p *Phrase) {
	s := p.Sentence
	tokens := r.tokens(s)
	p.Core = p.Last
	if p.Pronoun || p.Last+1 >= len(tokens) || len(p.Entities) > 1 {
		return
	}
	if tokens[p.Last].Text == "(" { // an acronym in brackets
		if p.Last+2 < len(tokens) && tokens[p.Last+2].Text == ")" && tokens[p.Last+1].Capital() {
			if len(p.Entities) == 1 && allCapitals(tokens[p.Last+1].Text) {
				r.acronyms[tokens[p.Last+1].Low] = p.Entities[0]
				p.Entities[0].alias(tokens[p.Last+1].Text)
			}
			p.Last += 3
			if p.Last+1 >= len(tokens) {
				return
			}
		}
	}
	if tokens[p.Last].Text != "," {
		return
	}
	next := p.Last + 1
	person := len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindPerson && p.Named
	if person && tokens[next].Tag == "CD" && next+1 < len(tokens) && tokens[next+1].Text == "," { // an age
		p.Last, p.comma = next+2, true
		next = p.Last
		if next+1 >= len(tokens) || tokens[next].Tag != "DT" && tokens[next].Low != "former" {
			return
		}
	}
	known := false
	if tokens[next].Low == "known" && next+2 < len(tokens) && tokens[next+1].Low == "as" {
		next, known = next+2, true
	}
	described := p.Office != "" && len(p.Entities) == 0
	body := len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindOrganization && p.Named && tokens[next].Tag == "DT"
	oneOf := tokens[next].Low == "one" && next+2 < len(tokens) && tokens[next+1].Low == "of"
	called := len(p.Entities) == 1 && p.Entities[0].Unnamed && p.Entities[0].Kind == kg.KindOrganization && tokens[next].Low == "the" && next+1 < len(tokens) && tokens[next+1].Capital()
	switch {
	case described, body, called:
	case person && oneOf:
		next += 2
	case person && r.titleAhead(s, next):
	case person && tokens[next].Tag == "DT" && r.rankAhead(s, next):
	default:
		return
	}
	inner, before, spokenBefore, offices := len(r.article.Inner[s]), len(r.article.Entities), len(r.spoken), len(r.article.Offices)
	q := r.phrase(s, next, 1)
	undo := func() {
		r.article.Inner[s] = r.article.Inner[s][:inner]
		r.spoken = r.spoken[:spokenBefore]
		_, _ = before, offices
	}
	if q == nil {
		return
	}
	closed := q.Last >= len(tokens) || !tokens[q.Last].IsWord() || tokens[q.Last].Low == "and" || tokens[q.Last].Low == "who" || tokens[q.Last].Low == "said" || strings.HasPrefix(tokens[q.Last].Tag, "VB") || tokens[q.Last].Tag == "IN"
	switch {
	case described && q.Named && len(q.Entities) == 1 && q.Entities[0].Kind == kg.KindPerson:
		holder := q.Entities[0]
		if t := r.tables.titles; p.Head < len(tokens) {
			for _, one := range t[tokens[p.Head].Low] {
				holder.setGender(one.gender)
				break
			}
		}
		_ = known
		holders := []*Entity{holder}
		for p.Plural && q.Last+1 < len(tokens) && (tokens[q.Last].Low == "and" || tokens[q.Last].Text == ",") {
			next := q.Last + 1
			if tokens[next].Low == "and" {
				next++
			}
			more := r.phrase(s, next, 1)
			if more == nil || !more.Named || len(more.Entities) != 1 || more.Entities[0].Kind != kg.KindPerson || more.Office != "" {
				break
			}
			holders, q = append(holders, more.Entities[0]), more
		}
		p.Entities, p.Named = holders, true
		if of := p.officesOf; len(of) > 0 {
			for i := 0; i < len(of) && len(of) == len(holders); i++ { // each of his own
				r.office(Office{Holder: holders[i], Type: p.Office, Of: of[i], Former: p.Former, Sentence: s, First: p.First, Last: q.Last, Rule: "name-after-office"})
			}
			break
		}
		if p.Plural && len(holders) == 1 {
			break
		}
		for _, holder := range holders {
			r.phraseOffices(p, holder, q.Last, "name-after-office")
		}
	case person && q.Office != "" && len(q.Entities) == 0 && closed:
		if tokens[q.Head].Low != "" {
			for _, one := range r.tables.titles[tokens[q.Head].Low] {
				p.Entities[0].setGender(one.gender)
				break
			}
		}
		q.First = p.First
		r.phraseOffices(q, p.Entities[0], q.Last, "office-after-name")
	case called && q.Named && len(q.Entities) == 1 && q.Entities[0].Kind == kg.KindOrganization && q.Last+1 < len(tokens) && tokens[q.Last].Text == "," && (strings.HasPrefix(tokens[q.Last+1].Tag, "VB") || tokens[q.Last+1].Tag == "MD"):
		q.Entities[0].Description = p.bare
		p.Entities, p.Named = q.Entities, true
	case person && q.Office == "" && !q.Named && closed:
	case body && len(q.Entities) <= 1 && !q.Named && q.Last < len(tokens) && (tokens[q.Last].Text == "," || tokens[q.Last].Low == "that" || tokens[q.Last].Low == "which" || tokens[q.Last].Low == "led") && r.kindOf(q.bare) == kg.KindOrganization:
		p.Entities[0].Description = q.bare
	default:
		undo()
		return
	}
	p.Last = q.Last
	if p.Last < len(tokens) && tokens[p.Last].Text == "," {
		p.Last, p.comma = p.Last+1, true
	}
}

// phraseOffices notes the offices that a description gives its holder.
func (r *resolver) phraseOffices(p *Phrase, holder *Entity, last int, rule string) {
	of := p.OfficeOf
	if of == nil && p.officeTo == nil && len(p.officesOf) == 0 {
		of = r.homeOf(p.Office, p.Sentence, p.First)
		rule = "office-of-country-spoken-of"
	}
	if of != nil {
		r.office(Office{Holder: holder, Type: p.Office, Of: of, Former: p.Former, Sentence: p.Sentence, First: p.First, Last: last, Rule: rule})
	}
	for _, of := range p.officesOf {
		r.office(Office{Holder: holder, Type: p.Office, Of: of, Former: p.Former, Sentence: p.Sentence, First: p.First, Last: last, Rule: rule})
	}
	if p.officeTo != nil {
		r.office(Office{Holder: holder, Type: "ambassador-to", Of: p.officeTo, Former: p.Former, Sentence: p.Sentence, First: p.First, Last: last, Rule: rule})
	}
}

// titleAhead reports whether the phrase at a token says an office and no name.
func (r *resolver) titleAhead(s, at int) bool {
	tokens := r.tokens(s)
	if !r.starts(tokens, at) {
		return false
	}
	end := r.extent(tokens, at)
	for k := end; k > at; k-- { // behind the last 's
		if tokens[k-1].Low == "'s" || tokens[k-1].Text == "'" {
			at = k
			break
		}
	}
	from, t := r.findTitle(tokens, at, end)
	return t != nil && from+len(t.words) == end
}

// rankAhead reports whether the phrase at a token says a rank or a profession and no name:
// "a former Danish general".
func (r *resolver) rankAhead(s, at int) bool {
	tokens := r.tokens(s)
	if !r.starts(tokens, at) {
		return false
	}
	end := r.extent(tokens, at)
	last := tokens[max(at, end-1)]
	return !last.Capital() && (r.tables.ranks[last.Low] || r.tables.heads[last.Low] == kg.KindPerson)
}

// later finds who is described by an office whose holder is named further down, and makes
// persons of those who are never named.
func (r *resolver) later() {
	for s := range r.article.Phrases {
		for _, p := range append(append([]*Phrase{}, r.article.Phrases[s]...), r.article.Inner[s]...) {
			if p.Office == "" || len(p.Entities) > 0 {
				continue
			}
			if len(p.officesOf) > 1 {
				for _, of := range p.officesOf {
					if e := r.holder(p.Office, of, p.Former); e != nil {
						p.Entities = append(p.Entities, e)
					}
				}
				if len(p.Entities) < len(p.officesOf) {
					p.Entities = nil
				}
				continue
			}
			if p.Plural {
				first := p.First
				tokens := r.tokens(s)
				for first < p.Last-1 && (tokens[first].Tag == "DT" || tokens[first].Tag == "PRP$") {
					first++
				}
				e := r.entity(r.text(s, first, p.Core), kg.KindGroup)
				e.Unnamed = true
				p.Entities, p.Office = []*Entity{e}, ""
				continue
			}
			r.settle(p)
		}
	}
}
