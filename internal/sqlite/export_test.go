package sqlite

import "testing"

// CountQuoted returns how many relations the full-text index holds.
func CountQuoted(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.writer.QueryRowContext(t.Context(), `SELECT count(*) FROM relation_words_docsize`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
