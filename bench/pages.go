package main

import (
	"context"
	"fmt"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const (
	pages       = 500
	pageSize    = 10
	pageAim     = 1.5
	smallDegree = 100
	largeInOf   = 10 // the large owner has one for so many relations of the graph
)

// A pageKind is a filter and an order of pages.
type pageKind struct {
	name   string
	filter kg.RelationFilter
	order  kg.RelationOrder
	quoted bool // of an owner that few rows and many words are about
}

// pageKinds returns the kinds of pages that are compared: all show ten of an
// owner's relations.
func pageKinds(g *synthetic.Graph) []pageKind {
	r := g.Rare()
	status, certainty := []kg.Status{r.Status}, []kg.Certainty{r.Certainty}
	return []pageKind{
		{name: "all"},
		{name: "all, oldest first", order: kg.OldestFirst},
		{name: "a usual type", filter: kg.RelationFilter{Types: []string{"supports"}}},
		{name: "a usual status", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusOccurred}}},
		{name: "a usual certainty, oldest first", filter: kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyStated}}, order: kg.OldestFirst},
		{name: "from a usual day", filter: kg.RelationFilter{From: day(2021, 1, 1)}},
		{name: "to a usual day", filter: kg.RelationFilter{To: day(2017, 1, 1)}},
		{name: "a rare type", filter: kg.RelationFilter{Types: []string{r.Type}}},
		{name: "a rare direction", filter: kg.RelationFilter{Direction: kg.DirectionIn}},
		{name: "a rare status", filter: kg.RelationFilter{Status: status}},
		{name: "a rare status, oldest first", filter: kg.RelationFilter{Status: status}, order: kg.OldestFirst},
		{name: "a rare certainty", filter: kg.RelationFilter{Certainty: certainty}},
		{name: "a rare status and certainty", filter: kg.RelationFilter{Status: status, Certainty: certainty}},
		{name: "a rare counterpart", filter: kg.RelationFilter{With: []string{r.Counterpart}}},
		{name: "a rare time, newest first", filter: kg.RelationFilter{From: &r.From, To: &r.To}},
		{name: "a rare time, oldest first", filter: kg.RelationFilter{From: &r.From, To: &r.To}, order: kg.OldestFirst},
		{name: "a rare status in a rare time", filter: kg.RelationFilter{Status: status, From: &r.From, To: &r.To}},
		{name: "a rare type and status", filter: kg.RelationFilter{Types: []string{r.Type}, Status: status}},
		{name: "a rare document", filter: kg.RelationFilter{Documents: []string{r.Document}}},
		{name: "rare quoted", filter: kg.RelationFilter{Quoted: new(true)}},
		{name: "rare unquoted", filter: kg.RelationFilter{Quoted: new(false)}, quoted: true},
		{name: "rare unquoted, oldest first", filter: kg.RelationFilter{Quoted: new(false)}, order: kg.OldestFirst, quoted: true},
		{name: "all of what is quoted", quoted: true},
		{name: "a usual status of what is quoted", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusOccurred}}, quoted: true},
		{name: "all of these", filter: kg.RelationFilter{
			Types: []string{r.Type}, Direction: kg.DirectionIn, Status: status, Certainty: certainty,
			With: []string{r.Counterpart}, From: &r.From, To: &r.To, Documents: []string{r.Document},
		}},
	}
}

func day(year int, month time.Month, day int) *kg.Date {
	d := kg.NewDate(year, month, day)
	return &d
}

// measurePages compares pages of an entity of many relations with those of one of
// few. Both show as many: of the rare ones, both have the same.
func measurePages(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	large, err := writeOwners(ctx, t, g)
	if err != nil {
		return nil, err
	}
	for _, kind := range pageKinds(g) {
		taken, err := alternate(pages, pageOf(ctx, t, g, large, kind), pageOf(ctx, t, g, smallDegree, kind))
		if err != nil {
			return nil, err
		}
		with := fmt.Sprintf("on an entity of %d relations", smallDegree)
		r := comparedTimes(fmt.Sprintf("page of %d: %s", pageSize, kind.name), taken[0], with, taken[1], pageAim)
		r.remark = fmt.Sprintf("on one of %d relations", large)
		table = append(table, r)
	}
	return table, nil
}

// writeOwners writes the entities whose pages are compared, unless they are there, and
// returns how many relations the large ones have.
func writeOwners(ctx context.Context, t *target, g *synthetic.Graph) (large int, err error) {
	large = max(g.Relations()/largeInOf, smallDegree)
	for _, n := range []int{large, smallDegree} {
		for _, quoted := range []bool{false, true} {
			for b := range g.Owner(synthetic.Owner{Relations: n, Quoted: quoted}, batchSize) {
				if _, err := t.Write(ctx, b); err != nil {
					return 0, fmt.Errorf("writing an entity of %d relations: %w", n, err)
				}
			}
		}
	}
	return large, nil
}

// pageOf returns what asks for a page of a kind of the entity of n relations.
func pageOf(ctx context.Context, t *target, g *synthetic.Graph, n int, kind pageKind) func(int) error {
	req := kg.PageRequest{Owner: g.OwnerID(synthetic.Owner{Relations: n, Quoted: kind.quoted}), Filter: kind.filter, Order: kind.order, Slice: kg.Slice{Limit: pageSize}}
	return func(int) error {
		answer, _, err := t.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{req}, Need: kg.Need{Ends: true}})
		if err == nil && len(answer[0].Relations) != pageSize {
			err = fmt.Errorf("a page of %d relations of %d (%s) has %d", pageSize, n, kind.name, len(answer[0].Relations))
		}
		return err
	}
}
