package neo4j_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// look runs a query as somebody would who looks at the database directly.
func look(t *testing.T, c neo4jserver.Config, text string) []map[string]any {
	t.Helper()
	auth := driver.NoAuth()
	if c.Username != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	d, err := driver.NewDriverWithContext(c.URI, auth)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close(t.Context()) }()
	result, err := driver.ExecuteQuery(t.Context(), d, text, nil, driver.EagerResultTransformer, driver.ExecuteQueryWithDatabase(c.Database))
	if err != nil {
		t.Fatal(err)
	}
	var found []map[string]any
	for _, record := range result.Records {
		found = append(found, record.AsMap())
	}
	return found
}

func TestPeopleWhoLookAtTheDatabaseSeeTheGraph(t *testing.T) {
	s, c := openAt(t)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	recorded := kgtest.Recorded.Format(time.RFC3339Nano)
	for _, c2 := range []struct {
		name, query string
		want        []map[string]any
	}{
		{"a meeting of two people, with what an edge can be styled by",
			`MATCH (a:Entity:Actor:Person)-[x:MET_WITH]->(b:Actor:Person {id: 'boris-novak'})
			RETURN a.name AS a, b.name AS b, x.id AS id, x.type AS type, x.status AS status, x.certainty AS certainty,
			toString(x.start) AS start, toString(x.end) AS end, x.edtf AS edtf, x.inferred AS inferred, x.quote AS quote, x.document AS document, toString(x.recordedAt) AS recordedAt`,
			[]map[string]any{{
				"a": "Anna Keller", "b": "Boris Novák", "id": kgtest.ID(kgtest.MetMonday), "type": "met-with", "status": "OCCURRED", "certainty": "CONFIRMED",
				"start": "2025-12-01", "end": "2025-12-01", "edtf": "2025-12-01", "inferred": true, "quote": "“Wir haben uns getroffen”", "document": kgtest.Interview, "recordedAt": recorded,
			}}},
		{"an open end is no end",
			`MATCH (a:Country)-[x:AT_WAR_WITH]->(b:Country) RETURN a.id AS a, toString(x.start) AS start, x.end AS end`,
			[]map[string]any{{"a": "southland", "start": "2022-02-24", "end": nil}}},
		{"a code of a data set is drawn by its label, with the row it is from",
			`MATCH (:Group)-[x:ACCUSED]->(:Country) RETURN x.type AS type, x.dataset AS dataset, x.record AS record, x.quote AS quote`,
			[]map[string]any{{"type": "rows:112", "dataset": "rows", "record": "9", "quote": nil}}},
		{"an edge for each relation, and a node beside each edge",
			`MATCH (r:Relation) MATCH (a {id: r.src})-[x {id: r.id}]->(b {id: r.dst}) WHERE type(x) = r.edge RETURN count(*) AS n`,
			[]map[string]any{{"n": int64(len(kgtest.Graph().Relations))}}},
		{"documents and types",
			`MATCH (d:Document) WITH count(d) AS documents MATCH (t:RelationType {id: 'met-with', edge: 'MET_WITH', symmetric: true}) RETURN documents, t.label AS label`,
			[]map[string]any{{"documents": int64(2), "label": "met with"}}},
		{"what is no actor is not labelled as one",
			`MATCH (e:Entity) WHERE NOT e:Actor RETURN count(e) AS n, count(CASE WHEN e:Place THEN 1 END) AS places`,
			[]map[string]any{{"n": int64(3), "places": int64(2)}}},
	} {
		t.Run(c2.name, func(t *testing.T) {
			if got := look(t, c, c2.query); !reflect.DeepEqual(got, c2.want) {
				t.Errorf("got  %v\nwant %v", got, c2.want)
			}
		})
	}
	t.Run("a retraction can be seen on the edge", func(t *testing.T) {
		b := kg.Batch{RecordedAt: kgtest.Recorded, Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.PartOfItself), Reason: "a loop"}}}
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		got := look(t, c, `MATCH (a)-[x:PART_OF]->(a) RETURN x.retractedReason AS reason, toString(x.retractedAt) AS at`)
		want := []map[string]any{{"reason": "a loop", "at": recorded}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
	t.Run("writing again adds no edge", func(t *testing.T) {
		if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
			t.Fatal(err)
		}
		got := look(t, c, `MATCH (:Entity)-[x]->(:Entity) RETURN count(x) AS n`)
		if want := []map[string]any{{"n": int64(len(kgtest.Graph().Relations))}}; !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
}

func TestDegreesLeaveOutWhatIsRetracted(t *testing.T) {
	s := open(t)
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	retracted := kgtest.Recorded.Add(time.Hour)
	b := kg.Batch{RecordedAt: retracted, Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.War)}, {Relation: kgtest.ID(kgtest.PartOfItself)}}}
	if _, err := s.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	before := retracted.Add(-1)
	for _, c := range []struct {
		name string
		asOf *time.Time
		want map[string]int
	}{
		{"now", nil, map[string]int{"northland": 3, "southland": 3, "allies": 1, "anna-keller": 3, "old-port": 0}},
		{"before", &before, map[string]int{"northland": 4, "southland": 4, "allies": 2, "anna-keller": 3, "old-port": 0}},
		{"at the retraction", &retracted, map[string]int{"northland": 3, "southland": 3, "allies": 1, "anna-keller": 3, "old-port": 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ids := []string{"northland", "southland", "allies", "anna-keller", "old-port", "nobody", "allies"}
			found, err := s.Get(t.Context(), kg.Keys{Entities: ids, AsOf: c.asOf, Need: kg.Need{Degree: true}})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for id, e := range found.Entities {
				got[id] = e.Degree
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
		})
	}
}

func TestAnAliasIsKnownFromWhenItWasRecorded(t *testing.T) {
	s := open(t)
	at := func(hours int) time.Time { return kgtest.Recorded.Add(time.Duration(hours) * time.Hour) }
	for hours, aliases := range [][]string{{"first", "Same Name"}, {"first", "second"}, {"third"}} {
		b := kg.Batch{RecordedAt: at(hours), Entities: []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "Same Name", Aliases: aliases}}}
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	for hours, want := range []string{"[first]", "[first second]", "[first second third]"} {
		asOf := at(hours)
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"a"}, AsOf: &asOf})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(found.Entities["a"].Aliases); got != want {
			t.Errorf("as of hour %d: %s, want %s", hours, got, want)
		}
	}
}
