package command

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

func TestAServerThatComesBackIsNoticedWithoutAsking(t *testing.T) {
	page, between := openDelayed(t, "/")
	down := between.Hold("Timeline", "")
	down.Fail()
	page.Press("Filter")
	page.Click("label.check", "Alleged")
	page.WaitFor(`document.querySelector(".timeline")?.innerText.toLowerCase().includes("no answer")`)
	down.Answer()
	page.WaitFor(`!document.querySelector(".timeline").innerText.toLowerCase().includes("no answer")`)
}

func TestReadingGoesOnInThePanelAfterASearch(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	typeAnew(page, "macron"+kb.Enter)
	page.WaitForInspector("Emmanuel Macron")
	page.WaitFor(`document.activeElement.className === "inspector-body"`)
	require.Equal(t, "Emmanuel Macron · Conflict graph", page.String(`document.title`))
	page.Do(chromedp.KeyEvent(kb.Escape))
	page.WaitFor(`!location.search.includes("entity=")`)
	require.Equal(t, "Conflict graph", page.String(`document.title`))
}

func TestTheIDEFollowsASubscription(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.OpenIDE(s.url + "/graphiql#" + url.Values{"query": {`subscription { entityChanged(id: "ukraine") { id } }`}}.Encode())
	page.WaitFor(`document.querySelector(".graphiql-query-editor").innerText.includes("entityChanged")`)
	page.Do(chromedp.Click(".graphiql-execute-button"))
	s.followed(t)
	_, body := s.ask(t, curatorToken, `mutation { addAlias(input: {entity: "ukraine", alias: "Ukrajina", source: "test"}) { entity { name } } }`)
	require.NotContains(t, body, "errors")
	page.WaitFor(`__MONACO.editor.getModels().some(m => m.uri.path.endsWith("response.json") && m.getValue().includes("entityChanged"))`)
	require.Empty(t, page.Complaints())
}

func TestASecondLinkToTheIDEOpensInTheSameTabOfTheBrowser(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	for _, query := range []string{`query First { entity(id: "ukraine") { id } }`, `query Second { entity(id: "russia") { id } }`} {
		link := "#" + url.Values{"query": {query}}.Encode()
		if query[6] == 'F' {
			page.OpenIDE(s.url + "/graphiql" + link)
		} else {
			page.String(`(() => { location.hash = "` + link + `"; return "" })()`)
		}
		page.WaitFor(`__MONACO.editor.getModels().some(m => m.getValue() === ` + "`" + query + "`" + `)`)
	}
}

// followed waits until somebody follows what is written.
func (s started) followed(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, text := get(t, s.url+"/metrics")
		return strings.Contains(text, "conflictgraph_subscriptions 1\n")
	}, time.Minute, 10*time.Millisecond)
}
