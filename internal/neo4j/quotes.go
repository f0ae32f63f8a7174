package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	quotesLinked = `MATCH (s:ConflictgraphSchema {id: 'schema'}) RETURN coalesce(s.quotesLinked, false)`

	linkSomeQuotes = `MATCH (r:Relation) WHERE size(r.documents) > 0 AND NOT EXISTS { MATCH (r)-[:QUOTES]->() }
WITH r LIMIT 10000
UNWIND r.documents AS id
MATCH (d:Document {id: id})
CREATE (r)-[:QUOTES]->(d)
RETURN count(*)`

	noteQuotesLinked = `MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.quotesLinked = true RETURN 0`
)

// linkQuotes links relations with the documents that they quote, in a database
// of a program that did not do so itself. Broken off, it goes on with the next.
func (s *database) linkQuotes(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	number := func(text string) (any, error) {
		return session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			found, err := s.run(ctx, tx, statement{text: text})
			if err != nil || len(found) == 0 {
				return nil, err
			}
			return found[0][0], nil
		})
	}
	if linked, err := number(quotesLinked); err != nil || linked == true {
		return explained(ctx, err)
	}
	for {
		switch linked, err := number(linkSomeQuotes); {
		case err != nil:
			return explained(ctx, err)
		case integer(linked) == 0:
			_, err := number(noteQuotesLinked)
			return explained(ctx, err)
		}
	}
}
