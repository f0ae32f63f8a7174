package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/graphqlws"
	"conflictgraph/internal/kg"
)

// How often a silent connection is probed, how long a client may take to begin,
// and how long to take one event.
const (
	pingInterval = 15 * time.Second
	initTimeout  = 10 * time.Second
	takeTimeout  = time.Minute
)

// addStreams adds the transports of subscriptions: graphql-transport-ws, and
// server-sent events.
func addStreams(h *handler.Server, options Options) {
	h.AddTransport(sockets{transport.Websocket{
		Implementation:   graphqlws.Implementation{Allowed: options.AllowedOrigin, InitTimeout: initTimeout, WriteTimeout: takeTimeout},
		PingPongInterval: pingInterval,
		InitFunc:         options.begin,
	}})
	h.AddTransport(graphqlhttp.Events{SSE: transport.SSE{KeepAlivePingInterval: pingInterval}, MaxBody: options.MaxBody, WriteTimeout: takeTimeout})
}

// sockets are WebSockets that begin can have end.
type sockets struct{ transport.Websocket }

func (s sockets) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	s.Websocket.Do(w, r.WithContext(graphqlws.Opening(r.Context())), exec)
}

// begin finds out who opens a WebSocket: a browser's page cannot send headers, so
// the first message may carry what Authorization would. The connection ends with the
// token.
func (o Options) begin(ctx context.Context, payload transport.InitPayload) (context.Context, *transport.InitPayload, error) {
	ctx = context.WithValue(ctx, socketKey{}, true)
	if o.Streaming != nil {
		var err error
		if ctx, err = o.Streaming(ctx, payload.Authorization()); err != nil {
			return transport.AppendCloseReason(transport.WithWebsocketCloseCode(ctx, int(graphqlws.CloseForbidden)), "Forbidden: "+err.Error()), nil, err
		}
	}
	if until := auth.From(ctx).Until; !until.IsZero() {
		ctx = graphqlws.EndAt(ctx, until, graphqlws.CloseUnauthorized, "Unauthorized: "+auth.ErrExpired.Message)
	}
	return ctx, nil, nil
}

type socketKey struct{}

// fail ends a subscription with an error. What is sent over a WebSocket has a
// message for it; what is sent otherwise gets it as the last event.
func (r *run) fail(ctx context.Context, err error) {
	shown := presentError(ctx, err)
	if ctx.Value(socketKey{}) != nil {
		transport.AddSubscriptionError(ctx, shown)
		return
	}
	r.failed <- shown
}

// last returns the error that a subscription ended with, once, as a response.
func (r *run) last() *graphql.Response {
	select {
	case shown := <-r.failed:
		return &graphql.Response{Errors: gqlerror.List{shown}}
	default:
		return nil
	}
}

// An event is one change of an activity.
type event struct {
	activity *model.Activity
	change   kg.Change
	id       eventID
}

// An eventID is the place of an event: the activity's number and the change's
// place in it.
type eventID struct {
	activity int64
	change   int
}

func (id eventID) String() string { return fmt.Sprintf("%d.%d", id.activity, id.change) }

func parseEventID(text string) (id eventID, err error) {
	if _, err := fmt.Sscanf(text, "%d.%d", &id.activity, &id.change); err != nil || id.String() != text || id.activity < 1 || id.change < 0 {
		return id, kg.BadInput("after", "%q is not the id of an event; give one that a subscription sent", text)
	}
	return id, nil
}

// recorded returns the id of an event that there is, since after one that never was
// nothing would ever be sent.
func (r *run) recorded(ctx context.Context, text string) (eventID, error) {
	id, err := parseEventID(text)
	if err != nil {
		return id, err
	}
	found, err := r.store.Get(ctx, kg.Keys{Journal: &kg.JournalRequest{After: id.activity - 1, Limit: 1}})
	if err != nil {
		return id, err
	}
	if len(found.Journal) == 0 || found.Journal[0].Number != id.activity {
		newest, err := kg.NewestActivity(ctx, r.store)
		if err != nil {
			return id, err
		}
		return id, kg.BadInput("after", "%q is not the id of an event: the newest activity is %d; give one that a subscription sent, or none to follow from now on", text, newest)
	}
	if changes := max(len(found.Journal[0].Changes), 1); id.change >= changes {
		return id, kg.BadInput("after", "%q is not the id of an event: the last of activity %d is %q; give one that a subscription sent", text, id.activity, eventID{id.activity, changes - 1})
	}
	return id, nil
}

// follow has show make a value of each event after the one of an id, or from now
// on, until ctx or the connection ends. Where show returns nil, nothing is sent.
func follow[T any](ctx context.Context, after *string, show func(context.Context, *run, event) (*T, error)) (<-chan *T, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	var from int64
	var last eventID
	if after == nil {
		from, err = kg.NewestActivity(ctx, run.store)
	} else {
		last, err = run.recorded(ctx, *after)
		from = last.activity - 1 // events of the same activity may be left
	}
	if err != nil {
		return nil, err
	}
	return stream(ctx, run, func(ctx context.Context, send func(*T) error) error {
		return run.feed.Follow(ctx, from, func(a kg.Activity) error {
			for i, c := range a.Changes {
				id := eventID{a.Number, i}
				if id.activity == last.activity && id.change <= last.change {
					continue
				}
				value, err := show(ctx, run, event{&model.Activity{Activity: a}, c, id})
				if err == nil && value != nil {
					err = send(value)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}), nil
}

// stream sends what follow does, until that ends, or ctx, the token, or the connection.
func stream[T any](ctx context.Context, run *run, follow func(ctx context.Context, send func(*T) error) error) <-chan *T {
	connection := ctx
	ctx, cancel := auth.UntilExpired(ctx)
	values := make(chan *T)
	go func() {
		defer close(values)
		defer cancel()
		go func() {
			select {
			case <-run.closing:
				cancel()
			case <-ctx.Done():
			}
		}()
		err := follow(ctx, func(value *T) error {
			select {
			case values <- value:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if errors.Is(context.Cause(ctx), auth.ErrExpired) {
			if connection.Value(socketKey{}) != nil {
				<-connection.Done() // it ends with the token, too, and says why
				return
			}
			err = auth.ErrExpired
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			run.fail(ctx, err)
		}
	}()
	return values
}

// followRelations sends what becomes of relations that pass a filter.
func followRelations(ctx context.Context, kind kg.ChangeKind, f filter, after *string) (<-chan *model.RelationEvent, error) {
	operation, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	if f != nil {
		if err := operation.types.check(ctx, "filter", *f); err != nil {
			return nil, err
		}
		if err := operation.known.check(ctx, f.Named("filter")); err != nil {
			return nil, err
		}
	}
	subscription := graphql.GetFieldContext(ctx).Field
	return follow(ctx, after, func(ctx context.Context, run *run, e event) (*model.RelationEvent, error) {
		if e.change.Kind != kind {
			return nil, nil
		}
		shown := &model.RelationEvent{ID: e.id.String(), Activity: e.activity}
		v := run.showing(ctx, subscription, e.change.ID, func(alias string, n model.Node) {
			shown.Set(alias, present[*model.Relation](n, e.change.ID))
		}, "relation")
		passes := false
		v.keys.Relations, v.keys.Need.Claims = append(v.keys.Relations, e.change.ID), true // for the filter
		if f != nil {
			for _, one := range f.All("filter") {
				v.keys.Entities = append(append(append(v.keys.Entities, one.With...), one.AttributedTo...), one.Places...)
			}
		}
		var now kg.RelationFilter
		if f != nil {
			var err error
			now, err = f.Locating(func(places []string) ([]string, error) { return kg.PlacesIn(ctx, run.store.Pages, places, nil) })
			if err != nil {
				return nil, err
			}
		}
		v.then = append(v.then, func() {
			r := v.known.Relations[e.change.ID]
			passes = r != nil && v.naming(now).Holds(r, "", false, v.publisher)
		})
		if err := v.plan.complete(ctx); err != nil || !passes {
			return nil, err
		}
		return shown, nil
	})
}

// publisher returns who published a document that is known.
func (v *view) publisher(document string) string {
	if d := v.known.Documents[document]; d != nil {
		return d.Details.Publisher
	}
	return ""
}

// naming returns a filter that names entities, which are known, by what they are now.
func (v *view) naming(f kg.RelationFilter) kg.RelationFilter {
	return f.Naming(func(ids []string) []string {
		now := slices.Clone(ids)
		for i, id := range ids {
			if e := v.known.Entities[id]; e != nil {
				now[i] = e.ID
			}
		}
		return now
	})
}

// followEntity sends what becomes of an entity.
func followEntity(ctx context.Context, id string, after *string) (<-chan *model.EntityEvent, error) {
	if err := kg.CheckEntityID(id); err != nil {
		return nil, kg.BadInput("id", "%v", err)
	}
	operation, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	if err := operation.known.check(ctx, kg.Named(nil).With("id", kg.ThingEntity, id)); err != nil {
		return nil, err
	}
	subscription := graphql.GetFieldContext(ctx).Field
	return follow(ctx, after, func(ctx context.Context, run *run, e event) (*model.EntityEvent, error) {
		switch e.change.Kind {
		case kg.EntityAdded, kg.EntityUpdated, kg.AliasAdded, kg.AliasRemoved, kg.IdentifierAdded, kg.IdentifierRemoved, kg.EntityMerged, kg.EntityUnmerged:
			if concerned, err := run.concerns(ctx, e.change, id); err != nil || !concerned {
				return nil, err
			}
		default:
			return nil, nil
		}
		shown := &model.EntityEvent{ID: e.id.String(), Activity: e.activity, Change: &model.Change{Change: e.change}}
		v := run.showing(ctx, subscription, id, func(alias string, n model.Node) { shown.Set(alias, present[model.Entity](n, id)) }, "entity")
		return shown, v.plan.complete(ctx)
	})
}

// concerns reports whether a change is one of an entity, or of what that is one with now.
func (r *run) concerns(ctx context.Context, c kg.Change, id string) (bool, error) {
	if slices.Contains(c.Of(), id) {
		return true, nil
	}
	found, err := r.store.Get(ctx, kg.Keys{Entities: append(c.Of(), id)})
	if err != nil {
		return false, err
	}
	followed := found.Entities[id]
	return followed != nil && slices.ContainsFunc(c.Of(), func(changed string) bool {
		e := found.Entities[changed]
		return e != nil && e.ID == followed.ID
	}), nil
}
