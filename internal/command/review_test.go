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

// ingested reads an article into the queue, and returns the id of its document.
func (s started) ingested(t *testing.T, text string) string {
	t.Helper()
	_, answer := s.ask(t, curatorToken, `mutation { ingestDocument(input: {document: {id: "doc:visit", title: "Solen in Port Adel", text: `+strconv.Quote(text)+`, publishedAt: {edtf: "2026-03-03"}}}) { ingestion { queued document { id } } } }`)
	var read struct {
		Data struct {
			IngestDocument struct {
				Ingestion struct {
					Queued   int
					Document struct{ ID string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(answer), &read), answer)
	require.NotZero(t, read.Data.IngestDocument.Ingestion.Queued, answer)
	return read.Data.IngestDocument.Ingestion.Document.ID
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

// criticized returns how many relations say that Peskov criticized Macron.
func (s started) criticized(t *testing.T) string {
	t.Helper()
	var found struct{ Relations struct{ TotalCount int } }
	require.NoError(t, json.Unmarshal([]byte(s.query(t, `{ relations(filter: {types: ["criticized"], with: ["dmitry-peskov"], and: [{with: ["emmanuel-macron"]}]}) { totalCount } }`)), &found))
	return strconv.Itoa(found.Relations.TotalCount)
}

// suggested returns how many relations of the graph were suggested once.
func (s started) suggested(t *testing.T) string {
	t.Helper()
	var found struct{ Relations struct{ TotalCount int } }
	require.NoError(t, json.Unmarshal([]byte(s.query(t, `{ relations(filter: {coding: [SUGGESTED]}) { totalCount } }`)), &found))
	return strconv.Itoa(found.Relations.TotalCount)
}

func TestAClaimIsMadeOfWordsThatAreMarked(t *testing.T) {
	s := reviewed(t)
	page := signedIn(t, curatorToken)
	page.Open(s.url + "/?review=desk&document=doc:zelenskyy-macron-paris-meeting")
	const words = "would meet Tuesday"
	page.Select(".desk-text", words)
	page.Press("Make a claim of these words")
	page.WaitFor(`document.querySelectorAll(".claim-fields details[open]").length === 2 && document.querySelectorAll(".claim-fields option").length > 100`)
	for end, found := range map[string]string{"Who": "Dmitry Peskov", "to whom or what": "Emmanuel Macron"} {
		field := `.claim-fields .search input[aria-label^=` + strconv.Quote(end+":") + `]`
		page.Type(field, found)
		option := `[...document.querySelectorAll(".claim-fields [role=option]")].find(o => o.offsetParent && o.textContent.includes(` + strconv.Quote(found) + `))`
		page.WaitFor(option + ` !== undefined`)
		page.String(option + `.click() ?? ""`)
	}
	page.String(`(() => { const select = [...document.querySelectorAll(".claim-fields select")].find(s => s.querySelector("[value=criticized]"));
		Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(select, "criticized");
		select.dispatchEvent(new Event("change", { bubbles: true })); return "" })()`)
	page.Press("Put it into the graph")
	page.WaitForText("Accepted: Dmitry Peskov criticized Emmanuel Macron")
	require.Equal(t, "1", s.criticized(t))
	require.Equal(t, words, page.String(`[...document.querySelectorAll("mark[data-current]")].map(m => m.textContent).join("")`))
	page.Keys("u")
	page.WaitForText("Taken back.")
	require.Equal(t, "0", s.criticized(t))
	requireQuiet(t, page)
}

func TestTwoWhoDecideAtOnceSeeBothVersions(t *testing.T) {
	s := reviewed(t)
	s.ingested(t, visiting)
	const desk = "/?review=desk&document=doc:visit"
	ana, carl, late := signedIn(t, curatorToken), signedIn(t, contributorToken), signedIn(t, curatorToken)
	late.Beforehand(`window.WebSocket = class { close() {} send() {} }`) // hears nothing of the others
	for _, page := range []*browsertest.Page{ana, carl, late} {
		page.Open(s.url + desk)
		page.WaitForText("9 of 9 to be decided")
	}
	require.Equal(t, "0", carl.String(`String([...document.querySelectorAll(".decide button")].filter(b => b.textContent.includes("Accept")).length)`), "a contributor does not decide")
	ana.Keys("r")
	ana.WaitFor(`document.activeElement?.closest(".rejecting") !== null`)
	ana.Paste("Said already")
	ana.Keys(kb.Enter)
	ana.WaitForText("8 of 9 to be decided")
	carl.WaitForText("8 of 9 to be decided")
	carl.WaitForText("Rejected by token:curator")

	late.Keys("a")
	for _, text := range []string{"Somebody else was faster", "Yours: Accept", "Theirs: Rejected by token:curator", "because: Said already"} {
		late.WaitForText(text)
	}
	require.Equal(t, "0", s.suggested(t))
	late.Press("Go on")
	late.WaitForText("8 of 9 to be decided")
	late.Keys("a")
	late.WaitForText("7 of 9 to be decided")
	ana.WaitForText("7 of 9 to be decided")
	for _, page := range []*browsertest.Page{ana, carl, late} {
		requireQuiet(t, page)
	}
}

func TestAHostileArticleIsShownAsText(t *testing.T) {
	s := reviewed(t)
	const hostile = `<script>document.title="run"</script><img src=x onerror="document.title='run'"> 👩🏽‍⚖️🇺🇦 Zoë said:

Odranan Foreign Minister Mira Solen met Kestrian President Tam Orel in Port Adel on Monday. ` + "\u200fمن\u200e" + ` <b>Odrana accused Kestria</b>.`
	s.ingested(t, hostile)
	page := signedIn(t, curatorToken)
	page.Open(s.url + "/?review=desk&document=doc:visit")
	page.WaitFor(`document.querySelectorAll(".desk-text mark").length > 0`)
	require.Equal(t, hostile, page.String(`document.querySelector(".desk-text").textContent`))
	require.Equal(t, "0", page.String(`String(document.querySelectorAll(".desk-text script, .desk-text img, .desk-text b").length)`))
	// The words that the server found, and what is marked for them, claim by claim.
	const inHand, current = `document.querySelector("textarea").value`, `[...document.querySelectorAll("mark[data-current]")].map(m => m.textContent).join("")`
	seen := map[string]bool{}
	for n := 1; n <= 2; n++ {
		page.WaitFor(`new RegExp("(^|\\n)` + strconv.Itoa(n) + ` of [0-9]+ · ").test(document.querySelector(".desk-claim").innerText) && ` + current + ` === ` + inHand)
		seen[page.String(current)] = true
		page.Keys("j")
	}
	require.Contains(t, seen, "Odranan Foreign Minister Mira Solen met Kestrian President Tam Orel")
	require.Contains(t, seen, "Kestrian President Tam Orel")
	page.Select(".desk-text", "met Kestrian President Tam Orel")
	page.WaitFor(`document.querySelector(".marked-bar q")?.textContent === "met Kestrian President Tam Orel"`)
	require.NotEqual(t, "run", page.String("document.title"))
	requireQuiet(t, page)
}

func TestReviewingIsAccessible(t *testing.T) {
	atTheTop(t)
	s := reviewed(t)
	s.ingested(t, visiting)
	page := signedIn(t, curatorToken)
	for _, width := range []int64{1440, 390} {
		page.Do(chromedp.EmulateViewport(width, 844))
		for _, link := range []string{"?review=queue", "?review=add", "?review=desk&document=doc:visit&order=doubtful"} {
			for _, dark := range []bool{false, true} {
				page.PreferDark(dark)
				page.Open(s.url + "/" + link)
				page.WaitFor(`document.querySelector(".queue-list li, .add textarea, .claim-fields option:nth-child(20)") !== null`)
				require.Empty(t, page.Inaccessible("."), "%s, dark: %v", link, dark)
				require.Equal(t, "true", page.String(`String(document.documentElement.scrollWidth <= innerWidth)`), "%s is not wider than the screen", link)
			}
		}
	}
	requireQuiet(t, page)
}

func TestWhoMayOnlyReadSeesNoneOfTheDesk(t *testing.T) {
	s := reviewed(t)
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	require.Equal(t, "Sign in", page.String(`[...document.querySelectorAll(".tools a, .tools button")].map(b => b.textContent).filter(t => ["Review", "Add an article", "Sign in"].includes(t)).join()`))
	page.Press("Sign in")
	page.WaitFor(`document.querySelector("dialog input") !== null`)
	page.Type("dialog input", contributorToken)
	page.Keys(kb.Enter)
	page.WaitForText("Add an article")
	requireQuiet(t, page)

	clearEnvironment(t)
	closed := start(t, "--addr", ":0", "--db", ":memory:")
	page.OpenExplorer(closed.url)
	require.NotContains(t, page.String(`document.querySelector(".tools").textContent`), "Sign in", "no token is accepted")
}
