package main

import (
	"slices"
	"testing"
	"time"
)

func TestQuantilesAreTimesThatWereMeasured(t *testing.T) {
	var hundred samples
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i))
	}
	for _, c := range []struct {
		name     string
		of       samples
		p50, p99 time.Duration
	}{
		{"a hundred", hundred, 50, 99},
		{"two", samples{8, 4}, 4, 8},
		{"one", samples{7}, 7, 7},
		{"none", nil, 0, 0},
	} {
		if got := []time.Duration{c.of.p50(), c.of.p99()}; !slices.Equal(got, []time.Duration{c.p50, c.p99}) {
			t.Errorf("of %s, p50 and p99 are %v", c.name, got)
		}
	}
}

func TestCallsAlternate(t *testing.T) {
	var made []int
	taken, err := alternate(2,
		func(i int) error { made = append(made, 10+i); return nil },
		func(i int) error { made = append(made, 20+i); return nil },
	)
	if err != nil {
		t.Fatal(err)
	}
	warm, once := []int{10, 20}, []int{10, 20, 11, 21}
	if !slices.Equal(made, slices.Concat(warm, once)) || len(taken) != 2 || len(taken[1]) != 2 {
		t.Errorf("the calls are %v, of which %v are measured", made, taken)
	}
}
