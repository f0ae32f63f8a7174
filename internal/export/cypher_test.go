package export_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// session returns a session of a driver on an empty Neo4j that is t's alone.
func session(t *testing.T) neo4j.SessionWithContext {
	t.Helper()
	database := neo4jserver.Exclusive(t)
	driver, err := neo4j.NewDriverWithContext(database.URI, neo4j.BasicAuth(database.Username, database.Password, ""))
	require.NoError(t, err)
	s := driver.NewSession(t.Context(), neo4j.SessionConfig{DatabaseName: database.Database})
	t.Cleanup(func() { _ = s.Close(context.Background()); _ = driver.Close(context.Background()) })
	return s
}

func answered(t *testing.T, s neo4j.SessionWithContext, statement string) []*neo4j.Record {
	t.Helper()
	result, err := s.Run(t.Context(), statement, nil)
	require.NoError(t, err, statement[:min(len(statement), 500)])
	records, err := result.Collect(t.Context())
	require.NoError(t, err, statement[:min(len(statement), 500)])
	return records
}

// asColumns returns the properties of a node or a relationship by the names, and
// in the forms, that other formats have.
func asColumns(t *testing.T, properties map[string]any) map[string]any {
	t.Helper()
	columns := map[string]any{}
	for name, value := range properties {
		if name == "name" {
			name = "label"
		}
		switch v := value.(type) {
		case neo4j.Date:
			value = time.Time(v).Format("2006-01-02")
			if year := time.Time(v).Year(); year < 0 {
				value = "-" + time.Time(v).AddDate(-2*year, 0, 0).Format("2006-01-02")
			}
		case string:
			if name == "attributions" || name == "evidence" {
				var list any
				require.NoError(t, json.Unmarshal([]byte(v), &list))
				value = list
			}
		}
		if name != "id" {
			columns[name] = value
		}
	}
	return columns
}

func TestNeo4jReadsCypher(t *testing.T) {
	store := filled(t)
	want := expected(t, store, nil)
	text := string(exported(t, store, "cypher", everything))
	s := session(t)
	for range 2 { // the second time changes nothing
		for statement := range strings.Lines(text) {
			require.True(t, strings.HasSuffix(statement, ";\n"), statement)
			answered(t, s, strings.TrimSuffix(statement, ";\n"))
		}
	}
	nodes, documents, edges := things{}, things{}, things{}
	for _, r := range answered(t, s, "MATCH (n) RETURN n") {
		n := r.Values[0].(neo4j.Node)
		if n.Labels[0] == "Document" {
			documents[n.Props["id"].(string)] = asColumns(t, n.Props)
			continue
		}
		id := n.Props["id"].(string)
		require.NotContains(t, nodes, id)
		nodes[id] = asColumns(t, n.Props)
		require.Contains(t, n.Labels, "Entity")
		kind := strings.ToLower(strings.ReplaceAll(n.Props["kind"].(string), "_", ""))
		require.Equal(t, kind, strings.ToLower(n.Labels[len(n.Labels)-1]))
	}
	for _, r := range answered(t, s, "MATCH (s)-[r]->(o) RETURN s.id, r, o.id") {
		e := r.Values[1].(neo4j.Relationship)
		id := e.Props["id"].(string)
		require.NotContains(t, edges, id)
		edges[id] = asColumns(t, e.Props)
		edges[id]["source"], edges[id]["target"] = r.Values[0], r.Values[2]
		if edges[id]["type"] == "met-with" {
			require.Equal(t, "MET_WITH", e.Type)
		}
	}
	requireSame(t, "nodes", want.Nodes, nodes)
	requireSame(t, "edges", want.Edges, edges)
	requireSame(t, "documents", want.Documents, documents)
}

func TestAnEmptyGraphIsValidCypher(t *testing.T) {
	text := string(exported(t, filled(t), "cypher", export.Selection{Filter: kg.RelationFilter{Types: []string{"called-on"}}}))
	require.Equal(t, 2, strings.Count(text, ";\n"))
	require.Equal(t, 2, strings.Count(text, "CREATE CONSTRAINT"))
}
