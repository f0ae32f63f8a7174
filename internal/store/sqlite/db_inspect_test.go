package sqlite_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/sqlite"
)

// made returns the path of a database that some statements make.
func made(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.db")
	change(t, path, statements...)
	return path
}

func change(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// ours returns the path of a closed database of this program that some
// statements then change.
func ours(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path)
	if err == nil {
		_, err = s.Write(t.Context(), kgtest.Graph())
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	change(t, path, statements...)
	return path
}

func withBytes(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.db")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// contents returns what is in the files of a directory, by name.
func contents(t *testing.T, directory string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			if files[e.Name()], err = os.ReadFile(filepath.Join(directory, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}

// nearestDirectory returns path if it is a directory, or the first above it.
func nearestDirectory(path string) string {
	for {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
		path = filepath.Dir(path)
	}
}

func TestWhatCannotBeUsedIsRefusedAndLeftAsItWas(t *testing.T) {
	const other = `CREATE TABLE notes (text)`
	for _, c := range []struct {
		name string
		path func(t *testing.T) string
		want string // in the message, besides the path
	}{
		{"a text", func(t *testing.T) string { return withBytes(t, []byte("subject,type,object\n")) }, "not a SQLite database"},
		{"one byte", func(t *testing.T) string { return withBytes(t, []byte{0}) }, "not a SQLite database"},
		{"a long run of zeros", func(t *testing.T) string { return withBytes(t, make([]byte, 1<<16)) }, "not a SQLite database"},
		{"a header and nothing more", func(t *testing.T) string { return withBytes(t, []byte("SQLite format 3\x00")) }, "cannot be read"},
		{"a header and garbage", func(t *testing.T) string {
			return withBytes(t, append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte("garbage "), 1000)...))
		}, "cannot be read"},
		{"a database without a mark", func(t *testing.T) string { return made(t, other) }, "another program"},
		{"a database without a mark that keeps a write-ahead log", func(t *testing.T) string { return made(t, `PRAGMA journal_mode = WAL`, other) }, "another program"},
		{"a database with another program's mark", func(t *testing.T) string { return made(t, `PRAGMA application_id = 77`, other) }, "another program"},
		{"an empty database with another program's mark", func(t *testing.T) string { return made(t, `PRAGMA application_id = 77`) }, "another program"},
		{"another program's database with migrations of its own", func(t *testing.T) string {
			return made(t, `CREATE TABLE goose_db_version (version_id INTEGER)`, other)
		}, "another program"},
		{"a database whose user version is newer", func(t *testing.T) string { return ours(t, `PRAGMA user_version = 999`) }, "version 999"},
		{"a database that was migrated further", func(t *testing.T) string {
			return ours(t, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (20301231, 1)`)
		}, "version 20301231"},
		{"a directory", func(t *testing.T) string { return t.TempDir() }, "is a directory"},
		{"a file in a directory that is not there", func(t *testing.T) string { return filepath.Join(t.TempDir(), "none", "graph.db") }, "does not exist; make it"},
		{"a file beneath a file", func(t *testing.T) string { return filepath.Join(withBytes(t, []byte("x")), "graph.db") }, "not a directory"},
		{"a socket", func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "s")
			l, err := net.Listen("unix", path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			return path
		}, "not a regular file"},
		{"no path", func(*testing.T) string { return "" }, "give the path of a file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := c.path(t)
			directory := nearestDirectory(path)
			before := contents(t, directory)
			s, err := sqlite.Open(t.Context(), path)
			if err == nil {
				_ = s.Close()
				t.Fatal("it was opened")
			}
			if message := err.Error(); !strings.Contains(message, c.want) || !strings.Contains(message, path) {
				t.Errorf("the message is %q, which does not name %q and say %q", message, path, c.want)
			}
			after := contents(t, directory)
			if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
				t.Errorf("there were %v and now are %v", slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
			}
			for name, content := range before {
				if !bytes.Equal(content, after[name]) {
					t.Errorf("%s has changed", name)
				}
			}
		})
	}
}

func TestAnotherProgramsDatabaseIsLeftAloneWhileItsLogIsNotEmpty(t *testing.T) {
	path := made(t, `PRAGMA journal_mode = WAL`, `CREATE TABLE notes (text)`)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO notes VALUES ('kept in the log')`); err != nil {
		t.Fatal(err)
	}
	before := contents(t, filepath.Dir(path))
	if len(before[filepath.Base(path)+"-wal"]) == 0 {
		t.Fatal("the log is empty")
	}
	if _, err := sqlite.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("it was not refused: %v", err)
	}
	after := contents(t, filepath.Dir(path))
	for _, suffix := range []string{"", "-wal"} {
		if name := filepath.Base(path) + suffix; !bytes.Equal(before[name], after[name]) {
			t.Errorf("%s has changed", name)
		}
	}
}

func TestWhatIsEmptyBecomesADatabase(t *testing.T) {
	for _, c := range []struct {
		name string
		path func(t *testing.T) string
	}{
		{"no file", func(t *testing.T) string { return filepath.Join(t.TempDir(), "graph.db") }},
		{"an empty file", func(t *testing.T) string { return withBytes(t, nil) }},
		{"a database that holds nothing", func(t *testing.T) string { return made(t, `CREATE TABLE x (y)`, `DROP TABLE x`) }},
		{"a name that means something in an address", func(t *testing.T) string {
			return filepath.Join(t.TempDir(), "a b?mode=memory&x=%41#ü.db")
		}},
		{"a link to a file", func(t *testing.T) string {
			link := filepath.Join(t.TempDir(), "link.db")
			if err := os.Symlink(ours(t), link); err != nil {
				t.Fatal(err)
			}
			return link
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := c.path(t)
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Write(t.Context(), kgtest.Graph()); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("nothing was kept in %s (%v)", path, err)
			}
			for _, side := range []string{"-wal", "-shm"} {
				if _, err := os.Stat(path + side); err == nil {
					t.Errorf("%s is left after it was closed", fmt.Sprint(filepath.Base(path), side))
				}
			}
		})
	}
}
