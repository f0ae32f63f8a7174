package kgtest

import (
	"slices"

	"conflictgraph/internal/kg"
)

// journalFaults are what a store may get wrong about who wrote what, and about
// documents that are taken out of view.
var journalFaults = []fault{
	{"the journal ignores asOf", []string{"journal", "random graph"}, hooked{keys: func(k *kg.Keys) {
		if k.Journal != nil {
			k.AsOf = nil
		}
	}}},
	{"the journal ignores its limit", []string{"journal"}, hooked{keys: bendJournal(func(j *kg.JournalRequest) { j.Limit = 1000 })}},
	{"the journal begins one too early", []string{"journal"}, hooked{keys: bendJournal(func(j *kg.JournalRequest) { j.After-- })}},
	{"the journal tells of everything", []string{"journal"}, hooked{keys: bendJournal(func(j *kg.JournalRequest) { j.Of = nil })}},
	{"moments are not looked at", []string{"journal"}, hooked{keys: bendJournal(func(j *kg.JournalRequest) { j.At = nil })}},
	{"the journal is newest first", []string{"journal", "random graph"}, hooked{found: func(f *kg.Found) { slices.Reverse(f.Journal) }}},
	{"the latest activity is the first", []string{"journal"}, hooked{keys: bendJournal(func(j *kg.JournalRequest) { j.Latest = false })}},
	{"details of changes are lost", []string{"journal", "random graph"}, hooked{found: func(f *kg.Found) {
		for _, a := range f.Journal {
			for i := range a.Changes {
				a.Changes[i].Detail = ""
			}
		}
	}}},
	{"agents are forgotten", []string{"journal"}, hooked{batch: func(b *kg.Batch) { b.Provenance.Agent = "" }}},
	{"keys are forgotten", []string{"journal", "a crowd of writers"}, hooked{batch: func(b *kg.Batch) { b.Provenance.Key = "" }}},
	{"a key stands for anything", []string{"journal"}, hooked{batch: func(b *kg.Batch) { b.Provenance.Digest = "" }}},
	{"expectations are ignored", []string{"journal", "a crowd of writers"}, hooked{batch: func(b *kg.Batch) { b.Expect = nil }}},
	{"withdrawing is forgotten", []string{"withdrawing", "random graph"}, hooked{batch: func(b *kg.Batch) { b.Withdrawals = nil }}},
	{"what rests on a withdrawn document stays", []string{"withdrawing", "random graph"}, hooked{}},
	{"what rests on others, too, is withdrawn", []string{"withdrawing"}, hooked{}},
	{"withdrawn documents are not found", []string{"withdrawing"}, hooked{found: func(f *kg.Found) {
		for id, d := range f.Documents {
			if d.RetractedAt != nil {
				delete(f.Documents, id)
			}
		}
	}}},
}

func bendJournal(bend func(*kg.JournalRequest)) func(*kg.Keys) {
	return func(k *kg.Keys) {
		if k.Journal != nil {
			j := *k.Journal
			bend(&j)
			k.Journal = &j
		}
	}
}

// withdrawalFault bends what m has recorded after it was told b.
func withdrawalFault(name string, m *memory, b kg.Batch) {
	for i, r := range m.relations {
		for _, w := range b.Withdrawals {
			switch name {
			case "what rests on a withdrawn document stays":
				if last := len(r.Retractions) - 1; retracted(r.Retractions, nil) && r.Retractions[last].At.Equal(b.RecordedAt) {
					m.relations[i].RetractedAt, m.relations[i].Retractions = nil, r.Retractions[:last]
				}
			case "what rests on others, too, is withdrawn":
				if !retracted(r.Retractions, nil) && slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Document == w.Document }) {
					at := b.RecordedAt
					m.relations[i].RetractedAt, m.relations[i].Retractions = &at, append(slices.Clone(r.Retractions), kg.Gap{At: at})
				}
			}
		}
	}
}
