package command

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

func TestAPhoneShowsEveryButtonAndTheLineThatIsOpen(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.Do(chromedp.EmulateViewport(390, 844))
	page.OpenExplorer(s.url + "/?relation=" + advised(t, s))
	page.WaitForInspector("Alleged")
	require.Empty(t, page.String(`[...document.querySelectorAll(".header button, .header a, .inspector button")]
		.filter(b => b.offsetParent && (b.getBoundingClientRect().right > innerWidth || b.getBoundingClientRect().left < 0))
		.map(b => b.textContent + b.title).join()`), "buttons beyond the edge")
	require.Equal(t, "true", page.String(`(() => {
		const cy = document.querySelector(".canvas").cy;
		const box = cy.edges(".open").renderedBoundingBox({ includeLabels: false });
		return String(cy.edges(".open").nonempty() && box.x1 >= 0 && box.y1 >= 0 && box.x2 <= cy.width() && box.y2 <= cy.height()) })()`), "the line is in view")
}

func TestAPhoneShowsEveryFilter(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	page.Do(chromedp.EmulateViewport(390, 844))
	page.Open(s.url + "/?saidby=dmitry-peskov&place=paris&publisher=Agence&recordedsince=2025-12-01T00:00:00Z&bbox=2,48.5,2.5,49")
	page.Press("Filter")
	page.WaitForText("Dmitry Peskov")
	require.Empty(t, page.String(`[...document.querySelectorAll(".filters input, .filters button")]
		.filter(e => e.offsetParent && (e.getBoundingClientRect().right > innerWidth || e.getBoundingClientRect().left < 0))
		.map(e => e.textContent + e.ariaLabel).join()`), "fields beyond the edge")
	require.Equal(t, "true", page.String(`(box => String(box.scrollWidth <= box.clientWidth))(document.querySelector(".sidebar"))`), "the filters are not wider than the phone")
}
