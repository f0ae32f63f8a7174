package neo4j

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

const entityFields = `[e.id, e.kind, e.name, e.aliases, CASE WHEN $in.now THEN null ELSE e.aliasesRecordedAt END, e.description, e.unnamed, e.recordedAt]`

const documentFields = `[d.id, d.title, d.url, d.edtf, d.inferred, d.reasoning, d.recordedAt, CASE WHEN $in.text THEN d.text END]`

func entitiesText(direction string) string {
	return fmt.Sprintf(keepPlan+`UNWIND $in.kinds AS kind
CALL (kind) {
  MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
  WHERE e.kind = kind AND e.position > $in.lower AND e.position < $in.upper AND e.recordedAt <= $in.when
  RETURN e ORDER BY e.kind %[1]s, e.position %[1]s LIMIT $in.limit
}
RETURN %[2]s`, direction, entityFields)
}

func documentsText(direction string) string {
	return fmt.Sprintf(keepPlan+`MATCH (d:Document) USING INDEX SEEK d:Document(position)
WHERE d.position > $in.lower AND d.position < $in.upper AND d.recordedAt <= $in.when
RETURN %[2]s ORDER BY d.position %[1]s LIMIT $in.limit`, direction, documentFields)
}

var (
	entitiesAscending, entitiesDescending   = entitiesText("ASC"), entitiesText("DESC")
	documentsAscending, documentsDescending = documentsText("ASC"), documentsText("DESC")
)

const (
	entityCountText = keepPlan + `UNWIND $in.kinds AS kind
MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
WHERE e.kind = kind AND e.position > '' AND e.recordedAt <= $in.when
RETURN count(e)`
	documentCountText = `MATCH (d:Document) WHERE d.recordedAt <= $in.when RETURN count(d)`
)

// list is a page of things of one sort, to be read.
type list struct {
	ascending, descending, count string
	scan                         kg.Scan
	params                       map[string]any
}

// readList returns what the scan of l finds.
func (s *Store) readList(ctx context.Context, l list) (rows, error) {
	l.params["lower"], l.params["upper"], l.params["limit"] = orderKey(l.scan.Lower), orderKey(l.scan.Upper), l.scan.Limit
	if l.scan.Descending {
		return s.read(ctx, statement{l.descending, l.params})
	}
	return s.read(ctx, statement{l.ascending, l.params})
}

// total returns how many things are on all pages of l, one of which shows some.
func (s *Store) total(ctx context.Context, l list, slice kg.Slice, shown int) (int, error) {
	if showsAll(slice, shown) {
		return shown, nil
	}
	found, err := s.read(ctx, statement{l.count, l.params})
	if err != nil {
		return 0, err
	}
	return int(integer(found[0][0])), nil
}

// showsAll reports whether a page, for which found things were found, is all of
// its list.
func showsAll(slice kg.Slice, found int) bool {
	return slice.After == "" && slice.Before == "" && found <= slice.Limit
}

// ListEntities returns a page of entities of some kinds.
func (s *Store) ListEntities(ctx context.Context, req kg.EntityList) (page kg.EntityPage, err error) {
	m := momentOf(req.AsOf)
	kinds := slices.Clone(req.Kinds)
	slices.Sort(kinds)
	l := list{entitiesAscending, entitiesDescending, entityCountText, req.Scan(), map[string]any{
		"kinds": slices.Compact(kinds), "when": m.when, "now": m.asOf == nil,
	}}
	found, err := s.readList(ctx, l)
	if err != nil {
		return page, err
	}
	if req.Count {
		if page.Total, err = s.total(ctx, l, req.Slice, len(found)); err != nil {
			return page, err
		}
	}
	// Each kind was walked by itself.
	entities := make([]positioned[*kg.Entity], len(found))
	for i, row := range found {
		e := m.entity(row[0].([]any))
		entities[i] = positioned[*kg.Entity]{e.Position(), e}
	}
	page.Entities, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, firstOf(entities, l.scan))
	return page, nil
}

// ListDocuments returns a page of documents.
func (s *Store) ListDocuments(ctx context.Context, req kg.DocumentList) (page kg.DocumentPage, err error) {
	l := list{documentsAscending, documentsDescending, documentCountText, req.Scan(), map[string]any{
		"when": momentOf(req.AsOf).when, "text": req.Text,
	}}
	found, err := s.readList(ctx, l)
	if err != nil {
		return page, err
	}
	if req.Count {
		if page.Total, err = s.total(ctx, l, req.Slice, len(found)); err != nil {
			return page, err
		}
	}
	documents := make([]*kg.Document, len(found))
	for i, row := range found {
		documents[i] = document(row[0].([]any))
	}
	page.Documents, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, documents)
	return page, nil
}
