package command

import (
	"encoding/csv"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/web/browsertest"
)

// onBothStores runs a test in a browser against a server of each store.
func onBothStores(t *testing.T, test func(t *testing.T, page *browsertest.Page, address string)) {
	run := func(name string, serve func(t *testing.T) started) {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			s := serve(t)
			page := browsertest.New(t)
			test(t, page, s.url)
			require.Empty(t, page.Outside(), "requests to other machines")
			require.Empty(t, page.Complaints(), "errors in the console")
		})
	}
	run("SQLite", func(t *testing.T) started { return start(t, "--addr", ":0", "--db", ":memory:") })
	run("Neo4j", func(t *testing.T) started {
		database := neo4jserver.Exclusive(t)
		return start(t, "--addr", ":0", "--neo4j-uri", database.URI, "--neo4j-username", database.Username,
			"--neo4j-password", database.Password, "--neo4j-database", database.Database)
	})
}

func TestTheExplorerIsWalkedFromASearchToTheWords(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address)
		opening := page.Drawn()
		for _, id := range []string{"volodymyr-zelenskyy", "vladimir-putin", "united-states", "28-point-peace-framework"} {
			require.Contains(t, opening, id)
		}

		page.Search("Зеленский", "Volodymyr Zelenskyy")
		page.WaitForInspector("President of Ukraine")
		require.Contains(t, page.Link(), "entity=volodymyr-zelenskyy")

		require.NotContains(t, opening, "paris")
		page.ClickGraph("volodymyr-zelenskyy", 2)
		page.WaitFor(`location.search.includes("grow=volodymyr-zelenskyy")`)
		page.WaitFor(`document.querySelector(".canvas").cy.getElementById("paris").nonempty()`)

		page.ClickGraph(page.LineBetween("dmitry-peskov", "vladimir-putin"), 1)
		const words = "Kremlin spokesperson Dmitry Peskov confirmed that Russian President Vladimir Putin would meet Tuesday"
		page.WaitFor(`document.querySelector(".article mark")?.textContent === "` + words + `"`)
		page.WaitForInspector("is spokesperson for")
		require.Equal(t, "true", page.String(`(() => {
			const mark = document.querySelector(".article mark").getBoundingClientRect();
			const box = document.querySelector(".article .text").getBoundingClientRect();
			return String(mark.top >= box.top && mark.bottom <= box.bottom) })()`), "the words are in view")

		page.Press("Undo")
		page.WaitFor(`!location.search.includes("relation=")`)
		require.Contains(t, page.Link(), "grow=volodymyr-zelenskyy")
	})
}

func TestTheExplorerTellsWhatContradictsAClaimAndWhoSaidIt(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address + "/?type=advised&certainty=ALLEGED&focus=steve-witkoff")
		page.ClickGraph(page.LineBetween("steve-witkoff", "putins-foreign-affairs-adviser"), 1)
		for _, text := range []string{
			"Alleged", "Report on Witkoff’s advice to Putin’s adviser", "claimed it",
			"Others say", "Both Moscow and Washington have downplayed", "made little of it",
		} {
			page.WaitForInspector(text)
		}
	})
}

func TestTheExplorerShowsPathsBetweenTwo(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address)
		page.ClickGraph("marco-rubio", 1)
		page.WaitForInspector("U.S. Secretary of State")
		page.ClickGraph("vladimir-putin", 1, chromedp.ModifierShift)
		page.WaitForInspector("3 steps")
		page.WaitForInspector("is secretary of state of")
		page.WaitFor(`document.querySelector(".canvas").cy.nodes(".way").length === 4`)
		link, err := url.Parse(page.Link())
		require.NoError(t, err)
		require.Equal(t, []string{"marco-rubio", "vladimir-putin"}, link.Query()["path"])
	})
}

func TestTheExplorerFiltersByStatusTimeAndWhatWasKnown(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address + "/?show=split")
		page.Press("Filter")
		page.Press("Planned")
		page.WaitFor(`location.search.includes("status=PLANNED")`)
		onlyPlanned := `(rows => rows.length > 0 && rows.every(r => r.cells[4].textContent === "Planned"))([...document.querySelectorAll("tbody tr")])`
		page.WaitFor(onlyPlanned)
		page.Press("Coded by a program")
		page.WaitFor(`location.search.includes("coding=MACHINE_CODED") && document.querySelectorAll("tbody tr").length === 0`)
		page.Press("Only what is quoted")
		page.WaitFor(`new URLSearchParams(location.search).getAll("coding").join() === "QUOTED"`)
		page.WaitFor(onlyPlanned)

		page.Press("Clear all filters")
		page.WaitFor(`document.querySelectorAll(".bar").length > 2 && !(` + onlyPlanned + `)`)
		page.Do(chromedp.Click(chromedp.CSS(`.bar:last-child`)))
		page.WaitFor(`new URLSearchParams(location.search).get("since") === "2025-12-02"`)
		page.WaitFor(`(rows => rows.length > 0 && rows.every(r => /2 December|since/.test(r.cells[3].textContent)))([...document.querySelectorAll("tbody tr")])`)

		page.Press("All times")
		page.Do(chromedp.Focus(chromedp.CSS(`.as-of input`)), chromedp.KeyEvent(kb.Home))
		page.WaitForText("Nothing of this was recorded here by then.")
	})
}

func TestALinkReopensExactlyTheSameView(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address + "/?hide=Provision&certainty=STATED&show=split")
		page.ClickGraph("ukraine", 1)
		page.WaitForInspector("What is said of it")
		page.Press("Subject")
		page.WaitFor(`location.search.includes("sort=subject")`)
		subjects := `[...document.querySelectorAll("tbody tr")].map(r => r.cells[0].textContent).join()`
		before, sorted := page.Drawn(), page.String(subjects)
		page.String(`(() => { Object.defineProperty(navigator, "clipboard", { value: { writeText: async text => { window.copied = text } } }); return "" })()`)
		page.Press("Link")
		page.WaitFor(`window.copied !== undefined`)
		link := page.String(`window.copied`)

		page.Open("about:blank")
		page.OpenExplorer(link)
		page.WaitForInspector("What is said of it")
		require.Equal(t, before, page.Drawn())
		require.Equal(t, sorted, page.String(subjects))
		require.Equal(t, "Stated", page.String(`[...new Set([...document.querySelectorAll("tbody tr")].map(r => r.cells[5].textContent))].join()`))
	})
}

func TestADamagedLinkOpensWithAMessage(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address + "/?status=NEVER&colour=red&at=%00%ff&type=met-with&relation=%3Cimg+src=x+onerror=alert(1)%3E")
		page.WaitForText("Part of this link could not be read.")
		page.WaitForText("status=NEVER")
		page.WaitForInspector("There is no relation “<img src=x onerror=alert(1)>”")
		require.Contains(t, page.Drawn(), "volodymyr-zelenskyy")
	})
}

func TestTheTableIsDownloadedAsCSV(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		folder := t.TempDir()
		page.SaveDownloads(folder)
		page.OpenExplorer(address + "/?show=split&type=met-with")
		page.Press("Download CSV")
		file := filepath.Join(folder, "relations.csv")
		require.Eventually(t, func() bool { info, err := os.Stat(file); return err == nil && info.Size() > 0 }, time.Minute, 50*time.Millisecond)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 4, "a head, and the three meetings")
		require.Contains(t, rows[1], "Vladimir Putin")
		require.Contains(t, rows[1], "PLANNED")
	})
}

func TestWhatIsDrawnOpensAsAQueryInTheIDE(t *testing.T) {
	onBothStores(t, func(t *testing.T, page *browsertest.Page, address string) {
		page.OpenExplorer(address + "/?type=met-with&status=PLANNED")
		page.String(`(() => { window.open = () => null; return "" })()`) // this tab, instead of another
		page.Press("Open as GraphQL")
		page.WaitForPage("/graphiql")
		require.Contains(t, page.RunCurrentTab(), `"Vladimir Putin"`)
	})
}
