package command

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// openDelayed opens the explorer on the article, with a proxy before the server
// that holds what the test names.
func openDelayed(t *testing.T, link string) (*browsertest.Page, *browsertest.Between) {
	t.Helper()
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	between := browsertest.NewBetween(t, s.url)
	page := browsertest.New(t)
	page.OpenExplorer(between.URL + link)
	return page, between
}

const (
	searchBox  = `.search input`
	firstHit   = `document.querySelector('.hits [role="option"] bdi')?.textContent`
	searchDone = `document.querySelector(".hits ul").getAttribute("aria-busy") === "false"`
)

func typeAnew(page *browsertest.Page, text string) {
	page.String(`document.querySelector("` + searchBox + `").select() ?? ""`)
	page.Do(chromedp.SendKeys(chromedp.CSS(searchBox), text))
}

func TestEnterOpensWhatAnswersTheWordsThatStandThere(t *testing.T) {
	page, between := openDelayed(t, "/")
	typeAnew(page, "putin")
	page.WaitFor(searchDone + ` && ` + firstHit + ` === "Vladimir Putin"`)

	late := between.Hold("Search", `"macron"`)
	typeAnew(page, "macron"+kb.Enter)
	late.Asked(1)
	require.Empty(t, page.String(`location.search`), "nothing is opened before its answer is there")
	require.Equal(t, "true", page.String(`document.querySelector(".hits ul").dataset.stale ?? ""`), "what is suggested is marked as from before")
	late.Answer()
	page.WaitFor(`location.search.includes("entity=")`)
	require.Contains(t, page.Link(), "entity=emmanuel-macron")
}

func TestASearchThatIsAnsweredLateIsNotTakenForAnother(t *testing.T) {
	page, between := openDelayed(t, "/")
	putin, macron := between.Hold("Search", `"putin"`), between.Hold("Search", `"macron"`)
	typeAnew(page, "putin")
	putin.Asked(1)
	typeAnew(page, "macron"+kb.Enter)
	macron.Asked(1)
	putin.Answer()
	require.Empty(t, page.String(`location.search`))
	macron.Answer()
	page.WaitFor(`location.search.includes("entity=")`)
	require.Contains(t, page.Link(), "entity=emmanuel-macron")
}

func TestASearchThatFailsSaysSoAndEnterAsksAgain(t *testing.T) {
	page, between := openDelayed(t, "/")
	typeAnew(page, "putin")
	page.WaitFor(searchDone)
	macron := between.Hold("Search", `"macron"`)
	macron.Fail()
	typeAnew(page, "macron"+kb.Enter)
	page.WaitFor(`document.querySelector('.hits [role="alert"]') !== null`)
	require.Empty(t, page.String(`location.search`))
	macron.Answer()
	page.Do(chromedp.SendKeys(chromedp.CSS(searchBox), kb.Enter))
	page.WaitFor(`location.search.includes("entity=")`)
	require.Contains(t, page.Link(), "entity=emmanuel-macron")
}

func TestPathsStandUnderTheirOwnHeadingOnly(t *testing.T) {
	page, between := openDelayed(t, "/?path=marco-rubio&path=vladimir-putin")
	page.WaitForInspector("3 steps")
	late := between.Hold("Paths", `"emmanuel-macron"`)
	page.ClickGraph("emmanuel-macron", 1)
	page.WaitFor(`location.search.includes("entity=emmanuel-macron")`)
	page.ClickGraph("ukraine", 1, chromedp.ModifierShift)
	late.Asked(1)
	nothingOfBefore := func(when string) {
		require.Equal(t, "From Emmanuel Macron to Ukraine", page.String(`document.querySelector(".inspector h2").innerText`), when)
		require.Equal(t, "0 0", page.String(`document.querySelectorAll(".ways li").length + " " + document.querySelector(".canvas").cy.elements(".way").length`), when)
	}
	nothingOfBefore("awaited")
	late.Fail()
	page.WaitForInspector("No answer")
	nothingOfBefore("failed")
	late.Answer()
	page.Click(".inspector button", "Try again")
	page.WaitForInspector("step")
	require.Equal(t, "Emmanuel Macron Ukraine", page.String(`(names => names[0] + " " + names.at(-1))([...document.querySelectorAll(".ways li:first-child .entity-link")].map(e => e.innerText.trim()))`))
	page.WaitFor(`document.querySelector(".canvas").cy.getElementById("emmanuel-macron").hasClass("way")`)
}

// TestAFilterMarksTheRowsOfBefore looks at the table of the whole graph and at
// that of a neighbourhood, which ask in different ways.
func TestAFilterMarksTheRowsOfBefore(t *testing.T) {
	for link, operation := range map[string]string{"/?show=split": "Opening", "/?show=split&focus=vladimir-putin": "Neighborhood"} {
		t.Run(operation, func(t *testing.T) {
			page, between := openDelayed(t, link)
			page.WaitFor(`document.querySelectorAll("tbody tr").length > 1`)
			rows := page.String(`document.querySelector("tbody").innerText`)
			drawn := page.Drawn()
			late := between.Hold(operation, `"PLANNED"`)
			page.Press("Filter")
			page.Press("Planned")
			late.Asked(1)
			marked := func(when string) {
				require.Equal(t, rows, page.String(`document.querySelector("tbody").innerText`), when)
				require.Equal(t, "From before the last change", page.String(`document.querySelector(".table-head [role=status]").innerText`), when)
				require.Equal(t, "true true true", page.String(`[document.querySelector(".table").dataset.stale, document.querySelector(".graph").dataset.stale, document.querySelector(".table-head button").disabled].join(" ")`), when)
				require.Equal(t, drawn, page.Drawn(), when)
			}
			marked("awaited")
			late.Fail()
			page.WaitForText("What is shown is from before the last change.")
			marked("failed")
			late.Answer()
			page.Click(".notice button", "Try again")
			page.WaitFor(`(rows => rows.length > 0 && rows.every(r => r.cells[4].textContent === "Planned"))([...document.querySelectorAll("tbody tr")])`)
			require.Equal(t, "undefined undefined false", page.String(`[document.querySelector(".table").dataset.stale, document.querySelector(".graph").dataset.stale, document.querySelector(".table-head button").disabled].map(String).join(" ")`))
		})
	}
}

func TestAFilterThatIsTakenBackBeforeItsAnswerLeavesEverythingAsItWas(t *testing.T) {
	page, between := openDelayed(t, "/?show=split")
	rows, drawn := page.String(`document.querySelector("tbody").innerText`), page.Drawn()
	late := between.Hold("Opening", `"PLANNED"`)
	page.Press("Filter")
	page.Press("Planned")
	late.Asked(1)
	page.Press("Undo")
	page.WaitFor(`document.querySelector(".table").dataset.stale === undefined`)
	late.Answer()
	require.Equal(t, rows, page.String(`document.querySelector("tbody").innerText`))
	require.Equal(t, drawn, page.Drawn())
}

func TestARequestThatFailsLeavesTheDrawingAndItsLayout(t *testing.T) {
	page, between := openDelayed(t, "/")
	before := page.Drawn()
	late := between.Hold("Neighborhood", `"volodymyr-zelenskyy","`)
	page.ClickGraph("volodymyr-zelenskyy", 1)
	page.Press("Add what is around it")
	late.Asked(1)
	require.Equal(t, before, page.Drawn(), "awaited")
	late.Fail()
	page.WaitForText("No answer.")
	require.Equal(t, before, page.Drawn(), "failed")
	late.Answer()
	page.Click(".notice button", "Try again")
	page.WaitFor(`document.querySelector(".canvas").cy.getElementById("paris").nonempty()`)
	page.WaitFor(`!document.body.innerText.includes("No answer.")`)
	require.Greater(t, len(page.Drawn()), len(before))
}

func TestAServerThatFailsFromTheStartIsAskedAgain(t *testing.T) {
	for _, operation := range []string{"Opening", "Neighborhood", "Vocabulary", "Totals", "Timeline"} {
		t.Run(operation, func(t *testing.T) {
			clearEnvironment(t)
			s := start(t, "--addr", ":0", "--db", ":memory:")
			between := browsertest.NewBetween(t, s.url)
			page := browsertest.New(t)
			down := between.Hold(operation, "")
			down.Fail()
			page.Open(between.URL + "/?show=split")
			page.WaitForText("No answer.")
			down.Answer()
			page.Press("Try again")
			page.WaitFor(`!document.body.innerText.includes("No answer.")`)
			page.Settled()
			page.WaitFor(`document.querySelector(".table-head").innerText.includes("94 of 94 relations")`)
			page.WaitFor(`document.querySelectorAll(".bar").length > 2`)
		})
	}
}

// TestALayoutThatWasInterruptedIsCompleted has the names of the types come while the layout is
// at work: the lines then change, and nothing else is to be laid out.
func TestALayoutThatWasInterruptedIsCompleted(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	between := browsertest.NewBetween(t, s.url)
	page := browsertest.New(t)
	page.SlowDown(10)
	late := between.Hold("Vocabulary", "")
	page.Open(between.URL + "/")
	page.WaitFor(`performance.getEntriesByName("graph-first-drawn").length > 0`)
	late.Answer()
	page.WaitFor(`performance.getEntriesByName("graph-first-drawn").length > 1`)
	page.WaitFor(`performance.getEntriesByName("graph-laid-out").length > 0`)
	page.Settled()
}
