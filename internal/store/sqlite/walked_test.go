package sqlite

import (
	sqldriver "database/sql/driver"
	"fmt"
	"math/bits"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// stepsWalked counts the calls of walked, which a statement makes for each entry of an
// index that it comes upon, before it looks at anything else of it.
var stepsWalked atomic.Int64

func init() {
	sqlite.MustRegisterScalarFunction("walked", 1, func(*sqlite.FunctionContext, []sqldriver.Value) (sqldriver.Value, error) {
		stepsWalked.Add(1)
		return int64(1), nil
	})
}

var relationsFrom = regexp.MustCompile(`(FROM relation r (?:INDEXED BY \w+|NOT INDEXED)\s+WHERE )`)

// openCounting opens a store that counts what pages walk over, as do all others until
// the test ends.
func openCounting(t *testing.T) *Store {
	t.Helper()
	s := openForPlans(t)
	indexes := append([]rangeIndex{rangeEnds, rangeEndsType, namingSpots.rangeIndex}, rangeIndexes...)
	for _, n := range namings {
		indexes = append(indexes, n.rangeIndex)
	}
	for _, seek := range indexes {
		all := []*statement{seek.present}
		for _, w := range []scanStatements{seek.whole, seek.ordinary, seek.classes, seek.quoted} {
			all = append(all, w.newestFirst, w.oldestFirst)
		}
		for _, st := range all {
			if st == nil { // of what finds either end, or what is named
				continue
			}
			text := st.text
			st.text = relationsFrom.ReplaceAllString(text, "${1}walked(r.day) AND ")
			t.Cleanup(func() { st.text = text })
		}
	}
	return s
}

// walkedBy returns how much a page walks over, and what it shows.
func walkedBy(t *testing.T, s kg.Store, req kg.PageRequest, asOf *time.Time) (steps int, shown []*kg.Relation) {
	t.Helper()
	before := stepsWalked.Load()
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{req}, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return int(stepsWalked.Load() - before), pages[0].Relations
}

const (
	walkedRare = 15 // relations that pass all filters at once
	walkedFew  = 300
	walkedMany = 6000
)

func date(year int, month time.Month, day int) *kg.Date {
	d := kg.NewDate(year, month, day)
	return &d
}

// usual is what nearly all relations of an owner are: none passes a filter of
// rarely. They are of 12 classes.
func usual(i int) kg.Relation {
	start := kg.NewDate(2010, time.January, 1) + kg.Date(i%3000)
	times := []*kg.Time{kg.Day(start), kg.Day(start), {EDTF: start.String()[:7]}, {EDTF: start.String()[:4]}, {EDTF: start.String() + "/" + (start + 20).String()}, nil}
	return kg.Relation{
		Type: "t:usual", Object: fmt.Sprintf("t:%d", i%97), Status: kg.Statuses[i%2], Certainty: kg.CertaintyStated, Time: times[i/2%len(times)],
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "t", Record: fmt.Sprint(i)}}},
	}
}

// rare is a relation that passes the filter of every part of rarely.
func rare(i int) kg.Relation {
	r := usual(i)
	r.Type, r.Object, r.Status, r.Certainty, r.Time = "t:rare", "t:rare", kg.StatusProposed, kg.CertaintyDenied, kg.Day(kg.NewDate(2022, time.May, 1)+kg.Date(i))
	quote := fmt.Sprintf("words %02d", i)
	r.Evidence = []kg.Evidence{
		{Document: "doc:t", Exact: quote, Start: 9 * i, End: 9*i + len(quote)},
		{Source: &kg.Source{Dataset: "t-rare", Record: fmt.Sprint(i), Publisher: "Rare"}, Point: &kg.Point{Latitude: -7.5, Longitude: 21.25, Precision: kg.PrecisionTown}},
	}
	r.Places, r.Attributions = []string{"t:place"}, []kg.Attribution{{By: "t:95", Stance: kg.StanceStated}}
	return r
}

// rarely are filters that few relations pass.
var rarely = []struct {
	name string
	set  func(*kg.RelationFilter)
}{
	{"type", func(f *kg.RelationFilter) { f.Types = []string{"t:rare"} }},
	{"direction", func(f *kg.RelationFilter) { f.Direction = kg.DirectionIn }},
	{"status", func(f *kg.RelationFilter) { f.Status = []kg.Status{kg.StatusPlanned, kg.StatusProposed} }},
	{"certainty", func(f *kg.RelationFilter) { f.Certainty = []kg.Certainty{kg.CertaintyDenied, kg.CertaintyAlleged} }},
	{"counterpart", func(f *kg.RelationFilter) { f.With = []string{"t:rare"} }},
	{"from", func(f *kg.RelationFilter) { f.From = date(2022, time.May, 2) }},
	{"to", func(f *kg.RelationFilter) { f.To = date(2022, time.May, 14) }},
	{"words", func(f *kg.RelationFilter) { f.Quoted = new(true) }},
	{"document", func(f *kg.RelationFilter) { f.Documents = []string{"doc:t"} }},
}

// rarelyNamed are filters by what few relations name.
var rarelyNamed = map[string]kg.RelationFilter{
	"place":      {Places: []string{"t:place"}},
	"attributed": {AttributedTo: []string{"t:95"}},
	"publisher":  {Publishers: []string{"rare"}},
	"data set":   {Datasets: []string{"t-rare"}},
	"box":        {BBox: &kg.BBox{West: 20, South: -8, East: 22, North: -7}},
}

// writeOwner writes n usual relations of an owner and some rare ones.
func writeOwner(t *testing.T, s *Store, owner string, n int) {
	t.Helper()
	b := kg.Batch{RecordedAt: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), Documents: []kg.Document{{ID: "doc:t"}}}
	for _, id := range []string{"t:usual", "t:rare"} {
		b.Types = append(b.Types, kg.RelationType{ID: id, Label: id, InverseLabel: id})
	}
	entities := []string{owner, "t:rare"}
	for i := range 97 {
		entities = append(entities, fmt.Sprintf("t:%d", i))
	}
	for _, id := range entities {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
	}
	b.Entities = append(b.Entities, kg.Entity{ID: "t:place", Kind: kg.KindPlace, Name: "Place"})
	for i := range n {
		r := usual(i)
		r.Subject = owner
		b.Relations = append(b.Relations, r)
	}
	for i := range walkedRare {
		r := rare(i)
		b.Documents[0].Text += r.Evidence[0].Exact + " "
		r.Subject, r.Object = r.Object, owner
		b.Relations = append(b.Relations, r)
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func TestAPageWalksOverNoMoreWhereThereIsMoreThatItLeavesOut(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:few", walkedFew)
	writeOwner(t, s, "t:many", walkedMany)
	for chosen := range 1 << len(rarely) {
		if n := bits.OnesCount(uint(chosen)); testing.Short() && n > 2 && n < len(rarely) {
			continue
		}
		var f kg.RelationFilter
		name := ""
		for i, part := range rarely {
			if chosen>>i&1 == 1 {
				part.set(&f)
				name += " " + part.name
			}
		}
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			for _, fromEnd := range []bool{false, true} {
				req := kg.PageRequest{Filter: f, Order: order, Slice: kg.Slice{Limit: 10, FromEnd: fromEnd}}
				req.Owner = "t:few"
				few, shown := walkedBy(t, s, req, nil)
				req.Owner = "t:many"
				many, shownOfMany := walkedBy(t, s, req, nil)
				if len(shown) != 10 || len(shownOfMany) != 10 {
					t.Fatalf("by%s, %s: a page of 10 shows %d and %d", name, order, len(shown), len(shownOfMany))
				}
				// Beyond what is shown, at most one entry of each class on each side.
				if most := 100; many > most || 2*many > 3*few {
					t.Errorf("by%s, %s, from the end %t: a page of 10 walks over %d of %d relations and %d of %d", name, order, fromEnd, many, walkedMany, few, walkedFew)
				}
			}
		}
	}
}

func TestAPageOfWhatFewNameWalksOverThese(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:few", walkedFew)
	writeOwner(t, s, "t:many", walkedMany)
	for name, f := range rarelyNamed {
		for with, more := range map[string]kg.RelationFilter{
			"": {}, "a status": {Status: kg.Statuses[2:]}, "a type and a time": {Types: []string{"t:rare"}, To: date(2022, time.May, 14)},
		} {
			for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
				for _, owner := range []string{"t:many", ""} {
					req := kg.PageRequest{Owner: owner, Filter: kg.RelationFilter{And: []kg.RelationFilter{f, more}}, Order: order, Slice: kg.Slice{Limit: 10}}
					steps, shown := walkedBy(t, s, req, nil)
					if steps != 2*walkedRare || len(shown) != 10 {
						t.Errorf("by %s %s, %s, of %q: a page that shows %d walks over %d, and %d are named", name, with, order, owner, len(shown), steps, 2*walkedRare)
					}
				}
			}
		}
		counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{{Owner: "t:many", Filter: f, By: kg.ByType}}})
		if err != nil || len(counts[0]) != 1 || counts[0][0].N != walkedRare {
			t.Errorf("by %s the counts are %+v (%v)", name, counts, err)
		}
	}
}

func TestAPageWithoutAnOwnerWalksOverWhatItShows(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:many", walkedMany)
	for _, part := range rarely {
		if part.name == "direction" {
			continue // which only an owner's relations have
		}
		var f kg.RelationFilter
		part.set(&f)
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			steps, shown := walkedBy(t, s, kg.PageRequest{Filter: f, Order: order, Slice: kg.Slice{Limit: 10}}, nil)
			if steps > 100 || len(shown) != 10 {
				t.Errorf("by %s, %s: a page that shows %d walks over %d of %d", part.name, order, len(shown), steps, walkedMany)
			}
		}
	}
}

func TestAPageOfAlternativesWalksOverWhatItShowsForEach(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:many", walkedMany)
	var each []kg.RelationFilter
	for _, part := range rarely {
		var f kg.RelationFilter
		if part.set(&f); part.name != "direction" {
			each = append(each, f)
		}
	}
	usually := kg.RelationFilter{Types: []string{"t:usual"}}
	beforeAll := kg.RelationFilter{To: date(2022, time.April, 1)}
	for name, f := range map[string]kg.RelationFilter{
		"either of two":                {Or: each[:2]},
		"either of all":                {Or: each},
		"two that both hold":           {And: []kg.RelationFilter{each[0], {Or: []kg.RelationFilter{each[1], each[2]}}}},
		"not of the usual type":        {Not: &usually},
		"neither usual nor early":      {Not: &kg.RelationFilter{Or: []kg.RelationFilter{usually, beforeAll}}},
		"not of a usual status":        {Not: &kg.RelationFilter{Status: kg.Statuses[:2]}},
		"dated, and not of early days": {Not: &beforeAll, From: &kg.MinDate},
	} {
		for _, owner := range []string{"", "t:many"} {
			for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
				steps, shown := walkedBy(t, s, kg.PageRequest{Owner: owner, Filter: f, Order: order, Slice: kg.Slice{Limit: 10}}, nil)
				if most := 100 * f.Alternatives(); steps > most || len(shown) != 10 {
					t.Errorf("%s, of %q, %s: a page that shows %d walks over %d of %d", name, owner, order, len(shown), steps, walkedMany)
				}
			}
		}
	}
}

func TestWhatIsOrdinaryIsFoundAmongManyThatAreNot(t *testing.T) {
	s := openCounting(t)
	b := kg.Batch{RecordedAt: time.Now(), Types: []kg.RelationType{{ID: "t:usual", Label: "x", InverseLabel: "x"}}}
	for _, id := range []string{"t:owner", "t:0", "t:1"} {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
	}
	for i := range walkedFew {
		r := usual(i)
		r.Subject, r.Object, r.Status, r.Time = "t:owner", fmt.Sprintf("t:%d", i%2), kg.StatusPlanned, kg.Day(kg.NewDate(2020, time.January, 1)+kg.Date(i))
		if i < 2*walkedRare {
			r.Status = kg.StatusOccurred
		}
		b.Relations = append(b.Relations, r)
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for _, types := range [][]string{nil, {"t:usual"}} {
		steps, shown := walkedBy(t, s, kg.PageRequest{
			Owner: "t:owner", Filter: kg.RelationFilter{Types: types, Status: []kg.Status{kg.StatusOccurred}}, Slice: kg.Slice{Limit: 10},
		}, nil)
		if steps > 20 || len(shown) != 10 {
			t.Errorf("of types %q a page that shows %d walks over %d", types, len(shown), steps)
		}
	}
}

func TestThePastIsFoundByWalkingOverWhatCameSince(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:few", walkedFew)
	before := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	steps, shown := walkedBy(t, s, kg.PageRequest{Owner: "t:few", Slice: kg.Slice{Limit: 10}}, &before)
	if steps != walkedFew+walkedRare || len(shown) != 0 {
		t.Errorf("a page of what was known before all walks over %d and shows %d", steps, len(shown))
	}
}

func TestASpanThatEndedBeforeATimeIsWalkedOverOnlyIfALongerOneOfItsClassReachesIt(t *testing.T) {
	s := openCounting(t)
	from := kg.NewDate(2020, time.March, 1)
	b := kg.Batch{RecordedAt: time.Now(), Types: []kg.RelationType{{ID: "t:usual", Label: "x", InverseLabel: "x"}}}
	for _, id := range []string{"t:owner", "t:0"} {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
	}
	add := func(start kg.Date, days int) {
		r := usual(len(b.Relations))
		r.Subject, r.Object, r.Status = "t:owner", "t:0", kg.StatusOccurred
		r.Time = &kg.Time{EDTF: start.String() + "/" + (start + kg.Date(days-1)).String()}
		b.Relations = append(b.Relations, r)
	}
	// None reaches the time; of each class, most started too early to do so.
	for _, days := range []int{2, 10, 31, 40, 365} {
		for earlier := range 50 {
			add(from-kg.Date(days+400*earlier), days)
		}
	}
	add(from-28, 28) // and one more could have, were it as long as a month can be
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	steps, shown := walkedBy(t, s, kg.PageRequest{Owner: "t:owner", Filter: kg.RelationFilter{From: &from}, Slice: kg.Slice{Limit: 10}}, nil)
	// One step finds a class, and another the latest of it.
	if most := 5 + 5; steps > most || len(shown) != 0 {
		t.Errorf("it walks over %d of %d and shows %d", steps, len(b.Relations), len(shown))
	}
}

func TestPagesOfWhatIsUsual(t *testing.T) { kgtest.TestPagesOfWhatIsUsual(t, driver{openForPlans(t)}) }

func TestAPageOfADataSetOfAnotherCodingIsFoundAmongMany(t *testing.T) {
	s := openCounting(t)
	writeOwner(t, s, "t:many", walkedMany)
	for dataset, most := range map[string]int{"t": 40, "t-rare": someWalked + 100} {
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			req := kg.PageRequest{Owner: "t:many", Filter: kg.RelationFilter{Datasets: []string{dataset}}, Order: order, Slice: kg.Slice{Limit: 10}}
			steps, shown := walkedBy(t, kgtest.NothingIsRare(driver{s}), req, nil)
			if steps > most || len(shown) != 10 {
				t.Errorf("a page of %s, %s, that shows %d walks over %d of %d", dataset, order, len(shown), steps, walkedMany)
			}
		}
	}
}
