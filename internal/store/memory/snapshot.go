package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A snapshot reads rows, and changes them for a transaction.
type snapshot struct{ *rows }

// Types implements plan.Snapshot.
func (s snapshot) Types(context.Context) (*plan.Types, error) { return s.types, nil }

// Merges implements plan.Snapshot.
func (s snapshot) Merges(context.Context) (*plan.Merges, error) { return s.merges, nil }

// Datasets implements plan.Snapshot.
func (s snapshot) Datasets(context.Context) (all []kg.Dataset, err error) {
	for _, id := range slices.Sorted(maps.Keys(s.datasets)) {
		all = append(all, kg.Dataset{ID: id, Codings: slices.Clone(s.datasets[id].Codings)})
	}
	return all, nil
}

// Lookup implements plan.Snapshot. There never were other ids of relations here.
func (s snapshot) Lookup(_ context.Context, keys plan.Keys) (plan.Rows, error) {
	found := plan.NewRows()
	for _, id := range keys.Entities {
		if e := s.entities[id]; e != nil {
			found.Entities[id] = copyEntity(e)
		}
	}
	for _, id := range keys.Relations {
		if r := s.relations[id]; r != nil {
			found.Relations[id] = copyOf(r, keys.Need.Claims)
		}
	}
	for _, id := range keys.Documents {
		if d := s.documents[id]; d != nil {
			found.Documents[id] = copyDocument(d, keys.Need)
		}
	}
	return found, nil
}

// Naming implements plan.Snapshot.
func (s snapshot) Naming(ctx context.Context, named plan.Named, limit int) (int, error) {
	return min(len(s.naming(named)), limit), ctx.Err()
}

// naming returns the relations that name something.
func (s snapshot) naming(named plan.Named) map[string]bool {
	found := map[string]bool{}
	if named.Box != nil {
		for _, cells := range named.Box.Cells() {
			s.byCell.Ascend(cells.From, func(cell int64, ids map[string]bool) bool {
				if cell <= cells.To {
					maps.Copy(found, ids)
				}
				return cell < cells.To
			})
		}
		return found
	}
	sets, values := s.quoted, named.Values
	switch named.Facet {
	case plan.AttributedTo:
		sets = s.attributed
	case plan.InPlace:
		sets = s.byPlace
	case plan.InDataset:
		sets = s.ofDataset
	case plan.PublishedBy:
		values = nil
		for _, publisher := range named.Values {
			values = slices.AppendSeq(values, maps.Keys(s.published[publisher]))
			maps.Copy(found, s.reported[publisher])
		}
	}
	for _, v := range values {
		maps.Copy(found, sets[v])
	}
	return found
}

// Identified implements plan.Snapshot.
func (s snapshot) Identified(_ context.Context, identifiers []kg.Identifier) (map[kg.Identifier][]string, error) {
	by := map[kg.Identifier][]string{}
	for _, i := range identifiers {
		if ids := s.identified[i]; len(ids) > 0 {
			by[i] = slices.Collect(maps.Keys(ids))
		}
	}
	return by, nil
}

// Pairs implements plan.Snapshot.
func (s snapshot) Pairs(ctx context.Context, of []string, direction kg.Direction) ([]plan.Pair, error) {
	pairs := map[plan.Pair]bool{}
	for _, id := range of {
		for pair := range s.linked[id] {
			if direction == kg.DirectionAny || (direction == kg.DirectionOut) == (pair.Subject == id) || pair.Subject == pair.Object {
				pairs[pair] = true
			}
		}
	}
	return slices.Collect(maps.Keys(pairs)), ctx.Err()
}

// ListEntities implements plan.Snapshot.
func (s snapshot) ListEntities(_ context.Context, kinds []kg.EntityKind, scan kg.Scan, asOf *time.Time) (listed []*kg.EntityRecord, err error) {
	for _, kind := range kinds {
		list, n := s.byPosition[string(kind)], 0
		if list == nil {
			continue
		}
		each(list, scan, func(_, id string) bool {
			if e := s.entities[id]; kg.KnownAsOf(e.RecordedAt, asOf) {
				listed = append(listed, copyEntity(e))
				n++
			}
			return n < scan.Limit
		})
	}
	return kg.FirstOf(listed, scan), nil
}

// CountEntities implements plan.Snapshot.
func (s snapshot) CountEntities(_ context.Context, kinds []kg.EntityKind, asOf *time.Time) (n int, err error) {
	for _, kind := range kinds {
		if list := s.byPosition[string(kind)]; list != nil {
			for _, id := range list.Values() {
				if kg.KnownAsOf(s.entities[id].RecordedAt, asOf) {
					n++
				}
			}
		}
	}
	return n, nil
}

// CorrectedSince implements plan.Snapshot.
func (s snapshot) CorrectedSince(_ context.Context, at time.Time) (ids []string, err error) {
	for id := range s.corrected {
		if former := s.entities[id].Former; former[len(former)-1].Until.After(at) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// ListDocuments implements plan.Snapshot.
func (s snapshot) ListDocuments(_ context.Context, scan kg.Scan, asOf *time.Time, text bool) (listed []*kg.Document, err error) {
	if s.byPosition[documentList] == nil {
		return nil, nil
	}
	each(s.byPosition[documentList], scan, func(_, id string) bool {
		if s.inView(id, asOf) {
			listed = append(listed, copyDocument(s.documents[id], kg.Need{Text: text}))
		}
		return len(listed) < scan.Limit
	})
	return listed, nil
}

func (s snapshot) document(id string) *kg.Document { return s.documents[id] }

const documentList = "" // in byPosition

func (s snapshot) inView(document string, asOf *time.Time) bool {
	d := s.documents[document]
	_, retracted := kg.GapsAsOf(d.Retractions, asOf)
	return kg.KnownAsOf(d.RecordedAt, asOf) && retracted == nil
}

// CountDocuments implements plan.Snapshot.
func (s snapshot) CountDocuments(_ context.Context, asOf *time.Time) (n int, err error) {
	for id := range s.documents {
		if s.inView(id, asOf) {
			n++
		}
	}
	return n, nil
}

// Match implements plan.Snapshot.
func (s snapshot) Match(_ context.Context, req kg.CandidateRequest) (found kg.Candidates, err error) {
	for id := range s.entityText.matching(req, true) {
		if kinds := s.entityText.kinds[id]; len(req.Kinds) == 0 || slices.ContainsFunc(req.Kinds, func(k kg.EntityKind) bool { return slices.Contains(kinds, k) }) {
			found.Entities = append(found.Entities, id)
		}
	}
	slices.SortFunc(found.Entities, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.entities[b].Degree, s.entities[a].Degree), cmp.Compare(a, b))
	})
	found.Entities = found.Entities[:min(len(found.Entities), req.Limit)]
	if !req.Relations || req.Beginning != "" {
		return found, nil
	}
	for id := range s.quoteText.matching(req, false) {
		found.Relations = append(found.Relations, id)
	}
	slices.SortFunc(found.Relations, func(a, b string) int {
		return cmp.Compare(s.relations[a].Position(), s.relations[b].Position())
	})
	found.Relations = found.Relations[:min(len(found.Relations), req.Limit)]
	return found, nil
}

// Journal implements plan.Snapshot.
func (s snapshot) Journal(_ context.Context, req kg.JournalRequest, asOf *time.Time) (found []kg.Activity, err error) {
	if req.Latest {
		req = kg.JournalRequest{After: int64(len(s.journal)) - 1, Limit: 1}
	}
	for _, a := range s.journal[min(max(req.After, 0), int64(len(s.journal))):] {
		of := len(req.Of) == 0 || slices.ContainsFunc(req.Of, func(id string) bool { return changes(a, id) }) ||
			a.Unlisted && slices.ContainsFunc(req.At, a.RecordedAt.Equal)
		if of && kg.KnownAsOf(a.RecordedAt, asOf) {
			a.Digest, a.Changes = "", slices.Clone(a.Changes)
			found = append(found, a)
		}
		if len(found) >= req.Limit {
			break
		}
	}
	return found, nil
}

func changes(a kg.Activity, id string) bool {
	return slices.ContainsFunc(a.Changes, func(c kg.Change) bool { return slices.Contains(c.Of(), id) })
}
