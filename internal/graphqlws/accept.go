// Package graphqlws accepts WebSockets for gqlgen's transport and keeps their
// clients to the protocol graphql-transport-ws
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md): what breaks it
// closes the connection with the code that the protocol names.
package graphqlws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"

	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
)

// Protocol is the only subprotocol that is spoken.
const Protocol = "graphql-transport-ws"

// The codes of the protocol that a connection is closed with.
const (
	CloseBadMessage        websocket.StatusCode = 4400
	CloseUnauthorized      websocket.StatusCode = 4401
	CloseForbidden         websocket.StatusCode = 4403
	CloseBadProtocol       websocket.StatusCode = 4406
	CloseInitTimeout       websocket.StatusCode = 4408
	CloseSubscriberExists  websocket.StatusCode = 4409
	CloseTooManyInitialise websocket.StatusCode = 4429
)

// Implementation accepts WebSockets. A request that is none, or comes from a page of
// an origin that is not allowed, is answered with what is wrong.
type Implementation struct {
	// Allowed reports whether the pages of a request's origin may open one, beside
	// those that the server itself serves; only these may where it is nil.
	Allowed func(*http.Request) bool

	InitTimeout  time.Duration // how long a client may take to send connection_init
	WriteTimeout time.Duration // how long it may take to receive a message
}

var _ transport.WebsocketImplementation = Implementation{}

// Accept returns a connection; its error is always nil, since what is wrong has been
// answered already. The connection is then a closed one.
func (i Implementation) Accept(w http.ResponseWriter, r *http.Request, _ transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	if !i.allowed(r) {
		graphqlhttp.Refuse(w, http.StatusForbidden, &kg.Error{Code: kg.CodeForbidden, Message: fmt.Sprintf(
			"pages of %.100q may not open a WebSocket here; the server can be told to let them, as it can be for other requests (CORS)", r.Header.Get("Origin"))})
		return refused{}, nil
	}
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{Protocol}, InsecureSkipVerify: true}) // allowed has decided
	if err != nil {
		return refused{}, nil
	}
	c := &conn{ctx: r.Context(), socket: socket, writeTimeout: i.WriteTimeout, names: map[string]string{}, clients: map[string]string{}}
	if socket.Subprotocol() != Protocol {
		c.close(CloseBadProtocol, "Subprotocol not acceptable: ask for "+Protocol)
		return c, nil
	}
	if o, ok := r.Context().Value(openingKey{}).(*opening); ok {
		o.conn = c
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = time.AfterFunc(i.InitTimeout, func() { c.close(CloseInitTimeout, "Connection initialisation timeout") })
	return c, nil
}

// allowed decides about the origin of a request. What is no page names none.
func (i Implementation) allowed(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || i.Allowed != nil && i.Allowed(r) {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && page.Host != "" && strings.EqualFold(page.Host, r.Host)
}

type openingKey struct{}

// opening knows the connection that a request has become.
type opening struct{ conn *conn }

// Opening returns the context of a request that may become a WebSocket, for EndAt.
func Opening(ctx context.Context) context.Context {
	return context.WithValue(ctx, openingKey{}, &opening{})
}

// EndAt closes the WebSocket of a context at a time, with a code and a reason; the
// context that it returns, for what is done over it, ends then, too. The context has
// to come of Opening, and the request to have been accepted.
func EndAt(ctx context.Context, at time.Time, code websocket.StatusCode, reason string) context.Context {
	o, ok := ctx.Value(openingKey{}).(*opening)
	if !ok || o.conn == nil {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	o.conn.endAt(at, func() {
		o.conn.close(code, reason)
		cancel(errors.New(reason))
	})
	return ctx
}

// refused is the connection of a request that is not accepted.
type refused struct{}

func (refused) NextReader() (int, io.Reader, error) { return 0, nil, transport.ErrWebsocketClosed }
func (refused) WriteJSON(any) error                 { return transport.ErrWebsocketClosed }
func (refused) WriteClose(int, string) error        { return nil }
func (refused) Close() error                        { return nil }
func (refused) Subprotocol() string                 { return Protocol }
