package gen

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
)

// reading reads the arguments of a field.
type reading = func(ctx context.Context, raw map[string]any) (map[string]any, error)

// resolving returns the value of a field.
type resolving[T any] = func(ctx context.Context, fc *graphql.FieldContext) (T, error)

// resolveField answers a field that nothing intercepts: there is no interceptor of
// fields, and directives do nothing at run time. What it is given does not outlive it,
// so that callers need no memory for that.
func resolveField[T any](ctx context.Context, ec *executionContext, field graphql.CollectedField, object string, read reading, resolve resolving[T], marshal marshaling[T]) (marshaled graphql.Marshaler) {
	fc := &graphql.FieldContext{Object: object, Field: field}
	ctx = graphql.WithFieldContext(ctx, fc)
	defer func() {
		if r := recover(); r != nil {
			ec.Error(ctx, ec.Recover(ctx, r))
			marshaled = graphql.Null
		}
	}()
	if err := ec.readArguments(ctx, fc, read); err != nil {
		ec.Error(ctx, err)
		return graphql.Null
	}
	value, err := resolve(ctx, fc)
	if err != nil {
		ec.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	}
	return marshal(ctx, field.Selections, value)
}

func (ec *executionContext) readArguments(ctx context.Context, fc *graphql.FieldContext, read reading) (err error) {
	if read != nil {
		fc.Args, err = read(ctx, fc.Field.ArgumentMap(ec.Variables))
	}
	return err
}

// planned answers a field whose value was planned, with its arguments.
func planned[T any](ctx context.Context, ec *executionContext, field graphql.CollectedField, object string, children model.Children, marshal marshaling[T]) graphql.Marshaler {
	return resolveField(ctx, ec, field, object, nil, func(context.Context, *graphql.FieldContext) (T, error) {
		return model.Child[T](children, field.Alias)
	}, marshal)
}

// stream answers a field of a subscription, once for each value.
func stream[T any](ctx context.Context, ec *executionContext, field graphql.CollectedField, object string, read reading, resolve resolving[<-chan T], marshal marshaling[T]) func(context.Context) graphql.Marshaler {
	return graphql.ResolveFieldStream(ctx, ec.OperationContext, field,
		func(ctx context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
			fc := &graphql.FieldContext{Object: object, Field: field}
			ctx = graphql.WithFieldContext(ctx, fc)
			err := ec.readArguments(ctx, fc, read)
			if err != nil {
				ec.Error(ctx, err)
			}
			return fc, err
		},
		func(ctx context.Context) (any, error) { return resolve(ctx, graphql.GetFieldContext(ctx)) },
		nil, marshal, true, true)
}

// notOf is why an object cannot be shown as an interface.
func notOf(name string, obj any) error { return fmt.Errorf("%T is no %s of the schema", obj, name) }
