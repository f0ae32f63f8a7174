package sqlite

import (
	"context"
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	readVersion  = define(`SELECT origin || '-' || writes FROM graph_version WHERE key = 1`)
	countVersion = define(`UPDATE graph_version SET writes = writes + 1 WHERE key = 1`)
)

var _ kg.Versioned = (*Store)(nil)

// Version names the state of the graph; see kg.Versioned.
func (s *Store) Version(ctx context.Context) (version string, err error) {
	err = s.read(ctx, func(current *session) error {
		return current.each(readVersion, func(rows *sql.Rows) error { return rows.Scan(&version) })
	})
	return version, err
}
