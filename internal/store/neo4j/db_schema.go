package neo4j

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// schemaVersion is raised with every change of what a database holds and how.
const schemaVersion = 6

// The marker says what version a database is of. Writers also take turns by it:
// who has changed it holds its lock until the transaction ends.
const (
	readMarker = `MATCH (s:ConflictgraphSchema {id: 'schema'}) RETURN s.version, s.restoring, s.loading, s.renaming, s.unindexed`
	takeTurn   = `MERGE (s:ConflictgraphSchema {id: 'schema'}) ON CREATE SET s.version = $in.version, s.origin = randomUUID() SET s.writes = coalesce(s.writes, 0) + 1
RETURN coalesce(s.merges, 0), coalesce(s.activities, 0), coalesce(s.recordedMs, 0), coalesce(s.classes, []), s.restoring, s.loading`
)

// noteIndexes notes that a database has indexes that was made without.
const noteIndexes = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id) REMOVE s.unindexed`

// schema are the constraints, and then the indexes. A walk over positions takes the order
// of an index only where all keys before the position are equal to something.
var schema = func() []string {
	var all []string
	for _, label := range []string{"Entity", "Relation", "Document", "RelationType", "Queued", "ConflictgraphSchema"} {
		all = append(all, fmt.Sprintf("CREATE CONSTRAINT conflictgraph_%s_id IF NOT EXISTS FOR (n:%s) REQUIRE n.id IS UNIQUE", strings.ToLower(label), label))
	}
	index := func(label string, keys ...string) {
		all = append(all, fmt.Sprintf("CREATE INDEX %s IF NOT EXISTS FOR (n:%s) ON (n.%s)", indexName(label, keys...), label, strings.Join(keys, ", n.")))
	}
	for _, i := range rangeIndexes {
		index("Relation", i.index(ordinaryKey)...)
		index("Relation", i.index(classKey)...)
	}
	index("Relation", "dst", "src")
	index("Relation", "rowPublisher")
	index("Relation", "datedSrc", "startDay", "type", "endDay")
	index("Relation", "datedDst", "startDay", "type", "endDay")
	all = append(all, formerIndex)
	index("Entity", "kind", "position")
	index("Entity", "correctedMs")
	index("Identifier", "key")
	index("Document", "position")
	index("Document", "publisherFolded")
	index("Activity", "number")
	index("Activity", "key")
	index("Activity", "recordedMs")
	index("Change", "thing", "activity")
	index("Queued", "number")
	index("QueueKey", "key", "number")
	for _, words := range []string{entityWords + " IF NOT EXISTS FOR (n:Entity) ON EACH [n.words, n.soundKeys]", relationWords + " IF NOT EXISTS FOR (n:Relation) ON EACH [n.quoteWords]"} {
		all = append(all, "CREATE FULLTEXT INDEX "+words+" OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}")
	}
	return all
}()

// formerIndex is not among the indexes of relations that a load goes without.
const formerIndex = "CREATE INDEX conflictgraph_former_id IF NOT EXISTS FOR (n:Relation) ON (n.formerId)"

func indexName(label string, keys ...string) string {
	return strings.ToLower("conflictgraph_" + label + "_by_" + strings.Join(keys, "_"))
}

// The full-text indexes. What they hold is made of words of a-z and 0-9.
const (
	entityWords   = "conflictgraph_entity_words"
	relationWords = "conflictgraph_relation_words"
)

// prepare brings a database of an older version to this one, creates what is missing
// of the schema and waits for it. Where a load is pending, whoever finishes that does.
// A database that a backup is being restored into is refused unless restores.
func (s *database) prepare(ctx context.Context, address string, restores bool) error {
	marks, err := s.read(ctx, statement{text: readMarker})
	if err != nil {
		return err
	}
	for _, row := range marks {
		if version := integer(row[0]); version > schemaVersion {
			return fmt.Errorf("the database at %s is of schema version %d, and this program knows %d at the most; use a newer program, or another database", address, version, schemaVersion)
		}
		if row[1] != nil && !restores {
			return fmt.Errorf("a backup was being restored into the database at %s and that was not completed; run conflictgraph restore again, which begins anew", address)
		}
	}
	if len(marks) > 0 && integer(marks[0][0]) < schemaVersion {
		if err := s.upgrade(ctx); err != nil {
			return err
		}
	}
	if len(marks) > 0 && (text(marks[0][2]) != "" || marks[0][1] != nil) {
		return s.catchUp(ctx) // a load or a restoration is pending, and needs no more until it is finished
	}
	if len(marks) > 0 && marks[0][4] == true {
		if err := s.indexImported(ctx); err != nil {
			return err
		}
	}
	// A change of schema cannot share a transaction with one of data.
	for _, texts := range [][]string{schema, {"CALL db.awaitIndexes(600)"}, {takeTurn, noteSurvivors}} {
		if err := s.change(ctx, texts...); err != nil {
			return err
		}
	}
	if err := s.linkQuotes(ctx); err != nil {
		return err
	}
	if err := s.addFingerprints(ctx); err != nil {
		return err
	}
	if err := s.addRowPublishers(ctx); err != nil {
		return err
	}
	if err := s.change(ctx, noteWithdrawals); err != nil {
		return err
	}
	if err := s.rename(ctx, renamedAtOnce); err != nil {
		return err
	}
	if err := s.reindex(ctx); err != nil {
		return err
	}
	return s.catchUp(ctx)
}

// indexImported makes the constraints and indexes of a database that Neo4j's importer
// made of the files of OpenFiles, with no bound on how long that takes. Broken off, it
// goes on with the next Open.
func (s *database) indexImported(ctx context.Context) error {
	constraints := slices.IndexFunc(schema, func(text string) bool { return !strings.HasPrefix(text, "CREATE CONSTRAINT") })
	if err := s.change(ctx, schema[:constraints]...); err != nil {
		return err
	}
	for left := int64(1); left > 0; {
		done, err := s.changeOne(ctx, statement{text: setSpotsOfWords})
		if err != nil {
			return err
		}
		left = integer(done[0][0])
	}
	report := func(done, total int) {
		slog.InfoContext(ctx, "making the indexes of an imported database", "done", done, "steps", total)
	}
	if err := s.makeIndexes(ctx, schema[constraints:], report); err != nil {
		return err
	}
	return s.change(ctx, noteIndexes)
}

// change runs statements in one transaction.
func (s *database) change(ctx context.Context, texts ...string) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		for _, text := range texts {
			if _, err := s.run(ctx, tx, statement{text, map[string]any{"version": schemaVersion}}); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return explained(ctx, err)
}
