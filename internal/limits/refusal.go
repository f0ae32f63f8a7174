// Package limits keeps what a caller can ask for within what a server can bear:
// by the form of a query, by what it costs, and by how much of that comes from
// one client or at once. Most of it are extensions of gqlgen's handler; the rest
// are handlers around it.
package limits

import (
	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/internal/kg"
)

// exceeded returns the error of a query that is more than a limit. The message is
// to say what would be right.
func exceeded(actual, limit int64, format string, args ...any) *gqlerror.Error {
	err := refused(format, args...)
	err.Extensions = map[string]any{"actual": actual, "limit": limit}
	return err
}

func refused(format string, args ...any) *gqlerror.Error {
	err := kg.BadInput("", format, args...)
	return &gqlerror.Error{Err: err, Message: err.Message}
}

func forbidden(message string) *gqlerror.Error {
	return &gqlerror.Error{Err: &kg.Error{Code: kg.CodeForbidden, Message: message}, Message: message}
}
