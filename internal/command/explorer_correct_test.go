package command

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// asCurator opens the explorer on what a link names, with a token that may correct.
func asCurator(t *testing.T, link string) (*browsertest.Page, started) {
	t.Helper()
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	require.Equal(t, "null", page.String(`String(document.querySelector(".correct"))`), "nobody who only reads sees it")
	page.Press("Sign in")
	page.WaitFor(`document.querySelector("dialog.access input") !== null`)
	page.Type("dialog.access input", curatorToken)
	page.Keys(kb.Enter)
	page.WaitFor(`document.querySelector("dialog.access") === null`)
	page.String(`(() => { history.pushState(null, "", "` + link + `"); return "" })()`)
	page.WaitFor(`document.querySelector(".correct > summary") !== null`)
	page.Click(".correct > summary", "Correct this")
	return page, s
}

func TestANameIsCorrectedAndTakenBack(t *testing.T) {
	page, s := asCurator(t, "/?entity=emmanuel-macron")
	name := `.correct form input`
	page.String(`document.querySelector("` + name + `").select() ?? ""`)
	page.Type(name, "President Macron")
	page.Click(`.correct button[type="submit"]`, "Save")
	page.WaitForInspector("“Emmanuel Macron” is called “President Macron” now.")
	page.WaitFor(`document.querySelector(".entity-name").textContent === "President Macron"`)
	_, body := s.ask(t, curatorToken, `{ entity(id: "emmanuel-macron") { aliases } }`)
	require.Contains(t, body, `"Emmanuel Macron"`, "the name before is another name")
	require.Empty(t, page.Inaccessible("../.."))
	page.Click(".history > summary", "History")
	page.WaitForInspector("corrected: name: President Macron, before: Emmanuel Macron")
	page.Click(".outcome button", "Undo")
	page.WaitFor(`document.querySelector(".entity-name").textContent === "Emmanuel Macron"`)
	_, body = s.ask(t, curatorToken, `{ entity(id: "emmanuel-macron") { name aliases } }`)
	require.Contains(t, body, `"name":"Emmanuel Macron"`)
	require.False(t, strings.Contains(body, "President Macron"), body)
	require.Empty(t, page.Complaints())
}

func TestAWrongMergeIsTakenApart(t *testing.T) {
	page, s := asCurator(t, "/?entity=emmanuel-macron")
	page.Type(`.correct .search input`, "Zelenskyy")
	page.Keys(kb.Enter)
	page.WaitFor(`document.querySelector(".beside") !== null`)
	page.Click(".beside button", "They are one")
	page.WaitForInspector("“Volodymyr Zelenskyy” and “Emmanuel Macron” are one now.")
	_, body := s.ask(t, curatorToken, `{ entity(id: "volodymyr-zelenskyy") { id } }`)
	require.Contains(t, body, `"id":"emmanuel-macron"`)
	page.Click(".correct fieldset button", "Take apart")
	page.WaitForInspector("“volodymyr-zelenskyy” stands for itself again.")
	_, body = s.ask(t, curatorToken, `{ entity(id: "volodymyr-zelenskyy") { id } }`)
	require.Contains(t, body, `"id":"volodymyr-zelenskyy"`)
	require.Empty(t, page.Complaints())
}

func TestARelationIsTakenBackAndRestored(t *testing.T) {
	page, s := asCurator(t, "/?relation="+relationOfMacron(t))
	page.Type(`.correct form input`, "misread")
	page.Click(`.correct button[type="submit"]`, "Take this back")
	page.WaitForInspector("The relation was taken back.")
	page.WaitForInspector("the graph no longer holds it")
	page.Click(".history > summary", "History")
	page.WaitForInspector("misread")
	page.Click(".correct button", "Restore it")
	page.WaitForInspector("The relation stands again.")
	page.WaitFor(`!document.querySelector(".inspector-body").innerText.includes("no longer holds it")`)
	_, body := s.ask(t, curatorToken, `{ relations(first: 1) { totalCount } }`)
	require.Contains(t, body, `94`)
	require.Empty(t, page.Complaints())
}

// relationOfMacron returns the id of a relation of the article, which is the same with every server.
func relationOfMacron(t *testing.T) string {
	t.Helper()
	s := start(t, "--addr", ":0", "--db", ":memory:")
	_, body := s.ask(t, "", `{ entity(id: "emmanuel-macron") { relations(first: 1) { nodes { id } } } }`)
	id := regexp.MustCompile(`rel:[^"]+`).FindString(body)
	require.NotEmpty(t, id, body)
	return url.QueryEscape(id)
}
