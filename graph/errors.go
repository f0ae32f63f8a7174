package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/internal/kg"
)

var errNoPlan = errors.New("the operation has no plan; serve it with graph.NewHandler")

// presentError gives every error an extensions.code. What is not meant for the
// caller goes to the log instead.
func presentError(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	var known *kg.Error
	switch {
	case errors.As(err, &known):
		shown.Message = known.Message
		extend(shown, "code", string(known.Code))
		if argument := cmp.Or(known.Field, argumentAt(ctx, shown.Path)); argument != "" {
			shown.Message = argument + ": " + known.Message
			extend(shown, "argument", argument)
		}
		if known.Code == kg.CodeUnavailable {
			slog.ErrorContext(ctx, "store unavailable", "error", err)
		}
		if known.Code == kg.CodeInternal {
			return hide(ctx, shown, err)
		}
	case errors.Is(err, context.DeadlineExceeded):
		shown.Message = "the answer took longer than it may here; ask for less at once"
		extend(shown, "code", string(kg.CodeTimeout))
	case errors.Is(err, context.Canceled):
		shown.Message = "the request ended before its answer was complete"
		extend(shown, "code", string(kg.CodeUnavailable))
	case strings.HasSuffix(err.Error(), introspectionDisabled):
		shown.Message = "this server does not tell its schema"
		extend(shown, "code", string(kg.CodeForbidden))
	case isCallersFault(err):
		if shown.Extensions["code"] == nil {
			extend(shown, "code", string(kg.CodeBadInput))
		}
		if argument := argumentAt(ctx, shown.Path); argument != "" {
			shown.Message = argument + ": " + shown.Message
			extend(shown, "argument", argument)
		}
	default:
		return hide(ctx, shown, err)
	}
	return shown
}

// introspectionDisabled is how gqlgen's generated code says so.
const introspectionDisabled = "introspection disabled"

// argumentAt returns the argument that the path of an error leads to from the field
// being executed, such as "filter.from", or "".
func argumentAt(ctx context.Context, path ast.Path) string {
	if graphql.GetFieldContext(ctx) == nil {
		return ""
	}
	field := graphql.GetPath(ctx)
	if len(path) <= len(field) || !slices.Equal(path[:len(field)], field) {
		return ""
	}
	return strings.TrimPrefix(path[len(field):].String(), ".")
}

// isCallersFault reports whether gqlgen itself made the error: it could not
// parse, validate or coerce what the caller sent.
func isCallersFault(err error) bool {
	var made *gqlerror.Error
	return errors.As(err, &made) && made.Err == nil
}

func hide(ctx context.Context, shown *gqlerror.Error, err error) *gqlerror.Error {
	slog.ErrorContext(ctx, "internal error", "path", shown.Path.String(), "error", err)
	shown.Message = "something went wrong here; it has been logged"
	extend(shown, "code", string(kg.CodeInternal))
	return shown
}

// byPath orders errors by where in the answer they belong, then by what they say.
// Those of an argument stand beneath its field; those of the query itself keep the
// order of its text.
func byPath(a, b *gqlerror.Error) int {
	if len(a.Path) == 0 && len(b.Path) == 0 {
		return 0
	}
	return cmp.Or(slices.CompareFunc(a.Path, b.Path, comparePathElements), cmp.Compare(a.Message, b.Message))
}

func comparePathElements(a, b ast.PathElement) int {
	i, isIndex := a.(ast.PathIndex)
	j, isToo := b.(ast.PathIndex)
	if isIndex && isToo {
		return cmp.Compare(i, j)
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func extend(e *gqlerror.Error, key string, value any) {
	if e.Extensions == nil {
		e.Extensions = map[string]any{}
	}
	e.Extensions[key] = value
}

// recovered makes an error of a panic, for presentError to log and hide.
func recovered(_ context.Context, reason any) error {
	return fmt.Errorf("panic: %v\n%s", reason, debug.Stack())
}

// badInput returns what is wrong with an argument that is an input object.
func badInput(ctx context.Context, argument string, err error) error {
	message := err.Error()
	var made *gqlerror.Error
	if errors.As(err, &made) {
		message = made.Message
		if within := argumentAt(ctx, made.Path); within != "" {
			argument += "." + within
		}
	}
	var known *kg.Error
	if errors.As(err, &known) {
		message = known.Message
	}
	return kg.BadInput(argument, "%s", message)
}
