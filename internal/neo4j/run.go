package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
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
// reader, and returns what it found. What this Store wrote before is seen.
// Statements that belong together gain nothing from sharing a transaction, since
// Neo4j shows each what is committed when it runs.
func (s *Store) read(ctx context.Context, one statement) (rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := s.calls.begin(); err != nil {
		return nil, err
	}
	defer s.calls.end()
	s.observed(one)
	found, err := s.readAtOnce(ctx, one)
	if neo4j.IsRetryable(err) {
		found, err = neo4j.ExecuteQuery(ctx, s.driver, one.text, one.parameters(), newCollector,
			neo4j.ExecuteQueryWithReadersRouting(), neo4j.ExecuteQueryWithDatabase(s.database))
	}
	return found, explained(ctx, err)
}

// readAtOnce runs a statement that commits by itself, which takes one round trip
// instead of two, and is not tried again.
func (s *Store) readAtOnce(ctx context.Context, one statement) (rows, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, one.text, one.parameters())
	if err != nil {
		return nil, err
	}
	return collected(ctx, result)
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		DatabaseName: s.database, AccessMode: mode, BookmarkManager: s.driver.ExecuteQueryBookmarkManager(),
	})
}

// run runs one statement in tx.
func (s *Store) run(ctx context.Context, tx neo4j.ManagedTransaction, one statement) (rows, error) {
	s.observed(one)
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

func (s *Store) observed(one statement) {
	if s.observe != nil {
		s.observe(one.text, one.parameters())
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
