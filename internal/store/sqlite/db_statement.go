package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// A statement is one of the few SQL texts that this package ever runs.
type statement struct{ text string }

// statements lists every statement that define was called with.
var statements []*statement

// define makes a statement of a text. It is called while the package is
// initialised and never later, so what a caller sends cannot be in the text.
func define(text string) *statement {
	s := &statement{text}
	statements = append(statements, s)
	return s
}

// A database is a pool of connections on which every statement is prepared.
type database struct {
	*sql.DB
	prepared map[*statement]*sql.Stmt
	token    string // of the load that it belongs to; empty where to none
}

func (d *database) prepare(ctx context.Context) error {
	d.prepared = make(map[*statement]*sql.Stmt, len(statements))
	for _, s := range statements {
		stmt, err := d.PrepareContext(ctx, s.text)
		if err != nil {
			return fmt.Errorf("%w in %s", err, s.text)
		}
		d.prepared[s] = stmt
	}
	return nil
}

// preparable prepares the statements that can be while some indexes are missing.
func (d *database) preparable(ctx context.Context) (map[*statement]*sql.Stmt, error) {
	prepared := make(map[*statement]*sql.Stmt, len(statements))
	for _, s := range statements {
		stmt, err := d.PrepareContext(ctx, s.text)
		if err == nil {
			prepared[s] = stmt
		} else if text := err.Error(); !strings.Contains(text, "no such index") && !strings.Contains(text, "ON CONFLICT clause does not match") {
			return nil, fmt.Errorf("%w in %s", err, s.text)
		}
	}
	return prepared, nil
}
