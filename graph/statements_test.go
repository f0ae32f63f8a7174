package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kgtest/bothstores"
)

// shape returns the i-th of ever different queries: other fields, aliases,
// filters, orders, depths and pages each time.
func shape(i int) string {
	types := []string{`"met-with"`, `"spokesperson-for"`, `"met-with", "proposed"`}
	filters := []string{
		"", fmt.Sprintf(`filter: {types: [%s]}, `, types[i%len(types)]), `filter: {status: [OCCURRED]}, `,
		`filter: {certainty: [STATED, ALLEGED], direction: OUT}, `, `filter: {from: "2025-01-01", to: "2025-12-31"}, `,
		`filter: {with: ["person-001", "person-002"]}, `, `filter: {direction: IN}, `,
	}
	orders := []string{"", "orderBy: OLDEST_FIRST, "}
	pages := []string{"first: %d", "last: %d"}
	args := func(j int) string {
		return filters[j%len(filters)] + orders[j/2%len(orders)] + fmt.Sprintf(pages[j/3%len(pages)], 1+j%7)
	}
	inner := "id"
	for depth := range i % 4 {
		inner = fmt.Sprintf(`id level%d: relations(%s) { nodes { type { id } object { %s } } }`, i, args(i+depth), inner)
	}
	field := []string{"metWith", "spokespersons", "relations"}[i%3]
	if field == "relations" {
		return fmt.Sprintf(`{ actor(id: "person-%03d") { name a%d: relations(%s) { totalCount nodes { status subject { %s } } } } }`, i%20, i, args(i), inner)
	}
	return fmt.Sprintf(`{ actor(id: "person-%03d") { a%d: %s(%s) { edges { node { %s } } } } }`, i%20, i, field, args(i), inner)
}

func TestNoShapeOfQueryNeedsANewStatementOnNeo4j(t *testing.T) {
	var mu sync.Mutex
	texts := map[string]bool{}
	store := bothstores.Neo4j(t, func(text string) {
		mu.Lock()
		defer mu.Unlock()
		texts[text] = true
	})
	_, err := store.Write(context.Background(), ring(20, 4))
	require.NoError(t, err)
	h := graph.NewHandler(store, graph.Options{})
	clear(texts)

	shapes := map[string]bool{}
	var after []int
	for round := range 3 {
		for i := round * 100; i < (round+1)*100; i++ {
			q := shape(i)
			require.False(t, shapes[q], "%s is not a new shape", q)
			shapes[q] = true
			data(t, h, q, nil)
		}
		after = append(after, len(texts))
	}
	require.Equal(t, after[1], after[2], "a hundred new shapes added statements")
	require.LessOrEqual(t, after[2], 24, strings.Join(keys(texts), "\n\n"))
}

func keys(set map[string]bool) []string {
	all := make([]string, 0, len(set))
	for k := range set {
		all = append(all, k)
	}
	return all
}
