package browsertest

import (
	"fmt"
	"strconv"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// WatchFreezes has every page that is opened from now on keep count of the tasks
// during which it answers nobody.
func (p *Page) WatchFreezes() {
	p.t.Helper()
	script := page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.freezes = [];
		new PerformanceObserver(list => { for (const task of list.getEntries()) freezes.push(task.duration) }).observe({ type: "longtask" })`}
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, script); err != nil {
		p.fail(err)
	}
}

// LongestFreeze returns the duration of the longest task so far, in milliseconds:
// 0 where none took 50.
func (p *Page) LongestFreeze() float64 {
	p.t.Helper()
	return p.number(`Math.max(0, ...freezes)`)
}

// Marked returns when the page last set a performance mark, in milliseconds since
// it was asked for.
func (p *Page) Marked(name string) float64 {
	p.t.Helper()
	return p.number(fmt.Sprintf(`performance.getEntriesByName(%q).at(-1).startTime`, name))
}

func (p *Page) number(expression string) float64 {
	p.t.Helper()
	n, err := strconv.ParseFloat(p.String(`String(`+expression+`)`), 64)
	if err != nil {
		p.fail(err)
	}
	return n
}
