// Package gen executes operations on the API's schema: the code of its types is
// generated, by `go generate ./graph`.
package gen

import (
	"bytes"
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

var parsed = gqlparser.MustLoadSchema(sources...)

// Schema returns the schema, which is not to be changed.
func Schema() *ast.Schema { return parsed }

// SchemaText returns the schema as it is written.
func SchemaText() string { return sources[0].Input }

// NewExecutableSchema returns what executes operations with the resolvers of their
// fields.
func NewExecutableSchema(resolvers ResolverRoot) graphql.ExecutableSchema {
	return executableSchema{resolvers}
}

type executableSchema struct{ resolvers ResolverRoot }

func (executableSchema) Schema() *ast.Schema { return parsed }

// Complexity is what an extension of gqlgen asks for that is not used.
func (executableSchema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s executableSchema) Exec(ctx context.Context) graphql.ResponseHandler {
	ec := &executionContext{graphql.GetOperationContext(ctx), s.resolvers}
	selected := ec.Operation.SelectionSet
	switch ec.Operation.Operation {
	case ast.Query:
		return ec.once(func(ctx context.Context) graphql.Marshaler { return ec._Query(ctx, selected) })
	case ast.Mutation:
		return ec.once(func(ctx context.Context) graphql.Marshaler { return ec._Mutation(ctx, selected) })
	}
	return each(ec._Subscription(ctx, selected))
}

// once answers with what execute returns.
func (ec *executionContext) once(execute func(context.Context) graphql.Marshaler) graphql.ResponseHandler {
	answered := false
	return each(func(ctx context.Context) graphql.Marshaler {
		if answered {
			return nil
		}
		answered = true
		return execute(graphql.WithLazyInputUnmarshalerIndex(ctx, ec.inputs))
	})
}

// each answers with each thing that next returns, up to nil.
func each(next func(context.Context) graphql.Marshaler) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response {
		data := next(ctx)
		if data == nil {
			return nil
		}
		var buf bytes.Buffer
		data.MarshalGQL(&buf)
		return &graphql.Response{Data: buf.Bytes()}
	}
}

// executionContext is one operation being executed.
type executionContext struct {
	*graphql.OperationContext
	resolvers ResolverRoot
}

var errIntrospection = errors.New("introspection disabled")

// IntrospectSchema and IntrospectType answer __schema and __type.
func (ec *executionContext) IntrospectSchema() (*introspection.Schema, error) {
	if ec.DisableIntrospection {
		return nil, errIntrospection
	}
	return introspection.WrapSchema(parsed), nil
}

func (ec *executionContext) IntrospectType(name string) (*introspection.Type, error) {
	if ec.DisableIntrospection {
		return nil, errIntrospection
	}
	return introspection.WrapTypeFromDef(parsed, parsed.Types[name]), nil
}
