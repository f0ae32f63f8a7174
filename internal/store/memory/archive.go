package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Records implements kg.Sources.
func (s *Store) Records(ctx context.Context, dataset string, each func(kg.SourceRecord) error) error {
	var all []kg.SourceRecord
	err := s.driver.Read(ctx, func(snapshot plan.Snapshot) error {
		all = s.driver.rows.recordsOf(dataset)
		return nil
	})
	return eachValue(err, all, each)
}

func (g *rows) recordsOf(dataset string) (all []kg.SourceRecord) {
	for _, r := range g.relations {
		gaps, retracted := kg.GapsAsOf(r.Retractions, nil)
		for _, e := range r.Evidence {
			if e.Source != nil && e.Source.Dataset == dataset {
				all = append(all, kg.SourceRecord{
					Record: e.Source.Record, Relation: r.ID, Retracted: retracted != nil,
					ByPublisher: retracted != nil && gaps[len(gaps)-1].ByPublisher,
				})
			}
		}
	}
	return all
}

// DocumentsNamed implements kg.Sources.
func (s *Store) DocumentsNamed(ctx context.Context, prefix string, each func(kg.Document) error) error {
	var all []kg.Document
	err := s.driver.Read(ctx, func(plan.Snapshot) error {
		for id, d := range s.driver.rows.documents {
			if strings.HasPrefix(id, prefix) && id != prefix {
				all = append(all, *copyDocument(d, kg.Need{}))
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b kg.Document) int { return cmp.Compare(a.ID, b.ID) })
	return eachValue(err, all, each)
}

// Dump implements kg.Archive. Writes wait only while what is there is listed.
func (s *Store) Dump(ctx context.Context, put func(kg.Record) error) error {
	var all plan.Dumping
	err := s.driver.Read(ctx, func(plan.Snapshot) error {
		all = s.driver.rows.dumping()
		return nil
	})
	if err != nil {
		return err
	}
	return plan.Dump(all, put)
}

func (g *rows) dumping() plan.Dumping {
	return plan.Dumping{
		Types:     g.types.List(),
		Documents: onePage(g.documents, func(d *kg.Document) kg.Record { return kg.Record{Document: copyDocument(d, kg.Need{Text: true})} }),
		Entities: onePage(g.entities, func(e *kg.EntityRecord) kg.Record {
			record := copyEntity(e)
			record.Degree = 0
			return kg.Record{Entity: record}
		}),
		Relations:  onePage(g.relations, func(r *kg.Relation) kg.Record { return kg.Record{Relation: copyOf(r, true)} }),
		Merges:     listed(g.merges.Records(), func(m kg.MergeRecord) kg.Record { return kg.Record{Merge: &m} }),
		Activities: listed(slices.Clone(g.journal), func(a kg.Activity) kg.Record { return kg.Record{Activity: &a} }),
		Queue:      g.dumpQueue(),
	}
}

// onePage returns a page of everything in a map, by id.
func onePage[V any](all map[string]V, record func(V) kg.Record) plan.RecordPages {
	var values []V
	for _, id := range slices.Sorted(maps.Keys(all)) {
		values = append(values, all[id])
	}
	return listed(values, record)
}

// listed returns a page of values.
func listed[V any](values []V, record func(V) kg.Record) plan.RecordPages {
	records := make([]kg.Record, len(values))
	for i, v := range values {
		records[i] = record(v)
	}
	return func(any) ([]kg.Record, any, error) { return records, nil, nil }
}

// eachValue calls fn with every value, unless there was an error, until fn fails.
func eachValue[T any](err error, all []T, fn func(T) error) error {
	for _, one := range all {
		if err == nil {
			err = fn(one)
		}
	}
	return err
}

// Load implements kg.Loader: nothing would be gained by one.
func (s *Store) Load(context.Context) (kg.Load, error) { return nil, nil }

// LoadPending implements kg.Loader.
func (s *Store) LoadPending(context.Context) (bool, error) { return false, nil }

// Verify implements kg.Database.
func (s *Store) Verify(context.Context) error { return nil }

// Warm implements kg.Database: there is nothing to make ready.
func (s *Store) Warm() {}
