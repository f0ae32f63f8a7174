package kg

import (
	"context"
	"slices"
	"strings"
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
// it was recorded when the thing, or something of it, was. There is none of what was
// recorded later than asked for. An id that names nothing is NotFound; after a number
// that no activity has had yet it returns an error of CodeBadInput.
func History(ctx context.Context, s Store, req HistoryRequest) ([]Activity, error) {
	if req.After < 0 {
		return nil, BadInput("after", "%d is no number of an activity; give one of history, or 0 for all", req.After)
	}
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
	if len(found.Journal) == 0 && req.After > 0 {
		newest, err := NewestActivity(ctx, s)
		if err != nil {
			return nil, err
		}
		if req.After > newest {
			return nil, BadInput("after", "nothing so new has been recorded: the newest activity is %d, not %d; give a number that history told", newest, req.After)
		}
	}
	return found.Journal, nil
}

// NewestActivity returns the number of the newest activity, 0 where there is none.
func NewestActivity(ctx context.Context, s Store) (int64, error) {
	found, err := s.Get(ctx, Keys{Journal: &JournalRequest{Latest: true, Limit: 1}})
	if err != nil || len(found.Journal) == 0 {
		return 0, err
	}
	return found.Journal[0].Number, nil
}

// recorded returns the thing's id, and those of what is one with it, and when it was
// recorded, and its evidence, and when it was retracted and restored.
func recorded(ctx context.Context, s Store, req HistoryRequest) (ids []string, times []time.Time, err error) {
	thing := ThingEntity
	keys := Keys{AsOf: req.AsOf, Need: Need{Claims: true}}
	switch {
	case strings.HasPrefix(req.ID, RelationPrefix):
		thing, keys.Relations = ThingRelation, []string{req.ID}
	case strings.HasPrefix(req.ID, DocumentPrefix):
		thing, keys.Documents = ThingDocument, []string{req.ID}
	default:
		keys.Entities = []string{req.ID}
	}
	found, err := s.Get(ctx, keys)
	if err == nil && req.AsOf != nil && !found.Has(thing, req.ID) {
		keys.AsOf = nil
		var now *Found
		if now, err = s.Get(ctx, keys); err == nil && now.Has(thing, req.ID) {
			return []string{req.ID}, nil, nil
		}
	}
	if err != nil {
		return nil, nil, err
	}
	if !found.Has(thing, req.ID) {
		types, err := s.Types(ctx)
		if err == nil && !slices.ContainsFunc(types, func(t RelationType) bool { return t.ID == req.ID }) {
			err = NotFound("id", thing, req.ID)
		}
		return []string{req.ID}, nil, err
	}
	ids = []string{req.ID}
	if r := found.Relations[req.ID]; r != nil {
		ids, times = []string{r.ID}, append(times, r.RecordedAt)
		for _, e := range r.Evidence {
			times = append(times, e.RecordedAt)
		}
		times = append(times, GapTimes(r.Retractions)...)
	}
	if d := found.Documents[req.ID]; d != nil {
		times = append(append(times, d.RecordedAt), GapTimes(d.Retractions)...)
	}
	if e := found.Entities[req.ID]; e != nil {
		ids, times = e.IDs(), append(times, e.RecordedAt)
	}
	return ids, times, nil
}
