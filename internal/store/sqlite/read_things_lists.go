package sqlite

import (
	"context"
	"database/sql"
	"time"

	"conflictgraph/internal/kg"
)

var (
	entitiesUp     = define(listEntities + `kind = ?1 AND position > ?2 AND position < ?3 AND recorded_at <= ?4 ORDER BY position LIMIT +?5`)
	entitiesDown   = define(listEntities + `kind = ?1 AND position > ?2 AND position < ?3 AND recorded_at <= ?4 ORDER BY position DESC LIMIT +?5`)
	countEntities  = define(`SELECT count(*) FROM entity INDEXED BY entity_by_kind WHERE kind = ?1 AND recorded_at <= ?2`)
	correctedSince = define(`SELECT DISTINCT e.id FROM former_entity f INDEXED BY former_entity_by_end CROSS JOIN entity e ON e.key = f.entity
		WHERE f.until > ?1`)

	titlesUp   = define(selectDocument + `'' ` + documentsUp)
	textsUp    = define(selectDocument + `text ` + documentsUp)
	titlesDown = define(selectDocument + `'' ` + documentsDown)
	textsDown  = define(selectDocument + `text ` + documentsDown)

	countDocuments = define(`SELECT count(*) FROM document WHERE recorded_at <= ?1 AND (retracted_at IS NULL OR retracted_at > ?1) AND NOT ` + inGap("", "?1"))
)

var (
	documentsUp = `FROM document INDEXED BY document_by_position
		WHERE position > ?1 AND position < ?3 AND recorded_at <= ?2 AND (retracted_at IS NULL OR retracted_at > ?2) AND NOT ` + inGap("", "?2") + ` ORDER BY position LIMIT +?4`
	documentsDown = `FROM document INDEXED BY document_by_position
		WHERE position > ?1 AND position < ?3 AND recorded_at <= ?2 AND (retracted_at IS NULL OR retracted_at > ?2) AND NOT ` + inGap("", "?2") + ` ORDER BY position DESC LIMIT +?4`
)

const listEntities = `SELECT key, id, kind, name, description, unnamed, recorded_at, relations, point, coalesce(identifiers, '') FROM entity INDEXED BY entity_by_kind WHERE `

// ListEntities implements plan.Snapshot.
func (s *session) ListEntities(_ context.Context, kinds []kg.EntityKind, scan kg.Scan, asOf *time.Time) (listed []*kg.EntityRecord, err error) {
	statement := entitiesUp
	if scan.Descending {
		statement = entitiesDown
	}
	found := map[int64]*kg.EntityRecord{}
	for _, kind := range kinds {
		err = s.each(statement, func(rows *sql.Rows) error {
			key, e, err := scanEntity(rows)
			found[key], listed = e, append(listed, e)
			return err
		}, string(kind), []byte(scan.Lower), []byte(scan.Upper), instant(asOf), scan.Limit)
		if err != nil {
			return nil, err
		}
	}
	if len(kinds) > 1 {
		listed = kg.FirstOf(listed, scan)
	}
	return listed, s.completeEntities(found, asOf != nil)
}

// CountEntities implements plan.Snapshot.
func (s *session) CountEntities(_ context.Context, kinds []kg.EntityKind, asOf *time.Time) (all int, err error) {
	for _, kind := range kinds {
		n, err := s.number(countEntities, string(kind), instant(asOf))
		if err != nil {
			return 0, err
		}
		all += int(n)
	}
	return all, nil
}

// CorrectedSince implements plan.Snapshot.
func (s *session) CorrectedSince(_ context.Context, at time.Time) (ids []string, err error) {
	err = s.each(correctedSince, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, instant(&at))
	return ids, err
}

// ListDocuments implements plan.Snapshot.
func (s *session) ListDocuments(_ context.Context, scan kg.Scan, asOf *time.Time, text bool) (listed []*kg.Document, err error) {
	statement := map[[2]bool]*statement{
		{false, false}: titlesUp, {false, true}: titlesDown, {true, false}: textsUp, {true, true}: textsDown,
	}[[2]bool{text, scan.Descending}]
	err = s.each(statement, func(rows *sql.Rows) error {
		d, err := scanDocument(rows)
		listed = append(listed, d)
		return err
	}, []byte(scan.Lower), instant(asOf), []byte(scan.Upper), scan.Limit)
	return listed, err
}

// CountDocuments implements plan.Snapshot.
func (s *session) CountDocuments(_ context.Context, asOf *time.Time) (int, error) {
	n, err := s.number(countDocuments, instant(asOf))
	return int(n), err
}
