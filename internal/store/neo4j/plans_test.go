package neo4j

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// The hub of a graph has this many relations, each with somebody else; a leaf
// has a page and a few more.
const (
	hubRelations  = 5000
	leafRelations = 15
	pageSize      = 10
)

// writeHubAndLeaf gives the hub and the leaf relations of two types, one of them
// symmetric, in both directions, and to one another.
func writeHubAndLeaf(t testing.TB, s *Store) {
	t.Helper()
	b := kg.Batch{
		Types: []kg.RelationType{
			{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true},
			{ID: "accused", Label: "accused", InverseLabel: "was accused by"},
		},
		Entities: []kg.Entity{{ID: "hub", Kind: kg.KindCountry, Name: "Hub"}, {ID: "leaf", Kind: kg.KindCountry, Name: "Leaf"}},
	}
	first := kg.NewDate(2000, time.January, 1)
	relate := func(owner, other string, i int) {
		subject, object := owner, other
		if i/2%2 == 1 {
			subject, object = other, owner
		}
		b.Relations = append(b.Relations, kg.Relation{
			Type: b.Types[i%2].ID, Subject: subject, Object: object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: kg.Day(first + kg.Date(i)), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(i)}}},
		})
	}
	for i := range hubRelations {
		id := fmt.Sprintf("rows:%d", i)
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.KindOtherActor, Name: id})
		relate("hub", id, i)
		if i < 4*leafRelations {
			relate("leaf", id, i)
		}
	}
	for i := range 4 * leafRelations {
		relate("leaf", "hub", i+hubRelations)
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// profile runs one and returns its plan with what each step of it did.
func profile(t testing.TB, s *Store, one statement) neo4j.ProfiledPlan {
	t.Helper()
	session := s.session(t.Context(), neo4j.AccessModeRead)
	defer func() { _ = session.Close(t.Context()) }()
	result, err := session.Run(t.Context(), "PROFILE "+one.text, one.parameters())
	if err != nil {
		t.Fatal(err)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return summary.Profile()
}

// pageStatements returns what finds a page, with what its relations name.
func pageStatements(t testing.TB, s *Store, req kg.PageRequest) (statements []statement) {
	t.Helper()
	asked := asking{driver: driver{s.database}, statements: &statements}
	reqs := kg.PageRequests{Pages: []kg.PageRequest{req}, Need: kg.Need{Ends: true, Claims: true}}
	if _, _, err := plan.NewStore(asked).Pages(t.Context(), reqs); err != nil {
		t.Fatal(err)
	}
	return statements
}

// asking is a driver that notes which statements find the pages of the last question.
type asking struct {
	driver
	statements *[]statement
}

func (d asking) Read(ctx context.Context, fn func(plan.Snapshot) error) error {
	return d.driver.Read(ctx, func(s plan.Snapshot) error { return fn(askedSnapshot{s.(*snapshot), d.statements}) })
}

type askedSnapshot struct {
	*snapshot
	statements *[]statement
}

func (s askedSnapshot) Scan(ctx context.Context, req plan.ScanRequest) ([][]*kg.Relation, plan.Rows, error) {
	*s.statements = s.pageStatements(req)
	return s.snapshot.Scan(ctx, req)
}

// hits returns the database hits of a plan.
func hits(p neo4j.ProfiledPlan) int64 {
	n := p.DbHits()
	for _, child := range p.Children() {
		n += hits(child)
	}
	return n
}

// steps returns a line for each step of a plan.
func steps(p neo4j.ProfiledPlan) []string {
	lines := []string{fmt.Sprintf("%s %d hits, %d rows: %v", p.Operator(), p.DbHits(), p.Records(), p.Arguments()["Details"])}
	for _, child := range p.Children() {
		lines = append(lines, steps(child)...)
	}
	return lines
}

// checkNoScan fails t where a plan sorts what it found, or goes through
// everything of some kind but what quotes a document. A page of several walks keeps
// the first of what these found, which is a Top.
func checkNoScan(t testing.TB, p neo4j.ProfiledPlan, more ...string) {
	t.Helper()
	for _, line := range steps(p) {
		for _, bad := range append(more, "Sort", "PartialSort", "PartialTop", "AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "Expand") {
			if strings.HasPrefix(line, bad) && !strings.Contains(line, ":QUOTES]") {
				t.Errorf("the plan has a step %s", line)
			}
		}
	}
}

// hitsPerRelation is how many database hits a page may cost: each relation is found
// and read, and so is what it names.
const hitsPerRelation = 40

func TestAPageCostsWhatItShows(t *testing.T) {
	s := newStore(t)
	writeHubAndLeaf(t, s)
	for _, c := range []struct {
		name   string
		walks  int // that the page merges
		filter kg.RelationFilter
	}{
		{"in any direction", 2, kg.RelationFilter{}},
		{"outwards", 2, kg.RelationFilter{Direction: kg.DirectionOut}},
		{"inwards", 2, kg.RelationFilter{Direction: kg.DirectionIn}},
		{"of a type, outwards", 1, kg.RelationFilter{Direction: kg.DirectionOut, Types: []string{"accused"}}},
		{"of a type, inwards", 1, kg.RelationFilter{Direction: kg.DirectionIn, Types: []string{"accused"}}},
		{"of a symmetric type", 2, kg.RelationFilter{Direction: kg.DirectionOut, Types: []string{"met-with"}}},
		{"of several types", 4, kg.RelationFilter{Types: []string{"accused", "met-with"}}},
		{"with somebody", 2, kg.RelationFilter{With: []string{"rows:7"}}},
		{"with several", 4, kg.RelationFilter{With: []string{"rows:7", "rows:8"}, Direction: kg.DirectionIn}},
		{"with somebody, of a type", 2, kg.RelationFilter{With: []string{"rows:7"}, Types: []string{"accused"}}},
	} {
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			t.Run(c.name+", "+string(order), func(t *testing.T) {
				cost := map[string]int64{}
				for _, owner := range []string{"hub", "leaf"} {
					req := kg.PageRequest{Owner: owner, Filter: c.filter, Order: order, Slice: kg.Slice{Limit: pageSize}}
					cost[owner] = profiledPage(t, s, req, c.walks)
				}
				if cost["hub"] > cost["leaf"]*5/4+hitsPerRelation {
					t.Errorf("a page of the hub costs %d hits, and one of the leaf %d", cost["hub"], cost["leaf"])
				}
			})
		}
	}
	for _, c := range []struct {
		name   string
		walks  int
		filter kg.RelationFilter
	}{
		{"of everything", 1, kg.RelationFilter{}},
		{"of a type", 1, kg.RelationFilter{Types: []string{"accused"}}},
		{"that touch the hub", 2, kg.RelationFilter{With: []string{"hub"}}},
		{"of a type that touch the hub", 2, kg.RelationFilter{With: []string{"hub"}, Types: []string{"met-with"}}},
	} {
		for _, order := range []kg.RelationOrder{kg.NewestFirst, kg.OldestFirst} {
			t.Run("the relations "+c.name+", "+string(order), func(t *testing.T) {
				profiledPage(t, s, kg.PageRequest{Filter: c.filter, Order: order, Slice: kg.Slice{Limit: pageSize}}, c.walks)
			})
		}
	}
	t.Run("far into a list", func(t *testing.T) {
		after := kg.Relation{ID: "rel:", Time: kg.Day(kg.NewDate(2006, time.January, 1))}.Position()
		for _, slice := range []kg.Slice{{Limit: pageSize, After: after}, {Limit: pageSize, Before: after, FromEnd: true}} {
			profiledPage(t, s, kg.PageRequest{Owner: "hub", Slice: slice}, 2)
		}
	})
	t.Run("up to a day", func(t *testing.T) {
		day := kg.NewDate(2006, time.January, 1)
		profiledPage(t, s, kg.PageRequest{Owner: "hub", Slice: kg.Slice{Limit: pageSize}, Filter: kg.RelationFilter{To: &day}}, 2)
	})
}

// profiledPage checks the plan of a page and returns its hits.
func profiledPage(t *testing.T, s *Store, req kg.PageRequest, walks int) int64 {
	t.Helper()
	n, lines := int64(0), []string{}
	for _, one := range pageStatements(t, s, req) {
		p := profile(t, s, one)
		checkNoScan(t, p)
		n += hits(p)
		lines = append(lines, steps(p)...)
	}
	if most := int64(walks * (pageSize + 1) * hitsPerRelation); n == 0 || n > most {
		t.Errorf("a page of %d of %s costs %d hits, of %d at the most\n%s", pageSize, req.Owner, n, most, strings.Join(lines, "\n"))
	}
	return n
}

func TestPlansMadeForAnEmptyDatabaseServeAFullOne(t *testing.T) {
	s := newStore(t)
	for name, text := range map[string]string{
		"pages": ordinaryTexts.ascending, "pages from the end": ordinaryTexts.descending, "sizes": ordinaryTexts.sizes,
		"pages by class": classTexts.ascending, "pages by class from the end": classTexts.descending, "sizes by class": classTexts.sizes,
		"pages by document": quotedTexts.ascending, "pages by document from the end": quotedTexts.descending, "sizes by document": quotedTexts.sizes,
		"entities": entitiesAscending, "documents": documentsDescending,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.read(t.Context(), statement{text: "CALL db.clearQueryCaches()"}); err != nil {
				t.Fatal(err)
			}
			params := hydrate(plan.Keys{})
			params["asOf"], params["when"], params["scans"] = asOfMs(nil), asOfWhen(nil), []scanned{}
			params["lower"], params["upper"], params["limit"], params["kinds"] = "", "z", 1, kg.EntityKinds
			checkNoScan(t, profile(t, s, statement{text, params}))
		})
	}
}

func TestAPageOfEntitiesOrDocumentsCostsWhatItShows(t *testing.T) {
	s := newStore(t)
	writeHubAndLeaf(t, s)
	b := kg.Batch{}
	for i := range 500 {
		b.Documents = append(b.Documents, kg.Document{ID: fmt.Sprintf("doc:d%d", i), Text: "text"})
	}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	params := func() map[string]any {
		return map[string]any{
			"kinds": kg.EntityKinds, "when": asOfWhen(nil), "asOf": asOfMs(nil), "history": false, "text": false, "lower": "", "upper": orderKey(kg.EntityPositionEnd), "limit": pageSize + 1,
		}
	}
	for name, text := range map[string]string{
		"entities": entitiesAscending, "entities from the end": entitiesDescending,
		"documents": documentsAscending, "documents from the end": documentsDescending,
	} {
		t.Run(name, func(t *testing.T) {
			p := profile(t, s, statement{text, params()})
			checkNoScan(t, p, "Top")
			if n := hits(p); n == 0 || n > 3*(pageSize+1)*hitsPerRelation {
				t.Errorf("a page of %d costs %d hits\n%s", pageSize, n, strings.Join(steps(p), "\n"))
			}
		})
	}
}

func TestADegreeIsKeptAndNotCounted(t *testing.T) {
	s := newStore(t)
	writeHubAndLeaf(t, s)
	p := profile(t, s, statement{degreesText, map[string]any{"ids": []string{"hub"}}})
	if n := hits(p); n == 0 || n > 20 {
		t.Errorf("the degree of the hub costs %d hits\n%s", n, strings.Join(steps(p), "\n"))
	}
}
