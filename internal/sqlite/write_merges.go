package sqlite

import (
	"maps"

	"conflictgraph/internal/kg"
)

var (
	insertMerge   = define(`INSERT INTO merge (entity, survivor, kind, reason, recorded_at) VALUES (?, ?, nullif(?, ''), ?, ?)`)
	insertUnmerge = define(`INSERT INTO merge (entity, reason, recorded_at) VALUES (?, ?, ?)`)
)

// idOf returns the id of the entity with a key, which the batch may have named by
// an id of something else that is one with it.
func (w *writer) idOf(key int64, named string) string {
	if row := w.register.rows[key]; row != nil {
		return row.ID
	}
	return named
}

// writeMerges adds the merges that make one of two, then the unmerges of what is
// merged.
func (w *writer) writeMerges(b *kg.Batch) error {
	now := clusters{links: maps.Clone(w.merges.now.links)}
	for _, m := range b.Merges {
		from, into := now.follow(w.entities[m.From]), now.follow(w.entities[m.Into])
		if from == into {
			continue
		}
		if _, err := w.exec(insertMerge, from, into, string(m.Kind), m.Reason, w.recordedAt); err != nil {
			return err
		}
		now.links[from] = into
		w.merged = append(w.merged, mergeRow{entity: from, survivor: into})
		w.log.Add(kg.EntityMerged, w.idOf(from, m.From), w.idOf(into, m.Into))
		w.written.Merged++
	}
	for _, u := range b.Unmerges {
		entity := w.entities[u.Entity]
		from, merged := now.links[entity]
		if !merged {
			continue
		}
		if _, err := w.exec(insertUnmerge, entity, u.Reason, w.recordedAt); err != nil {
			return err
		}
		delete(now.links, entity)
		w.log.Add(kg.EntityUnmerged, u.Entity, w.register.rows[from].ID)
		w.written.Unmerged++
	}
	return nil
}
