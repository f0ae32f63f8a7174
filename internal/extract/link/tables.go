package link

import (
	_ "embed"
	"strings"
	"sync"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// A title is what an office or a rank is called.
type title struct {
	words  []string
	office string // type of relation; empty for a rank
	gender byte   // 'm' or 'f' where the words tell, 0 elsewhere
}

type tables struct {
	titles   map[string][]title // by the first word, longest first
	ranks    map[string]bool
	heads    map[string]kg.EntityKind
	demonyms map[string]string // folded, to the code of a state
	seats    map[string]string // capitals and palaces, to the code of a state
	lasts    map[string]bool   // words that titles end in
	given    map[string]byte   // first names, in small letters, to 'm' or 'f'
}

//go:embed titles.tsv
var titlesTable string

//go:embed ranks.txt
var ranksTable string

//go:embed given.tsv
var givenTable string

//go:embed heads.tsv
var headsTable string

//go:embed demonyms.tsv
var demonymsTable string

var known = sync.OnceValue(func() *tables {
	t := &tables{titles: map[string][]title{}, ranks: map[string]bool{}, heads: map[string]kg.EntityKind{}, demonyms: map[string]string{}, seats: map[string]string{}, lasts: map[string]bool{}, given: map[string]byte{}}
	for row := range rows(titlesTable) {
		one := title{words: strings.Fields(row[0]), office: row[1]}
		if len(row) > 2 {
			one.gender = row[2][0]
		}
		t.addTitle(one)
		if last := len(one.words) - 1; one.office != "founder-of" {
			plural := append([]string{}, one.words...)
			plural[last] += "s"
			t.addTitle(title{words: plural, office: one.office})
		}
	}
	for w := range strings.FieldsSeq(ranksTable) {
		t.ranks[w] = true
		if len(w) > 4 {
			t.ranks[w+"s"] = true
		}
	}
	for row := range rows(givenTable) {
		for name := range strings.FieldsSeq(row[1]) {
			t.given[name] = row[0][0]
		}
	}
	for row := range rows(headsTable) {
		for w := range strings.FieldsSeq(row[1]) {
			t.heads[w] = kg.EntityKind(row[0])
		}
	}
	for row := range rows(demonymsTable) {
		for d := range strings.SplitSeq(row[1], "|") {
			if _, taken := t.demonyms[strings.ToLower(d)]; !taken {
				t.demonyms[strings.ToLower(d)] = row[0]
			}
		}
		if len(row) > 2 {
			for s := range strings.SplitSeq(row[2], "|") {
				if s != "" {
					t.seats[strings.ToLower(s)] = row[0]
				}
			}
		}
	}
	return t
})

func (t *tables) addTitle(one title) {
	t.lasts[one.words[len(one.words)-1]] = true
	all := t.titles[one.words[0]]
	at := 0
	for at < len(all) && len(all[at].words) >= len(one.words) {
		at++
	}
	all = append(all, title{})
	copy(all[at+1:], all[at:])
	all[at] = one
	t.titles[one.words[0]] = all
}

// rows yields the lines of a table that are no remark, in their columns.
func rows(table string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// nameOfState returns what a state is called, by its code.
func nameOfState(code string) string {
	if code == "XK" {
		return "Kosovo"
	}
	s, _ := states.ByISO(code)
	if name, other := usualNames[code]; other {
		return name
	}
	return s.Name
}

// usualNames are those of states that tables have in another form.
var usualNames = map[string]string{
	"BA": "Bosnia", "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "CI": "Ivory Coast", "MM": "Myanmar", "PS": "Palestine", "CZ": "Czech Republic",
	"TR": "Turkey", "VA": "Vatican", "HK": "Hong Kong",
}

// ambiguousNames are names of states that are more often something else where they stand
// alone, or are words.
var ambiguousNames = map[string]bool{"chad": false, "jersey": true, "us": true, "man": true, "in": true, "it": true, "is": true, "no": true, "so": true, "an": true, "as": true, "at": true, "be": true, "by": true, "do": true, "me": true, "my": true, "to": true, "am": true, "north": true, "south": true, "union": true, "federation": true, "republic": true, "united": true, "kingdom": true, "island": true, "islands": true, "coast": true, "may": true, "guinea bissau": false}

// stateNamed returns the code of the state that a text is the English name of.
func stateNamed(name string) string {
	low := strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The "))
	if ambiguousNames[low] && name != "US" {
		return ""
	}
	if code, is := otherNames[low]; is {
		return code
	}
	if len([]rune(low)) < 4 {
		return ""
	}
	named, _ := states.Named(name)
	if len(named) != 1 {
		return ""
	}
	return named[0]
}

var otherNames = map[string]string{
	"u.s.": "US", "u.s": "US", "us": "US", "usa": "US", "america": "US", "united states": "US", "uk": "GB", "u.k.": "GB", "britain": "GB", "great britain": "GB", "bosnia": "BA",
	"ivory coast": "CI", "burma": "MM", "palestine": "PS", "czech republic": "CZ", "holland": "NL", "congo": "CD", "swaziland": "SZ", "macedonia": "MK", "kosovo": "XK", "vatican": "VA",
	"russia": "RU", "north korea": "KP", "south korea": "KR", "turkey": "TR", "turkiye": "TR", "türkiye": "TR", "uae": "AE", "emirates": "AE", "saudi arabia": "SA", "iran": "IR", "syria": "SY",
	"oman": "OM", "iraq": "IQ", "mali": "ML", "cuba": "CU", "peru": "PE", "chad": "TD", "togo": "TG", "fiji": "FJ", "laos": "LA",
}
