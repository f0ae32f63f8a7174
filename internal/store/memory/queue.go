package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/tidwall/btree"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// QueueRows implements plan.Snapshot.
func (s snapshot) QueueRows(_ context.Context, ids []string) (found []plan.QueueRow, err error) {
	for _, id := range ids {
		if number, is := s.queueIDs[id]; is {
			found = append(found, s.queue[number])
		}
	}
	return found, nil
}

// ScanQueue implements plan.Snapshot.
func (s snapshot) ScanQueue(_ context.Context, keys []string, scan kg.Scan) (found []plan.QueueRow, err error) {
	for _, key := range keys {
		if s.queueKeys[key] == nil {
			continue
		}
		n := 0
		each(s.queueKeys[key], scan, func(_ string, number int64) bool {
			found = append(found, s.queue[number])
			n++
			return n < scan.Limit
		})
	}
	return found, nil
}

// CountQueue implements plan.Snapshot.
func (s snapshot) CountQueue(_ context.Context, keys []string) (n int, err error) {
	for _, key := range keys {
		if s.queueKeys[key] != nil {
			n += s.queueKeys[key].Len()
		}
	}
	return n, nil
}

// LastQueued implements plan.Transaction.
func (s snapshot) LastQueued(context.Context) (int64, error) { return s.lastQueued, nil }

func (s snapshot) applyQueue(rows []plan.QueueRow) {
	for _, r := range rows {
		for _, key := range s.queue[r.Number].Keys {
			s.queueKeys[key].Delete(r.Position())
		}
		for _, key := range r.Keys {
			if s.queueKeys[key] == nil {
				s.queueKeys[key] = &btree.Map[string, int64]{}
			}
			s.queueKeys[key].Set(r.Position(), r.Number)
		}
		s.queue[r.Number], s.queueIDs[r.ID] = r, r.Number
		s.rows.lastQueued = max(s.lastQueued, r.Number)
	}
}

// queued returns all rows of the review queue in their order.
func (g *rows) queued() (all []plan.QueueRow) {
	for _, number := range slices.Sorted(maps.Keys(g.queue)) {
		all = append(all, g.queue[number])
	}
	return all
}

func (g *rows) dumpQueue() plan.RecordPages {
	rows := g.queued()
	return func(any) ([]kg.Record, any, error) {
		all, err := plan.QueueRecords(rows)
		return all, nil, err
	}
}
