package kgtest

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// record adds what was changed to the journal and returns its number; 0 where
// there is nothing to record.
func (o *oracle) record(b kg.Batch, log *kg.ChangeLog) int64 {
	if log.Empty() && b.Provenance.Key == "" {
		return 0
	}
	a := kg.Activity{Number: int64(len(o.journal)) + 1, Provenance: b.Provenance, RecordedAt: b.RecordedAt}
	a.Changes, a.Unlisted = log.Changes()
	o.journal = append(o.journal, a)
	return a.Number
}

// repeated looks for the activity that was recorded under p's key.
func (o *oracle) repeated(p kg.Provenance) (kg.Written, bool, error) {
	for _, a := range o.journal {
		if p.Key != "" && a.Key == p.Key {
			return kg.Written{Activity: a.Number, Repeated: true}, true, p.Repeats(a.Digest)
		}
	}
	return kg.Written{}, false, nil
}

func (o *oracle) expect(expectations []kg.Expectation) error {
	for _, e := range expectations {
		var last int64
		for _, a := range o.journal {
			if changed(a, e.ID) || slices.ContainsFunc(o.entities, func(other kg.Entity) bool {
				return o.survivor(other.ID, nil) == o.survivor(e.ID, nil) && changed(a, other.ID)
			}) {
				last = a.Number
			}
		}
		if err := e.Unmet(last); err != nil {
			return err
		}
	}
	return nil
}

func (o *oracle) lastRecorded() time.Time {
	if len(o.journal) == 0 {
		return time.Time{}
	}
	return o.journal[len(o.journal)-1].RecordedAt
}

func (o *oracle) activities(req kg.JournalRequest, asOf *time.Time) (all []kg.Activity) {
	if req.Latest {
		req = kg.JournalRequest{After: int64(len(o.journal)) - 1, Limit: 1}
	}
	for _, a := range o.journal {
		of := len(req.Of) == 0 || slices.ContainsFunc(req.Of, func(id string) bool { return changed(a, id) }) ||
			a.Unlisted && slices.ContainsFunc(req.At, func(at time.Time) bool { return at.Equal(a.RecordedAt) })
		if of && a.Number > req.After && known(a.RecordedAt, asOf) && len(all) < req.Limit {
			a.Digest, a.Changes = "", slices.Clone(a.Changes)
			all = append(all, a)
		}
	}
	return all
}

func changed(a kg.Activity, id string) bool {
	return slices.ContainsFunc(a.Changes, func(c kg.Change) bool { return slices.Contains(c.Of(), id) })
}
