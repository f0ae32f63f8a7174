package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// TestNamesAreShownAsText holds names against what is shown of them: in the
// table, in panels, in the graph and among what a search found.
func TestNamesAreShownAsText(t *testing.T) {
	for what, c := range map[string]struct{ name, shown string }{
		"markup":              {`<img src=x onerror="document.title='run'"><b>bold</b>`, `<img src=x onerror="document.title='run'"><b>bold</b>`},
		"a script":            {`</script><script>document.title='run'</script>`, `</script><script>document.title='run'</script>`},
		"an override":         {"\u202egnol\u202c العربية", "‹U+202E›gnol‹U+202C› العربية"},
		"an unclosed isolate": {"\u2067Putin", "‹U+2067›Putin"},
		"another direction":   {"فلاديمير بوتين", "فلاديمير بوتين"},
		"emoji":               {"🕊️👩🏽‍⚖️🇺🇦", "🕊️👩🏽‍⚖️🇺🇦"},
	} {
		t.Run(what, func(t *testing.T) {
			m := random(3, 3)
			m.names = func(int) string { return c.name }
			page := browsertest.New(t)
			page.OpenExplorer(serveMade(t, m).URL + "/?show=split&relation=rel:0")
			page.WaitFor(`document.querySelector(".row-evidence") !== null`)
			shown, err := json.Marshal(c.shown)
			require.NoError(t, err)
			page.Do(chromedp.SendKeys(chromedp.CSS(`.search input`), "n"))
			page.WaitFor(`document.querySelector(".hits bdi") !== null`)
			for _, selector := range []string{"td bdi", ".statement bdi", ".hits bdi"} {
				require.Equal(t, "true", page.String(`String(document.querySelector("`+selector+`").textContent === `+string(shown)+`)`), selector)
			}
			require.Equal(t, "true", page.String(`String(document.querySelector(".canvas").cy.nodes()[0].data("label").startsWith(`+string(shown)+`.slice(0, 20)))`))
			require.Equal(t, "false", page.String(`String(/[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText))`), "nothing on the page turns what is around it")
			require.Equal(t, "Conflict graph", page.String("document.title"))
			require.Empty(t, page.Complaints())
		})
	}
}

func TestAVeryLongNameLeavesTheOtherColumnsInSight(t *testing.T) {
	for what, name := range map[string]string{"one word": strings.Repeat("x", 5000), "many words": strings.Repeat("word ", 1000)} {
		t.Run(what, func(t *testing.T) {
			m := random(3, 3)
			m.names = func(int) string { return name }
			page := browsertest.New(t)
			page.Open(serveMade(t, m).URL + "/?show=table&focus=n0")
			page.WaitFor(`document.querySelectorAll("tbody tr").length === 3`)
			require.Equal(t, "true", page.String(`String([...document.querySelectorAll("td")].every(cell => {
				const box = cell.getBoundingClientRect();
				return box.right <= innerWidth && box.height < innerHeight / 4 }))`), "each cell is in sight")
		})
	}
}

func TestAnAnswerThatIsCutShortSaysSo(t *testing.T) {
	m := random(40, 60)
	m.around, m.total = 12521, 30000
	page := browsertest.New(t)
	page.OpenExplorer(serveMade(t, m).URL + "/?focus=n0")
	page.WaitForText("40 of 12,521 entities shown, the best linked first, of those that are linked to what this view is about; the graph has 30,000.")
}

func TestAGraphWithNothingInItSaysHowToFillIt(t *testing.T) {
	page := browsertest.New(t)
	page.Open(serveMade(t, made{names: func(int) string { return "" }}).URL + "/?focus=nobody")
	page.WaitForText("Nothing to show.")
	page.WaitForText("Back to the start")
}

func TestAServerThatIsGoneIsSaidToBe(t *testing.T) {
	page := browsertest.New(t)
	server := serveMade(t, random(10, 12))
	page.OpenExplorer(server.URL + "/?focus=n0")
	server.CloseClientConnections()
	server.Config.Handler = nil
	server.Close()
	page.ClickGraph("n0", 1)
	page.WaitForText("The server cannot be reached. Is it still running?")
	page.WaitForText("Try again")
	require.Len(t, page.Drawn(), 10, "what was drawn stays")
}

// large is as much as the explorer is to stay smooth with.
func large() made { return random(2000, 5000) }

func TestALargeGraphIsDrawnWhole(t *testing.T) {
	m := large()
	pairs := map[[2]int]bool{}
	for _, link := range m.links {
		pairs[[2]int{min(link[0], link[1]), max(link[0], link[1])}] = true
	}
	page := browsertest.New(t)
	page.OpenExplorer(serveMade(t, m).URL + "/?focus=n0")
	require.Len(t, page.Drawn(), 2000)
	require.Equal(t, strconv.Itoa(len(pairs)), page.String(`String(document.querySelector(".canvas").cy.edges().length)`), "a line for each pair")
	require.Empty(t, page.Complaints())
}

// BenchmarkDraggingALargeGraph reports, in milliseconds, how long it takes until
// 2,000 nodes and 5,000 relations are drawn first and laid out, and how far the
// frames are apart while the graph is dragged.
func BenchmarkDraggingALargeGraph(b *testing.B) {
	server := serveMade(b, large())
	for b.Loop() {
		page := browsertest.New(b)
		page.OpenExplorer(server.URL + "/?focus=n0")
		page.String(`(() => { const frames = window.intervals = []; let last;
			const tick = now => { if (last !== undefined) frames.push(now - last); last = now; requestAnimationFrame(tick) };
			requestAnimationFrame(tick); return "" })()`)
		const x, y, steps = 700.0, 300.0, 100
		page.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
		for i := range steps {
			page.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x+float64(i), y+float64(i%20), chromedp.ButtonLeft))
		}
		page.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x+steps, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
		var frames []float64
		require.NoError(b, json.Unmarshal([]byte(page.String(`JSON.stringify(window.intervals)`)), &frames))
		slices.Sort(frames)
		mark := func(name string) float64 {
			var at float64
			require.NoError(b, json.Unmarshal([]byte(page.String(`String(performance.getEntriesByName("`+name+`")[0].startTime)`)), &at))
			return at
		}
		b.ReportMetric(mark("graph-first-drawn"), "ms-to-first-drawing")
		b.ReportMetric(mark("graph-laid-out"), "ms-to-layout")
		b.ReportMetric(frames[len(frames)/2], "ms/frame-p50")
		b.ReportMetric(frames[len(frames)*95/100], "ms/frame-p95")
	}
}
