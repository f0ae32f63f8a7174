package exchange

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// Release finds what a newer release of a data set has corrected or withdrawn:
// relations that rest on its records and that it does not state any more.
type Release struct {
	Name string // of the release; empty where single records were published again

	dataset   string
	seed      maphash.Seed
	before    map[[16]byte]bool // relations that rested on the data set before the release was read
	relations map[[16]byte]bool
	records   map[uint64]bool
	revised   map[uint64]time.Time // when records were, where the publisher says that
	deleted   map[uint64]bool
}

// NewRelease returns a release of a data set of which nothing was read yet.
func NewRelease(dataset, name string) *Release {
	return &Release{
		Name: name, dataset: dataset, seed: maphash.MakeSeed(),
		before: map[[16]byte]bool{}, relations: map[[16]byte]bool{},
		records: map[uint64]bool{}, revised: map[uint64]time.Time{}, deleted: map[uint64]bool{},
	}
}

// Begin takes in what the store has of the data set before the release is read.
func (r *Release) Begin(ctx context.Context, store kg.Sources) error {
	return store.Records(ctx, r.dataset, func(s kg.SourceRecord) error {
		digest, _ := kg.RelationDigest(s.Relation)
		r.before[digest] = true
		return nil
	})
}

// Added returns the ids of up to some of the relations that were read and not there
// before, in their order, and how many there are; none for a data set of which nothing
// was there.
func (r *Release) Added(limit int) (ids []string, total int) {
	if len(r.before) == 0 {
		return nil, 0
	}
	for digest := range r.relations {
		if !r.before[digest] {
			ids = append(ids, kg.RelationIDOf(digest))
		}
	}
	slices.Sort(ids)
	return ids[:min(limit, len(ids))], len(ids)
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

// Revise says when the publisher last changed a record that is read.
func (r *Release) Revise(record string, at time.Time) {
	r.revised[maphash.String(r.seed, record)] = at
}

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
		return "the publisher has corrected record " + g.Record + r.when(g)
	case r.Name == "":
		return "the publisher has deleted record " + g.Record + r.when(g)
	case g.Corrected:
		return "corrected in release " + r.Name
	}
	return "not in release " + r.Name
}

// when says when the publisher changed or deleted a record, if that is known.
func (r *Release) when(g Gone) string {
	at := r.revised[maphash.String(r.seed, g.Record)]
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(revisedAt)
}
