package neo4j

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The marker names the restoration that is at work, or was, until it is finished.
const (
	holdsAnything = `RETURN EXISTS { (:Entity) } OR EXISTS { (:Relation) } OR EXISTS { (:Document) } OR EXISTS { (:RelationType) } OR EXISTS { (:Activity) }`

	beginRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.restoring = $in.token
REMOVE s.merges, s.activities, s.recordedMs, s.classes, s.datasets, s.renaming
WITH s
UNWIND $in.parts AS part
MERGE (p:ConflictgraphSchema {id: part})
SET p.token = $in.token`

	// Relations are written by transactions that do not wait for each other. Who begins
	// a restoration waits until those of the one before have ended.
	takePart = `MATCH (p:ConflictgraphSchema {id: $in.part}) USING INDEX SEEK p:ConflictgraphSchema(id)
SET p.writes = coalesce(p.writes, 0) + 1
RETURN p.token = $in.token`

	takeRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.writes = coalesce(s.writes, 0) + 1
RETURN coalesce(s.restoring, '') = $in.token, coalesce(s.classes, []), coalesce(s.merges, 0), coalesce(s.activities, 0)`

	endRestoration = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
REMOVE s.restoring
WITH s
UNWIND $in.parts AS part
MATCH (p:ConflictgraphSchema {id: part}) USING INDEX SEEK p:ConflictgraphSchema(id)
DELETE p`
)

// clearedAtOnce is how many nodes or edges one transaction deletes.
const clearedAtOnce = 10_000

// clearTexts delete some of what a restoration that was not finished has left: what
// links it first, since an entity may have any number of relations.
var clearTexts = func() (all []string) {
	some := fmt.Sprint(" LIMIT ", clearedAtOnce)
	for _, label := range []string{"Relation", "Entity"} {
		all = append(all, "MATCH (:"+label+")-[x]-() WITH DISTINCT x"+some+" DELETE x RETURN count(*)")
	}
	for _, label := range []string{"Relation", "Change", "Activity", "Identifier", "Entity", "Document", "RelationType", "QueueKey", "Queued"} {
		all = append(all, "MATCH (n:"+label+") WITH n"+some+" DETACH DELETE n RETURN count(*)")
	}
	return all
}()

// What is said while a backup is being restored, and by a restoration that
// another has taken the place of.
var (
	errRestoring        = &kg.Error{Code: kg.CodeUnavailable, Message: "a backup is being restored into the database, or was and that was not completed; wait for it, or run conflictgraph restore again"}
	errRestorationTaken = &kg.Error{Code: kg.CodeConflict, Message: "another restoration into this database has begun; let that one end"}
)

// OpenRestoration begins to restore into a database, which has to hold nothing of
// this program. What an earlier restoration that was not finished has left, it
// deletes. Other errors are those of Open.
func OpenRestoration(ctx context.Context, c Config) (kg.Restoration, error) {
	s, err := open(ctx, c, true)
	if err != nil {
		return nil, err
	}
	r := &restoration{store: s, token: rand.Text()}
	if err := r.begin(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return r, nil
}

// A restoration goes without the same indexes as a load.
type restoration struct {
	store   *Store
	token   string
	checked *plan.Loading
}

// partMarks are the ids of the nodes that say whose restoration parts are of.
var partMarks = func() (ids [partsAtOnce]string) {
	for i := range ids {
		ids[i] = fmt.Sprintf("restored-part-%d", i)
	}
	return ids
}()

// inTurn calls fn in a transaction, while nobody else writes.
func (s *database) inTurn(ctx context.Context, fn func(tx neo4j.ManagedTransaction) error) error {
	if err := s.calls.begin(); err != nil {
		return err
	}
	defer s.calls.end()
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, fn(tx) })
	return explained(ctx, err)
}

func (r *restoration) begin(ctx context.Context) error {
	err := r.store.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		run := func(text string, params map[string]any) (rows, error) {
			return r.store.run(ctx, tx, statement{text, params})
		}
		marks, err := run(takeTurn, map[string]any{"version": schemaVersion})
		if err != nil {
			return err
		}
		if err := checkLoad("", text(marks[0][5])); err != nil {
			return err
		}
		if marks[0][4] == nil {
			filled, err := run(holdsAnything, nil)
			if err != nil {
				return err
			}
			if filled[0][0] == true {
				return kg.Conflict("the database holds a graph already, and a backup is restored into an empty store; empty it, or give another by NEO4J_URI and NEO4J_DATABASE")
			}
		}
		_, err = run(beginRestoration, map[string]any{"token": r.token, "parts": partMarks[:]})
		return err
	})
	for _, text := range clearTexts {
		for left := int64(1); left > 0 && err == nil; {
			err = r.inTurn(ctx, func(t *transaction) error {
				deleted, err := t.run(ctx, statement{text: text})
				if err == nil {
					left = integer(deleted[0][0])
				}
				return err
			})
		}
	}
	if err != nil {
		return err
	}
	_, drops := unloaded()
	if err := r.store.change(ctx, drops...); err != nil {
		return err
	}
	r.checked, err = r.store.loading(ctx, time.Time{})
	return err
}

// inTurn calls fn with a transaction, unless another restoration has begun.
func (r *restoration) inTurn(ctx context.Context, fn func(t *transaction) error) error {
	return r.store.inTurn(ctx, func(tx neo4j.ManagedTransaction) error {
		t := r.store.transaction(tx)
		marks, err := t.run(ctx, statement{takeRestoration, map[string]any{"token": r.token}})
		if err != nil {
			return err
		}
		if len(marks) == 0 || marks[0][0] != true {
			return errRestorationTaken
		}
		t.last.Number = integer(marks[0][3])
		if err := t.readCatalog(ctx, integer(marks[0][2]), integers(marks[0][1])); err != nil {
			return err
		}
		return fn(t)
	})
}

// Write takes the next records; see kg.Restoration.
func (r *restoration) Write(ctx context.Context, records []kg.Record) error {
	part := kg.NewPart(records)
	if err := part.Check(ctx, r.checked.Check); err != nil {
		return err
	}
	var known *catalog
	err := r.inTurn(ctx, func(t *transaction) error {
		known = t.catalog
		changes, err := plan.RestoredThings(ctx, t, part)
		if err != nil {
			return err
		}
		if err := t.Apply(ctx, changes); err != nil {
			return err
		}
		return t.noteKinds(ctx, part.Batch.Relations)
	})
	if err != nil {
		return err
	}
	if _, err := r.store.writeApart(ctx, &part.Batch, known, r.beginPart); err != nil {
		return err
	}
	return r.inTurn(ctx, func(t *transaction) error {
		if err := plan.Restore(ctx, t, part); err != nil {
			return err
		}
		// An office is known by all names that its object ever had.
		return plan.RewriteTerms(ctx, t, officeHolders(part.Batch.Relations))
	})
}

// beginPart begins a transaction of some relations.
func (r *restoration) beginPart(ctx context.Context, t *transaction, number int) error {
	marks, err := t.run(ctx, statement{takePart, map[string]any{"part": partMarks[number], "token": r.token}})
	if err != nil {
		return err
	}
	if len(marks) == 0 || marks[0][0] != true {
		return errRestorationTaken
	}
	return nil
}

// Finish makes the indexes that a load goes without, as this does, and takes the
// mark away; see kg.Restoration.
func (r *restoration) Finish(ctx context.Context, progress func(done, total int)) error {
	creates, _ := unloaded()
	err := r.inTurn(ctx, func(*transaction) error { return nil })
	if err == nil {
		err = r.store.makeIndexes(ctx, creates, progress)
	}
	if err == nil {
		err = r.store.rename(ctx, renamedAtOnce)
	}
	if err == nil {
		err = r.inTurn(ctx, func(t *transaction) error {
			_, err := t.run(ctx, statement{endRestoration, map[string]any{"parts": partMarks[:]}})
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("ending the restoration: %w", err)
	}
	return nil
}

// Close closes the connections; see kg.Restoration.
func (r *restoration) Close() error { return r.store.Close() }
