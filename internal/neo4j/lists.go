package neo4j

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

const entityFields = `[e.id, e.kind, e.name, e.aliases, CASE WHEN $in.now THEN null ELSE e.aliasesRecordedAt END, e.description, e.unnamed, e.recordedAt, CASE WHEN $in.now THEN null ELSE e.former END]`

var documentFields = `[d.id, d.title, d.url, d.edtf, d.inferred, d.reasoning, d.recordedAt, CASE WHEN $in.text THEN d.text END, ` + documentGaps + `]`

// uncorrected holds for an entity e that is what it was at $in.asOf.
const uncorrected = ` AND (e.correctedMs IS NULL OR e.correctedMs <= $in.asOf)`

func entitiesText(direction, and string) string {
	return fmt.Sprintf(mergesVersion+`UNWIND $in.kinds AS kind
CALL (kind) {
  MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
  WHERE e.kind = kind AND e.position > $in.lower AND e.position < $in.upper AND e.recordedAt <= $in.when AND `+unmerged+and+`
  RETURN e ORDER BY e.kind %[1]s, e.position %[1]s LIMIT $in.limit
}
RETURN 1 AS kind, null AS page, %[2]s AS fields`, direction, entityFields)
}

func documentsText(direction string) string {
	return fmt.Sprintf(keepPlan+`MATCH (d:Document) USING INDEX SEEK d:Document(position)
WHERE d.position > $in.lower AND d.position < $in.upper AND d.recordedAt <= $in.when AND `+inView+`
RETURN 2 AS kind, null AS page, %[2]s AS fields ORDER BY d.position %[1]s LIMIT $in.limit`, direction, documentFields)
}

var (
	entitiesAscending, entitiesDescending   = entitiesText("ASC", ""), entitiesText("DESC", "")
	formerAscending, formerDescending       = entitiesText("ASC", uncorrected), entitiesText("DESC", uncorrected)
	documentsAscending, documentsDescending = documentsText("ASC"), documentsText("DESC")
)

// correctedSince finds the entities that are not what they were at $in.asOf.
const correctedSince = mergesVersion + `MATCH (e:Entity) USING INDEX SEEK e:Entity(correctedMs)
WHERE e.correctedMs > $in.asOf AND e.recordedAt <= $in.when AND ` + unmerged + `
RETURN 1 AS kind, null AS page, ` + entityFields + ` AS fields`

const (
	formerCountText = entityCountHead + uncorrected + entityCountTail
	entityCountText = entityCountHead + entityCountTail
	entityCountHead = mergesVersion + `UNWIND $in.kinds AS kind
MATCH (e:Entity) USING INDEX SEEK e:Entity(kind, position)
WHERE e.kind = kind AND e.position > '' AND e.recordedAt <= $in.when AND ` + unmerged
	entityCountTail = `
WITH count(e) AS n
RETURN 0 AS kind, null AS page, [n] AS fields`
)

// inView holds for a document d that was in view.
var (
	inView            = `coalesce(d.retractedAt > $in.when, true) AND NOT ` + inGap("d")
	documentCountText = `MATCH (d:Document) WHERE d.recordedAt <= $in.when AND ` + inView + ` WITH count(d) AS n RETURN 0 AS kind, null AS page, [n] AS fields`
)

// list is a page of things of one sort, to be read.
type list struct {
	ascending, descending, count string
	scan                         kg.Scan
	params                       map[string]any
	read                         func(statement) (rows, error)
}

// find returns what the scan of l finds.
func (l list) find() (rows, error) {
	l.params["lower"], l.params["upper"], l.params["limit"] = orderKey(l.scan.Lower), orderKey(l.scan.Upper), l.scan.Limit
	if l.scan.Descending {
		return l.read(statement{l.descending, l.params})
	}
	return l.read(statement{l.ascending, l.params})
}

// total returns how many things are on all pages of l, one of which shows some.
func (l list) total(slice kg.Slice, shown int) (int, error) {
	if showsAll(slice, shown) {
		return shown, nil
	}
	found, err := l.read(statement{l.count, l.params})
	if err != nil {
		return 0, err
	}
	return int(integer(found[0][2].([]any)[0])), nil
}

// showsAll reports whether a page, for which found things were found, is all of
// its list.
func showsAll(slice kg.Slice, found int) bool {
	return slice.After == "" && slice.Before == "" && found <= slice.Limit
}

// ListEntities returns a page of entities of some kinds.
func (s *Store) ListEntities(ctx context.Context, req kg.EntityList) (page kg.EntityPage, err error) {
	err = s.asking(ctx, momentOf(req.AsOf), func(m moment) (err error) {
		page, err = s.listEntities(ctx, m, req)
		return err
	})
	return page, err
}

func (s *Store) listEntities(ctx context.Context, m moment, req kg.EntityList) (page kg.EntityPage, err error) {
	read := func(one statement) (rows, error) { return s.ask(ctx, m, one) }
	kinds := slices.Clone(req.Kinds)
	slices.Sort(kinds)
	l := list{entitiesAscending, entitiesDescending, entityCountText, req.Scan(), map[string]any{
		"kinds": slices.Compact(kinds), "asOf": m.ms, "when": m.when, "now": m.asOf == nil,
	}, read}
	var former []*kg.Entity
	if m.asOf != nil {
		l.ascending, l.descending, l.count = formerAscending, formerDescending, formerCountText
		since, err := read(statement{correctedSince, l.params})
		if err != nil {
			return page, err
		}
		for _, row := range since {
			if e := m.entity(row[2].([]any)); slices.Contains(kinds, e.Kind) {
				former = append(former, e)
			}
		}
	}
	found, err := l.find()
	if err != nil {
		return page, err
	}
	if req.Count {
		if page.Total, err = l.total(req.Slice, len(found)); err != nil {
			return page, err
		}
		page.Total += len(former)
	}
	// Each kind was walked by itself.
	entities := make([]positioned[*kg.Entity], 0, len(found))
	recorded := map[string]*kg.Entity{}
	add := func(e *kg.Entity) {
		entities = append(entities, positioned[*kg.Entity]{e.Position(), e})
		recorded[e.ID] = e
	}
	for _, row := range found {
		add(m.entity(row[2].([]any)))
	}
	for _, e := range former {
		if p := e.Position(); p > l.scan.Lower && p < l.scan.Upper {
			add(e)
		}
	}
	united, err := m.unite(recorded, func(one statement) (rows, error) { return s.read(ctx, one) })
	if err != nil {
		return page, err
	}
	for i, e := range entities {
		entities[i].thing = united[e.thing.ID]
	}
	page.Entities, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, firstOf(entities, l.scan))
	return page, nil
}

// ListDocuments returns a page of documents.
func (s *Store) ListDocuments(ctx context.Context, req kg.DocumentList) (page kg.DocumentPage, err error) {
	m := momentOf(req.AsOf)
	l := list{documentsAscending, documentsDescending, documentCountText, req.Scan(), map[string]any{
		"when": m.when, "asOf": m.ms, "text": req.Text,
	}, func(one statement) (rows, error) { return s.read(ctx, one) }}
	found, err := l.find()
	if err != nil {
		return page, err
	}
	if req.Count {
		if page.Total, err = l.total(req.Slice, len(found)); err != nil {
			return page, err
		}
	}
	documents := make([]*kg.Document, len(found))
	for i, row := range found {
		documents[i] = m.document(row[2].([]any))
	}
	page.Documents, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, documents)
	return page, nil
}
