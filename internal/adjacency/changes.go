package adjacency

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"conflictgraph/internal/kg"
)

// changes are what activities changed that the graph has to be read again for.
type changes struct {
	relations, entities map[string]bool
	types               bool
}

// read brings into the graph what the next activities changed, and reports whether there
// were any. Until the version is known of the state that it is of then, it is of none.
func (f *follower) read(ctx context.Context) (changed bool, err error) {
	after := max(f.last.Number-1, 0)
	found, err := f.Get(ctx, kg.Keys{Journal: &kg.JournalRequest{After: after, Limit: activities}})
	if err != nil {
		return false, err
	}
	next := found.Journal
	if f.last.Number > 0 {
		// Another database has another activity of that number.
		if len(next) == 0 || !reflect.DeepEqual(next[0], f.last) {
			return false, errAnew
		}
		next = next[1:]
	}
	if len(next) == 0 {
		return false, nil
	}
	of := changes{relations: map[string]bool{}, entities: map[string]bool{}}
	for _, a := range next {
		if a.Unlisted {
			return false, errAnew
		}
		of.note(a)
	}
	if err := f.apply(ctx, of); err != nil {
		return false, err
	}
	f.last = next[len(next)-1]
	return true, nil
}

func (c *changes) note(a kg.Activity) {
	for _, change := range a.Changes {
		switch change.Kind {
		case kg.RelationAdded, kg.RelationRetracted, kg.RelationRestored:
			c.relations[change.ID] = true
		case kg.EntityMerged, kg.EntityUnmerged:
			for _, id := range change.Of() {
				c.entities[id] = true
			}
		case kg.TypeAdded:
			c.types = true
		}
	}
}

// apply reads again what was changed. Since it reads what is there now, not what was there
// right after the change, what it reads of entities that were merged or parted since may be
// wrong until the activity that did it is read, too.
func (f *follower) apply(ctx context.Context, of changes) error {
	clusters, types := f.clusters, f.types
	if len(of.entities) > 0 || of.types {
		var err error
		if clusters, types, err = f.names(ctx); err != nil {
			return err
		}
	}
	former, present := map[string]bool{}, map[string]bool{}
	for id := range of.entities {
		former[id], former[f.clusters.Canonical(id)], former[clusters.Canonical(id)] = true, true, true
	}
	many := 0
	for id := range former {
		many += f.graph.degree(id)
		present[clusters.Canonical(id)] = true
	}
	if many > mostChanged {
		return errAnew
	}
	relations, err := f.relations(ctx, slices.Collect(maps.Keys(of.relations)))
	if err != nil {
		return err
	}
	for id := range present {
		err := f.relationsOf(ctx, id, func(r *kg.Relation, digest [16]byte) error {
			if relations[digest] = r; len(relations) > mostChanged {
				return errAnew
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.version = ""
	for id := range former {
		f.graph.drop(id)
	}
	for digest, r := range relations {
		f.graph.put(r, digest)
	}
	f.clusters, f.types = clusters, types
	if f.graph.bytes() > f.most {
		return errTooLarge
	}
	return nil
}

// relations returns the relations of some ids, by what these are digests of.
func (f *follower) relations(ctx context.Context, ids []string) (map[[16]byte]*kg.Relation, error) {
	found, err := f.Get(ctx, kg.Keys{Relations: ids})
	if err != nil {
		return nil, err
	}
	relations := make(map[[16]byte]*kg.Relation, len(ids))
	for _, r := range found.Relations {
		digest, ok := kg.RelationDigest(r.ID)
		if !ok {
			return nil, errAnew
		}
		relations[digest] = r
	}
	return relations, nil
}
