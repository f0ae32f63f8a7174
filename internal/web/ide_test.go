package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

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

type answer struct {
	Data asking `json:"data"`
}

type asking struct{ Operation, Query string }

func unmarshal(t *testing.T, result string) asking {
	t.Helper()
	var a answer
	if err := json.Unmarshal([]byte(result), &a); err != nil {
		t.Fatalf("the result is %q: %v", result, err)
	}
	return a.Data
}

// serve starts a server of the built pages and a stub of the API, which answers
// each operation but the introspection with its name and text.
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
		query, err := parser.ParseQuery(&ast.Source{Input: asked.Query})
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		operation := query.Operations.ForName(asked.OperationName)
		if operation == nil {
			http.Error(w, "no operation "+asked.OperationName, http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if strings.Contains(asked.Query, "__schema") {
			_, _ = w.Write([]byte(schema))
			return
		}
		_ = json.NewEncoder(w).Encode(answer{Data: asking{operation.Name, asked.Query}})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestTheIDERunsItsFirstExampleWithoutLeavingTheMachine(t *testing.T) {
	page := browsertest.New(t)
	url := serve(t)
	var answer struct {
		Data struct{ Operation, Query string }
	}
	result := page.RunExample(url + "/graphiql")
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

func TestEveryExampleHasATabThatRunsItAtOnce(t *testing.T) {
	page := browsertest.New(t)
	page.OpenIDE(serve(t) + "/graphiql")
	tabs := page.Tabs()
	if len(tabs) != len(examples(t)) {
		t.Fatalf("tabs %q, want one for each of %q", tabs, examples(t))
	}
	for i, file := range examples(t) {
		ran := unmarshal(t, page.RunTab(i))
		if ran.Query != read(t, file) {
			t.Errorf("tab %d ran %q, want %s", i, ran.Query, file)
		}
		if ran.Operation != tabs[i] {
			t.Errorf("tab %d is called %q, want the operation's name %q", i, tabs[i], ran.Operation)
		}
	}
	if complaints := page.Complaints(); len(complaints) > 0 {
		t.Errorf("the page complained: %q", complaints)
	}
}

func TestAnExampleOpensFromItsPane(t *testing.T) {
	page := browsertest.New(t)
	page.OpenIDE(serve(t) + "/graphiql")
	last := len(examples(t)) - 1
	page.Do(
		chromedp.Click(chromedp.CSS(`button[aria-label="Show Examples"]`)),
		chromedp.Click(chromedp.CSS(".examples li:last-child button")),
	)
	page.WaitFor(`document.querySelector(".graphiql-tab-active button").textContent === ` + strconv.Quote(page.Tabs()[last]))
	if tabs := page.Tabs(); len(tabs) != last+1 {
		t.Errorf("tabs %q, want the example in the one that it had", tabs)
	}
}

func TestThePageIsDarkForWhoPrefersThat(t *testing.T) {
	page := browsertest.New(t)
	url := serve(t)
	background := func(dark bool) string {
		page.PreferDark(dark)
		page.OpenIDE(url + "/graphiql")
		return page.String(`getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor`)
	}
	if light, dark := background(false), background(true); light == dark {
		t.Errorf("the background is %s for both", light)
	}
}
