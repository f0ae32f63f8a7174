package kgtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

// The names that random graphs are made of. They are few, so that relations
// share owners, days and types.
var (
	randomTypes = []kg.RelationType{
		{ID: "knows", Label: "knows", InverseLabel: "is known by"},
		{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true},
		{ID: "rows:040", Label: "consulted", InverseLabel: "was consulted by"},
		{ID: "president-of", Label: "is president of", InverseLabel: "has as president"},
		{ID: "part-of", Label: "is part of", InverseLabel: "has as part"},
	}
	randomEntities = []kg.Entity{
		{ID: "a", Kind: kg.KindPerson, Name: "Ä"}, {ID: "b", Kind: kg.KindPerson, Name: "b"}, {ID: "c", Kind: kg.KindCountry, Name: "B"},
		{ID: "f", Kind: kg.KindPerson, Name: "Fedor Zelenskyy", Aliases: []string{"B", "one"}},
		{ID: "d", Kind: kg.KindPlace, Name: "D", Aliases: []string{"Δ"}, Point: &kg.Point{Latitude: -4.361220001, Longitude: 18, Precision: kg.PrecisionTown}}, {ID: "rows:1", Kind: kg.KindOtherActor, Name: "🕊"},
		{ID: "e", Kind: kg.KindPlace, Name: "\ue000"}, {ID: "g", Kind: kg.KindPerson, Name: "Зеленский", Description: "one of two"},
	}
	randomDocuments = []kg.Document{
		{ID: "doc:one", Text: "🕊 one two three", PublishedAt: edtf("2025-12-01")}, {ID: "doc:two", Text: "one two three"},
		{ID: "doc:three", Text: "“one” two three", PublishedAt: edtf("2025-12-01")},
	}
	randomIdentifiers = []kg.Identifier{{Scheme: "wikidata", Value: "Q1"}, {Scheme: "iso3166-1", Value: "UA"}, {Scheme: "acled", Value: "1"}}
	randomTimes       = []string{
		"2025-12-01", "2025-12-01", "2025-12-01?", "2025-12-02", "2025-11", "2025-12", "2025", "2025-11-30/2025-12-02", "2025-12-01/..", "../2025-12-01", "-0044-03-15", "9999-12-31", "",
	}
	randomQuotes = []string{"one", "two", "three"}
)

const randomBatches = 5

// randomRecorded is when the batch of an index is recorded; the second and third
// are recorded at once.
func randomRecorded(batch int) time.Time {
	return Recorded.Add([]time.Duration{0, 10, 10, 20, 30}[batch] * time.Millisecond)
}

// randomDetails are what the random documents are known by, some of which each batch says.
var randomDetails = map[string]kg.Details{
	"doc:one":   {Publisher: "Wire", Language: "en", Licence: "CC-BY-4.0", ArchivedURL: "https://archive.example.org/1", Reliability: "B2"},
	"doc:two":   {Publisher: "Gazette", Language: "pt-BR", CapturedAt: Recorded.Add(-time.Hour)},
	"doc:three": {Publisher: "Wire", SHA256: strings.Repeat("0f", 32), Reliability: "F6"},
}

// someDetails draws which of the details of a document are said.
func someDetails(t *rapid.T, document string) kg.Details {
	d := randomDetails[document]
	for _, leaveOut := range []func(){
		func() { d.Publisher = "" }, func() { d.Language, d.SHA256 = "", "" }, func() { d.Licence, d.CapturedAt = "", time.Time{} },
		func() { d.ArchivedURL = "" }, func() { d.Reliability = "" },
	} {
		if rapid.Bool().Draw(t, "left out") {
			leaveOut()
		}
	}
	return d
}

// randomGraph draws batches to be written in their order: each states some
// relations, some of which the ones before it stated too, retracts and restores
// others, and merges and unmerges entities.
var randomGraph = rapid.Custom(func(t *rapid.T) []kg.Batch {
	var stated []kg.Relation
	merges := randomMerges{into: map[string]string{}}
	batches := make([]kg.Batch, randomBatches)
	for i := range batches {
		b := &batches[i]
		b.RecordedAt = randomRecorded(i)
		if i == 0 {
			b.Types = randomTypes
		}
		// Most of what there is to name comes late, so that it is not known before.
		b.Entities = slices.Clone(randomEntities[:min(len(randomEntities), 4+i)])
		b.Documents = slices.Clone(randomDocuments[:min(len(randomDocuments), 1+i)])
		for at := range b.Documents {
			b.Documents[at].Details = someDetails(t, b.Documents[at].ID)
		}
		for range len(stated) / 6 {
			b.Retractions = append(b.Retractions, kg.Retraction{
				Relation: relationID(rapid.SampledFrom(stated).Draw(t, "retracted")), ByPublisher: rapid.Bool().Draw(t, "by its publisher"), Reason: fmt.Sprint("wrong in ", i),
			})
		}
		// What a curator has again is restored, of what an import has again only some.
		b.Provenance.Operation = rapid.SampledFrom([]string{"", kg.OperationImport, "curate", "curate"}).Draw(t, "operation")
		b.Provenance.Reason = fmt.Sprint("stated in ", i)
		if i > 1 && rapid.Bool().Draw(t, "readmits") {
			// So nothing is restored that rests on nothing.
			for _, d := range b.Documents {
				b.Readmissions = append(b.Readmissions, kg.Readmission{Document: d.ID, Reason: fmt.Sprint("genuine in ", i)})
			}
			for range len(stated) / 8 {
				b.Restores = append(b.Restores, kg.Restore{Relation: relationID(rapid.SampledFrom(stated).Draw(t, "restored")), Reason: fmt.Sprint("right in ", i)})
			}
		}
		fresh := rapid.SliceOfN(randomRelation(b.Entities, b.Documents), 20, 30).Draw(t, "relations")
		if len(stated) > 0 {
			for _, r := range rapid.SliceOfN(rapid.SampledFrom(stated), 4, 8).Draw(t, "again") {
				b.Relations = append(b.Relations, requoted(t, r))
			}
		}
		b.Relations = append(b.Relations, fresh...)
		if i > 1 && rapid.Bool().Draw(t, "withdraws") {
			b.Withdrawals = []kg.Withdrawal{{Document: rapid.SampledFrom(b.Documents).Draw(t, "withdrawn").ID, Reason: "wrong"}}
		}
		if i > 0 {
			merges.draw(t, b)
			drawUpdates(t, b)
			drawIdentifiers(t, b, i)
			renamed := &b.Entities[rapid.IntRange(0, len(b.Entities)-1).Draw(t, "renamed")]
			renamed.Name = rapid.SampledFrom([]string{"Ä", "Zelensky", "one", "Another Name"}).Draw(t, "another name")
		}
		stated = append(stated, fresh...)
	}
	return batches
})

func randomRelation(entities []kg.Entity, documents []kg.Document) *rapid.Generator[kg.Relation] {
	return rapid.Custom(func(t *rapid.T) kg.Relation {
		entity := rapid.Map(rapid.SampledFrom(entities), func(e kg.Entity) string { return e.ID })
		r := kg.Relation{
			Type:    rapid.SampledFrom(randomTypes).Draw(t, "type").ID,
			Subject: entity.Draw(t, "subject"), Object: entity.Draw(t, "object"),
			Status: rapid.SampledFrom(kg.Statuses).Draw(t, "status"), Certainty: rapid.SampledFrom(kg.Certainties).Draw(t, "certainty"),
		}
		if text := rapid.SampledFrom(randomTimes).Draw(t, "time"); text != "" {
			r.Time = &kg.Time{EDTF: text}
		}
		for _, e := range entities {
			if e.Kind == kg.KindPlace && rapid.Bool().Draw(t, "there") {
				r.Places = append(r.Places, e.ID)
			}
		}
		for _, by := range rapid.SliceOfNDistinct(entity, 0, 2, rapid.ID[string]).Draw(t, "by") {
			r.Attributions = append(r.Attributions, kg.Attribution{By: by, Stance: rapid.SampledFrom(kg.Stances).Draw(t, "stance")})
		}
		for _, d := range rapid.SliceOfNDistinct(rapid.SampledFrom(documents), 0, 2, func(d kg.Document) string { return d.ID }).Draw(t, "documents") {
			r.Evidence = append(r.Evidence, Quote(d, rapid.SampledFrom(randomQuotes).Draw(t, "quote")))
			details(t, &r.Evidence[len(r.Evidence)-1])
		}
		if len(r.Evidence) == 0 || rapid.IntRange(0, 9).Draw(t, "and a row") == 0 {
			r.Evidence = append(r.Evidence, randomRow(t))
		}
		quotes := slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return e.Source == nil })
		r.Coding = rapid.SampledFrom(append(kg.CodingsOf(quotes), "")).Draw(t, "coding")
		return r
	})
}

func randomRow(t *rapid.T) kg.Evidence {
	// Rows are few, so that some are read again and say something else.
	e := kg.Evidence{Source: &kg.Source{Dataset: rapid.SampledFrom([]string{"rows", "rows", "rows", "others", "rarely"}).Draw(t, "data set"), Record: fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "record"))}}
	e.Source.URL = rapid.SampledFrom([]string{"", "", "https://example.org/1"}).Draw(t, "url")
	e.Source.Publisher = rapid.SampledFrom([]string{"", "", "WIRE", "Radio Ndeke Luka"}).Draw(t, "publisher")
	e.Source.Note = rapid.SampledFrom([]string{"", "", "two died;\n\"one\" fled"}).Draw(t, "note")
	details(t, &e)
	return e
}

// details has evidence say where and how many, or nothing of it.
func details(t *rapid.T, e *kg.Evidence) {
	if rapid.Bool().Draw(t, "located") {
		e.Point = &kg.Point{
			Latitude:  rapid.SampledFrom([]float64{-17.25, 0, 4.361220001, 52.5, 90}).Draw(t, "latitude"),
			Longitude: rapid.SampledFrom([]float64{-180, -179.5, 0, 18.55496, 179.5}).Draw(t, "longitude"),
			Precision: rapid.SampledFrom(kg.Precisions).Draw(t, "precision"),
		}
	}
	for _, kind := range rapid.SliceOfNDistinct(rapid.SampledFrom([]kg.QuantityKind{kg.QuantityDeaths, kg.QuantityInjured}), 0, 2, rapid.ID[kg.QuantityKind]).Draw(t, "counted") {
		best := float64(rapid.IntRange(0, 20).Draw(t, "best"))
		q := kg.Quantity{Kind: kind, Best: &best}
		if rapid.Bool().Draw(t, "at most") {
			q.High = new(best + 1)
		}
		e.Quantities = append(e.Quantities, q)
	}
}

// requoted returns r with other words of the same documents.
func requoted(t *rapid.T, r kg.Relation) kg.Relation {
	r = cloneRelation(r)
	for i, e := range r.Evidence {
		if e.Source != nil {
			r.Evidence[i] = randomRow(t)
			continue
		}
		for _, d := range randomDocuments {
			if d.ID == e.Document {
				r.Evidence[i] = Quote(d, rapid.SampledFrom(randomQuotes).Draw(t, "quote"))
			}
		}
	}
	return r
}

// randomMerges is what random batches have merged so far.
type randomMerges struct{ into map[string]string }

func (m *randomMerges) survivor(id string) string {
	for m.into[id] != "" {
		id = m.into[id]
	}
	return id
}

// draw has b merge and unmerge some of its entities.
func (m *randomMerges) draw(t *rapid.T, b *kg.Batch) {
	for range rapid.IntRange(2, 4).Draw(t, "merges") {
		from := rapid.SampledFrom(b.Entities).Draw(t, "from")
		into := rapid.SampledFrom(oneWith(b.Entities, from.Kind)).Draw(t, "into")
		survivor := m.survivor(into.ID)
		if m.into[from.ID] != "" || survivor == from.ID {
			continue
		}
		m.into[from.ID] = survivor
		merge := kg.Merge{From: from.ID, Into: into.ID}
		if from.Kind.IsActor() {
			merge.Kind = rapid.SampledFrom([]kg.EntityKind{kg.KindPerson, kg.KindOtherActor, kg.KindGroup}).Draw(t, "kind together")
		}
		b.Merges = append(b.Merges, merge)
	}
	if merged := sortedKeys(m.into); len(merged) > 0 && rapid.Bool().Draw(t, "unmerges") {
		id := rapid.SampledFrom(merged).Draw(t, "unmerged")
		delete(m.into, id)
		b.Unmerges = append(b.Unmerges, kg.Unmerge{Entity: id})
	}
}

// oneWith returns the entities that one of a kind can be one with.
func oneWith(entities []kg.Entity, kind kg.EntityKind) []kg.Entity {
	return slices.DeleteFunc(slices.Clone(entities), func(e kg.Entity) bool { return e.Kind != kind && !(e.Kind.IsActor() && kind.IsActor()) })
}

// drawUpdates has b correct some of its entities: actors stay actors, and places
// places.
func drawUpdates(t *rapid.T, b *kg.Batch) {
	for range rapid.IntRange(0, 2).Draw(t, "updates") {
		e := rapid.SampledFrom(b.Entities).Draw(t, "updated")
		u := kg.EntityUpdate{
			Entity:      e.ID,
			Name:        maybe(rapid.SampledFrom([]string{"Ä", "Corrected", "one", "Zelenskyy"})).Draw(t, "corrected name"),
			Description: maybe(rapid.SampledFrom([]string{"", "one of three"})).Draw(t, "corrected description"),
			Unnamed:     maybe(rapid.Bool()).Draw(t, "unnamed"),
			AddAliases:  some("two", "Corrected", "B").Draw(t, "added aliases"),
		}
		if e.Kind.IsActor() {
			u.Kind = maybe(rapid.SampledFrom(kg.ActorKinds)).Draw(t, "corrected kind")
		}
		b.Updates = append(b.Updates, u)
	}
}

// drawIdentifiers has b, the batch of a number, state identifiers of some of its
// entities, and give one that nothing else has.
func drawIdentifiers(t *rapid.T, b *kg.Batch, number int) {
	for i := range b.Entities {
		if rapid.IntRange(0, 3).Draw(t, "identified") == 0 {
			b.Entities[i].Identifiers = []kg.Identifier{rapid.SampledFrom(randomIdentifiers).Draw(t, "identifier")}
		}
	}
	given := kg.Identifier{Scheme: "geonames", Value: fmt.Sprint(number)}
	b.Updates = append(b.Updates, kg.EntityUpdate{Entity: rapid.SampledFrom(b.Entities).Draw(t, "given an identifier").ID, AddIdentifiers: []kg.Identifier{given}})
}
