package exchange

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Revisions is a Reader of records that have ids which stay, and that the publisher
// changes and deletes one by one, as ACLED does.
type Revisions interface {
	// OnRevise has the reader tell when each record was last changed or deleted.
	OnRevise(revised func(record string, at time.Time))

	// OnDelete has the reader tell which records the publisher has deleted.
	OnDelete(deleted func(record string))
}

// revisedAt ends the reason of what a publisher took back, where it is known when.
const revisedAt = " on 2006-01-02 15:04:05 UTC"

var endsWithTime = regexp.MustCompile(` on [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} UTC$`)

// newest knows when the publisher last corrected or deleted records, of those that the
// store has had older ones of.
type newest map[string]time.Time

// remember takes in what the store says of its records of a data set.
func (n newest) remember(ctx context.Context, store kg.Sources, dataset string) error {
	takenBack := map[string]string{} // records, by relations that they stated
	err := store.Records(ctx, dataset, func(s kg.SourceRecord) error {
		if s.Retracted && s.ByPublisher {
			takenBack[s.Relation] = s.Record
		}
		return nil
	})
	if err != nil {
		return err
	}
	const atOnce = 1000
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(takenBack)), atOnce) {
		found, err := store.Get(ctx, kg.Keys{Relations: ids})
		if err != nil {
			return err
		}
		for id, relation := range found.Relations {
			for _, gap := range relation.Retractions {
				n.note(takenBack[id], gap.Reason)
			}
		}
	}
	return nil
}

func (n newest) note(record, reason string) {
	text := endsWithTime.FindString(reason)
	if at, err := time.Parse(revisedAt, text); err == nil && at.After(n[record]) {
		n[record] = at
	}
}

// check returns an error if the store has had a newer record.
func (n newest) check(record string, at time.Time) error {
	if known := n[record]; !at.IsZero() && at.Before(known) {
		return fmt.Errorf("the record is of %s, and the publisher has changed or deleted it on %s, as the store knows already", at.UTC().Format(time.DateTime), known.UTC().Format(time.DateTime))
	}
	return nil
}
