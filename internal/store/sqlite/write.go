package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	quotedIn = define(`SELECT DISTINCT r.digest FROM quote q INDEXED BY quote_by_document CROSS JOIN relation r ON r.key = q.relation WHERE q.document = ?1`)

	ofTypesBySubject = define(ofTypesIn("subject", "ordinary", isOrdinary) + ` UNION ALL ` + ofTypesIn("subject", "other", isOther))
	ofTypesByObject  = define(ofTypesIn("object", "ordinary", isOrdinary) + ` UNION ALL ` + ofTypesIn("object", "other", isOther))

	usesByType = define(usesIn("subject", "ordinary", isOrdinary) + ` UNION ALL ` + usesIn("subject", "other", isOther) + ` UNION ALL ` +
		usesIn("object", "ordinary", isOrdinary) + ` UNION ALL ` + usesIn("object", "other", isOther) + ` ORDER BY digest LIMIT 1`)
	usesAsPlace = define(`SELECT r.digest, r.type FROM place p CROSS JOIN relation r ON r.key = p.relation
		WHERE p.entity IN (SELECT value FROM json_each(?1)) AND r.retracted_at IS NULL ORDER BY r.digest LIMIT 1`)
)

// ofTypesIn finds relations by the types of parameter 2 that have one of the entities of
// parameter 1 at an end.
func ofTypesIn(end, class, partition string) string {
	return fmt.Sprintf(`SELECT r.type, r.subject, r.object FROM relation r INDEXED BY %[2]s_by_%[1]s_type
		WHERE r.%[1]s IN (SELECT value FROM json_each(?1)) AND r.type IN (SELECT value FROM json_each(?2)) AND %[3]s`, end, class, partition)
}

// usesIn finds valid relations by the types of parameter 2 that have one of the entities
// of parameter 1 as their subject, or by those of parameter 3 as their object.
func usesIn(end, class, partition string) string {
	types := map[string]int{"subject": 2, "object": 3}[end]
	return fmt.Sprintf(`SELECT r.digest AS digest, r.type FROM relation r INDEXED BY %[2]s_by_%[1]s_type
		WHERE r.%[1]s IN (SELECT value FROM json_each(?1)) AND r.type IN (SELECT value FROM json_each(?%[3]d)) AND %[4]s AND r.retracted_at IS NULL`, end, class, types, partition)
}

var _ plan.Transaction = (*session)(nil)

// LastActivity implements plan.Transaction.
func (s *session) LastActivity(context.Context) (number int64, at time.Time, err error) {
	err = s.each(lastActivity, func(rows *sql.Rows) error {
		var ms int64
		err := rows.Scan(&number, &ms)
		at = timeOf(ms)
		return err
	})
	return number, at, err
}

// ActivityByKey implements plan.Transaction.
func (s *session) ActivityByKey(_ context.Context, key string) (a *kg.Activity, err error) {
	err = s.each(activityByKey, func(rows *sql.Rows) error {
		a = &kg.Activity{}
		return rows.Scan(&a.Number, &a.Digest)
	}, key)
	return a, err
}

// LastChange implements plan.Transaction.
func (s *session) LastChange(_ context.Context, ids []string) (last int64, err error) {
	for _, id := range ids {
		n, err := s.number(lastChangeOf, id)
		if err != nil {
			return 0, err
		}
		last = max(last, n)
	}
	return last, nil
}

// QuotedIn implements plan.Transaction.
func (s *session) QuotedIn(_ context.Context, document string) (ids []string, err error) {
	keys, err := s.documentKeys([]string{document})
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	err = s.each(quotedIn, func(rows *sql.Rows) error {
		var digest []byte
		if err := rows.Scan(&digest); err != nil {
			return err
		}
		ids = append(ids, kg.RelationIDOf([16]byte(digest)))
		return nil
	}, keys[document])
	return ids, err
}

// OfTypes implements plan.Transaction. While indexes are missing it finds nothing: the
// end of the load makes up for that.
func (s *session) OfTypes(_ context.Context, of []string, direction kg.Direction, types []string) ([]kg.Relation, error) {
	if s.loading {
		return nil, nil
	}
	keys, err := s.entityKeys(of)
	if err != nil {
		return nil, err
	}
	statement := ofTypesBySubject
	if direction == kg.DirectionIn {
		statement = ofTypesByObject
	}
	type row struct{ typ, subject, object int64 }
	var found []row
	named := map[int64]bool{}
	err = s.each(statement, func(rows *sql.Rows) error {
		var r row
		err := rows.Scan(&r.typ, &r.subject, &r.object)
		found, named[r.subject], named[r.object] = append(found, r), false, false
		return err
	}, keyList(keys), keyList(s.types.keysOf(types)))
	if err != nil {
		return nil, err
	}
	if err := s.nameEntities(named); err != nil {
		return nil, err
	}
	relations := make([]kg.Relation, len(found))
	for i, r := range found {
		relations[i] = kg.Relation{Type: s.types.ids[r.typ], Subject: s.entities.ids[r.subject], Object: s.entities.ids[r.object]}
	}
	return relations, nil
}

// UseOf implements plan.Transaction.
func (s *session) UseOf(_ context.Context, uses kg.Uses) (relation, typeID string, err error) {
	keys, err := s.entityKeys(uses.Of)
	if err != nil {
		return "", "", err
	}
	take := func(rows *sql.Rows) error {
		var digest []byte
		var typ int64
		if err := rows.Scan(&digest, &typ); err != nil {
			return err
		}
		if id := kg.RelationIDOf([16]byte(digest)); relation == "" || id < relation {
			relation, typeID = id, s.types.ids[typ]
		}
		return nil
	}
	err = s.each(usesByType, take, keyList(keys), keyList(s.types.keysOf(uses.AsSubject)), keyList(s.types.keysOf(uses.AsObject)))
	if err == nil && uses.AsPlace {
		err = s.each(usesAsPlace, take, keyList(keys))
	}
	return relation, typeID, err
}
