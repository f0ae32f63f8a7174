package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

const pageSize = 4096

// every is how many pages there are for one that is damaged.
const every = 12

// someRows is a part of manyRows.
func someRows() kg.Batch {
	b := manyRows()
	b.Types, b.Relations = nil, b.Relations[:200]
	return b
}

// opened opens a file and verifies it as a server does.
func opened(ctx context.Context, path string) (*sqlite.Store, error) {
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := s.Verify(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// TestADamagedFileIsNotServed damages each page of a file in turn. What is opened
// nevertheless has to hold what it held.
func TestADamagedFileIsNotServed(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path)
	must(t, err)
	must1(s.Write(t.Context(), kgtest.Graph()))
	must1(s.Write(t.Context(), someRows()))
	want, err := answers(t.Context(), s)
	must(t, err)
	must(t, s.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	random := rand.New(rand.NewPCG(8, 8))
	for name, damage := range map[string]func(page []byte){
		"zeroed":    func(page []byte) { clear(page) },
		"another's": func(page []byte) { copy(page, whole[(len(whole)/pageSize-1)*pageSize:]) },
		"noise": func(page []byte) {
			for i := range page {
				page[i] = byte(random.Uint32())
			}
		},
		"of another kind":    func(page []byte) { page[0] ^= 1 << random.IntN(8) },
		"with wrong offsets": func(page []byte) { page[8+random.IntN(8)] ^= 1 << (4 + random.IntN(4)) },
	} {
		t.Run("a page that is "+name, func(t *testing.T) {
			refused, damaged, pages := 0, 0, len(whole)/pageSize
			for number := 1 + random.IntN(every); number < pages; number += every { // the first is the file's header
				text := bytes.Clone(whole)
				damage(text[number*pageSize : (number+1)*pageSize])
				if bytes.Equal(text, whole) {
					continue
				}
				damaged++
				path := filepath.Join(t.TempDir(), "graph.db")
				must(t, os.WriteFile(path, text, 0o644))
				var got []any
				s, err := opened(t.Context(), path)
				if err == nil {
					got, err = answers(t.Context(), s)
					must(t, s.Close())
				}
				switch {
				case err == nil && !reflect.DeepEqual(got, want):
					t.Errorf("page %d: a damaged file is served", number)
				case err != nil && (!strings.Contains(err.Error(), "graph.db") || !strings.Contains(err.Error(), "restore")):
					t.Errorf("page %d: the error does not say what to do: %v", number, err)
				case err != nil:
					refused++
				}
			}
			if refused < damaged/2 {
				t.Errorf("of %d damaged pages, %d were found", damaged, refused)
			}
		})
	}
	t.Run("and neither is one that is cut off", func(t *testing.T) {
		for _, size := range []int{0, 1, 100, pageSize, len(whole) / 2, len(whole) - pageSize} {
			path := filepath.Join(t.TempDir(), "graph.db")
			must(t, os.WriteFile(path, whole[:size], 0o644))
			s, err := opened(t.Context(), path)
			if err == nil {
				_ = s.Close()
				if size > 0 {
					t.Errorf("a file cut off after %d of %d bytes is served", size, len(whole))
				}
			}
		}
	})
}

func TestAStoreWhoseFileIsFoundDamagedAnswersNothingMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s := open(t, path)
	must1(s.Write(t.Context(), manyRows()))
	must(t, s.Close())
	damagePages(t, path, "relation")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("this test needs damage that is not seen when the file is opened: %v", err)
	}
	defer func() { _ = s.Close() }()
	must(t, s.Ping(t.Context()))
	_, found := answers(t.Context(), s)
	_, write := s.Write(t.Context(), manyRows())
	for name, err := range map[string]error{"reading": found, "pinging after that": s.Ping(t.Context()), "writing after that": write} {
		if kg.ErrorCode(err) != kg.CodeUnavailable || !strings.Contains(fmt.Sprint(err), "the database file graph.db is damaged; stop the server, move the file away and restore a backup") {
			t.Errorf("%s returns %v", name, err)
		}
	}
}

// damagePages fills the pages of a table's rows with noise.
func damagePages(t *testing.T, path, table string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer func() { _ = db.Close() }()
	rows, err := db.Query(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'`, table)
	must(t, err)
	defer func() { _ = rows.Close() }()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	defer func() { _ = file.Close() }()
	for rows.Next() {
		var number int64
		must(t, rows.Scan(&number))
		_, err := file.WriteAt(bytes.Repeat([]byte{0xa5}, pageSize), (number-1)*pageSize)
		must(t, err)
	}
	must(t, rows.Err())
}
