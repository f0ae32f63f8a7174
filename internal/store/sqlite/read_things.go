package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// What is found by keys or ids. The texts that begin alike have the same columns.
var (
	entitiesByKey = define(selectEntity + `key IN (SELECT value FROM json_each(?1))`)
	entitiesByID  = define(selectEntity + `id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	aliasesOf     = define(`SELECT entity, name, recorded_at FROM alias
		WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY entity, recorded_at, key`)
	aliasesEver = define(`SELECT entity, name, recorded_at, removed_at, place FROM (
			SELECT entity, name, recorded_at, NULL AS removed_at, key AS place FROM alias WHERE entity IN (SELECT value FROM json_each(?1))
			UNION ALL SELECT entity, name, recorded_at, removed_at, place FROM former_alias INDEXED BY former_alias_by_entity
			WHERE entity IN (SELECT value FROM json_each(?1)))
		ORDER BY entity, recorded_at, place`)
	formerStates = define(`SELECT entity, kind, name, description, unnamed, until FROM former_entity INDEXED BY former_entity_by_entity
		WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY entity, key`)
	statedKinds = define(`SELECT key, coalesce(own_kind, ''), kind_stated_at FROM entity
		WHERE key IN (SELECT value FROM json_each(?1)) AND (own_kind IS NOT NULL OR kind_stated_at IS NOT NULL)`)

	titlesByKey = define(selectDocument + `'' FROM document WHERE key IN (SELECT value FROM json_each(?1))`)
	textsByKey  = define(selectDocument + `text FROM document WHERE key IN (SELECT value FROM json_each(?1))`)
	titlesByID  = define(selectDocument + `'' FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	textsByID   = define(selectDocument + `text FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)

	fingerprintsOf = define(`SELECT d.id, f.fingerprint FROM document d CROSS JOIN document_fingerprint f ON f.document = d.key
		WHERE d.id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)

	relationsByDigest = define(`SELECT ` + relationColumns + ` FROM relation r INDEXED BY relation_by_digest
		WHERE r.digest IN (SELECT unhex(value) FROM json_each(?1))`)
)

const (
	selectEntity   = `SELECT key, id, kind, name, description, unnamed, recorded_at, relations, point, coalesce(identifiers, '') FROM entity WHERE `
	selectDocument = `SELECT id, title, url, edtf, inferred, reasoning, recorded_at, retractions, ` + detailsOf + `, `

	detailsOf = `(SELECT x.records FROM document_details x WHERE x.document = document.key)`
)

// Lookup implements plan.Snapshot.
func (s *session) Lookup(_ context.Context, keys plan.Keys) (plan.Rows, error) {
	h := s.newHydration(keys)
	found, present, err := s.rowsByID(keys.Relations)
	if err != nil {
		return plan.Rows{}, err
	}
	for i := range found {
		h.add(&found[i])
	}
	rows, err := h.complete()
	if err != nil {
		return plan.Rows{}, err
	}
	for _, r := range h.relations {
		rows.Relations[r.ID] = r
	}
	for former, id := range present {
		if r := rows.Relations[id]; r != nil {
			rows.Relations[former] = r
		}
	}
	return rows, nil
}

// rowsByID returns the rows of relations that have some ids or had them formerly, and
// the present ids of these by the former ones.
func (s *session) rowsByID(ids []string) (found []relationRow, present map[string]string, err error) {
	missing := setOfStrings(ids)
	read := func(ids []string) error {
		digests := digestsOf(ids)
		if len(digests) == 0 {
			return nil
		}
		return s.each(relationsByDigest, func(rows *sql.Rows) error {
			row, err := scanRelation(rows)
			found = append(found, row)
			delete(missing, row.place.id())
			return err
		}, hexList(digests))
	}
	if err := read(ids); err != nil || len(missing) == 0 {
		return found, nil, err
	}
	if present, err = s.presentIDs(slices.Collect(maps.Keys(missing))); err != nil {
		return nil, nil, err
	}
	return found, present, read(slices.Compact(slices.Sorted(maps.Values(present))))
}

func setOfStrings(values []string) map[string]bool {
	set := make(map[string]bool, len(values))
	for _, v := range values {
		set[v] = true
	}
	return set
}

// readEntities puts the entities that keys ask for, and those of named whose rows are
// needed, into rows.
func (s *session) readEntities(rows plan.Rows, keys plan.Keys, named map[int64]bool) error {
	var unknown []string
	needed := map[int64]bool{}
	for key, row := range named {
		if row {
			needed[key] = true
		}
	}
	for _, id := range keys.Entities {
		if key, known := s.entities.keys[id]; known {
			needed[key] = true
		} else {
			unknown = append(unknown, id)
		}
	}
	found := map[int64]*kg.EntityRecord{}
	for _, one := range []struct {
		statement *statement
		n         int
		list      func() string
	}{
		{entitiesByID, len(unknown), func() string { return hexList(unknown) }},
		{entitiesByKey, len(needed), func() string { return keyList(keysOfSet(needed)) }},
	} {
		if one.n == 0 {
			continue
		}
		err := s.each(one.statement, func(rows *sql.Rows) error {
			key, e, err := scanEntity(rows)
			found[key] = e
			s.entities.add(e.ID, key)
			return err
		}, one.list())
		if err != nil {
			return err
		}
	}
	for _, e := range found {
		rows.Entities[e.ID] = e
	}
	return s.completeEntities(found, keys.History)
}

func scanEntity(rows *sql.Rows, more ...any) (key int64, e *kg.EntityRecord, err error) {
	var recordedAt int64
	var at details
	var identifiers string
	e = &kg.EntityRecord{}
	err = rows.Scan(append([]any{&key, &e.ID, &e.Kind, &e.Name, &e.Description, &e.Unnamed, &recordedAt, &e.Degree, &at.point, &identifiers}, more...)...)
	e.RecordedAt = timeOf(recordedAt)
	if err == nil {
		e.Point, _, err = at.read()
	}
	if err == nil {
		e.IdentifierRecords, err = plan.ParseIdentifiers(identifiers)
	}
	return key, e, err
}

// completeEntities gives entities, by their keys, their names and, with history, all
// that is kept of what they were.
func (s *session) completeEntities(entities map[int64]*kg.EntityRecord, history bool) error {
	if len(entities) == 0 {
		return nil
	}
	keys := keyList(keysOfSet(entities))
	if !history {
		return s.each(aliasesOf, func(rows *sql.Rows) error {
			var entity, at int64
			var a kg.AliasRecord
			err := rows.Scan(&entity, &a.Name, &at)
			a.RecordedAt = timeOf(at)
			entities[entity].Names = append(entities[entity].Names, a)
			return err
		}, keys)
	}
	err := s.each(aliasesEver, func(rows *sql.Rows) error {
		var entity, at, place int64
		var removedAt sql.NullInt64
		var a kg.AliasRecord
		err := rows.Scan(&entity, &a.Name, &at, &removedAt, &place)
		a.RecordedAt, a.RemovedAt = timeOf(at), timeOrNil(removedAt)
		entities[entity].Names = append(entities[entity].Names, a)
		return err
	}, keys)
	if err != nil {
		return err
	}
	err = s.each(formerStates, func(rows *sql.Rows) error {
		var entity, until int64
		var f kg.FormerState
		err := rows.Scan(&entity, &f.Kind, &f.Name, &f.Description, &f.Unnamed, &until)
		f.Until = timeOf(until)
		entities[entity].Former = append(entities[entity].Former, f)
		return err
	}, keys)
	if err != nil {
		return err
	}
	return s.each(statedKinds, func(rows *sql.Rows) error {
		var key int64
		var own kg.EntityKind
		var statedAt sql.NullInt64
		err := rows.Scan(&key, &own, &statedAt)
		entities[key].OwnKind, entities[key].KindStatedAt = own, timeOrNil(statedAt)
		return err
	}, keys)
}

func timeOrNil(millis sql.NullInt64) *time.Time {
	if !millis.Valid {
		return nil
	}
	at := timeOf(millis.Int64)
	return &at
}

// readDocuments puts the documents that keys ask for, and those with some keys, into
// rows.
func (s *session) readDocuments(rows plan.Rows, keys plan.Keys, named map[int64]bool) error {
	byID, byKey := titlesByID, titlesByKey
	if keys.Need.Text {
		byID, byKey = textsByID, textsByKey
	}
	read := func(st *statement, list string) error {
		return s.each(st, func(found *sql.Rows) error {
			d, err := scanDocument(found)
			rows.Documents[d.ID] = d
			return err
		}, list)
	}
	if len(keys.Documents) > 0 {
		if err := read(byID, hexList(keys.Documents)); err != nil {
			return err
		}
	}
	if len(named) > 0 {
		if err := read(byKey, keyList(keysOfSet(named))); err != nil {
			return err
		}
	}
	if !keys.Need.Copies || len(rows.Documents) == 0 {
		return nil
	}
	return s.each(fingerprintsOf, func(found *sql.Rows) error {
		var id, fingerprint string
		err := found.Scan(&id, &fingerprint)
		rows.Documents[id].Fingerprint = fingerprint
		return err
	}, hexList(slices.Collect(maps.Keys(rows.Documents))))
}

// scanDocument reads a row, and what follows its columns into more.
func scanDocument(rows *sql.Rows, more ...any) (*kg.Document, error) {
	var edtf sql.NullString
	var published kg.Time
	var recordedAt int64
	var retractions, details sql.NullString
	d := &kg.Document{}
	err := rows.Scan(append([]any{&d.ID, &d.Title, &d.URL, &edtf, &published.Inferred, &published.Reasoning, &recordedAt, &retractions, &details, &d.Text}, more...)...)
	if err == nil && edtf.Valid {
		published.EDTF = edtf.String
		var parsed kg.Time
		parsed, err = kg.ParseEDTF(edtf.String)
		published.Start, published.End = parsed.Start, parsed.End
		d.PublishedAt = &published
	}
	d.RecordedAt = timeOf(recordedAt)
	var unreadable error
	gaps, wrong := gapsOf(retractions)
	d.Retractions, d.RetractedAt = kg.GapsAsOf(gaps, nil)
	if details.Valid {
		d.DetailsRecords, unreadable = plan.ReadDetails(details.String)
	}
	return d, cmp.Or(err, wrong, unreadable)
}
