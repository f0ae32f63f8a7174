package kg

import "slices"

// Dataset is a set of rows that relations rest on.
type Dataset struct {
	ID      string   // the name that it was imported under
	Codings []Coding // of the relations that rest on its rows, in the order of Codings; never empty
}

// Add notes that a relation of a coding rests on a row of d.
func (d *Dataset) Add(coding Coding) {
	if !slices.Contains(d.Codings, coding) {
		d.Codings = append(d.Codings, coding)
		slices.SortFunc(d.Codings, func(a, b Coding) int { return slices.Index(Codings, a) - slices.Index(Codings, b) })
	}
}

// DatasetIDs returns the ids of some data sets.
func DatasetIDs(all []Dataset) []string {
	ids := make([]string, len(all))
	for i, d := range all {
		ids[i] = d.ID
	}
	return ids
}
