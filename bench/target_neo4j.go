package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
)

// runningNeo4j is a Neo4j to measure on.
type runningNeo4j struct {
	neo4j.Config
	pid  int // 0 where it was not started by this program
	stop func() error
}

// runNeo4j returns the Neo4j that NEO4J_URI names, or one that it starts.
func runNeo4j(ctx context.Context, heap string) (*runningNeo4j, error) {
	c := neo4j.Config{
		URI: os.Getenv("NEO4J_URI"), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
	}
	if c.URI != "" {
		return &runningNeo4j{Config: c, stop: func() error { return nil }}, nil
	}
	server, err := neo4jserver.Start(ctx, neo4jserver.Options{Heap: heap})
	if err != nil {
		return nil, err
	}
	return &runningNeo4j{Config: neo4j.Config{URI: server.URI}, pid: server.Pid(), stop: server.Stop}, nil
}

// openNeo4j returns a store in the Neo4j that NEO4J_URI names, which must hold
// nothing but entities of dataset, or in one that it starts.
func openNeo4j(ctx context.Context, dataset, heap string) (*target, error) {
	running, err := runNeo4j(ctx, heap)
	if err != nil {
		return nil, err
	}
	t, err := openNeo4jAt(ctx, running.Config, dataset)
	if err != nil {
		return nil, errors.Join(err, running.stop())
	}
	t.pid = running.pid
	closeStore := t.close
	t.close = func() error { return errors.Join(closeStore(), running.stop()) }
	return t, nil
}

// openNeo4jAt returns a store in a Neo4j that must hold nothing but entities of
// dataset.
func openNeo4jAt(ctx context.Context, c neo4j.Config, dataset string) (*target, error) {
	bare, err := openBareNeo4j(ctx, c, dataset)
	if err != nil {
		return nil, err
	}
	store, err := neo4j.Open(ctx, c)
	if err != nil {
		return nil, errors.Join(err, bare.close())
	}
	return &target{
		Database: store, name: "Neo4j", version: bare.version, lookUp: bare.lookUp,
		close: func() error { return errors.Join(bare.close(), store.Close()) },
	}, nil
}

// bareNeo4j asks Neo4j through its driver alone.
type bareNeo4j struct {
	driver   driver.DriverWithContext
	database string
	version  string
}

func openBareNeo4j(ctx context.Context, c neo4j.Config, dataset string) (*bareNeo4j, error) {
	auth := driver.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	d, err := driver.NewDriverWithContext(c.URI, auth)
	if err != nil {
		return nil, err
	}
	b := &bareNeo4j{driver: d, database: c.Database}
	if err := b.inspect(ctx, dataset); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// inspect notes the version, and refuses a database of anything but dataset.
func (b *bareNeo4j) inspect(ctx context.Context, dataset string) error {
	rows, err := b.read(ctx, `CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0] + ' ' + edition`, nil)
	if err != nil {
		return err
	}
	for _, r := range rows {
		version, _ := r.Values[0].(string)
		b.version = fmt.Sprintf("Neo4j %s (driver %s)", version, moduleVersion("github.com/neo4j/neo4j-go-driver/v5"))
	}
	rows, err = b.read(ctx, `MATCH (e) WHERE NOT e:ConflictgraphSchema AND (e:Entity OR NOT (e:Relation OR e:Document OR e:RelationType OR e:Activity OR e:Change))
		AND NOT coalesce(e.id, '') STARTS WITH $dataset RETURN 1 LIMIT 1`, map[string]any{"dataset": dataset + ":"})
	if err == nil && len(rows) > 0 {
		err = fmt.Errorf("the database holds something other than the graph to measure on; give NEO4J_URI an empty one, or unset it")
	}
	return err
}

func (b *bareNeo4j) read(ctx context.Context, text string, params map[string]any) ([]*driver.Record, error) {
	result, err := driver.ExecuteQuery(ctx, b.driver, text, params, driver.EagerResultTransformer,
		driver.ExecuteQueryWithDatabase(b.database), driver.ExecuteQueryWithReadersRouting())
	if err != nil {
		return nil, err
	}
	return result.Records, nil
}

func (b *bareNeo4j) lookUp(ctx context.Context, l lookUp) (found int, err error) {
	index := "conflictgraph_entity_words"
	if l.quotes {
		index = "conflictgraph_relation_words"
	}
	rows, err := b.read(ctx, `CALL db.index.fulltext.queryNodes($index, $query, {limit: $limit}) YIELD node RETURN elementId(node)`,
		map[string]any{"index": index, "query": l.lucene(), "limit": lookUpLimit})
	return len(rows), err
}

// lucene returns l as a full-text query.
func (l lookUp) lucene() string {
	field := "words:"
	if l.quotes {
		field = "quoteWords:"
	}
	var all []string
	for _, t := range l.terms {
		if l.wordsOnly {
			all = append(all, "+"+field+t.Word)
			continue
		}
		any := []string{field + t.Word + "*"}
		if !l.quotes {
			for _, key := range t.Keys {
				any = append(any, "soundKeys:"+key)
			}
		}
		all = append(all, "+("+strings.Join(any, " ")+")")
	}
	return strings.Join(all, " ")
}

func (b *bareNeo4j) close() error { return b.driver.Close(context.Background()) }
