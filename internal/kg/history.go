package kg

import (
	"context"
	"time"
)

// HistoryRequest asks for what was done to a thing, or for everything that was
// done where ID is empty.
type HistoryRequest struct {
	ID    string
	After int64 // only activities of a greater number
	Limit int
	AsOf  *time.Time
}

// History returns the activities that changed a thing, or an entity that is one with
// it, in the order of writing. One that did not list what it changed is among them if
// it was recorded when the thing, or something of it, was.
func History(ctx context.Context, s Store, req HistoryRequest) ([]Activity, error) {
	journal := JournalRequest{After: req.After, Limit: req.Limit}
	if req.ID != "" {
		var err error
		if journal.Of, journal.At, err = recorded(ctx, s, req); err != nil {
			return nil, err
		}
	}
	found, err := s.Get(ctx, Keys{Journal: &journal, AsOf: req.AsOf})
	if err != nil {
		return nil, err
	}
	return found.Journal, nil
}

// recorded returns the thing's id, and those of what is one with it, and when it was
// recorded, and its evidence, and when it was retracted.
func recorded(ctx context.Context, s Store, req HistoryRequest) (ids []string, times []time.Time, err error) {
	keys := Keys{AsOf: req.AsOf, Need: Need{Claims: true}}
	switch _, isRelation := RelationDigest(req.ID); {
	case isRelation:
		keys.Relations = []string{req.ID}
	case CheckDocumentID(req.ID) == nil:
		keys.Documents = []string{req.ID}
	default:
		keys.Entities = []string{req.ID}
	}
	found, err := s.Get(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	ids = []string{req.ID}
	retracted := func(at *time.Time) {
		if at != nil {
			times = append(times, *at)
		}
	}
	if r := found.Relations[req.ID]; r != nil {
		times = append(times, r.RecordedAt)
		for _, e := range r.Evidence {
			times = append(times, e.RecordedAt)
		}
		retracted(r.RetractedAt)
	}
	if d := found.Documents[req.ID]; d != nil {
		times = append(times, d.RecordedAt)
		retracted(d.RetractedAt)
	}
	if e := found.Entities[req.ID]; e != nil {
		ids, times = e.IDs(), append(times, e.RecordedAt)
	}
	return ids, times, nil
}
