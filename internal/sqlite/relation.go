package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

// A relationRow is a row of relationColumns.
type relationRow struct {
	key, subject, typ, object int64
	place                     place
	class                     int64
	edtf                      sql.NullString
	endDay                    sql.NullInt64
	inferred                  bool
	reasoning                 string
	recordedAt                int64
	retractions               sql.NullString
}

// scanRelation reads a row, and what follows its columns into more.
func scanRelation(rows *sql.Rows, more ...any) (r relationRow, err error) {
	var digest []byte
	err = rows.Scan(append([]any{&r.key, &r.place.day, &digest, &r.subject, &r.typ, &r.object, &r.class,
		&r.edtf, &r.endDay, &r.inferred, &r.reasoning, &r.recordedAt, &r.retractions}, more...)...)
	copy(r.place.digest[:], digest)
	return r, err
}

// relation returns what the row says, but for its ends, as it was known at a
// time.
func (r *relationRow) relation(types *typeTable, asOf int64) (*kg.Relation, error) {
	relation := &kg.Relation{
		ID: r.place.id(), Type: types.ids[r.typ],
		Status: statuses[statusOfClass(r.class)], Certainty: certainties[certaintyOfClass(r.class)],
		RecordedAt: timeOf(r.recordedAt),
	}
	if r.edtf.Valid {
		relation.Time = &kg.Time{EDTF: r.edtf.String, Start: r.place.start(), Inferred: r.inferred, Reasoning: r.reasoning}
		if r.endDay.Valid {
			end := kg.Date(r.endDay.Int64)
			relation.Time.End = &end
		}
	}
	gaps, err := gapsOf(r.retractions)
	relation.Retractions, relation.RetractedAt = kg.GapsAsOf(gaps, asOfTime(asOf))
	return relation, err
}

// A level gathers the relations that one call of the store returns, to complete
// them and find what they name with a few statements for all.
type level struct {
	s    *session
	need kg.Need
	moment
	rows      map[int64]*relationRow
	relations map[int64]*kg.Relation

	ids       map[int64]string // of entities, by key, as far as they are known
	wanted    map[int64]bool   // keys of entities that Found has to hold, or whose id is asked for where false
	documents map[int64]bool   // keys of documents that Found has to hold
}

func newLevel(s *session, need kg.Need, now moment) *level {
	return &level{
		s: s, need: need, moment: now,
		rows: map[int64]*relationRow{}, relations: map[int64]*kg.Relation{},
		ids: map[int64]string{}, wanted: map[int64]bool{}, documents: map[int64]bool{},
	}
}

// of notes the ids of owners, whose relations are to be added, and that they are
// wanted where they are needed.
func (l *level) of(owners []string, p *planner) {
	for _, id := range owners {
		key, known := p.asked[id]
		if !known {
			continue
		}
		l.ids[key] = id
		if l.need.Owners {
			l.wanted[key] = true
		}
	}
}

// add returns the relations of rows on a page of the entity whose key owner is,
// which answers for all that are one with it;
// they are complete once complete was called.
func (l *level) add(rows []relationRow, owner int64) ([]*kg.Relation, error) {
	relations := make([]*kg.Relation, len(rows))
	for i := range rows {
		row := &rows[i]
		if l.relations[row.key] == nil {
			relation, err := row.relation(l.s.types, l.asOf)
			if err != nil {
				return nil, err
			}
			l.rows[row.key], l.relations[row.key] = row, relation
		}
		relations[i] = l.relations[row.key]
		row.subject, row.object = l.survivor(row.subject), l.survivor(row.object)
		for _, end := range []int64{row.subject, row.object} {
			l.wanted[end] = l.wanted[end] || l.need.Ends && end != owner
		}
	}
	return relations, nil
}

// complete fills in what the relations lack, and puts what they name into found.
func (l *level) complete(found *kg.Found) error {
	if len(l.wanted) == 0 {
		return nil
	}
	var claims *claims
	if l.need.Claims {
		var err error
		if claims, err = l.readClaims(); err != nil {
			return err
		}
	}
	if err := l.readEntities(found); err != nil {
		return err
	}
	for key, row := range l.rows {
		l.relations[key].Subject, l.relations[key].Object = l.ids[row.subject], l.ids[row.object]
	}
	if claims == nil {
		return nil
	}
	claims.name(l.relations, l.ids)
	return l.s.findDocuments(found, documentsByKey(l.need), keyList(keysOfSet(l.documents)), l.asOf)
}

// readEntities puts the wanted entities into found and notes the ids of all.
func (l *level) readEntities(found *kg.Found) error {
	var whole, idOnly []int64
	for key, wanted := range l.wanted {
		if wanted {
			whole = append(whole, key)
		} else if l.ids[key] == "" {
			idOnly = append(idOnly, key)
		}
	}
	if err := l.readIDs(idOnly); err != nil || len(whole) == 0 {
		return err
	}
	r := l.s.newRegister(l.moment)
	if _, err := r.read(entitiesByKey, keyList(whole)); err != nil {
		return err
	}
	if err := r.complete(); err != nil {
		return err
	}
	for _, key := range whole {
		l.ids[key] = r.rows[key].ID
	}
	r.put(found, whole)
	return nil
}

// readIDs notes the ids of entities.
func (l *level) readIDs(keys []int64) error {
	if len(keys) == 0 {
		return nil
	}
	return l.s.each(entityIDsByKey, func(rows *sql.Rows) error {
		var key int64
		var id string
		err := rows.Scan(&key, &id)
		l.ids[key] = id
		return err
	}, keyList(keys))
}
