package synthetic

import (
	"fmt"
	"iter"

	"conflictgraph/internal/kg"
)

// Rare says what few relations of an owner are: each of them is all of it, and no
// other is any of it. Of these alone, the owner is the object.
type Rare struct {
	Type        string
	Counterpart string
	Document    string
	By          string // whom they are attributed to
	Place       string
	Publisher   string // of Document
	Status      kg.Status
	Certainty   kg.Certainty
	From, To    kg.Date
}

// rareOf is how many relations of an owner are rare.
const rareOf = 12

var usualTypes = []string{"criticized", "supports", "described"}

// UsualBox and RareBox are where usual relations of owners happened that rest on rows, and
// where rare ones did.
var (
	UsualBox = kg.BBox{West: 29, South: 49, East: 31, North: 51}
	RareBox  = kg.BBox{West: 29, South: -51, East: 31, North: -49}
)

// What the usual relations of owners have in common.
const (
	RarePublisher  = "Rare Press"
	UsualPublisher = "Usual Press"
	RareDataset    = "synthetic-rare"
)

// UsualBy and UsualPlace are whom usual relations of owners are attributed to, and where
// they are.
func (g *Graph) UsualBy() string    { return g.ID(Hubs + 1) }
func (g *Graph) UsualPlace() string { return g.Dataset + ":usual-place" }

// Rare returns what the rare relations of owners are.
func (g *Graph) Rare() Rare {
	from := kg.NewDate(2019, 6, 1)
	return Rare{
		Type: "advised", Counterpart: g.ID(Hubs), Document: g.quotes[0].Document, By: g.ID(Hubs), Place: g.Dataset + ":rare-place", Publisher: RarePublisher,
		Status: kg.StatusProposed, Certainty: kg.CertaintyDenied, From: from, To: from + rareOf - 1,
	}
}

// An Owner is an entity of so many relations, twelve of which are rare.
type Owner struct {
	Relations int
	Quoted    bool // what is usual rests on words of documents and what is rare on rows, not the other way round
}

// OwnerID returns the id of an owner.
func (g *Graph) OwnerID(o Owner) string {
	if o.Quoted {
		return fmt.Sprintf("%s:quoted-owner-%d", g.Dataset, o.Relations)
	}
	return fmt.Sprintf("%s:owner-%d", g.Dataset, o.Relations)
}

// Owner returns what to write to have an owner, in batches of at most size, in a store
// that has the graph.
func (g *Graph) Owner(o Owner, size int) iter.Seq[kg.Batch] {
	return func(yield func(kg.Batch) bool) {
		id := g.OwnerID(o)
		b := kg.Batch{RecordedAt: recordedAt, Entities: []kg.Entity{{ID: id, Kind: kg.KindOtherActor, Name: fmt.Sprintf("Owner of %d", o.Relations)}}}
		for _, place := range []string{g.Rare().Place, g.UsualPlace()} {
			b.Entities = append(b.Entities, kg.Entity{ID: place, Kind: kg.KindPlace, Name: place})
		}
		for i := range o.Relations {
			r, quote := g.usual(id, i), g.quotes[quotesPerDocument+i%(len(g.quotes)-quotesPerDocument)]
			if i < rareOf {
				r, quote = g.rare(id, i), g.quotes[i%quotesPerDocument]
			}
			if r.Evidence = []kg.Evidence{quote}; o.Quoted == (i < rareOf) {
				r.Evidence = []kg.Evidence{g.row(id, i)}
			}
			b.Relations = append(b.Relations, r)
			if len(b.Relations) == size || i == o.Relations-1 {
				if !yield(b) {
					return
				}
				b = kg.Batch{RecordedAt: recordedAt}
			}
		}
	}
}

// row returns the row of a data set that a relation of an owner rests on. As many as are
// rare otherwise are of a rare data set and happened at a rare spot.
func (g *Graph) row(owner string, i int) kg.Evidence {
	row := kg.Evidence{Source: &kg.Source{Dataset: g.Dataset, Record: fmt.Sprintf("%s-%d", owner, i)}, Point: &kg.Point{Latitude: 50, Longitude: 30, Precision: kg.PrecisionTown}}
	if i < 2*rareOf {
		row.Source.Dataset, row.Point.Latitude = RareDataset, -50
	}
	return row
}

func (g *Graph) rare(owner string, i int) kg.Relation {
	r := g.Rare()
	return kg.Relation{
		Type: r.Type, Subject: r.Counterpart, Object: owner, Status: r.Status, Certainty: r.Certainty,
		Time:   kg.Day(r.From + kg.Date(i)),
		Places: []string{r.Place}, Attributions: []kg.Attribution{{By: r.By, Stance: kg.StanceStated}},
	}
}

// usual starts years before what is rare, and has ended by then, or after it.
func (g *Graph) usual(owner string, i int) kg.Relation {
	const startDays, step = 1200, 37
	start := firstDay + kg.Date(step*i%startDays)
	if i%2 == 0 {
		start = kg.NewDate(2020, 1, 1) + kg.Date(step*i%startDays)
	}
	return kg.Relation{
		Type: usualTypes[i%len(usualTypes)], Subject: owner, Object: g.ID(Hubs + 1 + i%(len(g.entities)-Hubs-1)),
		Status: kg.Statuses[i/2%2], Certainty: kg.Certainties[i/4%3], Time: usualTime(start, i),
		Places: []string{g.UsualPlace()}, Attributions: []kg.Attribution{{By: g.UsualBy(), Stance: kg.StanceStated}},
	}
}

// One in so many usual relations lasts a month, a year, or without an end.
const (
	monthInOf = 50
	yearInOf  = 250
	openInOf  = 500
)

func usualTime(start kg.Date, i int) *kg.Time {
	end := start
	switch {
	case i%openInOf == 0:
		return &kg.Time{EDTF: start.String() + "/..", Start: &start}
	case i%yearInOf == yearInOf-1:
		end += 364
	case i%monthInOf == monthInOf-1:
		end += 29
	default:
		return kg.Day(start)
	}
	return &kg.Time{EDTF: start.String() + "/" + end.String(), Start: &start, End: &end}
}
