package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// eager answers Get only once Pages was called.
type eager struct {
	kg.Store
	paged chan struct{}
}

func (e eager) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	select {
	case <-e.paged:
	case <-time.After(10 * time.Second):
		return nil, &kg.Error{Code: kg.CodeInternal, Message: "no page was asked for meanwhile"}
	}
	return e.Store.Get(ctx, keys)
}

func (e eager) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	close(e.paged)
	return e.Store.Pages(ctx, reqs)
}

func TestTheFirstPagesAreReadWhileTheirOwnerIsLookedUp(t *testing.T) {
	store := bothstores.SQLite(t)
	_, err := store.Write(t.Context(), ring(10, 3))
	require.NoError(t, err)
	const query = `{ actor(id: "person-000") { name metWith(first: 2) { nodes { name } } } }`
	want := data(t, graph.NewHandler(store, graph.Options{}), query, nil)
	require.Equal(t, want, data(t, graph.NewHandler(eager{store, make(chan struct{})}, graph.Options{}), query, nil))
}

func TestWhatIsReadAheadIsWhatIsAskedFor(t *testing.T) {
	store := bothstores.SQLite(t)
	_, err := store.Write(t.Context(), ring(10, 3))
	require.NoError(t, err)
	_, err = store.Write(t.Context(), kg.Batch{Merges: []kg.Merge{{From: "person-001", Into: "person-002", Reason: "one person"}}})
	require.NoError(t, err)
	counting := kgtest.NewCounting(store)
	h := graph.NewHandler(counting, graph.Options{})
	data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
	const asItHappens = -1                                               // the answer may be there before the page is asked for
	for _, c := range []struct {
		name, query string
		pages       int // store calls
	}{
		{"of an entity that was merged", `{ actor(id: "person-001") { id metWith(first: 3) { nodes { id } } } }`, 1},
		{"of nobody", `{ actor(id: "person-900") { id metWith(first: 3) { nodes { id } } } }`, asItHappens},
		{"beneath what depends on the type", `{ actor(id: "person-003") { ... on Person { metWith(first: 3) { nodes { id } } } } }`, 1},
		{"beneath another type than there is", `{ actor(id: "person-003") { ... on Country { metWith(first: 3) { nodes { id } } } } }`, 0},
		{"with what cannot be asked", `{ actor(id: "person-003") { id relations(first: 3, filter: {from: "2025-02-01", to: "2025-01-01"}) { nodes { id } } } }`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			counting.Reset()
			got := actor(t, h, c.query)
			if c.pages != asItHappens {
				require.Equal(t, c.pages, counting.Calls("Pages"), got)
			}
			// Beneath two things that are looked up, nothing is read ahead.
			require.Equal(t, actor(t, h, `{ document(id: "doc:none") { id } `+c.query[1:]), got)
		})
	}
}

// actor returns what a query's field of that name answers.
func actor(t *testing.T, h http.Handler, query string) string {
	t.Helper()
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(ask(t, h, query, nil).Data, &fields))
	require.Contains(t, fields, "actor", query)
	return string(fields["actor"])
}
