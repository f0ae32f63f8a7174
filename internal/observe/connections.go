package observe

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
)

// Connections logs each connection that ends before a request of it was read whole:
// headers that do not arrive, or that are none. net/http answers those itself, if at
// all. Its zero value is ready to be used by one server.
type Connections struct {
	mu     sync.Mutex
	asking map[net.Conn]bool // those of which a request is being read
}

type connectionKey struct{}

// Watch has c told of a server's connections.
func (c *Connections) Watch(server *http.Server) {
	c.asking = map[net.Conn]bool{}
	server.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connectionKey{}, conn)
	}
	server.ConnState = c.changed
	next := server.Handler
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, ok := r.Context().Value(connectionKey{}).(net.Conn); ok {
			c.read(conn)
		}
		next.ServeHTTP(w, r)
	})
}

func (c *Connections) changed(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateActive:
		c.mu.Lock()
		c.asking[conn] = true
		c.mu.Unlock()
	case http.StateClosed:
		if c.read(conn) {
			slog.Info("a connection ended before its request was read", "from", conn.RemoteAddr().String())
		}
	case http.StateIdle, http.StateHijacked:
		c.read(conn)
	}
}

// read reports whether a request of a connection was being read, and notes that none
// is.
func (c *Connections) read(conn net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	asking := c.asking[conn]
	delete(c.asking, conn)
	return asking
}
