package command

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// TestALinkToWhatWasMergedShowsWhatItIsNow opens links that were copied before an
// entity was merged with another.
func TestALinkToWhatWasMergedShowsWhatItIsNow(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	for _, mutation := range []string{
		`mutation { addEntity(input: {id: "vv-putin", kind: PERSON, name: "V. V. Putin"}) { entity { id } } }`,
		`mutation { mergeEntities(input: {from: "vv-putin", into: "vladimir-putin"}) { entity { id } } }`,
	} {
		_, answer := s.ask(t, curatorToken, mutation)
		require.NotContains(t, answer, "errors")
	}
	page := browsertest.New(t)

	page.OpenExplorer(s.url + "/?entity=vv-putin")
	page.WaitForInspector("President of Russia")
	page.WaitFor(`document.querySelector(".canvas").cy.getElementById("vladimir-putin").hasClass("open")`)

	page.OpenExplorer(s.url + "/?focus=vv-putin")
	require.Contains(t, page.Drawn(), "steve-witkoff")
	page.WaitFor(`document.querySelector(".canvas").cy.getElementById("vladimir-putin").data("center")`)

	page.OpenExplorer(s.url + "/?pair=steve-witkoff&pair=vv-putin")
	page.WaitForInspector("met with (planned)")
	page.WaitForInspector("Steve Witkoff and Vladimir Putin")

	page.OpenExplorer(s.url + "/?path=marco-rubio&path=vv-putin")
	page.WaitForInspector("From Marco Rubio to Vladimir Putin")
	page.WaitForInspector("3 steps")
	require.Empty(t, page.Complaints())
}

func TestALinkToNothingSaysSoInPlainWords(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	const inWords = "There is nothing “nobody” in this graph. Search finds things by name."
	for _, link := range []string{"focus=nobody", "focus=nobody&focus=ukraine", "grow=nobody", "path=nobody&path=ukraine"} {
		page.Open(s.url + "/?" + link)
		page.WaitForText(inWords)
		require.Equal(t, "false", page.String(`String(/NOT_FOUND|search\(text|No answer/.test(document.body.innerText))`), link)
	}
	page.OpenExplorer(s.url + "/?focus=nobody&focus=ukraine")
	require.Contains(t, page.Drawn(), "russia", "what is there is shown")
	page.Press("Back to the start")
	page.WaitFor(`location.search === ""`)

	page.OpenExplorer(s.url + "/?" + url.Values{"type": {"nope", "met-with"}}.Encode())
	page.WaitForText("type=nope is not a relation of this graph; it was left out.")
	page.WaitForText("3 of 94 relations in the graph pass the filter.")
}
