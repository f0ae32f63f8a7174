package link

import (
	"strings"
	"unicode"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
)

// datelines finds where the text behind "GENEVA, May 3 (Agency) –" begins.
func (r *resolver) datelines() {
	for s := range r.article.Text.Sentences {
		tokens := r.tokens(s)
		if r.article.Text.Sentences[s].Headline {
			continue
		}
		if s > 2 || len(tokens) == 0 || !allCapitals(tokens[0].Text) {
			if s > 2 {
				return
			}
			continue
		}
		for i := 1; i < len(tokens) && i < 18; i++ {
			if t := tokens[i].Text; t == "–" || t == "—" || t == "--" || t == "-" {
				r.article.Body[s] = i + 1
				return
			}
		}
	}
}

func allCapitals(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 2
}

var endings = strings.Fields(demonymEndings)

// demonymEndings are what is put behind a name, or what is left of it, for whoever is of
// there, longest first.
const demonymEndings = "nese nian ian ese ean ine ish ite an ic er i n e"

// stateOffices are words behind "X's" and before "of X" that a state has.
var stateOffices = setOf("president premier government army parliament military forces troops navy ambassador opposition border territory capital constitution sovereignty independence minister king queen cabinet soldiers people airspace citizens economy")

// countryBefore are words behind which the name of a country follows "of".
var countryBefore = setOf("president government parliament republic kingdom sultanate emirate king queen minister ministers presidents governments army border borders independence sovereignty annexation invasion ambassador state")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// findCountries finds the names and adjectives of states, also of those that are in no
// table, which the article itself tells.
func (r *resolver) findCountries() {
	for adjective, name := range formerStates {
		if r.wrote(adjective) {
			r.demonyms[strings.ToLower(adjective)] = r.entity(name, kg.KindCountry)
		}
	}
	capitals := map[string]string{} // single words that are written with a capital letter within a sentence
	evidence := map[string]int{}
	persons := map[string]bool{} // words behind first names, ranks and offices
	r.inside = map[string]bool{}
	all := r.article.Text.Sentences
	for s := range all {
		tokens := all[s].Tokens
		for i := r.article.Body[s]; i < len(tokens); i++ {
			t := tokens[i]
			if !t.Capital() || !t.IsWord() {
				continue
			}
			if i == 0 && commonFirst[t.Low] {
				continue
			}
			capitals[t.Low] = t.Text
			if i > r.article.Body[s] && tokens[i-1].Capital() && (r.tables.given[tokens[i-1].Low] != 0 || r.tables.lasts[tokens[i-1].Low] || r.tables.ranks[strings.TrimSuffix(tokens[i-1].Low, ".")]) {
				persons[t.Low] = true
			}
			if i > r.article.Body[s] && tokens[i-1].Text != "\"" {
				r.inside[t.Low] = true
			}
			if i+2 < len(tokens) && tokens[i+1].Low == "'s" {
				k := i + 2
				for k < len(tokens)-1 && k < i+4 && !stateOffices[tokens[k].Low] {
					k++
				}
				if stateOffices[tokens[k].Low] && (i == 0 || !tokens[i-1].Capital()) {
					evidence[t.Low]++
				}
			}
			if i+3 < len(tokens) && tokens[i+1].Text == "," && tokens[i+2].Low == "whose" && (stateOffices[tokens[i+3].Low] || tokens[i+3].Low == "prime" || tokens[i+3].Low == "foreign") {
				evidence[t.Low]++
			}
			if i >= 2 && tokens[i-1].Low == "of" && countryBefore[tokens[i-2].Low] || i >= 1 && (tokens[i-1].Low == "neighbouring" || tokens[i-1].Low == "neighboring") {
				evidence[t.Low]++
			}
			if i >= 3 && tokens[i-1].Low == "and" && tokens[i-2].Capital() && tokens[i-3].Low == "of" && i >= 4 && countryBefore[tokens[i-4].Low] {
				evidence[t.Low]++
			}
		}
	}
	for s := range all {
		tokens := all[s].Tokens
		for i := r.article.Body[s]; i < len(tokens); i++ {
			t := tokens[i]
			if !t.Capital() || len([]rune(t.Text)) < 5 || r.tables.demonyms[t.Low] != "" || r.demonyms[t.Low] != nil || i == 0 && commonFirst[t.Low] {
				continue
			}
			if i+1 >= len(tokens) || !tokens[i+1].IsWord() {
				continue
			}
			if tokens[i+1].Low == "and" && (i+3 >= len(tokens) || !tokens[i+2].Capital() || !strings.HasPrefix(tokens[i+3].Tag, "NN")) {
				continue
			}
			low := strings.ToLower(t.Text)
			if name := root(low, capitals); name != "" && stateNamed(capitals[name]) == "" && adjectival(tokens, i) {
				e := r.entity(capitals[name], kg.KindCountry)
				r.demonyms[low], r.countries[name] = e, e
			}
		}
	}
	for s := range all { // adjectives of countries that the text does not name
		tokens := all[s].Tokens
		for i := r.article.Body[s]; i+1 < len(tokens); i++ {
			t, next := tokens[i], tokens[i+1]
			low := t.Low
			if !t.Capital() || r.demonyms[low] != nil || r.tables.demonyms[low] != "" || commonFirst[low] || notDemonyms[low] {
				continue
			}
			if !strings.HasSuffix(low, "ian") && !strings.HasSuffix(low, "ese") || len(low) < 6 || !stateOffices[next.Low] && !(next.Low == "prime" || next.Low == "foreign" || next.Low == "defence" || next.Low == "defense") {
				continue
			}
			name := t.Text
			if strings.HasSuffix(low, "ian") {
				name = name[:len(name)-1]
			}
			e := r.entity(name, kg.KindCountry)
			r.demonyms[low] = e
			e.alias(t.Text)
		}
	}
	for low, n := range evidence {
		if n > 0 && !persons[low] && r.countries[low] == nil && stateNamed(capitals[low]) == "" && r.tables.demonyms[low] == "" && !notCountries[low] && r.tables.seats[low] == "" && r.tables.heads[low] == "" && !allCapitals(capitals[low]) {
			r.countries[low] = nil // made where it is first read
		}
	}
	r.evidence = evidence
	r.mentions = map[string]int{}
	r.begins = map[string]bool{}
	body := 0
	for s := range all {
		tokens := all[s].Tokens
		if !all[s].Headline {
			body++
		}
		for i := r.article.Body[s]; i < len(tokens); i++ {
			n, name := r.stateName(tokens, i)
			if n == 0 {
				continue
			}
			i += n - 1
			if body <= 2 {
				r.begins[name] = true
			}
			if !all[s].Headline {
				r.mentions[name]++
			}
		}
	}
	for s := range all {
		if !all[s].Headline {
			continue
		}
		tokens := all[s].Tokens
		names := map[string]bool{}
		for i := 0; i < len(tokens); i++ {
			if n, name := r.stateName(tokens, i); n > 0 && r.mentions[name] > 0 {
				names[name] = true
				r.headline = name
				i += n - 1
			}
		}
		if len(names) != 1 {
			r.headline = ""
		}
	}
}

// stateName returns what the state is called that words from i on name or are an adjective
// of; it makes none.
func (r *resolver) stateName(tokens []english.Token, i int) (int, string) {
	if !tokens[i].Capital() {
		return 0, ""
	}
	for n := min(3, len(tokens)-i); n > 0; n-- {
		var words []string
		for _, t := range tokens[i : i+n] {
			words = append(words, t.Text)
		}
		name := strings.Join(words, " ")
		low := strings.ToLower(name)
		if e := r.demonyms[low]; e != nil {
			return n, e.Name
		}
		if _, is := r.countries[low]; is {
			return n, name
		}
		if code := stateNamed(name); code != "" {
			return n, nameOfState(code)
		}
		if code := r.tables.demonyms[low]; code != "" {
			return n, nameOfState(code)
		}
	}
	return 0, ""
}

// formerStates are states that are no more, by their adjectives.
var formerStates = map[string]string{"Soviet": "Soviet Union", "Yugoslav": "Yugoslavia", "Czechoslovak": "Czechoslovakia"}

// wrote reports whether a word stands in the text, before another than "Union".
func (r *resolver) wrote(word string) bool {
	for s := range r.article.Text.Sentences {
		tokens := r.tokens(s)
		for i, t := range tokens {
			if t.Text == word && i+1 < len(tokens) && tokens[i+1].Low != "union" {
				return true
			}
		}
	}
	return false
}

var notDemonyms = setOf("christian italian-style guardian civilian brazilian-born custodian historian technician")

var notCountries = setOf("congress parliament union nato")

// root returns the word of those that are written with capitals that an adjective is
// made of.
func root(adjective string, capitals map[string]string) string {
	for _, ending := range endings {
		stem, found := strings.CutSuffix(adjective, ending)
		if !found || len(stem) < 4 {
			continue
		}
		for _, more := range []string{"", "a", "e", "o", "y", "ia", "ya", "i", "land", "s", "os", "as", "us"} {
			if name := stem + more; name != adjective {
				if _, is := capitals[name]; is && !strings.HasSuffix(name, "ing") && !strings.HasSuffix(name, "s") {
					return name
				}
			}
		}
	}
	return ""
}

// adjectival reports whether a token with a capital letter is used as an adjective, and
// is no part of a longer name.
func adjectival(tokens []english.Token, i int) bool {
	next := tokens[i+1]
	if i > 0 && tokens[i-1].Capital() && tokens[i-1].Tag == "NNP" && i > 1 && !tokens[i-1].IsWord() {
		return false
	}
	return next.Low == "and" || strings.HasPrefix(next.Tag, "NN") || strings.HasPrefix(next.Tag, "JJ") || next.Capital() || strings.HasPrefix(next.Tag, "VB")
}

// commonFirst are words that begin sentences.
var commonFirst = setOf(`the a an in on at by for from to of with as and but or if when while after before since until it its he she they we you i his her their our this that these those
there here both each all some many most more less few several no not nor neither either what which who whose how why where once also still yet meanwhile however later earlier last next
under over between among amid despite during according about around against across along near two three four five six seven eight nine ten one dozens hundreds thousands police soldiers
troops officials witnesses residents talks negotiations without within another such other any every asked speaking sources opposition government forces ministers rebels protesters
voters nearly almost local foreign former senior only even just now then so although though because instead separately elsewhere earlier shortly hours days weeks months years state
people fighting shelling sanctions peace war president minister prime general king queen chancellor secretary defence defense interior party army parliament mr mrs ms dr gen lt col`)
