package graph_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// ring returns n people, each of whom met the next `reach` people on as many
// days.
func ring(n, reach int) kg.Batch {
	batch := kg.Batch{Types: kg.CoreTypes()}
	id := func(i int) string { return fmt.Sprintf("person-%03d", i%n) }
	for i := range n {
		batch.Entities = append(batch.Entities, kg.Entity{ID: id(i), Kind: kg.KindPerson, Name: fmt.Sprintf("Person %03d", i)})
		for j := 1; j <= reach; j++ {
			batch.Relations = append(batch.Relations, kg.Relation{
				Type: "met-with", Subject: id(i), Object: id(i + j), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time:     kg.Day(kg.NewDate(2025, 1, 1) + kg.Date(i*reach+j)),
				Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "ring", Record: fmt.Sprint(i*reach + j)}}},
			})
		}
	}
	return batch
}

func TestAQueryMakesAsManyStoreCallsAsItHasLevels(t *testing.T) {
	cases := []struct {
		name, query, counted string
		levels, atLeast      int
	}{
		{"one entity", `{ entity(id: "person-000") { name } }`, "name", 1, 1},
		{"an entity with its pages", `{ entity(id: "person-000") { relations(first: 10) { nodes { id } } } }`, "id", 1, 10},
		{"an entity with several pages", `{ actor(id: "person-000") {
			a: metWith(first: 3) { nodes { name } } b: metWith(last: 3) { nodes { name } }
			relations(first: 5) { totalCount nodes { subject { name } object { name } } } } }`, "name", 1, 16},
		{"several root fields", `{
			a: actor(id: "person-000") { metWith(first: 3) { nodes { name } } }
			b: actor(id: "person-010") { metWith(first: 3) { nodes { name } } } }`, "name", 1, 6},
		{"an entity with four levels of pages, hundreds of rows", `{ actor(id: "person-000") { metWith(first: 6) { edges { relation { evidence { source { record } } } node {
			metWith(first: 5) { nodes { metWith(first: 5) { edges { relation { subject { name } } node {
			metWith(first: 5) { nodes { name } } } } } } } } } } } }`, "name", 4, 300},
		{"four levels of what is related", `{ entity(id: "person-000") { related(first: 6) { edges { relation { evidence { source { record } } } node {
			related(first: 5, types: ["met-with"]) { totalCount nodes { related(first: 5, direction: OUT) { edges { relation { subject { name } } node {
			related(first: 5) { nodes { name } } } } } } } } } } } }`, "name", 4, 300},
		{"relations of relations' ends", `{ relations(first: 10) { nodes { object { name
			relations(first: 10) { nodes { subject { name relations(first: 10) { nodes { id } } } } } } } } }`, "id", 3, 300},
	}
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		_, err := store.Write(context.Background(), ring(60, 6))
		require.NoError(t, err)
		counting := kgtest.NewCounting(store)
		h := graph.NewHandler(counting, graph.Options{})
		data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				counting.Reset()
				got := data(t, h, c.query, nil)
				require.Equal(t, c.levels, counting.Total(), got)
				require.GreaterOrEqual(t, rows(got, c.counted), c.atLeast)
			})
		}
	})
}
