package cameo

import (
	_ "embed"
	"strings"
)

// The names of the CAMEO codebook 1.1b3, and those that ICEWS and GDELT have,
// where the table of PLOVER has another name or none; the first of a code is the
// codebook's.
//
//go:embed codebook.tsv
var codebookSource string

var codebook = readCodebook(codebookSource)

type names struct{ byCode, byName map[string]Event }

// OfCode returns the event of a code, and whether CAMEO has one: that of ByCode,
// or one that the table of PLOVER leaves out, statements (01) and appeals (02)
// among them. Codes of two digits are not those of events.
func OfCode(code string) (Event, bool) {
	e, ok := codebook.byCode[code]
	return e, ok
}

// OfName returns the event that a data set calls by a name, whatever its case,
// punctuation and white space. It knows all of CAMEO, which ByName does not: the
// ids of relation types of files without codes depend on what ByName knows.
func OfName(name string) (Event, bool) {
	if e, ok := ByName(name); ok && IsCode(e.Code) {
		return e, true
	}
	e, ok := codebook.byName[nameKey(name)]
	return e, ok
}

func readCodebook(tsv string) names {
	n := names{byCode: map[string]Event{}, byName: map[string]Event{}}
	for _, e := range known.events {
		if IsCode(e.Code) && e.Name != "" {
			n.add(e)
		}
	}
	for line := range strings.Lines(tsv) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !IsCode(code) {
			continue // the names of the columns
		}
		e := Event{Code: code, Name: name}
		// PLOVER has for an event what it has for the more general one.
		for general := code; e.PLOVER == "" && len(general) >= 2; general = general[:len(general)-1] {
			if of, ok := known.byCode[general]; ok {
				e.PLOVER = of.PLOVER
				if general == code {
					e.Mode, e.Context = of.Mode, of.Context
				}
			}
		}
		n.add(e)
	}
	return n
}

// add adds an event under its code and its name; what has them already keeps
// them, unless it is less general.
func (n names) add(e Event) {
	if _, taken := n.byCode[e.Code]; !taken {
		n.byCode[e.Code] = e
	}
	key := nameKey(e.Name)
	if old, taken := n.byName[key]; !taken || moreGeneral(e, old) {
		n.byName[key] = n.byCode[e.Code]
	}
}

var betweenWords = strings.NewReplacer(",", " ", "-", " ", "(", " ", ")", " ", "'", "", `"`, "", " or ", " ", " and ", " ")

// nameKey returns name without what lists of CAMEO's events differ in.
func nameKey(name string) string {
	name = strings.TrimSuffix(strings.TrimSpace(fold(name)), ", not specified below")
	return strings.Join(strings.Fields(betweenWords.Replace(name)), " ")
}
