package curation

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// JudgeDuplicateInput says whether two entities are one.
type JudgeDuplicateInput struct {
	A, B      string
	Judgement kg.Verdict
	Kind      *kg.EntityKind // see kg.Merge
	Common
}

// JudgeDuplicate records whether two entities are one, and makes them one or takes them
// apart where they are not so. What it is about is a, as it answers then.
func (c Curator) JudgeDuplicate(ctx context.Context, in JudgeDuplicateInput) (Done, error) {
	found, err := c.Store.Get(ctx, kg.Keys{Entities: []string{in.A, in.B}, Need: kg.Need{Degree: true}})
	if err != nil {
		return Done{}, err
	}
	for _, end := range []struct{ field, id string }{{"input.a", in.A}, {"input.b", in.B}} {
		if found.Entities[end.id] == nil {
			return Done{}, kg.Suggest(ctx, c.Store, kg.NotFound(end.field, kg.ThingEntity, end.id))
		}
	}
	if in.A == in.B {
		return Done{}, kg.BadInput("input.b", "%q is the same id as a; name two entities", in.B)
	}
	a, b := found.Entities[in.A], found.Entities[in.B]
	reason := value(in.Reason)
	batch := kg.Batch{Judgements: []kg.Judgement{{A: in.A, B: in.B, Verdict: in.Judgement}}}
	switch one := a.ID == b.ID; {
	case in.Judgement == kg.VerdictSame && !one:
		merge := kg.Merge{From: a.ID, Into: b.ID, Reason: reason}
		if a.Degree > b.Degree || a.Degree == b.Degree && a.ID < b.ID {
			merge.From, merge.Into = b.ID, a.ID
		}
		if in.Kind != nil {
			merge.Kind = *in.Kind
		}
		batch.Merges = []kg.Merge{merge}
	case in.Judgement != kg.VerdictSame && one:
		if batch.Unmerges, err = c.apart(ctx, in.A, in.B, reason); err != nil {
			return Done{}, err
		}
	}
	return c.write(ctx, "judgeDuplicate", in.A, batch, in.Common, "", in)
}

// apart returns what takes two ids apart that answer as one entity: the merge by which
// the one came to the other, or else by which the first came to what both are.
func (c Curator) apart(ctx context.Context, a, b, reason string) ([]kg.Unmerge, error) {
	merges, err := c.Store.Merges(ctx)
	if err != nil {
		return nil, err
	}
	into := map[string]string{}
	for _, m := range merges {
		if m.TakenBackAt == nil {
			into[m.From] = m.Into
		}
	}
	chain := func(id string) (ids []string) {
		for ; id != "" && !slices.Contains(ids, id); id = into[id] {
			ids = append(ids, id)
		}
		return ids
	}
	from := a
	if ofB := chain(b); slices.Contains(ofB, a) {
		from = ofB[slices.Index(ofB, a)-1]
	}
	return []kg.Unmerge{{Entity: from, Reason: reason}}, nil
}
