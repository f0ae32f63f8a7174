// Package store opens the databases that keep a graph.
package store

import (
	"context"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/neo4j"
	"conflictgraph/internal/store/sqlite"
)

// Memory is the File of a database that is kept in memory and gone once it is closed.
const Memory = sqlite.Memory

// Config says where a graph is kept.
type Config struct {
	File  string       // of SQLite, or Memory; of no matter where Neo4j has a URI
	Neo4j neo4j.Config // kept there where it has a URI
}

// IsFile reports whether the graph is kept in File.
func (c Config) IsFile() bool { return c.Neo4j.URI == "" }

// Open opens a database, which it makes ready where it is new. Its errors are those of
// sqlite.Open and neo4j.Open.
func Open(ctx context.Context, c Config) (kg.Database, error) {
	switch {
	case !c.IsFile():
		return neo4j.Open(ctx, c.Neo4j)
	case c.File == Memory:
		return memory.Open(), nil
	}
	return sqlite.Open(ctx, c.File)
}

// OpenRestoration begins to fill an empty database with what another dumped.
func OpenRestoration(ctx context.Context, c Config) (kg.Restoration, error) {
	if c.IsFile() {
		return sqlite.OpenRestoration(ctx, c.File)
	}
	return neo4j.OpenRestoration(ctx, c.Neo4j)
}
