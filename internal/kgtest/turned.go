package kgtest

import (
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

const turnedType = "rows:talked-with"

// The pairs of turned relations, by what is stated of each in which order.
const (
	pairInOrder      = iota // the lesser end first
	pairTurned              // the greater end first, and retracted later
	pairAtOnce              // both ways in one batch: as if the lesser end had come first
	pairTurnedFirst         // the greater end first, the other way later, with more words
	pairInOrderFirst        // the lesser end first, the other way later, with more words
	pairRetracted           // both ways, of which one is retracted and then the other
	pairRevived             // both ways, of which the first is retracted
	pairs
)

// turned returns a relation of a pair with its greater end first, or its lesser.
func turned(pair int, greaterFirst bool, quotes ...string) kg.Relation {
	ids := "abcdefgh"
	r := kg.Relation{
		Type: turnedType, Subject: ids[pair : pair+1], Object: ids[pair+1 : pair+2], Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Time: edtf("2025-12-01"), Places: []string{"d:place"}, Attributions: []kg.Attribution{{By: "h", Stance: kg.StanceStated}},
	}
	if greaterFirst {
		r.Subject, r.Object = r.Object, r.Subject
	}
	for _, q := range quotes {
		r.Evidence = append(r.Evidence, Quote(turnedDocument(), q))
	}
	return r
}

// coded is turned as a data set has it, for which the order matters.
func coded(pair int, greaterFirst bool, record string) kg.Relation {
	r := turned(pair, greaterFirst)
	r.Evidence = []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: record}}}
	return r
}

func turnedDocument() kg.Document { return kg.Document{ID: "doc:one", Text: "one two three"} }

// turnedHistory returns batches that state relations in both orders of their ends. The
// ids of what they state depend on the order unless the type is symmetric, as they did
// formerly for all types.
func turnedHistory(symmetric bool) []kg.Batch {
	first := kg.Batch{
		Types: []kg.RelationType{
			{ID: turnedType, Label: "talked with", InverseLabel: "talked with", Symmetric: symmetric}, {ID: "rows:saw", Label: "saw", InverseLabel: "was seen by"},
		},
		Documents: []kg.Document{turnedDocument()},
		Entities:  []kg.Entity{{ID: "d:place", Kind: kg.KindPlace, Name: "one"}},
		Relations: []kg.Relation{
			turned(pairInOrder, false, "one"), turned(pairTurned, true, "one", "two"), turned(pairAtOnce, false, "one", "three"), turned(pairAtOnce, true, "one"),
			turned(pairInOrder, false, "one"), turned(pairInOrder, true, "three"),
		},
	}
	for i := range pairs + 1 {
		first.Entities = append(first.Entities, kg.Entity{ID: "abcdefgh"[i : i+1], Kind: kg.KindPerson, Name: "abcdefgh"[i : i+1]})
	}
	last := len(first.Relations)
	for i := range first.Relations[last-2:] {
		first.Relations[last-1-i].Type = "rows:saw"
	}
	self := turned(pairInOrder, false, "two")
	self.Object = self.Subject
	first.Relations = append(first.Relations, self, turned(pairTurnedFirst, true, "one"), turned(pairInOrderFirst, false, "one"),
		turned(pairRetracted, true, "one"), turned(pairRevived, true, "one"),
		coded(pairInOrder, true, "1"), coded(pairInOrder, false, "2"))
	return []kg.Batch{
		first,
		{Relations: []kg.Relation{
			turned(pairTurnedFirst, false, "one", "two"), turned(pairInOrderFirst, true, "three", "one"), turned(pairRetracted, false, "two"), turned(pairRevived, false, "one"),
		}},
	}
}

func retracting(reason string, relations ...kg.Relation) (b kg.Batch) {
	for _, r := range relations {
		// With a type that is not symmetric yet, the id is that of the order as stated.
		b.Retractions = append(b.Retractions, kg.Retraction{Relation: kg.RelationID(r, false), Reason: reason})
	}
	return b
}

// TurnedHistory returns what a program recorded whose ids of relations depend on the
// order of their ends. What it has is what TurnedAnswers are about once
// MakeSymmetric's type is symmetric and the relations are renamed.
func TurnedHistory() []kg.Batch {
	return datedBatches(append(turnedHistory(false),
		retracting("wrong", turned(pairTurned, true, "one"), turned(pairRetracted, true, "one"), turned(pairRevived, true, "one")),
		retracting("also wrong", turned(pairRetracted, false, "one"))))
}

func datedBatches(history []kg.Batch) []kg.Batch {
	for i := range history {
		history[i].RecordedAt = Recorded.Add(time.Duration(i) * time.Hour)
	}
	return history
}

// TurnedAnswers records in an empty store what TurnedHistory states, as relations of a
// symmetric type from the beginning, of which one stands as long as it was not
// retracted both ways. It returns what is answered, but for the journal.
func TurnedAnswers(t *testing.T, s kg.Store) []string {
	t.Helper()
	retraction := func(pair int, reason string) kg.Batch {
		return kg.Batch{Retractions: []kg.Retraction{{Relation: kg.RelationID(turned(pair, false, "one"), true), Reason: reason}}}
	}
	for _, b := range datedBatches(append(turnedHistory(true), retraction(pairTurned, "wrong"), retraction(pairRetracted, "also wrong"))) {
		write(t, s, b)
	}
	return graphAnswers(t, s)
}

// CheckRenamed checks that s, which recorded TurnedHistory, answers as TurnedAnswers
// say, and by the former ids as by the present ones. It retracts a relation.
func CheckRenamed(t *testing.T, s kg.Store, answers []string) {
	t.Helper()
	SameAnswers(t, graphAnswers(t, s), answers)
	same(t, "how much is asked", len(answers) > 1000, true)
	for pair, greaterFirst := range []bool{pairInOrder: false, pairTurned: true, pairAtOnce: false, pairTurnedFirst: true, pairInOrderFirst: false, pairRetracted: true, pairRevived: true} {
		r := turned(pair, greaterFirst, "one")
		present, former := kg.RelationID(r, true), kg.FormerRelationID(r, true)
		found, err := s.Get(t.Context(), kg.Keys{Relations: []string{present, former}, Need: kg.Need{Claims: true}})
		must(t, err)
		known := relationOf(t, found, present)
		same(t, "the id", known.ID, present)
		same(t, "the subject, which stays as it was stated first", known.Subject, r.Subject)
		if pair == pairInOrder { // it had no other id
			same(t, "what is found by an id that never was", found.Relations[former] == nil, true)
			continue
		}
		same(t, "what is found by the former id", relationOf(t, found, former), known)
		alone, err := s.Get(t.Context(), kg.Keys{Relations: []string{former, former}})
		must(t, err)
		same(t, "the id of what is found by the former id alone", relationOf(t, alone, former).ID, present)
		before := Recorded.Add(-time.Hour)
		early, err := s.Get(t.Context(), kg.Keys{Relations: []string{former}, AsOf: &before})
		must(t, err)
		same(t, "what is found as of before", len(early.Relations), 0)
		var histories [][]kg.Activity
		for _, id := range []string{present, former} {
			history, err := kg.History(t.Context(), s, kg.HistoryRequest{ID: id, Limit: 100})
			must(t, err)
			histories = append(histories, history)
			same(t, "that a change of it is in each activity of its history", len(history) > 0, true)
			for _, a := range history {
				same(t, "that an activity tells of it", changed(a, present), true)
				same(t, "that an activity tells of it by the former id", changed(a, former), false)
			}
		}
		same(t, "the history by the former id", histories[1], histories[0])
		_, err = s.Write(t.Context(), kg.Batch{Expect: []kg.Expectation{{ID: former, Activity: 0}}, Entities: []kg.Entity{{ID: "late", Kind: kg.KindPerson, Name: "Late"}}})
		same(t, "the code of what expects that nobody has changed it", kg.ErrorCode(err), kg.CodeConflict)
	}
	r := turned(pairTurnedFirst, true, "one")
	same(t, "what is retracted by a former id", write(t, s, kg.Batch{Retractions: []kg.Retraction{{Relation: kg.FormerRelationID(r, true), Reason: "wrong"}}}).Retracted, 1)
	found, err := s.Get(t.Context(), kg.Keys{Relations: []string{kg.RelationID(r, true)}})
	must(t, err)
	same(t, "that it is retracted", relationOf(t, found, kg.RelationID(r, true)).RetractedAt != nil, true)
	again := turned(pairInOrderFirst, true, "one", "two")
	same(t, "what is stated again, the other way round", write(t, s, kg.Batch{Relations: []kg.Relation{again}}), kg.Written{Existing: 1, Evidence: 1})
}
