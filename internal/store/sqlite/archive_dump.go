package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

// Each finds the next rows by key; no index but that of the keys is needed.
var (
	documentsAfter = define(`SELECT id, title, url, edtf, inferred, reasoning, recorded_at, retractions, text, key
		FROM document WHERE key > ?1 ORDER BY key LIMIT +?2`)
	entitiesAfter  = define(`SELECT key, id, kind, name, description, unnamed, recorded_at, 0 FROM entity WHERE key > ?1 ORDER BY key LIMIT +?2`)
	relationsAfter = define(`SELECT ` + relationColumns + `, s.id, o.id
		FROM relation r NOT INDEXED CROSS JOIN entity s ON s.key = r.subject CROSS JOIN entity o ON o.key = r.object
		WHERE r.key > ?1 ORDER BY r.key LIMIT +?2`)
	activitiesDumped = define(`SELECT number, digest FROM activity WHERE number > ?1 ORDER BY number LIMIT +?2`)
)

// How many rows are read at once: of documents few, since they are large.
const (
	dumpedAtOnce    = 1000
	documentsAtOnce = 16
)

// Dump calls put with all there is; see kg.Archive. It is one transaction, which
// sees nothing of what is written after it has begun.
func (s *Store) Dump(ctx context.Context, put func(kg.Record) error) error {
	var failed error // of put, which is no failure of the store
	err := s.read(ctx, func(current *session) error {
		d := dump{current, func(r kg.Record) error {
			failed = put(r)
			return failed
		}}
		for _, t := range current.types.types.List() {
			if err := d.put(kg.Record{Type: &t}); err != nil {
				return err
			}
		}
		for _, some := range []func(after int64) (last int64, err error){d.documents, d.entities, d.relations} {
			if err := toTheEnd(some); err != nil {
				return err
			}
		}
		if err := d.mergeRecords(); err != nil {
			return err
		}
		return toTheEnd(d.activities)
	})
	if failed != nil {
		return failed
	}
	return err
}

type dump struct {
	*session
	put func(kg.Record) error
}

// toTheEnd calls some with the last key that it returned, until it returns the
// same.
func toTheEnd(some func(after int64) (last int64, err error)) error {
	for after := int64(0); ; {
		last, err := some(after)
		if err != nil || last == after {
			return err
		}
		after = last
	}
}

func (d dump) documents(after int64) (last int64, err error) {
	last = after
	var all []*kg.Document
	err = d.each(documentsAfter, func(rows *sql.Rows) error {
		r, err := scanDocument(rows, &last)
		all = append(all, r)
		return err
	}, after, documentsAtOnce)
	for _, r := range all {
		if err == nil {
			err = d.put(kg.Record{Document: r})
		}
	}
	return last, err
}

func (d dump) entities(after int64) (last int64, err error) {
	var keys []int64
	entities := map[int64]*kg.EntityRecord{}
	err = d.each(entitiesAfter, func(rows *sql.Rows) error {
		key, e, err := scanEntity(rows)
		keys = append(keys, key)
		entities[key] = &kg.EntityRecord{Entity: *e}
		return err
	}, after, dumpedAtOnce)
	if err != nil || len(keys) == 0 {
		return after, err
	}
	err = d.completeEntities(entities, true)
	for _, key := range keys {
		if err == nil {
			err = d.put(kg.Record{Entity: entities[key]})
		}
	}
	return keys[len(keys)-1], err
}

func (d dump) relations(after int64) (last int64, err error) {
	var keys []int64
	all := map[int64]*kg.Relation{}
	err = d.each(relationsAfter, func(rows *sql.Rows) error {
		var subject, object string
		row, err := scanRelation(rows, &subject, &object)
		if err != nil {
			return err
		}
		r, err := row.relation(d.types)
		r.Subject, r.Object = subject, object
		keys = append(keys, row.key)
		all[row.key] = r
		return err
	}, after, dumpedAtOnce)
	if err != nil || len(keys) == 0 {
		return after, err
	}
	if err := d.claims(all); err != nil {
		return 0, err
	}
	former, err := d.formerIDs(all)
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		if err := d.put(kg.Record{Relation: all[key], FormerID: former[all[key].ID]}); err != nil {
			return 0, err
		}
	}
	return keys[len(keys)-1], nil
}

// formerIDs returns the ids by which relations answer besides their own, by these.
func (d dump) formerIDs(all map[int64]*kg.Relation) (map[string]string, error) {
	types := kg.TypesByID(d.types.types.List())
	var ids []string
	for _, r := range all {
		if id := kg.FormerRelationID(*r, types[r.Type].Symmetric); id != "" {
			ids = append(ids, id)
		}
	}
	present, err := d.presentIDs(ids)
	former := make(map[string]string, len(present))
	for was, id := range present {
		former[id] = was
	}
	return former, err
}

// claims gives relations, by their keys, their places, attributions and evidence, all in
// the order of recording.
func (s *session) claims(all map[int64]*kg.Relation) error {
	c, err := s.readClaims(all)
	if err != nil {
		return err
	}
	s.entities = newIdentityMap() // what others name need not stay in memory
	if err := s.nameEntities(c.entities); err != nil {
		return err
	}
	c.name(all, s.entities.ids)
	for _, r := range all {
		slices.SortStableFunc(r.Evidence, func(a, b kg.Evidence) int { return a.RecordedAt.Compare(b.RecordedAt) })
	}
	return nil
}

// mergeRecords puts what was merged, in the order of recording.
func (d dump) mergeRecords() error {
	for _, m := range d.merges.merges.Records() {
		if err := d.put(kg.Record{Merge: &m}); err != nil {
			return err
		}
	}
	return nil
}

func (d dump) activities(after int64) (last int64, err error) {
	var numbers []int64
	digests := map[int64]string{}
	err = d.each(activitiesDumped, func(rows *sql.Rows) error {
		var number int64
		var digest string
		err := rows.Scan(&number, &digest)
		numbers, digests[number] = append(numbers, number), digest
		return err
	}, after, dumpedAtOnce)
	if err != nil || len(numbers) == 0 {
		return after, err
	}
	all, err := d.activitiesBy(numbers)
	for i := range all {
		if err == nil {
			all[i].Digest = digests[all[i].Number]
			err = d.put(kg.Record{Activity: &all[i]})
		}
	}
	return numbers[len(numbers)-1], err
}
