package ingest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Graph is what an extractor is told of the graph in a store.
type Graph struct{ Store kg.Store }

// namesakes is how many entities are looked at for one name, those of most relations first.
const namesakes = 50

// Named returns the entities that go by some names, in any case and without accents, those of
// most relations first, as of a moment.
func (g Graph) Named(ctx context.Context, names []string, asOf *time.Time) (map[string][]kg.Entity, error) {
	candidates := map[string][]string{}
	var all []string
	for _, name := range names {
		if _, done := candidates[name]; done {
			continue
		}
		terms, err := kg.ParseSearch(name)
		if err != nil {
			candidates[name] = nil // no entity has such a name
			continue
		}
		for i := range terms {
			terms[i] = kg.Term{Word: terms[i].Word, Whole: true}
		}
		found, err := g.Store.Candidates(ctx, kg.CandidateRequest{Terms: terms, Limit: namesakes})
		if err != nil {
			return nil, err
		}
		candidates[name] = found.Entities
		all = append(all, found.Entities...)
	}
	found, err := g.Store.Get(ctx, kg.Keys{Entities: all, AsOf: asOf})
	if err != nil {
		return nil, err
	}
	known := map[string][]kg.Entity{}
	for name, ids := range candidates {
		for _, id := range ids {
			e := found.Entities[id]
			if e == nil || !goesBy(e, name) || slices.ContainsFunc(known[name], func(k kg.Entity) bool { return k.ID == e.ID }) {
				continue
			}
			known[name] = append(known[name], *e)
		}
	}
	return known, nil
}

// Types returns every relation type, by id, and the core types that the store does not have
// yet.
func (g Graph) Types(ctx context.Context) ([]kg.RelationType, error) {
	types, err := g.Store.Types(ctx)
	if err != nil {
		return nil, err
	}
	types = append(types, kg.MissingTypes(types)...)
	slices.SortFunc(types, func(a, b kg.RelationType) int { return cmp.Compare(a.ID, b.ID) })
	return types, nil
}

func goesBy(e *kg.Entity, name string) bool {
	folded := kg.FoldName(name)
	return kg.FoldName(e.Name) == folded || slices.ContainsFunc(e.Aliases, func(alias string) bool { return kg.FoldName(alias) == folded })
}
