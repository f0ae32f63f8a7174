package kgtest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// standing returns the relations of owner, or all where it is empty, that were
// known, not retracted, and pass a filter, as they stand in the store's answers
// but for their evidence.
func (o *oracle) standing(owner string, filter kg.RelationFilter, asOf *time.Time) (all []kg.Relation) {
	owner = o.survivor(owner, asOf)
	filter = filter.Naming(func(entities []string) []string { return o.survivors(entities, asOf) })
	filter, _ = filter.Locating(func(places []string) ([]string, error) { return o.placesIn(places, asOf), nil })
	publisher := func(document string) string {
		d, _ := detailsThen(o.documentOf(document).DetailsRecords, asOf)
		return d.Publisher
	}
	for _, raw := range o.relations {
		if !known(raw.RecordedAt, asOf) || retracted(raw.Retractions, asOf) {
			continue
		}
		then := raw
		then.Evidence = evidenceThen(raw.Evidence, asOf)
		if r := o.canonical(then, asOf); filter.Holds(&r, owner, o.symmetric(r.Type), publisher) {
			r.Evidence = raw.Evidence
			all = append(all, r)
		}
	}
	return all
}

// placesIn returns places and what lies in them: whatever is said, without doubt, to be or
// have been part of one of them.
func (o *oracle) placesIn(places []string, asOf *time.Time) []string {
	places = slices.Clone(places)
	for grown := true; grown; {
		grown = false
		for _, raw := range o.relations {
			r := o.canonical(raw, asOf)
			sure := r.Certainty == kg.CertaintyStated || r.Certainty == kg.CertaintyConfirmed
			fact := r.Status == kg.StatusOccurred || r.Status == kg.StatusOngoing
			if r.Type == "part-of" && sure && fact && known(raw.RecordedAt, asOf) && !retracted(raw.Retractions, asOf) &&
				slices.Contains(places, r.Object) && !slices.Contains(places, r.Subject) {
				places, grown = append(places, r.Subject), true
			}
		}
	}
	return places
}

func (o *oracle) degree(id string, asOf *time.Time) int {
	return len(o.standing(id, kg.RelationFilter{}, asOf))
}

// Links has the links of an entity once, where Of first names it.
func (o *oracle) Links(_ context.Context, req kg.LinkRequest) (kg.Links, error) {
	var all []kg.Link
	avoid := o.survivors(req.Avoid, req.AsOf)
	for _, of := range distinct(o.survivors(req.Of, req.AsOf)) {
		newest := map[string]kg.Relation{}
		for _, r := range o.standing(of, req.Filter, req.AsOf) {
			other := otherEnd(r, of)
			old, linked := newest[other]
			if other != of && !slices.Contains(avoid, other) && (!linked || r.Position() < old.Position()) {
				newest[other] = r
			}
		}
		for _, other := range sortedKeys(newest) {
			r := newest[other]
			all = append(all, kg.Link{Of: of, Other: other, Newest: r.Position(), Attestation: kg.Attestation(r.Status, r.Certainty, r.Coding)})
		}
	}
	shown := min(len(all), req.Limit)
	return kg.Links{Links: all[:shown], Truncated: shown < len(all)}, nil
}

func otherEnd(r kg.Relation, of string) string {
	if r.Subject == of {
		return r.Object
	}
	return r.Subject
}

func (o *oracle) Between(_ context.Context, req kg.BetweenRequest) (kg.Between, error) {
	among := o.survivors(req.Among, req.AsOf)
	var all []*kg.Relation
	for _, r := range o.standing("", req.Filter.WithoutEnds(), req.AsOf) {
		if slices.Contains(among, r.Subject) && slices.Contains(among, r.Object) {
			all = append(all, o.view(r, kg.Need{}, req.AsOf))
		}
	}
	slices.SortFunc(all, func(a, b *kg.Relation) int { return cmp.Compare(a.Position(), b.Position()) })
	shown := min(len(all), req.Limit)
	return kg.Between{Relations: all[:shown], Truncated: shown < len(all)}, nil
}

func (o *oracle) Counts(_ context.Context, reqs kg.CountRequests) ([][]kg.Count, error) {
	answers := make([][]kg.Count, len(reqs.Counts))
	for i, req := range reqs.Counts {
		answers[i] = o.counts(req, reqs.AsOf)
	}
	return answers, nil
}

func (o *oracle) counts(req kg.CountRequest, asOf *time.Time) []kg.Count {
	var all []kg.Count
	for _, r := range o.standing(req.Owner, req.Filter, asOf) {
		var first, last *kg.Date
		if r.Time != nil {
			first, last = r.Time.Start, r.Time.End
		}
		var bucket *kg.Date
		if req.Bucket != "" {
			if first == nil {
				continue
			}
			start := req.Bucket.StartOf(*first)
			bucket = &start
		}
		key := o.keyOf(r, req.By, o.survivor(req.Owner, asOf))
		at := slices.IndexFunc(all, func(c kg.Count) bool { return c.Key == key && (bucket == nil || *c.Bucket == *bucket) })
		if at < 0 {
			at, all = len(all), append(all, kg.Count{Bucket: bucket, Key: key})
		}
		c := &all[at]
		c.N++
		if first != nil && (c.First == nil || *first < *c.First) {
			c.First = clonePointer(first)
		}
		if last != nil && (c.Last == nil || *last > *c.Last) {
			c.Last = clonePointer(last)
		}
	}
	slices.SortFunc(all, func(a, b kg.Count) int {
		if a.Bucket != nil && *a.Bucket != *b.Bucket {
			return cmp.Compare(*a.Bucket, *b.Bucket)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key))
	})
	if req.Limit > 0 {
		all = all[:min(len(all), req.Limit)]
	}
	return all
}

func (o *oracle) keyOf(r kg.Relation, by kg.Dimension, owner string) string {
	switch by {
	case kg.ByType:
		return r.Type
	case kg.ByStatus:
		return string(r.Status)
	case kg.ByCertainty:
		return string(r.Certainty)
	}
	return otherEnd(r, owner)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
