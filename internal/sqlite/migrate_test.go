package sqlite

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// ofVersion returns the path of a database of an earlier schema that holds what
// there is in the one at another path, but for what is searched for.
func ofVersion(t *testing.T, version int64, of string) string {
	t.Helper()
	path, db := emptyOfVersion(t, version)
	run := func(text string, args ...any) {
		if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	run(`ATTACH ? AS other`, of)
	for _, table := range []string{
		"entity", "document", "alias", "relation_type", "relation", "subject_of", "merge", "place", "attribution", "quote", "dataset", "source",
	} {
		var columns string
		if err := db.QueryRowContext(t.Context(), `SELECT group_concat(name) FROM pragma_table_info(?)`, table).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		values := strings.NewReplacer("status", "class >> 3 & 3", "certainty", "class & 7").Replace(columns)
		run(`INSERT INTO main.` + table + ` (` + columns + `) SELECT ` + values + ` FROM other.` + table)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// emptyOfVersion makes an empty database of a version.
func emptyOfVersion(t *testing.T, version int64) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "graph.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		t.Fatal(err)
	}
	return path, db
}

func TestADatabaseOfTheFirstVersionIsBroughtToThis(t *testing.T) {
	var pages [2]kg.RelationPage
	path := filepath.Join(t.TempDir(), "graph.db")
	for i := range pages {
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		// The second time, all of it is there.
		written, err := s.Write(t.Context(), kgtest.Graph())
		if err != nil || written.Relations > 0 != (i == 0) {
			t.Fatal(written, err)
		}
		var version int
		if err := s.writer.QueryRowContext(t.Context(), `PRAGMA user_version`).Scan(&version); err != nil || version != schemaVersion {
			t.Errorf("the version is %d (%v)", version, err)
		}
		answer, _, err := s.Pages(t.Context(), kg.PageRequests{Need: kg.Need{Claims: true}, Pages: []kg.PageRequest{{
			Filter: kg.RelationFilter{Status: []kg.Status{kg.StatusPlanned, kg.StatusProposed, kg.StatusOngoing}}, Slice: kg.Slice{Limit: 100}, Count: true,
		}}})
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = answer[0]
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		path = ofVersion(t, 1, path)
	}
	if len(pages[0].Relations) < 2 || !reflect.DeepEqual(pages[0], pages[1]) {
		t.Errorf("a page of a new database is\n%+v\nand of one of the first version\n%+v", pages[0], pages[1])
	}
}
