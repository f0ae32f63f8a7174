package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// schemaVersion is that of the last of the migrations. Each sets user_version to
// its own.
const schemaVersion = 23

// applicationID marks a file as a database of this program: "KgCf".
const applicationID = 0x4b674366

// migrate brings a database that is empty or ours to schemaVersion.
func migrate(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	provider, err := migrations(db)
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing the schema to version %d: %w", schemaVersion, err)
	}
	return nil
}

// migrations returns what brings a database from one version to the next.
func migrations(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(fingerprintVersion, &goose.GoFunc{RunTx: addFingerprints}, nil)))
}
