package neo4j

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
)

const (
	everyNode  = "MATCH (n) WHERE NOT (n:ConflictgraphSchema OR n:Activity OR n:Change) RETURN labels(n), properties(n) ORDER BY n.id"
	everyEdge  = "MATCH (a)-[x]->(b) RETURN a.id, type(x), properties(x), b.id ORDER BY a.id, type(x), x.id, b.id"
	everyIndex = "SHOW INDEXES YIELD name, type, state WHERE type <> 'LOOKUP' RETURN name, state ORDER BY name"
	theMarker  = "MATCH (s:ConflictgraphSchema) RETURN s.version, s.loading, s.activities, s.recordedMs, size(s.classes)"
)

func lookAt(t testing.TB, s *Store, text string) rows {
	t.Helper()
	found, err := s.read(t.Context(), statement{text: text})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// loadedBatches are batches of which each has something of those before.
func loadedBatches() []kg.Batch {
	all := kgtest.Graph()
	first, second := all, all
	half := len(all.Relations) / 2
	first.Relations, second.Relations = all.Relations[:half], all.Relations[half/2:]
	first.RecordedAt, second.RecordedAt = time.UnixMilli(1_700_000_000_000), time.UnixMilli(1_700_000_000_001)
	first.Retractions, second.Retractions = nil, nil
	return []kg.Batch{first, second}
}

func TestALoadLeavesWhatWritingDoes(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	var want, got kg.Written
	for _, b := range loadedBatches() {
		w, err := s.Write(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		want = want.Sum(w)
	}
	texts := []string{everyNode, everyEdge, everyIndex, theMarker}
	var written []rows
	for _, text := range texts {
		written = append(written, lookAt(t, s, text))
	}
	for _, how := range []struct {
		name                 string
		interrupted, written bool
	}{{name: "at once"}, {name: "after an interruption", interrupted: true}, {name: "into a graph that holds something", written: true}} {
		t.Run(how.name, func(t *testing.T) {
			if err := s.change(t.Context(), "MATCH (n) DETACH DELETE n"); err != nil {
				t.Fatal(err)
			}
			s, batches := anotherStore(t, c), loadedBatches()
			got = kg.Written{}
			if how.written {
				got, _ = s.Write(t.Context(), batches[0])
				batches = batches[1:]
			}
			load := begin(t, s)
			for i, b := range batches {
				if i > 0 && how.interrupted {
					if err := load.Close(); err != nil {
						t.Fatal(err)
					}
					s = anotherStore(t, c)
					load = begin(t, s)
				}
				w, err := put(t, load, b)
				if err != nil {
					t.Fatal(err)
				}
				got = got.Sum(w)
			}
			last := 0
			w, err := load.Finish(t.Context(), func(done, total int) { last = total - done })
			if err != nil || last != 0 {
				t.Errorf("%d of the work is left, %v", last, err)
			}
			if got = got.Sum(w); got != want {
				t.Errorf("counted %+v, not %+v", got, want)
			}
			for i, text := range texts {
				if found := lookAt(t, s, text); !reflect.DeepEqual(found, written[i]) {
					t.Errorf("of %s a load leaves\n%v\ninstead of\n%v", text, found, written[i])
				}
			}
		})
	}
}

func begin(t testing.TB, s *Store) kg.Load {
	t.Helper()
	load, err := s.Load(t.Context())
	if err != nil || load == nil {
		t.Fatalf("there is the load %v, %v", load, err)
	}
	return load
}

// put checks a batch and writes it.
func put(t testing.TB, l kg.Load, b kg.Batch) (kg.Written, error) {
	t.Helper()
	if err := l.Check(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return l.Write(t.Context(), b)
}

var northlandPage = kg.PageRequests{Pages: []kg.PageRequest{{Owner: "northland", Slice: kg.Slice{Limit: 1}}}}

func TestWhileALoadIsAtWorkOthersAreToldSo(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s, other := anotherStore(t, c), anotherStore(t, c)
	constraints := lookAt(t, s, "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name")
	load := begin(t, s)
	batches := loadedBatches()
	if _, err := put(t, load, batches[0]); err != nil {
		t.Fatal(err)
	}
	if now := lookAt(t, s, "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"); !reflect.DeepEqual(now, constraints) {
		t.Errorf("a load leaves the constraints %v of %v", now, constraints)
	}
	begun := anotherStore(t, c) // after the load
	var asking sync.WaitGroup
	for name, call := range map[string]func(s *Store) error{
		"a page":       func(s *Store) error { _, _, err := s.Pages(t.Context(), northlandPage); return err },
		"a write":      func(s *Store) error { _, err := s.Write(t.Context(), batches[1]); return err },
		"another load": func(s *Store) error { _, err := s.Load(t.Context()); return err },
		"a ping":       func(s *Store) error { return s.Ping(t.Context()) },
		"links": func(s *Store) error {
			_, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"northland"}, Limit: 1})
			return err
		},
	} {
		for when, s := range map[string]*Store{"before": other, "after": begun} {
			asking.Go(func() {
				if err := call(s); !errors.Is(err, errLoadPending) {
					t.Errorf("a store opened %s the load answers %s with %v", when, name, err)
				}
			})
		}
	}
	asking.Wait()
	if _, err := load.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := load.Close(); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{other, begun} {
		if pages, _, err := s.Pages(t.Context(), northlandPage); err != nil || len(pages[0].Relations) != 1 {
			t.Errorf("a page has %v, %v", pages, err)
		}
	}
}

// No statement scans while indexes are missing, nor afterwards by the plan it was
// given then.
func TestNoStatementOfQueriesScansWhileALoadIsAtWork(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	load := begin(t, s)
	batch := loadedBatches()[0]
	if _, err := put(t, load, batch); err != nil {
		t.Fatal(err)
	}
	stopped := 0
	for _, one := range planned() {
		_, err := s.readAtOnce(t.Context(), statement{"PROFILE " + one.text, one.params})
		switch {
		case stoppedByLoad(err):
			stopped++
		case err != nil:
			t.Errorf("%v of %s", err, one.text)
		default:
			checkNoRelationScan(t, profile(t, s, one), one.text)
		}
	}
	if stopped < len(planned())/2 {
		t.Errorf("%d of %d statements are stopped", stopped, len(planned()))
	}
	if _, err := load.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for _, one := range planned() {
		checkNoRelationScan(t, profile(t, s, one), one.text)
	}
}

func checkNoRelationScan(t testing.TB, p neo4j.ProfiledPlan, text string) {
	t.Helper()
	for _, line := range steps(p) {
		if strings.Contains(line, "Scan") && strings.Contains(line, ":Relation") && !strings.Contains(line, ":RelationType") {
			t.Errorf("%s in the plan of %s", line, text)
		}
	}
}

func TestALargeGraphIsWrittenToAsItIs(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	if err := s.change(t.Context(), fmt.Sprintf("UNWIND range(0, %d) AS i CREATE (:Relation {id: toString(i)})", plan.FewBefore)); err != nil {
		t.Fatal(err)
	}
	if load, err := s.Load(t.Context()); load != nil || err != nil {
		t.Errorf("there is the load %v, %v", load, err)
	}
}

func TestALoadRestoresWhatAReleaseTookBackAndLeavesTheRestAlone(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	byCurator, byRelease := kgtest.ID(kgtest.War), kgtest.ID(kgtest.MetMonday)
	for _, b := range []kg.Batch{kgtest.Graph(), {Retractions: []kg.Retraction{{Relation: byCurator}, {Relation: byRelease, ByPublisher: true}}}} {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	load := begin(t, s)
	again := kgtest.Graph()
	again.RecordedAt = time.Time{}
	got, err := put(t, load, again)
	if err != nil || got.Restored != 1 || got.LeftRetracted != 1 {
		t.Errorf("counted %+v, %v; one is restored and one left alone", got, err)
	}
	if _, err := load.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	found, err := s.Get(t.Context(), kg.Keys{Relations: []string{byCurator, byRelease}, Entities: []string{"anna-keller"}, Need: kg.Need{Degree: true}})
	if err != nil {
		t.Fatal(err)
	}
	if r := found.Relations[byCurator]; r.RetractedAt == nil || len(r.Retractions) != 1 {
		t.Errorf("what a curator took back is %+v", r)
	}
	if r := found.Relations[byRelease]; r.RetractedAt != nil || len(r.Retractions) != 1 {
		t.Errorf("what a release took back is %+v", r)
	}
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Owner: "anna-keller", Slice: kg.Slice{Limit: 100}}}})
	if err != nil || len(pages[0].Relations) != found.Entities["anna-keller"].Degree {
		t.Errorf("there are %d relations, and %d are counted, %v", len(pages[0].Relations), found.Entities["anna-keller"].Degree, err)
	}
}
