package graphqlws

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/coder/websocket"
)

// message is what is sent in either direction.
type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// violation says how a client broke the protocol.
type violation struct {
	code   websocket.StatusCode
	reason string
}

func bad(format string, args ...any) *violation {
	return &violation{CloseBadMessage, "Invalid message: " + fmt.Sprintf(format, args...)}
}

var pong = []byte(`{"type":"pong"}`)

// receive returns what of a message of the client is to be passed on: nil where
// nothing is.
func (c *conn) receive(data []byte) (pass []byte, wrong *violation) {
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, bad("it is no JSON object with a type")
	}
	if !isObject(m.Payload) {
		return nil, bad("the payload has to be an object")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch m.Type {
	case "connection_init":
		if c.initialised {
			return nil, &violation{CloseTooManyInitialise, "Too many initialisation requests"}
		}
		c.initialised = true
		c.waiting.Stop()
		return data, nil
	case "ping", "pong":
		if c.initialised {
			return data, nil
		}
		if m.Type == "ping" { // gqlgen answers none before it has the first message
			go func() { _ = c.write(pong) }()
		}
		return nil, nil
	case "complete":
		return c.completes(m), nil
	case "subscribe":
		return c.subscribes(m)
	}
	return nil, bad("there is no type %.20q for clients", m.Type)
}

// subscribes begins an operation. It gets a name of its own here: the client may
// use its id again once it has completed the operation, which ends later.
func (c *conn) subscribes(m message) ([]byte, *violation) {
	var operation struct {
		Query      string          `json:"query"`
		Extensions json.RawMessage `json:"extensions"`
	}
	switch {
	case !c.initialised:
		return nil, &violation{CloseUnauthorized, "Unauthorized"}
	case m.ID == "":
		return nil, bad("subscribe needs an id")
	case json.Unmarshal(m.Payload, &operation) != nil || operation.Query == "" && len(operation.Extensions) == 0:
		return nil, bad("the payload of subscribe needs a query")
	case c.names[m.ID] != "":
		return nil, &violation{CloseSubscriberExists, "Subscriber for " + m.ID + " already exists"}
	}
	c.operations++
	name := strconv.Itoa(c.operations)
	c.names[m.ID], c.clients[name] = name, m.ID
	m.ID = name
	return m.text(), nil
}

// completes ends an operation on behalf of the client.
func (c *conn) completes(m message) []byte {
	name, known := c.names[m.ID]
	if !known {
		return nil // it has ended, and the client does not know yet
	}
	delete(c.names, m.ID)
	delete(c.clients, name)
	m.ID = name
	return m.text()
}

// send returns a message as the client is to see it: nil where it has completed the
// operation that the message is of.
func (c *conn) send(data []byte) []byte {
	var m message
	if err := json.Unmarshal(data, &m); err != nil || m.ID == "" {
		return data
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	id, known := c.clients[m.ID]
	if !known {
		return nil
	}
	if m.Type == "complete" || m.Type == "error" {
		delete(c.clients, m.ID)
		delete(c.names, id)
	}
	m.ID = id
	return m.text()
}

func (m message) text() []byte {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // unreachable: it was read from JSON
	}
	return text
}

// isObject reports whether a payload is an object, or none at all.
func isObject(payload json.RawMessage) bool {
	text := strings.TrimSpace(string(payload))
	return text == "" || text == "null" || text[0] == '{'
}
