package command

import (
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// TestFiveQuestionsAreAnsweredByTheMouseAlone asks of the article what a reader
// would, and neither types nor follows a link.
func TestFiveQuestionsAreAnsweredByTheMouseAlone(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	marked := func(words string) {
		page.WaitFor(`document.querySelector(".article mark")?.textContent === "` + words + `"`)
	}
	afresh := func() {
		page.Click("button", "Conflict graph")
		page.WaitFor(`document.querySelector(".inspector") === null`)
	}

	t.Run("who speaks for Putin?", func(t *testing.T) {
		page.ClickGraph("vladimir-putin", 1)
		page.Click(".relation-row", "Dmitry Peskov is spokesperson for")
		marked("Kremlin spokesperson Dmitry Peskov confirmed that Russian President Vladimir Putin would meet Tuesday")
		afresh()
	})

	t.Run("is the meeting of Putin and Witkoff planned or held, and who says so?", func(t *testing.T) {
		page.ClickGraph(page.LineBetween("vladimir-putin", "steve-witkoff"), 1)
		for _, answer := range []string{"met with (planned)", "Confirmed", "2 December 2025", "Dmitry Peskov", "confirmed it"} {
			page.WaitForInspector(answer)
		}
		require.Equal(t, "true", page.String(`(() => {
			const said = document.querySelector(".said").getBoundingClientRect();
			return String(said.bottom <= document.querySelector(".inspector-body").getBoundingClientRect().bottom) })()`), "who says so is seen without scrolling")
		afresh()
	})

	t.Run("what contradicts the report on Witkoff's advice, in which words?", func(t *testing.T) {
		page.ClickGraph(page.LineBetween("steve-witkoff", "putins-foreign-affairs-adviser"), 1)
		page.WaitForInspector("claimed it")
		page.WaitForInspector("made little of it")
		page.Click(".relation-row", "Alleged")
		marked("Witkoff has faced scrutiny following a report suggesting he advised Putin’s foreign affairs adviser on how to frame the peace plan during discussions with Trump")
		page.Click(".claims.against .claim", "Both Moscow and Washington have downplayed")
		marked("Both Moscow and Washington have downplayed the significance of these reports.")
		page.WaitForInspector("made little of it")
		afresh()
	})

	t.Run("how are Rubio and Putin connected?", func(t *testing.T) {
		page.ClickGraph("marco-rubio", 1)
		page.Click("button", "Paths to …")
		page.WaitForText("Paths from Marco Rubio to whom?")
		page.ClickGraph("vladimir-putin", 1)
		page.WaitForInspector("3 steps")
		page.Click(".way", "3 steps")
		page.Click(".step-type", "is secretary of state of")
		page.WaitFor(`document.querySelector(".article mark")?.textContent.includes("Secretary of State Marco Rubio")`)
		page.Click("button", "Back to the paths")
		page.WaitForInspector("3 steps")
		afresh()
	})

	t.Run("what is only planned, and what was known before?", func(t *testing.T) {
		page.Click("button", "Both")
		page.Click("button", "Filter")
		page.Click(".check", "Planned")
		page.WaitFor(`(rows => rows.length > 0 && rows.every(r => r.cells[4].textContent === "Planned"))([...document.querySelectorAll("tbody tr")])`)
		page.Click("button", "Clear all filters")
		page.WaitFor(`[...document.querySelectorAll("tbody tr")].some(r => r.cells[4].textContent === "Occurred")`)
		page.ClickAcross(".as-of input", 0.03)
		page.WaitForText("Nothing of this was recorded here by then.")
	})
	require.Empty(t, page.Complaints(), "errors in the console")
}
