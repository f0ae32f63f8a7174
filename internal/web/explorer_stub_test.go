package web

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
)

type object = map[string]any

// made is a graph that a stub of the API answers with: node i is called names(i)
// and each link joins two nodes.
type made struct {
	nodes  int
	names  func(i int) string
	links  [][2]int
	around int // how many nodes it says there are around its middle
	total  int // how many nodes it says there are
}

// random makes a graph of so many nodes and links, the same each time, in which
// low numbers have most links.
func random(nodes, links int) made {
	dice := rand.New(rand.NewPCG(1, 2))
	m := made{nodes: nodes, around: nodes, total: nodes, names: func(i int) string { return fmt.Sprintf("Node %d", i) }}
	for i := 1; i < nodes; i++ {
		m.links = append(m.links, [2]int{i, dice.IntN(i)})
	}
	for len(m.links) < links {
		a, b := dice.IntN(nodes), dice.IntN(1+dice.IntN(nodes))
		if a != b {
			m.links = append(m.links, [2]int{a, b})
		}
	}
	return m
}

func (m made) entity(i int) object {
	kinds := []string{"Person", "Country", "Organization", "Group", "Event"}
	return object{"__typename": kinds[i%len(kinds)], "id": fmt.Sprintf("n%d", i), "name": m.names(i), "unnamed": false,
		"description": m.names(i), "aliases": []string{m.names(i)}, "identifiers": []any{}, "point": nil}
}

func (m made) relation(i int) object {
	return object{
		"__typename": "Relation", "id": fmt.Sprintf("rel:%d", i), "type": object{"id": "met-with", "label": "met with"},
		"subject": m.entity(m.links[i][0]), "object": m.entity(m.links[i][1]), "status": "OCCURRED", "certainty": "STATED", "coding": "QUOTED",
		"time": nil, "recordedAt": "2025-12-01T00:00:00Z", "retractedAt": nil, "places": []any{}, "attributions": []any{},
		"contradictedBy": []any{}, "supportedBy": []any{}, "fulfilledBy": []any{},
		"point": nil, "quantities": []any{}, "sources": object{"count": 1, "independent": 1},
		"evidence": []any{object{"exact": nil, "start": nil, "end": nil, "document": nil, "source": object{"dataset": m.names(0), "record": "7", "url": nil, "publisher": nil, "note": nil}}},
	}
}

func (m made) relations() []object {
	list := make([]object, len(m.links))
	for i := range list {
		list[i] = m.relation(i)
	}
	return list
}

func (m made) neighborhood() object {
	nodes := make([]object, m.nodes)
	for i := range nodes {
		nodes[i] = object{"entity": m.entity(i), "depth": 1, "degree": 1}
	}
	return object{"nodes": nodes, "edges": m.relations(), "truncated": m.around > m.nodes, "totalNodes": m.around}
}

// pageOf is a page of relations after which there are no others.
func pageOf(nodes []object, total int) object {
	return object{"totalCount": total, "pageInfo": object{"hasNextPage": false, "endCursor": nil}, "nodes": append([]object{}, nodes...)}
}

// answer answers one of the explorer's operations.
func (m made) answer(operation string) object {
	switch operation {
	case "Opening":
		return object{"actors": object{"nodes": []object{{"id": "n0"}}, "pageInfo": object{"hasNextPage": false}}, "relations": pageOf(m.relations()[:min(len(m.links), 100)], len(m.links))}
	case "Further":
		return object{"relations": pageOf(nil, len(m.links))}
	case "Totals":
		return object{"entities": object{"totalCount": m.total}, "relations": object{"totalCount": len(m.links)}, "all": object{"totalCount": len(m.links)}}
	case "Viewer":
		return object{"viewer": object{"name": nil, "role": "READER", "tokens": false, "extractors": []string{}, "fetches": false}}
	case "Named":
		return object{"nodes": []any{}}
	case "Vocabulary":
		return object{"relationTypes": []any{}, "datasets": []any{}, "documents": object{"totalCount": 0, "nodes": []any{}}}
	case "Moments":
		return object{"history": []any{}}
	case "Neighborhood", "Prominent":
		return object{"neighborhood": m.neighborhood()}
	case "Timeline":
		return object{"timeline": []any{}}
	case "Entity":
		entity := m.entity(0)
		entity["relations"] = pageOf(m.relations()[:1], 1)
		return object{"entity": entity}
	case "Pair":
		return object{"entity": object{"relations": object{"nodes": m.relations()[:1]}}}
	case "Relation":
		return object{"node": m.relation(0)}
	case "Search":
		return object{"search": []any{object{"matched": m.names(0), "node": m.entity(0)}}}
	}
	return nil
}

var operationName = regexp.MustCompile(`query (\w+)`)

// serveMade serves the pages and a stub of the API.
func serveMade(t testing.TB, m made) *httptest.Server {
	t.Helper()
	if !Built() {
		t.Fatal("the pages are not built: run make web")
	}
	mux := http.NewServeMux()
	mux.Handle("/", Handler("/graphql"))
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Query string }
		_ = json.NewDecoder(r.Body).Decode(&asked)
		name := operationName.FindStringSubmatch(asked.Query)
		if name == nil {
			http.Error(w, "no operation", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(object{"data": m.answer(name[1])})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}
