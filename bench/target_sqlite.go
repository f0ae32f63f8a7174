package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"conflictgraph/internal/store/sqlite"
)

// openSQLite returns a store in a temporary file.
func openSQLite(ctx context.Context) (t *target, err error) {
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return nil, err
	}
	remove := func() error { return os.RemoveAll(dir) }
	if t, err = openSQLiteAt(ctx, filepath.Join(dir, "graph.db")); err != nil {
		return nil, errors.Join(err, remove())
	}
	closeStore := t.close
	t.close = func() error { return errors.Join(closeStore(), remove()) }
	return t, nil
}

// openSQLiteAt returns a store in a file.
func openSQLiteAt(ctx context.Context, path string) (*target, error) {
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	bare, err := openBare(ctx, path)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return &target{
		Database: store, name: "SQLite", version: bare.version, lookUp: bare.lookUp, file: path,
		close: func() error { return errors.Join(bare.db.Close(), store.Close()) },
	}, nil
}

// bareSQLite is a connection of its own to a store's file, with the same
// settings as those of the store's own that matter to a look-up.
type bareSQLite struct {
	db            *sql.DB
	names, quotes *sql.Stmt
	version       string
}

func openBare(ctx context.Context, path string) (*bareSQLite, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?_pragma=query_only(1)&_pragma=cache_size(-16384)&_pragma=mmap_size(268435456)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	b := &bareSQLite{db: db}
	if b.names, err = db.PrepareContext(ctx, `SELECT rowid FROM entity_words WHERE entity_words MATCH ? LIMIT ?`); err == nil {
		b.quotes, err = db.PrepareContext(ctx, `SELECT rowid FROM relation_words WHERE relation_words MATCH ? LIMIT ?`)
	}
	if err == nil {
		err = db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&b.version)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	b.version = fmt.Sprintf("SQLite %s (modernc.org/sqlite %s)", b.version, moduleVersion("modernc.org/sqlite"))
	return b, nil
}

func (b *bareSQLite) lookUp(ctx context.Context, l lookUp) (found int, err error) {
	statement := b.names
	if l.quotes {
		statement = b.quotes
	}
	rows, err := statement.QueryContext(ctx, l.fts5(), lookUpLimit)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return found, err
		}
		found++
	}
	return found, rows.Err()
}

// fts5 returns l as a full-text query.
func (l lookUp) fts5() string {
	var all []string
	for _, t := range l.terms {
		word := `"` + t.Word + `"`
		if l.wordsOnly {
			all = append(all, word)
			continue
		}
		any := []string{word + " *"}
		if !l.quotes {
			for _, key := range t.Keys {
				any = append(any, `"_`+key+`"`)
			}
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	return strings.Join(all, " AND ")
}

// moduleVersion returns the version of a module that this program is made of.
func moduleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	if info != nil {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return "of unknown version"
}
