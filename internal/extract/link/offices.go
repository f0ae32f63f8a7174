package link

import (
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

// findTitle returns the office that words from k to b say, and where it begins.
func (r *resolver) findTitle(tokens []english.Token, k, b int) (int, *title) {
	for at := k; at < b; at++ {
		for _, t := range r.tables.titles[tokens[at].Low] {
			n := len(t.words)
			if at+n > b {
				continue
			}
			match := true
			for j, w := range t.words {
				if tokens[at+j].Low != w {
					match = false
					break
				}
			}
			if !match {
				continue
			}
			end := at + n
			if end < b && n == 1 && t.office == "deputy-of" && len(r.tables.titles[tokens[end].Low]) > 0 {
				continue // "Deputy Prime Minister Ada Example"
			}
			// What follows is a name, or nothing.
			if end < b && !(tokens[end].Capital() && r.capitalRun(tokens, end, b) == b) {
				continue
			}
			if end < b && r.tables.heads[tokens[b-1].Low] == kg.KindOrganization && tokens[b-1].Capital() && !strings.Contains(tokens[at].Low, "speaker") {
				continue // "the President Hotel Company"
			}
			one := t
			return at, &one
		}
	}
	return 0, nil
}

var armed = setOf("army military navy air-force forces guard brigade militia division regiment battalion troops corps armed")

// titled reads "[of whom] office [who]".
func (r *resolver) titled(p *Phrase, s, k, at, b int, t *title, owner *Entity, definite bool) *Phrase {
	tokens := r.tokens(s)
	p.Office, p.Head = t.office, at+len(t.words)-1
	p.bare = strings.Join(t.words, " ")
	end := at + len(t.words)
	deputy := false
	body := owner
	bodyFirst := k
	var words []int
	for m := k; m < at; m++ {
		low := tokens[m].Low
		switch {
		case low == "deputy" || low == "vice" || low == "assistant":
			deputy = true
		case skipped[low] || formerly[low]:
			p.Former = p.Former || formerly[low]
		default:
			words = append(words, m)
		}
	}
	if len(words) > 0 {
		if e := r.owner(s, words[0], words[len(words)-1]+1, owner, t); e != nil {
			body = e
		}
	}
	_ = bodyFirst
	if deputy {
		p.Office = "deputy-of"
	}
	switch p.Office {
	case "counterpart", "predecessor", "successor":
		held := r.lastOffice(owner)
		if held == nil {
			p.Office = ""
			return p
		}
		if p.Office == "counterpart" && (body == nil || body == owner) {
			p.Office = ""
			return p
		}
		p.Former = p.Office == "predecessor"
		if p.Office != "counterpart" {
			body = held.Of
		}
		p.Office = held.Type
	}
	if owner != nil && body == owner && owner.Kind == kg.KindPerson && (ofStates[p.Office] || p.Office == "ambassador-of") {
		body = &Entity{}
		if held := r.lastOffice(owner); held != nil && ofStates[held.Type] {
			body = held.Of
		}
	}
	if p.Office == "head-of" && (t.words[0] == "chief" || t.words[0] == "head" || t.words[0] == "chiefs") && len(words) > 0 && armed[tokens[words[len(words)-1]].Low] {
		p.Office = "commander-of"
	}
	if p.Office == "adviser-to" && t.words[0] == "chief" && body != nil && body.Kind == kg.KindOrganization && armed[noun(body.Name)] || p.Office == "adviser-to" && t.words[0] == "chief" && len(words) > 0 && armed[tokens[words[len(words)-1]].Low] {
		p.Office = "commander-of"
	}
	if len(words) > 0 && tokens[words[len(words)-1]].Low == "staff" && t.words[0] == "chief" {
		body = &Entity{} // "the General Staff chief"
	}
	if body != nil && ((p.Office == "head-of" || p.Office == "deputy-of") && body.Kind == kg.KindCountry || t.words[0] == "high" && body.Kind == kg.KindOrganization) {
		body = &Entity{} // "the Kestrian intelligence chief" is not the head of Kestria
	}
	if body != nil && body.Name != "" {
		p.OfficeOf = body
	}
	if body != nil && body.Name == "" {
		p.OfficeOf = body // of somebody who is not told: never guessed at
	}
	if end < b {
		e := r.person(s, end, b)
		e.setGender(t.gender)
		p.Entities, p.Named, p.title = []*Entity{e}, true, true
		rule := "office-before-name"
		if p.OfficeOf == nil && ofStates[p.Office] && r.on != nil {
			if code := governs(e.Name, *r.on); code != "" {
				c := r.state(code)
				r.spoken = append(r.spoken, spoken{c, s, p.First, true})
				r.office(Office{Holder: e, Type: p.Office, Of: c, Former: p.Former, Sentence: s, First: p.First, Last: b, Rule: "office-of-known-government"})
				return p
			}
		}
		if secretary := t.words[len(t.words)-1] == "secretary"; p.OfficeOf == nil && secretary {
			if c := r.secretaries(); c != nil {
				r.office(Office{Holder: e, Type: p.Office, Of: c, Former: p.Former, Sentence: s, First: p.First, Last: b, Rule: "office-of-country-spoken-of"})
			}
		} else if p.OfficeOf == nil {
			if c := r.homeOf(p.Office, s, p.First); c != nil {
				p.Former = p.Former || r.on != nil && governed(e.Name, c.State, *r.on)
				r.office(Office{Holder: e, Type: p.Office, Of: c, Former: p.Former, Sentence: s, First: p.First, Last: b, Rule: "office-of-country-spoken-of", OfWords: ""})
			}
		} else {
			r.office(Office{Holder: e, Type: p.Office, Of: p.OfficeOf, Former: p.Former, Sentence: s, First: p.First, Last: b, Rule: rule})
		}
		return p
	}
	p.Plural = tokens[end-1].Tag == "NNS" || strings.HasSuffix(tokens[end-1].Low, "s") && len(t.words) > 0 && tokens[end-1].Low != "chiefs of"
	return p
}

// secretaries returns the one state among those with secretaries for ministers that was
// spoken of.
func (r *resolver) secretaries() *Entity {
	var found *Entity
	for _, sp := range r.spoken {
		if e := sp.entity; e.State == "US" || e.State == "GB" {
			if found != nil && found != e {
				return nil
			}
			found = e
		}
	}
	return found
}

// ofStates are the offices that only states have: one that stands without a state is of
// the one that the article is about.
var ofStates = setOf("president-of prime-minister-of foreign-minister-of defence-minister-of interior-minister-of minister-of chancellor-of monarch-of vice-president-of secretary-of-state-of")

// homeOf returns the state that an office is of which stands without one.
func (r *resolver) homeOf(office string, s, first int) *Entity {
	if !ofStates[office] {
		return nil
	}
	if office == "secretary-of-state-of" {
		return r.state("US")
	}
	most, top, second := "", 0, 0
	for name, n := range r.mentions {
		switch {
		case n > top || n == top && (most == "" || name < most):
			most, top, second = name, n, max(top, second)
		default:
			second = max(second, n)
		}
	}
	if top > 0 && top >= 2*second && r.begins[most] {
		return r.stateCalled(most)
	}
	if r.headline != "" && 2*r.mentions[r.headline] >= top {
		return r.stateCalled(r.headline)
	}
	here := map[int]map[*Entity]bool{}
	for _, sp := range r.spoken {
		if sp.entity.Kind != kg.KindCountry {
			continue
		}
		if here[sp.sentence] == nil {
			here[sp.sentence] = map[*Entity]bool{}
		}
		here[sp.sentence][sp.entity] = true
	}
	for back := 0; back <= 1; back++ {
		if len(here[s-back]) != 1 || r.lead != nil {
			continue
		}
		for e := range here[s-back] {
			if r.begins[e.Name] {
				return e
			}
		}
	}
	return r.lead
}

// stateCalled returns the state of a name that stateName gave.
func (r *resolver) stateCalled(name string) *Entity {
	if code := stateNamed(name); code != "" {
		return r.state(code)
	}
	return r.entity(name, kg.KindCountry)
}

// lastOffice returns the office that somebody is last said to hold.
func (r *resolver) lastOffice(e *Entity) *Office {
	for i := len(r.article.Offices) - 1; i >= 0; i-- {
		if o := &r.article.Offices[i]; o.Holder == e {
			return o
		}
	}
	return nil
}

// ofYear reports whether a sentence tells of a year.
func (r *resolver) ofYear(s int) bool {
	for _, t := range r.tokens(s) {
		if len(t.Text) == 4 && (strings.HasPrefix(t.Text, "19") || strings.HasPrefix(t.Text, "20")) && r.timed[t.Start] {
			return true
		}
	}
	return false
}

func (r *resolver) office(o Office) {
	if o.Holder == nil || o.Of == nil || o.Of.Name == "" || o.Holder == o.Of || o.Holder.Kind != kg.KindPerson || o.Type == "" {
		return
	}
	switch o.Type {
	case "member-of":
		if o.Of.Kind != kg.KindOrganization {
			return
		}
	case "governor-of", "mayor-of":
	default:
		if !o.Of.Kind.IsActor() {
			return
		}
	}
	for _, have := range r.article.Offices {
		if have.Holder == o.Holder && have.Type == o.Type && have.Of == o.Of {
			return
		}
		if guessed := o.Rule == "office-of-country-spoken-of"; guessed && !o.Former && !have.Former && have.Type == o.Type && have.Of == o.Of && ofStates[o.Type] && o.Type != "minister-of" {
			if !r.ofYear(o.Sentence) { // another holds it: this one's state is not told
				return
			}
			o.Former = true
		}
	}
	r.article.Offices = append(r.article.Offices, o)
}
