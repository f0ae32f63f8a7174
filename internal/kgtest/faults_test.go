package kgtest

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

// faultVariable names the environment variable that gives TestMemory a fault.
const faultVariable = "KGTEST_FAULT"

// fault is something that a store may get wrong, with the groups of the suite
// that have to find it.
type fault struct {
	name   string
	groups []string
	hooks  hooked
}

func init() { faults = slices.Concat(faults, questionFaults, mergeFaults, journalFaults) }

var faults = []fault{
	{"pages ignore asOf", []string{"two clocks", "random graph"}, hooked{reqs: func(r *kg.PageRequests) { r.AsOf = nil }}},
	{"get ignores asOf", []string{"two clocks", "random graph"}, hooked{keys: func(k *kg.Keys) { k.AsOf = nil }}},
	{"entities ignore asOf", []string{"two clocks", "random graph"}, hooked{entities: func(r *kg.EntityList) { r.AsOf = nil }}},
	{"documents ignore asOf", []string{"two clocks", "random graph"}, hooked{documents: func(r *kg.DocumentList) { r.AsOf = nil }}},
	{"asOf is off by a millisecond", []string{"two clocks", "random graph"}, hooked{reqs: func(r *kg.PageRequests) {
		if r.AsOf != nil {
			earlier := r.AsOf.Add(-time.Millisecond)
			r.AsOf = &earlier
		}
	}}},
	{"relations of one day stand in any order", []string{"reading", "random graph"}, hooked{pages: eachPage(func(_ kg.PageRequest, p *kg.RelationPage) {
		for i := 1; i < len(p.Relations); i++ {
			if p.Relations[i-1].Position()[:8] == p.Relations[i].Position()[:8] {
				p.Relations[i-1], p.Relations[i] = p.Relations[i], p.Relations[i-1]
			}
		}
	})}},
	{"the oldest come last whatever is asked", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) { r.Order = "" })}},
	{"HasPrevious is forgotten", []string{"reading", "random graph"}, hooked{pages: eachPage(func(_ kg.PageRequest, p *kg.RelationPage) { p.HasPrevious = false })}},
	{"HasNext is guessed from a full page", []string{"reading", "random graph"}, hooked{pages: eachPage(func(r kg.PageRequest, p *kg.RelationPage) {
		p.HasNext = len(p.Relations) == r.Slice.Limit
	})}},
	{"a cursor is inclusive", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) {
		r.Slice.After = strings.TrimSuffix(r.Slice.After, r.Slice.After[max(0, len(r.Slice.After)-1):])
	})}},
	{"the total is that of the page", []string{"reading", "random graph"}, hooked{pages: eachPage(func(r kg.PageRequest, p *kg.RelationPage) {
		if r.Count {
			p.Total = len(p.Relations)
		}
	})}},
	{"the total is given unasked", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) { r.Count = true })}},
	{"a symmetric relation has a direction", []string{"reading", "random graph"}, hooked{pages: eachPage(func(r kg.PageRequest, p *kg.RelationPage) {
		p.Relations = slices.DeleteFunc(p.Relations, func(one *kg.Relation) bool {
			return r.Owner != "" && r.Filter.Direction == kg.DirectionOut && one.Subject != r.Owner
		})
	})}},
	{"a self-loop is there twice", []string{"reading", "random graph"}, hooked{pages: eachPage(func(r kg.PageRequest, p *kg.RelationPage) {
		for i, one := range p.Relations {
			if one.Subject == one.Object && r.Owner != "" {
				p.Relations = slices.Insert(p.Relations, i, one)
				return
			}
		}
	})}},
	{"only the first type counts", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) {
		r.Filter.Types = r.Filter.Types[:min(1, len(r.Filter.Types))]
	})}},
	{"only the first of with counts", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) {
		r.Filter.With = r.Filter.With[:min(1, len(r.Filter.With))]
	})}},
	{"from is about the start", []string{"reading", "random graph"}, hooked{pages: eachPage(func(r kg.PageRequest, p *kg.RelationPage) {
		p.Relations = slices.DeleteFunc(p.Relations, func(one *kg.Relation) bool {
			return r.Filter.From != nil && (one.Time.Start == nil || *one.Time.Start < *r.Filter.From)
		})
	})}},
	{"an unknown owner has everything", []string{"reading", "random graph"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) {
		r.Owner = strings.TrimPrefix(r.Owner, "nobody")
	})}},
	{"texts come unasked", []string{"reading", "random graph"}, hooked{keys: func(k *kg.Keys) { k.Need.Text = true }}},
	{"texts come unasked with pages", []string{"reading", "random graph"}, hooked{reqs: func(r *kg.PageRequests) { r.Need.Text = true }}},
	{"texts come unasked with documents", []string{"reading", "random graph"}, hooked{documents: func(r *kg.DocumentList) { r.Text = true }}},
	{"claims come unasked", []string{"reading", "random graph"}, hooked{reqs: func(r *kg.PageRequests) { r.Need.Claims = true }}},
	{"ends come unasked", []string{"reading", "random graph"}, hooked{reqs: func(r *kg.PageRequests) { r.Need.Ends = true }}},
	{"owners are missing", []string{"reading", "random graph"}, hooked{reqs: func(r *kg.PageRequests) { r.Need.Owners = false }}},
	{"ends are missing", []string{"reading", "random graph"}, hooked{keys: func(k *kg.Keys) { k.Need.Ends = false }}},
	{"the milliseconds are lost", []string{"reading", "random graph"}, hooked{pages: eachRelation(func(r *kg.Relation) { r.RecordedAt = r.RecordedAt.Truncate(time.Second) })}},
	{"times are in another zone", []string{"reading", "random graph"}, hooked{pages: eachRelation(func(r *kg.Relation) { r.RecordedAt = r.RecordedAt.In(time.FixedZone("", 3600)) })}},
	{"inference is lost", []string{"reading"}, hooked{pages: eachRelation(func(r *kg.Relation) {
		if r.Time != nil {
			r.Time.Inferred = false
		}
	})}},
	{"attributions come in any order", []string{"reading"}, hooked{pages: eachRelation(func(r *kg.Relation) { slices.Reverse(r.Attributions) })}},
	{"types come in any order", []string{"reading"}, hooked{types: slices.Reverse[[]kg.RelationType]}},
	{"blanks are trimmed", []string{"hostile strings"}, hooked{batch: func(b *kg.Batch) {
		for i := range b.Entities {
			b.Entities[i].Name = strings.TrimSpace(b.Entities[i].Name)
		}
	}}},
	{"ids have no case", []string{"hostile strings"}, hooked{keys: func(k *kg.Keys) {
		for i := range k.Entities {
			k.Entities[i] = strings.ToLower(k.Entities[i])
		}
	}}},
	{"a part of a refused batch is kept", []string{"refusing"}, hooked{refused: nil}},
	{"what is there is replaced", []string{"writing"}, hooked{}},
	{"evidence is added again", []string{"writing"}, hooked{batch: func(b *kg.Batch) {
		for i := range b.Relations {
			b.Relations[i].Evidence = append(b.Relations[i].Evidence, kg.Evidence{Source: &kg.Source{Dataset: "again", Record: time.Now().String()}})
		}
	}}},
	{"what is written is what was asked", []string{"writing", "concurrent writers", "large batch"}, hooked{written: func(b kg.Batch, w *kg.Written) { w.Relations = len(b.Relations) }}},
	{"a context that ended is ignored", []string{"cancelled"}, hooked{ctx: context.WithoutCancel}},
	{"an empty store is not", []string{"empty store"}, hooked{found: func(f *kg.Found) { f.Entities["nobody"] = &kg.Entity{ID: "nobody"} }}},
}

func eachRequest(bend func(*kg.PageRequest)) func(*kg.PageRequests) {
	return func(reqs *kg.PageRequests) {
		reqs.Pages = slices.Clone(reqs.Pages)
		for i := range reqs.Pages {
			bend(&reqs.Pages[i])
		}
	}
}

func eachPage(bend func(kg.PageRequest, *kg.RelationPage)) func(kg.PageRequests, []kg.RelationPage, *kg.Found) {
	return func(reqs kg.PageRequests, pages []kg.RelationPage, _ *kg.Found) {
		for i := range pages {
			bend(reqs.Pages[i], &pages[i])
		}
	}
}

func eachRelation(bend func(*kg.Relation)) func(kg.PageRequests, []kg.RelationPage, *kg.Found) {
	return eachPage(func(_ kg.PageRequest, p *kg.RelationPage) {
		for _, r := range p.Relations {
			bend(r)
		}
	})
}

// withFault returns m with the fault of that name.
func withFault(name string, m *memory) kg.Store {
	if name == "" {
		return m
	}
	for _, fault := range faults {
		if fault.name != name {
			continue
		}
		h := fault.hooks
		h.Store = m
		switch name {
		case "unmerging is forgotten", "merges hold for all time", "merges go into what was named", "names are those of the survivor":
			h.batch = func(b *kg.Batch) { mergeFault(name, m, b) }
		case "what rests on a withdrawn document stays", "what rests on others, too, is withdrawn":
			h.written = func(b kg.Batch, _ *kg.Written) { withdrawalFault(name, m, b) }
		case "a part of a refused batch is kept":
			h.refused = func(b kg.Batch) {
				_, _ = m.Write(context.Background(), kg.Batch{Documents: b.Documents[:1], RecordedAt: b.RecordedAt})
			}
		case "what is there is replaced":
			h.batch = func(b *kg.Batch) {
				for _, e := range b.Entities {
					if i := slices.IndexFunc(m.entities, func(old kg.Entity) bool { return old.ID == e.ID }); i >= 0 {
						m.entities[i].Description = e.Description
					}
				}
			}
		}
		return &h
	}
	panic("there is no fault " + name)
}

func TestEveryFaultIsFound(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			for group, passed := range runGroups(t, fault.groups, fault.name) {
				if passed {
					t.Errorf("group %q passed", group)
				}
			}
		})
	}
	t.Run("where there is none, none is found", func(t *testing.T) {
		for group, passed := range runGroups(t, []string{"reading", "random graph"}, "") {
			if !passed {
				t.Errorf("group %q failed", group)
			}
		}
	})
}

// runGroups runs groups of the suite in a process of its own, on a store with a
// fault, always on the same random graph, and says which of them passed.
func runGroups(t *testing.T, groups []string, fault string) map[string]bool {
	t.Helper()
	run := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run=^TestMemory$/^("+strings.ReplaceAll(strings.Join(groups, "|"), " ", "_")+")$",
		"-rapid.seed=1", "-rapid.checks=150", "-rapid.shrinktime=0s", "-rapid.nofailfile")
	run.Env = append(os.Environ(), faultVariable+"="+fault, SeedVariable+"=2")
	out, _ := run.CombinedOutput()
	passed := map[string]bool{}
	for _, group := range groups {
		name := ": TestMemory/" + strings.ReplaceAll(group, " ", "_") + " "
		passed[group] = strings.Contains(string(out), "--- PASS"+name)
		if passed[group] == strings.Contains(string(out), "--- FAIL"+name) {
			t.Fatalf("group %q neither passed nor failed:\n%s", group, out)
		}
	}
	return passed
}
