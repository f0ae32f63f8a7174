package backup

import (
	"time"

	"conflictgraph/internal/kg"
)

// withdrawals are when the documents of a backup of version 1 were withdrawn, by
// their ids. There, only the time tells with which document a relation went.
type withdrawals map[string]time.Time

// complete notes of a record, which a line keeps, what version 1 does not say.
func (w withdrawals) complete(l line, r kg.Record) {
	switch {
	case l.Document != nil && l.Document.RetractedAt != nil:
		w[l.Document.ID] = *l.Document.RetractedAt
	case l.Relation != nil && l.Relation.RetractedAt != nil:
		for _, e := range r.Relation.Evidence {
			if at, withdrawn := w[e.Document]; withdrawn && at.Equal(*l.Relation.RetractedAt) {
				r.Relation.Retractions[0].Document = e.Document
			}
		}
	}
}
