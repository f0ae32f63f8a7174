package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

func TestATierIsTheSameInSQL(t *testing.T) {
	s := openForPlans(t)
	last := int64(-1)
	for _, n := range []int64{0, 1, 2, 3, 4, 15, 16, 17, 63, 64, 1 << 20, 1 << 27, 1 << 28, 1 << 40} {
		var inSQL int64
		if err := s.writer.QueryRowContext(t.Context(), `SELECT `+tierOf("?1"), n).Scan(&inSQL); err != nil {
			t.Fatal(err)
		}
		if inSQL != tier(n) || tier(n) < last || tier(n) >= tiers {
			t.Errorf("%d is in tier %d, in SQL in tier %d, after tier %d", n, tier(n), inSQL, last)
		}
		last = tier(n)
	}
}

func TestBeginningsAreReadFromTheGreatestTierOn(t *testing.T) {
	plan := queryPlan(t, openForPlans(t), entitiesBeginning)
	for _, want := range []string{
		"SEARCH b USING PRIMARY KEY (beginning=? AND tier", "SEARCH name_beginning USING PRIMARY KEY (beginning=?)", "SEARCH e USING INTEGER PRIMARY KEY",
	} {
		if !slices.ContainsFunc(plan, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("the plan %q has no %s", plan, want)
		}
	}
	sorts := slices.DeleteFunc(slices.Clone(plan), func(line string) bool { return !strings.Contains(line, "TEMP B-TREE") })
	if len(sorts) != 1 {
		t.Errorf("it sorts more than what it has found: %q", plan)
	}
}

// met are relations of somebody with as many others, in rows that begin with one.
func met(id string, from, to int) (all []kg.Relation) {
	for n := from; n < to; n++ {
		all = append(all, kg.Relation{
			Type: "rows:met", Subject: id, Object: fmt.Sprintf("other-%d", n), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(id, n)}}},
		})
	}
	return all
}

func meetings() kg.Batch {
	b := kg.Batch{Types: []kg.RelationType{{ID: "rows:met", Label: "met", InverseLabel: "was met by"}}}
	for _, id := range []string{"kellan", "kelim", "keller"} {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindPerson, Name: strings.ToUpper(id[:1]) + id[1:]})
	}
	for n := range 20 {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("other-%d", n), Kind: kg.KindPerson, Name: fmt.Sprintf("Kelly %d", n)})
	}
	return b
}

// checkBeginnings checks who is found for a beginning, and that all stand in their tiers.
func checkBeginnings(t *testing.T, s *Store, first ...string) {
	t.Helper()
	for limit := range len(first) + 1 {
		found, err := s.Candidates(t.Context(), kg.CandidateRequest{Beginning: "kel", Limit: limit})
		if err != nil || !slices.Equal(found.Entities, first[:limit]) {
			t.Errorf("the first %d are %q (%v), not of %q", limit, found.Entities, err, first)
		}
	}
	var all, misplaced int
	if err := s.writer.QueryRowContext(t.Context(), `SELECT count(*), count(*) FILTER (WHERE b.tier <> `+tierOf("e.relations")+`)
		FROM name_beginning b JOIN entity e ON e.key = b.entity WHERE b.beginning = 'kel'`).Scan(&all, &misplaced); err != nil || all != 23 || misplaced != 0 {
		t.Errorf("of %d beginnings %d stand in the wrong tier (%v)", all, misplaced, err)
	}
}

func TestBeginningsMoveWithTheNumberOfRelations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b kg.Batch) {
		t.Helper()
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	write(meetings())
	checkBeginnings(t, s, "kelim", "kellan", "keller", "other-0")
	write(kg.Batch{Relations: met("keller", 0, 18)})
	write(kg.Batch{Relations: met("kellan", 0, 3)})
	checkBeginnings(t, s, "keller", "kellan", "other-0", "other-1", "other-2", "other-10")
	write(kg.Batch{Relations: met("kellan", 3, 20)})
	checkBeginnings(t, s, "kellan", "keller", "other-0")
	var retracted kg.Batch
	for _, r := range met("kellan", 0, 19) {
		retracted.Retractions = append(retracted.Retractions, kg.Retraction{Relation: kg.RelationID(r, false)})
	}
	write(retracted)
	checkBeginnings(t, s, "keller", "kellan", "other-0")
	write(kg.Batch{Updates: []kg.EntityUpdate{{Entity: "keller", AddAliases: []string{"Kel Keller"}}}})
	checkBeginnings(t, s, "keller", "kellan", "other-0")

	// A database of before is indexed anew when it is opened.
	for _, text := range []string{`DELETE FROM name_beginning`, `UPDATE word_index SET version = 0, target = 0, up_to = 0 WHERE part = 'entity'`} {
		if _, err := s.writer.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	checkBeginnings(t, s, "keller", "kellan", "other-0")
}

func TestALoadPutsBeginningsIntoTheirTiers(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	load, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = load.Close() }()
	b := meetings()
	b.Relations = append(met("keller", 0, 18), met("kellan", 0, 3)...)
	if err := load.Check(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	checkBeginnings(t, s, "keller", "kellan", "other-0", "other-1", "other-2", "other-10")
}
