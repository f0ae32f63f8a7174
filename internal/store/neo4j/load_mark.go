package neo4j

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// The marker holds the token of the load that is at work, if any. While it does, or
// names a restoration, indexes are missing, and statements that need them fail, see
// unlessLoading. A node of its own, which no writer locks, says when the load was
// last known to be alive.
const (
	beginLoad = takeTurn + `, COUNT { (:Relation) }`

	markLoad = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.loading = $in.token
MERGE (l:ConflictgraphSchema {id: 'load'}) SET l.token = $in.token, l.aliveMs = timestamp()`

	aliveLoad = `MATCH (l:ConflictgraphSchema {id: 'load'}) USING INDEX SEEK l:ConflictgraphSchema(id)
WHERE l.token = $in.token
SET l.aliveMs = CASE WHEN $in.released THEN 0 ELSE timestamp() END
RETURN 0`

	loadState = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
OPTIONAL MATCH (l:ConflictgraphSchema {id: 'load'}) USING INDEX SEEK l:ConflictgraphSchema(id)
RETURN s.loading, l.aliveMs, timestamp() - coalesce(l.aliveMs, 0)`

	endLoad = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.loading = $in.token
REMOVE s.loading
WITH s
OPTIONAL MATCH (l:ConflictgraphSchema {id: 'load'}) USING INDEX SEEK l:ConflictgraphSchema(id)
DELETE l
RETURN 0`

	indexStates = `SHOW INDEXES YIELD name, state, populationPercent WHERE name STARTS WITH 'conflictgraph_'
RETURN name, state, populationPercent`

	// unlessLoading stands before whatever walks over indexes of relations, which
	// would be scans while these are missing. It divides by zero then, since nothing
	// else makes a statement fail as a whole: one that finds nothing looks as if there
	// were nothing.
	unlessLoading = `MATCH (marker:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK marker:ConflictgraphSchema(id)
WHERE 1 / CASE WHEN marker.loading IS NULL AND marker.restoring IS NULL THEN 1 ELSE 0 END = 1
`
)

// A load says every loadBeat that it is alive. One that has not for loadLease was
// left unfinished.
const (
	loadBeat     = 2 * time.Second
	loadLease    = 30 * time.Second
	betweenLooks = 500 * time.Millisecond // at how far things are
)

// What is said while a load is pending, and by one that another has ended.
var (
	errLoadPending = &kg.Error{
		Code:    kg.CodeUnavailable,
		Message: "a large import into this graph is at work; wait until it has ended, or where it was interrupted run it again",
	}
	errLoadTaken = &kg.Error{Code: kg.CodeConflict, Message: "another program has completed what this import has begun; run it again"}
)

func errIndexFailed(name string) error {
	return &kg.Error{Code: kg.CodeInternal, Message: "the database could not make an index; look into its log for the reason", Err: fmt.Errorf("index %s", name)}
}

// loadMark keeps a load marked as alive.
type loadMark struct {
	store *database
	token string
	stop  context.CancelFunc
	ended chan struct{}
}

func (s *database) keepMarked(token string) *loadMark {
	ctx, stop := context.WithCancel(s.background)
	m := &loadMark{s, token, stop, make(chan struct{})}
	go func() {
		defer close(m.ended)
		for pause(ctx, loadBeat) == nil {
			// What fails is tried again soon.
			_ = m.set(ctx, false)
		}
	}()
	return m
}

func (m *loadMark) set(ctx context.Context, released bool) error {
	_, err := m.store.changeOne(ctx, statement{aliveLoad, map[string]any{"token": m.token, "released": released}})
	return err
}

// release says that nobody is at work on the load any more.
func (m *loadMark) release() error {
	m.stop()
	<-m.ended
	return m.set(context.Background(), true)
}

// awaitLoad returns the token of the load that was left unfinished, if there is
// one. It waits until it is clear whether one is at work, and returns
// errLoadPending if it is.
func (s *database) awaitLoad(ctx context.Context) (token string, err error) {
	for seen := int64(0); ; {
		found, err := s.read(ctx, statement{text: loadState})
		if err != nil {
			return "", err
		}
		if len(found) == 0 || text(found[0][0]) == "" {
			return "", nil
		}
		alive, ago := integer(found[0][1]), time.Duration(integer(found[0][2]))*time.Millisecond
		switch {
		case ago > loadLease:
			return text(found[0][0]), nil
		case seen != 0 && alive != seen:
			return "", errLoadPending
		}
		seen = alive
		if err := pause(ctx, betweenLooks); err != nil {
			return "", err
		}
	}
}

// completeLoad completes a load that was left unfinished. It returns errLoadPending
// if one is at work, or is being completed by another call, and errRestoring while a
// backup is being restored.
func (s *database) completeLoad(ctx context.Context) error {
	marks, err := s.read(ctx, statement{text: readMarker})
	switch {
	case err != nil:
		return err
	case len(marks) > 0 && marks[0][1] != nil:
		return errRestoring
	case len(marks) == 0 || text(marks[0][2]) == "":
		return nil
	}
	if !s.completing.TryLock() {
		return errLoadPending
	}
	defer s.completing.Unlock()
	token, err := s.awaitLoad(ctx)
	if err != nil || token == "" {
		return err
	}
	return s.finishLoad(ctx, token, func(done, total int) {
		slog.InfoContext(ctx, "completing an import that was interrupted", "done", done, "steps", total)
	})
}

// changeOne runs one statement in a transaction of its own.
func (s *database) changeOne(ctx context.Context, one statement) (rows, error) {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	found, err := neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (rows, error) { return s.run(ctx, tx, one) })
	return found, explained(ctx, err)
}

// pause returns after a time, or with ctx's error when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
