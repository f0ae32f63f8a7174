package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

var (
	renamedUpTo = define(`SELECT after FROM pending_rename WHERE key = 1`)
	noteRenamed = define(`UPDATE pending_rename SET after = ?1 WHERE key = 1`)
	endRenaming = define(`DELETE FROM pending_rename`)

	// Those of some types whose greater end comes first and which rest on words alone: no
	// others may have a former id.
	turnedAfter = define(`SELECT ` + relationColumns + `, s.id, o.id
		FROM relation r NOT INDEXED CROSS JOIN entity s ON s.key = r.subject CROSS JOIN entity o ON o.key = r.object
		WHERE r.key > ?1 AND r.type IN (SELECT value FROM json_each(?2)) AND s.id > o.id
			AND NOT EXISTS (SELECT 1 FROM source WHERE source.relation = r.key)
		ORDER BY r.key LIMIT +?3`)

	renameRelation    = define(`UPDATE relation SET digest = ?2 WHERE key = ?1`)
	activitiesOfThing = define(`SELECT DISTINCT activity FROM change INDEXED BY change_by_thing WHERE thing IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	deleteChanges     = define(`DELETE FROM change WHERE activity = ?1`)
)

// renamedAtOnce is how many relations one transaction renames.
const renamedAtOnce = 5000

// rename gives relations that have a former id their present one, under which those
// that state the same become one. Where another call was interrupted, or another
// process is at it, it goes on from there.
func (s *Store) rename(ctx context.Context, d *database, limit int) error {
	for more := true; more; {
		err := s.run(ctx, d, false, func(current *session) (err error) {
			more, err = newWriter(current).renameSome(ctx, limit)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// renameSome renames the relations of the next page, and reports whether there may be
// more.
func (w *writer) renameSome(ctx context.Context, limit int) (more bool, err error) {
	var after int64
	pending := false
	err = w.each(renamedUpTo, func(rows *sql.Rows) error {
		pending = true
		return rows.Scan(&after)
	})
	if err != nil || !pending {
		return false, err
	}
	turned, err := w.turned(after, limit)
	if err != nil {
		return false, err
	}
	if len(turned) == 0 {
		_, err := w.exec(endRenaming)
		return false, err
	}
	present := map[string]string{} // ids by former ones
	c := newCombiner(w)
	for _, r := range turned {
		id := kg.RelationID(r.Relation, true)
		if id == r.ID {
			continue
		}
		present[r.ID] = id
		if err := c.renameOne(r, id); err != nil {
			return false, err
		}
	}
	for _, step := range []func() error{
		func() error { return w.AddFormerIDs(ctx, present) },
		func() error { return w.renameChanges(present) },
		func() error { return w.rewriteQuoteTerms(keysOfSet(c.requoted)) },
		c.applyCounts,
		func() error { _, err := w.exec(countVersion); return err },
	} {
		if err := step(); err != nil {
			return false, err
		}
	}
	_, err = w.exec(noteRenamed, turned[len(turned)-1].row.key)
	return true, err
}

// A turnedRelation is one whose greater end comes first.
type turnedRelation struct {
	kg.Relation
	row relationRow
}

// turned returns those that follow the key after, by key.
func (w *writer) turned(after int64, limit int) ([]turnedRelation, error) {
	rows, all, err := w.wholeRelations(turnedAfter, after, keyList(w.session.types.keysOf(w.session.types.types.Symmetric())), limit)
	turned := make([]turnedRelation, len(rows))
	for i, row := range rows {
		turned[i] = turnedRelation{*all[row.key], row}
	}
	return turned, err
}

// renameOne gives a relation another id, or makes it one with the relation that has it.
func (w *combiner) renameOne(r turnedRelation, id string) error {
	digest, _ := kg.RelationDigest(id)
	var other *relationRow
	err := w.each(relationsByDigest, func(rows *sql.Rows) error {
		row, err := scanRelation(rows)
		other = &row
		return err
	}, hexList([]string{string(digest[:])}))
	if err != nil {
		return err
	}
	if other == nil {
		_, err := w.exec(renameRelation, r.row.key, digest[:])
		return err
	}
	// The one that was recorded first stays, and with it how its ends are ordered.
	kept, gone := other, &r.row
	if gone.recordedAt < kept.recordedAt {
		kept, gone = gone, kept
	}
	if err := w.combine(kept, gone); err != nil {
		return err
	}
	_, err = w.exec(renameRelation, kept.key, digest[:])
	return err
}

// renameChanges has the activities that changed some relations say so by their
// present ids.
func (w *writer) renameChanges(present map[string]string) error {
	var numbers []int64
	err := w.each(activitiesOfThing, func(rows *sql.Rows) error {
		var number int64
		err := rows.Scan(&number)
		numbers = append(numbers, number)
		return err
	}, hexList(slices.Collect(maps.Keys(present))))
	if err != nil || len(numbers) == 0 {
		return err
	}
	activities, err := w.activitiesBy(numbers)
	if err != nil {
		return err
	}
	for _, a := range activities {
		if _, err := w.exec(deleteChanges, a.Number); err != nil {
			return err
		}
		if err := w.insertChanges(a.Number, kg.RenamedChanges(a.Changes, present)); err != nil {
			return err
		}
	}
	return nil
}
