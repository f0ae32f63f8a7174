package sqlite

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// openPool returns a pool of connections that keep the statements which were prepared on
// them.
func openPool(source string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(source)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeping{connector}), nil
}

// keeping opens connections that keep their statements.
type keeping struct{ sqldriver.Connector }

// Connect implements driver.Connector.
func (k keeping) Connect(ctx context.Context) (sqldriver.Conn, error) {
	opened, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{driverConnection: opened.(driverConnection), kept: map[string]keptStatement{}}, nil
}

// driverConnection is what a connection of the driver can do.
type driverConnection interface {
	sqldriver.Conn
	sqldriver.ConnBeginTx
	sqldriver.ConnPrepareContext
	sqldriver.ExecerContext
	sqldriver.QueryerContext
	sqldriver.Pinger
	sqldriver.SessionResetter
	sqldriver.Validator
}

// connection is used by one goroutine at a time.
type connection struct {
	driverConnection
	kept map[string]keptStatement // by their texts
}

// PrepareContext implements driver.ConnPrepareContext. What was prepared before is not
// prepared again.
func (c *connection) PrepareContext(ctx context.Context, text string) (sqldriver.Stmt, error) {
	if kept, is := c.kept[text]; is {
		return kept, nil
	}
	prepared, err := c.driverConnection.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	kept := keptStatement{prepared.(driverStatement)}
	c.kept[text] = kept
	return kept, nil
}

// Close implements driver.Conn.
func (c *connection) Close() error {
	var errs []error
	for _, kept := range c.kept {
		errs = append(errs, kept.driverStatement.Close())
	}
	return errors.Join(append(errs, c.driverConnection.Close())...)
}

// driverStatement is what a statement of the driver can do.
type driverStatement interface {
	sqldriver.Stmt
	sqldriver.StmtExecContext
	sqldriver.StmtQueryContext
}

// keptStatement is closed with its connection.
type keptStatement struct{ driverStatement }

// Close implements driver.Stmt.
func (keptStatement) Close() error { return nil }
