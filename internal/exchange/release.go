package exchange

import (
	"context"
	"fmt"
	"hash/maphash"

	"conflictgraph/internal/kg"
)

// Release finds what a newer release of a data set has corrected or withdrawn:
// relations that rest on its records and that it does not state any more.
type Release struct {
	Name string // of the release; empty where single records were published again

	dataset   string
	seed      maphash.Seed
	relations map[[16]byte]bool
	records   map[uint64]bool
	deleted   map[uint64]bool
}

// NewRelease returns a release of a data set of which nothing was read yet.
func NewRelease(dataset, name string) *Release {
	return &Release{
		Name: name, dataset: dataset, seed: maphash.MakeSeed(),
		relations: map[[16]byte]bool{}, records: map[uint64]bool{}, deleted: map[uint64]bool{},
	}
}

// read takes into account what was written of a batch, whose ids are filled in. One
// without an id is an error: it would be taken for withdrawn.
func (r *Release) read(relations []kg.Relation) error {
	for _, relation := range relations {
		digest, ok := kg.RelationDigest(relation.ID)
		if !ok {
			return fmt.Errorf("a relation of %s was written and has no id", r.dataset)
		}
		r.relations[digest] = true
		for _, e := range relation.Evidence {
			if e.Source != nil {
				r.records[maphash.String(r.seed, e.Source.Record)] = true
			}
		}
	}
	return nil
}

// Delete says that the publisher has deleted a record.
func (r *Release) Delete(record string) { r.deleted[maphash.String(r.seed, record)] = true }

// Gone is a relation that its data set does not state any more.
type Gone struct {
	Relation, Record string
	Corrected        bool // its record states something else now; otherwise it was withdrawn
}

// Find returns what is gone of the data set, and the records it rested on. Records
// that were not read are withdrawn only where whole says that a whole release was
// read; otherwise only what was deleted, and what rests on records that were read
// again and say something else.
func (r *Release) Find(ctx context.Context, store kg.Sources, whole bool) ([]Gone, error) {
	gone := map[string]*Gone{}
	var order []*Gone
	err := store.Records(ctx, r.dataset, func(s kg.SourceRecord) error {
		again, deleted := r.known(s)
		if s.Retracted || r.stated(s) || !whole && !again && !deleted {
			return nil
		}
		g := gone[s.Relation]
		if g == nil {
			g = &Gone{Relation: s.Relation, Record: s.Record}
			gone[s.Relation] = g
			order = append(order, g)
		}
		g.Corrected = g.Corrected || again && !deleted
		return nil
	})
	if err == nil && !whole && len(gone) > 0 {
		// What rests on a further record still does.
		err = store.Records(ctx, r.dataset, func(s kg.SourceRecord) error {
			if again, deleted := r.known(s); !again && !deleted {
				delete(gone, s.Relation)
			}
			return nil
		})
	}
	var found []Gone
	for _, g := range order {
		if gone[g.Relation] != nil {
			found = append(found, *g)
		}
	}
	return found, err
}

func (r *Release) known(s kg.SourceRecord) (again, deleted bool) {
	key := maphash.String(r.seed, s.Record)
	return r.records[key], r.deleted[key]
}

// stated reports whether what a record stated was read, of a record that was not
// deleted.
func (r *Release) stated(s kg.SourceRecord) bool {
	digest, _ := kg.RelationDigest(s.Relation)
	return r.relations[digest]
}

// Retract retracts what is gone, with the release as the reason. What a curator
// has retracted stays as it is.
func (r *Release) Retract(ctx context.Context, store Store, gone []Gone, provenance kg.Provenance) (written kg.Written, err error) {
	const atOnce = 1000
	for start := 0; start < len(gone); start += atOnce {
		batch := kg.Batch{Provenance: provenance}
		for _, g := range gone[start:min(start+atOnce, len(gone))] {
			batch.Retractions = append(batch.Retractions, kg.Retraction{Relation: g.Relation, Reason: r.reason(g), ByPublisher: true})
		}
		w, err := store.Write(ctx, batch)
		if err != nil {
			return written, fmt.Errorf("retracting what the release does not have: %w", err)
		}
		written = written.Sum(w)
	}
	return written, nil
}

func (r *Release) reason(g Gone) string {
	switch {
	case r.Name == "" && g.Corrected:
		return "the publisher has corrected record " + g.Record
	case r.Name == "":
		return "the publisher has deleted record " + g.Record
	case g.Corrected:
		return "corrected in release " + r.Name
	}
	return "not in release " + r.Name
}
