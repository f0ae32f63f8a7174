// Package browsertest opens pages in a headless Chromium and tells what they
// asked for, complained of and show.
package browsertest

import (
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"conflictgraph/internal/kgtest/needs"
)

// Binary is the environment variable that names the Chromium to start, where
// it is not on the PATH under a usual name.
const Binary = "CONFLICTGRAPH_CHROMIUM"

func findChromium(t testing.TB) string {
	t.Helper()
	needs.MoreThanGo(t, "a browser")
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"}
	if given := os.Getenv(Binary); given != "" {
		names = []string{given}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("there is no browser (looked for %q): apt-get install -y chromium, or set %s to the path of one", names, Binary)
	return ""
}

// launchOptions start the browser at path with a new profile and nothing to do
// but the page.
func launchOptions(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-features", "AutofillServerCommunication,OptimizationHints,MediaRouter,Translate"),
		chromedp.Flag("disable-quic", true),
	)
}

// through sends what pages and their workers ask of other machines to a proxy.
// What the browser asks on its own account does not go there.
func through(proxy string) chromedp.ContextOption {
	return chromedp.WithNewBrowserContext(func(p *target.CreateBrowserContextParams) {
		p.ProxyServer = proxy
	})
}
