package exchange_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
)

// icews returns the path of a file of the ICEWS18 sample.
func icews(t testing.TB, name string) string {
	t.Helper()
	return needs.Data(t, "icews18/"+name)
}

// answers is what is known of the sample from elsewhere.
type answers struct {
	Facts         int
	Distinct      int
	EntitiesUsed  int `json:"entities_used"`
	RelationTypes int `json:"relation_types"`
	First, Last   string
	ByType        map[string]int `json:"by_type"`
	Top20         [][2]any
	People        map[string]struct{ Facts, Partners, Hop2 int }
	PutinMacron   []struct{ Subject, Type, Object, Date string } `json:"putin_macron"`
	Paths         [][3]any
}

// sample is the loaded sample.
type sample struct {
	kg.Store
	answers
	ids    map[string]string // of entities, by name
	labels map[string]string // of types, by id
}

func options(t testing.TB) exchange.TKGOptions {
	t.Helper()
	return exchange.TKGOptions{
		Name: "icews", Entities: icews(t, "entity2id.txt"), Relations: icews(t, "relation2id.txt"),
		Start: "2018-01-01", Unit: exchange.Hour,
	}
}

func load(t *testing.T, store exchange.Store) exchange.Summary {
	t.Helper()
	reader, err := exchange.OpenTKG(options(t), []string{icews(t, "valid.txt")})
	must(t, err)
	defer reader.Close()
	began := time.Now()
	summary, err := exchange.Run(t.Context(), store, reader, exchange.Options{})
	must(t, err)
	t.Logf("%d rows in %s, %.0f rows/s", summary.Read, time.Since(began).Round(time.Millisecond), float64(summary.Read)/time.Since(began).Seconds())
	return summary
}

func TestICEWS18AnswersAsItShould(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	bothstores.Each(t, testICEWS18)
}

func testICEWS18(t *testing.T, store kg.Store) {
	s := &sample{Store: store, ids: map[string]string{}, labels: map[string]string{}}
	text, err := os.ReadFile(icews(t, "answers.json"))
	must(t, err)
	must(t, json.Unmarshal(text, &s.answers))

	first := load(t, s)
	same(t, "the first run", first, exchange.Summary{
		Read: s.Facts, Relations: s.Facts, Existing: s.Facts - s.Distinct,
		Written: kg.Written{Types: s.RelationTypes, Entities: s.EntitiesUsed, Relations: s.Distinct},
	})
	again := load(t, s)
	same(t, "the second run", again, exchange.Summary{
		Read: s.Facts, Relations: s.Facts, Existing: s.Facts,
		Written: kg.Written{Existing: s.RelationTypes + s.EntitiesUsed + s.Distinct},
	})

	s.learn(t)
	t.Run("facts", s.testFacts)
	t.Run("types", s.testTypes)
	t.Run("degrees", s.testDegrees)
	t.Run("people", s.testPeople)
	t.Run("two presidents", s.testPutinAndMacron)
	t.Run("evidence", s.testEvidence)
	t.Run("paths", s.testPaths)
}

// learn reads the ids of all entities and types.
func (s *sample) learn(t *testing.T) {
	for after, more := "", true; more; {
		page, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 1000, After: after}, Count: true})
		must(t, err)
		same(t, "entities", page.Total, s.EntitiesUsed)
		for _, e := range page.Entities {
			s.ids[e.Name], after = e.ID, e.Position()
		}
		more = page.HasNext
	}
	types, err := s.Types(t.Context())
	must(t, err)
	for _, k := range types {
		s.labels[k.ID] = k.Label
	}
}

func (s *sample) count(t *testing.T, req kg.CountRequest) []kg.Count {
	t.Helper()
	counts, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{req}})
	must(t, err)
	return counts[0]
}

func (s *sample) testFacts(t *testing.T) {
	all, dates := 0, []kg.Date{}
	for _, c := range s.count(t, kg.CountRequest{By: kg.ByCertainty}) {
		all += c.N
		dates = append(dates, *c.First, *c.Last)
	}
	same(t, "facts", all, s.Facts)
	same(t, "first", slices.Min(dates).String(), s.First)
	same(t, "last", slices.Max(dates).String(), s.Last)
}

func (s *sample) testTypes(t *testing.T) {
	counts := s.count(t, kg.CountRequest{By: kg.ByType})
	same(t, "types in use", len(counts), s.RelationTypes)
	for _, c := range counts {
		label := s.labels[c.Key]
		same(t, label, c.N, s.ByType[label])
		event, known := cameo.ByName(label)
		if known != (c.Key == "cameo:"+event.Code) || !known != strings.HasPrefix(c.Key, "icews:") {
			t.Errorf("%q is %s", label, c.Key)
		}
	}
}

func (s *sample) testDegrees(t *testing.T) {
	found, err := s.Get(t.Context(), kg.Keys{Entities: s.named(t, s.Top20), Need: kg.Need{Degree: true}})
	must(t, err)
	for _, want := range s.Top20 {
		name := want[0].(string)
		same(t, name, found.Entities[s.id(t, name)].Degree, int(want[1].(float64)))
	}
}

func (s *sample) named(t *testing.T, rows [][2]any) (ids []string) {
	for _, row := range rows {
		ids = append(ids, s.id(t, row[0].(string)))
	}
	return ids
}

func (s *sample) id(t *testing.T, name string) string {
	t.Helper()
	if s.ids[name] == "" {
		t.Fatalf("there is no %q", name)
	}
	return s.ids[name]
}

func (s *sample) testPeople(t *testing.T) {
	for name, want := range s.People {
		id := s.id(t, name)
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Owner: id, Slice: kg.Slice{Limit: 1}, Count: true}}})
		must(t, err)
		same(t, "facts of "+name, pages[0].Total, want.Facts)
		same(t, "partners of "+name, len(s.count(t, kg.CountRequest{Owner: id, By: kg.ByCounterpart})), want.Partners)

		near := s.others(t, []string{id})
		same(t, "links of "+name, len(near), want.Partners)
		around := append(s.others(t, near), near...)
		slices.Sort(around)
		around = slices.DeleteFunc(slices.Compact(around), func(other string) bool { return other == id })
		same(t, "within two hops of "+name, len(around), want.Hop2)
	}
}

// others returns the entities that some are linked to.
func (s *sample) others(t *testing.T, of []string) (ids []string) {
	t.Helper()
	links, err := s.Links(t.Context(), kg.LinkRequest{Of: of, Limit: 1_000_000})
	must(t, err)
	for _, l := range links.Links {
		ids = append(ids, l.Other)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *sample) testPutinAndMacron(t *testing.T) {
	putin, macron := s.id(t, "Vladimir Putin"), s.id(t, "Emmanuel Macron")
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{
		Owner: putin, Filter: kg.RelationFilter{With: []string{macron}}, Order: kg.OldestFirst, Slice: kg.Slice{Limit: 100},
	}}})
	must(t, err)
	names := map[string]string{putin: "Vladimir Putin", macron: "Emmanuel Macron"}
	var got, want []string
	for _, r := range pages[0].Relations {
		got = append(got, fmt.Sprint(r.Time.EDTF, " ", names[r.Subject], ": ", s.labels[r.Type], " ", names[r.Object]))
	}
	for _, f := range s.PutinMacron {
		want = append(want, fmt.Sprint(f.Date, " ", f.Subject, ": ", f.Type, " ", f.Object))
	}
	slices.Sort(got)
	slices.Sort(want)
	same(t, "facts", strings.Join(got, "\n"), strings.Join(want, "\n"))
	if !slices.IsSortedFunc(pages[0].Relations, func(a, b *kg.Relation) int { return int(*a.Time.Start - *b.Time.Start) }) {
		t.Error("the facts are not the oldest first")
	}
}

// testEvidence looks the rows of a person's relations up in the file.
func (s *sample) testEvidence(t *testing.T) {
	text, err := os.ReadFile(icews(t, "valid.txt"))
	must(t, err)
	rows := strings.Split(string(text), "\n")
	peskov := s.id(t, "Dmitry Peskov")
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{
		Pages: []kg.PageRequest{{Owner: peskov, Slice: kg.Slice{Limit: 100}}}, Need: kg.Need{Claims: true},
	})
	must(t, err)
	same(t, "relations", len(pages[0].Relations), s.People["Dmitry Peskov"].Facts)
	for _, r := range pages[0].Relations {
		var number int
		if len(r.Evidence) != 1 || r.Evidence[0].Source == nil || r.Evidence[0].Source.Dataset != "icews" {
			t.Fatalf("%s rests on %+v", r.ID, r.Evidence)
		}
		_, err := fmt.Sscan(r.Evidence[0].Source.Record, &number)
		must(t, err)
		row := strings.Fields(rows[number-1])
		same(t, "row "+r.Evidence[0].Source.Record, r.Subject+" "+r.Object, "icews:"+row[0]+" icews:"+row[2])
	}
}

// countingLinks counts the links that a search looks at.
type countingLinks struct {
	kg.Linker
	calls int
}

func (c *countingLinks) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	c.calls++
	return c.Linker.Links(ctx, req)
}

func (s *sample) testPaths(t *testing.T) {
	visited, calls := 0, 0
	for _, row := range s.Paths {
		from, to := row[0].(string), row[1].(string)
		want := -1
		if length, ok := row[2].(float64); ok && length <= kg.MaxPathLength {
			want = int(length)
		}
		linker := &countingLinks{Linker: s}
		answer, err := kg.FindPaths(t.Context(), linker, kg.PathRequest{From: s.id(t, from), To: s.id(t, to), MaxLength: kg.MaxPathLength, First: 1})
		must(t, err)
		visited, calls = max(visited, answer.Visited), max(calls, linker.calls)
		got := -1
		if len(answer.Paths) > 0 {
			got = answer.Paths[0].Length()
		}
		same(t, from+" to "+to, got, want)
		same(t, "truncated", answer.Truncated, false)
	}
	t.Logf("at most %d links visited in %d store calls", visited, calls)
}

// The names that the table does not have are those of statements and appeals,
// which PLOVER has no event for, and those that ICEWS words otherwise.
func TestNamesThatTheCAMEOTableDoesNotHave(t *testing.T) {
	text, err := os.ReadFile(icews(t, "relation2id.txt"))
	must(t, err)
	all, unknown := 0, 0
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(line, "\t")
		all++
		if _, known := cameo.ByName(name); !known {
			unknown++
			if !slices.ContainsFunc(wordedOtherwise, func(start string) bool { return strings.HasPrefix(name, start) }) {
				t.Errorf("%q is not in the table", name)
			}
		}
	}
	same(t, "names", all, 256)
	same(t, "names that are not in the table", unknown, 70)
}

var wordedOtherwise = []string{
	"Make ", "Appeal ", "Consider ", "Decline comment", "Acknowledge ", "Deny ", "Engage in symbolic act", "Express accord", // 01 and 02
	"Abduct", "Apologize", "Conduct strike or boycott for leadership", "Demand", "Ease curfew", "Engage in violent protest for leadership",
	"Express intent to ease", "Express intent to engage in material", "Express intent to institute", "Impose restrictions on political freedoms",
	"Mediate", "Obstruct passage to demand leadership", "Reduce or stop material aid", "Refuse ", "Reject ", "Threaten with ",
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}
