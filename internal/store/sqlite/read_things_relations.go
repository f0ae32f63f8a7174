package sqlite

import (
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
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

// relation returns what the row says, but for its ends.
func (r *relationRow) relation(types *typeTable) (*kg.Relation, error) {
	relation := &kg.Relation{
		ID: r.place.id(), Type: types.ids[r.typ],
		Status: statuses[kg.StatusOfClass(r.class)], Certainty: certainties[kg.CertaintyOfClass(r.class)], Coding: kg.CodingCodes[kg.CodingOfClass(r.class)],
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
	relation.Retractions, relation.RetractedAt = kg.GapsAsOf(gaps, nil)
	return relation, err
}

// A hydration collects the relations that one call finds, to complete them and find what
// they name with a few statements for all.
type hydration struct {
	s         *session
	keys      plan.Keys
	rows      map[int64]*relationRow
	relations map[int64]*kg.Relation
	named     map[int64]bool // the keys of entities, and whether their rows are needed
}

func (s *session) newHydration(keys plan.Keys) *hydration {
	return &hydration{
		s: s, keys: keys, rows: map[int64]*relationRow{}, relations: map[int64]*kg.Relation{}, named: map[int64]bool{},
	}
}

// add adds a relation of some owners, which need not be hydrated.
func (h *hydration) add(row *relationRow, owners ...int64) {
	h.rows[row.key] = row
	for _, end := range []int64{row.subject, row.object} {
		h.name(end, h.keys.Need.Ends && !slices.Contains(owners, end))
	}
}

func (h *hydration) name(entity int64, row bool) { h.named[entity] = h.named[entity] || row }

// complete makes the relations, and returns what they name and what else was asked for.
func (h *hydration) complete() (rows plan.Rows, err error) {
	rows = plan.NewRows()
	var claims *claims
	for key, row := range h.rows {
		if h.relations[key], err = row.relation(h.s.types); err != nil {
			return rows, err
		}
	}
	if h.keys.Need.Claims && len(h.rows) > 0 {
		if claims, err = h.s.readClaims(h.relations); err != nil {
			return rows, err
		}
		for entity := range claims.entities {
			h.name(entity, true)
		}
	}
	if err := h.s.readEntities(rows, h.keys, h.named); err != nil {
		return rows, err
	}
	if err := h.s.nameEntities(h.named); err != nil {
		return rows, err
	}
	for key, row := range h.rows {
		h.relations[key].Subject, h.relations[key].Object = h.s.entities.ids[row.subject], h.s.entities.ids[row.object]
	}
	var documents map[int64]bool
	if claims != nil {
		claims.name(h.relations, h.s.entities.ids)
		documents = claims.documents
	}
	return rows, h.s.readDocuments(rows, h.keys, documents)
}
