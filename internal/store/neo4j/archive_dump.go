package neo4j

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Each finds the next by id or number.
var (
	documentsAfter = `MATCH (d:Document) USING INDEX SEEK d:Document(id)
WHERE d.id > $in.after
WITH d ORDER BY d.id LIMIT $in.limit
RETURN ` + documentFields

	entitiesAfter = `MATCH (e:Entity) USING INDEX SEEK e:Entity(id)
WHERE e.id > $in.after
WITH e ORDER BY e.id LIMIT $in.limit
RETURN ` + entityFields

	relationsAfter = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
RETURN ` + dumpedRelation

	dumpedRelation = relationFields + ` + [r.places, r.attributions, r.evidence, r.formerId]`

	activitiesDumped = `MATCH (a:Activity) USING INDEX SEEK a:Activity(number)
WHERE a.number > $in.after AND a.number <= $in.upTo
WITH a ORDER BY a.number LIMIT $in.limit
RETURN ` + activityFields + `, a.digest`

	mergesDumped = `MATCH (from:Entity)-[m:MERGED_INTO]->(into:Entity)
RETURN ` + mergeFields + ` ORDER BY number`

	// lastMoment is the greatest at which something was recorded.
	lastMoment = `MATCH (a:Activity) USING INDEX SEEK a:Activity(recordedMs)
WHERE a.recordedMs > $in.after
RETURN a.recordedMs AS ms ORDER BY ms DESC LIMIT 1`

	// overtaking are activities that came later and say that they came earlier.
	overtaking = `MATCH (a:Activity) USING INDEX SEEK a:Activity(number)
WHERE a.number > $in.upTo AND a.recordedMs <= $in.ms
RETURN a.number LIMIT 1`
)

// How many are read at once: of documents few, since they are large.
const (
	dumpedAtOnce    = 2000
	documentsAtOnce = 16
)

// Dump calls put with all there is; see kg.Archive. Neo4j shows each statement
// what is committed when it runs, so what is dumped is told by when it was
// recorded: by the last activity there is at the beginning. A write that comes
// meanwhile and says that it was recorded before is an error with CodeConflict.
func (s *Store) Dump(ctx context.Context, put func(kg.Record) error) error {
	// A load records relations after the activity that says so.
	if err := s.Ping(ctx); err != nil {
		return err
	}
	d := dump{ctx: ctx, store: s}
	err := d.begin()
	if errors.Is(err, errLoadPending) {
		if err = s.completeLoad(ctx); err == nil {
			err = d.begin()
		}
	}
	if err != nil {
		return err
	}
	err = plan.Dump(plan.Dumping{
		Types:     d.types,
		Documents: d.pages(documentsAfter, "", documentsAtOnce, d.document), Entities: d.pages(entitiesAfter, "", dumpedAtOnce, d.entity),
		Relations: d.pages(relationsAfter, "", dumpedAtOnce, d.relation), Merges: d.pages(mergesDumped, nil, 0, d.merge),
		Activities: d.pages(activitiesDumped, int64(0), dumpedAtOnce, d.activity), Queue: d.queue,
	}, put)
	if err != nil {
		return err
	}
	late, err := s.read(ctx, statement{overtaking, map[string]any{"upTo": d.upTo, "ms": d.ms}})
	if err == nil && len(late) > 0 {
		return kg.Conflict("something was written during the backup and recorded as if it had been before; back up again")
	}
	return err
}

type dump struct {
	ctx        context.Context
	store      *Store
	types      []kg.RelationType
	upTo       int64 // the number of the last activity
	queuedUpTo int64 // the number of the last row of the review queue
	ms         int64 // by when everything was recorded, in milliseconds since 1970
}

// begin finds, while nobody writes, what there is that does not tell when it was
// recorded, and when the last of the rest was.
func (d *dump) begin() error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if err := d.store.calls.begin(); err != nil {
		return err
	}
	defer d.store.calls.end()
	session := d.store.session(d.ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(d.ctx)) }()
	// It is committed, so that a member of a cluster that is read next is no older.
	_, err := session.ExecuteWrite(d.ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		run := func(text string, params map[string]any) (rows, error) {
			return d.store.run(d.ctx, tx, statement{text, params})
		}
		marks, err := run(takeTurn, map[string]any{"version": schemaVersion})
		if err != nil {
			return nil, err
		}
		if marks[0][4] != nil {
			return nil, errRestoring
		}
		if err := checkLoad("", text(marks[0][5])); err != nil {
			return nil, err
		}
		d.upTo = integer(marks[0][1])
		types, err := run(typesText, nil)
		if err != nil {
			return nil, err
		}
		d.types = relationTypes(types)
		queued, err := run(lastQueued, nil)
		if err != nil {
			return nil, err
		}
		if len(queued) > 0 {
			d.queuedUpTo = integer(queued[0][0])
		}
		last, err := run(lastMoment, map[string]any{"after": math.MinInt64})
		// What was recorded before there were activities is older than any.
		d.ms = time.Now().UnixMilli()
		if len(last) > 0 {
			d.ms = integer(last[0][0])
		}
		return nil, err
	})
	return explained(d.ctx, err)
}

// pages returns what a statement finds, page by page where there is a limit: each begins
// after the first value of the last row.
func (d *dump) pages(text string, first any, limit int, record func(row []any) (kg.Record, bool, error)) plan.RecordPages {
	return d.pagesUpTo(d.upTo, text, first, limit, record)
}

// pagesUpTo is pages of what has a number of at most upTo.
func (d *dump) pagesUpTo(upTo int64, text string, first any, limit int, record func(row []any) (kg.Record, bool, error)) plan.RecordPages {
	return func(after any) (all []kg.Record, next any, err error) {
		if after == nil {
			after = first
		}
		found, err := d.store.read(d.ctx, statement{text, map[string]any{"after": after, "limit": limit, "upTo": upTo, "history": true, "text": true}})
		if err != nil {
			return nil, nil, err
		}
		for _, row := range found {
			r, known, err := record(row)
			if err != nil {
				return nil, nil, err
			}
			if known {
				all = append(all, r)
			}
			if next = row[0]; limit == 0 || len(found) < limit {
				next = nil
			} else if fields, list := next.([]any); list {
				next = fields[0]
			}
		}
		return all, next, nil
	}
}

// moment returns when the dump is as of.
func (d *dump) moment() *time.Time {
	at := time.UnixMilli(d.ms).UTC()
	return &at
}

// known returns when something was retracted, if that was by the time of the dump.
func (d *dump) known(ms any) *time.Time {
	if ms, retracted := ms.(int64); retracted && ms <= d.ms {
		at := time.UnixMilli(ms).UTC()
		return &at
	}
	return nil
}

func (d *dump) document(row []any) (kg.Record, bool, error) {
	r := document(row[0].([]any))
	r.Retractions, r.RetractedAt = kg.GapsAsOf(r.Retractions, d.moment())
	return kg.Record{Document: r}, r.RecordedAt.UnixMilli() <= d.ms, nil
}

func (d *dump) entity(row []any) (kg.Record, bool, error) {
	f := row[0].([]any)
	r := entityRecord(f)
	at := msTime(d.ms)
	if state, was := kg.StateAt(r.Former, &at); was {
		r.SetState(state)
		kept := formerOf(f[formerField]).States
		n := slices.IndexFunc(kept, func(s formerState) bool { return s.UntilMs > d.ms })
		r.Former, r.OwnKind, r.KindStatedAt = r.Former[:n], kept[n].OwnKind, msTimeOrNil(kept[n].StatedMs)
	}
	r.Names = slices.DeleteFunc(r.Names, func(a kg.AliasRecord) bool { return a.RecordedAt.UnixMilli() > d.ms })
	for i, a := range r.Names {
		if a.RemovedAt != nil {
			r.Names[i].RemovedAt = d.known(a.RemovedAt.UnixMilli())
		}
	}
	r.IdentifierRecords = slices.DeleteFunc(r.IdentifierRecords, func(i kg.IdentifierRecord) bool { return i.RecordedAt.UnixMilli() > d.ms })
	for i, known := range r.IdentifierRecords {
		if known.RemovedAt != nil {
			r.IdentifierRecords[i].RemovedAt = d.known(known.RemovedAt.UnixMilli())
		}
	}
	return kg.Record{Entity: r}, r.RecordedAt.UnixMilli() <= d.ms, nil
}

func (d *dump) relation(row []any) (kg.Record, bool, error) {
	f := row[0].([]any)
	r := relation(f)
	r.Retractions, r.RetractedAt = kg.GapsAsOf(r.Retractions, d.moment())
	r.Evidence = slices.DeleteFunc(r.Evidence, func(e kg.Evidence) bool { return e.RecordedAt.UnixMilli() > d.ms })
	return kg.Record{Relation: r, FormerID: text(f[15])}, r.RecordedAt.UnixMilli() <= d.ms, nil
}

func (d *dump) merge(f []any) (kg.Record, bool, error) {
	r := mergeRecord(f)
	if r.TakenBackAt = d.known(f[4]); r.TakenBackAt == nil {
		r.BackingReason = ""
	}
	return kg.Record{Merge: &r}, r.RecordedAt.UnixMilli() <= d.ms, nil
}

func (d *dump) activity(row []any) (kg.Record, bool, error) {
	fields, _ := row[0].([]any)
	a := activity(fields)
	a.Digest = text(row[1])
	if changes := text(fields[8]); changes != "" && changes != "null" && !json.Valid([]byte(changes)) {
		return kg.Record{}, false, fmt.Errorf("what activity %d changed cannot be read", a.Number)
	}
	return kg.Record{Activity: &a}, true, nil
}
