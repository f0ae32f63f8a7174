package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestTheSchemaKeepsToTheSpecificationsOfRelay(t *testing.T) {
	s := introspect(t, seeded(t, bothstores.SQLite(t)))
	require.Equal(t, "INTERFACE", s["Node"].Kind)
	require.Equal(t, "ID!", s["Node"].field("id").Type.String())
	require.Len(t, s["Node"].Fields, 1)
	require.Equal(t, "Node", s["Query"].field("node").Type.String())
	require.Equal(t, map[string]string{"id": "ID!"}, s["Query"].field("node").required())
	require.Equal(t, "[Node]!", s["Query"].field("nodes").Type.String())
	require.Equal(t, map[string]string{"ids": "[ID!]!"}, s["Query"].field("nodes").required())
	for name, want := range map[string]string{"hasNextPage": "Boolean!", "hasPreviousPage": "Boolean!", "startCursor": "String", "endCursor": "String"} {
		require.Equal(t, want, s["PageInfo"].field(name).Type.String())
	}
	connections, fields := 0, 0
	for name, d := range s {
		if strings.HasSuffix(name, "Connection") {
			connections++
			require.Equal(t, "OBJECT", d.Kind)
			require.Equal(t, "PageInfo!", d.field("pageInfo").Type.String())
			edges := d.field("edges").Type
			require.True(t, edges.isList(), name)
			edge := s[edges.named()]
			require.Equal(t, "OBJECT", edge.Kind, name)
			require.Equal(t, "String!", edge.field("cursor").Type.String(), name)
			node := edge.field("node").Type
			require.False(t, node.isList(), name)
			isThing := node.named() == "Node" || s[node.named()].implements("Node")
			require.True(t, isThing || node.named() == "Duplicate", "what %s holds can be asked for by id", name)
		}
		for _, f := range d.Fields {
			if !strings.HasSuffix(f.Type.named(), "Connection") {
				continue
			}
			fields++
			require.False(t, f.Type.isList(), "%s.%s", name, f.Name)
			for argument, want := range map[string]string{"first": "Int", "after": "String", "last": "Int", "before": "String"} {
				require.Equal(t, want, f.arguments()[argument], "%s.%s", name, f.Name)
			}
		}
	}
	require.GreaterOrEqual(t, connections, 4)
	require.Greater(t, fields, 100)
}

func TestEverythingWithAnIDIsFoundByIt(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		contributor, _, _ := withReader(store, claims)
		read := decoded(t, contributor, ingestTalks, map[string]any{"text": talks})
		queue := decoded(t, h, pendingQueue, nil)
		things := append(everyThing(t, h),
			thing{Type: "Ingestion", ID: at(t, read, "ingestDocument", "ingestion", "id").(string)},
			thing{Type: "Suggestion", ID: at(t, queue, "suggestions", "nodes", 0, "id").(string)})
		kinds := map[string]bool{}
		for part := range slices.Chunk(things, 100) {
			ids := make([]string, len(part))
			for i, thing := range part {
				ids[i] = thing.ID
				kinds[thing.Type] = true
			}
			var found struct{ Nodes []thing }
			into(t, data(t, h, `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, map[string]any{"ids": ids}), &found)
			require.Equal(t, part, found.Nodes)
		}
		for name, d := range introspect(t, h) {
			if d.Kind == "OBJECT" && d.implements("Node") && name != "OtherActor" {
				require.Contains(t, kinds, name, "the seeded graph has an example")
			}
		}
	})
}

func TestEveryConnectionIsTheSameForwardsAndBackwards(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		schema := introspect(t, h)
		walked, edges := 0, 0
		for _, owner := range append(everyThing(t, h), thing{Type: "Query"}) {
			c := connectionsOf{h: h, owner: owner, fields: schema[owner.Type].connections()}
			if len(c.fields) == 0 {
				continue
			}
			c.fields = slices.DeleteFunc(c.fields, func(f string) bool { return f == "duplicates" }) // pairs have no id
			all := c.walk(t, 100, true)
			c.fields = slices.DeleteFunc(c.fields, func(f string) bool { return len(all[f]) < 2 })
			for _, f := range c.fields {
				edges += len(all[f])
			}
			walked += len(c.fields)
			if len(c.fields) > 0 {
				all = c.walk(t, 100, true)
				for _, size := range []int{1, 3} {
					require.Equal(t, all, c.walk(t, size, true), "%s forwards by %d", owner, size)
					require.Equal(t, all, c.walk(t, size, false), "%s backwards by %d", owner, size)
				}
			}
		}
		require.Greater(t, walked, 50)
		require.Greater(t, edges, 200)
	})
}

// thing is something with an id.
type thing struct {
	Type string `json:"__typename"`
	ID   string
}

// everyThing returns everything that has an id, each once, sorted.
func everyThing(t *testing.T, h http.Handler) []thing {
	t.Helper()
	const one = `{ __typename id }`
	seen := map[thing]bool{}
	after := "null"
	for after != "" {
		var page struct {
			Relations struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
				Nodes []struct {
					thing
					Subject, Object thing
					Places          []thing
				}
			}
			Documents struct{ Nodes []thing }
			Actors    struct{ Nodes []thing }
		}
		into(t, data(t, h, `{ relations(first: 100, after: `+after+`) { pageInfo { hasNextPage endCursor }
			nodes { __typename id subject `+one+` object `+one+` places `+one+` } }
			documents { nodes `+one+` } actors(first: 100) { nodes `+one+` } }`, nil), &page)
		for _, r := range page.Relations.Nodes {
			seen[r.thing], seen[r.Subject], seen[r.Object] = true, true, true
			for _, p := range r.Places {
				seen[p] = true
			}
		}
		for _, thing := range append(page.Documents.Nodes, page.Actors.Nodes...) {
			seen[thing] = true
		}
		after = ""
		if page.Relations.PageInfo.HasNextPage {
			after = fmt.Sprintf("%q", page.Relations.PageInfo.EndCursor)
		}
	}
	var all []thing
	for thing := range seen {
		all = append(all, thing)
	}
	slices.SortFunc(all, func(a, b thing) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func into(t *testing.T, text string, v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), v))
}

// connectionsOf are those of one thing, or of the query itself.
type connectionsOf struct {
	h      http.Handler
	owner  thing
	fields []string
}

type edge struct {
	Cursor string
	Node   thing
}

type pageOf struct {
	Edges      []edge
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

// walk reads all pages of all the connections, so many edges at a time, and
// returns their edges from the first to the last.
func (c connectionsOf) walk(t *testing.T, size int, forwards bool) map[string][]edge {
	t.Helper()
	walked, from := map[string][]edge{}, map[string]string{}
	left := slices.Clone(c.fields)
	for len(left) > 0 {
		pages := c.pages(t, left, size, forwards, from)
		left = slices.DeleteFunc(left, func(field string) bool {
			p, before := pages[field], len(walked[field])
			require.LessOrEqual(t, len(p.Edges), size)
			more, behind := p.PageInfo.HasNextPage, p.PageInfo.HasPreviousPage
			end := p.PageInfo.EndCursor
			if forwards {
				walked[field] = append(walked[field], p.Edges...)
			} else {
				more, behind, end = behind, more, p.PageInfo.StartCursor
				walked[field] = append(slices.Clone(p.Edges), walked[field]...)
			}
			require.Equal(t, before > 0, behind, "%v.%s", c.owner, field)
			require.Equal(t, len(walked[field]) < p.TotalCount, more, "%v.%s", c.owner, field)
			if len(p.Edges) == 0 {
				require.Nil(t, p.PageInfo.StartCursor)
				require.Nil(t, p.PageInfo.EndCursor)
				return true
			}
			require.Equal(t, p.Edges[0].Cursor, *p.PageInfo.StartCursor)
			require.Equal(t, p.Edges[len(p.Edges)-1].Cursor, *p.PageInfo.EndCursor)
			from[field] = *end
			return !more
		})
	}
	return walked
}

func (c connectionsOf) pages(t *testing.T, fields []string, size int, forwards bool, from map[string]string) map[string]pageOf {
	t.Helper()
	var selection strings.Builder
	count, cursor := "first", "after"
	if !forwards {
		count, cursor = "last", "before"
	}
	for _, f := range fields {
		fmt.Fprintf(&selection, "%s(%s: %d", f, count, size)
		if from[f] != "" {
			fmt.Fprintf(&selection, ", %s: %q", cursor, from[f])
		}
		selection.WriteString(") { edges { cursor node { __typename id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }\n")
	}
	if c.owner.Type == "Query" {
		var pages map[string]pageOf
		into(t, data(t, c.h, "{ "+selection.String()+" }", nil), &pages)
		return pages
	}
	var found struct{ Node map[string]pageOf }
	into(t, data(t, c.h, fmt.Sprintf("{ node(id: %q) { ... on %s { %s } } }", c.owner.ID, c.owner.Type, selection.String()), nil), &found)
	return found.Node
}
