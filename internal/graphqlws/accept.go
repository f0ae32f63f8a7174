// Package graphqlws accepts WebSockets for gqlgen's transport and keeps their
// clients to the protocol graphql-transport-ws
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md): what breaks it
// closes the connection with the code that the protocol names.
package graphqlws

import (
	"io"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
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
// another origin, is answered with what is wrong.
type Implementation struct {
	InitTimeout  time.Duration // how long a client may take to send connection_init
	WriteTimeout time.Duration // how long it may take to receive a message
}

var _ transport.WebsocketImplementation = Implementation{}

// Accept returns a connection; its error is always nil, since what is wrong has been
// answered already. The connection is then a closed one.
func (i Implementation) Accept(w http.ResponseWriter, r *http.Request, _ transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{Protocol}})
	if err != nil {
		return refused{}, nil
	}
	c := &conn{ctx: r.Context(), socket: socket, writeTimeout: i.WriteTimeout, names: map[string]string{}, clients: map[string]string{}}
	if socket.Subprotocol() != Protocol {
		c.close(CloseBadProtocol, "Subprotocol not acceptable: ask for "+Protocol)
		return c, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = time.AfterFunc(i.InitTimeout, func() { c.close(CloseInitTimeout, "Connection initialisation timeout") })
	return c, nil
}

// refused is the connection of a request that is not accepted.
type refused struct{}

func (refused) NextReader() (int, io.Reader, error) { return 0, nil, transport.ErrWebsocketClosed }
func (refused) WriteJSON(any) error                 { return transport.ErrWebsocketClosed }
func (refused) WriteClose(int, string) error        { return nil }
func (refused) Close() error                        { return nil }
func (refused) Subprotocol() string                 { return Protocol }
