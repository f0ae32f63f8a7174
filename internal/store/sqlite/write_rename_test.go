package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kgtest"
)

// storeAt opens the database at a path until the test ends.
func storeAt(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// beforeRenaming returns the path of a database of version 7 that holds
// kgtest.TurnedHistory, the ids of which depend on the order of ends.
func beforeRenaming(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.db")
	s := storeAt(t, path)
	for _, b := range kgtest.TurnedHistory() {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.writer.ExecContext(t.Context(), `UPDATE relation_type SET symmetric = 1 WHERE label = inverse_label`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return ofVersion(t, 7, path)
}

// changeIn runs statements on the database at a path.
func changeIn(t *testing.T, path string, texts ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, text := range texts {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

func TestRelationsOfAnEarlierVersionAreRenamed(t *testing.T) {
	answers := kgtest.TurnedAnswers(t, openForPlans(t))
	t.Run("when the database is opened", func(t *testing.T) {
		path := beforeRenaming(t)
		kgtest.CheckRenamed(t, storeAt(t, path), answers)
	})
	t.Run("where a load was left unfinished", func(t *testing.T) {
		path := beforeRenaming(t)
		texts := []string{`INSERT INTO pending_index SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relation' AND sql IS NOT NULL`}
		for _, index := range indexesOf(t, openForPlans(t).writer.DB) {
			name, _, _ := strings.Cut(index, " ")
			texts = append(texts, `DROP INDEX `+name)
		}
		changeIn(t, path, append(texts, `INSERT INTO pending_load VALUES (1, 'gone')`)...)
		kgtest.CheckRenamed(t, storeAt(t, path), answers)
	})
	t.Run("one by one, after an interruption, by two processes", func(t *testing.T) {
		path := beforeRenaming(t)
		one := renamingStore(t, path)
		for range 3 {
			err := one.run(t.Context(), one.writer, false, func(current *session) error {
				more, err := newWriter(current).renameSome(t.Context(), 1)
				if !more {
					t.Error("there is nothing to be renamed")
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		another := storeAt(t, path)
		if err := one.rename(t.Context(), one.writer, 1); err != nil {
			t.Fatal(err)
		}
		kgtest.CheckRenamed(t, another, answers)
	})
}

// renamingStore returns a store that has renamed nothing yet.
func renamingStore(t *testing.T, path string) *Store {
	t.Helper()
	changeIn(t, path, `CREATE TRIGGER later BEFORE UPDATE OF digest ON relation BEGIN SELECT RAISE(ABORT, 'later'); END`)
	if s, err := Open(t.Context(), path); err == nil {
		_ = s.Close()
		t.Fatal("nothing is renamed when the database is opened")
	}
	changeIn(t, path, `DROP TRIGGER later`)
	db, err := openDatabase(path, 1, writing())
	if err != nil {
		t.Fatal(err)
	}
	s := newStore(path)
	s.writer, s.readers = db, db
	t.Cleanup(func() { _ = s.Close() })
	if err := s.becomeReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsNotOfASymmetricTypeKeepsItsID(t *testing.T) {
	s := storeAt(t, Memory)
	for _, b := range kgtest.TurnedHistory() {
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	before := kgtest.Answers(t, s)
	if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO pending_rename VALUES (1, 0)`); err != nil {
		t.Fatal(err)
	}
	if err := s.rename(t.Context(), s.writer, renamedAtOnce); err != nil {
		t.Fatal(err)
	}
	kgtest.SameAnswers(t, kgtest.Answers(t, s), before)
}
