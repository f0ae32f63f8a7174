package main

import (
	"context"
	"fmt"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const (
	pages       = 500
	pageSize    = 10
	pageAim     = 1.5
	smallDegree = 100
)

// A pageKind is a filter and an order of pages; what it asks for of documents
// and counterparts depends on the owner.
type pageKind struct {
	name      string
	filter    kg.RelationFilter
	order     kg.RelationOrder
	with      bool // the entity that comes first of those that are linked with the owner
	documents bool // the first document
}

// A month in the middle of those that the graph is about, and its first year.
var (
	monthFrom, monthTo = kg.NewDate(2019, 6, 1), kg.NewDate(2019, 6, 30)
	yearFrom, yearTo   = kg.NewDate(2015, 1, 1), kg.NewDate(2015, 12, 31)
)

var pageKinds = []pageKind{
	{name: "all"},
	{name: "all, oldest first", order: kg.OldestFirst},
	{name: "one type", filter: kg.RelationFilter{Types: []string{"met-with"}}},
	{name: "one direction", filter: kg.RelationFilter{Direction: kg.DirectionIn}},
	{name: "a usual status", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusOccurred}}},
	{name: "a rare status", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusProposed}}},
	{name: "a rare certainty", filter: kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyDenied}}},
	{name: "a rare status and certainty", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusProposed}, Certainty: []kg.Certainty{kg.CertaintyDenied}}},
	{name: "a rare status, oldest first", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusProposed}}, order: kg.OldestFirst},
	{name: "a type and a rare status", filter: kg.RelationFilter{Types: []string{"met-with"}, Status: []kg.Status{kg.StatusPlanned}}},
	{name: "from a day", filter: kg.RelationFilter{From: &monthFrom}},
	{name: "to a day", filter: kg.RelationFilter{To: &yearTo}},
	{name: "a month", filter: kg.RelationFilter{From: &monthFrom, To: &monthTo}},
	{name: "a month, oldest first", filter: kg.RelationFilter{From: &monthFrom, To: &monthTo}, order: kg.OldestFirst},
	{name: "a rare status in a year", filter: kg.RelationFilter{From: &yearFrom, To: &yearTo, Status: []kg.Status{kg.StatusProposed}}},
	{name: "a counterpart", with: true},
	{name: "a counterpart and a rare status", filter: kg.RelationFilter{Status: []kg.Status{kg.StatusProposed}}, with: true},
	{name: "a document", documents: true},
	{name: "type, direction, status, certainty and time", filter: kg.RelationFilter{
		Types: []string{"met-with", "advised"}, Direction: kg.DirectionOut, Status: []kg.Status{kg.StatusPlanned, kg.StatusProposed},
		Certainty: []kg.Certainty{kg.CertaintyStated, kg.CertaintyDenied}, From: &yearFrom, To: &monthTo,
	}},
}

// measurePages compares pages of a hub with those of an entity of few relations.
func measurePages(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	small := g.OfDegree(smallDegree)
	for _, kind := range pageKinds {
		var shown [2]int
		page := func(call, owner int) func(int) error {
			req := kind.request(g, owner)
			return func(int) error {
				answer, _, err := t.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{req}, Need: kg.Need{Ends: true}})
				if err == nil {
					shown[call] = len(answer[0].Relations)
				}
				return err
			}
		}
		taken, err := alternate(pages, page(0, 0), page(1, small))
		if err != nil {
			return nil, err
		}
		with := fmt.Sprintf("on an entity of %d relations", g.Degree(small))
		r := comparedTimes(fmt.Sprintf("page of %d on a hub: %s", pageSize, kind.name), taken[0], with, taken[1], pageAim)
		r.remark = fmt.Sprintf("%d and %d shown; a hub of %d relations", shown[0], shown[1], g.Degree(0))
		table = append(table, r)
	}
	return table, nil
}

func (k pageKind) request(g *synthetic.Graph, owner int) kg.PageRequest {
	req := kg.PageRequest{Owner: g.ID(owner), Filter: k.filter, Order: k.order, Slice: kg.Slice{Limit: pageSize}}
	if k.with {
		req.Filter.With = []string{g.ID(int(g.Linked(owner)[0]))}
	}
	if k.documents {
		req.Filter.Documents = []string{g.Document(0)}
	}
	return req
}
