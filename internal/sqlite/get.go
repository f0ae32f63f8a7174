package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// What is found by keys or ids. The texts that begin alike have the same
// columns.
var (
	titlesByKey = define(selectDocument + `'' FROM document WHERE key IN (SELECT value FROM json_each(?1)) AND recorded_at <= ?2`)
	textsByKey  = define(selectDocument + `text FROM document WHERE key IN (SELECT value FROM json_each(?1)) AND recorded_at <= ?2`)
	titlesByID  = define(selectDocument + `'' FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1)) AND recorded_at <= ?2`)
	textsByID   = define(selectDocument + `text FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1)) AND recorded_at <= ?2`)

	relationsByDigest = define(`SELECT ` + relationColumns + ` FROM relation r INDEXED BY relation_by_digest
		WHERE r.digest IN (SELECT unhex(value) FROM json_each(?1)) AND r.recorded_at <= ?2`)
)

const selectDocument = `SELECT id, title, url, edtf, inferred, reasoning, recorded_at, retractions, `

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
	found, now := kg.NewFound(), s.moment(keys.AsOf)
	if len(keys.Documents) > 0 {
		statement := titlesByID
		if keys.Need.Text {
			statement = textsByID
		}
		if err := s.findDocuments(found, statement, hexList(keys.Documents), now.asOf); err != nil {
			return nil, err
		}
	}
	if len(keys.Relations) > 0 {
		if err := s.findRelations(found, keys.Relations, keys.Need, now); err != nil {
			return nil, err
		}
	}
	if keys.Journal != nil {
		var err error
		if found.Journal, err = s.activities(*keys.Journal, now.asOf); err != nil {
			return nil, err
		}
	}
	if len(keys.Entities) > 0 {
		return found, s.findEntities(found, keys.Entities, keys.Need, now)
	}
	return found, nil
}

// findEntities puts what some ids answer as into found, under these and its own.
func (s *session) findEntities(found *kg.Found, ids []string, need kg.Need, now moment) error {
	r := s.newRegister(now)
	keys, err := r.read(entitiesByID, hexList(ids))
	if err != nil {
		return err
	}
	if err := r.complete(); err != nil {
		return err
	}
	r.put(found, keys)
	if need.Degree {
		return r.countDegrees(keys)
	}
	return nil
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
		d, err := scanDocument(rows, asOf)
		found.Documents[d.ID] = d
		return err
	}, list, asOf)
}

// scanDocument reads a row as it was known at a time, and what follows its columns
// into more.
func scanDocument(rows *sql.Rows, asOf int64, more ...any) (*kg.Document, error) {
	var edtf sql.NullString
	var published kg.Time
	var recordedAt int64
	var retractions sql.NullString
	d := &kg.Document{}
	err := rows.Scan(append([]any{&d.ID, &d.Title, &d.URL, &edtf, &published.Inferred, &published.Reasoning, &recordedAt, &retractions, &d.Text}, more...)...)
	if err == nil && edtf.Valid {
		published.EDTF = edtf.String
		var parsed kg.Time
		parsed, err = kg.ParseEDTF(edtf.String)
		published.Start, published.End = parsed.Start, parsed.End
		d.PublishedAt = &published
	}
	d.RecordedAt = timeOf(recordedAt)
	gaps, wrong := gapsOf(retractions)
	d.Retractions, d.RetractedAt = kg.GapsAsOf(gaps, asOfTime(asOf))
	return d, cmp.Or(err, wrong)
}

// findRelations puts the relations that have some ids, or had them, into found.
func (s *session) findRelations(found *kg.Found, ids []string, need kg.Need, now moment) error {
	level := newLevel(s, need, now)
	add := func(ids []string) error {
		var all []relationRow
		err := s.each(relationsByDigest, func(rows *sql.Rows) error {
			row, err := scanRelation(rows)
			all = append(all, row)
			return err
		}, hexList(digestsOf(ids)), now.asOf)
		if err != nil {
			return err
		}
		relations, err := level.add(all, 0)
		for _, r := range relations {
			found.Relations[r.ID] = r
		}
		return err
	}
	if err := add(ids); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return found.Relations[id] != nil })
	present, err := s.presentIDs(missing)
	if err == nil && len(present) > 0 {
		err = add(slices.Collect(maps.Values(present)))
	}
	if err != nil {
		return err
	}
	for former, id := range present {
		if r := found.Relations[id]; r != nil {
			found.Relations[former] = r
		}
	}
	return level.complete(found)
}
