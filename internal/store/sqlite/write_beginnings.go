package sqlite

import (
	"database/sql"
	"fmt"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	insertBeginnings = newInsert(`INSERT OR IGNORE INTO name_beginning (beginning, tier, entity) VALUES `, 3, ``)
	deleteBeginnings = define(`DELETE FROM name_beginning WHERE entity = ?1`)
	relationsOf      = define(`SELECT relations FROM entity WHERE key = ?1`)

	// An entity whose number of relations has changed by parameter 2.
	moveBeginnings = define(`UPDATE name_beginning SET tier = (SELECT ` + tierOf("relations") + ` FROM entity WHERE key = ?1)
		WHERE entity = (SELECT key FROM entity WHERE key = ?1 AND ` + tierOf("relations") + ` <> ` + tierOf("relations - ?2") + `)`)

	moveAllBeginnings = `UPDATE name_beginning SET tier = ` + tierOf("e.relations") + ` FROM entity e
		WHERE e.key = name_beginning.entity AND name_beginning.tier <> ` + tierOf("e.relations")
)

// How many tiers there are of numbers of relations, each for numbers up to four times as
// great as those of the one before. They are few, so that what is indexed by them seldom
// moves, and each is so narrow that the greatest numbers are found by looking at few.
const tiers = 16

// tier returns the tier of a number of relations.
func tier(relations int64) (t int64) {
	for t < tiers-1 && relations >= 1<<(2*t) {
		t++
	}
	return t
}

// tierOf returns an expression for the tier of a number of relations.
func tierOf(relations string) string {
	var expression strings.Builder
	expression.WriteString("CASE")
	for t := range tiers - 1 {
		fmt.Fprintf(&expression, " WHEN %s < %d THEN %d", relations, 1<<(2*t), t)
	}
	fmt.Fprintf(&expression, " ELSE %d END", tiers-1)
	return expression.String()
}

// putBeginnings writes how the names of entities begin, of which some are new.
func (w *writer) putBeginnings(ids []string, terms map[string]plan.EntityTerms, fresh map[string]bool, degrees map[string]int) error {
	type beginning struct {
		letters string
		tier    int64
		entity  int64
	}
	var all []beginning
	for _, id := range ids {
		key, relations := w.entities.keys[id], int64(degrees[id])
		if !fresh[id] {
			if _, err := w.exec(deleteBeginnings, key); err != nil {
				return err
			}
			if err := w.each(relationsOf, func(rows *sql.Rows) error { return rows.Scan(&relations) }, key); err != nil {
				return err
			}
		}
		for _, letters := range kg.Beginnings(terms[id].Keys) {
			all = append(all, beginning{letters, tier(relations), key})
		}
	}
	return w.insert(insertBeginnings, len(all), func(args []any, i int) []any {
		return append(args, all[i].letters, all[i].tier, all[i].entity)
	}, nil)
}
