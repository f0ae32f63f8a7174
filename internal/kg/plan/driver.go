// Package plan answers what a kg.Store is asked by a few questions that a database's
// indexes answer, and works out what a batch changes. It decides once, for all stores,
// which index ranges find a page, which entities are one, what was known as of a
// moment, what a batch adds, restores and retracts, and what its activity says. It
// knows no database: a Driver scans ranges, looks rows up and applies changes.
package plan

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// Driver keeps rows of a graph, and finds them by its indexes.
type Driver interface {
	// Read calls fn with a snapshot, which is of no use once fn has returned. A driver may
	// call fn again with another.
	Read(ctx context.Context, fn func(Snapshot) error) error

	// Write calls fn with a transaction that no other write comes between, and commits
	// what it applied unless it fails. A driver may roll back and call fn again.
	Write(ctx context.Context, fn func(Transaction) error) error

	Version(ctx context.Context) (string, error)
	Ping(ctx context.Context) error
	Close() error
}

// Snapshot reads rows as they are recorded: under their own ids, whatever they are one
// with, and with all that was ever recorded of them. What it returns is the caller's.
// Ids that nothing has are left out.
type Snapshot interface {
	// Types returns every type.
	Types(ctx context.Context) (*Types, error)

	// Merges returns all that was ever merged.
	Merges(ctx context.Context) (*Merges, error)

	// Datasets returns every data set, by id.
	Datasets(ctx context.Context) ([]kg.Dataset, error)

	// Scan returns the first relations of each scan, in its order, and what else it is
	// asked for.
	Scan(ctx context.Context, req ScanRequest) ([][]*kg.Relation, Rows, error)

	// Count counts relations, those of each tally by themselves, in any order.
	Count(ctx context.Context, tallies []Tally) ([][]kg.Count, error)

	// Lookup returns rows by their ids.
	Lookup(ctx context.Context, keys Keys) (Rows, error)

	// Naming returns at least how many relations name something, whatever became of them:
	// what a range ByNaming has. It is limit where they are as many or more, or would take
	// long to find.
	Naming(ctx context.Context, named Named, limit int) (int, error)

	// Identified returns the ids of the entities that have some identifiers, or had, by
	// these.
	Identified(ctx context.Context, identifiers []kg.Identifier) (map[kg.Identifier][]string, error)

	// Pairs returns each pair of a subject and an object that any relation links, once,
	// where some entities are the subject (kg.DirectionOut), the object (kg.DirectionIn)
	// or either.
	Pairs(ctx context.Context, of []string, direction kg.Direction) ([]Pair, error)

	// Newest returns where the newest relation of each pair stands, of those that meet
	// conditions.
	Newest(ctx context.Context, pairs []Pair, conditions Conditions) (map[Pair]Newest, error)

	// Between returns the newest relations that meet conditions and have both ends among
	// some entities, at most limit, by kg.Relation.Position; without claims.
	Between(ctx context.Context, among []string, conditions Conditions, limit int) ([]*kg.Relation, error)

	// ListEntities returns the entities that are of one of some kinds now, by Position as
	// it is now, between the bounds of a scan and recorded by asOf, with their names.
	ListEntities(ctx context.Context, kinds []kg.EntityKind, scan kg.Scan, asOf *time.Time) ([]*kg.EntityRecord, error)

	// CountEntities returns how many entities are of one of some kinds now that were
	// recorded by asOf.
	CountEntities(ctx context.Context, kinds []kg.EntityKind, asOf *time.Time) (int, error)

	// CorrectedSince returns the ids of the entities whose state was corrected after a moment.
	CorrectedSince(ctx context.Context, at time.Time) ([]string, error)

	// ListDocuments returns documents by Position that were in view, as far as a scan
	// asks, with their texts where asked for.
	ListDocuments(ctx context.Context, scan kg.Scan, asOf *time.Time, text bool) ([]*kg.Document, error)

	// CountDocuments returns how many documents were in view.
	CountDocuments(ctx context.Context, asOf *time.Time) (int, error)

	// Match returns what the full-text index has.
	Match(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error)

	// QueueRows returns rows of the review queue by their ids.
	QueueRows(ctx context.Context, ids []string) ([]QueueRow, error)

	// ScanQueue returns the first rows of the review queue that have each of some keys, by
	// Position, as far as a scan asks: in any order, and those that have several perhaps more
	// than once.
	ScanQueue(ctx context.Context, keys []string, scan kg.Scan) ([]QueueRow, error)

	// CountQueue returns how many rows of the review queue have each of some keys, together.
	CountQueue(ctx context.Context, keys []string) (int, error)

	// Journal returns activities without their digests.
	Journal(ctx context.Context, req kg.JournalRequest, asOf *time.Time) ([]kg.Activity, error)
}

// Transaction reads what it has itself not changed yet, and changes it once.
type Transaction interface {
	Snapshot

	// LastActivity returns the number of the last activity and when it was recorded, zeros
	// where there is none.
	LastActivity(ctx context.Context) (number int64, at time.Time, err error)

	// LastQueued returns the greatest number of a row of the review queue, 0 where there is
	// none.
	LastQueued(ctx context.Context) (int64, error)

	// ActivityByKey returns the activity that was recorded under a key, with its digest,
	// nil where there is none.
	ActivityByKey(ctx context.Context, key string) (*kg.Activity, error)

	// LastChange returns the number of the last activity that lists a change of one of
	// some ids, 0 where there is none.
	LastChange(ctx context.Context, ids []string) (int64, error)

	// QuotedIn returns the ids of the relations that rest on words of a document.
	QuotedIn(ctx context.Context, document string) ([]string, error)

	// OfTypes returns the relations, retracted or not, of some types that one of some
	// entities is the subject (kg.DirectionOut) or the object of (kg.DirectionIn). Only
	// type, subject and object are filled in.
	OfTypes(ctx context.Context, of []string, direction kg.Direction, types []string) ([]kg.Relation, error)

	// UseOf is that of kg.Known.
	UseOf(ctx context.Context, uses kg.Uses) (relation, typeID string, err error)

	// Apply records changes.
	Apply(ctx context.Context, changes *Changes) error
}

// ScanRequest asks for relations by scans, and to hydrate what they name.
type ScanRequest struct {
	Scans []RelationScan
	Keys  // besides what is found
}

// Keys are ids of rows to look up, as far as Need says, which is also how far what
// relations name is hydrated: a driver may leave that out where it would take a
// question of its own, and the plan asks for it by itself.
type Keys struct {
	Entities  []string
	Relations []string // which may be former ids
	Documents []string
	Need      kg.Need // Degree and Owners do not matter
	History   bool    // of entities, also former states and names, and what else is no part of kg.Entity
}

// Rows are rows by their ids, relations also by former ids that were asked for.
type Rows struct {
	Entities  map[string]*kg.EntityRecord // with Degree: how many relations each has by itself that are valid now
	Relations map[string]*kg.Relation
	Documents map[string]*kg.Document
}

// NewRows returns rows of nothing.
func NewRows() Rows {
	return Rows{map[string]*kg.EntityRecord{}, map[string]*kg.Relation{}, map[string]*kg.Document{}}
}

// Newest is where a relation stands, its kg.Relation.Position, and what
// kg.Attestation says of it.
type Newest struct {
	Position    string
	Attestation int
}

// Pair is two entities that relations lead from and to.
type Pair struct{ Subject, Object string }
