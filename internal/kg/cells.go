package kg

// cellsOfDegree is how many cells there are along a degree, and cellsOfParallel more than
// there are along a parallel.
const (
	cellsOfDegree   = 4
	cellsOfParallel = 2000
)

// Cell returns the number of the quarter of a degree, both ways, that p lies in.
func (p Point) Cell() int64 { return cellsOfParallel*cell(p.Latitude, 90) + cell(p.Longitude, 180) }

// cell counts quarters of a degree from so many degrees south or west on.
func cell(degrees, from float64) int64 {
	return int64((min(max(degrees, -from), from) + from) * cellsOfDegree)
}

// Cells is the cells from one to another.
type Cells struct{ From, To int64 }

// Cells returns those of the points that b may have, in order.
func (b BBox) Cells() (all []Cells) {
	const apart = 1e-9 // programs that read a number may differ in its last digit
	type span struct{ west, east float64 }
	spans := []span{{b.West, b.East}}
	if b.West > b.East {
		spans = []span{{-180, b.East}, {b.West, 180}}
	}
	for row := cell(b.South-apart, 90); row <= cell(b.North+apart, 90); row++ {
		for _, s := range spans {
			all = append(all, Cells{row*cellsOfParallel + cell(s.west-apart, 180), row*cellsOfParallel + cell(s.east+apart, 180)})
		}
	}
	return all
}
