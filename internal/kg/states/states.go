// Package states knows what states and territories are called: by their codes, by
// their long, short and former names, and in other languages.
package states

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"conflictgraph/internal/kg/names"
)

// State is a state or territory that has a code in ISO 3166-1, or Kosovo.
type State struct {
	Alpha2      string // its code in ISO 3166-1, and what it is known by here: "UA"
	Alpha3      string
	Numeric     string // of ISO 3166-1, without zeros in front; may be empty
	FIPS        string // its code in FIPS 10-4; may be empty
	Wikidata    string // the id of its item: "Q212"
	GeoNames    string // its id there
	Independent string // "Yes", "In contention", or whose it is: "Part of FI"
	Name        string // in English, as CLDR has it
	Codes       []string
	Names       []string // in other forms and languages
}

// CAMEO returns the code of s in CAMEO, that of ISO 3166-1 in three letters but for
// Kosovo.
func (s State) CAMEO() string {
	if s.Alpha2 == "XK" {
		return "KSV"
	}
	return s.Alpha3
}

// ISONumeric returns the code of s in ISO 3166-1 in three digits; "" where it has none.
func (s State) ISONumeric() string {
	if s.Numeric == "" {
		return ""
	}
	return strings.Repeat("0", max(0, 3-len(s.Numeric))) + s.Numeric
}

// ByISO returns the state that has a code in ISO 3166-1, in two letters, three letters or
// digits, in any case and with or without zeros in front; Kosovo, which users of the
// standard give one of their own, in letters.
func ByISO(code string) (State, bool) {
	s, known := table().codes[strings.ToLower(strings.TrimLeft(code, "0"))]
	return s, known
}

// ByCAMEO returns the state that has a code in CAMEO, in the forms of its code book and
// of the dictionaries, of which some have earlier codes of ISO 3166-1.
func ByCAMEO(code string) (State, bool) {
	if present, was := formerCodes[code]; was {
		code = present
	}
	s, known := table().codes[strings.ToLower(code)]
	return s, known && len(code) == 3
}

var formerCodes = map[string]string{"KSV": "XKX", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD"}

// All returns every state, by Alpha2.
func All() []State { return table().all }

// A reading says which states a text may be the name of, and whether it is so by a
// code.
type reading struct {
	named, coded []string
}

type index struct {
	all   []State
	codes map[string]State // of ISO 3166-1, in small letters
	texts map[string]*reading
	words map[string][]string
}

// statesTable is made by generate from ISO, United Nations and CLDR; see there.
//
//go:embed states.tsv
var statesTable string

var table = sync.OnceValue(func() *index {
	x := &index{codes: map[string]State{}, texts: map[string]*reading{}, words: map[string][]string{}}
	_, rows, _ := strings.Cut(statesTable, "\n")
	for line := range strings.Lines(rows) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		s := State{
			Alpha2: f[0], Alpha3: f[1], Numeric: f[2], FIPS: f[3], Wikidata: f[4], GeoNames: f[5], Independent: f[6], Name: f[7],
			Codes: split(f[8]), Names: split(f[9]),
		}
		x.all = append(x.all, s)
		for _, code := range []string{s.Alpha2, s.Alpha3, s.Numeric} {
			if code != "" {
				x.codes[strings.ToLower(code)] = s
			}
		}
		for _, code := range slices.Concat([]string{s.Alpha2, s.Alpha3}, s.Codes) {
			r := x.reading(strings.ToLower(code))
			r.coded = with(r.coded, s.Alpha2)
		}
		for _, name := range slices.Concat([]string{s.Name}, s.Names) {
			x.add(name, s.Alpha2)
		}
	}
	return x
})

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, "|")
}

func with(list []string, one string) []string {
	if one == "" || slices.Contains(list, one) {
		return list
	}
	return append(list, one)
}

func (x *index) reading(key string) *reading {
	if x.texts[key] == nil {
		x.texts[key] = &reading{}
	}
	return x.texts[key]
}

// shortestWord is how many letters a word has at least that tells a state from others.
const shortestWord = 4

func (x *index) add(name, state string) {
	words := plain(names.Words(name))
	if len(words) == 0 {
		return
	}
	r := x.reading(strings.Join(words, ""))
	r.named = with(r.named, state)
	for _, w := range words {
		if len(w) >= shortestWord {
			x.words[w] = with(x.words[w], state)
		}
	}
}

// plain returns words without those that are left out at will.
func plain(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "the" || w == "and" })
}

// Named returns the states that text is a name of, and those that it is a code of, by
// Alpha2.
func Named(text string) (named, coded []string) {
	r := table().texts[strings.Join(plain(names.Words(text)), "")]
	if r == nil {
		return nil, nil
	}
	return r.named, r.coded
}

// mostStates is of how many states a word is in the names, if it tells one from
// others: "republic" is in those of nearly all.
const mostStates = 3

// Differ reports whether two words, of those that names.Words returns, are of the
// names of states and of none in common: Iran and Iraq are not one misspelt.
func Differ(word, other string) bool {
	words := table().words
	a, b := words[word], words[other]
	if len(a) == 0 || len(b) == 0 || len(a) > mostStates || len(b) > mostStates {
		return false
	}
	return !slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
