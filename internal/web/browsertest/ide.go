package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

const (
	runButton  = chromedp.CSS(".graphiql-execute-button")
	queryLine  = chromedp.CSS(".graphiql-query-editor .view-line")
	result     = chromedp.CSS(".graphiql-response .monaco-editor")
	fetching   = chromedp.CSS(".graphiql-sidebar .graphiql-spin, .graphiql-response .graphiql-spinner")
	tabButtons = `[...document.querySelectorAll(".graphiql-tab-button")]`

	// Monaco draws the lines in view only, in any order; its models hold all.
	shownLines = `[...document.querySelectorAll(".graphiql-response .view-line")]
		.sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top))`
	wholeResult = `__MONACO.editor.getModels().find(m => m.uri.path.endsWith("response.json")).getValue()`
)

// RunExample opens the IDE at url, runs the query of its first tab as a user
// would, and returns the whole result: the server's answer, indented.
func (p *Page) RunExample(url string) string {
	p.t.Helper()
	p.OpenIDE(url)
	return p.RunTab(0)
}

// OpenIDE opens the IDE at url and waits until it can run queries and has asked
// for the schema.
func (p *Page) OpenIDE(url string) {
	p.t.Helper()
	p.Open(url)
	p.Do(
		chromedp.WaitVisible(runButton),
		chromedp.WaitVisible(queryLine),
		chromedp.WaitVisible(result),
		chromedp.WaitNotPresent(fetching),
	)
}

// Tabs returns the titles of the IDE's tabs, from left to right.
func (p *Page) Tabs() []string {
	p.t.Helper()
	var titles []string
	list := p.String("JSON.stringify(" + tabButtons + ".map(b => b.textContent))")
	if err := json.Unmarshal([]byte(list), &titles); err != nil {
		p.fail(err)
	}
	return titles
}

// RunCurrentTab waits until the IDE can run queries, runs the one of the tab that
// is open and returns the whole result.
func (p *Page) RunCurrentTab() string {
	p.t.Helper()
	p.Do(
		chromedp.WaitVisible(runButton),
		chromedp.WaitVisible(queryLine),
		chromedp.WaitVisible(result),
		chromedp.WaitNotPresent(fetching),
		chromedp.Click(runButton),
	)
	p.WaitFor(wholeResult + ` !== ""`)
	p.Do(chromedp.WaitNotPresent(fetching))
	return p.String(wholeResult)
}

// RunTab goes to a tab, counted from 0, runs its query and returns the whole
// result.
func (p *Page) RunTab(index int) string {
	p.t.Helper()
	p.Do(
		chromedp.Click(chromedp.CSS(fmt.Sprintf("#graphiql-session-tab-%d", index))),
		chromedp.Click(runButton),
	)
	p.WaitFor(wholeResult + ` !== ""`)
	p.Do(chromedp.WaitNotPresent(fetching))
	return p.String(wholeResult)
}

// ShownResult returns the lines of the result that are in view.
func (p *Page) ShownResult() string {
	p.t.Helper()
	const noBreakSpace = "\u00a0"
	text := p.String(shownLines + `.map(line => line.textContent).join("\n")`)
	return strings.ReplaceAll(text, noBreakSpace, " ")
}
