package neo4j_test

import (
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

// wire is a way to a Neo4j that keeps what passes over it.
type wire struct {
	uri string

	mu                     sync.Mutex
	fromClient, fromServer strings.Builder
}

func newWire(t *testing.T, uri string) *wire {
	t.Helper()
	server, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	w := &wire{uri: "bolt://" + l.Addr().String()}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.join(client, server.Host)
		}
	}()
	return w
}

func (w *wire) join(client net.Conn, host string) {
	defer client.Close()
	server, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		defer server.Close()
		_, _ = io.Copy(io.MultiWriter(server, keeping{w, &w.fromClient}), client)
	}()
	_, _ = io.Copy(io.MultiWriter(keeping{w, &w.fromServer}, client), server)
}

type keeping struct {
	w    *wire
	into *strings.Builder
}

func (k keeping) Write(p []byte) (int, error) {
	k.w.mu.Lock()
	defer k.w.mu.Unlock()
	return k.into.Write(p)
}

// take returns what has passed since it was called last.
func (w *wire) take() (fromClient, fromServer string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fromClient, fromServer = w.fromClient.String(), w.fromServer.String()
	w.fromClient.Reset()
	w.fromServer.Reset()
	return fromClient, fromServer
}

var bookmark = regexp.MustCompile(`FB:[A-Za-z0-9+/=]+`)

// TestReadsNameTheWriteBeforeThem is what has a member of a cluster that is behind
// wait until it has what the Store wrote.
func TestReadsNameTheWriteBeforeThem(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	w := newWire(t, c.URI)
	statements := 0
	config := configOf(c)
	config.URI, config.OnStatement = w.uri, func(string, map[string]any) { statements++ }
	s := openConfig(t, config)
	w.take()
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	_, answers := w.take()
	issued := bookmark.FindAllString(answers, -1)
	if len(issued) == 0 {
		t.Fatal("the server named no state after a write")
	}
	written := issued[len(issued)-1]
	for name, read := range calls(s) {
		if name == "Write" {
			continue
		}
		statements = 0
		if err := read(t.Context()); err != nil {
			t.Fatal(err)
		}
		asked, answers := w.take()
		if n := strings.Count(asked, written); statements == 0 || n != statements {
			t.Errorf("%d of %d statements of %s name the write %s", n, statements, name, written)
		}
		// A read names a state of its own, which is the next one to be named.
		if issued := bookmark.FindAllString(answers, -1); len(issued) > 0 {
			written = issued[len(issued)-1]
		}
	}
}

// TestTwoServersOfOneDatabaseAnswerAlike writes through one Store and reads
// through another, which has read before and remembers types and merges.
func TestTwoServersOfOneDatabaseAnswerAlike(t *testing.T) {
	c := neo4jserver.Exclusive(t)
	one, other := openConfig(t, configOf(c)), openConfig(t, configOf(c))
	stores := []*neo4j.Store{one, other}
	if _, err := one.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	page := func(s *neo4j.Store, types ...string) []*kg.Relation {
		t.Helper()
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{
			Owner: "northland", Filter: kg.RelationFilter{Types: types}, Slice: kg.Slice{Limit: 100},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		return pages[0].Relations
	}
	before := len(page(one))
	if got := len(page(other)); before == 0 || got != before {
		t.Fatalf("the other server has %d of %d relations", got, before)
	}
	const added = "twinned-with"
	twinning := kg.Relation{
		Type: added, Subject: "southland", Object: "northland", Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "towns", Record: "1"}}},
	}
	batch := kg.Batch{
		RecordedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Types:      []kg.RelationType{{ID: added, Label: "twinned with", InverseLabel: "twinned with", Symmetric: true}},
		Relations:  []kg.Relation{twinning},
	}
	if _, err := one.Write(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for i, s := range stores {
		if got := page(s, added); len(got) != 1 || got[0].Type != added {
			t.Errorf("server %d has %d relations of a type that the first one added", i, len(got))
		}
	}
	merge := kg.Batch{RecordedAt: batch.RecordedAt.Add(time.Hour), Merges: []kg.Merge{{From: "southland", Into: "northland", Reason: "one country"}}}
	if _, err := other.Write(t.Context(), merge); err != nil {
		t.Fatal(err)
	}
	for i, s := range stores {
		found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"southland"}})
		if err != nil {
			t.Fatal(err)
		}
		if e := found.Entities["southland"]; e == nil || e.ID != "northland" {
			t.Errorf("server %d answers with %v for what the second one merged", i, e)
		}
	}
}
