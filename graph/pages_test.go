package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

type page struct {
	Edges []struct {
		Cursor string
		Node   struct{ ID string }
	}
	Nodes      []struct{ ID string }
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

const pageFields = `{ edges { cursor node { ... on Node { id } } } nodes { ... on Node { id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`

// connections are fields that answer a connection: how the query for a page
// looks, and where it stands in the answer.
var connections = map[string]struct{ query, path string }{
	"relations":          {`{ page: relations(%s) ` + pageFields + ` }`, ""},
	"actors":             {`{ page: actors(%s) ` + pageFields + ` }`, ""},
	"entities":           {`{ page: entities(%s) ` + pageFields + ` }`, ""},
	"documents":          {`{ page: documents(%s) ` + pageFields + ` }`, ""},
	"entity's relations": {`{ entity(id: "ukraine") { page: relations(%s) ` + pageFields + ` } }`, "entity"},
	"oldest first":       {`{ entity(id: "ukraine") { page: relations(orderBy: OLDEST_FIRST, %s) ` + pageFields + ` } }`, "entity"},
	"a typed field":      {`{ entity(id: "28-point-peace-framework") { ... on Proposal { page: provisions(%s) ` + pageFields + ` } } }`, "entity"},
}

func readPage(t testing.TB, h http.Handler, connection, args string) page {
	t.Helper()
	c := connections[connection]
	a := ask(t, h, fmt.Sprintf(c.query, args), nil)
	raw := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(a.Data, &raw), "%v", a.Errors)
	if c.path != "" {
		inner := map[string]json.RawMessage{}
		require.NoError(t, json.Unmarshal(raw[c.path], &inner), "%v", a.Errors)
		raw = inner
	}
	var p page
	require.NoError(t, json.Unmarshal(raw["page"], &p), "%v", a.Errors)
	return p
}

func ids(p page) []string {
	all := make([]string, len(p.Edges))
	for i, e := range p.Edges {
		all[i] = e.Node.ID
	}
	return all
}

func TestEveryConnectionIsWalkedWholeForwardsAndBackwards(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		for name := range connections {
			t.Run(name, func(t *testing.T) {
				whole := readPage(t, h, name, "first: 100")
				require.NotEmpty(t, whole.Edges)
				require.Len(t, whole.Edges, whole.TotalCount)
				require.False(t, whole.PageInfo.HasNextPage)
				require.False(t, whole.PageInfo.HasPreviousPage)

				var forwards []string
				args := "first: 2"
				for {
					p := readPage(t, h, name, args)
					require.LessOrEqual(t, len(p.Edges), 2)
					require.Equal(t, len(forwards) > 0, p.PageInfo.HasPreviousPage)
					require.Equal(t, whole.TotalCount, p.TotalCount)
					for i, e := range p.Edges {
						require.Equal(t, e.Node.ID, p.Nodes[i].ID)
					}
					require.Equal(t, p.Edges[0].Cursor, *p.PageInfo.StartCursor)
					forwards = append(forwards, ids(p)...)
					if !p.PageInfo.HasNextPage {
						break
					}
					args = fmt.Sprintf("first: 2, after: %q", *p.PageInfo.EndCursor)
				}
				require.Equal(t, ids(whole), forwards)

				var backwards []string
				args = "last: 2"
				for {
					p := readPage(t, h, name, args)
					require.Equal(t, len(backwards) > 0, p.PageInfo.HasNextPage)
					backwards = append(ids(p), backwards...)
					if !p.PageInfo.HasPreviousPage {
						break
					}
					args = fmt.Sprintf("last: 2, before: %q", *p.PageInfo.StartCursor)
				}
				require.Equal(t, ids(whole), backwards)
			})
		}
		t.Run("oldest first is newest first read backwards", func(t *testing.T) {
			oldest := ids(readPage(t, h, "oldest first", "first: 100"))
			slices.Reverse(oldest)
			require.Equal(t, ids(readPage(t, h, "entity's relations", "first: 100")), oldest)
		})
	})
}

func TestAnEmptyPageHasNoCursors(t *testing.T) {
	p := readPage(t, seeded(t, bothstores.SQLite(t)), "relations", "first: 0")
	require.Empty(t, p.Edges)
	require.Nil(t, p.PageInfo.StartCursor)
	require.Nil(t, p.PageInfo.EndCursor)
	require.True(t, p.PageInfo.HasNextPage)
	require.Positive(t, p.TotalCount)
}
