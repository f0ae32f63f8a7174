package gen

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// resolveField is graphql.ResolveField for fields that nothing intercepts: there is no
// interceptor of fields, and directives do nothing at run time. What it is given does
// not outlive it, so that callers need no memory for that.
func resolveField[T any](
	ctx context.Context,
	oc *graphql.OperationContext,
	field graphql.CollectedField,
	initialize func(ctx context.Context, field graphql.CollectedField) (*graphql.FieldContext, error),
	resolve func(ctx context.Context) (any, error),
	marshal func(ctx context.Context, selections ast.SelectionSet, v T) graphql.Marshaler,
	nonNull bool,
) (marshaled graphql.Marshaler) {
	fc, err := initialize(ctx, field)
	if err != nil {
		return graphql.Null
	}
	ctx = graphql.WithFieldContext(ctx, fc)
	defer func() {
		if r := recover(); r != nil {
			oc.Error(ctx, oc.Recover(ctx, r))
			marshaled = graphql.Null
		}
	}()
	resolved, err := resolve(ctx)
	switch value, ok := resolved.(T); {
	case err != nil:
		oc.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	case ok:
		fc.Result = value
		return marshal(ctx, field.Selections, value)
	case resolved != nil:
		graphql.AddErrorf(ctx, "%s is a %T", field.Name, resolved)
	case nonNull:
		graphql.AddInvalidNullError(ctx, "")
	}
	return graphql.Null
}
