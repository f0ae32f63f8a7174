package browsertest

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/chromedp/chromedp"
)

// axeScript is what axe-core is, as npm installs it beside this module's pages.
const axeScript = "web/node_modules/axe-core/axe.min.js"

// Inaccessible returns what axe-core finds serious or critical in what the page
// shows: the rule and the first element that breaks it. The folder is the
// module's root, as seen from the test.
func (p *Page) Inaccessible(root string) []string {
	p.t.Helper()
	script, err := os.ReadFile(root + "/" + axeScript)
	if err != nil {
		p.t.Fatalf("axe-core is not installed: %v; run npm ci in web", err)
	}
	p.String(string(script) + `; ""`)
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`axe.run(document, { resultTypes: ["violations"] }).then(r =>
		JSON.stringify(r.violations.filter(v => ["serious", "critical"].includes(v.impact))
			.map(v => [v.id, v.nodes[0].html, v.nodes[0].failureSummary])))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail(err)
	}
	var violations [][]string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		p.fail(err)
	}
	var texts []string
	for _, v := range violations {
		texts = append(texts, fmt.Sprint(v))
	}
	return texts
}
