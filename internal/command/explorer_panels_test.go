package command

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// TestTheExplorerTellsWhatARowSaysOfItself opens rows of a file of UCDP's layout: what
// it has to show stands in that file.
func TestTheExplorerTellsWhatARowSaysOfItself(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	_, err := imported("--format", "ucdp", "--db", db, filepath.Join("..", "exchange", "testdata", "ucdp.csv"))
	require.NoError(t, err)
	s := start(t, "--addr", ":0", "--db", db)
	var found struct {
		Relations struct {
			Nodes []struct {
				ID       string
				Evidence []struct{ Source *struct{ Record string } }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(s.query(t, `{ relations(first: 100, filter: {types: ["ucdp:state-based-violence"]}) { nodes { id evidence { source { record } } } } }`)), &found))
	relations := map[string]string{} // by the row
	for _, r := range found.Relations.Nodes {
		relations[r.Evidence[0].Source.Record] = r.ID
	}

	page := browsertest.New(t)
	open := func(what, id string) {
		page.OpenExplorer(s.url + "/?type=met-with&" + url.Values{what: {id}}.Encode())
	}
	open("relation", relations["1"])
	for _, text := range []string{
		"Coded by people", "5.399784° N, 26.486881° W", "6 (5 to 9)", "Deaths on the side of Government of Northland", "Deaths on the side of FLN", "Deaths of civilians",
		"One document or data set", "row 1.", "Radio Exemple", "The coder’s words, not a quote:", "Original source: army spokesman", "12 km north of the river",
	} {
		page.WaitForInspector(text)
	}
	require.Equal(t, "https://example.org/a?b=1", page.String(`document.querySelector(".row-evidence a").getAttribute("href")`))
	require.Equal(t, "0", page.String(`String(document.querySelectorAll(".inspector mark, .inspector q").length)`), "nothing is shown as a quote")
	require.Empty(t, page.Inaccessible("../.."))

	open("relation", relations["4"])
	page.WaitForInspector("somewhere in a country; 6° N, 25° W only stands for all of it")

	open("entity", "ucdp:11")
	page.WaitForInspector("UCDP")
	require.Equal(t, "https://ucdp.uu.se/actor/11", page.String(`document.querySelector(".inspector .facts a").href`))
	var places struct {
		Search []struct{ Node struct{ ID string } }
	}
	require.NoError(t, json.Unmarshal([]byte(s.query(t, `{ search(text: "Béka town", kinds: [PLACE], first: 1) { node { id } } }`)), &places))
	open("entity", places.Search[0].Node.ID)
	page.WaitForInspector("5.399784° N, 26.486881° W")
	require.Empty(t, page.Complaints(), "errors in the console")
	require.Empty(t, page.Outside(), "requests to other machines")
}
