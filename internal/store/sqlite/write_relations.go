package sqlite

import (
	"cmp"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	greatestRelationKey  = define(`SELECT coalesce(max(key), 0) FROM relation`)
	relationKeysByDigest = define(`SELECT digest, key FROM relation WHERE digest IN (SELECT unhex(value) FROM json_each(?1))`)

	insertRelations      = newSharedInsert(intoRelation, `(?1,?,?,?,?,?,?,?,?,?,?)`, ``, veryManyRows, manyRows)
	insertPlainRelations = newSharedInsert(intoRelation, `(?1,?,?,?,?,?,?,?,?,0,'')`, ``, veryManyRows, manyRows) // those whose time was not inferred

	insertPlace       = define(`INSERT INTO place (relation, ordinal, entity) VALUES (?, ?, ?)`)
	insertAttribution = define(`INSERT INTO attribution (relation, ordinal, entity, stance) VALUES (?, ?, ?, ?)`)

	insertSources      = newSharedInsert(`INSERT OR ROLLBACK INTO source (recorded_at, dataset, relation, ordinal, record, url, publisher, publisher_folded, note, point, quantities) VALUES `, `(?1,?2,?,?,?,?,?,?,?,?,?)`, ``, manyRows)
	insertPlainSources = newSharedInsert(`INSERT OR ROLLBACK INTO source (recorded_at, dataset, relation, ordinal, record) VALUES `, `(?1,?2,?,?,?)`, ``, veryManyRows, manyRows) // those that say nothing else
	insertQuotes       = newInsert(`INSERT OR ROLLBACK INTO quote (relation, document, start_char, end_char, exact, prefix, suffix, recorded_at, point, quantities) VALUES `, 10, ``)

	sourcesOfEach = define(`SELECT relation, max(ordinal) FROM source WHERE relation IN (SELECT value FROM json_each(?1)) GROUP BY relation`)
)

const intoRelation = `INSERT OR ROLLBACK INTO relation (recorded_at, day, digest, subject, type, object, class, edtf,
	end_day, inferred, reasoning) VALUES `

// nameEnds notes the keys of the entities that relations name.
func (w *writer) nameEnds(relations []kg.Relation) error {
	var ids []string
	for i := range relations {
		r := &relations[i]
		ids = append(append(ids, r.Subject, r.Object), r.Places...)
		for _, a := range r.Attributions {
			ids = append(ids, a.By)
		}
	}
	_, err := w.entityKeys(ids)
	return err
}

// knowRelations notes the keys of relations.
func (w *writer) knowRelations(ids []string) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return w.relations[id] != 0 })
	if len(missing) == 0 {
		return nil
	}
	return w.each(relationKeysByDigest, func(rows *sql.Rows) error {
		var digest []byte
		var key int64
		err := rows.Scan(&digest, &key)
		if err == nil {
			w.relations[kg.RelationIDOf([16]byte(digest))] = key
		}
		return err
	}, hexList(digestsOf(missing)))
}

// insertRelations adds relations that are not there, whose keys follow each other from
// the one that it returns: SQLite chooses them, since a key of our choosing would cost a
// statement's journal. Relations of one moment are added at once.
func (w *writer) insertRelations(relations []kg.Relation) (first int64, err error) {
	if first, err = w.nextKey(greatestRelationKey); err != nil {
		return 0, err
	}
	if len(relations) > 0 && w.firstAdded == 0 {
		w.firstAdded = first
	}
	inserting, inferred := insertPlainRelations, slices.ContainsFunc(relations, isInferred)
	if inferred {
		inserting = insertRelations
	}
	for len(relations) > 0 {
		at := relations[0].RecordedAt
		n := slices.IndexFunc(relations, func(r kg.Relation) bool { return !r.RecordedAt.Equal(at) })
		if n < 0 {
			n = len(relations)
		}
		some := relations[:n]
		err := w.insert(inserting, n, func(args []any, i int) []any { return w.appendRelation(args, &some[i], inferred) }, nil, at.UnixMilli())
		if err != nil {
			return 0, err
		}
		relations = relations[n:]
	}
	return first, nil
}

func isInferred(r kg.Relation) bool {
	return r.Time != nil && (r.Time.Inferred || r.Time.Reasoning != "")
}

// appendRelation appends the columns of r from day on to args.
func (w *writer) appendRelation(args []any, r *kg.Relation, inferred bool) []any {
	day := int64(undated)
	var edtf, endDay any
	if r.Time != nil {
		day, edtf = placeOf(r.Time, [16]byte{}).day, r.Time.EDTF
		if r.Time.End != nil {
			endDay = int64(*r.Time.End)
		}
	}
	digest, _ := kg.RelationDigest(r.ID)
	args = append(args, day, digest[:], w.entities.keys[r.Subject], w.typeKeys[r.Type], w.entities.keys[r.Object], r.Class(), edtf, endDay)
	if inferred {
		_, is, reasoning := timeColumns(r.Time)
		args = append(args, is, reasoning)
	}
	return args
}

// insertClaims adds the places and attributions of relations that are new, by their
// keys.
func (w *writer) insertClaims(relations []kg.Relation, key func(i int) int64) error {
	for i := range relations {
		for ordinal, place := range relations[i].Places {
			if _, err := w.exec(insertPlace, key(i), ordinal, w.entities.keys[place]); err != nil {
				return err
			}
		}
		for ordinal, a := range relations[i].Attributions {
			if _, err := w.exec(insertAttribution, key(i), ordinal, w.entities.keys[a.By], string(a.Stance)); err != nil {
				return err
			}
		}
	}
	return nil
}

// A piece is evidence of the relation with a key, and of a coding where that is new.
type piece struct {
	relation int64
	coding   kg.Coding
	evidence *kg.Evidence
}

// A sourceRow is a row of a data set that a relation rests on.
type sourceRow struct {
	relation, ordinal, dataset, recordedAt int64
	*kg.Evidence
}

// isPlain reports whether the row says nothing of where, how many, or itself.
func (r sourceRow) isPlain() bool {
	return r.Point == nil && len(r.Quantities) == 0 && r.Source.URL+r.Source.Publisher+r.Source.Note == ""
}

// insertEvidence adds evidence that is not there.
func (w *writer) insertEvidence(pieces []piece) error {
	if err := w.knowDatasets(pieces); err != nil {
		return err
	}
	var sources []sourceRow
	var quotes []piece
	var documents []string
	for _, p := range pieces {
		if s := p.evidence.Source; s != nil {
			sources = append(sources, sourceRow{p.relation, 0, w.datasets[s.Dataset].key, p.evidence.RecordedAt.UnixMilli(), p.evidence})
		} else {
			quotes, documents = append(quotes, p), append(documents, p.evidence.Document)
		}
	}
	if err := w.numberSources(sources); err != nil {
		return err
	}
	if err := w.insertSources(sources); err != nil {
		return err
	}
	if err := w.knowDocuments(documents); err != nil {
		return err
	}
	return w.insert(insertQuotes, len(quotes), func(args []any, i int) []any {
		e := quotes[i].evidence
		return append(args, quotes[i].relation, w.documents[e.Document], e.Start, e.End, e.Exact, e.Prefix, e.Suffix, e.RecordedAt.UnixMilli(),
			pointText(e.Point), quantitiesText(e.Quantities))
	}, nil)
}

// numberSources gives rows their ordinals, after those that their relations have.
func (w *writer) numberSources(sources []sourceRow) error {
	next := make(map[int64]int64, len(sources))
	keys := make([]int64, 0, len(sources))
	for _, s := range sources {
		if _, seen := next[s.relation]; !seen && (w.firstAdded == 0 || s.relation < w.firstAdded) {
			next[s.relation] = 0
			keys = append(keys, s.relation)
		}
	}
	if len(keys) > 0 {
		err := w.each(sourcesOfEach, func(rows *sql.Rows) error {
			var relation, last int64
			err := rows.Scan(&relation, &last)
			next[relation] = last + 1
			return err
		}, keyList(keys))
		if err != nil {
			return err
		}
	}
	for i := range sources {
		sources[i].ordinal = next[sources[i].relation]
		next[sources[i].relation]++
	}
	return nil
}

// insertSources adds rows, those of one data set and moment at once that are plain or not.
func (w *writer) insertSources(rows []sourceRow) error {
	for len(rows) > 0 {
		dataset, recordedAt, plain, inserting := rows[0].dataset, rows[0].recordedAt, rows[0].isPlain(), insertSources
		if plain {
			inserting = insertPlainSources
		}
		n := slices.IndexFunc(rows, func(s sourceRow) bool {
			return s.dataset != dataset || s.recordedAt != recordedAt || s.isPlain() != plain
		})
		some := rows[:cmp.Or(max(n, 0), len(rows))]
		err := w.insert(inserting, len(some), func(args []any, i int) []any {
			row := some[i]
			args = append(args, row.relation, row.ordinal, row.Source.Record)
			if plain {
				return args
			}
			return append(args, orNull(row.Source.URL), orNull(row.Source.Publisher), orNull(kg.FoldName(row.Source.Publisher)), orNull(row.Source.Note), pointText(row.Point), quantitiesText(row.Quantities))
		}, nil, recordedAt, dataset)
		if err != nil {
			return err
		}
		rows = rows[len(some):]
	}
	return nil
}
