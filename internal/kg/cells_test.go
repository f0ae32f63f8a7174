package kg_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

func TestABoxHasTheCellsOfItsSpots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		latitude, longitude := rapid.Float64Range(-90, 90), rapid.Float64Range(-180, 180)
		b := kg.BBox{West: longitude.Draw(t, "west"), South: latitude.Draw(t, "south"), East: longitude.Draw(t, "east"), North: latitude.Draw(t, "north")}
		p := kg.Point{Latitude: latitude.Draw(t, "latitude"), Longitude: longitude.Draw(t, "longitude"), Precision: kg.PrecisionExact}
		cells := b.Cells()
		has := slices.ContainsFunc(cells, func(c kg.Cells) bool { return c.From <= p.Cell() && p.Cell() <= c.To })
		if b.Has(p) && !has {
			t.Errorf("%+v has %s, but not its cell %d", b, &p, p.Cell())
		}
		if !slices.IsSortedFunc(cells, func(a, b kg.Cells) int { return int(a.From - b.From) }) {
			t.Errorf("cells of %+v are out of order: %v", b, cells)
		}
	})
}

func TestASmallBoxHasFewCells(t *testing.T) {
	for _, c := range []struct {
		box kg.BBox
		n   int64 // of cells
	}{
		{kg.BBox{West: 21.3, South: 4.3, East: 21.4, North: 4.4}, 1},
		{kg.BBox{West: 21.3, South: 4.3, East: 21.6, North: 4.6}, 4},
		{kg.BBox{West: 179.9, South: -89.9, East: -179.9, North: -89.8}, 3}, // the meridian of 180 degrees has one of its own
	} {
		n := int64(0)
		for _, cells := range c.box.Cells() {
			n += cells.To - cells.From + 1
		}
		if n != c.n {
			t.Errorf("%+v has %d cells, not %d", c.box, n, c.n)
		}
	}
}
