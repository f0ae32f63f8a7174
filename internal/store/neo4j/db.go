package neo4j

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// statement is a text, of which there are only a few, with its parameters.
type statement struct {
	text   string
	params map[string]any
}

// parameters returns the parameters as the texts name them, $in.limit. Neo4j
// plans a text anew for every combination of the parameters' types and of the
// magnitudes of their lists; what is within one map it does not look at.
func (s statement) parameters() map[string]any { return map[string]any{"in": s.params} }

// keepPlan begins the texts whose plan their hints leave no choice in. By default
// Neo4j makes it anew, in half a second, whenever the graph has grown enough.
const keepPlan = "CYPHER replan=skip\n"

// rows are the records of one result.
type rows [][]any

// read runs a statement in a transaction of its own, on a server that may be a
// reader, and returns what it found. What this program wrote before is seen.
// Statements that belong together gain nothing from sharing a transaction, since
// Neo4j shows each what is committed when it runs.
func (d *database) read(ctx context.Context, one statement) (rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := d.calls.begin(); err != nil {
		return nil, err
	}
	defer d.calls.end()
	d.observed(one)
	found, err := d.readAtOnce(ctx, one)
	if neo4j.IsRetryable(err) {
		found, err = neo4j.ExecuteQuery(ctx, d.server, one.text, one.parameters(), newCollector,
			neo4j.ExecuteQueryWithReadersRouting(), neo4j.ExecuteQueryWithDatabase(d.name))
	}
	return found, explained(ctx, err)
}

// readAtOnce runs a statement that commits by itself, which takes one round trip
// instead of two, and is not tried again.
func (d *database) readAtOnce(ctx context.Context, one statement) (rows, error) {
	session := d.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, one.text, one.parameters())
	if err != nil {
		return nil, err
	}
	return collected(ctx, result)
}

func (d *database) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return d.server.NewSession(ctx, neo4j.SessionConfig{
		DatabaseName: d.name, AccessMode: mode, BookmarkManager: d.server.ExecuteQueryBookmarkManager(),
	})
}

// run runs one statement in tx.
func (d *database) run(ctx context.Context, tx neo4j.ManagedTransaction, one statement) (rows, error) {
	d.observed(one)
	result, err := tx.Run(ctx, one.text, one.parameters())
	if err != nil {
		return nil, err
	}
	return collected(ctx, result)
}

// collected returns what is left of a result.
func collected(ctx context.Context, result neo4j.ResultWithContext) (found rows, err error) {
	for result.Next(ctx) {
		found = append(found, result.Record().Values)
	}
	return found, result.Err()
}

func (d *database) observed(one statement) {
	if d.observe != nil {
		d.observe(one.text, one.parameters())
	}
}

// collector keeps the values of records.
type collector struct{ rows rows }

func newCollector() neo4j.ResultTransformer[rows] { return &collector{} }

func (c *collector) Accept(record *neo4j.Record) error {
	c.rows = append(c.rows, record.Values)
	return nil
}

func (c *collector) Complete([]string, neo4j.ResultSummary) (rows, error) { return c.rows, nil }

// calls are those in progress that use the driver, which must not be closed under
// them.
type calls struct {
	mu     sync.RWMutex // held for reading by each
	closed bool
}

// begin returns an error of CodeUnavailable once they are closed; otherwise end has
// to be called when the call is over.
func (c *calls) begin() error {
	c.mu.RLock()
	if c.closed {
		c.mu.RUnlock()
		return kg.Unavailable(errors.New("the store is closed"))
	}
	return nil
}

func (c *calls) end() { c.mu.RUnlock() }

// close lets no other call begin and waits for those in progress, but not for
// longer than closePatience: a database that answers no more must not keep a
// program from ending.
func (c *calls) close() {
	over := make(chan struct{})
	go func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.closed = true
		close(over)
	}()
	select {
	case <-over:
	case <-time.After(closePatience):
	}
}

const closePatience = 10 * time.Second
