package link

import (
	"slices"
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

func (r *resolver) text(s, a, b int) string {
	tokens := r.tokens(s)
	if a >= b {
		return ""
	}
	return r.article.Text.Words(tokens[a].Start, tokens[b-1].End)
}

// person returns the person of a name.
func (r *resolver) person(s, a, b int) *Entity {
	tokens := r.tokens(s)
	for a < b-1 && r.tables.ranks[strings.TrimSuffix(tokens[a].Low, ".")] {
		a++
	}
	name := r.text(s, a, b)
	if b-a == 1 && a > 0 && peers[tokens[a-1].Low] && tokens[a-1].Capital() && r.surnames[tokens[a].Low] == nil && r.entities[kg.FoldName(name)] == nil {
		e := r.entity(r.text(s, a-1, b), kg.KindPerson)
		e.alias(name)
		r.surnames[tokens[a].Low] = e
		return e
	}
	if e := r.entities[kg.FoldName(name)]; e != nil {
		return e
	}
	last := tokens[b-1].Low
	if b-a == 1 {
		if e := r.surnames[last]; e != nil {
			return e
		}
	}
	e := r.entity(name, kg.KindPerson)
	if g := r.tables.given[tokens[a].Low]; b-a > 1 && e.gender == 0 {
		e.setGender(g)
	}
	if b-a > 1 {
		for _, t := range []english.Token{tokens[b-1], tokens[max(a+1, b-2)]} {
			if _, taken := r.surnames[t.Low]; !taken { // of two, the surname alone is the first one's
				r.surnames[t.Low] = e
			}
		}
		if i := strings.LastIndexAny(tokens[b-1].Low, "-"); i > 0 && i < 4 { // al-Rashid
			rest := tokens[b-1].Low[i+1:]
			if _, taken := r.surnames[rest]; !taken {
				r.surnames[rest] = e
			}
		}
		e.alias(tokens[b-1].Text)
	} else if _, taken := r.surnames[last]; !taken {
		r.surnames[last] = e
	}
	return e
}

// peers are forms of address that a name of one word is not told without.
var peers = setOf("lord lady prince princess baroness pope imam ayatollah sheikh sheik")

var placeBefore = setOf("in at near outside around inside toward towards via throughout across")

var placeNouns = setOf("river valley sea mountains mountain strait straits province peninsula islands island airport bridge bay gulf lake desert region district square street castle base port canal corridor pass hills heights plateau county heights harbour harbor")

// named reads a name that stands alone.
func (r *resolver) named(p *Phrase, s, a, b int, definite bool) *Phrase {
	tokens := r.tokens(s)
	name := r.text(s, a, b)
	low := strings.ToLower(plainName(name))
	before := ""
	if p.First > 0 {
		before = tokens[p.First-1].Low
	}
	p.Named = true
	one := func(e *Entity) *Phrase { p.Entities = []*Entity{e}; return p }
	following := ""
	if b+1 < len(tokens) && tokens[b].Text == "(" && b+2 < len(tokens) && tokens[b+2].Text == ")" {
		following = tokens[b+1].Text
	}
	if e := r.entities[kg.FoldName(name)]; e != nil {
		return one(e)
	}
	if b-a == 1 {
		if e := r.surnames[low]; e != nil {
			return one(e)
		}
		if e := r.acronyms[low]; e != nil {
			return one(e)
		}
	}
	if e := r.beginsName(low); e != nil && b-a > 1 {
		e.alias(name)
		return one(e)
	}
	if full := inFull(name); full != name {
		e := r.entity(full, kg.KindOrganization)
		e.alias(name)
		return one(e)
	}
	if b-a == 1 && definite && r.tables.heads[low] != "" {
		if e := r.bodyCalled(low); e != nil {
			p.Antecedent = e.Name
			return one(e)
		}
	}
	if code := stateNamed(plainName(name)); code != "" && !(b-a == 1 && definite && code != "US") {
		e := r.state(code)
		e.alias(name)
		return one(e)
	}
	if _, country := r.countries[low]; country {
		e := r.countries[low]
		if e == nil {
			e = r.entity(name, kg.KindCountry)
			r.countries[low] = e
		}
		return one(e)
	}
	if e := r.demonyms[low]; e != nil {
		return one(e)
	}
	if code := r.tables.demonyms[low]; code != "" && (p.Plural || before == "the") {
		return one(r.state(code))
	}
	if single, plural := strings.CutSuffix(low, "s"); plural && definite { // "the Kestrians"
		if e := r.demonyms[single]; e != nil {
			return one(e)
		}
		if code := r.tables.demonyms[single]; code != "" {
			return one(r.state(code))
		}
		if e := r.acronyms[single]; e != nil {
			return one(e)
		}
	}
	if code := r.tables.seats[low]; code != "" {
		if placeBefore[before] || before == "to" || before == "from" {
			e := r.entity(name, kg.KindPlace)
			return one(e)
		}
		if following == "" && b < len(tokens) && (tokens[b].Text != ",") {
			e := r.state(code)
			e.alias(name)
			p.Seat = r.entity(name+" ", kg.KindPlace)
			return one(e)
		}
		return one(r.entity(name+" ", kg.KindPlace))
	}
	words := strings.Fields(low)
	last := strings.Trim(words[len(words)-1], "-")
	kind, guessed := kg.EntityKind(""), false
	switch {
	case following != "" && allCapitals(following):
		kind = kg.KindOrganization
	case placeNouns[last] && b-a > 1:
		kind = kg.KindPlace
	case b-a > 1 && slices.ContainsFunc(words, func(w string) bool { return r.tables.heads[w] == kg.KindOrganization }):
		kind = kg.KindOrganization
		if n, state := r.stateAt(tokens, a, b); n > 0 && n < b-a && (last == "ministry" || bodies[last] && n == b-a-1) && (r.demonyms[tokens[a].Low] != nil || r.tables.demonyms[tokens[a].Low] != "") {
			return one(r.bodyOf(s, a, b, nil, state))
		}
	case b-a > 1 && (r.tables.heads[last] == kg.KindProposal || tokens[b-1].Tag == "CD" && r.tables.heads[words[len(words)-2]] == kg.KindProposal):
		kind = kg.KindProposal
	case b-a > 1 && r.tables.heads[last] == kg.KindEvent:
		kind = kg.KindEvent
	case allCapitals(tokens[a].Text) && b-a == 1:
		kind = kg.KindOrganization
	case placeBefore[before] || before == "of" && p.First > 1 && placeOf[tokens[p.First-2].Low]:
		kind = kg.KindPlace
	case definite:
		kind = kg.KindOrganization
	case b-a > 1 && (before == "to" || before == "from") && !personalVerbs[follow(tokens, b)]:
		kind = kg.KindPlace
	case b-a > 1:
		return one(r.person(s, a, b))
	case before == "to" || before == "from" || before == "of":
		kind, guessed = kg.KindPlace, true
	default:
		kind, guessed = kg.KindOrganization, true
	}
	e := r.entity(name, kind)
	e.Guessed = guessed
	if following != "" && allCapitals(following) {
		r.acronyms[strings.ToLower(following)] = e
		e.alias(following)
	}
	return one(e)
}

// beginsName returns the one organization whose name is that of a phrase and the noun that
// says what it is: "Coast Army" of "Coast Army Command"; nil where there is none.
func (r *resolver) beginsName(low string) *Entity {
	var found *Entity
	for _, e := range r.article.Entities {
		if e.Kind != kg.KindOrganization || e.Of != nil {
			continue
		}
		name := strings.ToLower(plainName(e.Name))
		if rest, is := strings.CutPrefix(name, low+" "); !is || r.tables.heads[rest] != kg.KindOrganization {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	return found
}

// inFull returns the name of a body of which everybody writes the initials.
func inFull(name string) string {
	first, rest, _ := strings.Cut(name, " ")
	switch first {
	case "U.N.", "UN", "U.N":
		first = "United Nations"
	case "EU", "E.U.":
		first = "European Union"
	case "AU", "A.U.":
		first = "African Union"
	default:
		return name
	}
	return strings.TrimSpace(first + " " + rest)
}

func follow(tokens []english.Token, b int) string {
	if b < len(tokens) {
		return tokens[b].Low
	}
	return ""
}

var personalVerbs = setOf("said told who met")

var placeOf = setOf("town city village port province region district island capital suburb outskirts north south east west")

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '’' {
			return '\''
		}
		return r
	}, name)
}

// owner returns whom the words before an office or a force name: a state, a body, or a
// body of a state that the words before own.
func (r *resolver) owner(s, a, b int, owner *Entity, t *title) *Entity {
	tokens := r.tokens(s)
	if owner != nil && owner.Name == "" {
		return owner
	}
	var state *Entity
	k := a
	if k < b {
		if n, e := r.stateAt(tokens, k, b); n > 0 {
			state, k = e, k+n
		}
	}
	if state != nil {
		r.spoken = append(r.spoken, spoken{state, s, k, true})
	}
	if owner != nil && owner.Kind == kg.KindCountry && state == nil {
		state = owner
	}
	if k >= b {
		return state
	}
	// A body of it, in small letters or capitals.
	for k < b && !tokens[k].Capital() && r.tables.heads[tokens[k].Low] != kg.KindOrganization && k < b-1 {
		k++ // "regional army commander"
	}
	head := tokens[b-1].Low
	if low := strings.ToLower(r.text(s, k, b)); state == nil && palaces[low] {
		return r.entity(r.text(s, k, b), kg.KindOrganization)
	}
	if tokens[k].Capital() && r.capitalRun(tokens, k, b) == b && !(b-k == 1 && k == r.article.Body[s] && bodies[head]) {
		if state != nil {
			if r.tables.heads[head] == kg.KindOrganization {
				return r.bodyOf(s, a, b, owner, state)
			}
			return state
		}
		if r.tables.heads[head] == kg.KindOrganization || b-k > 1 || allCapitals(tokens[k].Text) || !isPortfolio(head) {
			if isPortfolio(head) || t != nil && (t.office == "minister-of" && b-k <= 2) {
				return state
			}
			if t != nil && ofStates[t.office] && b-k == 1 && (strings.HasSuffix(head, "an") || strings.HasSuffix(head, "ese") || strings.HasSuffix(head, "ish")) && r.entities[head] == nil {
				return &Entity{} // an adjective of a state that is not told
			}
			p := &Phrase{Sentence: s, First: k, Last: b}
			r.named(p, s, k, b, r.tables.heads[head] == kg.KindOrganization)
			if len(p.Entities) == 1 && p.Entities[0].Kind.IsActor() {
				return p.Entities[0]
			}
		}
		return state
	}
	if bodies[head] {
		if state == nil && owner == nil {
			state = r.latestState()
		}
		if state != nil && owner == nil && k == a {
			return r.bareBody(head, state)
		}
		if state != nil {
			return r.bodyOf(s, a, b, owner, state)
		}
		return &Entity{}
	}
	if owner != nil && state == nil {
		return owner
	}
	return state
}

var palaces = map[string]bool{"kremlin": true, "white house": true, "pentagon": true, "downing street": true, "elysee": true, "élysée": true}

func isPortfolio(low string) bool { return portfolios[low] }

var portfolios = setOf(`finance justice economy economic trade health energy information transport education agriculture environment oil water culture labour labor industry planning housing tourism
development communications cabinet security intelligence deputy chief senior national internal external foreign defence defense interior affairs general state prime`)

// bodies are what a state has, in small letters.
var bodies = setOf("army military navy police government parliament opposition forces guard cabinet junta ministry air-force coastguard")

// stateAt returns the state that words at k name or are an adjective of.
func (r *resolver) stateAt(tokens []english.Token, k, b int) (int, *Entity) {
	for n := min(3, b-k); n > 0; n-- {
		var words []string
		for i := k; i < k+n; i++ {
			words = append(words, tokens[i].Low)
		}
		low := strings.Join(words, " ")
		if !tokens[k].Capital() {
			return 0, nil
		}
		if e := r.demonyms[low]; e != nil {
			return n, e
		}
		if code := r.tables.demonyms[low]; code != "" {
			return n, r.state(code)
		}
		if n == 1 && r.surnames[low] != nil {
			continue
		}
		text := ""
		for i := k; i < k+n; i++ {
			if text != "" {
				text += " "
			}
			text += tokens[i].Text
		}
		if code := stateNamed(text); code != "" {
			e := r.state(code)
			e.alias(text)
			return n, e
		}
		if _, is := r.countries[low]; is {
			if r.countries[low] == nil {
				r.countries[low] = r.entity(text, kg.KindCountry)
			}
			return n, r.countries[low]
		}
	}
	return 0, nil
}

// bodyOf returns a force, ministry or the like of a state.
func (r *resolver) bodyOf(s, a, b int, owner, state *Entity) *Entity {
	tokens := r.tokens(s)
	name := r.text(s, a, b)
	if n, e := r.stateAt(tokens, a, b); n > 0 && e == state && (owner == nil || owner == state) {
		if kind := "'s"; a+n < b && tokens[a+n].Low == kind {
			n++
		}
		rest := r.text(s, a+n, b)
		if _, demonym := r.demonyms[tokens[a].Low]; !demonym && r.tables.demonyms[tokens[a].Low] == "" && rest != "" {
			name = state.Name + r.possessive + rest
		}
	} else if owner != nil && r.owned != "" {
		name = r.owned + name
	} else if owner != nil && strings.EqualFold(name, "government") {
		name = "government of " + state.Name
	} else if owner != nil {
		name = owner.Name + r.possessive + name
	} else {
		name = state.Name + r.possessive + name
	}
	for _, e := range r.article.Entities {
		if e.Of == state && e.Kind == kg.KindOrganization && LastWord(e.Name) == LastWord(name) && strings.Count(e.Name, " ") == strings.Count(name, " ") {
			e.alias(name)
			return e
		}
	}
	e := r.entity(name, kg.KindOrganization)
	if e.Of == nil && e != state {
		e.Of = state
	}
	return e
}

// noun returns what the name of a body says that it is: "army" of "Kestria's army" and of
// "army of Kestria".
func noun(name string) string {
	if first, _, of := strings.Cut(name, " of "); of && bodies[first] {
		return first
	}
	return LastWord(name)
}

// LastWord returns the last word of a name in small letters.
func LastWord(name string) string {
	return strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:])
}

func (r *resolver) latestState() *Entity {
	return r.homeOf("president-of", r.sentenceAt, 0)
}
