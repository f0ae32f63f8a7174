package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// load is many clients that read from and write to a server.
type load struct {
	t       *testing.T
	server  *server
	name    string
	known   string // what a question is answered that nobody's writing changes
	wanted  atomic.Bool
	clients sync.WaitGroup
	failed  atomic.Int64 // requests, of those that a fault may fail
	read    atomic.Int64 // answers

	mu     sync.Mutex
	groups []*group
	acked  map[string]int64 // numbers of activities by the keys that they were acknowledged under
}

const (
	writers = 6
	readers = 2

	// longest is how long a step may take with all its repetitions.
	longest = 3 * time.Minute
)

// again is how soon a server answers once a fault has passed, with all statements to
// be planned anew on a machine that is busy.
const again = 90 * time.Second

const unchanged = `{ actor(id: "vladimir-putin") { name spokespersons { edges { node { name } relation { id evidence { exact document { text } } } } } } search(text: "rock-solid") { matched } paths(from: "marco-rubio", to: "vladimir-putin") { paths { length } } }`

// underLoad starts clients.
func underLoad(t *testing.T, s *server, name string) *load {
	t.Helper()
	known, err := s.ask(t.Context(), unchanged, nil)
	require.NoError(t, err)
	l := &load{t: t, server: s, name: name, known: string(known), acked: map[string]int64{}}
	l.wanted.Store(true)
	for number := range writers {
		l.clients.Go(func() { l.write(number) })
	}
	for range readers {
		l.clients.Go(l.reads)
	}
	t.Cleanup(func() { l.wanted.Store(false); l.clients.Wait() })
	return l
}

// during lets the clients go on for a time.
func (l *load) during(lasting time.Duration) { time.Sleep(lasting) }

// write writes one group after another.
func (l *load) write(writer int) {
	for number := 0; l.wanted.Load(); number++ {
		g := &group{id: fmt.Sprintf("%sw%dn%d", l.name, writer, number)}
		l.mu.Lock()
		l.groups = append(l.groups, g)
		l.mu.Unlock()
		for step := range steps {
			if err := l.do(g, step); err != nil {
				l.t.Errorf("%s: %v", g.key(step), err)
				return
			}
		}
	}
}

// do sends a step until it is acknowledged, each time under the same key.
func (l *load) do(g *group, step int) error {
	ctx, cancel := context.WithTimeout(l.t.Context(), longest)
	defer cancel()
	for {
		m := g.step(step)
		var answer struct {
			Done struct {
				Activity struct{ Number int64 }
				Relation struct{ ID string }
			}
		}
		err := l.server.read(ctx, m.text, map[string]any{"input": m.input}, &answer)
		if err == nil {
			l.mu.Lock()
			l.acked[g.key(step)] = answer.Done.Activity.Number
			l.mu.Unlock()
			if step == 1 {
				g.criticism = answer.Done.Relation.ID
			}
			return nil
		}
		if !passing(err) || ctx.Err() != nil {
			return err
		}
		l.failed.Add(1)
		if err := l.whole(ctx, g); err != nil {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// whole returns an error where the first step of a group is there by half.
func (l *load) whole(ctx context.Context, g *group) error {
	var there map[string]json.RawMessage
	err := l.server.read(ctx, `query($document: ID!, $ada: ID!, $ben: ID!, $cy: ID!) { document(id: $document) { id } ada: entity(id: $ada) { id } ben: entity(id: $ben) { id } cy: entity(id: $cy) { id } }`,
		map[string]any{"document": g.document(), "ada": g.entity("ada"), "ben": g.entity("ben"), "cy": g.entity("cy")}, &there)
	if err != nil {
		if passing(err) {
			return nil
		}
		return err
	}
	missing := 0
	for _, thing := range there {
		if string(thing) == "null" {
			missing++
		}
	}
	if missing != 0 && missing != len(there) {
		return fmt.Errorf("half of a write is there: %v", there)
	}
	return nil
}

// reads asks again and again. What is answered has to be right.
func (l *load) reads() {
	for l.wanted.Load() {
		data, err := l.server.ask(l.t.Context(), unchanged, nil)
		switch {
		case err != nil && !passing(err):
			l.t.Errorf("reading: %v", err)
		case err != nil:
			l.failed.Add(1)
			time.Sleep(20 * time.Millisecond)
		case string(data) != l.known:
			l.t.Errorf("an answer is %s instead of %s", data, l.known)
		default:
			l.read.Add(1)
		}
	}
}

// answersWithin fails the test unless the server answers and says that it is
// ready within a time.
func (l *load) answersWithin(longest time.Duration) {
	l.t.Helper()
	before := l.read.Load()
	require.Eventually(l.t, func() bool { return l.read.Load() > before && l.server.ready() }, longest, 20*time.Millisecond,
		"the server does not answer again:\n%s", &l.server.log)
}

// end has every writer complete its group, and checks all that was written.
func (l *load) end() {
	l.t.Helper()
	l.wanted.Store(false)
	l.clients.Wait()
	require.NotEmpty(l.t, l.acked)
	l.checkJournal()
	l.checkGroups()
	l.checkCounts()
}
