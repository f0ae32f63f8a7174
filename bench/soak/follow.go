package soak

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// How long a follower stays before it is cut off and goes on with a new
// connection.
const (
	shortestStay = 2 * time.Second
	longestStay  = 20 * time.Second
)

// follow starts followers of what becomes of relations after an activity, until
// ctx ends.
func (c *client) follow(ctx context.Context, after int64, n int) *sync.WaitGroup {
	var followers sync.WaitGroup
	for i := range n {
		transport, connect := "SSE", c.events
		if i%2 == 1 {
			transport, connect = "WebSocket", c.socket
		}
		subscription := added
		if i/2%2 == 1 {
			subscription = retracted
		}
		f := c.ledger.follower(fmt.Sprintf("%s %d", transport, i), subscription, place{after, 0})
		random := rand.New(rand.NewPCG(uint64(i), 3))
		followers.Go(func() {
			for ctx.Err() == nil {
				stay, cancel := context.WithTimeout(ctx, shortestStay+rand.N(longestStay-shortestStay))
				began := time.Now()
				err := connect(stay, f)
				ended := stay.Err() != nil
				cancel()
				if ended { // by this side
					err = nil
				}
				c.tally.add("subscriptions by "+transport, time.Since(began), err)
				if err != nil {
					time.Sleep(time.Duration(random.IntN(1000)) * time.Millisecond)
				}
			}
		})
	}
	return &followers
}

// subscription returns what a follower asks for, after the last event that it
// was told of.
func (c *client) subscription(f *told) (query string, variables map[string]any) {
	return fmt.Sprintf(`subscription Follow($after: ID) { %s(after: $after) { id relation { id subject { name } object { name } } activity { number agent } } }`, f.subscription),
		map[string]any{"after": c.ledger.last(f)}
}

// told notes an event.
func (c *client) told(f *told, payload []byte) error {
	var events map[string]struct{ ID string }
	if err := decode(http.StatusOK, payload, &events); err != nil {
		return err
	}
	return c.ledger.tell(f, events[f.subscription].ID)
}

var errEnded = failure{"ENDED", "the server ended the subscription"}

// events follows by server-sent events.
func (c *client) events(ctx context.Context, f *told) error {
	query, variables := c.subscription(f)
	request, err := c.request(ctx, query, variables)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/event-stream")
	response, err := (&http.Client{Transport: c.http.Transport}).Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if payload, is := strings.CutPrefix(lines.Text(), "data: "); is && payload != "" {
			if err := c.told(f, []byte(payload)); err != nil {
				return err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return errEnded
}

type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// socket follows by graphql-transport-ws.
func (c *client) socket(ctx context.Context, f *told) error {
	socket, _, err := websocket.Dial(ctx, c.server.URL, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPClient: &http.Client{Transport: c.http.Transport}})
	if err != nil {
		return err
	}
	defer func() { _ = socket.CloseNow() }()
	query, variables := c.subscription(f)
	payload, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	if err := wsjson.Write(ctx, socket, message{Type: "connection_init"}); err != nil {
		return err
	}
	for {
		var m message
		if err := wsjson.Read(ctx, socket, &m); err != nil {
			return err
		}
		switch m.Type {
		case "connection_ack":
			err = wsjson.Write(ctx, socket, message{Type: "subscribe", ID: "1", Payload: payload})
		case "ping":
			err = wsjson.Write(ctx, socket, message{Type: "pong"})
		case "next":
			err = c.told(f, m.Payload)
		case "error", "complete":
			err = failure{"ENDED", fmt.Sprintf("%s %s", m.Type, m.Payload)}
		}
		if err != nil {
			return err
		}
	}
}
