package kgtest

import (
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

var (
	annaKellerQ = kg.Identifier{Scheme: "wikidata", Value: "Q42"}
	northlandQ  = kg.Identifier{Scheme: "wikidata", Value: "Q212"}
	northlandUA = kg.Identifier{Scheme: "iso3166-1", Value: "UA"}
)

// testIdentifiers gives, states, takes away and merges identifiers step by step.
func testIdentifiers(t *testing.T, s kg.Store) {
	c := corrector{s, told(t)}
	c.step(t, Graph())
	identified := func(t *testing.T, i kg.Identifier, step int, want string) {
		t.Helper()
		var asOf *time.Time
		if step >= 0 {
			asOf = of(hour(step))
		}
		found, err := s.Get(t.Context(), kg.Keys{Identifiers: []kg.Identifier{i}, AsOf: asOf})
		must(t, err)
		same(t, "who has "+i.String(), found.Identified[i], want)
		if want != "" {
			same(t, "the entity", entityOf(t, found, want).ID, want)
		}
	}
	identifiersOf := func(t *testing.T, id string) []kg.Identifier {
		t.Helper()
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{id}})
		must(t, err)
		return entityOf(t, found, id).Identifiers
	}

	t.Run("given by a curator, in any form", func(t *testing.T) {
		w := c.step(t, updating(1, kg.EntityUpdate{Entity: "northland", AddIdentifiers: []kg.Identifier{
			{Scheme: "wikidata", Value: "https://www.wikidata.org/wiki/q212"}, {Scheme: "iso3166-1", Value: "804"},
		}}))
		same(t, "how many were added", w.Identifiers, 2)
		same(t, "identifiers", identifiersOf(t, "northland"), []kg.Identifier{northlandQ, northlandUA})
		identified(t, northlandUA, -1, "northland")
		identified(t, northlandUA, 0, "")
		identified(t, annaKellerQ, -1, "")
	})
	t.Run("given again, they change nothing", func(t *testing.T) {
		w := c.step(t, updating(2, kg.EntityUpdate{Entity: "northland", AddIdentifiers: []kg.Identifier{{Scheme: "iso3166-1", Value: "ukr"}}}))
		same(t, "activity", w.Activity, 0)
	})
	t.Run("one that another has is a conflict that names it", func(t *testing.T) {
		b := updating(2, kg.EntityUpdate{Entity: "anna-keller", AddIdentifiers: []kg.Identifier{northlandQ}})
		_, err := s.Write(t.Context(), b)
		checkRefusal(t, err, kg.CodeConflict, "updates[0].addIdentifiers[0]", `wikidata:Q212 is an identifier of "northland"`)
	})
	t.Run("stated by an import, another has it, too", func(t *testing.T) {
		b := kg.Batch{RecordedAt: hour(3), Entities: []kg.Entity{
			{ID: "rows:901", Kind: kg.KindOtherActor, Name: "Row 901", Identifiers: []kg.Identifier{northlandQ, {Scheme: "acled", Value: "007"}}},
			{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Identifiers: []kg.Identifier{annaKellerQ, annaKellerQ}},
		}}
		same(t, "how many of Anna Keller's were added", c.step(t, b).Identifiers > 0, true)
		identified(t, northlandQ, -1, "northland") // who had it first
		identified(t, kg.Identifier{Scheme: "acled", Value: "7"}, -1, "rows:901")
		req := kg.EntityList{Kinds: kg.EntityKinds, Identifiers: []kg.Identifier{northlandQ, annaKellerQ}, Slice: kg.Slice{Limit: 2}, Count: true}
		page, err := s.ListEntities(t.Context(), req)
		must(t, err)
		want, err := c.o.ListEntities(t.Context(), req)
		must(t, err)
		same(t, "who has one of two", page, want)
		same(t, "how many", page.Total, 3)
	})
	t.Run("taken away, an import does not bring it back, and a curator does", func(t *testing.T) {
		c.step(t, updating(4, kg.EntityUpdate{Entity: "anna-keller", RemoveIdentifiers: []kg.Identifier{{Scheme: "wikidata", Value: "q42"}}}))
		identified(t, annaKellerQ, -1, "")
		identified(t, annaKellerQ, 3, "anna-keller")
		c.step(t, kg.Batch{RecordedAt: hour(5), Entities: []kg.Entity{{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Identifiers: []kg.Identifier{annaKellerQ}}}})
		identified(t, annaKellerQ, -1, "")
		c.step(t, updating(6, kg.EntityUpdate{Entity: "anna-keller", AddIdentifiers: []kg.Identifier{annaKellerQ}}))
		identified(t, annaKellerQ, -1, "anna-keller")
	})
	t.Run("what is one has all of them, and taken apart each its own", func(t *testing.T) {
		before := identifiersOf(t, "anna-keller")
		c.step(t, kg.Batch{RecordedAt: hour(7), Merges: []kg.Merge{{From: "boris-novak", Into: "anna-keller"}}})
		c.step(t, updating(8, kg.EntityUpdate{Entity: "boris-novak", AddIdentifiers: []kg.Identifier{{Scheme: "isni", Value: "0000 0001 2103 2683"}}}))
		both := append(slices.Clone(before), kg.Identifier{Scheme: "isni", Value: "0000000121032683"})
		same(t, "together", identifiersOf(t, "boris-novak"), both)
		c.step(t, kg.Batch{RecordedAt: hour(9), Unmerges: []kg.Unmerge{{Entity: "boris-novak"}}})
		same(t, "taken apart", len(identifiersOf(t, "anna-keller"))+len(identifiersOf(t, "boris-novak")), len(both))
	})
	t.Run("each moment is remembered", func(t *testing.T) {
		for step := range 10 {
			for _, at := range []time.Time{hour(step).Add(-time.Millisecond), hour(step)} {
				checkIdentified(t, s, c.o, &at)
			}
		}
		checkIdentified(t, s, c.o, nil)
		checkJournal(t, s, c.o, kg.JournalRequest{Limit: 100})
		checkRecords(t, s, c.o, correctedIDs)
	})
	t.Run("what cannot be is refused", func(t *testing.T) {
		for _, one := range []struct {
			given kg.Identifier
			field string
			say   string
		}{
			{kg.Identifier{Scheme: "twitter", Value: "x"}, "updates[0].addIdentifiers[0].scheme", "acled, cameo"},
			{kg.Identifier{Scheme: "wikidata", Value: "212"}, "updates[0].addIdentifiers[0].value", "Q212"},
			{kg.Identifier{Scheme: "iso3166-1", Value: "ZZZ"}, "updates[0].addIdentifiers[0].value", "UA"},
			{kg.Identifier{Scheme: "isni", Value: "0000000121032684"}, "updates[0].addIdentifiers[0].value", "0000000121032683"},
		} {
			_, err := s.Write(t.Context(), updating(10, kg.EntityUpdate{Entity: "northland", AddIdentifiers: []kg.Identifier{one.given}}))
			checkRefusal(t, err, kg.CodeBadInput, one.field, one.say)
		}
		_, err := s.Write(t.Context(), updating(10, kg.EntityUpdate{Entity: "northland", RemoveIdentifiers: []kg.Identifier{annaKellerQ}}))
		checkRefusal(t, err, kg.CodeBadInput, "updates[0].removeIdentifiers[0]", "no identifier")
	})
}

// checkIdentified compares what is found by identifiers, and lists of it.
func checkIdentified(t *testing.T, s reader, o *oracle, asOf *time.Time) {
	t.Helper()
	var all []kg.Identifier
	for _, i := range o.identifiers {
		all = append(all, i.identifier)
	}
	all = append(distinct(all), kg.Identifier{Scheme: "gw", Value: "999"})
	checkGet(t, s, o, kg.Keys{Identifiers: all, AsOf: asOf, Need: kg.Need{Degree: true}})
	for _, kinds := range [][]kg.EntityKind{kg.EntityKinds, {kg.KindPerson}} {
		for _, slice := range []kg.Slice{{Limit: 1}, {Limit: 1, FromEnd: true}, {Limit: 100}} {
			req := kg.EntityList{Kinds: kinds, Identifiers: all, Slice: slice, Count: true, AsOf: asOf}
			got, err := s.ListEntities(t.Context(), req)
			must(t, err)
			want, err := o.ListEntities(t.Context(), req)
			must(t, err)
			same(t, "entities with identifiers", got, want)
		}
	}
}
