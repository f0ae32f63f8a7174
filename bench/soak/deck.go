package soak

import (
	"context"
	"math/rand/v2"
	"slices"
)

// operation is one thing that a client does, and how often among all.
type operation struct {
	name   string
	weight int
	do     func(ctx context.Context, t *turn)
}

// deck deals operations in random order, each as often as its weight says before
// it is dealt from the beginning again.
type deck struct {
	random *rand.Rand
	cards  []operation
	dealt  int
}

func newDeck(operations []operation, random *rand.Rand) *deck {
	d := &deck{random: random}
	for _, o := range operations {
		d.cards = append(d.cards, slices.Repeat([]operation{o}, o.weight)...)
	}
	return d
}

func (d *deck) next() operation {
	place := d.dealt % len(d.cards)
	if place == 0 {
		d.random.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
	}
	d.dealt++
	return d.cards[place]
}
