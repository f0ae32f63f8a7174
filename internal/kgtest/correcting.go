package kgtest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func updating(step int, updates ...kg.EntityUpdate) kg.Batch {
	return kg.Batch{RecordedAt: hour(step), Updates: updates}
}

func of[T any](v T) *T { return &v }

// correctedIDs are ids that the tests of correcting ask about.
var correctedIDs = []string{"anna-keller", "boris-novak", "northland", "harbor-city", "unnamed-adviser", "rows:901", "ministry"}

// A corrector writes steps to a store and an oracle, which have to say the same of
// each.
type corrector struct {
	s kg.Store
	o *oracle
}

func (c corrector) step(t *testing.T, b kg.Batch) kg.Written {
	t.Helper()
	want, err := c.o.Write(t.Context(), b)
	must(t, err)
	got, err := c.s.Write(t.Context(), cloneBatch(b))
	must(t, err)
	same(t, "written", got, want)
	return got
}

// is checks what an entity is as of the end of a step, or now where it is -1.
func (c corrector) is(t *testing.T, id string, step int, want kg.Entity) {
	t.Helper()
	asOf := (*time.Time)(nil)
	if step >= 0 {
		at := hour(step)
		asOf = &at
	}
	found, err := c.s.Get(t.Context(), kg.Keys{Entities: []string{id}, AsOf: asOf})
	must(t, err)
	e := *entityOf(t, found, id)
	want.RecordedAt = e.RecordedAt
	same(t, "what "+id+" is", e, want)
}

// testCorrecting corrects Anna Keller, whose kind, name, description and aliases are
// known, step by step.
func testCorrecting(t *testing.T, s kg.Store) {
	c := corrector{s, told(t)}
	c.step(t, Graph())
	found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"anna-keller"}})
	must(t, err)
	first := *entityOf(t, found, "anna-keller")

	t.Run("each field by itself and all together", func(t *testing.T) {
		same(t, "how many were corrected", c.step(t, updating(1, kg.EntityUpdate{Entity: "anna-keller", Name: of("Anna M. Keller")})).Updated, 1)
		yes := true
		c.step(t, updating(2, kg.EntityUpdate{
			Entity: "anna-keller", Description: of("a minister no more"), Unnamed: &yes,
			RemoveAliases: first.Aliases[:1], AddAliases: []string{"Zorah Quiller"},
		}))
		want := first
		want.Name = "Anna M. Keller"
		c.is(t, "anna-keller", 0, first)
		c.is(t, "anna-keller", 1, want)
		want.Description, want.Unnamed, want.Aliases = "a minister no more", true, append(slices.Clone(first.Aliases[1:]), "Zorah Quiller")
		c.is(t, "anna-keller", -1, want)
		journal, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{After: 2, Limit: 1}})
		must(t, err)
		same(t, "what was changed", journal.Journal[0].Changes, []kg.Change{
			{Kind: kg.EntityUpdated, ID: "anna-keller", Detail: "description"},
			{Kind: kg.EntityUpdated, ID: "anna-keller", Detail: "unnamed: true"},
			{Kind: kg.AliasAdded, ID: "anna-keller", Detail: "Zorah Quiller"},
			{Kind: kg.AliasRemoved, ID: "anna-keller", Detail: first.Aliases[0]},
		})
	})
	t.Run("what is so already changes nothing", func(t *testing.T) {
		w := c.step(t, updating(3, kg.EntityUpdate{Entity: "anna-keller", Name: of("Anna M. Keller"), Kind: of(kg.KindPerson), AddAliases: []string{"Zorah Quiller"}}))
		same(t, "activity", w.Activity, 0)
	})
	t.Run("what is stated again as it was stays corrected", func(t *testing.T) {
		again := Graph()
		again.RecordedAt = hour(4)
		w := c.step(t, again)
		same(t, "changes", counted(w), kg.Written{Existing: w.Existing})
		stays := first
		stays.Name, stays.Description, stays.Unnamed, stays.Aliases = "Anna M. Keller", "a minister no more", true, append(slices.Clone(first.Aliases[1:]), "Zorah Quiller")
		c.is(t, "anna-keller", -1, stays)
	})
	t.Run("it is corrected back, and an alias that was taken away is given again", func(t *testing.T) {
		no := false
		c.step(t, updating(5, kg.EntityUpdate{
			Entity: "anna-keller", Name: &first.Name, Description: &first.Description, Unnamed: &no,
			RemoveAliases: []string{"Zorah Quiller"}, AddAliases: first.Aliases[:1],
		}))
		want := first
		want.Aliases = append(slices.Clone(first.Aliases[1:]), first.Aliases[0])
		c.is(t, "anna-keller", -1, want)
	})
	t.Run("one that takes the name of its alias has no such alias", func(t *testing.T) {
		c.step(t, updating(6, kg.EntityUpdate{Entity: "anna-keller", Name: &first.Aliases[0]}))
		c.is(t, "anna-keller", -1, kg.Entity{ID: "anna-keller", Kind: first.Kind, Name: first.Aliases[0], Aliases: first.Aliases[1:], Description: first.Description})
	})
	t.Run("an alias that comes in the same batch as a correction stays", func(t *testing.T) {
		b := updating(6, kg.EntityUpdate{Entity: "boris-novak", Description: of("of Southland")})
		b.Entities = []kg.Entity{{ID: "boris-novak", Kind: kg.KindPerson, Name: "Boris Novák", Aliases: []string{"Borja"}}}
		c.step(t, b)
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"boris-novak"}})
		must(t, err)
		same(t, "whether the alias is there", slices.Contains(entityOf(t, found, "boris-novak").Aliases, "Borja"), true)
	})
	t.Run("a country becomes an organization, and moves in lists", func(t *testing.T) {
		c.step(t, updating(7, kg.EntityUpdate{Entity: "ministry", Kind: of(kg.KindGroup), Name: of("Zzz Ministry")}))
		list := func(kind kg.EntityKind, step int) (ids []string, total int) {
			at := hour(step)
			page, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: []kg.EntityKind{kind}, Slice: kg.Slice{Limit: 100}, Count: true, AsOf: &at})
			must(t, err)
			for _, e := range page.Entities {
				ids = append(ids, e.ID)
			}
			return ids, page.Total
		}
		before, n := list(kg.KindOrganization, 6)
		same(t, "whether it was an organization, and counted", []any{slices.Contains(before, "ministry"), n}, []any{true, len(before)})
		after, n := list(kg.KindOrganization, 7)
		same(t, "whether it is an organization, and counted", []any{slices.Contains(after, "ministry"), n}, []any{false, len(before) - 1})
		groups, n := list(kg.KindGroup, 7)
		same(t, "the last of the groups, and how many", []any{groups[len(groups)-1], n}, []any{"ministry", len(groups)})
	})
	t.Run("each moment is remembered", func(t *testing.T) {
		for step := range 8 {
			for _, at := range []time.Time{hour(step).Add(-time.Millisecond), hour(step)} {
				checkQuestions(t, s, c.o, correctedIDs, &at)
				checkEntityPages(t, s, c.o, &at)
			}
		}
		checkQuestions(t, s, c.o, correctedIDs, nil)
		checkEntityPages(t, s, c.o, nil)
		checkJournal(t, s, c.o, kg.JournalRequest{Limit: 100})
		checkRecords(t, s, c.o, correctedIDs)
	})
	t.Run("it is found by what it was, as of then", func(t *testing.T) { testFindingCorrected(t, c) })
	t.Run("what cannot be is refused", func(t *testing.T) { testCorrectionsRefused(t, c) })
}

// checkRecords compares what is kept of entities by themselves, of one that is not
// there, and all merges.
func checkRecords(t *testing.T, s kg.Store, o *oracle, ids []string) {
	t.Helper()
	ids = append([]string{"nobody", strings.Repeat("x", 300), "\xff"}, ids...)
	for _, some := range [][]string{ids, ids[:3], nil} {
		got, err := s.EntityRecords(t.Context(), some)
		must(t, err)
		want, err := o.EntityRecords(t.Context(), some)
		must(t, err)
		same(t, "records", got, want)
	}
	got, err := s.Merges(t.Context())
	must(t, err)
	want, err := o.Merges(t.Context())
	must(t, err)
	same(t, "merges", got, want)
}

// checkEntityPages compares lists of entities, two by two, both ways and of one kind.
func checkEntityPages(t *testing.T, s reader, o *oracle, asOf *time.Time) {
	t.Helper()
	for _, kinds := range [][]kg.EntityKind{kg.EntityKinds, {kg.KindPerson}, {kg.KindOrganization}, {kg.KindGroup, kg.KindOtherActor}} {
		for _, fromEnd := range []bool{false, true} {
			slice := kg.Slice{Limit: 2, FromEnd: fromEnd}
			for range 20 {
				req := kg.EntityList{Kinds: kinds, Slice: slice, Count: true, AsOf: asOf}
				got, err := s.ListEntities(t.Context(), req)
				must(t, err)
				want, err := o.ListEntities(t.Context(), req)
				must(t, err)
				same(t, "page of entities", got, want)
				if len(got.Entities) == 0 {
					break
				}
				if slice.After = got.Entities[len(got.Entities)-1].Position(); fromEnd {
					slice.After, slice.Before = "", got.Entities[0].Position()
				}
			}
		}
	}
}

func testFindingCorrected(t *testing.T, c corrector) {
	for _, text := range []string{"keller", "quiller", "minister no more", "zzz", "anna m"} {
		for _, kinds := range [][]kg.EntityKind{nil, {kg.KindOrganization}, {kg.KindGroup}, {kg.KindPerson}} {
			checkCandidates(t, c.s, c.o, kg.CandidateRequest{Terms: termsOf(t, text), Kinds: kinds, Limit: 100})
			for step := range 8 {
				at := hour(step)
				req := kg.SearchRequest{Text: text, Kinds: kinds, Limit: 10, AsOf: &at}
				got, err := kg.Search(t.Context(), c.s, req)
				must(t, err)
				want, err := kg.Search(t.Context(), c.o, req)
				must(t, err)
				same(t, "what is found for "+text, got, want)
			}
		}
	}
	at := hour(2)
	hits, err := kg.Search(t.Context(), c.s, kg.SearchRequest{Text: "quiller", Limit: 10, AsOf: &at})
	must(t, err)
	if len(hits) != 1 || hits[0].Entity == nil || hits[0].Entity.ID != "anna-keller" {
		t.Errorf("an alias that was taken away since is found as of when it was one, not %s", lines(hits))
	}
	for kind, want := range map[kg.EntityKind]int{kg.KindOrganization: 0, kg.KindGroup: 1} {
		hits, err := kg.Search(t.Context(), c.s, kg.SearchRequest{Text: "zzz ministry", Kinds: []kg.EntityKind{kind}, Limit: 10})
		must(t, err)
		same(t, "how many are found of kind "+string(kind), len(hits), want)
	}
}

func testCorrectionsRefused(t *testing.T, c corrector) {
	before := everything(t, c.s)
	for _, one := range []struct {
		name  string
		code  kg.Code
		field string
		say   string // what the message has to name
		make  kg.EntityUpdate
	}{
		{"nobody", kg.CodeNotFound, "updates[0]", "nobody", kg.EntityUpdate{Entity: "nobody", Name: of("Nobody")}},
		{"a name that shows nothing", kg.CodeBadInput, "updates[0].name", "shows nothing", kg.EntityUpdate{Entity: "anna-keller", Name: of(" \u200b\t")}},
		{"an alias of filler", kg.CodeBadInput, "updates[0].addAliases[0]", "shows nothing", kg.EntityUpdate{Entity: "anna-keller", AddAliases: []string{"\u3164"}}},
		{"a name of two lines", kg.CodeBadInput, "updates[0].name", "U+000A", kg.EntityUpdate{Entity: "anna-keller", Name: of("Anna\nKeller")}},
		{"a name that turns around", kg.CodeBadInput, "updates[0].name", "U+202E", kg.EntityUpdate{Entity: "anna-keller", Name: of("Anna \u202erelleK")}},
		{"a kind that is none", kg.CodeBadInput, "updates[0].kind", "ROBOT", kg.EntityUpdate{Entity: "anna-keller", Kind: of(kg.EntityKind("ROBOT"))}},
		{"a description that is not UTF-8", kg.CodeBadInput, "updates[0].description", "UTF-8", kg.EntityUpdate{Entity: "anna-keller", Description: of("\xff")}},
		{"taking away a name", kg.CodeBadInput, "updates[0].removeAliases[0]", "correct the name", kg.EntityUpdate{Entity: "boris-novak", RemoveAliases: []string{"Boris Novák"}}},
		{"taking away what is no alias", kg.CodeBadInput, "updates[0].removeAliases[0]", "no alias", kg.EntityUpdate{Entity: "boris-novak", RemoveAliases: []string{"Somebody"}}},
		{"a kind that a relation does not allow for", kg.CodeConflict, "", `of type "met-with"`, kg.EntityUpdate{Entity: "boris-novak", Kind: of(kg.KindEvent)}},
		{"another kind for where something happened", kg.CodeConflict, "", "rel:", kg.EntityUpdate{Entity: "harbor-city", Kind: of(kg.KindEvent)}},
	} {
		t.Run(one.name, func(t *testing.T) {
			_, err := c.s.Write(t.Context(), updating(9, one.make))
			checkRefusal(t, err, one.code, one.field, one.say)
			_, wanted := c.o.Write(t.Context(), updating(9, one.make))
			same(t, "error", errorText(err), errorText(wanted))
			same(t, "everything", everything(t, c.s), before)
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func checkRefusal(t *testing.T, err error, code kg.Code, field, say string) {
	t.Helper()
	if kg.ErrorCode(err) != code || !strings.Contains(errorText(err), field) || !strings.Contains(errorText(err), say) {
		t.Errorf("an error with code %s that names %q and says %q was expected, not %v", code, field, say, err)
	}
}
