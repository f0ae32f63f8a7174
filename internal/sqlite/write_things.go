package sqlite

import (
	"slices"

	"conflictgraph/internal/kg"
)

var (
	greatestEntityKey   = define(`SELECT coalesce(max(key), 0) FROM entity`)
	greatestDocumentKey = define(`SELECT coalesce(max(key), 0) FROM document`)
	insertType          = define(`INSERT INTO relation_type (key, id, label, inverse_label, symmetric, plover, cameo, subject_kinds, object_kinds)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertDocument = define(`INSERT INTO document (key, id, title, url, edtf, inferred, reasoning, recorded_at, position, text)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertEntities = newInsert(`INSERT OR ROLLBACK INTO entity (id, kind, name, description, unnamed, recorded_at, position) VALUES `, 7, ``)
	insertFirst    = define(`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position) VALUES (2, ?, ?, ?, ?, ?, ?, ?)`)
	insertAliases  = newInsert(`INSERT OR ROLLBACK INTO alias (entity, name, recorded_at) VALUES `, 3, ``)
)

func (w *writer) writeTypes(b *kg.Batch) error {
	w.types = make(map[string]int64, len(w.session.types.keys)+len(b.Types))
	for id, key := range w.session.types.keys {
		w.types[id] = key
	}
	key, err := w.nextKey(greatestTypeKey)
	if err != nil {
		return err
	}
	key = max(key, leastKey)
	for _, t := range b.Types {
		if _, known := w.types[t.ID]; known {
			w.written.Existing++
			continue
		}
		_, err := w.exec(insertType, key, t.ID, t.Label, t.InverseLabel, t.Symmetric, t.PLOVER, t.CAMEO, joinKinds(t.SubjectKinds), joinKinds(t.ObjectKinds))
		if err != nil {
			return err
		}
		w.types[t.ID] = key
		w.written.Types++
		w.log.Add(kg.TypeAdded, t.ID, "")
		key++
	}
	return nil
}

func (w *writer) writeDocuments(b *kg.Batch) error {
	if len(b.Documents) == 0 {
		return nil
	}
	key, err := w.nextKey(greatestDocumentKey)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, d := range b.Documents {
		if known, isKnown := w.documents[d.ID]; isKnown {
			w.written.Existing++
			if seen[d.ID] {
				continue
			}
			seen[d.ID] = true
			if err := w.readmitAgain(b.Provenance, known, d.ID); err != nil {
				return err
			}
			continue
		}
		edtf, inferred, reasoning := timeColumns(d.PublishedAt)
		_, err := w.exec(insertDocument, key, d.ID, d.Title, d.URL, edtf, inferred, reasoning, d.RecordedAt.UnixMilli(), []byte(d.Position()), d.Text)
		if err != nil {
			return err
		}
		w.documents[d.ID] = key
		w.written.Documents++
		w.log.Add(kg.DocumentAdded, d.ID, "")
		key++
	}
	return nil
}

func timeColumns(t *kg.Time) (edtf any, inferred bool, reasoning string) {
	if t == nil {
		return nil, false, ""
	}
	return t.EDTF, t.Inferred, t.Reasoning
}

// writeEntities adds those that are new, and all names that are not recorded of
// them: another name than the recorded one is an alias.
func (w *writer) writeEntities(b *kg.Batch) error {
	if len(b.Entities) == 0 {
		return nil
	}
	key, err := w.nextKey(greatestEntityKey)
	if err != nil {
		return err
	}
	key = max(key, leastKey)
	first := key
	var fresh []*kg.Entity
	var aliases []aliasRow
	for i := range b.Entities {
		e := &b.Entities[i]
		known, isKnown := w.entities[e.ID]
		if !isKnown {
			known = key
			w.entities[e.ID], w.register.rows[known], w.retold[known] = known, e, false
			fresh = append(fresh, e)
			w.log.Add(kg.EntityAdded, e.ID, "")
			key++
		}
		added := w.addNames(known, e)
		aliases = append(aliases, added...)
		if isKnown {
			w.written.Existing++
			w.written.Aliases += len(added)
			if known < first {
				for _, a := range added {
					w.log.Add(kg.AliasAdded, e.ID, a.name)
				}
			}
		}
	}
	w.written.Entities += len(fresh)
	if err := w.insertEntities(fresh, first); err != nil {
		return err
	}
	return w.insert(insertAliases, len(aliases), func(args []any, i int) []any {
		return append(args, aliases[i].entity, aliases[i].name, aliases[i].recordedAt)
	}, nil)
}

type aliasRow struct {
	entity     int64
	name       string
	recordedAt int64
}

// addNames notes the names of e that are not recorded of the entity with a key, and
// were not taken away from it, and returns them.
func (w *writer) addNames(key int64, e *kg.Entity) (added []aliasRow) {
	add := func(name string) {
		if name == w.register.rows[key].Name || slices.Contains(w.register.aliases[key], name) || w.former[key][name] {
			return
		}
		w.register.aliases[key] = append(w.register.aliases[key], name)
		w.retell(key)
		recordedAt := w.recordedAt
		if at, known := w.aliased[e.ID][name]; known {
			recordedAt = at.UnixMilli()
		}
		added = append(added, aliasRow{key, name, recordedAt})
	}
	add(e.Name)
	for _, name := range e.Aliases {
		add(name)
	}
	return added
}

// insertEntities adds entities whose keys follow each other from first on.
func (w *writer) insertEntities(fresh []*kg.Entity, first int64) error {
	row := func(args []any, i int) []any {
		e := fresh[i]
		return append(args, e.ID, string(e.Kind), e.Name, e.Description, e.Unnamed, e.RecordedAt.UnixMilli(), []byte(e.Position()))
	}
	if first == leastKey && len(fresh) > 0 {
		// The others follow it by themselves.
		if _, err := w.exec(insertFirst, row(nil, 0)...); err != nil {
			return err
		}
		fresh = fresh[1:]
	}
	return w.insert(insertEntities, len(fresh), row, nil)
}
