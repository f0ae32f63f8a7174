package neo4j

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

const (
	createTypes = `UNWIND $in.rows AS row CREATE (t:RelationType) SET t = row`

	createDocuments = `UNWIND $in.rows AS row CREATE (d:Document) SET d = row`

	createEntities = `UNWIND $in.rows AS row
CREATE (e:Entity:$(row.labels))
SET e = row.properties`

	addAliases = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e.aliases = coalesce(e.aliases, []) + row.aliases, e.aliasesRecordedAt = coalesce(e.aliasesRecordedAt, []) + row.recorded`

	correctEntities = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
REMOVE e:$(row.before)
SET e:$(row.labels), e += row.properties`

	setIdentifiers = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e.identifiers = row.kept
WITH row
UNWIND row.keys AS key
MERGE (:Identifier {key: key, entity: row.id})`

	setTerms = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e += row.terms`

	setDetails = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
SET d += row.details`

	// The rows of setDocumentGaps are those of gapsRow.
	setDocumentGaps = `UNWIND $in.rows AS row
MATCH (d:Document {id: row.id}) USING INDEX SEEK d:Document(id)
SET d.retractedAt = row.at, d.retractedReason = row.reason, d.gaps = row.gaps, d.gapReasons = row.reasons`

	mergeEntities = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.from}) USING INDEX SEEK a:Entity(id)
MATCH (b:Entity {id: row.into}) USING INDEX SEEK b:Entity(id)
CREATE (a)-[m:MERGED_INTO {number: row.number, recordedMs: $in.ms, recordedAt: $in.at}]->(b)
SET m.reason = row.reason, m.kind = row.kind, a.mergedMs = coalesce(a.mergedMs, []) + $in.ms`

	unmergeEntities = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.id}) USING INDEX SEEK a:Entity(id)
MATCH (a)-[m:MERGED_INTO]->() WHERE m.retractedMs IS NULL
SET m.retractedMs = $in.ms, m.retractedAt = $in.at, m.retractedReason = row.reason, a.unmergedMs = coalesce(a.unmergedMs, []) + $in.ms`

	countMerges = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.merges = $in.version`
)

var recordsText = `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN ` + entityFields

// Apply implements plan.Transaction.
func (t *transaction) Apply(ctx context.Context, c *plan.Changes) error {
	for _, apply := range []func(context.Context, *plan.Changes) error{
		t.applyTypes, t.applyDocuments, t.applyEntities, t.applyIdentifiers, t.applyRelations, t.applyCorrections, t.applyMerges, t.applyTerms, t.applyQueue, t.applyActivity,
	} {
		if err := apply(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (t *transaction) applyTypes(ctx context.Context, c *plan.Changes) error {
	if len(c.Types) == 0 {
		return nil
	}
	t.catalog.setTypes(append(t.catalog.types.List(), c.Types...))
	var rows []map[string]any
	for _, typ := range c.Types {
		rows = append(rows, typeProperties(typ))
	}
	return t.each(ctx, createTypes, rows, c.RecordedAt)
}

func typeProperties(typ kg.RelationType) properties {
	p := properties{"id": typ.ID, "label": typ.Label, "inverseLabel": typ.InverseLabel, "symmetric": typ.Symmetric, "edge": edgeType(typ)}
	p.text("plover", typ.PLOVER)
	p.text("cameo", typ.CAMEO)
	p.kinds("subjectKinds", typ.SubjectKinds)
	p.kinds("objectKinds", typ.ObjectKinds)
	return p
}

func (t *transaction) applyDocuments(ctx context.Context, c *plan.Changes) error {
	var created, gaps []map[string]any
	for i := range c.Documents {
		created = append(created, documentProperties(&c.Documents[i]))
	}
	for id, list := range c.DocumentGaps {
		gaps = append(gaps, gapsRow(id, list))
	}
	if err := t.each(ctx, createDocuments, created, c.RecordedAt); err != nil {
		return err
	}
	if err := t.each(ctx, setDocumentGaps, gaps, c.RecordedAt); err != nil {
		return err
	}
	var details []map[string]any
	for id, records := range c.DocumentDetails {
		p := properties{}
		p.details(records)
		details = append(details, map[string]any{"id": id, "details": p})
	}
	return t.each(ctx, setDetails, details, c.RecordedAt)
}

func documentProperties(d *kg.Document) properties {
	p := properties{"id": d.ID, "text": d.Text, "fingerprint": d.Fingerprint, "position": d.Position(), "recordedAt": d.RecordedAt.In(offsetZero)}
	p.text("title", d.Title)
	p.text("url", d.URL)
	p.time(d.PublishedAt)
	p.details(d.DetailsRecords)
	return p
}

// details has what was recorded of a document's details, and what it comes to, for those
// who look at the database.
func (p properties) details(records []kg.DetailsRecord) {
	if len(records) == 0 {
		return
	}
	p["details"] = plan.DetailsText(records)
	known, _ := kg.DetailsAsOf(records, nil)
	known.Each(func(name, value string) { p[name] = value })
	if publisher, at := plan.PublisherOf(records); publisher != "" {
		p["publisherFolded"], p["publisherMs"] = kg.FoldName(publisher), at.UnixMilli()
	}
}

// applyEntities adds entities, and names to these and to others.
func (t *transaction) applyEntities(ctx context.Context, c *plan.Changes) error {
	names := map[string][]kg.AliasRecord{}
	for _, n := range c.Names {
		names[n.Entity] = append(names[n.Entity], kg.AliasRecord{Name: n.Name, RecordedAt: n.RecordedAt})
	}
	var created, named []map[string]any
	for i := range c.Entities {
		e := &c.Entities[i]
		p, err := entityProperties(e, names[e.ID])
		if err != nil {
			return err
		}
		delete(names, e.ID)
		created = append(created, map[string]any{"labels": labels(e.Kind), "properties": p})
	}
	for id, added := range names {
		aliases, recorded := goneBy(added)
		named = append(named, map[string]any{"id": id, "aliases": aliases, "recorded": recorded})
	}
	if err := t.each(ctx, createEntities, created, c.RecordedAt); err != nil {
		return err
	}
	return t.each(ctx, addAliases, named, c.RecordedAt)
}

// entityProperties returns those of a new entity, which goes by some other names.
func entityProperties(e *kg.Entity, names []kg.AliasRecord) (properties, error) {
	position, err := entityPosition(e)
	if err != nil {
		return nil, err
	}
	p := properties{"id": e.ID, "kind": string(e.Kind), "name": e.Name, "position": position, "recordedAt": e.RecordedAt.In(offsetZero)}
	if aliases, recorded := goneBy(names); len(aliases) > 0 {
		p["aliases"], p["aliasesRecordedAt"] = aliases, recorded
	}
	p.text("description", e.Description)
	p.text("point", e.Point.String())
	if e.Unnamed {
		p["unnamed"] = true
	}
	return p, nil
}

// goneBy returns the names that an entity still goes by, and when they were recorded.
func goneBy(names []kg.AliasRecord) (aliases []string, recorded []time.Time) {
	for _, n := range names {
		if n.RemovedAt == nil {
			aliases, recorded = append(aliases, n.Name), append(recorded, n.RecordedAt.In(offsetZero))
		}
	}
	return aliases, recorded
}

// longestIndexed is how many bytes of a string an index takes, with some room
// for the other keys.
const longestIndexed = 7000

func entityPosition(e *kg.Entity) (string, error) {
	position := orderKey(e.Position())
	if len(position) > longestIndexed {
		return "", kg.BadInput("name", "a name of %d bytes is too long; give a shorter one, and the rest as the description", len(e.Name))
	}
	return position, nil
}

func (t *transaction) applyIdentifiers(ctx context.Context, c *plan.Changes) error {
	var rows []map[string]any
	for id, records := range c.Identifiers {
		rows = append(rows, map[string]any{"id": id, "kept": plan.IdentifiersJSON(records), "keys": identifierKeys(records)})
	}
	return t.each(ctx, setIdentifiers, rows, c.RecordedAt)
}

func identifierKeys(records []kg.IdentifierRecord) []string {
	keys := make([]string, len(records))
	for i, r := range records {
		keys[i] = r.Identifier.String()
	}
	return keys
}

func (t *transaction) applyMerges(ctx context.Context, c *plan.Changes) error {
	if len(c.Merges)+len(c.Unmerges) == 0 {
		return nil
	}
	version := t.catalog.version
	var merged, unmerged []map[string]any
	for _, m := range c.Merges {
		version++
		p := properties{"from": m.From, "into": m.Into, "number": version}
		p.text("reason", m.Reason)
		p.text("kind", string(m.Kind))
		merged = append(merged, p)
	}
	for _, u := range c.Unmerges {
		version++
		p := properties{"id": u.Entity}
		p.text("reason", u.Reason)
		unmerged = append(unmerged, p)
	}
	if err := t.each(ctx, mergeEntities, merged, c.RecordedAt); err != nil {
		return err
	}
	if err := t.each(ctx, unmergeEntities, unmerged, c.RecordedAt); err != nil {
		return err
	}
	_, err := t.run(ctx, statement{countMerges, map[string]any{"version": version}})
	return err
}

func (t *transaction) applyTerms(ctx context.Context, c *plan.Changes) error {
	var rows []map[string]any
	for id, terms := range c.EntityTerms {
		rows = append(rows, map[string]any{"id": id, "terms": termProperties(terms)})
	}
	return t.each(ctx, setTerms, rows, c.RecordedAt)
}

// termProperties returns what an entity is found by; nil is what it may have been before.
func termProperties(terms plan.EntityTerms) properties {
	p := properties{"words": clippedWords(terms.Words), "soundKeys": clippedWords(terms.Keys), "otherKinds": nil}
	p.kinds("otherKinds", terms.Kinds[1:])
	return p
}

func (t *transaction) applyActivity(ctx context.Context, c *plan.Changes) error {
	if c.Activity == nil {
		return nil
	}
	_, err := t.run(ctx, statement{createActivity, activityRow(*c.Activity)})
	return err
}
