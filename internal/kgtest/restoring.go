package kgtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// A restoringStep is a batch, and what it has to be counted as, but for what is
// counted as existing.
type restoringStep struct {
	name  string
	batch kg.Batch
	want  kg.Written
}

// restoringSteps retract, withdraw and restore, and state again what was retracted,
// some of them as a curator does and some as an import.
func restoringSteps() []restoringStep {
	curator, release := kg.Provenance{Operation: "assertRelation", Agent: "ana", Reason: "it is right"}, kg.Provenance{Operation: kg.OperationImport}
	g := Graph()
	war, met := g.Relations[War], g.Relations[MetMonday]
	otherWords := cloneRelation(war)
	otherWords.Evidence = []kg.Evidence{Quote(g.Documents[1], "The war")}
	coded := kg.Relation{
		Type: war.Type, Subject: war.Subject, Object: war.Object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: edtf("2025-11-05"),
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "1"}}},
	}
	corrected := cloneRelation(coded)
	corrected.Evidence[0].Source.Record = "2"
	gone := cloneRelation(coded)
	gone.Time = edtf("2025-11-06")
	first, second := kg.Document{ID: "doc:first", Text: "Northland fights."}, kg.Document{ID: "doc:second", Text: "Northland fights on."}
	twice := cloneRelation(war)
	twice.Time, twice.Evidence = edtf("2025-11-07"), []kg.Evidence{Quote(first, "fights"), Quote(second, "fights")}
	withdraw := func(d kg.Document) []kg.Withdrawal { return []kg.Withdrawal{{Document: d.ID, Reason: "a forgery"}} }
	readmit := func(documents ...kg.Document) (readmissions []kg.Readmission) {
		for _, d := range documents {
			readmissions = append(readmissions, kg.Readmission{Document: d.ID})
		}
		return readmissions
	}
	retract := func(r kg.Relation, byPublisher bool) []kg.Retraction {
		return []kg.Retraction{{Relation: relationID(r), Reason: "wrong", ByPublisher: byPublisher}}
	}
	restore := func(r kg.Relation) []kg.Restore {
		return []kg.Restore{{Relation: relationID(r), Reason: "right"}}
	}
	steps := []restoringStep{
		{"the graph", g, kg.Written{Types: len(g.Types), Documents: len(g.Documents), Entities: len(g.Entities), Relations: len(g.Relations)}},
		{"a coded relation", kg.Batch{Provenance: release, Relations: []kg.Relation{coded}}, kg.Written{Relations: 1}},
		{"a relation is retracted", kg.Batch{Retractions: retract(war, false)}, kg.Written{Retracted: 1}},
		{"an import leaves it alone, with its other words", kg.Batch{Provenance: release, Relations: []kg.Relation{war, otherWords}}, kg.Written{LeftRetracted: 1}},
		{"so does a release that has it no more", kg.Batch{Provenance: release, Retractions: retract(war, true)}, kg.Written{}},
		{"a curator states it again", kg.Batch{Provenance: curator, Relations: []kg.Relation{war}}, kg.Written{Restored: 1}},
		{"restoring it once more changes nothing", kg.Batch{Restores: restore(war)}, kg.Written{}},
		{"it is retracted again", kg.Batch{Retractions: retract(war, false)}, kg.Written{Retracted: 1}},
		{"a curator quotes other words of the document", kg.Batch{Provenance: curator, Relations: []kg.Relation{otherWords}}, kg.Written{Restored: 1, Evidence: 1}},
		{"it is retracted a third time", kg.Batch{Retractions: retract(war, false)}, kg.Written{Retracted: 1}},
		{"and restored", kg.Batch{Restores: restore(war)}, kg.Written{Restored: 1}},
		{"a release takes the coded one back", kg.Batch{Provenance: release, Retractions: retract(coded, true)}, kg.Written{Retracted: 1}},
		{"a later one has it again", kg.Batch{Provenance: release, Relations: []kg.Relation{corrected}}, kg.Written{Restored: 1, Evidence: 1}},
		{"a curator takes it back", kg.Batch{Retractions: retract(coded, false)}, kg.Written{Retracted: 1}},
		{"which no release undoes", kg.Batch{Provenance: release, Relations: []kg.Relation{coded}}, kg.Written{LeftRetracted: 1}},
		{"another coded relation", kg.Batch{Provenance: release, Relations: []kg.Relation{gone}}, kg.Written{Relations: 1}},
		{"which a release takes back", kg.Batch{Provenance: release, Retractions: retract(gone, true)}, kg.Written{Retracted: 1}},
		{"a relation is retracted by itself", kg.Batch{Retractions: retract(met, false)}, kg.Written{Retracted: 1}},
		{"then its document is withdrawn", kg.Batch{Withdrawals: []kg.Withdrawal{{Document: Interview, Reason: "a forgery"}}}, kg.Written{Withdrawn: 1, Retracted: -1}},
		{"an import leaves the document alone", kg.Batch{Provenance: release, Documents: g.Documents}, kg.Written{LeftRetracted: 1}},
		{"the document is readmitted without it", kg.Batch{Readmissions: []kg.Readmission{{Document: Interview, Reason: "genuine"}}}, kg.Written{Readmitted: 1, Restored: -1}},
		{"readmitting it once more changes nothing", kg.Batch{Readmissions: []kg.Readmission{{Document: Interview}}}, kg.Written{}},
		{"it is withdrawn again", kg.Batch{Withdrawals: []kg.Withdrawal{{Document: Interview}}}, kg.Written{Withdrawn: 1, Retracted: -1}},
		{"and added again by a curator", kg.Batch{Provenance: curator, Documents: g.Documents}, kg.Written{Readmitted: 1, Restored: -1}},
		{"a relation that rests on two documents", kg.Batch{Documents: []kg.Document{first, second}, Relations: []kg.Relation{twice}}, kg.Written{Documents: 2, Relations: 1}},
		{"one of them is withdrawn", kg.Batch{Withdrawals: withdraw(first)}, kg.Written{Withdrawn: 1}},
		{"and the other, with which it goes", kg.Batch{Withdrawals: withdraw(second)}, kg.Written{Withdrawn: 1, Retracted: 1}},
		{"it comes back with either", kg.Batch{Readmissions: readmit(first)}, kg.Written{Readmitted: 1, Restored: 1}},
		{"it goes again", kg.Batch{Withdrawals: withdraw(first)}, kg.Written{Withdrawn: 1, Retracted: 1}},
		{"a release has it no more", kg.Batch{Provenance: release, Retractions: retract(twice, true)}, kg.Written{}},
		{"it is retracted by itself meanwhile", kg.Batch{Retractions: append(retract(twice, false), retract(twice, false)...)}, kg.Written{Retracted: 1}},
		{"which counts once", kg.Batch{Retractions: retract(twice, false)}, kg.Written{}},
		{"so that it comes back with no document", kg.Batch{Readmissions: readmit(first, second)}, kg.Written{Readmitted: 2}},
		{"but by itself", kg.Batch{Restores: restore(twice)}, kg.Written{Restored: 1}},
		{"a release takes the corrected one back", kg.Batch{Restores: restore(coded), Retractions: retract(coded, true)}, kg.Written{Restored: 1, Retracted: 1}},
		{"and a curator, too", kg.Batch{Retractions: retract(coded, false)}, kg.Written{Retracted: 1}},
		{"so that no release restores it", kg.Batch{Provenance: release, Relations: []kg.Relation{coded}}, kg.Written{LeftRetracted: 1}},
		{"stated again and retracted at once", kg.Batch{Provenance: curator, Relations: []kg.Relation{met}, Retractions: retract(met, false)}, kg.Written{Restored: 1, Retracted: 1}},
	}
	for i := range steps {
		steps[i].batch.RecordedAt = Recorded.Add(time.Duration(i) * time.Minute)
	}
	return steps
}

// testRestoring retracts and restores, and looks back at each step.
func testRestoring(t *testing.T, s kg.Store) {
	steps := restoringSteps()
	o := told(t)
	var wentAlong int
	for _, step := range steps {
		_, err := o.Write(t.Context(), step.batch)
		must(t, err)
		got := write(t, s, step.batch)
		if got.Existing = 0; step.want.Retracted < 0 {
			wentAlong, step.want.Retracted = got.Retracted, got.Retracted
		}
		if step.want.Restored < 0 {
			step.want.Restored = wentAlong
		}
		same(t, step.name, got, step.want)
		same(t, "everything after "+step.name, everything(t, s), everything(t, o))
	}
	if wentAlong == 0 {
		t.Error("nothing went with the document")
	}
	checkJournal(t, s, o, kg.JournalRequest{Limit: 100})
	for _, step := range steps {
		at := step.batch.RecordedAt
		for _, asOf := range []time.Time{at, at.Add(-time.Millisecond)} {
			t.Run(fmt.Sprintf("%s, as of %s", step.name, asOf.Format(time.StampMilli)), func(t *testing.T) {
				checkPages(t, s, o, kg.PageRequests{AsOf: &asOf, Need: everyNeed, Pages: []kg.PageRequest{
					{Slice: kg.Slice{Limit: 100}, Count: true}, {Owner: "northland", Slice: kg.Slice{Limit: 100}, Count: true},
					{Filter: kg.RelationFilter{Documents: []string{Interview}}, Slice: kg.Slice{Limit: 100}, Count: true},
				}})
				checkGet(t, s, o, kg.Keys{AsOf: &asOf, Documents: []string{Interview}, Relations: graphIDs(War, MetMonday), Entities: []string{"northland", "anna-keller"}, Need: everyNeed})
				checkDocuments(t, s, o, kg.DocumentList{AsOf: &asOf, Slice: kg.Slice{Limit: 10}, Count: true})
				checkCounts(t, s, o, kg.CountRequests{AsOf: &asOf, Counts: []kg.CountRequest{
					{By: kg.ByType}, {Owner: "northland", By: kg.ByType, Bucket: kg.TimeBuckets[0]}, {Owner: "northland", By: kg.ByCounterpart},
				}})
				checkLinks(t, s, o, kg.LinkRequest{Of: []string{"northland", "anna-keller"}, AsOf: &asOf, Limit: 100})
				checkBetween(t, s, o, kg.BetweenRequest{Among: []string{"northland", "southland", "anna-keller", "boris-novak"}, AsOf: &asOf, Limit: 100})
			})
		}
	}
	t.Run("what is kept of the present is right again", func(t *testing.T) {
		checkQuestions(t, s, o, []string{"northland", "southland", "anna-keller", "boris-novak"}, nil)
	})
	t.Run("the history of what was restored tells of it", func(t *testing.T) {
		history, err := kg.History(t.Context(), s, kg.HistoryRequest{ID: ID(War), Limit: 100})
		must(t, err)
		var kinds []kg.ChangeKind
		for _, a := range history {
			for _, c := range a.Changes {
				if c.ID == ID(War) {
					kinds = append(kinds, c.Kind)
				}
			}
		}
		same(t, "what became of it", kinds, []kg.ChangeKind{
			kg.RelationAdded, kg.RelationRetracted, kg.RelationRestored, kg.RelationRetracted, kg.EvidenceAdded, kg.RelationRestored, kg.RelationRetracted, kg.RelationRestored,
		})
	})
	testSources(t, s, o)
	testUnrestorable(t, s)
}

// testSources compares what a store says of a data set with what the oracle holds.
func testSources(t *testing.T, s kg.Store, o *oracle) {
	sources, ok := s.(kg.Sources)
	if !ok {
		return
	}
	for _, dataset := range []string{"rows", "row", "none"} {
		var got, want []kg.SourceRecord
		must(t, sources.Records(t.Context(), dataset, func(r kg.SourceRecord) error {
			got = append(got, r)
			return nil
		}))
		for _, r := range o.relations {
			is := retracted(r.Retractions, nil)
			for _, e := range r.Evidence {
				if e.Source != nil && e.Source.Dataset == dataset {
					want = append(want, kg.SourceRecord{Record: e.Source.Record, Relation: r.ID, Retracted: is, ByPublisher: is && r.Retractions[len(r.Retractions)-1].ByPublisher})
				}
			}
		}
		for _, list := range [][]kg.SourceRecord{got, want} {
			slices.SortFunc(list, func(a, b kg.SourceRecord) int {
				return cmp.Or(cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Record, b.Record))
			})
		}
		same(t, "the records of "+dataset, got, want)
	}
	for _, prefix := range []string{kg.DocumentPrefix, Interview, Interview[:len(Interview)-1], Interview + "x"} {
		var got, want []string
		must(t, sources.DocumentsNamed(t.Context(), prefix, func(d kg.Document) error {
			got = append(got, d.ID+" "+d.Title+" "+d.URL)
			return nil
		}))
		for _, d := range o.documents {
			if strings.HasPrefix(d.ID, prefix) && d.ID != prefix {
				want = append(want, d.ID+" "+d.Title+" "+d.URL)
			}
		}
		slices.Sort(want)
		same(t, "the documents that begin with "+prefix, got, want)
	}
}

// testUnrestorable asks for what cannot be restored.
func testUnrestorable(t *testing.T, s kg.Store) {
	write(t, s, kg.Batch{Withdrawals: []kg.Withdrawal{{Document: Interview}}})
	before := everything(t, s)
	for name, b := range map[string]kg.Batch{
		"a relation whose documents are all out of view": {Restores: []kg.Restore{{Relation: ID(MetMonday)}}},
		"the same, stated again":                         {Provenance: kg.Provenance{Operation: "assertRelation"}, Relations: []kg.Relation{Graph().Relations[MetMonday]}},
	} {
		_, err := s.Write(t.Context(), b)
		same(t, "code for "+name, kg.ErrorCode(err), kg.CodeConflict)
	}
	for name, b := range map[string]kg.Batch{
		"a relation that is not there": {Restores: []kg.Restore{{Relation: "rel:00000000000000000000000000"}}},
		"a document that is not there": {Readmissions: []kg.Readmission{{Document: "doc:nothing"}}},
	} {
		_, err := s.Write(t.Context(), b)
		same(t, "code for "+name, kg.ErrorCode(err), kg.CodeNotFound)
	}
	same(t, "everything", everything(t, s), before)
}
