package link

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// described reads a phrase that describes what it speaks of: "Kestrian forces", "the
// mission", "two officials", "the National Accord party".
func (r *resolver) described(p *Phrase, s, first, k, b int, owner *Entity, definite bool) *Phrase {
	tokens := r.tokens(s)
	head := tokens[b-1].Low
	p.bare = head
	kind := r.kindOf(head)
	if owner != nil && owner.Name == "" {
		return p // of somebody who is not told
	}
	// "the mining company Norvind"
	for m := k + 1; m < b; m++ {
		if tokens[m].Capital() && r.capitalRun(tokens, m, b) == b && !tokens[m-1].Capital() && r.kindOf(tokens[m-1].Low) != "" && owner == nil {
			class := r.kindOf(tokens[m-1].Low)
			if class != kg.KindOrganization && class != kg.KindPlace && class != kg.KindPerson {
				break
			}
			var e *Entity
			if class == kg.KindPerson {
				e = r.person(s, m, b)
			} else {
				e = r.entity(r.text(s, m, b), class)
				e.Description = tokens[m-1].Low
			}
			p.Entities, p.Named = []*Entity{e}, true
			return p
		}
	}
	// A name with the noun that says what it is of: "the National Accord party".
	if run := r.capitalRun(tokens, k, b); run > k && run == b-1 && owner == nil {
		if n, _ := r.stateAt(tokens, k, run); n != run-k {
			switch {
			case kind == kg.KindOrganization && !bodies[head] || kind == kg.KindPlace:
				if e := r.entities[kg.FoldName(r.text(s, k, run))]; e != nil && e.Kind == kind && kind == kg.KindOrganization {
					p.Entities, p.Named = []*Entity{e}, true
					return p
				}
				name := r.text(s, k, run)
				whole := kind == kg.KindPlace || kind == kg.KindOrganization && run-k == 1 && head == "movement"
				if whole {
					name = r.text(s, k, b)
				}
				e := r.entity(name, kind)
				if kind == kg.KindOrganization && whole { // "the Kestri movement", later "the Kestris"
					e.alias(r.text(s, k, run))
					r.acronyms[tokens[k].Low] = e
				}
				p.Entities, p.Named = []*Entity{e}, true
				return p
			}
		}
	}
	var state *Entity
	n, e := r.stateAt(tokens, k, b)
	if n > 0 && k+n < b {
		state = e
		r.spoken = append(r.spoken, spoken{state, s, k, true})
	} else if owner != nil && owner.Kind == kg.KindCountry {
		state = owner
	}
	switch {
	case head == "countries" || head == "sides" || head == "governments" || head == "nations" || head == "neighbours" || head == "neighbors":
		if tokens[first].Low == "two" || tokens[p.First].Low == "both" || p.First < first && tokens[p.First].Low == "both" {
			p.Plural = true
			p.Entities = r.bothCountries()
			if head == "sides" && (len(r.mentions) != 2 || slices.ContainsFunc(p.Entities, func(e *Entity) bool { return r.mentions[e.Name] < 3 })) {
				p.Entities = nil
			}
			return p
		}
	case definite && (head == "country" || head == "state") && state == nil && k == b-1:
		if c := r.latestState(); c != nil {
			p.Entities = []*Entity{c}
			p.Antecedent = c.Name
		}
		return p
	}
	if (head == "rebels" || head == "fighters" || head == "militants" || head == "insurgents" || head == "guerrillas") && state == nil && owner == nil {
		if run := r.capitalRun(tokens, k, b); run == b-1 && run > k && !r.opening(s, k, run) && tokens[k].Low != "rebel" { // "Harun Front fighters"
			q := &Phrase{Sentence: s, First: k, Last: run}
			r.named(q, s, k, run, true)
			if len(q.Entities) == 1 && q.Entities[0].Kind == kg.KindOrganization && (run-k > 1 || !q.Entities[0].Guessed && allCapitals(tokens[k].Text) || len(q.Entities[0].Aliases) > 0 || q.Antecedent != "") {
				p.Entities, p.Named = q.Entities, true
				return p
			}
		}
		if (definite || first == p.First) && k == b-1 || k == b-2 && tokens[k].Low == "rebel" {
			if e := r.rebels(); e != nil {
				p.Entities, p.Antecedent = []*Entity{e}, e.Name
				return p
			}
		}
	}
	if single := strings.TrimSuffix(head, "s"); kind == "" && single != head && (r.demonyms[single] != nil || r.tables.demonyms[single] != "") && k < b {
		kind = kg.KindGroup // "100 Kestrians"
	}
	if kind == "" {
		return p
	}
	if kind == kg.KindGroup && state != nil && (head == "troops" || head == "soldiers" || head == "agents") && tokens[first].Tag != "CD" {
		kind = kg.KindOrganization
	}
	if n > 0 && k+n < b-1 && tokens[k+n].Capital() && bodies[head] { // "Bosnian Serb forces"
		state = nil
	}
	if kind == kg.KindOrganization && state != nil {
		name := r.text(s, k, b)
		if owner != nil {
			e := r.bodyOf(s, k, b, owner, state)
			p.Entities = []*Entity{e}
			p.Named = true
			return p
		}
		e := r.bodyOf(s, k, b, nil, state)
		if !bodies[head] && !tokens[b-1].Capital() && e.Name == name {
			e.Unnamed = true
		}
		p.Entities, p.Named = []*Entity{e}, true
		return p
	}
	if (definite || head == "parliament") && k == b-1 && (kind == kg.KindOrganization || kind == kg.KindGroup) && owner == nil {
		home := r.latestState()
		if e := r.bodyCalled(head); e != nil && !(bodies[head] && home != nil && e.Of != nil && e.Of != home) && (!stateBodies[head] || e.Of != nil || tokens[b-1].Capital()) {
			p.Entities, p.Antecedent = []*Entity{e}, e.Name
			return p
		}
		if kind == kg.KindOrganization && (!bodies[head] || head == "opposition") {
			return p
		}
		if kind == kg.KindOrganization {
			if c := r.latestState(); c != nil {
				e := r.bareBody(head, c)
				p.Entities, p.Antecedent = []*Entity{e}, c.Name
			}
			return p
		}
	}
	if kind == kg.KindPlace || kind == kg.KindReport {
		return p
	}
	name := r.text(s, first, b)
	if owner != nil {
		by := owner
		if by.Of != nil && by.Kind == kg.KindOrganization && (head == "troops" || head == "soldiers" || head == "forces") {
			by = by.Of
		}
		if r.owned != "" {
			name = r.owned + name
		} else {
			name = by.Name + r.possessive + name
		}
	}
	if definite && (kind == kg.KindProposal || kind == kg.KindEvent) {
		for i := len(r.article.Entities) - 1; i >= 0; i-- {
			if e := r.article.Entities[i]; (e.Kind == kind || e.Kind == kg.KindProposal && kind == kg.KindEvent) && (e.Unnamed || head != "war") && (LastWord(e.Name) == head || strings.HasPrefix(kg.FoldName(e.Name), head+" ")) && k == b-1 {
				p.Entities = []*Entity{e}
				return p
			}
		}
	}
	if definite && k == b-1 && owner == nil && kind == kg.KindProposal {
		if e := r.sameAgreement(head); e != nil {
			p.Entities, p.Antecedent = []*Entity{e}, e.Name
			return p
		}
	}
	e = r.entity(name, kind)
	e.Unnamed = e.Unnamed || owner == nil || kind != kg.KindOrganization
	if kind != e.Kind {
		return p
	}
	if kind == kg.KindOrganization && e.Of == nil && e != state && e != owner {
		if state != nil {
			e.Of = state
		} else if owner != nil && owner.Kind == kg.KindOrganization && owner.Name != "" {
			e.Of, p.Named = owner, r.owned != ""
		}
	}
	p.Entities = []*Entity{e}
	return p
}

// stateBodies are those that are of a state where they are called by nothing else.
var stateBodies = setOf("army military navy police parliament")

// bareBody returns the body of a state that the text calls "the army": by the name that it
// has elsewhere in the text, if any.
func (r *resolver) bareBody(head string, state *Entity) *Entity {
	name := state.Name + r.possessive + head
	unnamed := !strings.Contains(string(r.article.Text.Runes), name)
	if unnamed {
		name = head + " of " + state.Name
	}
	for _, e := range r.article.Entities {
		if e.Of == state && e.Kind == kg.KindOrganization && (LastWord(e.Name) == head && strings.Count(e.Name, " ") == strings.Count(state.Name, " ")+1 || e.Name == name) {
			return e
		}
	}
	e := r.entity(name, kg.KindOrganization)
	e.Unnamed = e.Unnamed || unnamed
	if e.Of == nil && e != state {
		e.Of = state
	}
	return e
}

// agreements are nouns that may speak of one agreement.
var agreements = setOf("agreement accord deal pact treaty")

// sameAgreement returns the one agreement that was spoken of by another noun.
func (r *resolver) sameAgreement(head string) *Entity {
	if !agreements[head] {
		return nil
	}
	var found *Entity
	for _, e := range r.article.Entities {
		if e.Kind != kg.KindProposal || !agreements[LastWord(e.Name)] {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	return found
}

// kindOf returns what a noun says that something is; nothing where it says nothing.
func (r *resolver) kindOf(head string) kg.EntityKind {
	if k, is := r.tables.heads[head]; is {
		return k
	}
	if single, plural := strings.CutSuffix(head, "s"); plural {
		switch k := r.tables.heads[single]; k {
		case kg.KindProposal, kg.KindEvent, kg.KindReport:
			return k
		}
	}
	if i := strings.LastIndexByte(head, '-'); i > 0 {
		return r.tables.heads[head[i+1:]]
	}
	return ""
}

// rebels returns the only body of the article that fights and is of no state; nil where
// there are more.
func (r *resolver) rebels() *Entity {
	var found *Entity
	for _, e := range r.article.Entities {
		low := strings.ToLower(e.Name)
		rebel := e.Kind == kg.KindOrganization && e.Of == nil && !e.Unnamed && (strings.Contains(e.Description, "group") || strings.Contains(low+" ", " front ") || strings.Contains(low+" ", " army ") || strings.Contains(low+" ", " movement ") || strings.Contains(low+" ", " militia ") || strings.Contains(low, "armed forces of"))
		if !rebel {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	return found
}

// bodyCalled returns the organization that "the mission" or "the Front" stands for.
func (r *resolver) bodyCalled(head string) *Entity {
	for i := len(r.spoken) - 1; i >= 0; i-- {
		e := r.spoken[i].entity
		if e.Kind != kg.KindOrganization && e.Kind != kg.KindGroup || e.Of != nil && head == "government" && !strings.Contains(strings.ToLower(e.Name), head) {
			continue
		}
		low := strings.ToLower(e.Name)
		if low == head || strings.HasSuffix(low, " "+head) || strings.HasPrefix(low, head+" of") || strings.Contains(e.Description, head) && e.Description != "" {
			return e
		}
	}
	return nil
}

// bothCountries returns the two states that the article has spoken of so far; nil where
// there are more or fewer.
func (r *resolver) bothCountries() []*Entity {
	var two []*Entity
	counts := map[*Entity]int{}
	for _, sp := range r.spoken {
		if sp.entity.Kind != kg.KindCountry {
			continue
		}
		if counts[sp.entity]++; counts[sp.entity] == 1 {
			two = append(two, sp.entity)
		}
	}
	if len(two) == 2 {
		return two
	}
	// Those that the article is about, or those of the sentence before.
	slices.SortStableFunc(two, func(a, b *Entity) int { return r.mentions[b.Name] - r.mentions[a.Name] })
	if len(two) > 2 && r.mentions[two[1].Name] >= 2*r.mentions[two[2].Name] {
		return two[:2]
	}
	for back := 0; back <= 1; back++ {
		var here []*Entity
		for _, sp := range r.spoken {
			if sp.entity.Kind == kg.KindCountry && sp.sentence == r.sentenceAt-back && !slices.Contains(here, sp.entity) {
				here = append(here, sp.entity)
			}
		}
		if len(here) == 2 {
			return here
		}
	}
	return nil
}

// pronoun finds whom "he" stands for.
func (r *resolver) pronoun(p *Phrase, word string) {
	switch word {
	case "he", "him", "she", "her":
		if e := r.personBefore(p.Sentence, p.First, word, word == "him" || word == "her"); e != nil {
			p.Entities, p.Antecedent = []*Entity{e}, e.Name
		}
	case "it":
		if e := r.bodyBefore(p.Sentence, p.First); e != nil {
			p.Entities, p.Antecedent = []*Entity{e}, e.Name
		}
	case "they", "them":
		p.Plural = true
		r.lists(p.Sentence)
		if q := r.plural; q != nil && q.Sentence >= p.Sentence-1 {
			p.Entities = q.Entities
			if len(q.Entities) == 1 {
				p.Antecedent = q.Entities[0].Name
			}
		} else if word == "they" {
			p.Entities = r.twoPersons(p.Sentence - 1)
		}
	}
}

// twoPersons returns the persons of a sentence where they are two.
func (r *resolver) twoPersons(s int) []*Entity {
	var two []*Entity
	for _, sp := range r.spoken {
		if sp.sentence == s && sp.entity.Kind == kg.KindPerson && !sp.owns && !slices.Contains(two, sp.entity) {
			two = append(two, sp.entity)
		}
	}
	if len(two) != 2 {
		return nil
	}
	return two
}

func (r *resolver) possessor(s, at int, word string) *Entity {
	switch word {
	case "his", "her":
		return r.personBefore(s, at, word, false)
	case "its":
		return r.bodyBefore(s, at)
	}
	return nil
}

// personBefore returns the one person that a pronoun can stand for: the only one of its
// sentence so far, or else the only one, or the first, of the sentence before.
// An object is not the subject of its own verb.
func (r *resolver) personBefore(s, at int, word string, object bool) *Entity {
	gender := byte('m')
	if word == "she" || word == "her" {
		gender = 'f'
	}
	object = object && !r.clauseBetween(s, at)
	pick := func(sentence int) (only, first *Entity, n int) {
		told := slices.ContainsFunc(r.spoken, func(sp spoken) bool {
			return sp.sentence == sentence && sp.entity.Kind == kg.KindPerson && sp.entity.gender == gender && !sp.owns && (sentence < s || sp.first < at)
		})
		for _, sp := range r.spoken {
			e := sp.entity
			if told && e.gender == 0 && sentence < s || object && sentence == s && !sp.owns {
				continue
			}
			if sp.sentence != sentence || e.Kind != kg.KindPerson || e.Unnamed || e.gender != 0 && e.gender != gender || sentence == s && sp.first >= at {
				continue
			}
			if first == nil {
				first = e
			}
			if e != only {
				if only != nil && e != first {
					n++
				}
				if only == nil {
					n = 1
				}
				only = e
			}
		}
		return only, first, n
	}
	_, first, n := pick(s)
	if n == 0 {
		for back := 1; back <= 2 && n == 0 && s-back >= 0; back++ {
			_, first, n = pick(s - back)
		}
		if n > 2 {
			return nil
		}
	} else if n > 1 {
		return nil
	}
	if first != nil && first.gender == 0 {
		first.gender = gender
	}
	return first
}

// clauseBetween reports whether a clause begins in a sentence before a token.
func (r *resolver) clauseBetween(s, at int) bool {
	tokens := r.tokens(s)
	for i := r.article.Body[s]; i < at; i++ {
		switch t := tokens[i]; t.Low {
		case "who", "which", "whose":
			if tokens[max(0, i-1)].Text != "," {
				return true
			}
		case "that", "whom", "said", "when", "after", "before", "while", "because", "where", "since", "until", "to", "and", "but":
			return true
		}
	}
	return false
}

// bodyBefore returns the state or body that "it" stands for: the only one of its sentence
// so far, or else the first of the sentence before.
func (r *resolver) bodyBefore(s, at int) *Entity {
	for back := 0; back <= 1 && s-back >= 0; back++ {
		var first *Entity
		n := 0
		for _, sp := range r.spoken {
			e := sp.entity
			if sp.owns || sp.sentence != s-back || e.Kind != kg.KindCountry && e.Kind != kg.KindOrganization || back == 0 && sp.first >= at {
				continue
			}
			if first == nil {
				first = e
			}
			if e != first {
				n++
			}
		}
		if first != nil {
			if n > 0 && back == 0 {
				return nil
			}
			return first
		}
	}
	return nil
}
