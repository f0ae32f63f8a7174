package sqlite

import (
	"context"
	"errors"
	"fmt"
)

var errDamaged = errors.New("SQLite finds the file damaged")

// Verify reads all of the database and returns an error where its structure is
// damaged, after which the Store answers nothing more. A changed letter within a
// text is nothing that SQLite could see: it keeps no checksums. It takes a second or
// so for a million relations.
func (s *Store) Verify(ctx context.Context) error {
	var found string
	err := s.readers.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found)
	if err == nil && found != "ok" {
		err = fmt.Errorf("%w: %s", errDamaged, found)
	}
	return s.failure(ctx, err)
}
