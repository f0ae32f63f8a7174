package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

func TestErrorsSayWhatACallerCanDoAndNothingOfTheDatabase(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	refused := &neo4j.Neo4jError{Code: "Neo.ClientError.Statement.SyntaxError", Msg: "Invalid input 'MATCH (n)'"}
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want kg.Code
	}{
		{"a statement that is refused", t.Context(), refused, kg.CodeInternal},
		{"a lost connection", t.Context(), &neo4j.ConnectivityError{Inner: errors.New("MATCH (n)")}, kg.CodeUnavailable},
		{"tries that are used up", t.Context(), &neo4j.TransactionExecutionLimit{Errors: []error{refused}}, kg.CodeUnavailable},
		{"a leader that is changing", t.Context(), &neo4j.Neo4jError{Code: "Neo.ClientError.Cluster.NotALeader", Msg: "MATCH (n)"}, kg.CodeUnavailable},
		{"memory that is used up for now", t.Context(), &neo4j.Neo4jError{Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError", Msg: "MATCH (n)"}, kg.CodeUnavailable},
		{"a batch that is refused", t.Context(), fmt.Errorf("in a transaction: %w", kg.BadInput("relations[3]", "it is wrong")), kg.CodeBadInput},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := explained(c.ctx, c.err)
			var known *kg.Error
			if !errors.As(err, &known) || known.Code != c.want || strings.Contains(known.Message, "MATCH") {
				t.Errorf("%v became %#v", c.err, err)
			}
		})
	}
	if err := explained(ended, refused); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that ended, it became %v", err)
	}
	if explained(t.Context(), nil) != nil {
		t.Error("nothing became an error")
	}
}
