package browsertest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

const (
	graph     = `document.querySelector(".canvas")?.cy`
	drawn     = graph + `?.nodes().length > 0 && !document.querySelector(".graph[data-working]") && !` + graph + `.animated()`
	settledAt = `new URLSearchParams(location.search).has("at") || performance.getEntriesByName("graph-laid-out").length > 0`
	inspector = `document.querySelector(".inspector-body")`

	// place tells where the middle of a node or line is on the page.
	place = `(() => {
		const cy = ` + graph + `, box = cy.container().getBoundingClientRect(), element = cy.getElementById(%s);
		if (element.empty()) return "";
		const at = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
		return JSON.stringify([box.x + at.x, box.y + at.y]);
	})()`

	// overlaps compares the boxes that cytoscape draws nodes and labels in.
	overlaps = `(() => {
		const cy = ` + graph + `, found = [];
		const boxes = cy.nodes().map(node => ({ id: node.id(), node,
			body: node.boundingBox({ includeLabels: false, includeEdges: false, includeOverlays: false }),
			label: node.boundingBox({ includeNodes: false, includeEdges: false, includeOverlays: false }) }));
		const meet = (a, b) => Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1) > 0 && Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1) > 0;
		const { x1, y1, x2, y2 } = cy.extent();
		boxes.forEach((a, i) => {
			if (a.node.data("label") === "" || !(a.label.w > 0)) found.push(a.id + " has no label");
			if (a.node.numericStyle("font-size") * cy.zoom() < a.node.numericStyle("min-zoomed-font-size")) found.push("the label of " + a.id + " is too small");
			if (a.label.x1 < x1 || a.label.y1 < y1 || a.label.x2 > x2 || a.label.y2 > y2) found.push("the label of " + a.id + " is out of view");
			for (const b of boxes.slice(i + 1)) {
				if (meet(a.body, b.body)) found.push(a.id + " lies on " + b.id);
				if (meet(a.label, b.label)) found.push("the label of " + a.id + " lies on that of " + b.id);
				if (meet(a.label, b.body)) found.push("the label of " + a.id + " lies on " + b.id);
				if (meet(b.label, a.body)) found.push("the label of " + b.id + " lies on " + a.id);
			}
		});
		return found;
	})()`
)

// OpenExplorer opens the explorer at url and waits until its graph is laid out.
func (p *Page) OpenExplorer(url string) {
	p.t.Helper()
	p.Open(url)
	p.WaitFor(`(` + settledAt + `) && ` + drawn)
}

// Settled waits until nothing in the graph moves.
func (p *Page) Settled() {
	p.t.Helper()
	p.WaitFor(drawn)
}

// ClickGraph clicks the middle of a node or line, as often as is asked for, with
// keys held down. The element has to be in view.
func (p *Page) ClickGraph(id string, times int, held ...chromedp.Modifier) {
	p.t.Helper()
	p.Settled()
	find := fmt.Sprintf(place, strconv.Quote(id))
	where := p.String(find)
	for now := ""; now != where; { // the graph moves when panels beside it come and go
		time.Sleep(100 * time.Millisecond)
		now, where = where, p.String(find)
	}
	var at []float64
	if err := json.Unmarshal([]byte(where), &at); err != nil || len(at) != 2 {
		p.fail(fmt.Errorf("%q is not in the graph", id))
	}
	if times > 1 {
		// Clicks that are sent one by one may be too far apart on a busy machine.
		p.String(fmt.Sprintf(clicks, at[0], at[1], times))
		return
	}
	p.Do(chromedp.MouseClickXY(at[0], at[1], chromedp.ButtonModifiers(held...)))
}

// clicks presses and releases the button of a mouse at a place, several times at once.
const clicks = `((x, y, times) => {
	const target = document.elementFromPoint(x, y)
	const at = { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0 }
	target.dispatchEvent(new MouseEvent("mousemove", at))
	for (let i = 0; i < times; i++) {
		target.dispatchEvent(new MouseEvent("mousedown", { ...at, buttons: 1, detail: i + 1 }))
		target.dispatchEvent(new MouseEvent("mouseup", { ...at, detail: i + 1 }))
	}
	return "clicked"
})(%f, %f, %d)`

// LineBetween returns the id of the line between two entities: of the first of
// them where there are several.
func (p *Page) LineBetween(a, b string) string {
	p.t.Helper()
	return p.String(fmt.Sprintf(`(() => { const cy = %s; return cy.getElementById(%q).edgesWith(cy.getElementById(%q))[0]?.id() ?? "" })()`, graph, a, b))
}

// Drawn returns the ids of the nodes, by id, and the place of each, to the pixel.
func (p *Page) Drawn() map[string][2]int {
	p.t.Helper()
	p.Settled()
	nodes := map[string][2]int{}
	list := p.String(`JSON.stringify(Object.fromEntries(` + graph + `.nodes().map(n => [n.id(), [Math.round(n.position("x")), Math.round(n.position("y"))]])))`)
	if err := json.Unmarshal([]byte(list), &nodes); err != nil {
		p.fail(err)
	}
	return nodes
}

// Overlaps returns a sentence for each node or label that lies on another, for
// each label that is too small to be drawn, and for each that is out of view.
func (p *Page) Overlaps() []string {
	p.t.Helper()
	p.Settled()
	var found []string
	if err := json.Unmarshal([]byte(p.String(`JSON.stringify(`+overlaps+`)`)), &found); err != nil {
		p.fail(err)
	}
	return found
}

// Search types into the search box and takes the suggestion that contains a
// text.
func (p *Page) Search(typed, suggestion string) {
	p.t.Helper()
	p.Do(chromedp.SendKeys(chromedp.CSS(`.search input`), typed))
	found := fmt.Sprintf(`[...document.querySelectorAll('.hits [role="option"]')].find(o => o.textContent.includes(%q))`, suggestion)
	p.WaitFor(found + ` !== undefined`)
	p.String(found + `.click() ?? ""`)
}

// Press clicks the button whose text or label contains a text.
func (p *Page) Press(text string) {
	p.t.Helper()
	found := fmt.Sprintf(`[...document.querySelectorAll("button, a, label")].find(b => b.offsetParent && (b.textContent.includes(%[1]q) || b.getAttribute("aria-label")?.includes(%[1]q)))`, text)
	p.WaitFor(found + ` !== undefined`)
	p.String(found + `.click() ?? ""`)
}

// WaitForText waits until what the page shows contains a text.
func (p *Page) WaitForText(text string) {
	p.t.Helper()
	p.WaitFor(fmt.Sprintf(`document.body.innerText.includes(%q)`, text))
}

// WaitForInspector waits until the panel beside the graph contains a text.
func (p *Page) WaitForInspector(text string) {
	p.t.Helper()
	p.WaitFor(fmt.Sprintf(`%s?.innerText.includes(%q) === true`, inspector, text))
}

// Link returns the address that the page shows.
func (p *Page) Link() string {
	p.t.Helper()
	return p.String(`location.href`)
}

// SaveDownloads has the browser save what pages download to a folder, under the
// names that they give.
func (p *Page) SaveDownloads(folder string) {
	p.t.Helper()
	params := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID}
	if _, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, params); err != nil {
		p.fail(err)
	}
}
