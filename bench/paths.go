package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const (
	pathLength  = 3
	pathsShown  = 10
	hubPaths    = 6
	otherPaths  = 30
	visitingAim = 1
)

type ends struct{ from, to int }

// measurePaths compares how many links a search for paths visits with how many
// a search from both ends needs.
func measurePaths(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	random := rand.New(rand.NewPCG(2, 0))
	var others []ends
	for range otherPaths {
		others = append(others, ends{synthetic.Hubs + random.IntN(g.Size()-synthetic.Hubs), synthetic.Hubs + random.IntN(g.Size()-synthetic.Hubs)})
	}
	for _, c := range []struct {
		question string
		pairs    []ends
		budget   int
	}{
		{"paths of up to 3: two hubs of one side, linked", repeated([]ends{{0, 2}, {1, 3}}, hubPaths), 0},
		{"paths of 3: two hubs of different sides", repeated([]ends{{0, 1}, {2, 3}, {0, 3}}, hubPaths), 0},
		{"paths of 3: two hubs of different sides, without a budget", repeated([]ends{{0, 1}, {2, 3}, {0, 3}}, hubPaths/3), 1 << 30},
		{"paths of up to 3: two entities at random", others, 0},
	} {
		r, err := measurePathsBetween(ctx, t, g, c.question, c.pairs, c.budget)
		if err != nil {
			return nil, err
		}
		table = append(table, r)
	}
	return table, nil
}

func repeated(pairs []ends, n int) (all []ends) {
	for i := range n {
		all = append(all, pairs[i%len(pairs)])
	}
	return all
}

func measurePathsBetween(ctx context.Context, t *target, g *synthetic.Graph, question string, pairs []ends, budget int) (row, error) {
	answers := make([]kg.PathSet, len(pairs))
	taken, err := alternate(len(pairs), func(i int) (err error) {
		answers[i], err = kg.FindPaths(ctx, t, kg.PathRequest{
			From: g.ID(pairs[i].from), To: g.ID(pairs[i].to), MaxLength: pathLength, First: pathsShown, Budget: budget,
		})
		return err
	})
	if err != nil {
		return row{}, err
	}
	visited, needed, found, truncated := 0, 0, 0, 0
	for i, answer := range answers {
		visited += answer.Visited
		needed += linksNeeded(g, pairs[i], pathLength, pathsShown)
		found += len(answer.Paths)
		if answer.Truncated {
			truncated++
		}
	}
	n := len(pairs)
	r := row{
		question: question, times: taken[0], measured: fmt.Sprintf("%d links visited", visited/n), reference: fmt.Sprintf("%d links needed", needed/n),
		ratio: float64(visited) / float64(needed), aim: visitingAim, remark: fmt.Sprintf("%.1f paths", float64(found)/float64(n)),
	}
	if truncated > 0 {
		r.remark += fmt.Sprintf(", %d of %d answers truncated", truncated, n)
	}
	return r, nil
}

// web says who is linked with whom.
type web interface{ Linked(entity int) []int32 }

// linksNeeded returns how many links a search from both ends looks at to know
// every path up to a length of at most 3, or up to the length at which enough are
// known: at each level, all links of what the side with fewer entities to go on
// from has reached.
func linksNeeded(g web, between ends, maxLength, enough int) int {
	if between.from == between.to {
		return 0
	}
	from, to := newReach(between.from), newReach(between.to)
	needed := 0
	for length := 1; length <= maxLength; length++ {
		side := from
		if len(to.outermost) < len(from.outermost) {
			side = to
		}
		needed += side.expand(g)
		if pathsUpTo(g, between, length) >= enough {
			break
		}
	}
	return needed
}

// pathsUpTo counts the paths of a length of at most 2. Longer ones it leaves out.
func pathsUpTo(g web, between ends, length int) (paths int) {
	near := map[int32]bool{}
	for _, other := range g.Linked(between.from) {
		near[other] = true
		if int(other) == between.to {
			paths++
		}
	}
	if length > 1 {
		for _, other := range g.Linked(between.to) {
			if near[other] {
				paths++
			}
		}
	}
	return paths
}

// reach is what a search from one end has reached.
type reach struct {
	reached   map[int32]bool
	outermost []int32
}

func newReach(entity int) *reach {
	return &reach{reached: map[int32]bool{int32(entity): true}, outermost: []int32{int32(entity)}}
}

// expand goes one level further and returns how many links there are to look at.
func (r *reach) expand(g web) (links int) {
	var next []int32
	for _, entity := range r.outermost {
		others := g.Linked(int(entity))
		links += len(others)
		for _, other := range others {
			if !r.reached[other] {
				r.reached[other] = true
				next = append(next, other)
			}
		}
	}
	r.outermost = next
	return links
}
