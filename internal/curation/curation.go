// Package curation makes batches of what people who curate the graph ask for:
// it finds the words they quote, checks what they name, and says who did what
// and why.
package curation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"conflictgraph/internal/kg"
)

// A Curator writes to a store on somebody's behalf.
type Curator struct {
	Store kg.Store
	Agent string // who is responsible
}

// Common is what every input has.
type Common struct {
	Reason           *string
	IdempotencyKey   *string
	IfUnchangedSince *int
}

// Done is what came of a write.
type Done struct {
	ID       string // of the thing that the write was about
	Activity *kg.Activity
}

// write records a batch as an operation that was asked for by input. Where
// input says since when the thing with an id has to be unchanged, it has to be.
func (c Curator) write(ctx context.Context, operation, id string, b kg.Batch, common Common, source string, input any) (Done, error) {
	digest, err := digestOf(operation, input)
	if err != nil {
		return Done{}, err
	}
	b.Provenance = kg.Provenance{Operation: operation, Agent: c.Agent, Reason: value(common.Reason), Source: source}
	if key := value(common.IdempotencyKey); key != "" {
		// One agent's keys are not another's.
		b.Provenance.Key, b.Provenance.Digest = c.Agent+"\n"+key, digest
	}
	if since := common.IfUnchangedSince; since != nil {
		if *since < 0 {
			return Done{}, kg.BadInput("input.ifUnchangedSince", "%d is no number of an activity; give one that history told", *since)
		}
		b.Expect = []kg.Expectation{{ID: id, Activity: int64(*since)}}
	}
	written, err := c.Store.Write(ctx, b)
	if err != nil {
		return Done{}, c.named(ctx, operation, err)
	}
	if written.Activity == 0 {
		return Done{ID: id}, nil
	}
	found, err := c.Store.Get(ctx, kg.Keys{Journal: &kg.JournalRequest{After: written.Activity - 1, Limit: 1}})
	if err != nil {
		return Done{}, err
	}
	if len(found.Journal) != 1 {
		return Done{}, fmt.Errorf("activity %d was written and is not there", written.Activity)
	}
	return Done{ID: id, Activity: &found.Journal[0]}, nil
}

func digestOf(operation string, input any) (string, error) {
	text, err := json.Marshal(input)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(operation+"\x00"), text...))
	return hex.EncodeToString(sum[:]), nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// entity returns the entity of an id, which has to be there.
func (c Curator) entity(ctx context.Context, field, id string) (*kg.Entity, error) {
	found, err := c.Store.Get(ctx, kg.Keys{Entities: []string{id}})
	if err != nil {
		return nil, err
	}
	if e := found.Entities[id]; e != nil {
		return e, nil
	}
	return nil, kg.Suggest(ctx, c.Store, kg.NotFound(field, kg.ThingEntity, id))
}
