package sqlite

import (
	"fmt"
	"testing"

	"conflictgraph/internal/kg"
)

// CountQuoted returns how many relations the full-text index holds.
func CountQuoted(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.writer.QueryRowContext(t.Context(), `SELECT count(*) FROM relation_words_docsize`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// WordSegments returns how many segments each full-text index has.
func WordSegments(t *testing.T, s *Store) (entities, relations int) {
	t.Helper()
	err := s.writer.QueryRowContext(t.Context(),
		`SELECT (SELECT count(DISTINCT segid) FROM entity_words_idx), (SELECT count(DISTINCT segid) FROM relation_words_idx)`).Scan(&entities, &relations)
	if err != nil {
		t.Fatal(err)
	}
	return entities, relations
}

// FillDisk makes the database of a load full but for some pages.
func FillDisk(t *testing.T, l kg.Load, free int) {
	t.Helper()
	db := l.(*load).db
	var pages int
	if err := db.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+free)); err != nil {
		t.Fatal(err)
	}
}

// Forget has a load forget what it has appended, as it does after many rows.
func Forget(l kg.Load) { l.(*load).appended.Purge() }
