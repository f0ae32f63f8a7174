package neo4j

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// Databases of version 1 had no classes, and indexes of positions alone. Those of
// version 2 have ids of relations that depend on the order of their ends, and indexes of
// symmetric relations by themselves. Up to version 3, classes did not tell
// what is quoted, and up to version 5, not what is hand-coded.
const (
	beginUpgrade = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.writes = coalesce(s.writes, 0) + 1
RETURN s.version, coalesce(s.classified, ''), coalesce(s.classes, []), coalesce(s.datasets, [])`

	// classify gives the next relations by id the class that kg.Relation.Class does.
	classify = `MATCH (r:Relation) USING INDEX SEEK r:Relation(id)
WHERE r.id > $in.after
WITH r ORDER BY r.id LIMIT $in.limit
WITH r, CASE WHEN r.endDay IS NULL THEN 0 WHEN r.startDay IS NULL THEN $in.until WHEN r.endDay > $in.maxDay THEN $in.open
    ELSE size([most IN $in.mostDays WHERE r.endDay - r.startDay + 1 > most]) END * $in.ofSpan
  + coalesce([i IN range(0, size($in.statuses) - 1) WHERE $in.statuses[i] = r.status][0], 0) * $in.ofStatus
  + coalesce([i IN range(0, size($in.certainties) - 1) WHERE $in.certainties[i] = r.certainty][0], 0)
  + CASE WHEN size(coalesce(r.documents, [])) > 0 THEN $in.quoted
    WHEN r.type IN $in.acled AND r.evidence =~ ('.*"dataset":"' + split(r.type, ':')[0] + '","record":"' + $in.record + '".*') THEN $in.handCoded
    ELSE 0 END * $in.ofCoding AS class
FOREACH (changed IN CASE WHEN r.ordinary IS NULL OR coalesce(r.class, 0) <> class THEN [r] ELSE [] END |
  SET changed.ordinary = class = 0, changed.class = CASE WHEN class <> 0 THEN class END)
RETURN max(r.id), collect(DISTINCT class),
  collect(DISTINCT [row IN tail(split(r.evidence, '"dataset":')) | split(row, ',"record":')[0] + ' ' + toString(class / $in.ofCoding)])`

	noteUpgraded = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.classified = $in.upTo, s.classes = $in.classes, s.datasets = $in.datasets`

	endUpgrade = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
SET s.version = 6
REMOVE s.classified, s.upgraded`
)

// retired are the indexes of earlier versions that are no more.
var retired = []string{
	"position", "type_position", "src_position", "dst_position", "src_type_position", "dst_type_position",
	"src_dst_position", "mutualsrc_position", "mutualdst_position", "dst_src_position",
	"mutualsrc_ordinary_position", "mutualdst_ordinary_position", "mutualsrc_mutualdst_ordinary_position",
	"mutualsrc_class_position", "mutualdst_class_position", "mutualsrc_mutualdst_class_position",
}

// upgradedAtOnce is how many relations one transaction of an upgrade changes.
const upgradedAtOnce = 20_000

// upgrade brings a database of an earlier version to this one, without its new indexes,
// and but for what is to be renamed. It goes on where another call was interrupted.
func (s *database) upgrade(ctx context.Context) error {
	var drops []string
	for _, keys := range retired {
		drops = append(drops, "DROP INDEX conflictgraph_relation_by_"+keys+" IF EXISTS")
	}
	err := s.change(ctx, drops...)
	for _, text := range []string{formerIndex, "CALL db.awaitIndexes(600)", beginRenaming} {
		if err == nil {
			err = s.change(ctx, text)
		}
	}
	if err == nil {
		err = s.locate(ctx)
	}
	for more := true; more && err == nil; {
		more, err = s.upgradeSome(ctx, upgradedAtOnce)
	}
	return err
}

// upgradeSome changes at most limit relations, and reports whether there may be
// more.
func (s *database) upgradeSome(ctx context.Context, limit int) (more bool, err error) {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	more, err = neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (bool, error) {
		run := func(text string, params map[string]any) (rows, error) { return s.run(ctx, tx, statement{text, params}) }
		marks, err := run(beginUpgrade, nil)
		if err != nil || len(marks) == 0 || integer(marks[0][0]) >= schemaVersion {
			return false, err
		}
		after, classes, datasets := text(marks[0][1]), integers(marks[0][2]), texts(marks[0][3])
		if after == "" {
			classes, datasets = nil, nil
		}
		types, err := run(typesText, nil)
		if err != nil {
			return false, err
		}
		done, err := run(classify, map[string]any{
			"after": after, "limit": limit, "until": kg.SpanUntil, "open": kg.SpanOpen, "maxDay": kg.MaxDate, "mostDays": kg.SpanDays[:],
			"statuses": kg.Statuses, "certainties": kg.Certainties, "ofSpan": kg.ClassesOfSpan, "ofStatus": kg.ClassesOfStatus, "ofCoding": kg.ClassesOfCoding,
			"quoted": slices.Index(kg.CodingCodes, kg.CodingQuoted), "handCoded": slices.Index(kg.CodingCodes, kg.CodingHand),
			"acled": kg.ACLEDTypes(relationTypes(types)), "record": kg.ACLEDRecord,
		})
		if err != nil {
			return false, err
		}
		upTo := text(done[0][0])
		if upTo == "" {
			_, err = run(endUpgrade, nil)
			return false, err
		}
		lists, _ := done[0][2].([]any)
		for _, of := range lists {
			for _, row := range texts(of) {
				id, code := cutLast(row)
				if err := json.Unmarshal([]byte(id), &id); err != nil {
					return false, err
				}
				datasets = append(datasets, id+" "+code)
			}
		}
		_, err = run(noteUpgraded, map[string]any{"upTo": upTo, "classes": distinctly(append(classes, integers(done[0][1])...)), "datasets": distinctly(datasets)})
		return true, err
	})
	if err != nil {
		return false, fmt.Errorf("bringing the database to version %d: %w", schemaVersion, explained(ctx, err))
	}
	return more, nil
}

// distinctly returns values in order, each once.
func distinctly[T cmp.Ordered](all []T) []T { return slices.Compact(slices.Sorted(slices.Values(all))) }

// noteWithdrawals notes, in a database of a program that did not, with which document
// each relation went.
const noteWithdrawals = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WHERE s.withdrawalsNoted IS NULL
SET s.withdrawalsNoted = true
WITH s
MATCH (d:Document) WHERE d.retractedAt IS NOT NULL
MATCH (d)<-[:QUOTES]-(r:Relation)
WHERE r.retractedMs = d.retractedAt.epochMillis AND r.retractedBy IS NULL
SET r.retractedBy = d.id`

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
	number := func(text string) (any, error) { return s.firstValue(ctx, session, statement{text: text}) }
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

// firstValue writes in a transaction of its own, and returns the first value of the first
// row that a statement returns; nil where it returns none.
func (s *database) firstValue(ctx context.Context, session neo4j.SessionWithContext, one statement) (any, error) {
	return session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		found, err := s.run(ctx, tx, one)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return found[0][0], nil
	})
}
