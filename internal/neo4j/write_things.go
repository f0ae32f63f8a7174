package neo4j

import (
	"context"
	"fmt"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

const (
	createTypes = `UNWIND $in.rows AS row CREATE (t:RelationType) SET t = row`

	createDocuments = `UNWIND $in.rows AS row CREATE (d:Document) SET d = row`

	createEntities = `UNWIND $in.rows AS row
CREATE (e:Entity:$(row.labels))
SET e = row.properties`

	addAliases = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e.aliases = coalesce(e.aliases, []) + row.aliases,
    e.aliasesRecordedAt = coalesce(e.aliasesRecordedAt, []) + [alias IN row.aliases | $in.at]`
)

// properties are those of a node or edge. What is empty is left out, since
// people see what is there.
type properties map[string]any

func (p properties) text(name, value string) {
	if value != "" {
		p[name] = value
	}
}

func (p properties) time(t *kg.Time) {
	if t == nil {
		return
	}
	p["edtf"] = t.EDTF
	p.text("reasoning", t.Reasoning)
	if t.Inferred {
		p["inferred"] = true
	}
}

func (w *writer) writeTypes(ctx context.Context) error {
	var rows []map[string]any
	for _, t := range w.batch.Types {
		if _, known := w.types[t.ID]; known {
			w.written.Existing++
			continue
		}
		w.types[t.ID] = t
		w.written.Types++
		w.log.Add(kg.TypeAdded, t.ID, "")
		p := properties{"id": t.ID, "label": t.Label, "inverseLabel": t.InverseLabel, "symmetric": t.Symmetric, "edge": edgeType(t)}
		p.text("plover", t.PLOVER)
		p.text("cameo", t.CAMEO)
		if len(t.SubjectKinds) > 0 {
			p["subjectKinds"] = t.SubjectKinds
		}
		if len(t.ObjectKinds) > 0 {
			p["objectKinds"] = t.ObjectKinds
		}
		rows = append(rows, p)
	}
	return w.each(ctx, createTypes, rows)
}

func (w *writer) writeDocuments(ctx context.Context) error {
	var rows []map[string]any
	for i := range w.batch.Documents {
		d := &w.batch.Documents[i]
		if known := w.found.Documents[d.ID]; known != nil {
			w.written.Existing++
			if err := w.readmitAgain(ctx, known); err != nil {
				return err
			}
			known.RetractedAt = nil // what comes a second time says no more
			continue
		}
		w.found.Documents[d.ID] = d
		w.written.Documents++
		w.log.Add(kg.DocumentAdded, d.ID, "")
		p := properties{"id": d.ID, "text": d.Text, "position": d.Position(), "recordedAt": d.RecordedAt.In(offsetZero)}
		p.text("title", d.Title)
		p.text("url", d.URL)
		p.time(d.PublishedAt)
		rows = append(rows, p)
	}
	return w.each(ctx, createDocuments, rows)
}

// longestIndexed is how many bytes of a string an index takes, with some room
// for the other keys.
const longestIndexed = 7000

// readFormer returns, of the entities for which the batch has names that they do not
// go by, what is kept of before they were corrected.
func (w *writer) readFormer(ctx context.Context) (map[string]former, error) {
	var ids []string
	for i := range w.batch.Entities {
		e := &w.batch.Entities[i]
		known := w.names[e.ID]
		isNew := func(name string) bool { return name != known.Name && !slices.Contains(known.Aliases, name) }
		if known != nil && (isNew(e.Name) || slices.ContainsFunc(e.Aliases, isNew)) {
			ids = append(ids, e.ID)
		}
	}
	all := map[string]former{}
	if len(ids) == 0 {
		return all, nil
	}
	found, err := w.run(ctx, readKinds, map[string]any{"ids": once(ids)})
	for _, row := range found {
		all[text(row[0])] = formerOf(row[2])
	}
	return all, err
}

func (w *writer) writeEntities(ctx context.Context) error {
	var created []map[string]any
	w.added = map[string][]string{}
	fresh := map[string]properties{}
	taken, err := w.readFormer(ctx)
	if err != nil {
		return err
	}
	for i := range w.batch.Entities {
		e := &w.batch.Entities[i]
		known, isNew := w.names[e.ID], false
		if known == nil {
			isNew = true
			known = &kg.Entity{ID: e.ID, Name: e.Name}
			w.names[e.ID] = known
			position := orderKey(e.Position())
			if len(position) > longestIndexed {
				return kg.BadInput(fmt.Sprintf("entities[%d].name", i), "a name of %d bytes is too long; give a shorter one, and the rest as the description", len(e.Name))
			}
			p := properties{"id": e.ID, "kind": string(e.Kind), "name": e.Name, "position": position, "aliases": []string{}, "aliasesRecordedAt": []time.Time{}, "recordedAt": e.RecordedAt.In(offsetZero)}
			p.text("description", e.Description)
			if e.Unnamed {
				p["unnamed"] = true
			}
			fresh[e.ID] = p
			created = append(created, map[string]any{"labels": labels(e.Kind), "properties": p})
			w.retold = append(w.retold, e.ID)
			w.written.Entities++
			w.log.Add(kg.EntityAdded, e.ID, "")
		} else {
			w.written.Existing++
		}
		for _, alias := range append([]string{e.Name}, e.Aliases...) {
			if alias == known.Name || slices.Contains(known.Aliases, alias) {
				continue
			}
			p := fresh[e.ID]
			if p == nil && taken[e.ID].called(alias) {
				continue
			}
			known.Aliases = append(known.Aliases, alias)
			if !isNew {
				w.written.Aliases++
			}
			if p != nil {
				at, given := w.aliased[e.ID][alias]
				if !given {
					at = w.batch.RecordedAt
				}
				p["aliases"], p["aliasesRecordedAt"] = known.Aliases, append(p["aliasesRecordedAt"].([]time.Time), at.In(offsetZero))
			} else {
				w.added[e.ID] = append(w.added[e.ID], alias)
				w.log.Add(kg.AliasAdded, e.ID, alias)
			}
		}
	}
	if err := w.each(ctx, createEntities, created); err != nil {
		return err
	}
	var rows []map[string]any
	for id, aliases := range w.added {
		w.retold = append(w.retold, id)
		rows = append(rows, map[string]any{"id": id, "aliases": aliases})
	}
	return w.each(ctx, addAliases, rows)
}
