package sqlite

import (
	"context"
	"database/sql"
)

var (
	readVersion  = define(`SELECT origin || '-' || writes FROM graph_version WHERE key = 1`)
	countVersion = define(`UPDATE graph_version SET writes = writes + 1 WHERE key = 1`)
)

// Version implements plan.Driver.
func (d driver) Version(ctx context.Context) (version string, err error) {
	err = d.store.read(ctx, func(current *session) error {
		return current.each(readVersion, func(rows *sql.Rows) error { return rows.Scan(&version) })
	})
	return version, err
}
