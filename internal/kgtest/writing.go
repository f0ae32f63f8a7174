package kgtest

import (
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// later is when the batches that follow Graph are recorded.
var later = Recorded.Add(time.Hour)

func testWriting(t *testing.T, s kg.Store) {
	o := told(t, Graph())
	size := func(b kg.Batch) int { return len(b.Types) + len(b.Documents) + len(b.Entities) + len(b.Relations) }

	t.Run("the first write counts what it added", func(t *testing.T) {
		g := Graph()
		same(t, "written", write(t, s, g), kg.Written{Types: len(g.Types), Documents: len(g.Documents), Entities: len(g.Entities), Relations: len(g.Relations)})
	})
	t.Run("writing again changes nothing, whenever it is", func(t *testing.T) {
		again := Graph()
		again.RecordedAt = later
		same(t, "written", write(t, s, again), kg.Written{Existing: size(again)})
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("other names, descriptions, titles and labels do not replace those that are there", func(t *testing.T) {
		b := Graph()
		b.RecordedAt = later
		for i := range b.Entities {
			b.Entities[i].Description, b.Entities[i].Unnamed = "another", !b.Entities[i].Unnamed
		}
		for i := range b.Documents {
			b.Documents[i].Title, b.Documents[i].URL, b.Documents[i].PublishedAt = "another", "another", edtf("1999")
		}
		for i := range b.Types {
			b.Types[i].Label, b.Types[i].CAMEO = "another", "another"
		}
		same(t, "written", write(t, s, b), kg.Written{Existing: size(b)})
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("new aliases and new evidence are added to what is there", func(t *testing.T) {
		b := Graph()
		interview := b.Documents[0]
		relation := b.Relations[MetMonday]
		relation.Evidence = []kg.Evidence{Quote(interview, "on Monday"), Quote(interview, "Борис Новак met her in Harbor City"), Quote(interview, "said Anna Keller")}
		rows := b.Relations[CriticizedByRows]
		rows.Evidence = []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "10"}}, {Source: &kg.Source{Dataset: "rows", Record: "2"}}}
		extra := kg.Batch{
			Entities:   []kg.Entity{{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Aliases: []string{"Анна Келлер", "Keller", "A.K."}}},
			Relations:  []kg.Relation{relation, rows},
			RecordedAt: later,
		}
		same(t, "written", write(t, s, extra), kg.Written{Existing: 3, Aliases: 2, Evidence: 3})
		_, err := o.Write(t.Context(), extra)
		must(t, err)
		same(t, "everything", everything(t, s), everything(t, o))
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller"}, Relations: graphIDs(MetMonday, CriticizedByRows), Need: everyNeed})
		must(t, err)
		same(t, "aliases in the order of recording", found.Entities["anna-keller"].Aliases, []string{"Keller", "A. Keller", "Анна Келлер", "A.K."})
		var quotes, records []string
		for _, e := range found.Relations[ID(MetMonday)].Evidence {
			quotes = append(quotes, e.Exact)
		}
		for _, e := range found.Relations[ID(CriticizedByRows)].Evidence {
			records = append(records, e.Source.Record)
		}
		same(t, "quotes in the order of the document", quotes,
			[]string{"“Wir haben uns getroffen”", "said Anna Keller", "Борис Новак met her in Harbor City", "on Monday"})
		same(t, "rows in the order of recording", records, []string{"9", "10", "1", "2"})
		same(t, "written a second time", write(t, s, extra), kg.Written{Existing: 3})
		same(t, "everything a second time", everything(t, s), everything(t, o))
	})
	t.Run("another name for a known entity becomes an alias", func(t *testing.T) {
		b := kg.Batch{RecordedAt: later, Entities: []kg.Entity{
			{ID: "boris-novak", Kind: kg.KindPerson, Name: "Boris Novak", Aliases: []string{"Boris Novák", "Борис Новак", "B. Novak", "Boris Novak"}},
		}}
		same(t, "written", write(t, s, b), kg.Written{Existing: 1, Aliases: 2})
		same(t, "written a second time", write(t, s, b), kg.Written{Existing: 1})
		b.Entities[0] = kg.Entity{ID: "boris-novak", Kind: kg.KindPerson, Name: "B. Novak"}
		same(t, "written by an alias", write(t, s, b), kg.Written{Existing: 1})
		b.Entities[0] = kg.Entity{ID: "novice", Kind: kg.KindPerson, Name: "Novice", Aliases: []string{"Newbie", "Novice", "Newbie"}}
		same(t, "written of a new one", write(t, s, b), kg.Written{Entities: 1})
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"boris-novak", "novice"}})
		must(t, err)
		same(t, "the name", found.Entities["boris-novak"].Name, "Boris Novák")
		same(t, "aliases", found.Entities["boris-novak"].Aliases, []string{"Борис Новак", "Boris Novak", "B. Novak"})
		same(t, "aliases of a new one, each once, and not its name", found.Entities["novice"].Aliases, []string{"Newbie"})
		_, err = o.Write(t.Context(), kg.Batch{RecordedAt: later, Entities: []kg.Entity{
			{ID: "boris-novak", Kind: kg.KindPerson, Name: "Boris Novak", Aliases: []string{"B. Novak"}}, {ID: "novice", Kind: kg.KindPerson, Name: "Novice", Aliases: []string{"Newbie"}},
		}})
		must(t, err)
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("what stands twice in a batch is recorded once, with all its evidence", func(t *testing.T) {
		row := func(record string) kg.Relation {
			return kg.Relation{
				Type: "rows:112", Subject: "rows:78", Object: "rows:77", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: record}}},
			}
		}
		citizen := kg.Entity{ID: "rows:78", Kind: kg.KindOtherActor, Name: "Citizen (Southland)"}
		b := kg.Batch{
			Types: Graph().Types[:1:1], Entities: []kg.Entity{citizen, citizen}, RecordedAt: later,
			Relations: []kg.Relation{row("20"), row("21"), row("20")},
		}
		w := write(t, s, b)
		if w.Relations != 1 || w.Entities != 1 || w.Types != 0 {
			t.Errorf("written %+v, but it was one relation and one entity", w)
		}
		_, err := o.Write(t.Context(), b)
		must(t, err)
		same(t, "everything", everything(t, s), everything(t, o))
		same(t, "written a second time", write(t, s, b).Changed(), false)
	})
	t.Run("what is not dated is recorded at present, to the millisecond and in UTC", func(t *testing.T) {
		before := time.Now().Truncate(time.Millisecond)
		write(t, s, kg.Batch{Entities: []kg.Entity{{ID: "newcomer", Kind: kg.KindPerson, Name: "Newcomer"}}})
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"newcomer"}})
		must(t, err)
		at := found.Entities["newcomer"].RecordedAt
		if at.Before(before) || at.After(time.Now()) || at.Nanosecond()%1e6 != 0 || at.Location() != time.UTC {
			t.Errorf("recorded at %v, but it was written after %v", at, before)
		}
	})
	t.Run("another zone and a finer clock are recorded in UTC to the millisecond", func(t *testing.T) {
		at := time.Date(2025, 12, 3, 1, 2, 3, 456789123, time.FixedZone("", -5*3600))
		write(t, s, kg.Batch{RecordedAt: at, Entities: []kg.Entity{{ID: "traveller", Kind: kg.KindPerson, Name: "Traveller"}}})
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"traveller"}})
		must(t, err)
		same(t, "recorded at", found.Entities["traveller"].RecordedAt, time.Date(2025, 12, 3, 6, 2, 3, 456e6, time.UTC))
	})
}
