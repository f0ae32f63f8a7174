package link

import (
	"strings"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

// deepest is how deep phrases within phrases are read.
const deepest = 5

// sentence reads the phrases of a sentence.
func (r *resolver) sentence(s int) {
	tokens := r.tokens(s)
	r.sentenceAt = s
	for i := r.article.Body[s]; i < len(tokens); {
		p := r.phrase(s, i, 0)
		if p == nil {
			i++
			continue
		}
		r.apposition(p)
		r.article.Phrases[s] = append(r.article.Phrases[s], p)
		r.speak(p)
		i = p.Last
	}
	r.lists(s)
	if r.lead == nil && !r.led {
		r.led = true
		for _, sp := range r.spoken {
			if sp.sentence == s && sp.entity.Kind == kg.KindCountry {
				if r.lead != nil && r.lead != sp.entity {
					r.lead = nil
					break
				}
				r.lead = sp.entity
			}
		}
	}
}

// lists notes the last list of a sentence, for which "they" may stand.
func (r *resolver) lists(s int) {
	tokens := r.tokens(s)
	all := r.article.Phrases[s]
	for i := 0; i < len(all); i++ {
		list := []*Entity{}
		j := i
		and := false
		for ; j < len(all); j++ {
			if len(all[j].Entities) != 1 || !all[j].Entities[0].Kind.IsActor() {
				break
			}
			if j > i {
				k := all[j-1].Last
				for k < all[j].First && (tokens[k].Text == "," || tokens[k].Low == "and") {
					and = and || tokens[k].Low == "and"
					k++
				}
				if k < all[j].First || all[j-1].Last == all[j].First && !all[j-1].comma {
					break
				}
			}
			list = append(list, all[j].Entities[0])
		}
		if len(list) > 1 && and {
			r.plural = &Phrase{Sentence: s, Entities: list, Plural: true}
			i = j - 1
		}
	}
}

var pronouns = setOf("he she it they him her them who")

// starts reports whether a token can begin a phrase.
func (r *resolver) starts(tokens []english.Token, i int) bool {
	t := tokens[i]
	if !t.IsWord() || r.timed[t.Start] {
		return false
	}
	if i > 0 && t.Tag == "POS" || prepositional(tokens, i) {
		return false
	}
	if formerly[t.Low] && t.Tag != "RB" && i+1 < len(tokens) && len(r.tables.titles[tokens[i+1].Low]) > 0 {
		return true
	}
	switch t.Tag {
	case "DT", "PRP$", "WP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "FW", "PDT":
		return !notNouns[t.Low]
	case "CC":
		return t.Low == "both"
	}
	return t.Capital() && (i > 0 || r.nameKnown(t)) && !commonFirst[t.Low] && !strings.HasPrefix(t.Tag, "PRP") && t.Tag != "IN" && t.Tag != "CC"
}

// notNouns are words that are taken for nouns or adjectives where they are none.
var notNouns = setOf("such ahead earlier later monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight january february april june july august september october november december")

var inPrepositions = setOf("front behalf spite favour favor place view light terms charge addition response reply reaction connection")

// prepositional reports whether a noun is within a preposition: "in front of".
func prepositional(tokens []english.Token, i int) bool {
	return i > 0 && i+1 < len(tokens) && inPrepositions[tokens[i].Low] && (tokens[i-1].Low == "in" || tokens[i-1].Low == "on") && (tokens[i+1].Low == "of" || tokens[i+1].Low == "to" || tokens[i+1].Low == "with")
}

func (r *resolver) nameKnown(t english.Token) bool {
	_, country := r.countries[t.Low]
	return country || r.surnames[t.Low] != nil || r.tables.seats[t.Low] != "" || stateNamed(t.Text) != ""
}

// phrase reads the noun phrase that begins at a token; nil where none does.
func (r *resolver) phrase(s, i, depth int) *Phrase {
	tokens := r.tokens(s)
	if i >= len(tokens) || depth > deepest {
		return nil
	}
	if t := tokens[i]; t.Tag == "PRP" || pronouns[t.Low] && t.Low == "her" && (i+1 >= len(tokens) || !nounAhead(tokens[i+1])) {
		if !pronouns[t.Low] || t.Low == "who" {
			return nil
		}
		p := &Phrase{Sentence: s, First: i, Last: i + 1, Core: i + 1, Head: i, Pronoun: true}
		r.pronoun(p, t.Low)
		return p
	}
	if !r.starts(tokens, i) {
		return nil
	}
	end := r.extent(tokens, i)
	if end == i {
		return nil
	}
	p := r.segments(s, i, end, depth)
	if p == nil {
		return nil
	}
	r.complements(p, depth)
	return p
}

func nounAhead(t english.Token) bool {
	return strings.HasPrefix(t.Tag, "NN") || strings.HasPrefix(t.Tag, "JJ") || t.Capital() && t.IsWord() || t.Tag == "VBN" || t.Tag == "VBG"
}

// extent returns where the words end that are one phrase with the one at i, without what
// follows a preposition.
func (r *resolver) extent(tokens []english.Token, i int) int {
	j := i
	noun := false
	for j < len(tokens) {
		t := tokens[j]
		next := english.Token{}
		if j+1 < len(tokens) {
			next = tokens[j+1]
		}
		switch {
		case t.Low == "'s" || t.Text == "'" && j > i:
			if !noun {
				return j
			}
			if next.Tag == "" || !nounAhead(next) && next.Tag != "CD" && next.Tag != "RB" {
				return j
			}
			noun = false
		case r.timed[t.Start] || j > i && notNouns[t.Low]:
			return trim(tokens, i, j)
		case j > i && t.Low == "the" && r.inName(tokens, i, j):
		case t.Tag == "DT" || t.Tag == "WP$" || t.Tag == "PRP$" || t.Tag == "PDT" || t.Low == "both":
			if j > i && !(tokens[j-1].Tag == "PDT" || tokens[j-1].Low == "both" || tokens[j-1].Low == "all") {
				return trim(tokens, i, j)
			}
		case t.Tag == "CD":
			if noun && (!tokens[j-1].Capital() || strings.HasPrefix(next.Tag, "NN") || strings.HasPrefix(next.Tag, "JJ")) {
				return j
			}
		case noun && t.Capital() && t.Tag == "NNP" && tokens[j-1].Tag == "NN" && !tokens[j-1].Capital() && !r.beforeNames(tokens[j-1].Low) && len(r.tables.titles[t.Low]) == 0 && !(j > i+1 && r.inName(tokens, i, j-1)):
			return trim(tokens, i, j)
		case strings.HasPrefix(t.Tag, "NN") || t.Tag == "FW":
			if noun && t.Tag != "NNP" && t.Tag != "NNPS" && verbLike(t.Low) && next.IsWord() && (next.Tag == "DT" || next.Tag == "PRP$" || next.Capital()) {
				return j // a verb that was taken for a noun
			}
			noun = true
		case strings.HasPrefix(t.Tag, "JJ"):
			if t.Capital() && noun && j > i && tokens[j-1].Capital() {
				noun = true
			}
		case t.Tag == "RB" && next.Tag == "JJ" && !noun && j > i:
		case j == i && formerly[t.Low]:
		case (t.Tag == "VBN" || t.Tag == "VBG" || t.Tag == "VBD") && !noun && j > i && (strings.HasPrefix(next.Tag, "NN") || strings.HasPrefix(next.Tag, "JJ")) && tokens[i].Tag != "NNP" && tokens[i].Tag != "NN" && tokens[i].Tag != "NNS":
		case t.Capital() && t.IsWord() && (j > i && tokens[j-1].Capital() || j > i+1 && r.inName(tokens, i, j-1) || r.nameKnown(t) || j == i):
			noun = true
		case t.Text == "-" && j > i && next.IsWord() && t.Start == tokens[j-1].End && next.Start == t.End:
		case j > i && r.inName(tokens, i, j):
		default:
			return trim(tokens, i, j)
		}
		j++
	}
	return trim(tokens, i, j)
}

// beforeNames reports whether a noun in small letters can stand before a name, as an office
// or what the name is of.
func (r *resolver) beforeNames(low string) bool {
	if r.tables.heads[low] != "" || r.tables.ranks[low] || portfolios[low] || bodies[low] || placeOf[low] {
		return true
	}
	return r.tables.lasts[low]
}

func verbLike(low string) bool { return len(low) > 4 && strings.HasSuffix(low, "ed") }

// trim leaves out words at the end of a phrase that begin another.
func trim(tokens []english.Token, i, j int) int {
	for j > i && (tokens[j-1].Tag == "DT" || tokens[j-1].Tag == "PRP$" || tokens[j-1].Tag == "RB" || tokens[j-1].Low == "'s" && j-1 > i || tokens[j-1].Low == "of" || tokens[j-1].Low == "for" || tokens[j-1].Low == "and") {
		j--
	}
	return j
}

// inName reports whether a small word at j is within a name: "League of Lake States",
// "Social Democratic and Labour Party", "Charles de Gaulle".
func (r *resolver) inName(tokens []english.Token, i, j int) bool {
	if j+1 >= len(tokens) {
		return false
	}
	for at := max(i, j-3); at < j; at++ { // "Secretary of State"
		for _, t := range r.tables.titles[tokens[at].Low] {
			if len(t.words) <= j-at || at+len(t.words) > len(tokens) {
				continue
			}
			if matches(tokens[at:], t.words) {
				return true
			}
		}
	}
	if tokens[j].Low == "the" && (tokens[j-1].Low == "of" || tokens[j-1].Low == "for") {
		return tokens[j+1].Capital() && j-1 > i && r.inName(tokens, i, j-1)
	}
	if !tokens[j-1].Capital() || !tokens[j-1].IsWord() {
		return false
	}
	next := tokens[j+1]
	switch tokens[j].Low {
	case "of", "for":
		if next.Low == "the" && j+2 < len(tokens) {
			next = tokens[j+2]
		}
		inside := false // "Movement for the Liberation of Azawad"
		for k := i + 1; k < j-1; k++ {
			inside = inside || tokens[k].Low == "for" && properHeads[tokens[k-1].Low]
		}
		return next.Capital() && (properHeads[tokens[j-1].Low] || inside)
	case "in":
		return j-i > 1 && tokens[j-2].Capital() && next.Capital() && r.isPlaceOrState(next) && (tokens[j-1].Low == "mission" || tokens[j-1].Low == "force" || tokens[j-1].Low == "operation")
	case "and":
		if !next.Capital() || r.tables.heads[tokens[j-1].Low] == kg.KindOrganization || r.isPlaceOrState(tokens[j-1]) || i == j-1 && tokens[i].Tag == "NNP" && tokens[max(0, i-1)].Low != "the" {
			return false
		}
		for k := i; k < j; k++ {
			if len(r.tables.titles[tokens[k].Low]) > 0 || r.tables.ranks[strings.TrimSuffix(tokens[k].Low, ".")] {
				return false
			}
		}
		k := j + 1
		for k < len(tokens) && tokens[k].Capital() && k < j+4 {
			if properHeads[tokens[k].Low] && (tokens[i].Low == "the" || i > 0 && tokens[i-1].Low == "the") {
				return j-i <= 4
			}
			k++
		}
	case "de", "del", "der", "den", "di", "do", "du", "van", "von", "zu", "da", "dos", "al", "el", "ul", "bin", "bint", "ibn", "ben", "ould", "la", "le", "ten", "ter":
		return next.Capital()
	}
	return false
}

func matches(tokens []english.Token, words []string) bool {
	for i, w := range words {
		if tokens[i].Low != w {
			return false
		}
	}
	return true
}

func (r *resolver) isPlaceOrState(t english.Token) bool {
	_, country := r.countries[t.Low]
	return country || r.demonyms[t.Low] != nil || r.tables.demonyms[t.Low] != "" || stateNamed(t.Text) != "" || r.surnames[t.Low] != nil
}

var properHeads = setOf(`party ministry league organization organisation union council committee bank court commission front army department office republic kingdom
movement alliance agency authority programme program federation association forces house university secretariat fund group community congress assembly mission service institute`)

// segments reads the tokens from i to end, of which each that ends with 's has the next.
func (r *resolver) segments(s, i, end, depth int) *Phrase {
	tokens := r.tokens(s)
	var owner *Entity
	start := i
	for k := i; k < end; k++ {
		if (tokens[k].Low == "'s" || tokens[k].Text == "'") && k > start && !r.wholeName(tokens, start, k, end) {
			inner := r.segment(s, start, k, owner)
			if inner == nil {
				return nil
			}
			r.settle(inner)
			inner.Possessive = true
			r.article.Inner[s] = append(r.article.Inner[s], inner)
			r.speak(inner)
			r.owned = ""
			if !inner.Pronoun {
				from := i
				for from < k && (tokens[from].Tag == "DT" || tokens[from].Tag == "PRP$" || tokens[from].Tag == "WP$") {
					from++
				}
				if from == i || tokens[from-1].Tag == "DT" {
					r.owned = r.text(s, from, k+1) + " "
				}
			}
			if len(inner.Entities) == 1 {
				owner = inner.Entities[0]
			} else {
				owner = &Entity{} // of somebody who is not told
			}
			start = k + 1
		}
	}
	p := r.segment(s, start, end, owner)
	r.owned = ""
	if p != nil {
		p.First = i
	}
	return p
}

// wholeName reports whether the 's at k is within a name: "Tigray People's Liberation
// Front".
func (r *resolver) wholeName(tokens []english.Token, start, k, end int) bool {
	if r.capitalRun(tokens, k+1, end) != end || !tokens[k-1].Capital() {
		return false
	}
	switch tokens[k-1].Low {
	case "people", "peoples", "workers", "women", "children", "farmers", "teachers":
		return true
	}
	return false
}

var formerly = setOf("former ex deposed ousted toppled overthrown late then")

// epithets are words before names that are no part of them.
var epithets = setOf("rebel separatist islamist militant ruling opposition secular powerful outlawed banned state-run independent private regional local nearby neighbouring neighboring northern southern eastern western")

var skipped = setOf("caretaker interim transitional acting outgoing exiled senior top veteran longtime current newly elected incoming new armed main")

// segment reads tokens that are one noun with what stands before it, owned by somebody or
// nobody.
func (r *resolver) segment(s, a, b int, owner *Entity) *Phrase {
	tokens := r.tokens(s)
	p := &Phrase{Sentence: s, First: a, Last: b, Core: b, Head: b - 1}
	k := a
	definite := false
	for k < b {
		t := tokens[k]
		switch {
		case t.Tag == "WP$":
			owner = &Entity{}
			for i := len(r.spoken) - 1; i >= 0 && r.spoken[i].sentence == s; i-- {
				if !r.spoken[i].owns && r.spoken[i].first < k {
					owner = r.spoken[i].entity
					break
				}
			}
		case t.Tag == "PRP$" || t.Low == "his" || t.Low == "her" && k < b-1 || t.Low == "its" || t.Low == "their":
			owner = r.possessor(s, k, t.Low)
			if owner == nil {
				owner = &Entity{}
			}
		case t.Tag == "DT" || t.Tag == "PDT" || t.Low == "both":
			definite = t.Low == "the" || t.Low == "both" || definite
			p.Negative = p.Negative || t.Low == "no" || t.Low == "neither"
		default:
			goto modifiers
		}
		k++
	}
modifiers:
	first := k
	for k < b && (formerly[tokens[k].Low] || skipped[tokens[k].Low] && (!tokens[k].Capital() || k == r.article.Body[s] && !(tokens[k].Low == "new" && tokens[k+1].Capital()))) && k < b-1 {
		p.Former = p.Former || formerly[tokens[k].Low]
		k++
	}
	if k >= b {
		if first < b || a == b {
			return nil
		}
		if tokens[a].Low == "both" {
			p.Plural = true
			p.Entities = r.bothCountries()
			return p
		}
		return nil
	}
	for k < b-1 && (epithets[tokens[k].Low] || tokens[k].Tag == "JJ" && p.First < k) && !tokens[k].Capital() && tokens[k+1].Capital() && r.capitalRun(tokens, k+1, b) == b {
		k++
	}
	last := tokens[b-1]
	p.Plural = last.Tag == "NNS" || last.Tag == "NNPS"
	if at, t := r.findTitle(tokens, k, b); t != nil {
		return r.titled(p, s, k, at, b, t, owner, definite)
	}
	// A rank or a form of address before a name.
	at := k
	var gender byte
	for at < b && r.tables.ranks[strings.TrimSuffix(tokens[at].Low, ".")] && (tokens[at].Capital() || at == k) {
		switch strings.TrimSuffix(tokens[at].Low, ".") {
		case "mr", "sir", "lord", "king", "prince":
			gender = 'm'
		case "mrs", "ms", "miss", "lady", "princess", "baroness":
			gender = 'f'
		}
		at++
	}
	// "U.S. Senator George Mitchell"
	if at == k {
		for m := k + 1; m < b-1 && m < k+4; m++ {
			if r.tables.ranks[strings.TrimSuffix(tokens[m].Low, ".")] && tokens[m+1].Capital() && r.capitalRun(tokens, m+1, b) == b {
				at = m + 1
				for at < b-1 && r.tables.ranks[strings.TrimSuffix(tokens[at].Low, ".")] {
					at++
				}
				break
			}
		}
	}
	if at > k && at < b && r.capitalRun(tokens, at, b) == b {
		e := r.person(s, at, b)
		e.setGender(gender)
		p.Entities, p.Named, p.title = []*Entity{e}, true, true
		return p
	}
	if run := r.capitalRun(tokens, k, b); run == b && (owner == nil || owner.Kind == kg.KindPerson && b-k > 1 && r.tables.heads[last.Low] == kg.KindOrganization) && !r.opening(s, k, b) {
		return r.named(p, s, k, b, definite)
	}
	return r.described(p, s, first, k, b, owner, definite)
}

// opening reports whether a single word has its capital letter from the beginning of a
// sentence.
func (r *resolver) opening(s, k, b int) bool {
	tokens := r.tokens(s)
	t := tokens[k]
	if b-k != 1 || r.inside[t.Low] || k > r.article.Body[s] && tokens[k-1].Text != "\"" && k > 0 {
		return false
	}
	return commonFirst[t.Low] || r.tables.heads[t.Low] != "" || quantities[t.Low] || (t.Tag == "NNS" || t.Tag == "JJ" || t.Tag == "VBG") && !r.nameKnown(t)
}

func (e *Entity) setGender(g byte) {
	if g != 0 && e != nil {
		e.gender = g
	}
}

// capitalRun returns where the capitalised words from k on end, with the small words that
// are within names.
func (r *resolver) capitalRun(tokens []english.Token, k, b int) int {
	i := k
	for i < b {
		t := tokens[i]
		if t.Capital() && t.IsWord() || t.Text == "-" || i > k && t.Tag == "POS" && tokens[i-1].Capital() && (strings.HasPrefix(tokens[i-1].Low, "people") || strings.HasPrefix(tokens[i-1].Low, "worker")) || i > k && t.Tag == "CD" && i == b-1 || i > k && r.inName(tokens, k, i) || strings.HasPrefix(t.Low, "al-") || strings.HasPrefix(t.Low, "el-") {
			i++
			continue
		}
		break
	}
	return i
}

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
