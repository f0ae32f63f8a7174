package faults

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

const pageSize = 4096

// damage fills with noise the pages of a database that hold a table's rows.
func damage(t *testing.T, path, table string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	rows, err := db.Query(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'`, table)
	require.NoError(t, err)
	var numbers []int64
	for rows.Next() {
		var number int64
		require.NoError(t, rows.Scan(&number))
		numbers = append(numbers, number)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, numbers)
	_, err = db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`) // or what is in the log would hide the damage
	require.NoError(t, err)
	require.NoError(t, db.Close())
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	for _, number := range numbers {
		_, err := file.WriteAt(bytes.Repeat([]byte{0xa5}, pageSize), (number-1)*pageSize)
		require.NoError(t, err)
	}
	require.NoError(t, file.Close())
}

const restore = "is damaged; stop the server, move the file away and restore a backup"

func TestAFileThatIsDamagedWhileItIsServedIsServedNoMore(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	path := filepath.Join(t.TempDir(), "graph.db")
	s := serve(t, onSQLite(path)...)
	known, err := s.ask(t.Context(), unchanged, nil)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "backup.db")
	func() {
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		defer func() { _ = db.Close() }()
		_, err = db.Exec(`VACUUM INTO ?`, copied)
		require.NoError(t, err)
	}()

	damage(t, path, "relation")
	require.Eventually(t, func() bool {
		data, err := s.ask(t.Context(), unchanged, nil)
		if err == nil {
			require.JSONEq(t, string(known), string(data), "a damaged file is served")
			return false
		}
		require.Equal(t, refusal{"UNAVAILABLE", "the database file graph.db " + restore}, err)
		return true
	}, time.Minute, 50*time.Millisecond, "the damage is not seen")
	require.False(t, s.ready())
	_, err = s.ask(t.Context(), `{ documents { nodes { id } } }`, nil)
	require.Equal(t, refusal{"UNAVAILABLE", "the database file graph.db " + restore}, err, "nothing else is answered either")

	s.kill()
	require.ErrorContains(t, s.start(), "the database file graph.db "+restore)

	for _, beside := range []string{"-wal", "-shm"} {
		require.NoError(t, os.RemoveAll(path+beside))
	}
	require.NoError(t, os.Rename(copied, path))
	require.NoError(t, s.start())
	data, err := s.ask(t.Context(), unchanged, nil)
	require.NoError(t, err)
	require.JSONEq(t, string(known), string(data))
}
