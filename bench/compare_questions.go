package main

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

// dialect is how a server wants to be asked.
type dialect int

const (
	ours dialect = iota
	peers
)

// hop is a page of whom an actor met, newest first, with as many hops
// beneath it as there are.
type hop struct {
	first          int
	filtered       bool // only what occurred in five years, oldest first
	alias          string
	node, relation []string // fields, each with its alias where it has one
	more           bool     // whether there are more is asked for
	beneath        *hop
}

// walkedType is the type of the relations that the questions walk, from either
// end to the other.
const walkedType = "met-with"

func (h *hop) write(b *strings.Builder, d dialect) {
	fmt.Fprintf(b, "%s: ", h.alias)
	switch {
	case d == ours && h.filtered:
		fmt.Fprintf(b, `metWith(first: %d, orderBy: OLDEST_FIRST, filter: {status: [OCCURRED], from: "2017-01-01", to: "2021-12-31"})`, h.first)
	case d == ours:
		fmt.Fprintf(b, `metWith(first: %d)`, h.first)
	case h.filtered:
		fmt.Fprintf(b, `metWithConnection(first: %d, sort: [{edge: {start: ASC}}, {edge: {id: DESC}}], where: {edge: {status: {in: ["OCCURRED"]}, start: {gte: "2017-01-01", lte: "2021-12-31"}}})`, h.first)
	default:
		fmt.Fprintf(b, `metWithConnection(first: %d, sort: [{edge: {start: DESC}}, {edge: {id: ASC}}])`, h.first)
	}
	fmt.Fprintf(b, " { edges { node { %s", strings.Join(h.node, " "))
	if h.beneath != nil {
		b.WriteString(" ")
		h.beneath.write(b, d)
	}
	relation := "relation"
	if d == peers {
		relation = "relation: properties"
	}
	fmt.Fprintf(b, " } %s { %s } }", relation, strings.Join(h.relation, " "))
	if h.more {
		b.WriteString(" pageInfo { hasNextPage }")
	}
	b.WriteString(" }")
}

// text returns the query that asks for an actor by $id and for the hop.
func (d dialect) text(h *hop) string {
	var b strings.Builder
	b.WriteString("query ($id: ID!) { actor: ")
	if d == ours {
		b.WriteString("actor(id: $id)")
	} else {
		b.WriteString("actors(where: {id: {eq: $id}})")
	}
	b.WriteString(" { id name")
	if h != nil {
		b.WriteString(" ")
		h.write(&b, d)
	}
	b.WriteString(" } }")
	return b.String()
}

// hops returns a page of the first size, and beneath each of its actors one of
// the next.
func hops(filtered bool, sizes ...int) *hop {
	if len(sizes) == 0 {
		return nil
	}
	return &hop{
		first: sizes[0], filtered: filtered, alias: "metWith", node: []string{"id", "name"}, relation: []string{"id", "status", "certainty"},
		beneath: hops(filtered, sizes[1:]...),
	}
}

// question is something that is asked of every server.
type question struct {
	name string
	ids  []string              // of the actors that it is asked of
	hop  func(*rand.Rand) *hop // nil for the actor alone
}

// asked is a question as a server is asked it.
type asked struct {
	text, id string
}

func (q question) ask(d dialect, random *rand.Rand) asked {
	return asked{id: q.ids[random.IntN(len(q.ids))], text: d.text(q.hop(random))}
}

func always(h *hop) func(*rand.Rand) *hop { return func(*rand.Rand) *hop { return h } }

// unseen returns two hops that nobody has asked for before: under other names,
// with other fields and sizes.
func unseen(random *rand.Rand) *hop {
	h := hops(false, 6+random.IntN(5), 3+random.IntN(3))
	for level := h; level != nil; level = level.beneath {
		level.alias = fmt.Sprintf("by%d", random.Uint64())
		level.node = []string{"id", fmt.Sprintf("name%d: name", random.IntN(1000))}
		level.relation = []string{"id"}
		for _, field := range []string{"status", "certainty"} {
			if random.IntN(2) == 0 {
				level.relation = append(level.relation, fmt.Sprintf("%s%d: %s", field, random.IntN(1000), field))
			}
		}
	}
	return h
}

// The names of the questions that aims are about.
const (
	twoHops  = "two hops, 10 × 5"
	newTexts = "two hops, never the same text"
)

const (
	leastMeetings = 10 // of an actor of whom hops are asked
	hubMeetings   = 10
)

// questions returns what is asked about a graph.
func questions(g *synthetic.Graph) ([]question, error) {
	everybody := make([]string, g.Size())
	for i := range everybody {
		everybody[i] = g.ID(i)
	}
	hubs := everybody[:synthetic.Hubs]
	meetings := map[string]int{}
	for b := range datedBatches(g) {
		for _, r := range b.Relations {
			if r.Type == walkedType {
				meetings[r.Subject]++
				meetings[r.Object]++
			}
		}
	}
	var sociable []string
	for _, id := range everybody[synthetic.Hubs:] {
		if meetings[id] >= leastMeetings {
			sociable = append(sociable, id)
		}
	}
	if len(sociable) == 0 {
		return nil, fmt.Errorf("none of %d actors has %d meetings; give more --relations", len(everybody), leastMeetings)
	}
	page := hops(false, hubMeetings)
	page.more = true
	return []question{
		{name: "one actor by id", ids: everybody, hop: always(nil)},
		{name: twoHops, ids: sociable, hop: always(hops(false, 10, 5))},
		{name: "two hops, filtered and ordered", ids: sociable, hop: always(hops(true, 10, 5))},
		{name: "a page of 10 of a hub", ids: hubs, hop: always(page)},
		{name: "three hops, 10 × 5 × 3", ids: sociable, hop: always(hops(false, 10, 5, 3))},
		{name: newTexts, ids: sociable, hop: unseen},
	}, nil
}

// datedBatches returns g without what the servers order differently: undated
// relations come last here, and first where Neo4j sorts.
func datedBatches(g *synthetic.Graph) iter.Seq[kg.Batch] {
	return func(yield func(kg.Batch) bool) {
		for b := range g.Batches(batchSize) {
			dated := b.Relations[:0]
			for _, r := range b.Relations {
				if r.Time != nil {
					dated = append(dated, r)
				}
			}
			b.Relations = dated
			if !yield(b) {
				return
			}
		}
	}
}
