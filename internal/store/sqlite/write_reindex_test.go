package sqlite

import (
	"path/filepath"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

func TestWhatAnEarlierVersionIndexedIsIndexedAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	graph := kgtest.Graph()
	graph.Entities = append(graph.Entities, kg.Entity{ID: "us", Kind: kg.KindCountry, Name: "United States"})
	if _, err := s.Write(t.Context(), graph); err != nil {
		t.Fatal(err)
	}
	// Another version was interrupted while it indexed for a version after its own.
	for _, text := range []string{
		`DELETE FROM entity_words`, `INSERT INTO entity_words (rowid, tokens) SELECT key, 'gone' FROM entity`,
		`UPDATE word_index SET version = 1, target = 1, up_to = 1000000`,
	} {
		if _, err := s.writer.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	checkFound(t, s, "USA", 0)
	checkFound(t, s, "gone", 0) // it is found, but by nothing that it is known by
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if entities, relations := WordSegments(t, s); entities != 1 || relations != 1 {
		t.Errorf("the full-text indexes have %d and %d segments", entities, relations)
	}
	checkFound(t, s, "USA", 1)
	checkFound(t, s, "keller", 1)
	terms, err := kg.ParseSearch("gone")
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.Candidates(t.Context(), kg.CandidateRequest{Terms: terms, Limit: 5}); err != nil || len(found.Entities) > 0 {
		t.Errorf("what was indexed before finds %v (%v)", found.Entities, err)
	}
	var versions int
	if err := s.writer.QueryRowContext(t.Context(), `SELECT count(*) FROM word_index WHERE version = ? AND up_to = 0`, kg.IndexVersion).Scan(&versions); err != nil || versions != 2 {
		t.Errorf("%d parts are of this version (%v)", versions, err)
	}
}

func checkFound(t *testing.T, s *Store, text string, want int) {
	t.Helper()
	hits, err := kg.Search(t.Context(), s, kg.SearchRequest{Text: text, Limit: 10})
	if err != nil || len(hits) != want {
		t.Errorf("%s finds %+v (%v), not %d", text, hits, err, want)
	}
}
