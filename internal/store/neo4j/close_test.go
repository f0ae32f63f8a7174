package neo4j_test

import (
	"context"
	"sync"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

func TestClosingWaitsForTheCallsInProgress(t *testing.T) {
	database := neo4jserver.Exclusive(t)
	s, err := neo4j.Open(t.Context(), neo4j.Config{URI: database.URI, Username: database.Username, Password: database.Password, Database: database.Database})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	var readers, begun sync.WaitGroup
	for range 8 {
		begun.Add(1)
		readers.Go(func() {
			first := sync.OnceFunc(begun.Done)
			for {
				_, err := s.Get(context.Background(), kg.Keys{Entities: []string{"anna-keller"}})
				first()
				if kg.ErrorCode(err) == kg.CodeUnavailable {
					return
				}
				if err != nil {
					t.Errorf("a call in progress ended with %v", err)
					return
				}
			}
		})
	}
	begun.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	readers.Wait()
}
