package plan

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// ListEntities implements kg.Store.
func (s *Store) ListEntities(ctx context.Context, req kg.EntityList) (page kg.EntityPage, err error) {
	err = s.ask(ctx, req.AsOf, func(q *query) error {
		if len(req.Identifiers) > 0 {
			page, err = q.listIdentified(req)
		} else {
			page, err = q.listEntities(req)
		}
		return err
	})
	return page, err
}

func (q *query) listEntities(req kg.EntityList) (page kg.EntityPage, err error) {
	former, err := q.correctedSince()
	if err != nil {
		return page, err
	}
	scan := req.Scan()
	rows, listed := map[string]*kg.EntityRecord{}, []*kg.Entity{}
	for id, row := range former.rows {
		rows[id] = row
		if !former.isKnown(id) {
			continue
		}
		was := former.rowAsOf(id)
		if p := was.Position(); scan.Lower < p && p < scan.Upper && slices.Contains(req.Kinds, was.Kind) && q.clusters.Canonical(id) == id {
			listed = append(listed, was)
		}
	}
	kinds := distinct(req.Kinds)
	more, err := q.scanEntities(kinds, scan, former)
	if err != nil {
		return page, err
	}
	merge := len(listed) > 0
	for _, row := range more {
		rows[row.ID] = row
		listed = append(listed, &row.Entity)
	}
	if merge {
		listed = kg.FirstOf(listed, scan)
	}
	if req.Count {
		if page.Total, err = q.countEntities(kinds, former); err != nil {
			return page, err
		}
	}
	listed, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, listed[:min(len(listed), scan.Limit)])
	ids := make([]string, len(listed))
	for i, e := range listed {
		ids[i] = e.ID
	}
	e, err := q.read(ids, rows)
	if err != nil {
		return page, err
	}
	for _, id := range ids {
		page.Entities = append(page.Entities, e.answer(id))
	}
	return page, nil
}

// correctedSince returns the entities that were not what they are now, and nothing
// where the query is about now.
func (q *query) correctedSince() (*entities, error) {
	if q.asOf == nil {
		return &entities{query: q}, nil
	}
	ids, err := q.CorrectedSince(q.ctx, *q.asOf)
	if err != nil {
		return nil, err
	}
	return q.read(ids, nil)
}

// scanEntities returns, of some kinds, as many entities as a scan asks for that are
// canonical and were what they are.
func (q *query) scanEntities(kinds []kg.EntityKind, scan kg.Scan, former *entities) (listed []*kg.EntityRecord, err error) {
	wanted := scan.Limit
	for {
		scan.Limit = wanted - len(listed)
		found, err := q.Snapshot.ListEntities(q.ctx, kinds, scan, q.asOf)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			if former.rows[row.ID] == nil && q.clusters.Canonical(row.ID) == row.ID {
				listed = append(listed, row)
			}
		}
		if len(listed) == wanted || len(found) < scan.Limit {
			return listed, nil
		}
		if last := found[len(found)-1].Position(); scan.Descending {
			scan.Upper = last
		} else {
			scan.Lower = last
		}
	}
}

// countEntities returns how many canonical entities of some kinds there were.
func (q *query) countEntities(kinds []kg.EntityKind, former *entities) (int, error) {
	n, err := q.CountEntities(q.ctx, kinds, q.asOf)
	if err != nil {
		return 0, err
	}
	merged, err := q.Lookup(q.ctx, Keys{Entities: slices.Collect(maps.Keys(q.clusters.into))})
	if err != nil {
		return 0, err
	}
	for id, row := range merged.Entities {
		if former.rows[id] == nil && slices.Contains(kinds, row.Kind) && kg.KnownAsOf(row.RecordedAt, q.asOf) {
			n--
		}
	}
	for id, row := range former.rows {
		if !former.isKnown(id) {
			continue
		}
		if slices.Contains(kinds, row.Kind) {
			n--
		}
		if slices.Contains(kinds, former.rowAsOf(id).Kind) && q.clusters.Canonical(id) == id {
			n++
		}
	}
	return n, nil
}

// ListDocuments implements kg.Store.
func (s *Store) ListDocuments(ctx context.Context, req kg.DocumentList) (page kg.DocumentPage, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		listed, err := snapshot.ListDocuments(ctx, req.Scan(), req.AsOf, req.Text)
		if err != nil {
			return err
		}
		for _, d := range listed {
			d.Retractions, d.RetractedAt = kg.GapsAsOf(d.Retractions, req.AsOf)
			d.Details, d.DetailsRecords = kg.DetailsAsOf(d.DetailsRecords, req.AsOf)
		}
		page.Documents, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, listed)
		if req.Count {
			page.Total, err = snapshot.CountDocuments(ctx, req.AsOf)
		}
		return err
	})
	return page, err
}
