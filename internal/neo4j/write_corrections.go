package neo4j

import (
	"context"
	"math"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

const (
	recordsText = `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN ` + recordFields

	mergesOfText = `UNWIND $in.ids AS id
MATCH (a:Entity {id: id}) USING INDEX SEEK a:Entity(id)
MATCH (a)-[m:MERGED_INTO]->(b:Entity) WHERE m.retractedMs IS NULL
RETURN a.id, b.id, m.kind, m.recordedMs, m.number AS number ORDER BY number`

	correctEntities = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
REMOVE e:$(row.before)
SET e:$(row.labels), e += row.properties`

	usesText = `CALL () {
  UNWIND $in.of AS id
  UNWIND $in.asSubject AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(src, type, ordinary, position)
  WHERE r.src = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > '' AND r.retractedMs IS NULL
  RETURN r
 UNION ALL
  UNWIND $in.of AS id
  UNWIND $in.asObject AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, type, ordinary, position)
  WHERE r.dst = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > '' AND r.retractedMs IS NULL
  RETURN r
}
RETURN r.id, r.type ORDER BY r.id LIMIT 1`

	usesAsPlaceText = `MATCH (r:Relation) WHERE r.retractedMs IS NULL AND any(place IN r.places WHERE place IN $in.of)
RETURN r.id, r.type ORDER BY r.id LIMIT 1`

	holdersUnder = `UNWIND $in.ids AS id
UNWIND $in.offices AS type
MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, type, ordinary, position)
WHERE r.dst = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > ''
RETURN DISTINCT r.src`
)

// Lineage implements kg.Known. It keeps what it found.
func (w *writer) Lineage(ctx context.Context, ids []string) (*kg.Lineage, error) {
	members := w.merges.now.membersOf(plausible(ids))
	found, err := w.run(ctx, recordsText, map[string]any{"ids": members})
	if err != nil {
		return nil, err
	}
	l := &kg.Lineage{Entities: map[string]*kg.EntityRecord{}}
	if w.kept == nil {
		w.kept = map[string][]any{}
	}
	for _, row := range found {
		r := entityRecord(row)
		l.Entities[r.ID], w.kept[r.ID] = r, row
	}
	merges, err := w.run(ctx, mergesOfText, map[string]any{"ids": members})
	for _, row := range merges {
		m := kg.Merge{From: text(row[0]), Into: text(row[1]), Kind: kg.EntityKind(text(row[2]))}
		l.Merges = append(l.Merges, kg.MergeRecord{Merge: m, RecordedAt: msTime(integer(row[3]))})
	}
	return l, err
}

// UseOf implements kg.Known.
func (w *writer) UseOf(ctx context.Context, uses kg.Uses) (relation, typeID string, err error) {
	asked := []string{usesText}
	if uses.AsPlace {
		asked = append(asked, usesAsPlaceText)
	}
	for _, one := range asked {
		found, err := w.run(ctx, one, map[string]any{"of": uses.Of, "asSubject": orNone(uses.AsSubject), "asObject": orNone(uses.AsObject)})
		if err != nil {
			return "", "", err
		}
		for _, row := range found {
			if id := text(row[0]); relation == "" || id < relation {
				relation, typeID = id, text(row[1])
			}
		}
	}
	return relation, typeID, nil
}

// orNone returns list, which the driver sends as null where it is nil.
func orNone(list []string) []string { return append([]string{}, list...) }

// writeCorrections makes of entities what the batch does, beside what they were.
func (w *writer) writeCorrections(ctx context.Context) error {
	var rows []map[string]any
	var renamed []string
	for _, c := range w.batch.Corrections {
		c.Note(&w.written, &w.log)
		w.retold = append(w.retold, c.Entity)
		row, err := w.correction(c)
		if err != nil {
			return err
		}
		rows = append(rows, row)
		if c.Before.Name != c.After.Name {
			renamed = append(renamed, c.Entity)
		}
	}
	if err := w.each(ctx, correctEntities, rows); err != nil || len(renamed) == 0 {
		return err
	}
	holders, err := w.run(ctx, holdersUnder, map[string]any{"ids": renamed, "offices": w.offices()})
	for _, row := range holders {
		w.retold = append(w.retold, text(row[0]))
	}
	return err
}

// correction returns the row that makes one correction.
func (w *writer) correction(c kg.Correction) (map[string]any, error) {
	r := &kg.EntityRecord{}
	var kept []formerState
	if row := w.kept[c.Entity]; row != nil {
		r, kept = entityRecord(row), formerOf(row[8]).States
		for _, alias := range w.added[c.Entity] { // since that was read
			r.Names = append(r.Names, kg.AliasRecord{Name: alias, RecordedAt: w.batch.RecordedAt})
		}
	} else {
		r.ID = c.Entity
		for _, alias := range w.names[c.Entity].Aliases {
			r.Names = append(r.Names, kg.AliasRecord{Name: alias, RecordedAt: w.batch.RecordedAt})
		}
	}
	if c.Before != c.After {
		was := c.Before
		kept = append(kept, formerState{
			Kind: was.Kind, Name: was.Name, Description: was.Description, Unnamed: was.Unnamed, UntilMs: w.batch.RecordedAt.UnixMilli(),
			OwnKind: r.OwnKind, StatedMs: msOrNil(r.KindStatedAt),
		})
		r.Former = append(r.Former, kg.FormerState{EntityState: was, Until: w.batch.RecordedAt})
	}
	r.SetState(c.After)
	r.OwnKind, r.KindStatedAt = c.OwnKind, c.KindStatedAt
	for i, n := range r.Names {
		if n.RemovedAt == nil && slices.Contains(c.Removed, n.Name) {
			r.Names[i].RemovedAt = &w.batch.RecordedAt
		}
	}
	for _, name := range c.Added {
		r.Names = append(r.Names, kg.AliasRecord{Name: name, RecordedAt: w.batch.RecordedAt})
	}
	return correctedRow(r, c.Before.Kind, kept)
}

// correctedRow returns the row that makes of an entity what r is.
func correctedRow(r *kg.EntityRecord, before kg.EntityKind, kept []formerState) (map[string]any, error) {
	was, err := formerRecord(r, kept).json()
	if err != nil {
		return nil, err
	}
	position := orderKey(r.Position())
	if len(position) > longestIndexed {
		return nil, kg.BadInput("name", "a name of %d bytes is too long; give a shorter one, and the rest as the description", len(r.Name))
	}
	aliases, recorded := []string{}, []time.Time{}
	for _, n := range r.Names {
		if n.RemovedAt == nil {
			aliases, recorded = append(aliases, n.Name), append(recorded, n.RecordedAt.In(offsetZero))
		}
	}
	p := map[string]any{
		"kind": string(r.Kind), "name": r.Name, "position": position, "aliases": aliases, "aliasesRecordedAt": recorded, "former": was,
		"description": nil, "unnamed": nil, "ownKind": nil, "kindStatedMs": nil, "correctedMs": nil,
	}
	properties(p).text("description", r.Description)
	properties(p).text("ownKind", string(r.OwnKind))
	if r.Unnamed {
		p["unnamed"] = true
	}
	if r.KindStatedAt != nil {
		p["kindStatedMs"] = r.KindStatedAt.UnixMilli()
	}
	last := int64(math.MinInt64)
	for _, s := range r.Former {
		last = max(last, s.Until.UnixMilli())
		p["correctedMs"] = last
	}
	return map[string]any{"id": r.ID, "before": labels(before), "labels": labels(r.Kind), "properties": p}, nil
}
