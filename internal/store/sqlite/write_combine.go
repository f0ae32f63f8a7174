package sqlite

import (
	"errors"

	"conflictgraph/internal/kg"
)

// Each takes the key of a relation that stays, ?1, and of one that goes, ?2. Words that
// both quote have been recorded when they first were.
var (
	earlierQuotes = define(`UPDATE quote SET recorded_at = min(quote.recorded_at, g.recorded_at) FROM quote g
		WHERE quote.relation = ?1 AND g.relation = ?2 AND g.document = quote.document AND g.start_char = quote.start_char AND g.end_char = quote.end_char`)
	moveQuotes = define(`UPDATE OR IGNORE quote SET relation = ?1 WHERE relation = ?2`)

	// What is gone, ?1, is forgotten.
	deleteQuotes        = define(`DELETE FROM quote WHERE relation = ?1`)
	deletePlaces        = define(`DELETE FROM place WHERE relation = ?1`)
	deleteAttributions  = define(`DELETE FROM attribution WHERE relation = ?1`)
	deleteRelationWords = define(`DELETE FROM relation_words WHERE rowid = ?1`)
	deleteRelation      = define(`DELETE FROM relation WHERE key = ?1`)
	deletePair          = define(`DELETE FROM subject_of WHERE object = ?1 AND subject = ?2
		AND NOT EXISTS (SELECT 1 FROM relation r INDEXED BY relation_by_pair WHERE r.subject = ?2 AND r.object = ?1)`)
)

// A combiner makes one of relations that state the same, and remembers what has to be
// brought up to date then.
type combiner struct {
	*writer
	requoted                  map[int64]bool  // the keys of relations that gain quotes
	entityDegrees, typeCounts map[int64]int64 // by how much the numbers of valid relations change, by key
}

func newCombiner(w *writer) *combiner {
	return &combiner{w, map[int64]bool{}, map[int64]int64{}, map[int64]int64{}}
}

// applyCounts brings the kept numbers of relations up to date.
func (w *combiner) applyCounts() error {
	for st, changed := range map[*statement]map[int64]int64{addToEntity: w.entityDegrees, addToType: w.typeCounts} {
		for key, n := range changed {
			if _, err := w.exec(st, key, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// combine makes one relation of two that state the same: kept, with the evidence of
// both, which is valid when either is.
func (w *combiner) combine(kept, gone *relationRow) error {
	gaps, err := gapsOf(kept.retractions)
	others, wrong := gapsOf(gone.retractions)
	if err := errors.Join(err, wrong); err != nil {
		return err
	}
	both := kg.CombinedGaps(gaps, others, timeOf(gone.recordedAt))
	n := valid(both) - valid(gaps) - valid(others)
	w.typeCounts[kept.typ] += n
	w.entityDegrees[kept.subject] += n
	if kept.object != kept.subject {
		w.entityDegrees[kept.object] += n
	}
	if err := w.putGaps(putRelationGaps, kept.key, both); err != nil {
		return err
	}
	for _, st := range []*statement{earlierQuotes, moveQuotes} {
		changed, err := w.exec(st, kept.key, gone.key)
		if err != nil {
			return err
		}
		if st == moveQuotes && changed > 0 {
			w.requoted[kept.key] = true
		}
	}
	for _, st := range []*statement{deleteQuotes, deletePlaces, deleteAttributions, deleteRelationWords, deleteRelation} {
		if _, err := w.exec(st, gone.key); err != nil {
			return err
		}
	}
	_, err = w.exec(deletePair, gone.object, gone.subject)
	return err
}

// valid returns 1 for what has gaps and is valid, 0 for what is not.
func valid(gaps []kg.Gap) int64 {
	if _, open := (kg.Undone{Gaps: gaps}).Open(); open {
		return 0
	}
	return 1
}
