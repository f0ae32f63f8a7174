package neo4j_test

import (
	"context"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

func TestADatabaseWithoutLinksToQuotedDocumentsIsGivenThem(t *testing.T) {
	database := neo4jserver.Exclusive(t)
	config := neo4j.Config{URI: database.URI, Username: database.Username, Password: database.Password, Database: database.Database}
	ctx := context.Background()
	opened := func() *neo4j.Store {
		s, err := neo4j.Open(ctx, config)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	old := opened()
	if _, err := old.Write(ctx, kgtest.Graph()); err != nil {
		t.Fatal(err)
	}
	_ = old.Close()
	direct, err := driver.NewDriverWithContext(database.URI, driver.BasicAuth(database.Username, database.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = direct.Close(ctx) }()
	if _, err := driver.ExecuteQuery(ctx, direct, "MATCH (s:ConflictgraphSchema) REMOVE s.quotesLinked WITH s MATCH ()-[q:QUOTES]->() DELETE q", nil, driver.EagerResultTransformer); err != nil {
		t.Fatal(err)
	}
	s := opened()
	defer func() { _ = s.Close() }()
	written, err := s.Write(ctx, kg.Batch{
		RecordedAt: kgtest.Recorded.Add(time.Hour), Withdrawals: []kg.Withdrawal{{Document: kgtest.Interview, Reason: "a forgery"}},
	})
	if err != nil || written.Withdrawn != 1 || written.Retracted == 0 {
		t.Errorf("written %+v (%v), but the document's claims go with it", written, err)
	}
}
