package observe

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

// Operations returns what counts, times and traces operations. Use it as the
// first extension of gqlgen's handler.
func (m *Metrics) Operations() graphql.HandlerExtension { return operations{m} }

type operations struct{ metrics *Metrics }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = operations{}

func (operations) ExtensionName() string                   { return "Observe" }
func (operations) Validate(graphql.ExecutableSchema) error { return nil }

type executedKey struct{}

// InterceptOperation observes each answer of an operation that is executed.
func (o operations) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	kind := operation.Operation.Operation
	cost := limits.CostOf(operation)
	o.metrics.operationCost.WithLabelValues(string(kind)).Observe(float64(cost))
	note(ctx, operation.Operation)
	execute := next(context.WithValue(ctx, executedKey{}, true))
	return func(ctx context.Context) *graphql.Response {
		start := time.Now()
		if kind != ast.Subscription {
			start = operation.Stats.OperationStart
		}
		ctx, span := tracer().Start(ctx, string(kind), trace.WithAttributes(
			attribute.String("graphql.operation.name", operation.Operation.Name),
			attribute.String("graphql.operation.type", string(kind)),
			attribute.Int64("graphql.operation.cost", cost),
		))
		defer span.End()
		response := execute(ctx)
		if response == nil {
			return nil
		}
		if kind != ast.Subscription {
			o.metrics.operationSeconds.WithLabelValues(o.metrics.names.label(operation.Operation.Name), string(kind)).Observe(time.Since(start).Seconds())
		}
		if o.count(ctx, response.Errors) {
			span.SetStatus(codes.Error, response.Errors[0].Message)
		}
		return response
	}
}

// InterceptResponse observes the errors of what is not executed.
func (o operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil && ctx.Value(executedKey{}) == nil {
		if graphql.HasOperationContext(ctx) {
			note(ctx, graphql.GetOperationContext(ctx).Operation)
		}
		o.count(ctx, response.Errors)
	}
	return response
}

// note says in the log who asked for what.
func note(ctx context.Context, operation *ast.OperationDefinition) {
	r := recordOf(ctx)
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.subject = auth.From(ctx).Subject
	if operation == nil {
		return
	}
	r.operation = string(operation.Operation)
	if operation.Name != "" {
		r.operation += " " + operation.Name
	}
	r.cost = limits.CostOf(graphql.GetOperationContext(ctx))
}

// mostCodes bounds what of one answer is logged.
const mostCodes = 5

// count counts errors by their code and reports whether there are any.
func (o operations) count(ctx context.Context, errs gqlerror.List) bool {
	for _, err := range errs {
		code := codeOf(err)
		o.metrics.errors.WithLabelValues(code).Inc()
		if r := recordOf(ctx); r != nil {
			r.failed(code)
		}
	}
	return len(errs) > 0
}

func (r *record) failed(code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.codes) < mostCodes {
		r.codes = append(r.codes, code)
	}
}

var countedCodes = map[string]bool{
	string(kg.CodeBadInput): true, string(kg.CodeNotFound): true, string(kg.CodeConflict): true, string(kg.CodeUnauthenticated): true,
	string(kg.CodeForbidden): true, string(kg.CodeRateLimited): true, string(kg.CodeTimeout): true, string(kg.CodeUnavailable): true,
	string(kg.CodeInternal): true, "GRAPHQL_PARSE_FAILED": true, "GRAPHQL_VALIDATION_FAILED": true, "PERSISTED_QUERY_NOT_FOUND": true,
}

func codeOf(err *gqlerror.Error) string {
	if code, _ := err.Extensions["code"].(string); countedCodes[code] {
		return code
	}
	return "other"
}
