package kgtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// RichHistory returns batches, drawn at random, of which each store of a graph
// would keep everything that can be kept: merges that are taken back, retractions
// and withdrawals with reasons, evidence and aliases that came later, activities
// with agents and keys, and one that does not list what it changed.
func RichHistory(t *testing.T) []kg.Batch {
	t.Helper()
	history := randomGraph.Example(randomSeed(t))
	for i := range history {
		b := &history[i]
		key := fmt.Sprintf("key %d", i)
		b.Provenance = kg.Provenance{Operation: "curate", Agent: "ana", Reason: fmt.Sprintf("it's \"step\" %d <🕊>\n", i), Source: "doc:one", Key: key, Digest: "digest of " + key}
		for j := range b.Retractions {
			b.Retractions[j].Reason = fmt.Sprintf("found wrong in %d", i)
		}
		for j := range b.Merges {
			b.Merges[j].Reason = fmt.Sprintf("the same, by %d", i)
		}
		for j := range b.Unmerges {
			b.Unmerges[j].Reason = fmt.Sprintf("not the same, by %d", i)
		}
	}
	at := Recorded.Add(time.Second)
	next := func(b kg.Batch) {
		at = at.Add(time.Second)
		b.RecordedAt = at
		history = append(history, b)
	}
	next(Graph())
	next(kg.Batch{
		Merges: []kg.Merge{{From: "southland", Into: "northland", Reason: "one country"}}, Provenance: kg.Provenance{Operation: "mergeEntities", Agent: "ben"},
		Entities: []kg.Entity{{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna K.", Aliases: []string{"A. K.", "\U0001f54a <&>"}}},
	})
	next(kg.Batch{Unmerges: []kg.Unmerge{{Entity: "southland", Reason: "two again"}}})
	next(kg.Batch{Merges: []kg.Merge{{From: "southland", Into: "northland", Reason: "once more"}}})
	next(kg.Batch{Retractions: []kg.Retraction{{Relation: ID(War), Reason: "it had ended"}}})
	next(kg.Batch{Withdrawals: []kg.Withdrawal{{Document: Interview, Reason: "a forgery"}}})
	name, none, unnamed, organization := "Anna M. Keller", "", true, kg.KindOrganization
	next(kg.Batch{
		Provenance: kg.Provenance{Operation: "updateEntity", Agent: "ana", Reason: "her name <🕊>"},
		Types:      []kg.RelationType{{ID: "wrote-to", Label: "wrote to", InverseLabel: "had a letter from", PLOVER: "CONSULT", CAMEO: "041", SubjectKinds: kg.ActorKinds}},
		Restores:   []kg.Restore{{Relation: ID(War), Reason: "it had not"}},
		Updates: []kg.EntityUpdate{
			{Entity: "anna-keller", Name: &name, Description: &none, Unnamed: &unnamed, AddAliases: []string{"Anni"}, RemoveAliases: []string{"Keller"}},
			{Entity: "rows:77", Kind: &organization},
		},
		Merges: []kg.Merge{{From: "rows:77", Into: "ministry", Reason: "its office"}},
	})
	next(kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", RemoveAliases: []string{"Anni"}, AddAliases: []string{"Keller"}}}})
	next(kg.Batch{Provenance: kg.Provenance{Key: "of nothing", Digest: "nothing"}})
	pending := suggested("anna-keller", "boris-novak", "2025-12-08", Communique, "met again")
	rejected := suggested("anna-keller", "ministry", "", Communique, "met again")
	rejected.Object, rejected.Problems = newcomer("ada-example", "Ada Example 🕊"), []kg.SuggestionProblem{{Code: kg.ProblemEndNotInQuote, Message: "<&>"}}
	next(kg.Batch{Suggestions: []kg.Suggestion{pending, rejected}, Ingestions: []kg.Ingestion{{Document: Communique, Extractor: "rules", Version: "1", State: kg.IngestionDone, Found: 2, Queued: 2}}})
	next(kg.Batch{Provenance: kg.Provenance{Operation: "rejectSuggestions", Agent: "ana"}, Decisions: []kg.Decision{{Suggestion: kg.SuggestionID(rejected), State: kg.SuggestionRejected}}})
	var mass kg.Batch
	for i := range kg.MaxListedChanges + 1 {
		mass.Entities = append(mass.Entities, kg.Entity{ID: fmt.Sprintf("mass-%04d", i), Kind: kg.KindReport, Name: "Mass"})
	}
	next(mass)
	for i := range history {
		history[i] = cloneBatch(history[i])
	}
	return history
}

// Answers asks a store everything, as of now and of each moment at which something
// was written, and returns the answers in a form in which they can be compared.
func Answers(t *testing.T, s kg.Store) []string {
	t.Helper()
	found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Limit: 1000}})
	must(t, err)
	all := append(append([]string{"* journal"}, lines(found.Journal)...), graphAnswers(t, s)...)
	ids := namesOf(t, s)
	for _, id := range slices.Concat(ids.entities, ids.relations, ids.documents) {
		history, err := kg.History(t.Context(), s, kg.HistoryRequest{ID: id, Limit: 100})
		must(t, err)
		all = append(append(all, "* history of "+id), lines(history)...)
	}
	return all
}

// graphAnswers are Answers that do not tell who wrote what.
func graphAnswers(t *testing.T, s kg.Store) (all []string) {
	t.Helper()
	say := func(what string, answer any) { all = append(append(all, "* "+what), lines(answer)...) }
	found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Limit: 1000}})
	must(t, err)
	moments := []*time.Time{nil}
	for _, a := range found.Journal {
		moments = append(moments, &a.RecordedAt)
	}
	say("everything", everything(t, s))
	ids := namesOf(t, s)
	for _, asOf := range moments {
		what := "now"
		if asOf != nil {
			what = asOf.String()
		}
		answersAt(t, s, ids, asOf, func(kind string, answer any) { say(kind+" as of "+what, answer) })
	}
	return all
}

// names are the ids of what there is in a graph, ever.
type names struct{ entities, relations, documents []string }

// namesOf finds the ids in what there was at each moment.
func namesOf(t *testing.T, s kg.Store) (n names) {
	t.Helper()
	found, err := s.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Limit: 1000}})
	must(t, err)
	for _, a := range found.Journal {
		entities, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds[:len(kg.EntityKinds)-1], Slice: kg.Slice{Limit: 10_000}, AsOf: &a.RecordedAt})
		must(t, err)
		for _, e := range entities.Entities {
			n.entities = append(n.entities, e.ID)
		}
		pages, found, err := s.Pages(t.Context(), kg.PageRequests{
			Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 10_000}}}, Need: kg.Need{Claims: true}, AsOf: &a.RecordedAt,
		})
		must(t, err)
		for _, r := range pages[0].Relations {
			n.relations = append(n.relations, r.ID)
		}
		n.documents = append(n.documents, sortedKeys(found.Documents)...)
	}
	for _, list := range []*[]string{&n.entities, &n.relations, &n.documents} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return n
}

func answersAt(t *testing.T, s kg.Store, ids names, asOf *time.Time, say func(string, any)) {
	t.Helper()
	found, err := s.Get(t.Context(), kg.Keys{
		Entities: ids.entities, Relations: ids.relations, Documents: ids.documents, AsOf: asOf, Need: kg.Need{Ends: true, Claims: true, Text: true, Degree: true},
	})
	must(t, err)
	say("things", found)
	entities, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 10}, Count: true, AsOf: asOf})
	must(t, err)
	say("entities", entities)
	documents, err := s.ListDocuments(t.Context(), kg.DocumentList{Slice: kg.Slice{Limit: 10}, Count: true, Text: true, AsOf: asOf})
	must(t, err)
	say("documents", documents)
	reqs := kg.PageRequests{AsOf: asOf, Need: kg.Need{Ends: true, Claims: true}}
	counts := kg.CountRequests{AsOf: asOf}
	for _, owner := range append([]string{""}, ids.entities...) {
		reqs.Pages = append(reqs.Pages, kg.PageRequest{Owner: owner, Slice: kg.Slice{Limit: 1000}, Count: true},
			kg.PageRequest{Owner: owner, Filter: kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyDenied}}, Slice: kg.Slice{Limit: 5}, Count: true})
		for i, by := range []kg.Dimension{kg.ByType, kg.ByStatus, kg.ByCertainty, kg.ByCounterpart} {
			if by != kg.ByCounterpart || owner != "" {
				counts.Counts = append(counts.Counts, kg.CountRequest{Owner: owner, By: by}, kg.CountRequest{Owner: owner, By: by, Bucket: kg.TimeBuckets[i]})
			}
		}
	}
	pages, _, err := s.Pages(t.Context(), reqs)
	must(t, err)
	say("pages", pages)
	counted, err := s.Counts(t.Context(), counts)
	must(t, err)
	for i := range counted {
		if counts.Counts[i].Bucket == "" {
			slices.SortFunc(counted[i], func(a, b kg.Count) int { return slices.Compare(lines(a), lines(b)) })
		}
	}
	say("counts", counted)
	links, err := s.Links(t.Context(), kg.LinkRequest{Of: ids.entities, AsOf: asOf, Limit: 1000})
	must(t, err)
	say("links", links)
	between, err := s.Between(t.Context(), kg.BetweenRequest{Among: ids.entities, AsOf: asOf, Limit: 1000})
	must(t, err)
	say("relations between", between)
	for _, text := range []string{"one", "anna", "keler", "president of b", "zelensky", "war"} {
		hits, err := kg.Search(t.Context(), s, kg.SearchRequest{Text: text, Limit: 20, AsOf: asOf})
		must(t, err)
		say("what is found for "+text, hits)
	}
}

// SameAnswers fails t at the first difference of two lists of answers.
func SameAnswers(t testing.TB, got, want []string) {
	t.Helper()
	about := ""
	for i, line := range want {
		if len(line) > 1 && line[:2] == "* " {
			about = line
		}
		if i >= len(got) || got[i] != line {
			t.Fatalf("%s: it differs from what was expected after\n%s\ngot  %s\nwant %s", about, strings.Join(want[max(0, i-6):i], "\n"), append(slices.Clip(got), "nothing more")[min(i, len(got))], line)
		}
	}
	same(t, "how many lines of answers there are", len(got), len(want))
}

// CloneBatch returns a copy of b that shares nothing with it.
func CloneBatch(b kg.Batch) kg.Batch { return cloneBatch(b) }
