package kg

import "context"

type explorationKey struct{}

// Exploration is what a store may remember of a search for paths, chains or neighbours,
// which asks it several things, one after another.
type Exploration struct {
	// Current says that what is held of the graph is as new as what was there when the
	// search began.
	Current bool
}

func withExploration(ctx context.Context) context.Context {
	return context.WithValue(ctx, explorationKey{}, &Exploration{})
}

// ExplorationOf returns the search that a store is asked for, nil where it is asked for a
// single answer.
func ExplorationOf(ctx context.Context) *Exploration {
	search, _ := ctx.Value(explorationKey{}).(*Exploration)
	return search
}
