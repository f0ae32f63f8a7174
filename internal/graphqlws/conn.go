package graphqlws

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
)

// conn is a connection whose client is kept to the protocol.
type conn struct {
	ctx          context.Context // of the request, to say in the log which it was
	socket       *websocket.Conn
	writeTimeout time.Duration
	waiting      *time.Timer // closes it unless connection_init comes
	ending       *time.Timer // closes it when its time is over; nil where it has none

	mu          sync.Mutex
	initialised bool
	names       map[string]string // of operations here, by the ids that the client chose
	clients     map[string]string // the other way round
	operations  int               // how many there were
	closed      bool
	deadline    *time.Timer
}

var _ interface {
	transport.WebsocketConn
	transport.WebsocketReadLimiter
	transport.WebsocketReadDeadliner
} = (*conn)(nil)

// NextReader returns the next message that the protocol allows.
func (c *conn) NextReader() (int, io.Reader, error) {
	for {
		kind, data, err := c.socket.Read(context.Background())
		if errors.Is(err, websocket.ErrMessageTooBig) {
			c.log(websocket.StatusMessageTooBig, err.Error())
		}
		if err != nil || c.isClosed() {
			return 0, nil, transport.ErrWebsocketClosed
		}
		if kind != websocket.MessageText || !utf8.Valid(data) {
			c.close(CloseBadMessage, "a message has to be text in UTF-8")
			return 0, nil, transport.ErrWebsocketClosed
		}
		pass, wrong := c.receive(data)
		if wrong != nil {
			c.close(wrong.code, wrong.reason)
			return 0, nil, transport.ErrWebsocketClosed
		}
		if pass != nil {
			return int(kind), bytes.NewReader(pass), nil
		}
	}
}

// WriteJSON sends a message, and drops a client that does not take it in time.
func (c *conn) WriteJSON(value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if data = c.send(data); data == nil {
		return nil
	}
	return c.write(data)
}

func (c *conn) write(data []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.writeTimeout)
	defer cancel()
	err := c.socket.Write(ctx, websocket.MessageText, data)
	if errors.Is(err, context.DeadlineExceeded) {
		c.log(websocket.StatusPolicyViolation, "the client takes nothing")
	}
	return err
}

// log tells what a client did wrong. The request as a whole was in order.
func (c *conn) log(code websocket.StatusCode, reason string) {
	slog.InfoContext(c.ctx, "a WebSocket is closed", "code", int(code), "reason", reason)
}

// WriteClose begins to close it.
func (c *conn) WriteClose(code int, reason string) error {
	c.close(websocket.StatusCode(code), reason)
	return nil
}

// longestReason is how much a closing frame holds, in bytes.
const longestReason = 123

func (c *conn) close(code websocket.StatusCode, reason string) {
	c.mu.Lock()
	before := c.closed
	c.closed = true
	c.mu.Unlock()
	if before {
		return
	}
	for len(reason) > longestReason || !utf8.ValidString(reason) {
		reason = reason[:min(len(reason)-1, longestReason)]
	}
	c.stopTimers()
	if code >= CloseBadMessage {
		c.log(code, reason)
	}
	// The client may take its time to answer; nobody is to wait for that.
	go func() { _ = c.socket.Close(code, reason) }()
}

// Close ends it now unless it is being closed.
func (c *conn) Close() error {
	c.mu.Lock()
	closing := c.closed
	c.closed = true
	c.mu.Unlock()
	if closing {
		return nil
	}
	c.stopTimers()
	return c.socket.CloseNow()
}

func (c *conn) stopTimers() {
	_ = c.SetReadDeadline(time.Time{})
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, timer := range []*time.Timer{c.waiting, c.ending} {
		if timer != nil {
			timer.Stop()
		}
	}
}

func (c *conn) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

func (c *conn) endAt(at time.Time, end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.ending = time.AfterFunc(time.Until(at), end)
	}
}

func (c *conn) Subprotocol() string { return Protocol }

// SetReadLimit bounds the size of a message; a larger one closes the connection.
func (c *conn) SetReadLimit(limit int64) { c.socket.SetReadLimit(limit) }

// SetReadDeadline ends the connection at a time; the zero time takes that back.
func (c *conn) SetReadDeadline(at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.deadline != nil {
		c.deadline.Stop()
		c.deadline = nil
	}
	if !at.IsZero() && !c.closed {
		c.deadline = time.AfterFunc(time.Until(at), func() { _ = c.socket.CloseNow() })
	}
	return nil
}
