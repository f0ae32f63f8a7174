package command

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

func TestNoLabelOfTheOpeningViewLiesOnAnother(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	for _, size := range [][2]int64{{1280, 800}, {1440, 900}} {
		for _, dark := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d by %d, dark: %v", size[0], size[1], dark), func(t *testing.T) {
				page.Do(chromedp.EmulateViewport(size[0], size[1]))
				page.PreferDark(dark)
				page.OpenExplorer(s.url)
				require.Greater(t, len(page.Drawn()), 20)
				require.Empty(t, page.Overlaps())
			})
		}
	}
	page.String(`(() => {
		const cy = document.querySelector(".canvas").cy;
		cy.getElementById("ukraine").position(cy.getElementById("russia").position());
		return "" })()`)
	require.NotEmpty(t, page.Overlaps(), "two nodes at one place")
}
