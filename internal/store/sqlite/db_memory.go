package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

func openMemory(ctx context.Context) (*Store, error) {
	image, err := emptyImage()
	if err != nil {
		return nil, err
	}
	db, err := openMemoryPool()
	if err != nil {
		return nil, err
	}
	d := &database{DB: db}
	s := newStore("")
	s.writer, s.readers = d, d
	err = withImages(ctx, db, func(c imaging) error { return c.Deserialize(image) })
	if err == nil {
		_, err = db.ExecContext(ctx, `UPDATE graph_version SET origin = lower(hex(randomblob(8)))`)
	}
	if err == nil {
		err = s.prepare(ctx)
	}
	if err = failure(ctx, err, "it"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openMemoryPool returns an empty database, which is that of its only connection.
func openMemoryPool() (*sql.DB, error) {
	db, err := openPool(Memory + "?" + pragmas("foreign_keys(1)", "temp_store(memory)").Encode())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// emptyImage returns the bytes of a database that has nothing but the schema. Each in
// memory begins as a copy of it, for which no migration has to be run again.
var emptyImage = sync.OnceValues(func() (image []byte, err error) {
	db, err := openMemoryPool()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx := context.Background()
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	err = withImages(ctx, db, func(c imaging) (err error) {
		image, err = c.Serialize()
		return err
	})
	return image, err
})

// imaging is what a connection of the driver can do with all of a database.
type imaging interface {
	Serialize() ([]byte, error)
	Deserialize(image []byte) error
}

func withImages(ctx context.Context, db *sql.DB, fn func(imaging) error) (err error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return c.Raw(func(raw any) error { return fn(raw.(*connection).driverConnection.(imaging)) })
}
