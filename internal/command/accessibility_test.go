package command

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// TestTheMainViewsAreAccessible also makes the pictures in the README, since it
// is where each view is shown.
func TestTheMainViewsAreAccessible(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	for _, view := range []struct {
		name, link, ready, picture string
		dark                       bool
	}{
		{"the opening view", "/", ".bar", "docs/explorer.png", false},
		{"an entity and the table", "/?entity=vladimir-putin&show=split", ".inspector .rows li", "", false},
		{"a line and its words", "/?relation=" + advised(t, s), ".article mark", "docs/evidence.png", true},
		{"paths", "/?path=marco-rubio&path=vladimir-putin", ".ways li", "", false},
		{"the table alone", "/?show=table&certainty=ALLEGED", "tbody tr", "", false},
		{"every filter", "/?saidby=dmitry-peskov&place=paris&publisher=Agence&recordedsince=2025-12-01T00:00:00Z&bbox=2,48.5,2.5,49", ".notice", "", false},
		{"a damaged link", "/?status=NEVER", ".notice.warning", "", false},
		{"nobody of that id", "/?focus=nobody", ".notice.warning", "", false},
	} {
		for _, dark := range []bool{false, true} {
			page.PreferDark(dark)
			page.Open(s.url + view.link)
			page.WaitFor(`document.querySelector("` + view.ready + `") !== null`)
			page.Press("Filter")
			require.Empty(t, page.Inaccessible("."), "%s, dark: %v", view.name, dark)
			page.Press("Filter")
			if *updateScreenshot && view.picture != "" && dark == view.dark {
				page.OpenExplorer(s.url + view.link)
				page.WaitFor(`document.querySelector("` + view.ready + `") !== null`)
				page.Screenshot(view.picture)
			}
		}
	}
	require.Empty(t, page.Complaints(), "errors in the console")
}

// advised returns the id of the claim that Witkoff advised Putin's adviser.
func advised(t *testing.T, s started) string {
	t.Helper()
	var found struct {
		Relations struct{ Nodes []struct{ ID string } }
	}
	answer := s.query(t, `{ relations(filter: {types: ["advised"], certainty: [ALLEGED]}) { nodes { id } } }`)
	require.NoError(t, json.Unmarshal([]byte(answer), &found))
	require.Len(t, found.Relations.Nodes, 1)
	return found.Relations.Nodes[0].ID
}
