package limits_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

// operating returns a context of an operation.
func operating(kind ast.Operation) context.Context {
	return graphql.WithOperationContext(context.Background(), &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: kind}})
}

// asking returns a context of a query of some cost.
func asking(cost int64) context.Context {
	ctx := operating(ast.Query)
	graphql.GetOperationContext(ctx).Stats.SetExtension("Cost", cost)
	return ctx
}

var answered = &graphql.Response{Data: []byte("{}")}

// through executes an operation, which waits for release, behind a gate.
func through(g *limits.Gate, ctx context.Context, release <-chan struct{}) *graphql.Response {
	return g.InterceptOperation(ctx, func(context.Context) graphql.ResponseHandler {
		return func(ctx context.Context) *graphql.Response {
			select {
			case <-release:
				return answered
			case <-ctx.Done():
				return nil
			}
		}
	})(ctx)
}

func TestAGateExecutesSoManyAtOnceAndLetsSoManyWait(t *testing.T) {
	g := limits.NewGate(2, 1, time.Minute, 0)
	release, results := make(chan struct{}), make(chan *graphql.Response, 3)
	enter := func() {
		go func() { results <- through(g, operating(ast.Query), release) }()
	}
	enter()
	enter()
	require.Eventually(t, func() bool { return g.Working() == 2 }, time.Minute, time.Millisecond)
	enter()
	require.Eventually(t, func() bool { return g.Waiting() == 1 }, time.Minute, time.Millisecond)

	refused := through(g, operating(ast.Mutation), release)
	require.Equal(t, "UNAVAILABLE", refused.Errors[0].Extensions["code"])
	opened := make(chan struct{})
	close(opened)
	require.Equal(t, answered, through(g, operating(ast.Subscription), opened), "subscriptions pass")

	close(release)
	for range 3 {
		require.Equal(t, answered, <-results)
	}
	require.Zero(t, g.Working())
	require.Zero(t, g.Waiting())
}

// A WebSocket asks for answers until there is none, also when its client has gone.
func TestAnOperationIsRefusedOnce(t *testing.T) {
	g := limits.NewGate(1, 1, time.Minute, 0)
	ctx, cancel := context.WithCancel(operating(ast.Query))
	responses := g.InterceptOperation(ctx, func(context.Context) graphql.ResponseHandler {
		return func(context.Context) *graphql.Response { return nil }
	})
	cancel()
	require.NotNil(t, responses(ctx))
	require.Nil(t, responses(ctx))
}

func TestHeavyOperationsLeaveTurnsToLightOnes(t *testing.T) {
	g := limits.NewGate(64, 100, time.Minute, 0)
	release, opened := make(chan struct{}), make(chan struct{})
	close(opened)
	const heavy = 100
	results := make(chan *graphql.Response, heavy)
	for range heavy {
		go func() { results <- through(g, asking(50_000), release) }()
	}
	turns := max(1, runtime.GOMAXPROCS(0)/2)
	require.Eventually(t, func() bool { return g.Working()+g.Waiting() == heavy }, time.Minute, time.Millisecond)
	require.Equal(t, turns, g.Working())
	for range 1000 {
		require.Equal(t, answered, through(g, asking(10), opened), "none waits")
	}
	close(release)
	for range heavy {
		require.Equal(t, answered, <-results)
	}
	require.Zero(t, g.Working())
}

func TestAHeavyOperationLetsAnotherClientsGoOn(t *testing.T) {
	g := limits.NewGate(1, 10, time.Minute, 0)
	as := func(client string, do func(ctx context.Context)) {
		r := from(client).WithContext(asking(50_000))
		limits.Clients(nil, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			g.InterceptOperation(r.Context(), func(context.Context) graphql.ResponseHandler {
				return func(ctx context.Context) *graphql.Response { do(ctx); return answered }
			})(r.Context())
		})).ServeHTTP(httptest.NewRecorder(), r)
	}
	done := make(chan struct{})
	as("192.0.2.1:1", func(ctx context.Context) {
		require.NoError(t, kg.Pause(ctx), "nobody waits")
		go as("192.0.2.2:1", func(context.Context) { close(done) })
		require.Eventually(t, func() bool { return g.Waiting() == 1 }, time.Minute, time.Millisecond)
		require.NoError(t, kg.Pause(ctx))
		<-done // or this would never end
	})
}

func TestWhoWaitsTooLongIsToldToComeBack(t *testing.T) {
	g := limits.NewGate(1, 10, 20*time.Millisecond, 0)
	release := make(chan struct{})
	defer close(release)
	go through(g, operating(ast.Query), release)
	require.Eventually(t, func() bool { return g.Working() == 1 }, time.Minute, time.Millisecond)
	w := httptest.NewRecorder()
	limits.Receive(0, 0, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx := graphql.WithOperationContext(r.Context(), graphql.GetOperationContext(operating(ast.Query)))
		require.Equal(t, "UNAVAILABLE", through(g, ctx, release).Errors[0].Extensions["code"])
	})).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	require.Equal(t, "1", w.Header().Get("Retry-After"))

	ctx, cancel := context.WithCancel(operating(ast.Query))
	cancel()
	require.NotEmpty(t, through(g, ctx, nil).Errors)
	require.Zero(t, g.Waiting())
}

func TestAnOperationThatTakesTooLongIsTold(t *testing.T) {
	g := limits.NewGate(1, 0, 0, 20*time.Millisecond)
	response := through(g, operating(ast.Query), nil)
	require.Equal(t, "TIMEOUT", response.Errors[0].Extensions["code"])
	require.Zero(t, g.Working())
	opened := make(chan struct{})
	close(opened)
	require.Equal(t, answered, through(g, operating(ast.Query), opened))
}

func TestAClientHasSoManySubscriptionsAtOnce(t *testing.T) {
	s := limits.NewSubscriptions(2)
	subscribe := func(address string) (code any, end func()) {
		ctx, cancel := context.WithCancel(operating(ast.Subscription))
		r := from(address).WithContext(ctx)
		limits.Clients(nil, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			response := s.InterceptOperation(r.Context(), func(context.Context) graphql.ResponseHandler { return graphql.OneShot(answered) })(r.Context())
			if len(response.Errors) > 0 {
				code = response.Errors[0].Extensions["code"]
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
		return code, cancel
	}
	code, end := subscribe("192.0.2.1:1")
	require.Nil(t, code)
	code, _ = subscribe("192.0.2.1:2")
	require.Nil(t, code)
	code, _ = subscribe("192.0.2.1:3")
	require.Equal(t, "RATE_LIMITED", code)
	code, other := subscribe("192.0.2.2:1")
	require.Nil(t, code, "another client")
	require.Equal(t, 3, s.Open())
	end()
	other()
	require.Eventually(t, func() bool { return s.Open() == 1 }, time.Minute, time.Millisecond)
	code, _ = subscribe("192.0.2.1:4")
	require.Nil(t, code, "one has ended")
}

func TestAStreamIsToldFromARequest(t *testing.T) {
	for name, c := range map[string]struct {
		header, value string
		want          bool
	}{
		"a WebSocket":                 {"Upgrade", "websocket", true},
		"server-sent events":          {"Accept", "text/event-stream", true},
		"events, or else an answer":   {"Accept", "application/json;q=0.5, text/event-stream", true},
		"an answer":                   {"Accept", "application/json", false},
		"whatever a browser asks for": {"Accept", "text/html, */*", false},
		"nothing":                     {"Accept", "", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set(c.header, c.value)
		require.Equal(t, c.want, limits.IsStream(r), name)
	}
}
