package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/web/browsertest"
)

const schemaFile = "../../schema.graphqls"

func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../web/examples/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples in web/examples: %v", err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestEveryExampleIsAValidQueryWithATitle(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: schemaFile, Input: read(t, schemaFile)})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range examples(t) {
		query := read(t, file)
		if _, err := gqlparser.LoadQueryWithRules(schema, query, nil); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if !strings.HasPrefix(query, "# ") {
			t.Errorf("%s: the first line is to be a comment, the title", file)
		}
	}
}

// serve starts a server of the built pages and a stub of the API, which answers
// each operation but the introspection with the operation itself.
func serve(t *testing.T) string {
	t.Helper()
	if !Built() {
		t.Fatal("the pages are not built: run make web")
	}
	schema := read(t, "testdata/schema.json")
	mux := http.NewServeMux()
	mux.Handle("/", Handler("/api/graph"))
	mux.HandleFunc("POST /api/graph", func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ OperationName, Query string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if strings.Contains(asked.Query, "__schema") {
			_, _ = w.Write([]byte(schema))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]string{
			"operation": asked.OperationName, "query": asked.Query,
		}})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestTheIDERunsItsFirstExampleWithoutLeavingTheMachine(t *testing.T) {
	url := serve(t)
	page := browsertest.New(t)
	var answer struct {
		Data struct{ Operation, Query string }
	}
	result := page.RunExample(url)
	if err := json.Unmarshal([]byte(result), &answer); err != nil {
		t.Fatalf("the result is %q: %v", result, err)
	}
	if want := read(t, examples(t)[0]); answer.Data.Query != want {
		t.Errorf("ran %q, want the first example %q", answer.Data.Query, want)
	}
	if shown := page.ShownResult(); !strings.Contains(shown, answer.Data.Operation) {
		t.Errorf("the page shows %q, which lacks %q", shown, answer.Data.Operation)
	}
	if len(page.Requests()) == 0 {
		t.Error("no request of the page was seen")
	}
	if outside := page.Outside(); len(outside) > 0 {
		t.Errorf("the page reached for other machines: %q", outside)
	}
	if complaints := page.Complaints(); len(complaints) > 0 {
		t.Errorf("the page complained: %q", complaints)
	}
}

func TestEveryExampleHasATab(t *testing.T) {
	page := browsertest.New(t)
	page.OpenIDE(serve(t) + "/graphiql")
	operation := regexp.MustCompile(`(?m)^query (\w+)`)
	var want []string
	for _, file := range examples(t) {
		name := operation.FindStringSubmatch(read(t, file))
		if name == nil {
			t.Fatalf("%s: its query has no name, by which its tab goes", file)
		}
		want = append(want, name[1])
	}
	if got := page.Tabs(); !slices.Equal(got, want) {
		t.Errorf("tabs %q, want %q", got, want)
	}
}
