package neo4j

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Write implements plan.Driver. Writers take turns, in all programs that use the
// database, so that what a transaction reads holds until its end.
func (d driver) Write(ctx context.Context, fn func(plan.Transaction) error) error {
	write := func() error {
		return d.writing(ctx, func(t *transaction) error {
			if err := t.begin(ctx, ""); err != nil {
				return err
			}
			return fn(t)
		})
	}
	err := write()
	if errors.Is(err, errLoadPending) {
		if err := d.completeLoad(ctx); err != nil {
			return err
		}
		err = write()
	}
	return err
}

// writing calls fn with a transaction, and again with another where the database gave
// one up or somebody who does not take turns wrote the same in the meantime.
func (d *database) writing(ctx context.Context, fn func(*transaction) error) error {
	err := d.transact(ctx, fn)
	if alreadyThere(err) {
		err = d.transact(ctx, fn)
	}
	if alreadyThere(err) {
		return kg.Conflict("something in the batch is being recorded by another program at the same time; try again")
	}
	return explained(ctx, err)
}

func (d *database) transact(ctx context.Context, fn func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.calls.begin(); err != nil {
		return err
	}
	defer d.calls.end()
	session := d.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	var written *catalog
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		t := d.transaction(tx)
		err := fn(t)
		written = t.catalog
		var refused *kg.Error
		if errors.As(err, &refused) {
			return nil, refused
		}
		return nil, err
	})
	if err == nil {
		d.learn(written)
	}
	return err
}

// A transaction reads and writes in one of the database.
type transaction struct {
	snapshot
	database *database

	last kg.Activity // the number of the last that is recorded, and when it was
}

func (d *database) transaction(tx neo4j.ManagedTransaction) *transaction {
	run := func(ctx context.Context, one statement) (rows, error) {
		// Who writes knows whether a load is at work.
		one.text = strings.ReplaceAll(one.text, unlessLoading, "")
		return d.run(ctx, tx, one)
	}
	return &transaction{snapshot: snapshot{catalog: newCatalog(nil, nil), run: run, anyCatalog: true}, database: d}
}

// begin takes the writer's turn, for a load or none, and reads the catalog, which nobody
// else changes until the transaction ends.
func (t *transaction) begin(ctx context.Context, load string) error {
	marks, err := t.run(ctx, statement{takeTurn, map[string]any{"version": schemaVersion}})
	if err != nil {
		return err
	}
	if marks[0][4] != nil {
		return errRestoring
	}
	if err := checkLoad(load, text(marks[0][5])); err != nil {
		return err
	}
	t.last = kg.Activity{Number: integer(marks[0][1]), RecordedAt: msTime(integer(marks[0][2]))}
	return t.readCatalog(ctx, integer(marks[0][0]), integers(marks[0][3]))
}

// readCatalog reads the types and, unless some version of them is known, the merges.
func (t *transaction) readCatalog(ctx context.Context, version int64, classes []int64) error {
	types, err := t.run(ctx, statement{text: typesText})
	if err != nil {
		return err
	}
	known := *t.database.catalog.Load()
	if known.version != version {
		merges, err := t.run(ctx, statement{text: allMerges})
		if err != nil {
			return err
		}
		known = *newCatalog(merges, types)
	}
	known.setTypes(relationTypes(types))
	known.classes = classes
	t.catalog = &known
	return nil
}

// chunk is how many rows one statement of a write gets.
const chunk = 5000

// each runs a statement for all of rows, some at a time, which it finds in $in.rows.
func (t *transaction) each(ctx context.Context, text string, rows []map[string]any, at time.Time) error {
	for part := range slices.Chunk(rows, chunk) {
		if _, err := t.run(ctx, statement{text, map[string]any{"rows": part, "at": at.In(offsetZero), "ms": at.UnixMilli()}}); err != nil {
			return err
		}
	}
	return nil
}

const (
	lastChangeOf = `UNWIND $in.of AS id
MATCH (c:Change) USING INDEX SEEK c:Change(thing, activity) WHERE c.thing = id AND c.activity > 0
RETURN coalesce(max(c.activity), 0)`

	quotedIn = `MATCH (d:Document {id: $in.document}) USING INDEX SEEK d:Document(id)
MATCH (d)<-[:QUOTES]-(r:Relation)
RETURN r.id`

	ofTypes = `CALL () {
  UNWIND $in.sources AS id
  UNWIND $in.types AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(src, type, ordinary, position)
  WHERE r.src = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > ''
  RETURN r
 UNION ALL
  UNWIND $in.targets AS id
  UNWIND $in.types AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, type, ordinary, position)
  WHERE r.dst = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > ''
  RETURN r
}
RETURN DISTINCT r.type, r.src, r.dst`

	usesText = `CALL () {
  UNWIND $in.of AS id
  UNWIND $in.asSubject AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(src, type, ordinary, position)
  WHERE r.src = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > '' AND r.retractedMs IS NULL
  RETURN r
 UNION ALL
  UNWIND $in.of AS id
  UNWIND $in.asObject AS type
  MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, type, ordinary, position)
  WHERE r.dst = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > '' AND r.retractedMs IS NULL
  RETURN r
}
RETURN r.id, r.type ORDER BY r.id LIMIT 1`

	usesAsPlaceText = `MATCH (r:Relation) WHERE r.retractedMs IS NULL AND any(place IN r.places WHERE place IN $in.of)
RETURN r.id, r.type ORDER BY r.id LIMIT 1`
)

// LastActivity implements plan.Transaction.
func (t *transaction) LastActivity(context.Context) (number int64, at time.Time, err error) {
	return t.last.Number, t.last.RecordedAt, nil
}

// LastChange implements plan.Transaction.
func (t *transaction) LastChange(ctx context.Context, ids []string) (int64, error) {
	n, err := t.number(ctx, statement{lastChangeOf, map[string]any{"of": plausible(ids)}})
	return int64(n), err
}

// QuotedIn implements plan.Transaction.
func (t *transaction) QuotedIn(ctx context.Context, document string) (ids []string, err error) {
	found, err := t.run(ctx, statement{quotedIn, map[string]any{"document": document}})
	for _, row := range found {
		ids = append(ids, text(row[0]))
	}
	return ids, err
}

// OfTypes implements plan.Transaction.
func (t *transaction) OfTypes(ctx context.Context, of []string, direction kg.Direction, types []string) (all []kg.Relation, err error) {
	params := map[string]any{"sources": plausible(of), "targets": []string{}, "types": types}
	if direction == kg.DirectionIn {
		params["sources"], params["targets"] = params["targets"], params["sources"]
	}
	found, err := t.run(ctx, statement{ofTypes, params})
	for _, row := range found {
		all = append(all, kg.Relation{Type: text(row[0]), Subject: text(row[1]), Object: text(row[2])})
	}
	return all, err
}

// UseOf implements plan.Transaction.
func (t *transaction) UseOf(ctx context.Context, uses kg.Uses) (relation, typeID string, err error) {
	asked := []string{usesText}
	if uses.AsPlace {
		asked = append(asked, usesAsPlaceText)
	}
	for _, one := range asked {
		found, err := t.run(ctx, statement{one, map[string]any{"of": uses.Of, "asSubject": orNone(uses.AsSubject), "asObject": orNone(uses.AsObject)}})
		if err != nil {
			return "", "", err
		}
		for _, row := range found {
			if id := text(row[0]); relation == "" || id < relation {
				relation, typeID = id, text(row[1])
			}
		}
	}
	return relation, typeID, nil
}

// orNone returns list, which the driver sends as null where it is nil.
func orNone(list []string) []string { return append([]string{}, list...) }
