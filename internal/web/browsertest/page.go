package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience bounds what a page may take from New to the end of the test.
const patience = 15 * time.Minute

// Page is one tab of a Chromium that a test has to itself. What fails on it
// ends the test.
type Page struct {
	t   testing.TB
	ctx context.Context
	*record
}

// New starts a Chromium, which ends with the test. Where there is none, the
// test fails and says what to install.
func New(t testing.TB) *Page {
	t.Helper()
	record := &record{}
	outside := httptest.NewServer(http.HandlerFunc(record.refuse))
	t.Cleanup(outside.Close)

	timed, stop := context.WithTimeout(context.Background(), patience)
	t.Cleanup(stop)
	browser, end := chromedp.NewExecAllocator(timed, launchOptions(findChromium(t))...)
	t.Cleanup(end)
	first, closeFirst := chromedp.NewContext(browser)
	t.Cleanup(closeFirst)
	if err := chromedp.Do(first); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, closeTab := chromedp.NewContext(first, through(outside.URL), chromedp.WithListener(record.listen))
	t.Cleanup(closeTab)

	page := &Page{t: t, ctx: ctx, record: record}
	page.Do(chromedp.EmulateViewport(1440, 900))
	return page
}

// Do runs chromedp actions, one after the other.
func (p *Page) Do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.fail(err)
	}
}

// Open goes to a URL and waits until the page has loaded.
func (p *Page) Open(url string) {
	p.t.Helper()
	p.Do(chromedp.Navigate(url))
}

// WaitFor waits until a JavaScript expression is true.
func (p *Page) WaitFor(expression string) {
	p.t.Helper()
	p.Do(chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(patience)))
}

// WaitForPage waits until the page has gone to an address with this path.
func (p *Page) WaitForPage(path string) {
	p.t.Helper()
	p.WaitAcross(fmt.Sprintf(`location.pathname === %q`, path))
}

// WaitAcross waits until a JavaScript expression is true, while one page may give
// way to the next.
func (p *Page) WaitAcross(expression string) {
	p.t.Helper()
	for {
		// An error is to be expected while there is no page.
		is, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && is {
			return
		}
		if p.ctx.Err() != nil {
			p.fail(fmt.Errorf("waited for %s: %w", expression, p.ctx.Err()))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// String returns the value of a JavaScript expression.
func (p *Page) String(expression string) string {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		p.fail(err)
	}
	return value
}

// PreferDark tells pages whether the user prefers dark colours.
func (p *Page) PreferDark(dark bool) {
	p.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, media); err != nil {
		p.fail(err)
	}
}

// SlowDown has the page compute this many times as slowly as the machine can.
func (p *Page) SlowDown(times float64) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times}); err != nil {
		p.fail(err)
	}
}

// Screenshot writes what the page shows to a PNG file.
func (p *Page) Screenshot(file string) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, png, 0o644)
	}
	if err != nil {
		p.fail(err)
	}
}

func (p *Page) fail(err error) {
	p.t.Helper()
	p.t.Fatalf("browser: %v\nThe page complained: %q\nIt asked for: %q", err, p.Complaints(), p.Requests())
}
