package export

import (
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// versions tells of what is exported when it last changed, and of entities what
// they were before.
type versions struct {
	store  Store
	asOf   time.Time
	merges map[string][]kg.MergeRecord // as they were known, by the id of either entity, in the order of recording
	moved  map[string]time.Time        // by what entities answer as: when last one of them was merged or unmerged
	read   map[string]*kg.EntityRecord
}

// newVersions reads what was merged by a moment.
func newVersions(ctx context.Context, store Store, asOf time.Time) (*versions, error) {
	all, err := store.Merges(ctx)
	if err != nil {
		return nil, err
	}
	v := &versions{store: store, asOf: asOf, merges: map[string][]kg.MergeRecord{}, moved: map[string]time.Time{}}
	clusters := plan.NewMerges(all).AsOf(&asOf)
	for _, m := range all {
		if !kg.KnownAsOf(m.RecordedAt, &asOf) {
			continue
		}
		if m.TakenBackAt != nil && !kg.KnownAsOf(*m.TakenBackAt, &asOf) {
			m.TakenBackAt = nil
		}
		for _, id := range []string{m.From, m.Into} {
			v.merges[id] = append(v.merges[id], m)
			answers := clusters.Canonical(id)
			v.moved[answers] = latest(v.moved[answers], m.RecordedAt, v.known(m.TakenBackAt))
		}
	}
	return v, nil
}

func latest(a time.Time, more ...time.Time) time.Time {
	for _, b := range more {
		if b.After(a) {
			a = b
		}
	}
	return a
}

// load reads what is kept of entities and of what they are one with, which is known
// until the next call.
func (v *versions) load(ctx context.Context, entities []*kg.Entity) (err error) {
	var ids []string
	for _, e := range entities {
		ids = append(ids, e.IDs()...)
	}
	v.read, err = v.store.EntityRecords(ctx, ids)
	return err
}

// changed returns when what is said of an entity was last another.
func (v *versions) changed(e *kg.Entity) time.Time {
	at := latest(e.RecordedAt, v.moved[e.ID])
	for _, id := range e.IDs() {
		r := v.read[id]
		if r == nil {
			continue
		}
		for _, name := range r.Names {
			at = latest(at, v.known(&name.RecordedAt), v.known(name.RemovedAt))
		}
		for _, f := range r.Former {
			at = latest(at, v.known(&f.Until))
		}
	}
	return at
}

// known returns a moment, or the zero time where that was not known.
func (v *versions) known(at *time.Time) time.Time {
	if at == nil || !kg.KnownAsOf(*at, &v.asOf) {
		return time.Time{}
	}
	return *at
}

// relationChanged returns when what is said of a relation was last another.
func (v *versions) relationChanged(r *kg.Relation) time.Time {
	at := latest(r.RecordedAt, kg.GapTimes(r.Retractions)...)
	for _, e := range r.Evidence {
		at = latest(at, e.RecordedAt)
	}
	for _, id := range named(r) {
		at = latest(at, v.moved[id])
	}
	return at
}

// life is a time in which an entity was there by itself as one object: until it was
// merged, or was of a kind that is another object.
type life struct {
	as    string // which object, as of tells
	state kg.EntityState
	began time.Time
	ended *time.Time // nil while it is
	into  string     // the id of what it was merged into, where that ended it
}

// lives returns the lives of an entity, oldest first, of is what object an entity of
// a kind is, empty for none.
func (v *versions) lives(id string, of func(kg.EntityKind) string) (all []life) {
	r := v.read[id]
	if r == nil {
		return nil
	}
	type turn struct {
		at    time.Time
		state *kg.EntityState // what it is from then on
		into  *string         // what it is merged into from then on; empty for nothing
	}
	var turns []turn
	nothing := ""
	for i, f := range r.Former {
		next := r.State()
		if i+1 < len(r.Former) {
			next = r.Former[i+1].EntityState
		}
		if !f.Until.After(v.asOf) {
			turns = append(turns, turn{at: f.Until, state: &next})
		}
	}
	for _, m := range v.merges[id] {
		if m.From == id && (m.TakenBackAt == nil || m.TakenBackAt.After(m.RecordedAt)) {
			turns = append(turns, turn{at: m.RecordedAt, into: &m.Into})
			if m.TakenBackAt != nil {
				turns = append(turns, turn{at: *m.TakenBackAt, into: &nothing})
			}
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return a.at.Compare(b.at) })

	state, into := r.State(), ""
	if len(r.Former) > 0 {
		state = r.Former[0].EntityState
	}
	enter := func(at time.Time) {
		as := ""
		if into == "" {
			as = of(state.Kind)
		}
		if n := len(all); n > 0 && all[n-1].ended == nil {
			if all[n-1].as == as {
				all[n-1].state = state
				return
			}
			all[n-1].ended, all[n-1].into = &at, into
		}
		if as != "" {
			all = append(all, life{as: as, state: state, began: at})
		}
	}
	enter(r.RecordedAt)
	for _, t := range turns {
		if t.state != nil {
			state = *t.state
		}
		if t.into != nil {
			into = *t.into
		}
		enter(t.at)
	}
	return all
}
