package sqlite

import (
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	insertSources = newSharedInsert(`INSERT OR ROLLBACK INTO source (recorded_at, dataset, relation, ordinal, record) VALUES `, `(?1,?2,?,?,?)`, ``, veryManyRows, manyRows)
	insertQuotes  = newInsert(`INSERT OR ROLLBACK INTO quote (relation, document, start_char, end_char, exact, prefix, suffix, recorded_at) VALUES `, 8, ``)

	knownSources = define(`SELECT relation, dataset, record FROM source WHERE relation IN (SELECT value FROM json_each(?1))`)
	knownQuotes  = define(`SELECT relation, document, start_char, end_char FROM quote WHERE relation IN (SELECT value FROM json_each(?1))`)

	allDatasets   = define(`SELECT name, key FROM dataset`)
	insertDataset = define(`INSERT INTO dataset (key, name) VALUES (?, ?)`)
)

// sourceKey and quoteKey are what evidence of a relation is told apart by.
type sourceKey struct {
	relation, dataset int64
	record            string
}

type quoteKey struct {
	relation, document int64
	start, end         int
}

// An evidenceLog gathers the evidence to be written, each piece once.
type evidenceLog struct {
	sources map[sourceKey]bool
	rows    map[int64]int64 // how many sources a relation has
	quotes  map[quoteKey]bool
	more    map[int64]bool // the relations that the batch has again, or were there before it

	newSources []sourceRow
	newQuotes  []quoteRow
}

type sourceRow struct {
	sourceKey
	ordinal    int64
	recordedAt int64
}

type quoteRow struct {
	quoteKey
	evidence *kg.Evidence
}

// writeEvidence adds the evidence of the batch that is not there.
func (w *writer) writeEvidence(relations []kg.Relation, keys []relationKey) error {
	if err := w.writeDatasets(relations); err != nil {
		return err
	}
	log, err := w.knownEvidence(keys)
	if err != nil {
		return err
	}
	for i := range relations {
		if keys[i].left {
			continue
		}
		if e := relations[i].Evidence; keys[i].isNew && len(e) == 1 && e[0].Source != nil && !log.more[keys[i].key] {
			log.newSources = append(log.newSources, sourceRow{w.sourceKey(keys[i].key, e[0].Source), 0, e[0].RecordedAt.UnixMilli()})
			continue
		}
		added := 0
		for j := range relations[i].Evidence {
			if w.addEvidence(log, keys[i], &relations[i].Evidence[j]) {
				added++
			}
		}
		if !keys[i].isNew && added > 0 {
			w.written.Evidence += added
			w.log.Add(kg.EvidenceAdded, relations[i].ID, "")
		}
	}
	if err := w.insertSources(log.newSources); err != nil {
		return err
	}
	return w.insert(insertQuotes, len(log.newQuotes), func(args []any, i int) []any {
		q := &log.newQuotes[i]
		e := q.evidence
		return append(args, q.relation, q.document, q.start, q.end, e.Exact, e.Prefix, e.Suffix, e.RecordedAt.UnixMilli())
	}, nil)
}

// insertSources adds rows, those of one data set and moment at once.
func (w *writer) insertSources(rows []sourceRow) error {
	for len(rows) > 0 {
		dataset, recordedAt := rows[0].dataset, rows[0].recordedAt
		n := slices.IndexFunc(rows, func(s sourceRow) bool { return s.dataset != dataset || s.recordedAt != recordedAt })
		if n < 0 {
			n = len(rows)
		}
		some := rows[:n]
		err := w.insert(insertSources, n, func(args []any, i int) []any {
			return append(args, some[i].relation, some[i].ordinal, some[i].record)
		}, nil, recordedAt, dataset)
		if err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// addEvidence notes e unless its relation has it, and reports whether it did.
func (w *writer) addEvidence(log *evidenceLog, of relationKey, e *kg.Evidence) bool {
	relation := of.key
	if e.Source != nil {
		key := w.sourceKey(relation, e.Source)
		if log.sources[key] {
			return false
		}
		log.sources[key] = true
		log.newSources = append(log.newSources, sourceRow{key, log.rows[relation], e.RecordedAt.UnixMilli()})
		log.rows[relation]++
		return true
	}
	key := quoteKey{relation, w.documents[e.Document], e.Start, e.End}
	if log.quotes[key] {
		return false
	}
	log.quotes[key], w.requoted[relation] = true, !of.isNew
	log.newQuotes = append(log.newQuotes, quoteRow{key, e})
	return true
}

func (w *writer) sourceKey(relation int64, s *kg.Source) sourceKey {
	return sourceKey{relation, w.datasets[s.Dataset], s.Record}
}

// knownEvidence returns a log that knows the evidence of the relations that were
// there before.
func (w *writer) knownEvidence(keys []relationKey) (*evidenceLog, error) {
	log := &evidenceLog{sources: map[sourceKey]bool{}, rows: map[int64]int64{}, quotes: map[quoteKey]bool{}, more: map[int64]bool{}}
	var old []int64
	for _, k := range keys {
		if !k.isNew {
			old = append(old, k.key)
			log.more[k.key] = true
		}
	}
	if len(old) == 0 {
		return log, nil
	}
	list := keyList(old)
	err := w.each(knownSources, func(rows *sql.Rows) error {
		var key sourceKey
		err := rows.Scan(&key.relation, &key.dataset, &key.record)
		log.sources[key] = true
		log.rows[key.relation]++
		return err
	}, list)
	if err != nil {
		return nil, err
	}
	err = w.each(knownQuotes, func(rows *sql.Rows) error {
		var key quoteKey
		err := rows.Scan(&key.relation, &key.document, &key.start, &key.end)
		log.quotes[key] = true
		return err
	}, list)
	return log, err
}

// writeDatasets gives a key to each data set that the batch names.
func (w *writer) writeDatasets(relations []kg.Relation) error {
	w.datasets = map[string]int64{}
	greatest := int64(leastKey - 1)
	err := w.each(allDatasets, func(rows *sql.Rows) error {
		var name string
		var key int64
		err := rows.Scan(&name, &key)
		w.datasets[name] = key
		greatest = max(greatest, key)
		return err
	})
	if err != nil {
		return err
	}
	for i := range relations {
		for _, e := range relations[i].Evidence {
			if e.Source == nil || w.datasets[e.Source.Dataset] != 0 {
				continue
			}
			greatest++
			if _, err := w.exec(insertDataset, greatest, e.Source.Dataset); err != nil {
				return err
			}
			w.datasets[e.Source.Dataset] = greatest
		}
	}
	return nil
}
