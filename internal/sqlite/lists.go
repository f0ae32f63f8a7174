package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	entitiesUp = define(`SELECT key, id, kind, name, description, unnamed, recorded_at, position FROM entity INDEXED BY entity_by_kind
		WHERE kind = ?1 AND position > ?2 AND position < ?3 AND recorded_at <= ?4 ORDER BY position LIMIT +?5`)
	entitiesDown = define(`SELECT key, id, kind, name, description, unnamed, recorded_at, position FROM entity INDEXED BY entity_by_kind
		WHERE kind = ?1 AND position > ?2 AND position < ?3 AND recorded_at <= ?4 ORDER BY position DESC LIMIT +?5`)
	countEntities = define(`SELECT count(*) FROM entity INDEXED BY entity_by_kind WHERE kind = ?1 AND recorded_at <= ?2`)

	countMerged = define(`SELECT count(*) FROM entity NOT INDEXED
		WHERE key IN (SELECT value FROM json_each(?3)) AND kind = ?1 AND recorded_at <= ?2`)

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

type listedEntity struct {
	key      int64
	entity   *kg.Entity
	position []byte
}

// ListEntities returns a page of entities of some kinds; see kg.Store.
func (s *Store) ListEntities(ctx context.Context, req kg.EntityList) (page kg.EntityPage, err error) {
	err = s.read(ctx, func(current *session) error {
		page, err = current.listEntities(req)
		return err
	})
	if err != nil {
		return kg.EntityPage{}, err
	}
	return page, nil
}

func (s *session) listEntities(req kg.EntityList) (page kg.EntityPage, err error) {
	scan, now := req.Scan(), s.moment(req.AsOf)
	kinds := slices.Compact(slices.Sorted(slices.Values(req.Kinds)))
	former, err := s.formerAt(now)
	if err != nil {
		return page, err
	}
	var listed []listedEntity
	for _, kind := range kinds {
		rows, err := s.seekEntities(kind, scan, now, former)
		if err != nil {
			return page, err
		}
		listed = firstOf(append(listed, rows...), func(a, b listedEntity) int { return bytes.Compare(a.position, b.position) }, scan)
		if req.Count {
			n, err := s.countEntities(kind, now, former)
			if err != nil {
				return page, err
			}
			page.Total += n
		}
	}
	listed, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, listed)
	register := s.newRegister(now)
	for _, l := range listed {
		register.rows[l.key] = l.entity
	}
	if err := register.complete(); err != nil {
		return page, err
	}
	for _, l := range listed {
		page.Entities = append(page.Entities, register.entity(l.key))
	}
	return page, nil
}

// countEntities returns how many of a kind there were, but for those that were
// merged into something else.
func (s *session) countEntities(kind kg.EntityKind, now moment, former map[int64]formerEntity) (int, error) {
	n, err := s.number(countEntities, string(kind), now.asOf)
	for _, f := range former {
		if f.kindNow == kind {
			n--
		}
		if f.entity.Kind == kind {
			n++
		}
	}
	if err != nil || len(now.survivors) == 0 {
		return int(n), err
	}
	var merged []int64
	for key := range now.survivors {
		if f, differed := former[key]; !differed {
			merged = append(merged, key)
		} else if f.entity.Kind == kind {
			n--
		}
	}
	others, err := s.number(countMerged, string(kind), now.asOf, keyList(merged))
	return int(n - others), err
}

// seekEntities returns what a scan finds of a kind, but for what was merged into
// something else.
func (s *session) seekEntities(kind kg.EntityKind, scan kg.Scan, now moment, former map[int64]formerEntity) (listed []listedEntity, err error) {
	for _, f := range former {
		if f.entity.Kind == kind && now.survivor(f.key) == f.key && string(f.position) > scan.Lower && string(f.position) < scan.Upper {
			listed = append(listed, f.listedEntity)
		}
	}
	seen := 0 // of what the index has

	statement := entitiesUp
	if scan.Descending {
		statement = entitiesDown
	}
	lower, upper := []byte(scan.Lower), []byte(scan.Upper)
	for {
		found := 0
		err = s.each(statement, func(rows *sql.Rows) error {
			l, err := scanListed(rows)
			if found++; scan.Descending {
				upper = l.position
			} else {
				lower = l.position
			}
			if _, differed := former[l.key]; !differed && now.survivor(l.key) == l.key {
				seen++
				listed = append(listed, l)
			}
			return err
		}, string(kind), lower, upper, now.asOf, scan.Limit-seen)
		if err != nil || seen == scan.Limit || found == 0 || len(now.survivors)+len(former) == 0 {
			return listed, err
		}
	}
}

func scanListed(rows *sql.Rows) (l listedEntity, err error) {
	var recordedAt int64
	e := &kg.Entity{}
	err = rows.Scan(&l.key, &e.ID, &e.Kind, &e.Name, &e.Description, &e.Unnamed, &recordedAt, &l.position)
	e.RecordedAt = timeOf(recordedAt)
	l.entity = e
	return l, err
}

// ListDocuments returns a page of documents; see kg.Store.
func (s *Store) ListDocuments(ctx context.Context, req kg.DocumentList) (page kg.DocumentPage, err error) {
	err = s.read(ctx, func(current *session) error {
		page, err = current.listDocuments(req)
		return err
	})
	if err != nil {
		return kg.DocumentPage{}, err
	}
	return page, nil
}

func (s *session) listDocuments(req kg.DocumentList) (page kg.DocumentPage, err error) {
	scan, asOf := req.Scan(), instant(req.AsOf)
	statement := map[[2]bool]*statement{
		{false, false}: titlesUp, {false, true}: titlesDown, {true, false}: textsUp, {true, true}: textsDown,
	}[[2]bool{req.Text, scan.Descending}]
	var listed []*kg.Document
	err = s.each(statement, func(rows *sql.Rows) error {
		d, err := scanDocument(rows, asOf)
		listed = append(listed, d)
		return err
	}, []byte(scan.Lower), asOf, []byte(scan.Upper), scan.Limit)
	if err != nil {
		return page, err
	}
	page.Documents, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, listed)
	if req.Count {
		n, err := s.number(countDocuments, asOf)
		page.Total = int(n)
		return page, err
	}
	return page, nil
}
