package neo4j

import (
	"testing"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/sqlite"
)

// asVersion2 makes the database, which holds kgtest.TurnedHistory, what version 2 had
// made of it.
func asVersion2(t *testing.T, s *Store) {
	t.Helper()
	for _, text := range []string{ // a change of schema cannot share a transaction with one of data
		"MATCH (t:RelationType) WHERE t.label = t.inverseLabel SET t.symmetric = true",
		"MATCH (r:Relation)--() WITH DISTINCT r MATCH (t:RelationType {id: r.type, symmetric: true}) SET r.symmetric = true, r.mutualSrc = r.src, r.mutualDst = r.dst",
		"DROP INDEX conflictgraph_former_id",
		"CREATE INDEX conflictgraph_relation_by_mutualsrc_ordinary_position FOR (n:Relation) ON (n.mutualSrc, n.ordinary, n.position)",
		"MATCH (s:ConflictgraphSchema {id: 'schema'}) SET s.version = 2",
	} {
		if err := s.change(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRelationsOfAnEarlierVersionAreRenamedAfterAnInterruption(t *testing.T) {
	other, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	answers := kgtest.TurnedAnswers(t, other) // which are the same of both stores

	c := neo4jserver.Exclusive(t)
	s := anotherStore(t, c)
	for _, b := range kgtest.TurnedHistory() {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	asVersion2(t, s)
	if err := s.upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if more, err := s.renameSome(t.Context(), 1); err != nil || !more {
			t.Fatal(more, err)
		}
	}
	kgtest.CheckRenamed(t, anotherStore(t, c), answers)
	found, err := s.read(t.Context(), statement{text: "MATCH (s:ConflictgraphSchema {id: 'schema'}) RETURN s.version, s.renaming"})
	if err != nil || integer(found[0][0]) != schemaVersion || found[0][1] != nil {
		t.Errorf("the marker has %v (%v)", found, err)
	}
	found, err = s.read(t.Context(), statement{text: "SHOW INDEXES YIELD name WHERE name CONTAINS 'mutual' RETURN name"})
	if err != nil || len(found) > 0 {
		t.Errorf("there are still the indexes %v (%v)", found, err)
	}
	found, err = s.read(t.Context(), statement{text: "MATCH (r:Relation) MATCH ()-[x]->() WHERE x.id = r.id RETURN count(r), COUNT { (:Relation) }, COUNT { ()-[e]->() WHERE e.id IS NOT NULL }"})
	if err != nil || found[0][0] != found[0][1] || found[0][0] != found[0][2] {
		t.Errorf("of relations, nodes and edges there are %v (%v)", found, err)
	}
}
