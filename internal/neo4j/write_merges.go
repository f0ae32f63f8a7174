package neo4j

import (
	"context"
	"maps"

	"conflictgraph/internal/kg"
)

const (
	mergeEntities = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.from}) USING INDEX SEEK a:Entity(id)
MATCH (b:Entity {id: row.into}) USING INDEX SEEK b:Entity(id)
CREATE (a)-[m:MERGED_INTO {number: row.number, recordedMs: $in.ms, recordedAt: $in.at}]->(b)
SET m.reason = row.reason, m.kind = row.kind, a.mergedMs = coalesce(a.mergedMs, []) + $in.ms`

	unmergeEntities = `UNWIND $in.rows AS row
MATCH (a:Entity {id: row.id}) USING INDEX SEEK a:Entity(id)
MATCH (a)-[m:MERGED_INTO]->() WHERE m.retractedMs IS NULL
SET m.retractedMs = $in.ms, m.retractedAt = $in.at, m.retractedReason = row.reason, a.unmergedMs = coalesce(a.unmergedMs, []) + $in.ms`

	countMerges = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.merges = $in.version`
)

// writeMerges adds the merges that make one of two, then takes back those of
// what is to be unmerged.
func (w *writer) writeMerges(ctx context.Context) error {
	now := clusters{links: maps.Clone(w.merges.now.links)}
	version := w.merges.version
	var merged, unmerged []map[string]any
	for _, m := range w.batch.Merges {
		from, into := now.survivor(m.From), now.survivor(m.Into)
		if from == into {
			continue
		}
		now.links[from] = into
		version++
		p := properties{"from": from, "into": into, "number": version}
		p.text("reason", m.Reason)
		p.text("kind", string(m.Kind))
		w.merged = append(w.merged, mergeRow{from: from, into: into})
		merged = append(merged, p)
		w.written.Merged++
		w.log.Add(kg.EntityMerged, from, into)
	}
	for _, u := range w.batch.Unmerges {
		from, is := now.links[u.Entity]
		if !is {
			continue
		}
		delete(now.links, u.Entity)
		version++
		p := properties{"id": u.Entity}
		p.text("reason", u.Reason)
		unmerged = append(unmerged, p)
		w.written.Unmerged++
		w.log.Add(kg.EntityUnmerged, u.Entity, from)
	}
	if version == w.merges.version {
		return nil
	}
	if err := w.each(ctx, mergeEntities, merged); err != nil {
		return err
	}
	if err := w.each(ctx, unmergeEntities, unmerged); err != nil {
		return err
	}
	_, err := w.run(ctx, countMerges, map[string]any{"version": version})
	return err
}

// loadMerges reads the merges there are, which nobody else changes until the
// transaction ends.
func (w *writer) loadMerges(ctx context.Context, version int64) error {
	if w.merges = w.store.merges.Load(); w.merges.version == version {
		return nil
	}
	found, err := w.run(ctx, allMerges, nil)
	if err != nil {
		return err
	}
	w.merges = newMergeTable(found)
	w.store.merges.Store(w.merges)
	return nil
}

// moment is the present, as the transaction found it.
func (w *writer) moment() moment {
	m := momentOf(nil)
	m.version, m.clusters = anyVersion, w.merges.now
	return m
}
