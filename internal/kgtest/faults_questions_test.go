package kgtest

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// questionFaults are what a store may get wrong about links, counts and
// candidates.
var questionFaults = []fault{
	{"links ignore asOf", []string{"two clocks", "random graph"}, hooked{linking: func(r *kg.LinkRequest) { r.AsOf = nil }}},
	{"links ignore what is to be avoided", []string{"links", "random graph"}, hooked{linking: func(r *kg.LinkRequest) { r.Avoid = nil }}},
	{"links have no direction", []string{"links", "random graph"}, hooked{linking: func(r *kg.LinkRequest) { r.Filter.Direction = "" }}},
	{"links are of whatever type", []string{"links", "random graph"}, hooked{linking: func(r *kg.LinkRequest) { r.Filter.Types = nil }}},
	{"links are sorted by the entity", []string{"links", "random graph"}, hooked{links: func(_ kg.LinkRequest, l *kg.Links) {
		slices.SortStableFunc(l.Links, func(a, b kg.Link) int { return strings.Compare(a.Of, b.Of) })
	}}},
	{"links of two that are asked about are there once", []string{"links", "random graph"}, hooked{links: func(_ kg.LinkRequest, l *kg.Links) {
		var once []kg.Link
		for _, one := range l.Links {
			if !slices.ContainsFunc(once, func(other kg.Link) bool { return other.Of == one.Other && other.Other == one.Of }) {
				once = append(once, one)
			}
		}
		l.Links = once
	}}},
	{"links end at a limit without a word", []string{"links", "random graph"}, hooked{links: func(_ kg.LinkRequest, l *kg.Links) { l.Truncated = false }}},
	{"links are truncated where the limit is just reached", []string{"links", "random graph"}, hooked{links: func(r kg.LinkRequest, l *kg.Links) {
		l.Truncated = l.Truncated || len(l.Links) == r.Limit
	}}},
	{"relations between some ignore asOf", []string{"two clocks", "random graph"}, hooked{among: func(r *kg.BetweenRequest) { r.AsOf = nil }}},
	{"a self-loop is not between", []string{"links", "random graph"}, hooked{between: func(_ kg.BetweenRequest, b *kg.Between) {
		b.Relations = slices.DeleteFunc(b.Relations, func(r *kg.Relation) bool { return r.Subject == r.Object })
	}}},
	{"relations between some come oldest first", []string{"links", "random graph"}, hooked{between: func(_ kg.BetweenRequest, b *kg.Between) { slices.Reverse(b.Relations) }}},
	{"relations between some are of whatever certainty", []string{"links", "random graph"}, hooked{among: func(r *kg.BetweenRequest) { r.Filter.Certainty = nil }}},
	{"degrees are missing", []string{"links", "large batch", "random graph"}, hooked{keys: func(k *kg.Keys) { k.Need.Degree = false }}},
	{"degrees come unasked", []string{"links", "random graph"}, hooked{keys: func(k *kg.Keys) { k.Need.Degree = true }}},

	{"counts ignore asOf", []string{"two clocks", "random graph"}, hooked{counting: func(r *kg.CountRequests) { r.AsOf = nil }}},
	{"counts come by key", []string{"counts", "random graph"}, hooked{counts: func(_ kg.CountRequest, counts []kg.Count) []kg.Count {
		slices.SortFunc(counts, func(a, b kg.Count) int { return strings.Compare(a.Key, b.Key) })
		return counts
	}}},
	{"counts have no limit", []string{"counts", "random graph"}, hooked{counting: eachCount(func(r *kg.CountRequest) { r.Limit = 0 })}},
	{"counts are in months for weeks", []string{"counts", "random graph"}, hooked{counting: eachCount(func(r *kg.CountRequest) {
		if r.Bucket == kg.BucketWeek {
			r.Bucket = kg.BucketMonth
		}
	})}},
	{"the last day is the last first day", []string{"counts", "random graph"}, hooked{counts: func(_ kg.CountRequest, counts []kg.Count) []kg.Count {
		for i := range counts {
			counts[i].Last = counts[i].First
		}
		return counts
	}}},
	{"a self-loop has no counterpart", []string{"counts", "random graph"}, hooked{counts: func(r kg.CountRequest, counts []kg.Count) []kg.Count {
		return slices.DeleteFunc(counts, func(c kg.Count) bool { return r.By == kg.ByCounterpart && c.Key == r.Owner })
	}}},

	{"candidates are of any kind", []string{"search", "random graph"}, hooked{searching: func(r *kg.CandidateRequest) { r.Kinds = nil }}},
	{"candidates match any word", []string{"search", "random graph"}, hooked{searching: func(r *kg.CandidateRequest) { r.Any = true }}},
	{"candidates have no limit", []string{"search", "random graph"}, hooked{searching: func(r *kg.CandidateRequest) { r.Limit = 1000 }}},
	{"candidates have no sound", []string{"search", "random graph"}, hooked{searching: eachTerm(func(t *kg.Term) { t.Keys = nil })}},
	{"candidates match whole words only", []string{"search", "random graph"}, hooked{searching: eachTerm(func(t *kg.Term) { t.Whole = true })}},
	{"relations come unasked", []string{"search", "random graph"}, hooked{searching: func(r *kg.CandidateRequest) { r.Relations = true }}},
	{"candidates stand in any order", []string{"search", "random graph"}, hooked{candidates: func(_ kg.CandidateRequest, c *kg.Candidates) { slices.Reverse(c.Entities) }}},
	{"candidates stand by id", []string{"search", "random graph"}, hooked{candidates: func(_ kg.CandidateRequest, c *kg.Candidates) { slices.Sort(c.Entities) }}},
	{"relations that are candidates stand by id", []string{"search", "random graph"}, hooked{candidates: func(_ kg.CandidateRequest, c *kg.Candidates) { slices.Sort(c.Relations) }}},
}

func eachCount(bend func(*kg.CountRequest)) func(*kg.CountRequests) {
	return func(reqs *kg.CountRequests) {
		reqs.Counts = slices.Clone(reqs.Counts)
		for i := range reqs.Counts {
			bend(&reqs.Counts[i])
		}
	}
}

func eachTerm(bend func(*kg.Term)) func(*kg.CandidateRequest) {
	return func(r *kg.CandidateRequest) {
		r.Terms = slices.Clone(r.Terms)
		for i := range r.Terms {
			bend(&r.Terms[i])
		}
	}
}
