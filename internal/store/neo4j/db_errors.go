package neo4j

import (
	"context"
	"errors"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// explained returns err as a Store returns it: ctx's own error where that has
// ended, kg errors as they are, and what the driver reports as CodeUnavailable
// or CodeInternal.
func explained(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	var known *kg.Error
	if errors.As(err, &known) {
		return known
	}
	if stoppedByLoad(err) {
		return errLoadPending
	}
	if unreachable(err) {
		return kg.Unavailable(err)
	}
	return &kg.Error{Code: kg.CodeInternal, Message: "the database could not do what it was asked", Err: err}
}

// unreachable reports whether the same call may succeed later.
func unreachable(err error) bool {
	var connection *neo4j.ConnectivityError
	var limit *neo4j.TransactionExecutionLimit
	return errors.As(err, &connection) || errors.As(err, &limit) || neo4j.IsRetryable(err)
}

// stoppedByLoad reports whether unlessLoading stopped a statement.
func stoppedByLoad(err error) bool {
	var refused *neo4j.Neo4jError
	return errors.As(err, &refused) && refused.Code == "Neo.ClientError.Statement.ArithmeticError"
}

// alreadyThere reports whether a write failed because somebody else wrote the
// same id at the same time.
func alreadyThere(err error) bool {
	var refused *neo4j.Neo4jError
	return errors.As(err, &refused) && refused.Code == "Neo.ClientError.Schema.ConstraintValidationFailed"
}
