package kgtest

import (
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// mergeFaults are what a store may get wrong about merged entities.
var mergeFaults = []fault{
	{"pages know no merged owner", []string{"merging", "unmerging"}, hooked{reqs: eachRequest(func(r *kg.PageRequest) {
		r.Owner = strings.Replace(r.Owner, "rows:901", "nobody", 1)
	})}},
	{"aliases of merged entities are lost", []string{"merging", "unmerging", "random graph"}, hooked{found: func(f *kg.Found) {
		for _, e := range f.Entities {
			if len(e.Merged) > 0 {
				e.Aliases = nil
			}
		}
	}}},
	{"only the survivor's id is found", []string{"merging", "unmerging", "random graph"}, hooked{found: func(f *kg.Found) {
		for id, e := range f.Entities {
			if e.ID != id {
				delete(f.Entities, id)
			}
		}
	}}},
	{"only the id that was asked for is found", []string{"merging", "unmerging", "random graph"}, hooked{found: func(f *kg.Found) {
		for id, e := range f.Entities {
			if e.ID != id {
				delete(f.Entities, e.ID)
			}
		}
	}}},
	{"owners are found by the survivor's id only", []string{"random graph"}, hooked{pages: func(_ kg.PageRequests, _ []kg.RelationPage, f *kg.Found) {
		for id, e := range f.Entities {
			if e.ID != id {
				delete(f.Entities, id)
			}
		}
	}}},
	{"merged entities are listed without those merged into them", []string{"merging", "unmerging", "random graph"}, hooked{listed: func(p *kg.EntityPage) {
		for _, e := range p.Entities {
			e.Merged = nil
		}
	}}},
	{"a place that was two is there twice", []string{"merging", "unmerging"}, hooked{found: func(f *kg.Found) {
		for _, r := range f.Relations {
			if len(r.Places) == 1 && r.Places[0] == "harbor-city" {
				r.Places = append(r.Places, r.Places[0])
			}
		}
	}}},
	{"merges are not counted", []string{"merging", "unmerging"}, hooked{written: func(_ kg.Batch, w *kg.Written) { w.Merged = 0 }}},
	{"merges hold for all time", []string{"merging", "unmerging", "random graph"}, hooked{}},
	{"merges go into what was named", []string{"unmerging"}, hooked{}},
	{"unmerging is forgotten", []string{"unmerging", "random graph"}, hooked{}},
	{"names are those of the survivor", []string{"merging", "unmerging", "random graph"}, hooked{}},
}

// mergeFault bends what m has recorded before it is told b.
func mergeFault(name string, m *memory, b *kg.Batch) {
	switch name {
	case "unmerging is forgotten":
		b.Unmerges = nil
	case "merges hold for all time":
		for i := range m.merges {
			m.merges[i].at = time.Time{}
		}
	case "names are those of the survivor":
		for i := range b.Entities {
			b.Entities[i].ID = m.survivor(b.Entities[i].ID, nil)
		}
	case "merges go into what was named":
		// The merges of the batch before are mended, which is soon enough.
		for i, merge := range m.merges {
			if merge.from == "unnamed-adviser" && merge.until == nil {
				m.merges[i].into = "rows:901"
			}
		}
	}
}
