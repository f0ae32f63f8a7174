package soak

import (
	"context"
	"net/url"
	"strings"
	"time"

	"conflictgraph/bench/synthetic"
)

// question is something that is asked of the graph.
type question struct {
	kind      string
	weight    int
	text      string
	variables func(t *turn) map[string]any
}

// entity returns the id of an entity, one in ten times that of a hub.
func (t *turn) entity() string {
	if t.random.IntN(10) == 0 {
		return t.graph.ID(t.random.IntN(synthetic.Hubs))
	}
	return t.ordinary()
}

// ordinary returns the id of an entity that is no hub.
func (t *turn) ordinary() string {
	return t.graph.ID(synthetic.Hubs + t.random.IntN(t.graph.Size()-synthetic.Hubs))
}

func one(t *turn) map[string]any { return map[string]any{"id": t.entity()} }
func none(*turn) map[string]any  { return nil }
func hubs(t *turn) map[string]any {
	return map[string]any{"id": t.graph.ID(t.random.IntN(synthetic.Hubs))}
}

var questions = []question{
	{"one actor", 16, `query Actor($id: ID!) { actor(id: $id) { id name aliases description recordedAt } }`, one},
	{"two hops", 12, `query TwoHops($id: ID!) { actor(id: $id) { name metWith(first: 10) { edges { node { id name metWith(first: 5) { edges { node { id name } relation { id status certainty } } } } relation { id status certainty } } } } }`, one},
	{"a page of a hub", 8, `query Hub($id: ID!) { entity(id: $id) { relations(first: 20) { edges { cursor node { id type { label } subject { name } object { name } evidence { exact source { dataset record } } } } pageInfo { hasNextPage endCursor } totalCount } } }`, hubs},
	{"a filtered page", 8, `query Filtered($id: ID!) { entity(id: $id) { relations(first: 10, orderBy: OLDEST_FIRST, filter: {status: [OCCURRED], certainty: [STATED], from: "2017-01-01", to: "2021-12-31"}) { nodes { id time { edtf } } totalCount } } }`, one},
	{"relations of the graph", 5, `query Relations { relations(first: 20, filter: {types: ["met-with", "criticized"], status: [PLANNED]}) { nodes { id subject { name } object { name } fulfilledBy { id } contradictedBy { id } } } }`, none},
	{"what the graph knew", 5, `query Knew($id: ID!, $asOf: DateTime!) { entity(id: $id, asOf: $asOf) { name relations(first: 10) { totalCount nodes { id } } } }`, func(t *turn) map[string]any {
		return map[string]any{"id": t.entity(), "asOf": time.Now().Add(-time.Duration(t.random.IntN(60)) * time.Second).UTC()}
	}},
	{"entities by name", 3, `query Entities { entities(first: 20) { nodes { id name } pageInfo { endCursor } totalCount } }`, none},
	{"documents", 3, `query Documents { documents(first: 10) { nodes { id title text } totalCount } relationTypes { id label } }`, none},
	{"search", 12, `query Search($text: String!) { search(text: $text, first: 10) { node { id ... on Entity { name } ... on Relation { evidence { exact } } } score matched } }`, wanted},
	{"paths", 1, `query Paths($from: ID!, $to: ID!) { paths(from: $from, to: $to, maxLength: 3, first: 5) { paths { length steps { from { name } direction relation { type { label } } to { name } } } truncated } }`, func(t *turn) map[string]any {
		return map[string]any{"from": t.ordinary(), "to": t.ordinary()}
	}},
	{"neighbourhood", 2, `query Neighborhood($id: ID!) { neighborhood(center: [$id], depth: 1, limit: 50) { nodes { entity { name } degree betweenness pageRank } edges { id } totalNodes truncated } }`, one},
	{"timeline", 2, `query Timeline($id: ID!) { timeline(of: $id, bucket: MONTH) { start count byType { type { id } count } } }`, one},
	{"counts", 2, `query Counts($id: ID!) { stats(of: $id) { total first last byType { type { id } count } byStatus { status count } byCounterpart(first: 5) { entity { name } count } } }`, one},
	{"history", 3, `query History { history(first: 20) { number operation agent reason recordedAt changes { kind id } } }`, none},
}

// wanted returns something to search for: a name, one with a letter missing, a
// family name, or words of a quote.
func wanted(t *turn) map[string]any {
	name := t.graph.Name(t.random.IntN(t.graph.Size()))
	text := name
	switch t.random.IntN(4) {
	case 0:
		i := 1 + t.random.IntN(len(name)-1)
		text = name[:i] + name[i+1:]
	case 1:
		text = name[strings.LastIndex(name, " ")+1:]
	case 2:
		quotes := t.graph.Quotes()
		text = strings.Join(strings.Fields(quotes[t.random.IntN(len(quotes))])[:3], " ")
	}
	return map[string]any{"text": text}
}

var exportFormats = []string{"csv", "cypher", "cytoscape", "dot", "gexf", "graphml", "jsonld", "nquads", "stix"}

func exportOne(ctx context.Context, t *turn) {
	format := exportFormats[t.random.IntN(len(exportFormats))]
	t.download(ctx, "export of an entity", format, url.Values{"entity": {t.ordinary()}, "status": {"OCCURRED"}})
}

// readsPerWrite is how many times as often as its weight a question is asked:
// about nine requests in ten read.
const readsPerWrite = 2

// operations returns all that clients do.
func (c *client) operations() []operation {
	all := []operation{
		{"export", 1, exportOne}, {"assert", 3, assert}, {"retract", 1, retract}, {"alias", 1, alias}, {"entity", 1, entity},
		{"document", 1, document}, {"withdraw", 1, withdraw}, {"merge", 1, merge}, {"annotations", 1, annotate}, {"again", 1, again},
	}
	for _, q := range questions {
		all = append(all, operation{q.kind, readsPerWrite * q.weight, func(ctx context.Context, t *turn) { t.ask(ctx, q.kind, q.text, q.variables(t), nil) }})
	}
	return all
}
