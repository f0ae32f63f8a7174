package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

// Each finds what belongs to some relations, in the order in which it is told.
var (
	placesOf       = define(`SELECT relation, entity FROM place WHERE relation IN (SELECT value FROM json_each(?1)) ORDER BY relation, ordinal`)
	attributionsOf = define(`SELECT relation, entity, stance FROM attribution WHERE relation IN (SELECT value FROM json_each(?1)) ORDER BY relation, ordinal`)
	sourcesOf      = define(`SELECT s.relation, d.name, s.record, s.recorded_at, ifnull(s.url, ''), ifnull(s.publisher, ''), ifnull(s.note, ''), s.point, s.quantities FROM source s JOIN dataset d ON d.key = s.dataset
		WHERE s.relation IN (SELECT value FROM json_each(?1)) ORDER BY s.relation, s.ordinal`)
	quotesOf = define(`SELECT q.relation, q.document, d.id, q.start_char, q.end_char, q.exact, q.prefix, q.suffix, q.recorded_at, q.point, q.quantities
		FROM quote q JOIN document d ON d.key = q.document
		WHERE q.relation IN (SELECT value FROM json_each(?1)) ORDER BY q.relation, q.key`)
)

// claims are the entities that relations name besides their ends, by key, until
// their ids are known, and the keys of the documents that they rest on.
type claims struct {
	places       map[int64][]int64
	attributions map[int64][]attributionRow
	entities     map[int64]bool // all of them
	documents    map[int64]bool
}

type attributionRow struct {
	by     int64
	stance kg.Stance
}

// readClaims gives relations, by their keys, their evidence in the order of recording,
// and returns what else they claim.
func (s *session) readClaims(relations map[int64]*kg.Relation) (*claims, error) {
	keys := keyList(keysOfSet(relations))
	c := &claims{places: map[int64][]int64{}, attributions: map[int64][]attributionRow{}, entities: map[int64]bool{}, documents: map[int64]bool{}}
	err := s.each(placesOf, func(rows *sql.Rows) error {
		var relation, place int64
		err := rows.Scan(&relation, &place)
		c.places[relation] = append(c.places[relation], place)
		c.entities[place] = true
		return err
	}, keys)
	if err != nil {
		return nil, err
	}
	err = s.each(attributionsOf, func(rows *sql.Rows) error {
		var relation int64
		var a attributionRow
		err := rows.Scan(&relation, &a.by, &a.stance)
		c.attributions[relation] = append(c.attributions[relation], a)
		c.entities[a.by] = true
		return err
	}, keys)
	if err != nil {
		return nil, err
	}
	return c, s.readEvidence(keys, relations, c.documents)
}

// readEvidence gives relations their evidence, and notes the keys of documents.
func (s *session) readEvidence(keys string, relations map[int64]*kg.Relation, documents map[int64]bool) error {
	add := func(relation int64, e kg.Evidence, recordedAt int64, more details) (err error) {
		e.RecordedAt = timeOf(recordedAt)
		e.Point, e.Quantities, err = more.read()
		relations[relation].Evidence = append(relations[relation].Evidence, e)
		return err
	}
	// Rows of data sets come first: they have no document.
	err := s.each(sourcesOf, func(rows *sql.Rows) error {
		var relation, recordedAt int64
		var source kg.Source
		var more details
		if err := rows.Scan(&relation, &source.Dataset, &source.Record, &recordedAt, &source.URL, &source.Publisher, &source.Note, &more.point, &more.quantities); err != nil {
			return err
		}
		return add(relation, kg.Evidence{Source: &source}, recordedAt, more)
	}, keys)
	if err != nil {
		return err
	}
	return s.each(quotesOf, func(rows *sql.Rows) error {
		var relation, document, recordedAt int64
		var e kg.Evidence
		var more details
		if err := rows.Scan(&relation, &document, &e.Document, &e.Start, &e.End, &e.Exact, &e.Prefix, &e.Suffix, &recordedAt, &more.point, &more.quantities); err != nil {
			return err
		}
		documents[document] = true
		return add(relation, e, recordedAt, more)
	}, keys)
}

// name gives the relations their places and attributions.
func (c *claims) name(relations map[int64]*kg.Relation, ids map[int64]string) {
	for key, places := range c.places {
		for _, place := range places {
			relations[key].Places = append(relations[key].Places, ids[place])
		}
	}
	for key, attributions := range c.attributions {
		for _, a := range attributions {
			relations[key].Attributions = append(relations[key].Attributions, kg.Attribution{By: ids[a.by], Stance: a.stance})
		}
	}
}
