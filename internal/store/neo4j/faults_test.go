package neo4j_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

func TestAStoreAnswersAgainWhenItsServerIsBack(t *testing.T) {
	needs.MoreThanGo(t, "a Neo4j")
	server, err := neo4jserver.Start(t.Context(), neo4jserver.Options{Heap: "512m", Brief: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	for _, scheme := range []string{"bolt", "neo4j"} {
		t.Run("over "+scheme, func(t *testing.T) {
			s := openConfig(t, neo4j.Config{URI: strings.Replace(server.URI, "bolt", scheme, 1)})
			if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
				t.Fatal(err)
			}
			if err := server.Kill(); err != nil {
				t.Fatal(err)
			}
			for name, call := range calls(s) {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // far more than it retries for
				err := call(ctx)
				cancel()
				if kg.ErrorCode(err) != kg.CodeUnavailable {
					t.Errorf("%s on a server that is gone returned %v", name, err)
				}
			}
			if err := server.Restart(t.Context()); err != nil {
				t.Fatal(err)
			}
			for name, call := range calls(s) {
				if err := call(t.Context()); err != nil {
					t.Errorf("%s on a server that is back returned %v", name, err)
				}
			}
			found, err := s.Get(t.Context(), kg.Keys{Relations: []string{kgtest.ID(kgtest.War)}})
			if err != nil || found.Relations[kgtest.ID(kgtest.War)] == nil {
				t.Errorf("what was written is not there any more: %v", err)
			}
		})
	}
}

func calls(s *neo4j.Store) map[string]func(ctx context.Context) error {
	return map[string]func(ctx context.Context) error{
		"Ping":  s.Ping,
		"Types": func(ctx context.Context) error { _, err := s.Types(ctx); return err },
		"Get": func(ctx context.Context) error {
			_, err := s.Get(ctx, kg.Keys{Entities: []string{"northland"}})
			return err
		},
		"Pages": func(ctx context.Context) error {
			_, _, err := s.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{{Owner: "northland", Slice: kg.Slice{Limit: 1}, Count: true}}})
			return err
		},
		"Write": func(ctx context.Context) error { _, err := s.Write(ctx, kgtest.Graph()); return err },
	}
}

func TestOpenGivesUpOnAnAddressThatDoesNotAnswerAndNamesIt(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	silent, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	closed, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	var work sync.WaitGroup
	for name, address := range map[string]string{"nobody listens": closed.Addr().String(), "somebody listens and says nothing": silent.Addr().String()} {
		for _, scheme := range []string{"bolt", "neo4j"} {
			work.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // far more than it waits
				defer cancel()
				s, err := neo4j.Open(ctx, neo4j.Config{URI: scheme + "://" + address, Username: "neo4j", Password: "topsecret"})
				if err == nil {
					_ = s.Close()
				}
				if kg.ErrorCode(err) != kg.CodeUnavailable || !strings.Contains(err.Error(), scheme+"://"+address) || !strings.Contains(err.Error(), "check that it runs") {
					t.Errorf("where %s, Open returned %v", name, err)
				}
				if err != nil && strings.Contains(err.Error(), "topsecret") {
					t.Errorf("the password is in %v", err)
				}
			})
		}
	}
	work.Wait()
}

func TestOpenRefusesWhatIsNoAddressWithoutShowingSecrets(t *testing.T) {
	for _, uri := range []string{"", "localhost:7687", "neo4j://", "http://user:topsecret@localhost:7687", "neo4j://user:topsecret@local host", "bolt://localhost:port", "neo4j://user:topsecret@localhost:99999999"} {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		s, err := neo4j.Open(ctx, neo4j.Config{URI: uri})
		cancel()
		if err == nil {
			_ = s.Close()
			t.Errorf("%q was opened", uri)
		} else if strings.Contains(err.Error(), "topsecret") {
			t.Errorf("for %q, the password is in %v", uri, err)
		}
	}
}

func TestOpenEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if s, err := neo4j.Open(ctx, neo4j.Config{URI: "bolt://localhost:1"}); err == nil {
		_ = s.Close()
		t.Error("there is a Neo4j at port 1")
	}
}

func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	s, c := openAt(t)
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	look(t, c, `MATCH (s:ConflictgraphSchema) SET s.version = 99`)
	newer, err := neo4j.Open(t.Context(), configOf(c))
	if err == nil {
		_ = newer.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "version 99") || !strings.Contains(err.Error(), c.URI) {
		t.Errorf("Open returned %v", err)
	}
}

func TestAnotherProgramThatTakesNoTurnsIsAConflictAtWorst(t *testing.T) {
	s, c := openAt(t)
	look(t, c, `CREATE (:Relation {id: '`+kgtest.ID(kgtest.War)+`'})`)
	look(t, c, `CREATE (:Entity {id: 'northland', kind: 'COUNTRY', name: 'Northland', position: 'northland', recordedAt: datetime('2000-01-01T00:00:00Z')})`)
	w, err := s.Write(t.Context(), kgtest.Graph())
	if err != nil || w.Entities != len(kgtest.Graph().Entities)-1 || w.Relations != len(kgtest.Graph().Relations)-1 {
		t.Errorf("written %+v, %v", w, err)
	}
}
