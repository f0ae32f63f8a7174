package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"

	"conflictgraph/bench/synthetic"
	"conflictgraph/graph"
)

// growingQuestion is something that is asked of graphs of every size.
type growingQuestion struct {
	name string
	ask  func(context.Context) error
}

// growingNames are the names of these questions, in order.
var growingNames = []string{"one actor by id", "a page of 10 of a hub", "a filtered page of 10 of a hub", twoHops, "search for a name"}

const searchQuery = `query ($id: String!) { search(text: $id, first: 10) { node { id } score } }`

// growing returns what is asked of t, which holds g: GraphQL queries, without a
// network in between.
func growing(t *target, g *synthetic.Graph) ([]growingQuestion, error) {
	compared, err := questions(g)
	if err != nil {
		return nil, err
	}
	byName := map[string]question{}
	for _, q := range compared {
		byName[q.name] = q
	}
	filtered := byName[growingNames[1]]
	filtered.hop = always(hops(true, hubMeetings))
	h, random := graph.NewHandler(t, graph.Options{}), rand.New(rand.NewPCG(13, 0))
	asks := []func() asked{
		func() asked { return byName[growingNames[0]].ask(ours, random) },
		func() asked { return byName[growingNames[1]].ask(ours, random) },
		func() asked { return filtered.ask(ours, random) },
		func() asked { return byName[twoHops].ask(ours, random) },
		func() asked { return asked{text: searchQuery, id: anyName(g, random)} },
	}
	all := make([]growingQuestion, len(asks))
	for i, next := range asks {
		all[i] = growingQuestion{growingNames[i], func(ctx context.Context) error { return post(ctx, h, next()) }}
	}
	return all, nil
}

// post has a handler answer a query, and fails where the answer has errors.
func post(ctx context.Context, h http.Handler, a asked) error {
	body, err := json.Marshal(map[string]any{"query": a.text, "variables": map[string]string{"id": a.id}})
	if err != nil {
		return err
	}
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, request)
	if answer.Code != http.StatusOK || bytes.Contains(answer.Body.Bytes(), errorsKey) {
		return fmt.Errorf("status %d to %s: %.500s", answer.Code, body, answer.Body.Bytes())
	}
	return nil
}
