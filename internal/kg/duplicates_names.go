package kg

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/kg/names"
)

// likePair is two entities whose names are alike.
type likePair struct {
	a, b     *Entity
	likeness float64 // from leastLikeness to 1
	names    string  // what is alike
	unsure   bool
}

// Of how many entities a key is that tells anything, and how many are listed at once.
const (
	largestBlock = 20
	listedAtOnce = 5000
)

// likePairs returns the pairs of entities whose names are alike among all that can be
// one: two are compared only where they share a key of a whole name.
func likePairs(ctx context.Context, store DuplicateStore) ([]likePair, error) {
	var pairs []likePair
	blocks := map[string][]*Entity{}
	for i, kind := range EntityKinds {
		if err := block(ctx, store, kind, blocks); err != nil {
			return nil, err
		}
		if next := i + 1; next < len(EntityKinds) && kind.IsActor() && EntityKinds[next].IsActor() {
			continue // actors of any kinds can be one
		}
		pairs = append(pairs, likeInBlocks(blocks)...)
		clear(blocks)
	}
	for i, p := range pairs {
		if p.b.ID < p.a.ID {
			pairs[i].a, pairs[i].b = p.b, p.a
		}
	}
	return pairs, nil
}

// block adds all entities of a kind to the blocks of their keys.
func block(ctx context.Context, store DuplicateStore, kind EntityKind, blocks map[string][]*Entity) error {
	slice := Slice{Limit: listedAtOnce}
	for more := true; more; {
		page, err := store.ListEntities(ctx, EntityList{Kinds: []EntityKind{kind}, Slice: slice})
		if err != nil {
			return err
		}
		for _, e := range page.Entities {
			for _, key := range blockingKeys(e) {
				if len(blocks[key]) <= largestBlock {
					blocks[key] = append(blocks[key], e)
				}
			}
		}
		if more = page.HasNext; more {
			slice.After = page.Entities[len(page.Entities)-1].Position()
		}
		if err := Pause(ctx); err != nil {
			return err
		}
	}
	return nil
}

// likeInBlocks returns the pairs that are in one block and whose names are alike.
func likeInBlocks(blocks map[string][]*Entity) (pairs []likePair) {
	seen, names := map[pair]bool{}, comparer{}
	for _, block := range blocks {
		if len(block) > largestBlock {
			continue
		}
		for i, a := range block {
			for _, b := range block[i+1:] {
				if p := pairOf(a.ID, b.ID); !seen[p] {
					seen[p] = true
					pairs = names.pair(pairs, a, b)
				}
			}
		}
	}
	return pairs
}

// blockingKeys returns the keys that an entity shares with those whose names may be
// its own, each once.
func blockingKeys(e *Entity) []string {
	keys := newIDSet(2)
	for _, name := range allNames(e) {
		n := names.Parse(name)
		if len(n.Spelt) == 0 {
			continue
		}
		for _, key := range wholeKeys(n) {
			keys.add(key)
		}
		keys.add(" " + strings.Join(sorted(n.Spelt), " "))
	}
	for _, i := range e.Identifiers {
		keys.add(i.String())
	}
	return keys.list
}

func allNames(e *Entity) []string { return append([]string{e.Name}, e.Aliases...) }

// likePairsOf returns the pairs of an entity with those whose names are alike.
func likePairsOf(ctx context.Context, store DuplicateStore, id string) ([]likePair, error) {
	found, err := store.Get(ctx, Keys{Entities: []string{id}})
	if err != nil {
		return nil, err
	}
	of := found.Entities[id]
	if of == nil {
		return nil, NotFound("of", ThingEntity, id)
	}
	kinds := []EntityKind{of.Kind}
	if of.Kind.IsActor() {
		kinds = ActorKinds
	}
	candidates := newIDSet(0)
	for _, name := range allNames(of) {
		q, err := parseQuery(name)
		if err != nil { // it has nothing to search for
			continue
		}
		more, err := store.Candidates(ctx, CandidateRequest{Terms: wholeWords(q.terms), Whole: wholeKeys(q.name), Kinds: kinds, Limit: maxCandidates})
		if err != nil {
			return nil, err
		}
		for _, id := range more.Entities {
			candidates.add(id)
		}
	}
	if len(of.Identifiers) > 0 {
		same, err := store.ListEntities(ctx, EntityList{Kinds: kinds, Identifiers: of.Identifiers, Slice: Slice{Limit: maxCandidates}})
		if err != nil {
			return nil, err
		}
		for _, e := range same.Entities {
			candidates.add(e.ID)
		}
	}
	if found, err = store.Get(ctx, Keys{Entities: candidates.list}); err != nil {
		return nil, err
	}
	var pairs []likePair
	seen, names := map[string]bool{of.ID: true}, comparer{}
	for _, id := range candidates.list {
		if e := found.Entities[id]; e != nil && !seen[e.ID] && slices.Contains(kinds, e.Kind) {
			seen[e.ID] = true
			pairs = names.pair(pairs, of, e)
		}
	}
	return pairs, nil
}

// A comparer tells how alike names are, and parses each once.
type comparer map[string]*query

func (c comparer) parse(name string) *query {
	q, parsed := c[name]
	if !parsed {
		q, _ = parseQuery(name) // nil where it has nothing to search for
		c[name] = q
	}
	return q
}

// pair adds two entities that have the same identifier, or where a name of one is alike a
// name of the other.
func (c comparer) pair(pairs []likePair, a, b *Entity) []likePair {
	best := likePair{a: a, b: b}
	for _, i := range a.Identifiers {
		if slices.Contains(b.Identifiers, i) {
			best.likeness, best.names = 1, "the same identifier, "+i.String()
			return append(pairs, best)
		}
	}
	for _, name := range allNames(a) {
		q := c.parse(name)
		if q == nil {
			continue
		}
		for _, other := range allNames(b) {
			n := c.parse(other)
			if n == nil {
				continue
			}
			if likeness := q.wholeName(n.name, b.Kind); likeness > best.likeness {
				best.likeness, best.names = likeness, likeNames(name, other)
			}
		}
	}
	if best.likeness < leastLikeness {
		return pairs
	}
	return append(pairs, best)
}

func likeNames(a, b string) string {
	if a == b {
		return fmt.Sprintf("the same name, %q", a)
	}
	return fmt.Sprintf("names that are alike, %q and %q", a, b)
}
