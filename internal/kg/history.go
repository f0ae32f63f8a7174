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

// History returns the activities that changed a thing, in the order of writing.
// One that did not list what it changed is among them if it was recorded when the
// thing, or something of it, was.
func History(ctx context.Context, s Store, req HistoryRequest) ([]Activity, error) {
	journal := JournalRequest{After: req.After, Limit: req.Limit}
	if req.ID != "" {
		times, err := recordedAt(ctx, s, req)
		if err != nil {
			return nil, err
		}
		journal.Of, journal.At = []string{req.ID}, times
	}
	found, err := s.Get(ctx, Keys{Journal: &journal, AsOf: req.AsOf})
	if err != nil {
		return nil, err
	}
	return found.Journal, nil
}

// recordedAt returns when the thing was recorded, and its evidence, and when it
// was retracted.
func recordedAt(ctx context.Context, s Store, req HistoryRequest) (times []time.Time, err error) {
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
		return nil, err
	}
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
		times = append(times, e.RecordedAt)
	}
	return times, nil
}
