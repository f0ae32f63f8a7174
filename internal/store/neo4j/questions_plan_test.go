package neo4j

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
	"conflictgraph/internal/kgtest/neo4jserver"
)

func newStore(t testing.TB) *Store {
	t.Helper()
	c := neo4jserver.Exclusive(t)
	return anotherStore(t, c)
}

func configOf(c neo4jserver.Config) Config {
	return Config{URI: c.URI, Username: c.Username, Password: c.Password, Database: c.Database}
}

func anotherStore(t testing.TB, c neo4jserver.Config) *Store {
	t.Helper()
	s, err := Open(t.Context(), configOf(c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Everybody has met the center, which met some over and over.
const (
	othersOfCenter = 1000
	meetingsOfOne  = 200
)

func writeStar(t testing.TB, s *Store) {
	t.Helper()
	b := kg.Batch{
		Types:    []kg.RelationType{{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true}},
		Entities: []kg.Entity{{ID: "center", Kind: kg.KindCountry, Name: "Center"}},
	}
	meet := func(other string, day int) {
		b.Relations = append(b.Relations, kg.Relation{
			Type: "met-with", Subject: "center", Object: other, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: kg.Day(kg.NewDate(2000, time.January, day)), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(other, day)}}},
		})
	}
	for i := range othersOfCenter {
		id := fmt.Sprintf("rows:%d", i)
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
		meet(id, i)
	}
	for i := range meetingsOfOne {
		meet("rows:1", othersOfCenter+i)
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// planOf runs one and returns the steps of its plan and its database hits.
func planOf(t testing.TB, s *Store, one statement) (steps []string, hits int64) {
	t.Helper()
	var walk func(p neo4j.ProfiledPlan)
	walk = func(p neo4j.ProfiledPlan) {
		hits += p.DbHits()
		steps = append(steps, fmt.Sprintf("%s %d hits, %d rows: %v", p.Operator(), p.DbHits(), p.Records(), p.Arguments()["Details"]))
		for _, child := range p.Children() {
			walk(child)
		}
	}
	walk(profile(t, s, one))
	return steps, hits
}

func TestQuestionsSeekWhateverTheDatabaseHeldWhenTheyWerePlanned(t *testing.T) {
	s := newStore(t)
	if _, err := s.read(t.Context(), statement{text: "CALL db.clearQueryCaches()"}); err != nil {
		t.Fatal(err)
	}
	none := []string{}
	pair := map[string]any{
		"asOf": asOfMs(nil), "filter": scanned{}, "parts": []part{{"is": true, "lower": "", "upper": kg.PositionEnd}},
		"pairs": []map[string]any{{"number": 0, "src": "center", "dst": "rows:1"}}, "limit": 10,
	}
	statements := map[string]statement{
		"others":  {othersText, map[string]any{"sources": []string{"center"}, "targets": none}},
		"newest":  {newestText, pair},
		"between": {betweenText, pair},
		"among":   {amongText, map[string]any{"ids": []string{"center"}, "among": []string{"rows:1"}}},
		"edges":   {edgesText, map[string]any{"ids": []string{"center"}}},
		"degrees": {degreesText, map[string]any{"ids": []string{"center"}}},
		"timeline": {timelineText, map[string]any{
			"maxDay": kg.MaxDate, "lines": []map[string]any{timeline(0, plan.Tally{Owners: []string{"center"}, By: kg.ByType, Bucket: kg.BucketMonth})},
		}},
		"offices": {ofTypes, map[string]any{"sources": []string{"center"}, "targets": none, "types": none}},
		"entities by id": {lookupText, func() map[string]any {
			p := hydrate(plan.Keys{Entities: []string{"center"}})
			p["relations"] = none
			return p
		}()},
	}
	for i, text := range tallyTexts {
		statements["counts "+rangeIndexes[i].name] = statement{text, map[string]any{"asOf": asOfMs(nil), "maxDay": kg.MaxDate, "scans": []scanned{}}}
	}
	check := func(t *testing.T) {
		for name, one := range statements {
			steps, _ := planOf(t, s, one)
			for _, step := range steps {
				for _, bad := range []string{"AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "UnionNode"} {
					if strings.HasPrefix(step, bad) {
						t.Errorf("the plan of %s has a step %s", name, step)
					}
				}
			}
		}
	}
	t.Run("while it was empty", check)
	writeStar(t, s)
	t.Run("now", check)
	for _, c := range []struct {
		name string
		most int64
	}{
		{"others", 4 * (othersOfCenter + meetingsOfOne)},
		{"timeline", othersOfCenter + meetingsOfOne + 20},
		{"newest", 60},
		{"between", 40 * 10},
		{"edges", 20},
		{"degrees", 20},
	} {
		t.Run("and costs what it answers: "+c.name, func(t *testing.T) {
			steps, hits := planOf(t, s, statements[c.name])
			if hits == 0 || hits > c.most {
				t.Errorf("it costs %d hits, of %d at the most:\n%s", hits, c.most, strings.Join(steps, "\n"))
			}
		})
	}
}

func TestWhatAnotherStoreMergesIsOneAtOnce(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s, other := anotherStore(t, c), anotherStore(t, c)
	writeStar(t, s)
	merge := kg.Batch{
		Entities: []kg.Entity{{ID: "rows:1", Kind: kg.KindOtherActor, Name: "rows:1"}, {ID: "rows:2", Kind: kg.KindOtherActor, Name: "rows:2"}},
		Merges:   []kg.Merge{{From: "rows:1", Into: "rows:2"}},
	}
	if _, err := other.Write(t.Context(), merge); err != nil {
		t.Fatal(err)
	}
	asked := 0
	s.observe = func(string, map[string]any) { asked++ }
	links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"rows:1"}, Limit: 10})
	if err != nil || len(links.Links) != 1 || links.Links[0].Of != "rows:2" {
		t.Errorf("what was merged answers as what it went into, not as %v, %v", links, err)
	}
	stale := asked
	asked = 0
	if _, err = s.Links(t.Context(), kg.LinkRequest{Of: []string{"rows:1"}, Limit: 10}); err != nil || asked >= stale {
		t.Errorf("merges are read once: %d statements, then %d; %v", stale, asked, err)
	}
	unmerge := kg.Batch{Entities: merge.Entities, Unmerges: []kg.Unmerge{{Entity: "rows:1"}}}
	if _, err := other.Write(t.Context(), unmerge); err != nil {
		t.Fatal(err)
	}
	people, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: []kg.EntityKind{kg.KindOtherActor}, Slice: kg.Slice{Limit: 3}, Count: true})
	if err != nil || people.Total != othersOfCenter {
		t.Errorf("%d others are listed, of %d, %v", people.Total, othersOfCenter, err)
	}
	found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"rows:1"}, Need: kg.Need{Degree: true}})
	if e := found.Entities["rows:1"]; err != nil || e == nil || e.ID != "rows:1" || e.Degree != 1+meetingsOfOne {
		t.Errorf("rows:1 is itself again, not %v, %v", e, err)
	}
}

func TestQuestionsTakeAsManyStatementsForManyAsForOne(t *testing.T) {
	s := newStore(t)
	writeStar(t, s)
	if _, err := s.Types(t.Context()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 100 {
		ids = append(ids, fmt.Sprintf("rows:%d", i))
	}
	var texts []string
	s.observe = func(text string, _ map[string]any) { texts = append(texts, text) }
	statements := func(ask func() error) int {
		texts = nil
		if err := ask(); err != nil {
			t.Fatal(err)
		}
		return len(texts)
	}
	for _, c := range []struct {
		name string
		most int
		ask  func(ids []string) error
	}{
		{"links", 3, func(ids []string) error {
			_, err := s.Links(t.Context(), kg.LinkRequest{Of: ids, Limit: 200})
			return err
		}},
		{"relations between", 3, func(ids []string) error {
			_, err := s.Between(t.Context(), kg.BetweenRequest{Among: ids, Limit: 200})
			return err
		}},
		{"counts", 2, func(ids []string) error {
			var reqs kg.CountRequests
			for _, id := range ids {
				reqs.Counts = append(reqs.Counts, kg.CountRequest{Owner: id, By: kg.ByType})
			}
			_, err := s.Counts(t.Context(), reqs)
			return err
		}},
		{"degrees", 2, func(ids []string) error {
			_, err := s.Get(t.Context(), kg.Keys{Entities: ids, Need: kg.Need{Degree: true}})
			return err
		}},
	} {
		for _, some := range [][]string{ids[:1], append(slices.Clone(ids), "center")} {
			if n := statements(func() error { return c.ask(some) }); n == 0 || n > c.most {
				t.Errorf("%s of %d take %d statements, of %d at the most", c.name, len(some), n, c.most)
			}
		}
	}
}
