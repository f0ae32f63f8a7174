package backup

import (
	"regexp"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// earlier is what backups of earlier programs say in other ways.
type earlier struct {
	// withdrawn is when the documents of a backup of version 1 were withdrawn, by their
	// ids. There, only the time tells with which document a relation went.
	withdrawn map[string]time.Time

	// located are the places whose coordinates stand in their descriptions, by their ids.
	located map[string]*kg.Point
}

func newEarlier() earlier {
	return earlier{map[string]time.Time{}, map[string]*kg.Point{}}
}

// complete notes of a record, which a line keeps, what it does not say as this program
// does.
func (w earlier) complete(l line, r kg.Record) {
	switch {
	case l.Document != nil && l.Document.RetractedAt != nil:
		w.withdrawn[l.Document.ID] = *l.Document.RetractedAt
	case r.Entity != nil && r.Entity.Kind == kg.KindPlace && r.Entity.Point == nil:
		if p := coordinates(&r.Entity.Entity); p != nil {
			r.Entity.Point, r.Entity.Description = p, ""
			w.located[r.Entity.ID] = p
		}
	case r.Relation != nil:
		for i, e := range r.Relation.Evidence {
			if at, withdrawn := w.withdrawn[e.Document]; withdrawn && l.Relation.RetractedAt != nil && at.Equal(*l.Relation.RetractedAt) {
				r.Relation.Retractions[0].Document = e.Document
			}
			if len(r.Relation.Places) > 0 && e.Source != nil && e.Point == nil {
				r.Relation.Evidence[i].Point = w.located[r.Relation.Places[0]]
			}
		}
	}
}

var inWords = regexp.MustCompile(`^latitude (-?[0-9.]+), longitude (-?[0-9.]+)$`)

// coordinates returns the point that stands in a place's description, nil where none
// does. How near it is to where something happened, the name of the place tells as well as
// can be known now: "Bangui, Bangui, Central African Republic" is a town, "Ouham, Central
// African Republic" is not.
func coordinates(e *kg.Entity) *kg.Point {
	found := inWords.FindStringSubmatch(e.Description)
	if found == nil {
		return nil
	}
	precision := []kg.Precision{kg.PrecisionCountry, kg.PrecisionProvince, kg.PrecisionTown}[min(strings.Count(e.Name, ", "), 2)]
	p := &kg.Point{}
	if p.UnmarshalText([]byte(found[1]+","+found[2]+" "+string(precision))) != nil {
		return nil
	}
	return p
}
