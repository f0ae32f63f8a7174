package sqlite

import (
	"database/sql"
	"time"

	"conflictgraph/internal/kg"
)

// A relationRow is a row of relationColumns.
type relationRow struct {
	key, subject, typ, object int64
	place                     place
	status, certainty         int64
	edtf                      sql.NullString
	endDay                    sql.NullInt64
	inferred                  bool
	reasoning                 string
	recordedAt                int64
	retractedAt               sql.NullInt64
}

func scanRelation(rows *sql.Rows) (r relationRow, err error) {
	var digest []byte
	err = rows.Scan(&r.key, &r.place.day, &digest, &r.subject, &r.typ, &r.object, &r.status, &r.certainty,
		&r.edtf, &r.endDay, &r.inferred, &r.reasoning, &r.recordedAt, &r.retractedAt)
	copy(r.place.digest[:], digest)
	return r, err
}

// relation returns what the row says, but for its ends, as it was known at a
// time.
func (r *relationRow) relation(types *typeTable, asOf int64) *kg.Relation {
	relation := &kg.Relation{
		ID: r.place.id(), Type: types.ids[r.typ],
		Status: statuses[r.status], Certainty: certainties[r.certainty],
		RecordedAt: timeOf(r.recordedAt),
	}
	if r.edtf.Valid {
		relation.Time = &kg.Time{EDTF: r.edtf.String, Start: r.place.start(), Inferred: r.inferred, Reasoning: r.reasoning}
		if r.endDay.Valid {
			end := kg.Date(r.endDay.Int64)
			relation.Time.End = &end
		}
	}
	if r.retractedAt.Valid && r.retractedAt.Int64 <= asOf {
		at := timeOf(r.retractedAt.Int64)
		relation.RetractedAt = &at
	}
	return relation
}

// A level gathers the relations that one call of the store returns, to complete
// them and find what they name with a few statements for all.
type level struct {
	s         *session
	need      kg.Need
	asOf      int64
	rows      map[int64]*relationRow
	relations map[int64]*kg.Relation

	wanted    map[int64]bool // keys of entities that Found has to hold, or whose id is asked for where false
	documents map[int64]bool // keys of documents that Found has to hold
}

func newLevel(s *session, need kg.Need, asOf *time.Time) *level {
	return &level{
		s: s, need: need, asOf: instant(asOf),
		rows: map[int64]*relationRow{}, relations: map[int64]*kg.Relation{},
		wanted: map[int64]bool{}, documents: map[int64]bool{},
	}
}

// add returns the relations of rows on a page of the entity whose key owner is;
// they are complete once complete was called.
func (l *level) add(rows []relationRow, owner int64) []*kg.Relation {
	relations := make([]*kg.Relation, len(rows))
	for i := range rows {
		row := &rows[i]
		if l.relations[row.key] == nil {
			l.rows[row.key], l.relations[row.key] = row, row.relation(l.s.types, l.asOf)
		}
		relations[i] = l.relations[row.key]
		for _, end := range []int64{row.subject, row.object} {
			l.wanted[end] = l.wanted[end] || l.need.Ends && end != owner
		}
	}
	return relations
}

// complete fills in what the relations lack, and puts what they name into found.
func (l *level) complete(found *kg.Found) error {
	if len(l.relations) == 0 {
		return nil
	}
	var claims *claims
	if l.need.Claims {
		var err error
		if claims, err = l.readClaims(); err != nil {
			return err
		}
	}
	ids, err := l.readEntities(found)
	if err != nil {
		return err
	}
	for key, row := range l.rows {
		l.relations[key].Subject, l.relations[key].Object = ids[row.subject], ids[row.object]
	}
	if claims == nil {
		return nil
	}
	claims.name(l.relations, ids)
	return l.s.findDocuments(found, documentsByKey(l.need), keyList(keysOfSet(l.documents)), l.asOf)
}

// readEntities puts the wanted entities into found and returns the ids of all.
func (l *level) readEntities(found *kg.Found) (map[int64]string, error) {
	ids := make(map[int64]string, len(l.wanted))
	var whole, idOnly []int64
	for key, wanted := range l.wanted {
		if wanted {
			whole = append(whole, key)
		} else {
			idOnly = append(idOnly, key)
		}
	}
	if len(idOnly) > 0 {
		err := l.s.each(entityIDsByKey, func(rows *sql.Rows) error {
			var key int64
			var id string
			err := rows.Scan(&key, &id)
			ids[key] = id
			return err
		}, keyList(idOnly))
		if err != nil {
			return nil, err
		}
	}
	if len(whole) > 0 {
		return ids, l.s.findEntities(found, ids, entitiesByKey, keyList(whole), l.asOf)
	}
	return ids, nil
}
