package exchange

import (
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// checker is a Store that checks each batch as a store does that holds only the
// batches before, and keeps no relations.
type checker struct {
	types     map[string]kg.RelationType
	entities  map[string]*kg.Entity
	documents map[string]*kg.Document
}

func newChecker() *checker {
	return &checker{types: map[string]kg.RelationType{}, entities: map[string]*kg.Entity{}, documents: map[string]*kg.Document{}}
}

// Write implements Store.
func (c *checker) Write(ctx context.Context, batch kg.Batch) (kg.Written, error) {
	if err := batch.Check(ctx, c); err != nil {
		return kg.Written{}, err
	}
	for _, t := range batch.Types {
		c.types[t.ID] = t
	}
	for _, e := range batch.Entities {
		c.entities[e.ID] = &kg.Entity{ID: e.ID, Kind: e.Kind}
	}
	for _, d := range batch.Documents {
		c.documents[d.ID] = &d
	}
	return kg.Written{}, nil
}

// Get implements kg.Known.
func (c *checker) Get(_ context.Context, keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	for _, id := range keys.Entities {
		if e := c.entities[id]; e != nil {
			found.Entities[id] = e
		}
	}
	for _, id := range keys.Documents {
		if d := c.documents[id]; d != nil {
			found.Documents[id] = d
		}
	}
	return found, nil
}

// Lineage implements kg.Known: nothing that was imported was corrected.
func (c *checker) Lineage(_ context.Context, ids []string) (*kg.Lineage, error) {
	l := &kg.Lineage{Entities: map[string]*kg.EntityRecord{}}
	for _, id := range ids {
		if e := c.entities[id]; e != nil {
			l.Entities[id] = &kg.EntityRecord{Entity: *e}
		}
	}
	return l, nil
}

// UseOf implements kg.Known.
func (c *checker) UseOf(context.Context, kg.Uses) (relation, typeID string, err error) {
	return "", "", nil
}

// Types implements kg.Known.
func (c *checker) Types(context.Context) ([]kg.RelationType, error) {
	return slices.Collect(maps.Values(c.types)), nil
}
