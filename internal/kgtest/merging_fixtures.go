package kgtest

import (
	"time"

	"conflictgraph/internal/kg"
)

// What twins().Relations holds, by index.
const (
	twinMet     = iota // rows:901 met Boris Novák in Harbor City and the Harbour, which are one
	twinAdvised        // rows:902 advised Anna Keller, who is the same
	twinTwin           // the two twins met each other
)

// hour returns when the step of an index is recorded, of those that the tests of
// merging take. Graph is the first of them.
func hour(step int) time.Time { return Recorded.Add(time.Duration(step) * time.Hour) }

// twins returns a batch of entities that are those of Graph by other names, as
// another data set has them.
func twins() kg.Batch {
	row := func(record string) []kg.Evidence {
		return []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: record}}}
	}
	return kg.Batch{
		RecordedAt: hour(1),
		Entities: []kg.Entity{
			{ID: "rows:901", Kind: kg.KindPerson, Name: "KELLER, ANNA", Aliases: []string{"A. Keller", "Minister K."}},
			{ID: "rows:902", Kind: kg.KindPerson, Name: "Keller (Foreign Affairs)"},
			{ID: "rows:903", Kind: kg.KindPlace, Name: "Harbour"},
		},
		Relations: []kg.Relation{
			twinMet: {
				Type: "met-with", Subject: "rows:901", Object: "boris-novak", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: edtf("2025-12-03"), Places: []string{"harbor-city", "rows:903"}, Evidence: row("31"),
				Attributions: []kg.Attribution{
					{By: "rows:901", Stance: kg.StanceStated}, {By: "anna-keller", Stance: kg.StanceStated}, {By: "rows:902", Stance: kg.StanceConfirmed},
				},
			},
			twinAdvised: {
				Type: "advised", Subject: "rows:902", Object: "anna-keller", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: edtf("2025-12-04"), Evidence: row("32"),
			},
			twinTwin: {
				Type: "met-with", Subject: "rows:902", Object: "rows:901", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: edtf("2025-12-05"), Evidence: row("33"),
			},
		},
	}
}

func twinIDs(indexes ...int) []string {
	var ids []string
	for _, i := range indexes {
		ids = append(ids, relationID(twins().Relations[i]))
	}
	return ids
}

// merging returns the batch of a step that merges, given the ids of which and
// into what by turns. It states these entities again, as an import does that is
// run again, by the names they have of their own.
func merging(step int, fromInto ...string) kg.Batch {
	b := kg.Batch{RecordedAt: hour(step), Entities: stated(fromInto...)}
	for i := 0; i < len(fromInto); i += 2 {
		b.Merges = append(b.Merges, kg.Merge{From: fromInto[i], Into: fromInto[i+1], Reason: "they are one"})
	}
	return b
}

// unmerging returns the batch of a step that takes merges back.
func unmerging(step int, ids ...string) kg.Batch {
	b := kg.Batch{RecordedAt: hour(step), Entities: stated(ids...)}
	for _, id := range ids {
		b.Unmerges = append(b.Unmerges, kg.Unmerge{Entity: id, Reason: "they are two"})
	}
	return b
}

// stated returns entities of Graph and twins, without their aliases.
func stated(ids ...string) (entities []kg.Entity) {
	for _, id := range distinct(ids) {
		for _, e := range append(Graph().Entities, twins().Entities...) {
			if e.ID == id {
				entities = append(entities, kg.Entity{ID: id, Kind: e.Kind, Name: e.Name})
			}
		}
	}
	return entities
}

// mergedIDs are ids that the tests of merging ask about.
var mergedIDs = []string{"rows:901", "boris-novak", "rows:902", "anna-keller", "southland", "rows:903", "harbor-city", "unnamed-adviser"}
