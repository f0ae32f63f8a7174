package sqlite

import (
	"database/sql"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	officesOf = define(officesIn("ordinary_by_subject_type", isOrdinary) + ` UNION ` + officesIn("other_by_subject_type", isOther))
	quotedIn  = define(`SELECT relation, exact FROM quote WHERE relation IN (SELECT value FROM json_each(?1))`)

	// Looking for what to replace would cost more than all the rest.
	insertEntityWords    = newInsert(`INSERT INTO entity_words (rowid, tokens) VALUES `, 2, ``)
	replaceEntityWords   = define(`INSERT OR REPLACE INTO entity_words (rowid, tokens) VALUES (?, ?)`)
	insertRelationWords  = define(`INSERT INTO relation_words (rowid, tokens) VALUES (?, ?)`)
	replaceRelationWords = define(`INSERT OR REPLACE INTO relation_words (rowid, tokens) VALUES (?, ?)`)
)

func officesIn(index, partition string) string {
	return `SELECT r.subject, r.type, o.name FROM relation r INDEXED BY ` + index + ` CROSS JOIN entity o ON o.key = r.object
		WHERE r.subject IN (SELECT value FROM json_each(?1)) AND r.type IN (SELECT value FROM json_each(?2)) AND ` + partition
}

// What the tokens of an entity begin with that are not its words.
const (
	soundPrefix = "_"
	kindPrefix  = "__"
)

func kindToken(kind kg.EntityKind) string { return kindPrefix + strings.ToLower(string(kind)) }

// entityTokens returns what an entity is found by.
func entityTokens(kind kg.EntityKind, texts []string) string {
	words, sounds := kg.SearchTexts(texts...)
	var tokens strings.Builder
	tokens.WriteString(words + " " + kindToken(kind))
	for key := range strings.FieldsSeq(sounds) {
		tokens.WriteString(" " + soundPrefix + key)
	}
	return tokens.String()
}

// isOffice reports whether relations of a type give their subjects an office.
func isOffice(typeID string) bool { return kg.Office(typeID, "") != "" }

// retell notes that an entity has a new name or office.
func (w *writer) retell(key int64) {
	if _, noted := w.retold[key]; !noted {
		w.retold[key] = true
	}
}

// writeEntityWords brings up to date what the entities are found by that have
// new names or offices.
func (w *writer) writeEntityWords(*kg.Batch) error {
	keys := slices.Sorted(slices.Values(keysOfSet(w.retold)))
	if len(keys) == 0 {
		return nil
	}
	offices, err := w.readOffices(keys)
	if err != nil {
		return err
	}
	return w.putEntityWords(offices)
}

// putEntityWords writes what the entities are found by that have new names or
// offices, of which it is given all they have by their keys.
func (w *writer) putEntityWords(offices map[int64][]string) error {
	tokens := func(key int64) string {
		e := w.register.rows[key]
		return entityTokens(e.Kind, slices.Concat([]string{e.Name, e.Description}, w.register.aliases[key], offices[key]))
	}
	var fresh []int64 // the keys of which follow those of all others
	for _, key := range slices.Sorted(slices.Values(keysOfSet(w.retold))) {
		if !w.retold[key] {
			fresh = append(fresh, key)
		} else if _, err := w.exec(replaceEntityWords, key, tokens(key)); err != nil {
			return err
		}
	}
	return w.insert(insertEntityWords, len(fresh), func(args []any, i int) []any { return append(args, fresh[i], tokens(fresh[i])) }, nil)
}

// readOffices returns what offices some entities ever had, by their keys.
func (w *writer) readOffices(keys []int64) (map[int64][]string, error) {
	types := map[int64]string{}
	for id, key := range w.types {
		if isOffice(id) {
			types[key] = id
		}
	}
	offices := map[int64][]string{}
	if len(types) == 0 {
		return offices, nil
	}
	err := w.each(officesOf, func(rows *sql.Rows) error {
		var subject, typ int64
		var object string
		err := rows.Scan(&subject, &typ, &object)
		offices[subject] = append(offices[subject], kg.Office(types[typ], object))
		return err
	}, keyList(keys), keyList(keysOfSet(types)))
	return offices, err
}

// writeRelationWords brings up to date what the relations are found by that have
// new quotes.
func (w *writer) writeRelationWords(*kg.Batch) error {
	keys := slices.Sorted(slices.Values(keysOfSet(w.requoted)))
	if len(keys) == 0 {
		return nil
	}
	quotes := make(map[int64][]string, len(keys))
	err := w.each(quotedIn, func(rows *sql.Rows) error {
		var relation int64
		var exact string
		err := rows.Scan(&relation, &exact)
		quotes[relation] = append(quotes[relation], exact)
		return err
	}, keyList(keys))
	if err != nil {
		return err
	}
	for _, key := range keys {
		put := insertRelationWords
		if w.requoted[key] {
			put = replaceRelationWords
		}
		words, _ := kg.SearchTexts(quotes[key]...)
		if _, err := w.exec(put, key, words); err != nil {
			return err
		}
	}
	return nil
}
