package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Each finds the next rows by key; no index but that of the keys is needed.
var (
	documentsAfter = define(selectDocument + `text, key
		FROM document WHERE key > ?1 ORDER BY key LIMIT +?2`)
	entitiesAfter  = define(`SELECT key, id, kind, name, description, unnamed, recorded_at, 0, point, coalesce(identifiers, '') FROM entity WHERE key > ?1 ORDER BY key LIMIT +?2`)
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

// Dump implements kg.Archive. It is one transaction, which sees nothing of what is
// written after it has begun.
func (s *Store) Dump(ctx context.Context, put func(kg.Record) error) error {
	var failed error // of put, which is no failure of the store
	err := s.read(ctx, func(current *session) error {
		return plan.Dump(current.dumping(), func(r kg.Record) error {
			failed = put(r)
			return failed
		})
	})
	if failed != nil {
		return failed
	}
	return err
}

func (s *session) dumping() plan.Dumping {
	return plan.Dumping{
		Types: s.types.types.List(), Documents: s.dumpDocuments, Entities: s.dumpEntities, Relations: s.dumpRelations,
		Merges: s.dumpMerges, Activities: s.dumpActivities, Queue: s.dumpQueue,
	}
}

// keyAfter returns a key as a cursor has it, which is less than all where there is none.
func keyAfter(cursor any) int64 {
	key, _ := cursor.(int64)
	return key
}

func (s *session) dumpDocuments(after any) (all []kg.Record, next any, err error) {
	err = s.each(documentsAfter, func(rows *sql.Rows) error {
		var key int64
		d, err := scanDocument(rows, &key)
		all, next = append(all, kg.Record{Document: d}), key
		return err
	}, keyAfter(after), documentsAtOnce)
	return all, next, err
}

func (s *session) dumpEntities(after any) (all []kg.Record, next any, err error) {
	entities := map[int64]*kg.EntityRecord{}
	err = s.each(entitiesAfter, func(rows *sql.Rows) error {
		key, e, err := scanEntity(rows)
		entities[key] = e
		all, next = append(all, kg.Record{Entity: entities[key]}), key
		return err
	}, keyAfter(after), dumpedAtOnce)
	if err == nil {
		err = s.completeEntities(entities, true)
	}
	return all, next, err
}

func (s *session) dumpRelations(after any) (all []kg.Record, next any, err error) {
	rows, relations, err := s.wholeRelations(relationsAfter, keyAfter(after), dumpedAtOnce)
	if err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	var ids []string
	for _, row := range rows {
		r := relations[row.key]
		all, next = append(all, kg.Record{Relation: r}), row.key
		if id := kg.FormerRelationID(*r, s.types.types.IsSymmetric(r.Type)); id != "" {
			ids = append(ids, id)
		}
	}
	present, err := s.presentIDs(ids)
	former := make(map[string]string, len(present))
	for was, id := range present {
		former[id] = was
	}
	for i := range all {
		all[i].FormerID = former[all[i].Relation.ID]
	}
	return all, next, err
}

// wholeRelations returns what a statement finds with relationColumns and the ids of both
// ends, and the relations by their keys, with all that they claim.
func (s *session) wholeRelations(st *statement, args ...any) (found []relationRow, all map[int64]*kg.Relation, err error) {
	all = map[int64]*kg.Relation{}
	err = s.each(st, func(rows *sql.Rows) error {
		var subject, object string
		row, err := scanRelation(rows, &subject, &object)
		if err != nil {
			return err
		}
		r, err := row.relation(s.types)
		r.Subject, r.Object = subject, object
		found, all[row.key] = append(found, row), r
		return err
	}, args...)
	if err != nil || len(all) == 0 {
		return nil, nil, err
	}
	return found, all, s.claims(all)
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

func (s *session) dumpMerges(any) (all []kg.Record, next any, err error) {
	for _, m := range s.merges.merges.Records() {
		all = append(all, kg.Record{Merge: &m})
	}
	return all, nil, nil
}

func (s *session) dumpActivities(after any) (all []kg.Record, next any, err error) {
	var numbers []int64
	digests := map[int64]string{}
	err = s.each(activitiesDumped, func(rows *sql.Rows) error {
		var number int64
		var digest string
		err := rows.Scan(&number, &digest)
		numbers, digests[number], next = append(numbers, number), digest, number
		return err
	}, keyAfter(after), dumpedAtOnce)
	if err != nil || len(numbers) == 0 {
		return nil, nil, err
	}
	activities, err := s.activitiesBy(numbers)
	for _, a := range activities {
		a.Digest = digests[a.Number]
		all = append(all, kg.Record{Activity: &a})
	}
	return all, next, err
}
