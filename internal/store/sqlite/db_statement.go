package sqlite

import "database/sql"

// A statement is one of the few SQL texts that this package ever runs.
type statement struct{ text string }

// statements lists every statement that define was called with. Each is prepared on a
// connection when it is first needed there.
var statements []*statement

// define makes a statement of a text. It is called while the package is
// initialised and never later, so what a caller sends cannot be in the text.
func define(text string) *statement {
	s := &statement{text}
	statements = append(statements, s)
	return s
}

// A database is a pool of connections.
type database struct {
	*sql.DB
	token string // of the load that it belongs to; empty where to none
}
