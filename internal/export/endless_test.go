package export_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// endless is a store with as many relations as are asked for, between two
// entities, that is told to fail or to wait after some pages.
type endless struct {
	fail    error        // what the page of relations after the last one answers
	pages   int          // of relations
	running atomic.Int64 // calls that have not returned
	asked   atomic.Int64 // pages of relations
	widest  atomic.Int64 // the most that a page was asked to have
}

func (e *endless) call() func() {
	e.running.Add(1)
	return func() { e.running.Add(-1) }
}

func (e *endless) Types(context.Context) ([]kg.RelationType, error) {
	defer e.call()()
	return []kg.RelationType{{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true}}, nil
}

func (e *endless) Get(context.Context, kg.Keys) (*kg.Found, error) {
	defer e.call()()
	return endlessFound(), nil
}

func endlessFound() *kg.Found {
	found := kg.NewFound()
	for _, id := range []string{"a", "b"} {
		found.Entities[id] = &kg.Entity{ID: id, Kind: kg.KindPerson, Name: id, RecordedAt: kgtest.Recorded}
	}
	return found
}

func (e *endless) Candidates(context.Context, kg.CandidateRequest) (kg.Candidates, error) {
	defer e.call()()
	return kg.Candidates{}, nil
}

func (e *endless) ListEntities(context.Context, kg.EntityList) (kg.EntityPage, error) {
	defer e.call()()
	found := endlessFound()
	return kg.EntityPage{Entities: []*kg.Entity{found.Entities["a"], found.Entities["b"]}}, nil
}

func (e *endless) ListDocuments(context.Context, kg.DocumentList) (kg.DocumentPage, error) {
	defer e.call()()
	return kg.DocumentPage{}, nil
}

func (e *endless) Datasets(context.Context) ([]kg.Dataset, error) {
	defer e.call()()
	return nil, nil
}

func (e *endless) EntityRecords(context.Context, []string) (map[string]*kg.EntityRecord, error) {
	defer e.call()()
	records := map[string]*kg.EntityRecord{}
	for id, found := range endlessFound().Entities {
		records[id] = &kg.EntityRecord{Entity: *found}
	}
	return records, nil
}

func (e *endless) Merges(context.Context) ([]kg.MergeRecord, error) {
	defer e.call()()
	return nil, nil
}

func (e *endless) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	defer e.call()()
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	n := int(e.asked.Add(1))
	if n > e.pages && e.fail != nil {
		return nil, nil, e.fail
	}
	limit := reqs.Pages[0].Slice.Limit
	e.widest.Store(max(e.widest.Load(), int64(limit)))
	page := kg.RelationPage{HasNext: n%max(e.pages, 1) != 0 || e.fail != nil}
	for i := range limit {
		page.Relations = append(page.Relations, &kg.Relation{
			ID: fmt.Sprintf("rel:%d-%d", n, i), Type: "met-with", Subject: "a", Object: "b", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: kg.Day(kg.NewDate(2025, time.December, 1)), RecordedAt: kgtest.Recorded,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "1"}, RecordedAt: kgtest.Recorded}},
		})
	}
	return []kg.RelationPage{page}, endlessFound(), nil
}
