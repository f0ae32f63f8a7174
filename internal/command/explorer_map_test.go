package command

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// clickMap clicks a place of the map, by its longitude and latitude.
func clickMap(t *testing.T, page *browsertest.Page, longitude, latitude float64) {
	t.Helper()
	var at [2]float64
	where := page.String(fmt.Sprintf(`(() => {
		const canvas = document.querySelector(".map-canvas"), box = canvas.getBoundingClientRect(), { x, y } = canvas.where([%v, %v]);
		return JSON.stringify([box.x + x, box.y + y]) })()`, longitude, latitude))
	require.NoError(t, json.Unmarshal([]byte(where), &at))
	page.Do(chromedp.MouseClickXY(at[0], at[1]))
}

func TestTheMapShowsWhereThingsHappenedAndLeadsToTheWords(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	_, err := imported("--format", "ucdp", "--db", db, "internal/exchange/testdata/ucdp.csv")
	require.NoError(t, err)
	s := start(t, "--addr", ":0", "--db", db)
	page := browsertest.New(t)
	const read = `document.querySelector(".map-box[data-read]") !== null`

	page.Open(s.url + "/")
	page.WaitForText("Legend")
	requested := func(part string) bool { return strings.Contains(strings.Join(page.Requests(), "\n"), part) }
	require.False(t, requested("MapView") || requested("countries"), "the map is not read before it is opened")
	page.Press("Map")
	page.WaitFor(`new URLSearchParams(location.search).get("show") === "map"`)
	page.WaitFor(read)
	page.WaitForText("are no statement on any claim")
	require.True(t, requested("countries"))
	for _, dark := range []bool{false, true} {
		page.PreferDark(dark)
		require.Empty(t, page.Inaccessible("."), "dark: %v", dark)
	}

	page.Open(s.url + "/?show=map&coding=MACHINE_CODED&coding=HAND_CODED")
	page.WaitFor(read)
	page.WaitForText("2 of 18 relations have a place on the map. 3 more are somewhere at sea")
	page.WaitForText("In sight at a spot: 2")
	clickMap(t, page, -26.486881, 5.399784)
	page.WaitForText("Here: 2")
	page.Click(".map-list button", "Government of Northland")
	page.WaitForInspector("Government of Northland")
	page.WaitForInspector("5.399784° N, 26.486881° W")
	require.Equal(t, "map", page.String(`new URLSearchParams(location.search).get("show")`))

	require.Empty(t, page.Complaints())
	require.Empty(t, page.Outside())
}
