package sqlite

import (
	"database/sql"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	greatestEntityKey   = define(`SELECT coalesce(max(key), 0) FROM entity`)
	greatestDocumentKey = define(`SELECT coalesce(max(key), 0) FROM document`)
	insertType          = define(`INSERT INTO relation_type (key, id, label, inverse_label, symmetric, plover, cameo, subject_kinds, object_kinds)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertDocument = define(`INSERT INTO document (key, id, title, url, edtf, inferred, reasoning, recorded_at, position, text)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertFingerprint = define(insertFingerprintText)
	insertEntities    = newInsert(`INSERT OR ROLLBACK INTO entity (id, kind, name, description, unnamed, recorded_at, position, point) VALUES `, 8, ``)
	insertFirst       = define(`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position, point) VALUES (2, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertAliases     = newInsert(`INSERT OR ROLLBACK INTO alias (entity, name, recorded_at) VALUES `, 3, ``)
	insertSubjects    = newInsert(`INSERT OR IGNORE INTO subject_of (object, subject) VALUES `, 2, ``)

	allDatasets   = define(`SELECT name, key, codings FROM dataset ORDER BY name`)
	insertDataset = define(`INSERT INTO dataset (key, name, codings) VALUES (?, ?, 0)`)
	setCodings    = define(`UPDATE dataset SET codings = ?2 WHERE key = ?1`)
)

const insertFingerprintText = `INSERT INTO document_fingerprint (document, fingerprint) VALUES (?, ?)`

// leastKey is the least key of entities and types. SQLite plans a statement again
// whenever a parameter changes from or to 0 or 1.
const leastKey = 2

// A writer adds and changes rows, and knows the keys of those it has come upon.
type writer struct {
	*session
	typeKeys, documents, relations map[string]int64 // keys by id
	datasets                       map[string]dataset

	firstAdded int64 // the least key of the relations that it added, 0 where it added none
}

func newWriter(current *session) *writer {
	return &writer{
		session: current, typeKeys: maps.Clone(current.types.keys), documents: map[string]int64{}, relations: map[string]int64{},
	}
}

// nextKey returns the key that follows the greatest, which st finds.
func (w *writer) nextKey(greatest *statement) (int64, error) {
	n, err := w.number(greatest)
	return n + 1, err
}

func (w *writer) insertTypes(types []kg.RelationType) error {
	if len(types) == 0 {
		return nil
	}
	key, err := w.nextKey(greatestTypeKey)
	if err != nil {
		return err
	}
	key = max(key, leastKey)
	for _, t := range types {
		_, err := w.exec(insertType, key, t.ID, t.Label, t.InverseLabel, t.Symmetric, t.PLOVER, t.CAMEO, joinKinds(t.SubjectKinds), joinKinds(t.ObjectKinds))
		if err != nil {
			return err
		}
		w.typeKeys[t.ID] = key
		key++
	}
	return nil
}

func (w *writer) insertDocuments(documents []kg.Document) error {
	if len(documents) == 0 {
		return nil
	}
	key, err := w.nextKey(greatestDocumentKey)
	if err != nil {
		return err
	}
	for _, d := range documents {
		edtf, inferred, reasoning := timeColumns(d.PublishedAt)
		_, err := w.exec(insertDocument, key, d.ID, d.Title, d.URL, edtf, inferred, reasoning, d.RecordedAt.UnixMilli(), []byte(d.Position()), d.Text)
		if err != nil {
			return err
		}
		if _, err := w.exec(insertFingerprint, key, d.Fingerprint); err != nil {
			return err
		}
		w.documents[d.ID] = key
		if len(d.DetailsRecords) > 0 {
			if err := w.putDetails(key, d.DetailsRecords); err != nil {
				return err
			}
		}
		key++
	}
	return nil
}

func timeColumns(t *kg.Time) (edtf any, inferred bool, reasoning string) {
	if t == nil {
		return nil, false, ""
	}
	return t.EDTF, t.Inferred, t.Reasoning
}

// insertEntities adds entities, whose keys follow each other.
func (w *writer) insertEntities(entities []kg.Entity) error {
	if len(entities) == 0 {
		return nil
	}
	key, err := w.nextKey(greatestEntityKey)
	if err != nil {
		return err
	}
	key = max(key, leastKey)
	for i := range entities {
		w.entities.add(entities[i].ID, key+int64(i))
	}
	row := func(args []any, i int) []any {
		e := &entities[i]
		return append(args, e.ID, string(e.Kind), e.Name, e.Description, e.Unnamed, e.RecordedAt.UnixMilli(), []byte(e.Position()), pointText(e.Point))
	}
	if key == leastKey {
		// The others follow it by themselves.
		if _, err := w.exec(insertFirst, row(nil, 0)...); err != nil {
			return err
		}
		entities = entities[1:]
	}
	return w.insert(insertEntities, len(entities), row, nil)
}

func (w *writer) insertNames(names []plan.Name) error {
	return w.insert(insertAliases, len(names), func(args []any, i int) []any {
		return append(args, w.entities.keys[names[i].Entity], names[i].Name, names[i].RecordedAt.UnixMilli())
	}, nil)
}

// insertSubjects adds the pairs that relations link.
func (w *writer) insertSubjects(relations []kg.Relation) error {
	seen := map[pair]bool{}
	var pairs []pair
	for i := range relations {
		p := pair{w.entities.keys[relations[i].Subject], w.entities.keys[relations[i].Object]}
		if !seen[p] {
			seen[p] = true
			pairs = append(pairs, p)
		}
	}
	return w.insert(insertSubjects, len(pairs), func(args []any, i int) []any { return append(args, pairs[i].object, pairs[i].subject) }, nil)
}

// knowDocuments notes the keys of documents.
func (w *writer) knowDocuments(ids []string) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return w.documents[id] != 0 })
	keys, err := w.documentKeys(missing)
	maps.Copy(w.documents, keys)
	return err
}

// A dataset is the key of a data set, and the mask of the codings of the relations that
// rest on its rows.
type dataset struct{ key, codings int64 }

// knowDatasets gives a key to each data set that evidence names, and notes its codings.
func (w *writer) knowDatasets(pieces []piece) error {
	if w.datasets == nil {
		w.datasets = map[string]dataset{}
		err := w.eachDataset(func(id string, d dataset) { w.datasets[id] = d })
		if err != nil {
			return err
		}
	}
	for _, p := range pieces {
		if p.evidence.Source == nil {
			continue
		}
		id := p.evidence.Source.Dataset
		d, known := w.datasets[id]
		if !known {
			d.key = leastKey
			for _, other := range w.datasets {
				d.key = max(d.key, other.key+1)
			}
			if _, err := w.exec(insertDataset, d.key, id); err != nil {
				return err
			}
		}
		if code, isNew := codingCodes[p.coding]; isNew && d.codings>>code&1 == 0 {
			d.codings |= 1 << code
			if _, err := w.exec(setCodings, d.key, d.codings); err != nil {
				return err
			}
		}
		w.datasets[id] = d
	}
	return nil
}

func (s *session) eachDataset(fn func(id string, d dataset)) error {
	return s.each(allDatasets, func(rows *sql.Rows) error {
		var id string
		var d dataset
		err := rows.Scan(&id, &d.key, &d.codings)
		fn(id, d)
		return err
	})
}
