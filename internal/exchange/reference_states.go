package exchange

import (
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// stateTable reads country-codes.csv of the datasets project.
type stateTable struct {
	*records
	*register
	known   *knownStates
	columns columns
}

// The columns that have names of a state.
var stateNameColumns = []string{
	"cldrdisplayname", "untermenglishshort", "untermenglishformal", "officialnameen", "untermfrenchshort", "untermfrenchformal", "officialnamefr",
	"untermspanishshort", "untermspanishformal", "officialnamees", "untermrussianshort", "untermrussianformal", "officialnameru",
	"untermarabicshort", "untermarabicformal", "officialnamear", "untermchineseshort", "untermchineseformal", "officialnamecn",
}

func openStateTable(options RowOptions, in *inputs, register *register, known *knownStates) (Reader, error) {
	r, err := in.records(options.Limit, ',')
	if err != nil {
		return nil, err
	}
	return &stateTable{records: r, register: register, known: known}, nil
}

// Next implements Reader.
func (t *stateTable) Next(batch *kg.Batch) error {
	row, err := t.nextRow(func(names []string) (err error) {
		t.columns, err = newColumns(names, "ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "ISO3166-1-numeric", "Capital", "CLDR display name")
		return err
	})
	if err != nil {
		return err
	}
	if len(row) != t.columns.n {
		return t.reject("the row has %d columns; the first line has %d", len(row), t.columns.n)
	}
	return rejected(t.take(batch, row), func(reason string) *Reject { return t.reject("%s", reason) })
}

func (t *stateTable) take(batch *kg.Batch, row []string) error {
	// NA is Namibia here, and stands for nothing nowhere.
	column := func(name string) string { return oneLine(row[t.columns.at[foldColumn(name)]]) }
	code := column("ISO3166-1-Alpha-2")
	s, known := states.ByISO(code)
	switch {
	case code == "":
		return fmt.Errorf("the territory %s has no code of ISO 3166-1", quote(column("CLDR display name")))
	case !known || len(code) != 2:
		return fmt.Errorf("%s is not a code of ISO 3166-1 in two letters, such as UA", quote(code))
	case column("ISO3166-1-Alpha-3") != s.Alpha3:
		return fmt.Errorf("%s is %s in ISO 3166-1, not %s", s.Alpha2, s.Alpha3, quote(column("ISO3166-1-Alpha-3")))
	}
	capital := column("Capital")
	if capital != "" {
		if err := checkName("Capital", capital); err != nil {
			return err
		}
	}
	var names []string
	for _, folded := range stateNameColumns {
		at, there := t.columns.at[folded]
		if !there {
			continue
		}
		name := withoutRemark(oneLine(row[at]))
		if name != s.Name && !slices.Contains(names, name) && checkName("name", name) == nil {
			names = append(names, name)
		}
	}
	state := t.addState(batch, t.known, s, names...)
	if capital == "" {
		return nil
	}
	kind := kg.RelationType{
		ID: "capital-of", Label: "is the capital of", InverseLabel: "has as its capital", SubjectKinds: []kg.EntityKind{kg.KindPlace},
	}
	t.relationType(batch, kind)
	place := t.entity(batch, described{sort: "place.", name: capital, key: capital + " " + s.Alpha3, kind: ofKind(kg.KindPlace), text: "capital of " + s.Name})
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: kind.ID, Subject: place, Object: state, Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: t.dataset, Record: s.Alpha3}}},
	})
	return nil
}

// withoutRemark returns a name as the table has it, without remarks at its end: "Albania
// (l')", "Palestine*".
func withoutRemark(name string) string {
	name = strings.TrimSpace(strings.TrimRight(name, "*"))
	if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return name
}
