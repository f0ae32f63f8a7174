package sqlite

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	// Looking for what to replace would cost more than all the rest.
	insertEntityWords    = newInsert(`INSERT INTO entity_words (rowid, tokens) VALUES `, 2, ``)
	replaceEntityWords   = define(`INSERT OR REPLACE INTO entity_words (rowid, tokens) VALUES (?, ?)`)
	quotedWords          = define(`SELECT relation, exact FROM quote WHERE relation IN (SELECT value FROM json_each(?1))`)
	replaceRelationWords = define(`INSERT OR REPLACE INTO relation_words (rowid, tokens) VALUES (?, ?)`)
)

// What the tokens of an entity begin with that are not its words.
const (
	soundPrefix = "_"
	kindPrefix  = "__"
)

func kindToken(kind kg.EntityKind) string { return kindPrefix + strings.ToLower(string(kind)) }

// tokensOf returns what an entity is found by.
func tokensOf(t plan.EntityTerms) string {
	var tokens strings.Builder
	tokens.WriteString(t.Words)
	for _, kind := range t.Kinds {
		tokens.WriteString(" " + kindToken(kind))
	}
	for key := range strings.FieldsSeq(t.Keys) {
		tokens.WriteString(" " + soundPrefix + key)
	}
	return tokens.String()
}

// putEntityTerms writes what entities are found by, of which some are new, with as many
// relations as they have.
func (w *writer) putEntityTerms(terms map[string]plan.EntityTerms, fresh map[string]bool, degrees map[string]int) error {
	if len(terms) == 0 {
		return nil
	}
	ids := slices.Collect(maps.Keys(terms))
	if _, err := w.entityKeys(ids); err != nil {
		return err
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(w.entities.keys[a], w.entities.keys[b]) })
	var added []string
	for _, id := range ids {
		if fresh[id] {
			added = append(added, id)
		} else if _, err := w.exec(replaceEntityWords, w.entities.keys[id], tokensOf(terms[id])); err != nil {
			return err
		}
	}
	err := w.insert(insertEntityWords, len(added), func(args []any, i int) []any {
		return append(args, w.entities.keys[added[i]], tokensOf(terms[added[i]]))
	}, nil)
	if err != nil {
		return err
	}
	return w.putBeginnings(ids, terms, fresh, degrees)
}

// putRelationTerms writes what relations are found by.
func (w *writer) putRelationTerms(terms map[string]string) error {
	ids := slices.Sorted(maps.Keys(terms))
	if err := w.knowRelations(ids); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := w.exec(replaceRelationWords, w.relations[id], terms[id]); err != nil {
			return err
		}
	}
	return nil
}

// rewriteQuoteTerms writes anew what relations, by their keys, are found by.
func (w *writer) rewriteQuoteTerms(keys []int64) error {
	quotes := map[int64][]string{}
	err := w.each(quotedWords, func(rows *sql.Rows) error {
		var relation int64
		var exact string
		err := rows.Scan(&relation, &exact)
		quotes[relation] = append(quotes[relation], exact)
		return err
	}, keyList(keys))
	for _, key := range slices.Sorted(maps.Keys(quotes)) {
		if err == nil {
			_, err = w.exec(replaceRelationWords, key, kg.QuoteWords(quotes[key]...))
		}
	}
	return err
}
