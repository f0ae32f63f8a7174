package cameo

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

//go:embed cameo-plover.tsv
var source string

var known = mustParse(source)

// ByName returns the event of a name, whatever its case, white space and form of
// quotation marks. Where several codes share a name it is the most general, the
// one with the shortest code, and of these the lowest.
func ByName(name string) (Event, bool) {
	e, ok := known.byName[fold(name)]
	return e, ok
}

// ByCode returns the event of a code, such as "036". Where the table has two
// names for one code it is the first.
func ByCode(code string) (Event, bool) {
	e, ok := known.byCode[code]
	return e, ok
}

// Events returns every event, in the order of the table.
func Events() []Event { return slices.Clone(known.events) }

var code = regexp.MustCompile(`^(0[1-9]|1[0-9]|20)[0-9]{1,2}$`)

// IsCode reports whether s has the form of the code of an event.
func IsCode(s string) bool { return code.MatchString(s) }

type table struct {
	events []Event
	byCode map[string]Event
	byName map[string]Event
}

func mustParse(tsv string) table {
	t, err := parse(tsv)
	if err != nil {
		panic(err) // the embedded table is at fault, and no input
	}
	return t
}

func parse(tsv string) (table, error) {
	t := table{byCode: map[string]Event{}, byName: map[string]Event{}}
	lines := strings.Split(strings.TrimSuffix(tsv, "\n"), "\n")
	for i, line := range lines[1:] {
		columns := strings.Split(line, "\t")
		if len(columns) != 5 {
			return t, fmt.Errorf("line %d of the table of events has %d columns, not 5", i+2, len(columns))
		}
		e := Event{Code: columns[0], Name: columns[1], PLOVER: columns[2], Mode: columns[3], Context: columns[4]}
		t.events = append(t.events, e)
		if _, taken := t.byCode[e.Code]; !taken {
			t.byCode[e.Code] = e
		}
		name := fold(e.Name)
		if old, taken := t.byName[name]; name != "" && (!taken || moreGeneral(e, old)) {
			t.byName[name] = e
		}
	}
	return t, nil
}

func moreGeneral(a, b Event) bool {
	return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code)) < 0
}

var straightQuotes = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)

// fold returns name in the form that names are compared in.
func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(straightQuotes.Replace(name)), " "))
}
