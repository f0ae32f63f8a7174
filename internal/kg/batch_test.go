package kg

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// knownThings is a store that holds one thing of each kind.
type knownThings struct{ err error }

const knownRelation = "rel:00000000000000000000000000"

func (k knownThings) Types(context.Context) ([]RelationType, error) {
	return []RelationType{
		{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true, SubjectKinds: ActorKinds, ObjectKinds: ActorKinds},
		{ID: "part-of", Label: "is part of", InverseLabel: "has as part"},
	}, k.err
}

func (k knownThings) Lineage(_ context.Context, ids []string) (*Lineage, error) {
	return lineageOf(k, ids)
}

func (k knownThings) UseOf(context.Context, Uses) (relation, typeID string, err error) {
	return "", "", k.err
}

// lineageOf returns the lineage of entities of a store that has corrected none.
func lineageOf(k interface {
	Get(context.Context, Keys) (*Found, error)
}, ids []string) (*Lineage, error) {
	found, err := k.Get(context.Background(), Keys{Entities: ids})
	if err != nil {
		return nil, err
	}
	l := &Lineage{Entities: map[string]*EntityRecord{}}
	for id, e := range found.Entities {
		l.Entities[id] = &EntityRecord{Entity: Entity{ID: id, Kind: e.Kind, Name: e.Name}}
		if id != e.ID {
			l.Merges = append(l.Merges, MergeRecord{Merge: Merge{From: id, Into: e.ID}})
		}
	}
	return l, nil
}

func (k knownThings) Get(_ context.Context, keys Keys) (*Found, error) {
	found := NewFound()
	for _, e := range []Entity{{ID: "old-person", Kind: KindPerson}, {ID: "old-place", Kind: KindPlace}, {ID: "old-country", Kind: KindCountry}} {
		if slices.Contains(keys.Entities, e.ID) {
			found.Entities[e.ID] = &e
		}
	}
	if slices.Contains(keys.Documents, "doc:old") {
		found.Documents["doc:old"] = &Document{ID: "doc:old", Text: "🕊 old"}
		if !keys.Need.Text {
			found.Documents["doc:old"].Text = ""
		}
	}
	if slices.Contains(keys.Relations, knownRelation) {
		found.Relations[knownRelation] = &Relation{ID: knownRelation}
	}
	return found, nil
}

func soundBatch() Batch {
	return Batch{
		Types:     []RelationType{{ID: "knows", Label: "knows", InverseLabel: "is known by", SubjectKinds: []EntityKind{KindPerson}}},
		Documents: []Document{{ID: "doc:new", Text: "🕊 “new” words", PublishedAt: &Time{EDTF: "2025-12"}}},
		Entities:  []Entity{{ID: "new-person", Kind: KindPerson, Name: "New Person", Aliases: []string{"N."}}, {ID: "rows:1", Kind: KindPlace, Name: "Row"}},
		Relations: []Relation{
			{
				Type: "knows", Subject: "new-person", Object: "old-place", Status: StatusOccurred, Certainty: CertaintyStated,
				Time: &Time{EDTF: "2025-11"}, Places: []string{"old-place", "rows:1"}, Attributions: []Attribution{{By: "old-country", Stance: StanceStated}},
				Evidence: []Evidence{{Document: "doc:new", Exact: "“new”", Start: 2, End: 7}, {Document: "doc:old", Exact: "old", Start: 2, End: 5}},
			},
			{
				Type: "met-with", Subject: "old-person", Object: "new-person", Status: StatusPlanned, Certainty: CertaintyConfirmed,
				Evidence: []Evidence{{Source: &Source{Dataset: "rows", Record: "1"}}},
			},
		},
		Retractions: []Retraction{{Relation: knownRelation, Reason: "wrong"}},
	}
}

func TestCheckCompletesASoundBatch(t *testing.T) {
	b := soundBatch()
	b.RecordedAt = time.Date(2025, 12, 2, 1, 2, 3, 456_789_000, time.FixedZone("", 3600))
	b.Relations[0].RetractedAt = &b.RecordedAt
	if err := b.Check(t.Context(), knownThings{}); err != nil {
		t.Fatal(err)
	}
	want := time.Date(2025, 12, 2, 0, 2, 3, 456e6, time.UTC)
	for what, at := range map[string]time.Time{
		"batch": b.RecordedAt, "document": b.Documents[0].RecordedAt, "entity": b.Entities[1].RecordedAt,
		"relation": b.Relations[0].RecordedAt, "quote": b.Relations[0].Evidence[1].RecordedAt, "row": b.Relations[1].Evidence[0].RecordedAt,
	} {
		if at != want {
			t.Errorf("the %s is recorded at %v, not %v", what, at, want)
		}
	}
	for i, r := range b.Relations {
		if r.ID != RelationID(r, r.Type == "met-with") || r.RetractedAt != nil {
			t.Errorf("relation %d has id %q and is retracted at %v", i, r.ID, r.RetractedAt)
		}
	}
	if at := b.Relations[0].Time; *at.Start != day(t, "2025-11-01") || *at.End != day(t, "2025-11-30") {
		t.Errorf("November is %v to %v", at.Start, at.End)
	}
	if at := b.Documents[0].PublishedAt; *at.Start != day(t, "2025-12-01") || *at.End != day(t, "2025-12-31") {
		t.Errorf("December is %v to %v", at.Start, at.End)
	}
	if err := b.Check(t.Context(), knownThings{}); err != nil {
		t.Errorf("checked a second time: %v", err)
	}
}

func TestCheckOfABatchThatIsNotDatedDatesItNow(t *testing.T) {
	before := time.Now().Truncate(time.Millisecond)
	var b Batch
	if err := b.Check(t.Context(), knownThings{}); err != nil {
		t.Fatal(err)
	}
	if b.RecordedAt.Before(before) || b.RecordedAt.After(time.Now()) {
		t.Errorf("it is recorded at %v", b.RecordedAt)
	}
}

func TestCheckReturnsTheErrorOfTheStore(t *testing.T) {
	lost := Unavailable(errors.New("lost"))
	b := soundBatch()
	if err := b.Check(t.Context(), knownThings{lost}); !errors.Is(err, lost) {
		t.Errorf("it returned %v", err)
	}
}

func TestCheckNamesWhatIsWrongWithABatch(t *testing.T) {
	invalid := "not UTF-8: \xff"
	for _, c := range []struct {
		name   string
		code   Code
		field  string
		damage func(b *Batch)
	}{
		{"type without an id", CodeBadInput, "types[0].id", func(b *Batch) { b.Types[0].ID = "" }},
		{"type with blanks in its id", CodeBadInput, "types[0].id", func(b *Batch) { b.Types[0].ID = "met with" }},
		{"type without a label", CodeBadInput, "types[0].label", func(b *Batch) { b.Types[0].Label = "" }},
		{"type without an inverse label", CodeBadInput, "types[0].label", func(b *Batch) { b.Types[0].InverseLabel = "" }},
		{"type of an unknown kind", CodeBadInput, "types[0].kinds", func(b *Batch) { b.Types[0].ObjectKinds = []EntityKind{"ROBOT"} }},
		{"type of another symmetry than the known one", CodeConflict, "types[0].symmetric", func(b *Batch) { b.Types[0].ID, b.Types[0].Symmetric = "met-with", false }},
		{"type that is there twice, with another symmetry", CodeConflict, "types[1].symmetric", func(b *Batch) {
			b.Types = append(b.Types, RelationType{ID: "knows", Label: "a", InverseLabel: "b", Symmetric: true})
		}},
		{"type with a label that is not UTF-8", CodeBadInput, "types[0].label", func(b *Batch) { b.Types[0].Label = invalid }},

		{"document with an entity's id", CodeBadInput, "documents[0].id", func(b *Batch) { b.Documents[0].ID = "new" }},
		{"document without text", CodeBadInput, "documents[0].text", func(b *Batch) { b.Documents[0].Text = "" }},
		{"document whose text is not UTF-8", CodeBadInput, "documents[0].text", func(b *Batch) { b.Documents[0].Text = invalid }},
		{"document whose text holds a NUL", CodeBadInput, "documents[0].text", func(b *Batch) { b.Documents[0].Text = "a\x00b" }},
		{"document whose title is not UTF-8", CodeBadInput, "documents[0].title", func(b *Batch) { b.Documents[0].Title = invalid }},
		{"document whose address is not UTF-8", CodeBadInput, "documents[0].url", func(b *Batch) { b.Documents[0].URL = invalid }},
		{"document of no date", CodeBadInput, "documents[0].publishedAt", func(b *Batch) { b.Documents[0].PublishedAt.EDTF = "yesterday" }},
		{"document of another text than the known one", CodeConflict, "documents[1].text", func(b *Batch) { b.Documents = append(b.Documents, Document{ID: "doc:old", Text: "🕊 bold"}) }},
		{"document that is there twice, with another text", CodeConflict, "documents[1].text", func(b *Batch) {
			b.Documents = append(b.Documents, Document{ID: "doc:new", Text: "🕊 “new” text"})
		}},

		{"entity with a document's id", CodeBadInput, "entities[1].id", func(b *Batch) { b.Entities[1].ID = "doc:new" }},
		{"entity without a kind", CodeBadInput, "entities[1].kind", func(b *Batch) { b.Entities[1].Kind = "" }},
		{"entity of an unknown kind", CodeBadInput, "entities[1].kind", func(b *Batch) { b.Entities[1].Kind = "person" }},
		{"entity without a name", CodeBadInput, "entities[1].name", func(b *Batch) { b.Entities[1].Name = "" }},
		{"entity with an empty alias", CodeBadInput, "entities[0].aliases[1]", func(b *Batch) { b.Entities[0].Aliases = append(b.Entities[0].Aliases, "") }},
		{"entity whose name is not UTF-8", CodeBadInput, "entities[1].name", func(b *Batch) { b.Entities[1].Name = invalid }},
		{"entity with an alias that holds a NUL", CodeBadInput, "entities[1].aliases[0]", func(b *Batch) { b.Entities[1].Aliases = []string{"a\x00b"} }},
		{"entity whose description is not UTF-8", CodeBadInput, "entities[1].description", func(b *Batch) { b.Entities[1].Description = invalid }},
		{"entity of another kind than the known one", CodeConflict, "entities[1].kind", func(b *Batch) { b.Entities[1].ID = "old-person" }},
		{"entity that is there twice, of another kind", CodeConflict, "entities[1].kind", func(b *Batch) { b.Entities[1].ID = "new-person" }},

		{"relation of an unknown type", CodeNotFound, "relations[1].type", func(b *Batch) { b.Relations[1].Type = "unheard-of" }},
		{"relation of no type", CodeNotFound, "relations[1].type", func(b *Batch) { b.Relations[1].Type = "" }},
		{"relation of an unknown subject", CodeBadInput, "relations[1].subject", func(b *Batch) { b.Relations[1].Subject = "nobody" }},
		{"relation of an unknown object", CodeBadInput, "relations[1].object", func(b *Batch) { b.Relations[1].Object = "" }},
		{"relation of a subject of the wrong kind", CodeBadInput, "relations[1].subject", func(b *Batch) { b.Relations[1].Subject = "old-place" }},
		{"relation of an object of the wrong kind", CodeBadInput, "relations[1].object", func(b *Batch) { b.Relations[1].Object = "rows:1" }},
		{"relation of a subject of the wrong kind for a type of the batch", CodeBadInput, "relations[0].subject", func(b *Batch) { b.Relations[0].Subject = "old-country" }},
		{"relation without a status", CodeBadInput, "relations[0].status", func(b *Batch) { b.Relations[0].Status = "" }},
		{"relation of an unknown certainty", CodeBadInput, "relations[0].certainty", func(b *Batch) { b.Relations[0].Certainty = "stated" }},
		{"relation at a day that is none", CodeBadInput, "relations[0].time", func(b *Batch) { b.Relations[0].Time.EDTF = "2025-02-30" }},
		{"relation with an empty time", CodeBadInput, "relations[0].time", func(b *Batch) { b.Relations[0].Time = &Time{} }},
		{"relation whose reasoning is not UTF-8", CodeBadInput, "relations[0].time.reasoning", func(b *Batch) { b.Relations[0].Time.Reasoning = invalid }},
		{"relation in a person", CodeBadInput, "relations[0].places[1]", func(b *Batch) { b.Relations[0].Places[1] = "new-person" }},
		{"relation in an unknown place", CodeBadInput, "relations[0].places[1]", func(b *Batch) { b.Relations[0].Places[1] = "nowhere" }},
		{"attribution to nobody", CodeBadInput, "relations[0].attributions[0].by", func(b *Batch) { b.Relations[0].Attributions[0].By = "nobody" }},
		{"attribution of no stance", CodeBadInput, "relations[0].attributions[0].stance", func(b *Batch) { b.Relations[0].Attributions[0].Stance = "" }},
		{"relation with the id of another", CodeBadInput, "relations[0].id", func(b *Batch) { b.Relations[0].ID = knownRelation }},

		{"relation without evidence", CodeBadInput, "relations[0].evidence", func(b *Batch) { b.Relations[0].Evidence = nil }},
		{"evidence in an unknown document", CodeBadInput, "relations[0].evidence[1].document", func(b *Batch) { b.Relations[0].Evidence[1].Document = "doc:none" }},
		{"evidence of no document and no row", CodeBadInput, "relations[0].evidence[1].document", func(b *Batch) { b.Relations[0].Evidence[1] = Evidence{} }},
		{"quote that stands one further", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0].Start++ }},
		{"quote at offsets of bytes", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0].Start, b.Relations[0].Evidence[0].End = 5, 14 }},
		{"quote that is almost right", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0].Exact = `"new"` }},
		{"quote of nothing", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0] = Evidence{Document: "doc:new", Start: 2, End: 2} }},
		{"quote before the text", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0].Start = -1 }},
		{"quote that ends before it starts", CodeBadInput, "relations[0].evidence[0].exact", func(b *Batch) { b.Relations[0].Evidence[0].End = 1 }},
		{"quote beyond the text", CodeBadInput, "relations[0].evidence[1].exact", func(b *Batch) { b.Relations[0].Evidence[1].End = 6 }},
		{"quote whose prefix is not UTF-8", CodeBadInput, "relations[0].evidence[0].prefix", func(b *Batch) { b.Relations[0].Evidence[0].Prefix = invalid }},
		{"quote whose suffix is not UTF-8", CodeBadInput, "relations[0].evidence[0].suffix", func(b *Batch) { b.Relations[0].Evidence[0].Suffix = invalid }},
		{"row of no data set", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].Source.Dataset = "" }},
		{"row without a record", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].Source.Record = "" }},
		{"row whose record is not UTF-8", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].Source.Record = invalid }},
		{"row that quotes", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].Exact = "words" }},
		{"row in a document", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].Document = "doc:old" }},
		{"row with offsets", CodeBadInput, "relations[1].evidence[0]", func(b *Batch) { b.Relations[1].Evidence[0].End = 5 }},

		{"retraction of what is not there", CodeNotFound, "retractions[1].relation", func(b *Batch) { b.Retractions = append(b.Retractions, Retraction{Relation: "rel:none"}) }},
		{"retraction for a reason that is not UTF-8", CodeBadInput, "retractions[0].reason", func(b *Batch) { b.Retractions[0].Reason = invalid }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := soundBatch()
			c.damage(&b)
			checkError(t, b.Check(t.Context(), knownThings{}), c.code, c.field)
		})
	}
}

func TestWrittenAddsUp(t *testing.T) {
	a := Written{Types: 1, Documents: 2, Entities: 3, Relations: 4, Aliases: 5, Identifiers: 5, Evidence: 6, Updated: 6, Retracted: 7, Merged: 8, Unmerged: 9, Judged: 7, Queued: 7, Decided: 8, Withdrawn: 10, Restored: 11, Readmitted: 12, LeftRetracted: 13, Existing: 8, Activity: 12}
	if got, want := a.Sum(Written{10, 20, 30, 40, 50, 55, 60, 65, 70, 80, 90, 95, 96, 97, 100, 110, 120, 130, 140, 150, true}), (Written{11, 22, 33, 44, 55, 60, 66, 71, 77, 88, 99, 102, 103, 105, 110, 121, 132, 143, 148, 0, false}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
	if (Written{LeftRetracted: 1, Existing: 1, Activity: 1, Repeated: true}).Changed() || !(Written{Retracted: 1}).Changed() || !(Written{Evidence: 1}).Changed() || !(Written{Restored: 1}).Changed() {
		t.Error("what was there is no change, and everything else is")
	}
}
