package command

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

const visiting = `Solen in Port Adel

Odranan Foreign Minister Mira Solen met Kestrian President Tam Orel in Port Adel on Monday. Orel will visit Odrana next week.

Odrana accused Kestria of shelling the border. Kestria denied the charge. Orel spoke with Kestrian Defence Minister Ada Brenn on Sunday.

Brenn reportedly criticized Solen. Odrana will sign an agreement with Kestria in April.
`

// reviewed starts a server with a token of a curator, and of a contributor.
func reviewed(t *testing.T) started {
	t.Helper()
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	t.Setenv("CONFLICTGRAPH_TOKEN_CONTRIBUTOR", contributorToken)
	return start(t, "--addr", ":0", "--db", ":memory:")
}

const contributorToken = "contributor-51c0be3a77"

// signedIn opens a page in whose tab a token is kept.
func signedIn(t *testing.T, token string) *browsertest.Page {
	t.Helper()
	page := browsertest.New(t)
	page.Beforehand(`if (location.protocol.startsWith("http")) sessionStorage.setItem("conflictgraph.token", ` + strconv.Quote(token) + `)`)
	return page
}

// requireQuiet checks that a page asked nobody else and complained of nothing.
func requireQuiet(t *testing.T, page *browsertest.Page) {
	t.Helper()
	require.Empty(t, page.Outside(), "requests to other machines")
	require.Empty(t, page.Complaints(), "errors in the console")
}

func TestAnArticleIsAddedAndDecidedByKeysAlone(t *testing.T) {
	s := reviewed(t)
	page := signedIn(t, curatorToken)
	page.Open(s.url + "/?review=add")
	page.WaitFor(`document.activeElement?.tagName === "TEXTAREA"`)
	page.Paste(visiting)
	page.Keys(kb.Enter, chromedp.ModifierCtrl)
	page.WaitFor(`document.activeElement?.matches(".found input") === true`)
	page.Paste("Solen in Port Adel")
	page.Keys(kb.Tab)
	page.Paste("2026-03-03")
	page.Keys(kb.Enter)
	left := func(n int) {
		t.Helper()
		page.WaitForText(strconv.Itoa(n) + " of 9 to be decided")
	}
	left(9)
	page.WaitFor(`document.querySelectorAll(".desk-text mark").length >= 9`)
	require.Equal(t, "Odranan Foreign Minister Mira Solen", page.String(`[...document.querySelectorAll("mark[data-current]")].map(m => m.textContent).join("")`))

	page.Keys("?")
	page.WaitForText("At the desk")
	page.Keys(kb.Escape)
	page.WaitFor(`document.querySelector("dialog[open]") === null`)
	for n := 8; n >= 5; n-- {
		page.Keys("a")
		left(n)
	}
	page.Keys("j")
	page.Keys("k")
	page.Keys("a")
	left(4)
	page.Keys("r")
	page.WaitFor(`document.activeElement?.closest(".rejecting") !== null`)
	page.Paste("Not worth keeping")
	page.Keys(kb.Enter)
	left(3)
	require.Equal(t, "5", s.suggested(t), "what was accepted is in the graph")
	requireQuiet(t, page)

	page.Open(s.url + "/?focus=mira-solen")
	page.WaitFor(`document.querySelector(".canvas")?.cy?.getElementById("tam-orel").nonempty() === true`)
	requireQuiet(t, page)
}

// suggested returns how many relations of the graph were suggested once.
func (s started) suggested(t *testing.T) string {
	t.Helper()
	var found struct{ Relations struct{ TotalCount int } }
	require.NoError(t, json.Unmarshal([]byte(s.query(t, `{ relations(filter: {coding: [SUGGESTED]}) { totalCount } }`)), &found))
	return strconv.Itoa(found.Relations.TotalCount)
}

func TestWhoMayOnlyReadSeesNoneOfTheDesk(t *testing.T) {
	s := reviewed(t)
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	require.Equal(t, "Sign in", page.String(`[...document.querySelectorAll(".tools a, .tools button")].map(b => b.textContent).filter(t => ["Review", "Add an article", "Sign in"].includes(t)).join()`))
	page.Press("Sign in")
	page.WaitFor(`document.querySelector("dialog input") !== null`)
	page.Do(chromedp.SendKeys(chromedp.CSS("dialog input"), contributorToken))
	page.Keys(kb.Enter)
	page.WaitForText("Add an article")
	requireQuiet(t, page)

	clearEnvironment(t)
	closed := start(t, "--addr", ":0", "--db", ":memory:")
	page.OpenExplorer(closed.url)
	require.NotContains(t, page.String(`document.querySelector(".tools").textContent`), "Sign in", "no token is accepted")
}
