package plan

import (
	"maps"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

func isKnown(at time.Time, asOf *time.Time) bool { return asOf == nil || !at.After(*asOf) }

// Merges are all merges, in the order of recording, with the clusters of now. It is
// safe for concurrent use.
type Merges struct {
	all []kg.MergeRecord
	now *Clusters
}

// NewMerges returns the merges given in the order of recording.
func NewMerges(all []kg.MergeRecord) *Merges { return &Merges{all, clustersOf(all, nil)} }

// Records returns all merges.
func (m *Merges) Records() []kg.MergeRecord {
	all := slices.Clone(m.all)
	for i, r := range all {
		if r.TakenBackAt != nil {
			at := *r.TakenBackAt
			all[i].TakenBackAt = &at
		}
	}
	return all
}

// holds reports whether a merge held as of a moment.
func holds(m kg.MergeRecord, asOf *time.Time) bool {
	return isKnown(m.RecordedAt, asOf) && (m.TakenBackAt == nil || !isKnown(*m.TakenBackAt, asOf))
}

// Below returns the ids of what some merges merged, and of all that was ever merged into
// that, directly or not.
func (m *Merges) Below(merges []kg.MergeRecord) (ids []string) {
	for _, merge := range merges {
		ids = append(ids, merge.From)
	}
	for i := 0; i < len(ids); i++ {
		for _, merge := range m.all {
			if merge.Into == ids[i] && !slices.Contains(ids, merge.From) {
				ids = append(ids, merge.From)
			}
		}
	}
	return distinct(ids)
}

// AsOf returns the clusters as of a moment, those of now where it is nil.
func (m *Merges) AsOf(asOf *time.Time) *Clusters {
	if asOf == nil || len(m.all) == 0 {
		return m.now
	}
	return clustersOf(m.all, asOf)
}

// Clusters say which entities are one: each cluster has a canonical id, under which
// all of it answers.
type Clusters struct {
	into    map[string]string   // what each that was merged was merged into
	members map[string][]string // by canonical id, of clusters of more than one: that, then the others
}

// clustersOf works out the clusters of a moment. Times need not follow each other as
// the merges do; one that contradicts an earlier one has no effect.
func clustersOf(all []kg.MergeRecord, asOf *time.Time) *Clusters {
	c := &Clusters{into: map[string]string{}, members: map[string][]string{}}
	for _, m := range all {
		if _, merged := c.into[m.From]; holds(m, asOf) && !merged && c.Canonical(m.Into) != m.From {
			c.into[m.From] = m.Into
		}
	}
	for _, m := range all {
		if _, merged := c.into[m.From]; !merged {
			continue
		}
		canonical := c.Canonical(m.From)
		if c.members[canonical] == nil {
			c.members[canonical] = []string{canonical}
		}
		if !slices.Contains(c.members[canonical], m.From) {
			c.members[canonical] = append(c.members[canonical], m.From)
		}
	}
	return c
}

// Canonical returns the id that an entity answers under.
func (c *Clusters) Canonical(id string) string {
	for {
		into, merged := c.into[id]
		if !merged {
			return id
		}
		id = into
	}
}

// Members returns the ids of the cluster of a canonical id, that first.
func (c *Clusters) Members(canonical string) []string {
	if all := c.members[canonical]; all != nil {
		return all
	}
	return []string{canonical}
}

// below returns an entity and what was merged into it, directly or not.
func (c *Clusters) below(id string) []string {
	all := []string{id}
	for i := 0; i < len(all); i++ {
		for _, other := range slices.Sorted(maps.Keys(c.into)) {
			if c.into[other] == all[i] {
				all = append(all, other)
			}
		}
	}
	return all
}

// Expand returns the members of the clusters of some ids, each once.
func (c *Clusters) Expand(ids []string) (all []string) {
	for _, id := range c.CanonicalOf(ids) {
		all = append(all, c.Members(id)...)
	}
	return all
}

// CanonicalOf returns the canonical ids of some, each once.
func (c *Clusters) CanonicalOf(ids []string) []string {
	canonical := make([]string, len(ids))
	for i, id := range ids {
		canonical[i] = c.Canonical(id)
	}
	return distinct(canonical)
}

// merged returns the ids of what was merged into something else.
func (c *Clusters) merged() []string {
	ids := make([]string, 0, len(c.into))
	for id := range c.into {
		ids = append(ids, id)
	}
	return ids
}

// distinct returns values without those that came before.
func distinct[T comparable](values []T) []T {
	seen := make(map[T]bool, len(values))
	once := values[:0:0]
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			once = append(once, v)
		}
	}
	return once
}
