package auth_test

import (
	"context"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
)

const schema = `
	directive @role(requires: Role!) on FIELD_DEFINITION
	enum Role { READER CURATOR ADMIN }
	type Query { open: Int closed: Int @role(requires: READER) thing: Thing }
	type Thing { name: String secret: String @role(requires: ADMIN) self: Thing }
	type Mutation { plain: Int write: Int @role(requires: CURATOR) rule: Int @role(requires: ADMIN) propose: Int @role(requires: READER) }`

func TestAFieldNeedsTheRoleThatTheSchemaNames(t *testing.T) {
	asking := func(subject string, role auth.Role) context.Context {
		return auth.With(context.Background(), auth.Principal{Subject: subject, Role: role})
	}
	callers := map[string]context.Context{
		"unknown": context.Background(), "no role": asking("eve", auth.Nobody),
		"reader": asking("ann", auth.Reader), "curator": asking("bob", auth.Curator), "admin": asking("cid", auth.Admin),
	}
	const everybody = "unknown, no role, reader, curator, admin"
	for query, may := range map[string]string{
		`{ open }`:                                          everybody,
		`{ closed }`:                                        "reader, curator, admin",
		`{ thing { name } }`:                                everybody,
		`{ thing { self { secret } } }`:                     "admin",
		`{ thing { ... { secret } } }`:                      "admin",
		`mutation { plain }`:                                "curator, admin",
		`mutation { plain __typename }`:                     "curator, admin",
		`mutation { write }`:                                "curator, admin",
		`mutation { propose }`:                              "reader, curator, admin",
		`mutation { propose rule }`:                         "admin",
		`mutation { harmless: rule }`:                       "admin",
		`mutation { ... on Mutation { rule } }`:             "admin",
		`mutation { ...F } fragment F on Mutation { rule }`: "admin",
		`mutation { rule @skip(if: true) }`:                 "admin",
		`mutation A { rule } query B { open }`:              "admin",
		`query B { open } mutation A { rule }`:              everybody,
		`{ ...F } fragment F on Query { ...G open } fragment G on Query { closed }`: "reader, curator, admin",
	} {
		for caller, ctx := range callers {
			t.Run(caller+" asks "+query, func(t *testing.T) {
				doc, err := gqlparser.LoadQueryWithRules(gqlparser.MustLoadSchema(&ast.Source{Input: schema}), query, nil)
				require.Nil(t, err)
				refusal := auth.Permissions{}.MutateOperationContext(ctx, &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]})
				if strings.Contains(may, caller) {
					require.Nil(t, refusal)
					return
				}
				require.NotNil(t, refusal)
				want := kg.CodeForbidden
				if caller == "unknown" {
					want = kg.CodeUnauthenticated
				}
				require.Equal(t, want, kg.ErrorCode(refusal))
				require.NotEmpty(t, refusal.Locations)
			})
		}
	}
}
