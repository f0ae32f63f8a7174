package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// inspect returns an error unless the file at path, whose absolute path is file,
// can be used: it is a database of this program or empty, or there is none and
// it can be made. It changes nothing of a file that it refuses, nor anything
// beside it.
func inspect(ctx context.Context, path, file string) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("database file %s: %w", path, fmt.Errorf(format, args...))
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return create(path, file)
	case err != nil:
		return refuse("%w; give a path that can be read", cause(err))
	case info.IsDir():
		return refuse("it is a directory; give the path of a file in it, such as %s", filepath.Join(path, "graph.db"))
	case !info.Mode().IsRegular():
		return refuse("it is not a regular file; give another path")
	}
	empty := info.Size() == 0
	if !empty {
		if err := readHeader(file); err != nil {
			return refuse("%w; give another path, or move the file away", err)
		}
		found, err := readMark(ctx, file)
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return refuse("it cannot be read (%w); move it away and restore a backup, or give another path", err)
		case found.application == restoringID:
			return refuse("a backup was being restored into it and that was not completed; run conflictgraph restore again, which begins anew, or give another path")
		case found.application != applicationID && (found.application != 0 || found.tables > 0):
			return refuse("it is a SQLite database of another program; give another path")
		case found.version > schemaVersion:
			return refuse("its schema has version %d, and this program knows none above %d; use the newer program that wrote it, or give another path", found.version, schemaVersion)
		}
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return refuse("%w; make it writable, or give another path", cause(err))
	}
	return f.Close()
}

// create makes an empty file, which is an empty database.
func create(path, file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("database file %s: the directory %s does not exist; make it, or give another path", path, filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("database file %s: it cannot be made: %w; give another path", path, cause(err))
	}
	return f.Close()
}

// cause returns err without the path that it names once more.
func cause(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func readHeader(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return cause(err)
	}
	defer func() { _ = f.Close() }()
	magic := []byte("SQLite format 3\x00")
	header := make([]byte, len(magic))
	if _, err := io.ReadFull(f, header); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return cause(err)
	}
	if !bytes.Equal(header, magic) {
		return errors.New("it is not a SQLite database")
	}
	return nil
}

// A mark is what tells whose a database is.
type mark struct {
	application int64
	version     int64
	tables      int64
}

// readMark reads the mark of a database without locking or changing it.
func readMark(ctx context.Context, file string) (m mark, err error) {
	if file, err = filepath.EvalSymlinks(file); err != nil {
		return m, cause(err)
	}
	options := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}}
	if log, err := os.Stat(file + "-wal"); err != nil || log.Size() == 0 {
		// Nothing but the file itself has to be looked at, or else SQLite would
		// make files beside it.
		options.Set("immutable", "1")
	}
	db, err := openDatabase(file, 1, options)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	number := func(text string, into *int64) {
		if err == nil {
			err = db.QueryRowContext(ctx, text).Scan(into)
		}
	}
	number(`PRAGMA application_id`, &m.application)
	number(`PRAGMA user_version`, &m.version)
	number(`SELECT count(*) FROM sqlite_schema`, &m.tables)
	if m.application != applicationID || m.tables == 0 {
		return m, err
	}
	var migration int64
	number(`SELECT max(version_id) FROM goose_db_version`, &migration)
	m.version = max(m.version, migration)
	return m, err
}
