package sqlite

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	officesOf        = define(officesIn("ordinary_by_subject_type", isOrdinary) + ` UNION ` + officesIn("other_by_subject_type", isOther))
	entityKindsByKey = define(`SELECT key, kind FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)
	quotedIn         = define(`SELECT relation, exact FROM quote WHERE relation IN (SELECT value FROM json_each(?1))`)

	// Looking for what to replace would cost more than all the rest.
	insertEntityWords    = newInsert(`INSERT INTO entity_words (rowid, tokens) VALUES `, 2, ``)
	replaceEntityWords   = define(`INSERT OR REPLACE INTO entity_words (rowid, tokens) VALUES (?, ?)`)
	insertRelationWords  = define(`INSERT INTO relation_words (rowid, tokens) VALUES (?, ?)`)
	replaceRelationWords = define(`INSERT OR REPLACE INTO relation_words (rowid, tokens) VALUES (?, ?)`)
)

func officesIn(index, partition string) string {
	return `SELECT r.subject, r.type, o.name, o.key FROM relation r INDEXED BY ` + index + ` CROSS JOIN entity o ON o.key = r.object
		WHERE r.subject IN (SELECT value FROM json_each(?1)) AND r.type IN (SELECT value FROM json_each(?2)) AND ` + partition
}

// What the tokens of an entity begin with that are not its words.
const (
	soundPrefix = "_"
	kindPrefix  = "__"
)

func kindToken(kind kg.EntityKind) string { return kindPrefix + strings.ToLower(string(kind)) }

// entityTokens returns what an entity is found by.
func entityTokens(kinds []kg.EntityKind, names []string, others ...string) string {
	words, sounds := kg.SearchTexts(names, others...)
	var tokens strings.Builder
	tokens.WriteString(words)
	for _, kind := range kinds {
		tokens.WriteString(" " + kindToken(kind))
	}
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
	once, err := w.onceKnownBy(keysOfSet(w.retold))
	if err != nil {
		return err
	}
	tokens := func(key int64) string {
		e, was := w.register.rows[key], once[key]
		return entityTokens(append([]kg.EntityKind{e.Kind}, was.kinds...),
			slices.Concat([]string{e.Name}, w.register.aliases[key], was.names),
			slices.Concat(offices[key], []string{e.Description}, was.descriptions)...)
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
	types := w.officeTypes()
	offices := map[int64][]string{}
	if len(types) == 0 {
		return offices, nil
	}
	type office struct{ subject, typ, object int64 }
	var held []office
	objects := map[int64]bool{}
	err := w.each(officesOf, func(rows *sql.Rows) error {
		var o office
		var object string
		err := rows.Scan(&o.subject, &o.typ, &object, &o.object)
		offices[o.subject] = append(offices[o.subject], kg.Office(types[o.typ], object))
		held, objects[o.object] = append(held, o), true
		return err
	}, keyList(keys), keyList(keysOfSet(types)))
	if corrected, failed := w.corrects(); err != nil || !corrected {
		return offices, errors.Join(err, failed)
	}
	former, err := w.formerStates(keysOfSet(objects))
	for _, o := range held {
		for _, f := range former[o.object] {
			offices[o.subject] = append(offices[o.subject], kg.Office(types[o.typ], f.Name))
		}
	}
	return offices, err
}

// officeTypes returns the types whose relations give their subjects an office.
func (w *writer) officeTypes() map[int64]string {
	types := map[int64]string{}
	for id, key := range w.types {
		if isOffice(id) {
			types[key] = id
		}
	}
	return types
}

// once is what an entity was known by, or what it was one with.
type once struct {
	kinds               []kg.EntityKind
	names, descriptions []string
}

// onceKnownBy returns by what else some entities are found than by what they are: by
// what they were, and the kinds of what they ever answered as.
func (w *writer) onceKnownBy(keys []int64) (map[int64]once, error) {
	answered := w.everAnsweredAs(keys)
	corrected, err := w.corrects()
	if err != nil || !corrected && len(answered) == 0 {
		return nil, err
	}
	var others []int64
	for _, all := range answered {
		others = append(others, all...)
	}
	former, err := w.formerStates(append(others, keys...))
	if err != nil {
		return nil, err
	}
	names, err := w.aliasesEver(keys)
	if err != nil {
		return nil, err
	}
	kindNow := map[int64]kg.EntityKind{}
	err = w.each(entityKindsByKey, func(rows *sql.Rows) error {
		var key int64
		var kind kg.EntityKind
		err := rows.Scan(&key, &kind)
		kindNow[key] = kind
		return err
	}, keyList(others))
	known := map[int64]once{}
	for _, key := range keys {
		var was once
		for _, f := range former[key] {
			was.names, was.descriptions = append(was.names, f.Name), append(was.descriptions, f.Description)
		}
		for _, a := range names[key] {
			if a.RemovedAt != nil {
				was.names = append(was.names, a.Name)
			}
		}
		for _, other := range answered[key] {
			was.kinds = append(was.kinds, kindNow[other])
		}
		for _, other := range append(answered[key], key) {
			for _, f := range former[other] {
				was.kinds = append(was.kinds, f.Kind)
			}
		}
		known[key] = was
	}
	return known, err
}

// everAnsweredAs returns as which others some entities answered at any time.
func (w *writer) everAnsweredAs(keys []int64) map[int64][]int64 {
	into := map[int64][]int64{}
	for _, m := range slices.Concat(w.merges.all, w.merged) {
		into[m.entity] = append(into[m.entity], m.survivor)
	}
	answered := map[int64][]int64{}
	for _, key := range keys {
		if len(into[key]) == 0 {
			continue
		}
		all := []int64{key}
		for i := 0; i < len(all); i++ {
			for _, survivor := range into[all[i]] {
				if !slices.Contains(all, survivor) {
					all = append(all, survivor)
				}
			}
		}
		answered[key] = all[1:]
	}
	return answered
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
		if _, err := w.exec(put, key, kg.QuoteWords(quotes[key]...)); err != nil {
			return err
		}
	}
	return nil
}
