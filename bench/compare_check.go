package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
)

// checkSame fails unless all clients have the same answers to n instances of a
// question, with the same things in the same order, and some of them have
// relations where the question asks for any.
func checkSame(ctx context.Context, q question, n int, clients ...*graphqlClient) error {
	related := q.hop(rand.New(rand.NewPCG(checkSeed, 0))) == nil
	for i := range n {
		var first any
		for number, c := range clients {
			// The same random numbers have everybody asked the same.
			a := q.ask(c.dialect, rand.New(rand.NewPCG(checkSeed, uint64(i))))
			actor, err := c.actor(ctx, a)
			if err != nil {
				return err
			}
			if number == 0 {
				first = actor
			}
			if !reflect.DeepEqual(actor, first) {
				return fmt.Errorf("%s: two servers differ on %q: %s has\n%s\nand %s has\n%s", q.name, a.id, clients[0].url, printed(first), c.url, printed(actor))
			}
		}
		if first == nil {
			return fmt.Errorf("%s: nobody knows the actor", q.name)
		}
		related = related || strings.Contains(printed(first), `"relation":`)
	}
	if !related {
		return fmt.Errorf("%s: none of %d answers has a relation", q.name, n)
	}
	return nil
}

// checkSeed is of what is asked to compare answers.
const checkSeed = 7

func printed(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
