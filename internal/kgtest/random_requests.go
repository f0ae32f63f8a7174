package kgtest

import (
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

// randomReads draws questions to a store whose positions of relations are given.
type randomReads struct {
	positions []string
	day       *rapid.Generator[kg.Date] // what pages begin and end on
}

func some[T any](values ...T) *rapid.Generator[[]T] {
	return rapid.OneOf(rapid.Just[[]T](nil), rapid.SliceOfN(rapid.SampledFrom(values), 1, 3))
}

func randomEntityID() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "rows:1", "nobody"})
}

func maybe[T any](g *rapid.Generator[T]) *rapid.Generator[*T] { return rapid.Ptr(g, true) }

var randomDay = rapid.SampledFrom([]kg.Date{
	kg.MinDate, kg.NewDate(-44, 3, 15), kg.NewDate(2025, 11, 15), kg.NewDate(2025, 11, 30), kg.NewDate(2025, 12, 1), kg.NewDate(2025, 12, 2), kg.NewDate(2026, 1, 1), kg.MaxDate,
})

func randomFilter(t *rapid.T) kg.RelationFilter { return randomFilterIn(t, randomDay) }

// randomFilterIn draws a filter, a third of which have others within them.
func randomFilterIn(t *rapid.T, day *rapid.Generator[kg.Date]) kg.RelationFilter {
	f := randomFields(t, day)
	if rapid.IntRange(0, 2).Draw(t, "combined") == 0 {
		f = randomCombination(t, f, day, 2)
	}
	if f.Check("filter", drawnTypes) != nil { // it is more than is answered
		f.And, f.Or, f.Not = nil, nil, nil
	}
	return f
}

// randomCombination puts filters into f, and into these, some levels deep.
func randomCombination(t *rapid.T, f kg.RelationFilter, day *rapid.Generator[kg.Date], levels int) kg.RelationFilter {
	within := rapid.Custom(func(t *rapid.T) kg.RelationFilter {
		one := randomFields(t, day)
		if levels > 1 && rapid.Bool().Draw(t, "combined") {
			one = randomCombination(t, one, day, levels-1)
		}
		return one
	})
	switch rapid.SampledFrom([]string{"and", "or", "or", "not"}).Draw(t, "combination") {
	case "and":
		f.And = rapid.SliceOfN(within, 1, 3).Draw(t, "and")
	case "or":
		f.Or = rapid.SliceOfN(within, 1, 3).Draw(t, "or")
	default:
		not := within.Draw(t, "not")
		f.Not = &not
	}
	return f
}

// drawnTypes are those that filters are drawn of.
var drawnTypes = kg.TypesByID([]kg.RelationType{{ID: "knows"}, {ID: "met-with"}, {ID: "rows:040"}, {ID: "president-of"}, {ID: "unheard-of"}})

// drawnBoxes are those that filters are drawn of: some cross the antimeridian, and some
// have points of random graphs on their sides.
var drawnBoxes = []kg.BBox{
	{West: -180, South: -90, East: 180, North: 90}, {West: 179.5, South: -20, East: -179.5, North: 90}, {West: -10, South: 0, East: 18.55496, North: 52.5},
	{West: 18.55497, South: 0, East: 20, North: 5}, {West: 0, South: 0, East: 0, North: 0},
}

func randomFields(t *rapid.T, day *rapid.Generator[kg.Date]) kg.RelationFilter {
	f := kg.RelationFilter{
		Types:     some("knows", "met-with", "rows:040", "president-of", "unheard-of").Draw(t, "types"),
		With:      some("a", "b", "c", "f", "rows:1", "nobody").Draw(t, "with"),
		Direction: rapid.SampledFrom([]kg.Direction{"", kg.DirectionOut, kg.DirectionIn, kg.DirectionAny}).Draw(t, "direction"),
		Status:    some(kg.Statuses...).Draw(t, "status"),
		Certainty: some(kg.Certainties...).Draw(t, "certainty"),
		From:      maybe(day).Draw(t, "from"),
		To:        maybe(day).Draw(t, "to"),
		Documents: some("doc:one", "doc:two", "doc:three", "doc:none").Draw(t, "documents"),
		Quoted:    maybe(rapid.Bool()).Draw(t, "quoted"),
		Coding:    some(kg.Codings...).Draw(t, "coding"),
		Datasets:  some("rows", "others", "rarely", "none").Draw(t, "datasets"),

		AttributedTo:  some("a", "b", "c", "f", "d", "rows:1", "nobody").Draw(t, "attributed to"),
		Places:        some("c", "d", "e", "nobody").Draw(t, "places"),
		Publishers:    some("Wire", "gazette", "Nobody").Draw(t, "publishers"),
		RecordedSince: randomAsOf(t),
		BBox:          maybe(rapid.SampledFrom(drawnBoxes)).Draw(t, "bbox"),
	}
	if f.From != nil && f.To != nil && *f.From > *f.To {
		f.From, f.To = f.To, f.From
	}
	// All of them at once leave nothing: most filters set one or two.
	for _, unset := range []func(){
		func() { f.Types = nil }, func() { f.With = nil }, func() { f.Direction = "" }, func() { f.Status = nil },
		func() { f.Certainty = nil }, func() { f.From = nil }, func() { f.To = nil }, func() { f.Documents = nil }, func() { f.Quoted = nil }, func() { f.Coding = nil }, func() { f.Datasets = nil },
		func() { f.AttributedTo = nil }, func() { f.Places = nil }, func() { f.Publishers = nil }, func() { f.RecordedSince = nil },
		func() { f.BBox = nil },
	} {
		if rapid.IntRange(0, 5).Draw(t, "unset") > 0 {
			unset()
		}
	}
	return f
}

// position draws one that a relation has, one beside it, or one of nothing.
func (r randomReads) position() *rapid.Generator[string] {
	real := rapid.Just("")
	if len(r.positions) > 0 {
		real = rapid.SampledFrom(r.positions)
	}
	return rapid.OneOf(
		rapid.Just(""), real, real,
		rapid.Map(real, func(p string) string { return p + "0" }),
		rapid.Map(real, func(p string) string { return p[:min(len(p), 8)] }),
		rapid.Map(real, func(p string) string { return p[:max(0, len(p)-1)] }),
		rapid.SampledFrom([]string{"\x00", " ", "0", "ffffffff", "ffffffffrel:", "fffffffe", "g", "zzz", "ä", "🕊", "'", "a\x01a", "\ue000\x01e", "\U0010ffff"}),
		rapid.String(),
	)
}

func (r randomReads) slice(t *rapid.T) kg.Slice {
	return kg.Slice{
		Limit: rapid.SampledFrom([]int{0, 1, 2, 3, 5, 20, 100}).Draw(t, "limit"), FromEnd: rapid.Bool().Draw(t, "from the end"),
		After: r.position().Draw(t, "after"), Before: r.position().Draw(t, "before"),
	}
}

func randomAsOf(t *rapid.T) *time.Time {
	if rapid.Bool().Draw(t, "now") {
		return nil
	}
	at := Recorded.Add(time.Duration(rapid.IntRange(-5, 40).Draw(t, "milliseconds")) * time.Millisecond)
	return &at
}

func randomNeed(t *rapid.T) kg.Need {
	return kg.Need{
		Ends: rapid.Bool().Draw(t, "ends"), Claims: rapid.Bool().Draw(t, "claims"), Text: rapid.Bool().Draw(t, "text"), Copies: rapid.Bool().Draw(t, "copies"),
		Degree: rapid.Bool().Draw(t, "degree"), Owners: rapid.Bool().Draw(t, "owners"),
	}
}

func (r randomReads) pages(t *rapid.T) kg.PageRequests {
	request := rapid.Custom(func(t *rapid.T) kg.PageRequest {
		req := kg.PageRequest{
			Owner:  rapid.OneOf(rapid.Just(""), randomEntityID(), randomEntityID()).Draw(t, "owner"),
			Filter: randomFilterIn(t, r.day), Slice: r.slice(t), Count: rapid.Bool().Draw(t, "count"),
			Order: rapid.SampledFrom([]kg.RelationOrder{"", kg.NewestFirst, kg.OldestFirst}).Draw(t, "order"),
		}
		if rapid.IntRange(0, 4).Draw(t, "quantified") == 0 {
			req.Quantified, req.Count = true, false
		}
		return req
	})
	return kg.PageRequests{Pages: rapid.SliceOfN(request, 0, 12).Draw(t, "requests"), Need: randomNeed(t), AsOf: randomAsOf(t)}
}

var randomLimit = rapid.SampledFrom([]int{0, 1, 2, 5, 1000, 1000})

func randomLinks(t *rapid.T) kg.LinkRequest {
	return kg.LinkRequest{
		Of:     rapid.SliceOfN(randomEntityID(), 0, 5).Draw(t, "of"),
		Filter: randomFilter(t), Avoid: some("a", "b", "d", "f", "nobody").Draw(t, "avoid"),
		AsOf: randomAsOf(t), Limit: randomLimit.Draw(t, "limit"),
	}
}

func randomBetween(t *rapid.T) kg.BetweenRequest {
	return kg.BetweenRequest{
		Among:  rapid.SliceOfN(randomEntityID(), 0, 6).Draw(t, "among"),
		Filter: randomFilter(t), AsOf: randomAsOf(t), Limit: randomLimit.Draw(t, "limit"),
	}
}

func randomCounts(t *rapid.T) kg.CountRequests {
	request := rapid.Custom(func(t *rapid.T) kg.CountRequest {
		req := kg.CountRequest{
			Owner:  rapid.OneOf(rapid.Just(""), randomEntityID(), randomEntityID()).Draw(t, "owner"),
			By:     rapid.SampledFrom([]kg.Dimension{kg.ByType, kg.ByStatus, kg.ByCertainty, kg.ByCounterpart}).Draw(t, "by"),
			Filter: randomFilter(t),
		}
		if req.Owner == "" && req.By == kg.ByCounterpart {
			req.By = kg.ByType
		}
		if rapid.Bool().Draw(t, "in units of time") {
			req.Bucket = rapid.SampledFrom(kg.TimeBuckets).Draw(t, "bucket")
		} else {
			req.Limit = rapid.IntRange(0, 3).Draw(t, "limit")
		}
		return req
	})
	return kg.CountRequests{Counts: rapid.SliceOfN(request, 0, 8).Draw(t, "requests"), AsOf: randomAsOf(t)}
}

func randomSearch(t *rapid.T) kg.CandidateRequest {
	texts := []string{"b", "d", "one", "tw", "zelensky", "zelenskyy", "zelensk", "selenskij", "zelenskiy", "fedor", "fyodor", "president", "of", "another", "🕊 xyz", "three"}
	req := kg.CandidateRequest{
		Any: rapid.Bool().Draw(t, "any"), Relations: rapid.Bool().Draw(t, "relations"), Limit: rapid.SampledFrom([]int{1, 3, 200, 200}).Draw(t, "limit"),
		Kinds: some(kg.KindPerson, kg.KindPlace, kg.KindReport).Draw(t, "kinds"),
	}
	if rapid.IntRange(0, 3).Draw(t, "a beginning") == 0 {
		req.Beginning = rapid.SampledFrom([]string{"ze", "zel", "fe", "fed", "on", "one", "an", "se", "xx"}).Draw(t, "beginning")
	}
	for _, text := range rapid.SliceOfN(rapid.SampledFrom(texts), 1, 3).Draw(t, "text") {
		req.Terms = append(req.Terms, termsOf(t, text)...)
	}
	return req
}
