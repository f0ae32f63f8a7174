package main

import "testing"

type links [][]int32

func (l links) Linked(entity int) []int32 { return l[entity] }

// ladder is 0 - 1, 0 - 2, 1 - 3, 2 - 3, 3 - 4, and 5 alone.
var ladder = links{{1, 2}, {0, 3}, {0, 3}, {1, 2, 4}, {3}, {}}

func TestLinksNeeded(t *testing.T) {
	for _, c := range []struct {
		name              string
		between           ends
		maxLength, enough int
		want              int
	}{
		{"one step is all links of one end", ends{0, 1}, 1, 10, 2},
		{"the second step is from the end that reached less", ends{0, 4}, 2, 10, 2 + 1},
		{"a third step counts the links back, too", ends{0, 4}, 3, 10, 2 + 1 + 3},
		{"no step is made once enough paths are known", ends{0, 3}, 3, 2, 2 + 3},
		{"an end without links needs no step of its own", ends{5, 0}, 3, 10, 0},
		{"an entity is there without a step", ends{3, 3}, 3, 10, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := linksNeeded(ladder, c.between, c.maxLength, c.enough); got != c.want {
				t.Errorf("%d links are needed instead of %d", got, c.want)
			}
		})
	}
}
