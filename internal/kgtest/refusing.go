package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

// novel returns a batch whose every part is new to a store that holds Graph, so
// that whatever is kept of it, once it is refused, can be seen.
func novel() kg.Batch {
	note := kg.Document{ID: "doc:note", Text: "New people 👋 met."}
	return kg.Batch{
		RecordedAt: later,
		Types:      []kg.RelationType{{ID: "knows", Label: "knows", InverseLabel: "is known by", SubjectKinds: []kg.EntityKind{kg.KindPerson}}},
		Documents:  []kg.Document{note},
		Entities: []kg.Entity{
			{ID: "new-person", Kind: kg.KindPerson, Name: "New Person"}, {ID: "new-place", Kind: kg.KindPlace, Name: "New Place"},
			{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Aliases: []string{"Annie"}},
		},
		Relations: []kg.Relation{
			{Type: "knows", Subject: "new-person", Object: "anna-keller", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Evidence: []kg.Evidence{Quote(note, "people 👋 met")}},
			{Type: "met-with", Subject: "new-person", Object: "anna-keller", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: edtf("2025"),
				Evidence: []kg.Evidence{Quote(note, "met")}},
		},
		Retractions: []kg.Retraction{{Relation: ID(War), Reason: "it was a test"}},
	}
}

func testRefusing(t *testing.T, s kg.Store) {
	write(t, s, Graph())
	o := told(t, Graph())
	for _, c := range []struct {
		name string
		code kg.Code
		make func(b *kg.Batch)
	}{
		{"another kind for a known entity", kg.CodeConflict, func(b *kg.Batch) { b.Entities[2].Kind = kg.KindPlace }},
		{"another text for a known document", kg.CodeConflict, func(b *kg.Batch) {
			b.Documents = append(b.Documents, kg.Document{ID: Communique, Text: "Both sides met again. The war is over."})
		}},
		{"another symmetry for a known type", kg.CodeConflict, func(b *kg.Batch) {
			b.Types = append(b.Types, kg.RelationType{ID: "met-with", Label: "met", InverseLabel: "was met by"})
		}},
		{"a quote that does not stand at its offsets", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Evidence[0].Start-- }},
		{"offsets that count bytes", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Evidence[0].Start += 3; b.Relations[1].Evidence[0].End += 3 }},
		{"offsets beyond the text", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Evidence[0].End = 1 << 30 }},
		{"an unknown document", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Evidence[0].Document = "doc:none" }},
		{"an unknown entity", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Object = "nobody" }},
		{"an unknown source of an attribution", kg.CodeBadInput, func(b *kg.Batch) {
			b.Relations[1].Attributions = []kg.Attribution{{By: "nobody", Stance: kg.StanceDenied}}
		}},
		{"a person for a place", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Places = []string{"boris-novak"} }},
		{"an unknown type", kg.CodeNotFound, func(b *kg.Batch) { b.Relations[1].Type = "unheard-of" }},
		{"an end of the wrong kind", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Subject = "new-place" }},
		{"an end of the wrong kind for a type that is new", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[0].Subject = "northland" }},
		{"a date that is none", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Time.EDTF = "2025-02-30" }},
		{"a relation without evidence", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].Evidence = nil }},
		{"the id of another relation", kg.CodeBadInput, func(b *kg.Batch) { b.Relations[1].ID = ID(War) }},
		{"a retraction of nothing", kg.CodeNotFound, func(b *kg.Batch) {
			b.Retractions = append(b.Retractions, kg.Retraction{Relation: "rel:00000000000000000000000000"})
		}},
	} {
		t.Run(c.name+" is refused with all that is beside it", func(t *testing.T) {
			b := novel()
			c.make(&b)
			w, err := s.Write(t.Context(), b)
			if kg.ErrorCode(err) != c.code {
				t.Errorf("code %s was expected, not of %v", c.code, err)
			}
			same(t, "written", w, kg.Written{})
			same(t, "everything", everything(t, s), everything(t, o))
		})
	}
	t.Run("the same batch without a fault is written", func(t *testing.T) {
		same(t, "written", write(t, s, novel()), kg.Written{Types: 1, Documents: 1, Entities: 2, Relations: 2, Aliases: 1, Retracted: 1, Existing: 1})
		_, err := o.Write(t.Context(), novel())
		must(t, err)
		same(t, "everything", everything(t, s), everything(t, o))
	})
}
