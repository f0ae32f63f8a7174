package plan

import (
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

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
	return kg.KnownAsOf(m.RecordedAt, asOf) && (m.TakenBackAt == nil || !kg.KnownAsOf(*m.TakenBackAt, asOf))
}

// Below returns the ids of what some merges merged, and of all that was ever merged into
// that, directly or not.
func (m *Merges) Below(merges []kg.MergeRecord) (ids []string) {
	into := map[string][]string{}
	for _, merge := range m.all {
		into[merge.Into] = append(into[merge.Into], merge.From)
	}
	seen := map[string]bool{}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, merge := range merges {
		add(merge.From)
	}
	for i := 0; i < len(ids); i++ {
		for _, id := range into[ids[i]] {
			add(id)
		}
	}
	return ids
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
	into      map[string]string   // what each that was merged was merged into
	canonical map[string]string   // the id that each that was merged answers under
	members   map[string][]string // by canonical id, of clusters of more than one: that, then the others
}

// clustersOf works out the clusters of a moment. Times need not follow each other as
// the merges do; one that contradicts an earlier one has no effect.
func clustersOf(all []kg.MergeRecord, asOf *time.Time) *Clusters {
	c := &Clusters{into: map[string]string{}, canonical: map[string]string{}, members: map[string][]string{}}
	for _, m := range all {
		if _, merged := c.into[m.From]; holds(m, asOf) && !merged && follow(c.into, m.Into) != m.From {
			c.into[m.From] = m.Into
		}
	}
	for _, m := range all {
		_, merged := c.into[m.From]
		if _, done := c.canonical[m.From]; !merged || done {
			continue
		}
		canonical := follow(c.into, m.From)
		c.canonical[m.From] = canonical
		if c.members[canonical] == nil {
			c.members[canonical] = []string{canonical}
		}
		c.members[canonical] = append(c.members[canonical], m.From)
	}
	return c
}

// follow returns what an entity was merged into in the end, of those that say what each
// was merged into.
func follow(into map[string]string, id string) string {
	for {
		next, merged := into[id]
		if !merged {
			return id
		}
		id = next
	}
}

// Canonical returns the id that an entity answers under.
func (c *Clusters) Canonical(id string) string {
	if canonical, merged := c.canonical[id]; merged {
		return canonical
	}
	return id
}

// Members returns the ids of the cluster of a canonical id, that first.
func (c *Clusters) Members(canonical string) []string {
	if all := c.members[canonical]; all != nil {
		return all
	}
	return []string{canonical}
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
