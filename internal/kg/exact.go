package kg

import (
	"fmt"
	"reflect"
	"slices"
)

// exactly returns an error with CodeConflict where a type or entity of an exact batch
// is recorded as something else.
func (c *checker) exactly() error {
	if !c.batch.Exact {
		return nil
	}
	for i, t := range c.batch.Types {
		if known, is := c.types[t.ID]; is && !sameType(known, t) {
			return ConflictIn(fmt.Sprintf("types[%d].id", i), "relation type %q is recorded as %s; use another id for a type that means something else", t.ID, described(known))
		}
	}
	var ids []string
	for _, e := range c.batch.Entities {
		ids = append(ids, e.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	l, err := c.store.Lineage(c.ctx, ids)
	if err != nil {
		return err
	}
	for i, e := range c.batch.Entities {
		r := l.Entities[e.ID]
		if r == nil {
			continue
		}
		field, recorded := r.differs(e)
		if field != "" {
			return ConflictIn(fmt.Sprintf("entities[%d].%s", i, field), "entity %q is recorded with another, %q; correct that with updateEntity, or use another id for another thing", e.ID, recorded)
		}
	}
	return nil
}

// differs returns in which field e says something else than r, and what r says there.
func (r *EntityRecord) differs(e Entity) (field, recorded string) {
	switch {
	case e.Kind != r.Kind && e.Kind != r.StatedKind():
		return "kind", string(r.Kind)
	case e.Name != r.Name && !goesBy(r, e.Name):
		return "name", r.Name
	case e.Description != "" && e.Description != r.Description:
		return "description", r.Description
	case e.Point != nil && (r.Point == nil || *e.Point != *r.Point):
		return "point", fmt.Sprint(r.Point)
	}
	return "", ""
}

func sameType(a, b RelationType) bool {
	for _, t := range []*RelationType{&a, &b} {
		for _, kinds := range []*[]EntityKind{&t.SubjectKinds, &t.ObjectKinds} {
			sorted := append([]EntityKind{}, *kinds...)
			slices.Sort(sorted)
			*kinds = slices.Compact(sorted)
		}
	}
	return reflect.DeepEqual(a, b)
}

// described returns what is recorded of a type, for a message.
func described(t RelationType) string {
	return fmt.Sprintf("label %q, inverseLabel %q, symmetric %t, plover %q, cameo %q, subjectKinds %v, objectKinds %v",
		t.Label, t.InverseLabel, t.Symmetric, t.PLOVER, t.CAMEO, t.SubjectKinds, t.ObjectKinds)
}
