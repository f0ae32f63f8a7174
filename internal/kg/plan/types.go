package plan

import (
	"cmp"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// Types are every relation type. They are safe for concurrent use.
type Types struct {
	byID      map[string]kg.RelationType
	symmetric []string // the ids of those that are, in order
}

// NewTypes returns the types given, in any order.
func NewTypes(all []kg.RelationType) *Types {
	t := &Types{byID: kg.TypesByID(all)}
	for _, id := range slices.Sorted(maps.Keys(t.byID)) {
		if t.byID[id].Symmetric {
			t.symmetric = append(t.symmetric, id)
		}
	}
	return t
}

// List returns the types by id, nothing of which is shared with t.
func (t *Types) List() []kg.RelationType {
	types := make([]kg.RelationType, 0, len(t.byID))
	for _, one := range t.byID {
		one.SubjectKinds, one.ObjectKinds = slices.Clone(one.SubjectKinds), slices.Clone(one.ObjectKinds)
		types = append(types, one)
	}
	slices.SortFunc(types, func(a, b kg.RelationType) int { return cmp.Compare(a.ID, b.ID) })
	return types
}

// Symmetric returns the ids of the types that are, in order.
func (t *Types) Symmetric() []string { return slices.Clone(t.symmetric) }

// IsSymmetric reports whether a type is.
func (t *Types) IsSymmetric(id string) bool { return t.byID[id].Symmetric }

// with returns t and some more types.
func (t *Types) with(more []kg.RelationType) *Types {
	if len(more) == 0 {
		return t
	}
	return NewTypes(append(slices.Collect(maps.Values(t.byID)), more...))
}

// ids returns the ids of all types, in order.
func (t *Types) ids() []string { return slices.Sorted(maps.Keys(t.byID)) }

// symmetricAmong returns the symmetric types among some, of all where that is nil. It is
// never nil.
func (t *Types) symmetricAmong(some []string) []string { return t.among(some, true) }

// asymmetricAmong returns the others.
func (t *Types) asymmetricAmong(some []string) []string { return t.among(some, false) }

func (t *Types) among(some []string, symmetric bool) []string {
	switch {
	case some == nil && symmetric:
		return append([]string{}, t.symmetric...)
	case some == nil:
		some = t.ids()
	}
	return slices.DeleteFunc(append([]string{}, some...), func(id string) bool { return t.byID[id].Symmetric != symmetric })
}
