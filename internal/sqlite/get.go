package sqlite

import (
	"context"
	"database/sql"
	"time"

	"conflictgraph/internal/kg"
)

// What is found by keys or ids. The texts that begin alike have the same
// columns.
var (
	entityIDsByKey = define(`SELECT key, id FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)
	entitiesByKey  = define(selectEntity + `key IN (SELECT value FROM json_each(?1))`)
	entitiesByID   = define(selectEntity + `id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	aliasesOf      = define(`SELECT entity, name FROM alias
		WHERE entity IN (SELECT value FROM json_each(?1)) AND recorded_at <= ?2 ORDER BY entity, recorded_at, key`)

	titlesByKey = define(selectDocument + `'' FROM document WHERE key IN (SELECT value FROM json_each(?1)) AND recorded_at <= ?2`)
	textsByKey  = define(selectDocument + `text FROM document WHERE key IN (SELECT value FROM json_each(?1)) AND recorded_at <= ?2`)
	titlesByID  = define(selectDocument + `'' FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1)) AND recorded_at <= ?2`)
	textsByID   = define(selectDocument + `text FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1)) AND recorded_at <= ?2`)

	relationsByDigest = define(`SELECT ` + relationColumns + ` FROM relation r INDEXED BY relation_by_digest
		WHERE r.digest IN (SELECT unhex(value) FROM json_each(?1)) AND r.recorded_at <= ?2`)
)

const (
	selectEntity   = `SELECT key, id, kind, name, description, unnamed, recorded_at FROM entity WHERE `
	selectDocument = `SELECT id, title, url, edtf, inferred, reasoning, recorded_at, `
)

// Get returns what is known under some ids; see kg.Store.
func (s *Store) Get(ctx context.Context, keys kg.Keys) (found *kg.Found, err error) {
	err = s.read(ctx, func(current *session) error {
		found, err = current.get(keys)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

func (s *session) get(keys kg.Keys) (*kg.Found, error) {
	found, asOf := kg.NewFound(), instant(keys.AsOf)
	if len(keys.Documents) > 0 {
		statement := titlesByID
		if keys.Need.Text {
			statement = textsByID
		}
		if err := s.findDocuments(found, statement, hexList(keys.Documents), asOf); err != nil {
			return nil, err
		}
	}
	if len(keys.Relations) > 0 {
		if err := s.findRelations(found, keys.Relations, keys.Need, keys.AsOf); err != nil {
			return nil, err
		}
	}
	if len(keys.Entities) > 0 {
		ids := map[int64]string{}
		if err := s.findEntities(found, ids, entitiesByID, hexList(keys.Entities), asOf); err != nil {
			return nil, err
		}
		if keys.Need.Degree {
			return found, s.countDegrees(found, ids, keys.AsOf)
		}
	}
	return found, nil
}

// countDegrees gives the entities, whose ids are given by key, their degrees.
func (s *session) countDegrees(found *kg.Found, ids map[int64]string, asOf *time.Time) error {
	p := &planner{types: s.types, asOf: instant(asOf), entities: make(map[string]int64, len(ids))}
	for key, id := range ids {
		p.entities[id] = key
	}
	for _, id := range ids {
		req := kg.PageRequest{Owner: id}
		n, err := s.total(req, p.parts(id, req.Filter), p.conditions(req.Filter), p)
		if err != nil {
			return err
		}
		if e := found.Entities[id]; e != nil {
			e.Degree = n
		}
	}
	return nil
}

// findEntities puts the entities that st finds in a list into found, but for
// those recorded later, and the ids of all into ids.
func (s *session) findEntities(found *kg.Found, ids map[int64]string, st *statement, list string, asOf int64) error {
	byKey := map[int64]*kg.Entity{}
	err := s.each(st, func(rows *sql.Rows) error {
		key, e, err := scanEntity(rows)
		if err != nil {
			return err
		}
		ids[key] = e.ID
		if e.RecordedAt.UnixMilli() <= asOf {
			byKey[key], found.Entities[e.ID] = e, e
		}
		return nil
	}, list)
	if err != nil {
		return err
	}
	return s.readAliases(byKey, asOf)
}

func scanEntity(rows *sql.Rows) (key int64, e *kg.Entity, err error) {
	var recordedAt int64
	e = &kg.Entity{}
	err = rows.Scan(&key, &e.ID, &e.Kind, &e.Name, &e.Description, &e.Unnamed, &recordedAt)
	e.RecordedAt = timeOf(recordedAt)
	return key, e, err
}

func (s *session) readAliases(entities map[int64]*kg.Entity, asOf int64) error {
	if len(entities) == 0 {
		return nil
	}
	return s.each(aliasesOf, func(rows *sql.Rows) error {
		var entity int64
		var name string
		err := rows.Scan(&entity, &name)
		entities[entity].Aliases = append(entities[entity].Aliases, name)
		return err
	}, keyList(keysOfSet(entities)), asOf)
}

func documentsByKey(need kg.Need) *statement {
	if need.Text {
		return textsByKey
	}
	return titlesByKey
}

// findDocuments puts the documents that st finds in a list into found.
func (s *session) findDocuments(found *kg.Found, st *statement, list string, asOf int64) error {
	return s.each(st, func(rows *sql.Rows) error {
		d, err := scanDocument(rows)
		found.Documents[d.ID] = d
		return err
	}, list, asOf)
}

func scanDocument(rows *sql.Rows) (*kg.Document, error) {
	var edtf sql.NullString
	var published kg.Time
	var recordedAt int64
	d := &kg.Document{}
	err := rows.Scan(&d.ID, &d.Title, &d.URL, &edtf, &published.Inferred, &published.Reasoning, &recordedAt, &d.Text)
	if err == nil && edtf.Valid {
		published.EDTF = edtf.String
		var parsed kg.Time
		parsed, err = kg.ParseEDTF(edtf.String)
		published.Start, published.End = parsed.Start, parsed.End
		d.PublishedAt = &published
	}
	d.RecordedAt = timeOf(recordedAt)
	return d, err
}

func (s *session) findRelations(found *kg.Found, ids []string, need kg.Need, asOf *time.Time) error {
	var digests []string
	for _, id := range ids {
		if digest, ok := kg.RelationDigest(id); ok {
			digests = append(digests, string(digest[:]))
		}
	}
	var all []relationRow
	err := s.each(relationsByDigest, func(rows *sql.Rows) error {
		row, err := scanRelation(rows)
		all = append(all, row)
		return err
	}, hexList(digests), instant(asOf))
	if err != nil {
		return err
	}
	level := newLevel(s, need, asOf)
	for _, r := range level.add(all, 0) {
		found.Relations[r.ID] = r
	}
	return level.complete(found)
}
