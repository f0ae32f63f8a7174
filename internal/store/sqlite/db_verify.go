package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

var errDamaged = errors.New("SQLite finds the file damaged")

// smallFile is how many bytes a file may have for Verify to compare its indexes with
// its tables, too. That takes half a second for so many; for a hundred times as many
// it would keep a server from starting.
const smallFile = 16 << 20

// Warm implements kg.Database: a statement is prepared in less than a millisecond.
func (s *Store) Warm() {}

// Verify reads all of the database and returns an error where it is damaged, after
// which the Store answers nothing more. It takes a second or so for a million
// relations. Letters that have changed within a text are nothing that SQLite could
// see: it keeps no checksums.
func (s *Store) Verify(ctx context.Context) error {
	check := `PRAGMA quick_check(1)`
	if file, err := os.Stat(s.file); err == nil && file.Size() <= smallFile {
		check = `PRAGMA integrity_check(1)`
	}
	var found string
	err := s.readers.QueryRowContext(ctx, check).Scan(&found)
	if err == nil && found != "ok" {
		err = fmt.Errorf("%w: %s", errDamaged, found)
	}
	return s.failure(ctx, err)
}
