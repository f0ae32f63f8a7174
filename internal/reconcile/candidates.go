package reconcile

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"slices"

	"conflictgraph/internal/kg"
)

// candidate is an entity that a query may be about.
type candidate struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Type        []namedThing `json:"type"`
	Score       float64      `json:"score"` // from 0 to 100
	Match       bool         `json:"match"`
	Features    []feature    `json:"features"`

	entity *kg.Entity
	name   float64 // how well its names match, from 0 to 1
	held   int     // of the query's properties
}

type feature struct {
	ID    string `json:"id"`
	Value any    `json:"value"` // a number or a boolean
}

type result struct {
	Result []*candidate `json:"result"`
}

const (
	// sureName is the least that a name scores which is the one asked for, but for case,
	// accents and the order of words.
	sureName = 0.99
	// nearName is more than anything scores of which no name as a whole is like the one
	// asked for.
	nearName = 0.9
	// propertyShare is the part of a score that properties have where there are any.
	propertyShare = 0.3
)

// reconcile answers a batch of queries.
func (s *service) reconcile(r *http.Request) (any, error) {
	ctx := r.Context()
	known, err := s.properties(ctx)
	if err != nil {
		return nil, err
	}
	batch, err := parseBatch(r.Form.Get("queries"), s.batchSize(), known)
	if err != nil {
		return nil, err
	}
	cost := int64(0)
	for _, q := range batch {
		cost += searchCost + q.propertyCost()
	}
	if err := s.charge(ctx, "queries", cost); err != nil {
		return nil, err
	}
	found, err := s.find(ctx, batch)
	if err != nil {
		return nil, err
	}
	answer := make(map[string]result, len(batch))
	for key, q := range batch {
		candidates, err := s.candidates(ctx, q, found)
		var wrong *kg.Error
		if errors.As(err, &wrong) && wrong.Code == kg.CodeBadInput {
			err = kg.BadInput("queries."+kg.Shorten(key)+".query", "%s", wrong.Message)
		}
		if err != nil {
			return nil, err
		}
		answer[key] = result{candidates}
		if err := kg.Pause(ctx); err != nil {
			return nil, err
		}
	}
	return answer, nil
}

// propertyCost is what looking at the properties of a query's candidates costs.
func (q query) propertyCost() (cost int64) {
	for _, p := range q.properties {
		if p.property.relation != "" {
			cost += relationCost * mostCandidates
		}
	}
	return cost
}

// find returns the entities whose ids the queries of a batch are, or that have an
// identifier which is a property of one.
func (s *service) find(ctx context.Context, batch map[string]query) (*kg.Found, error) {
	var ids []string
	var identifiers []kg.Identifier
	for _, q := range batch {
		ids, identifiers = append(ids, q.text), append(identifiers, q.identifiers()...)
	}
	slices.Sort(ids)
	return s.store.Get(ctx, kg.Keys{Entities: slices.Compact(ids), Identifiers: identifiers})
}

// candidates returns what a query may be about, best first: of what was found by ids and
// identifiers, and of what a search for the name finds.
func (s *service) candidates(ctx context.Context, q query, found *kg.Found) ([]*candidate, error) {
	named := found.Entities[q.text]
	hits, err := kg.Search(ctx, s.store, kg.SearchRequest{Text: q.text, Kinds: kindsOf(q), Limit: mostCandidates})
	if err != nil {
		return nil, err
	}
	all := []*candidate{} // a list in JSON even where it is empty
	if named != nil && slices.Contains(kindsOf(q), named.Kind) {
		all = append(all, &candidate{entity: named, name: 1})
	}
	for _, h := range hits {
		if h.Entity != nil && !(named != nil && h.Entity.ID == named.ID) {
			all = append(all, &candidate{entity: h.Entity, name: h.Score})
		}
	}
	for _, i := range q.identifiers() {
		e := found.Entities[found.Identified[i]]
		if e != nil && slices.Contains(kindsOf(q), e.Kind) && !slices.ContainsFunc(all, func(c *candidate) bool { return c.entity.ID == e.ID }) {
			all = append(all, &candidate{entity: e})
		}
	}
	if err := s.compare(ctx, q, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b *candidate) int { return cmp.Compare(b.Score, a.Score) })
	decide(q, all, named != nil && len(all) > 0 && all[0].entity.ID == named.ID)
	return all[:min(len(all), q.limit)], nil
}

// kindsOf returns the kinds that a query is about; all where it names none, so that no
// relations are found.
func kindsOf(q query) []kg.EntityKind {
	if len(q.kinds) == 0 {
		return kg.EntityKinds
	}
	return q.kinds
}

// compare fills in candidates, with their scores by names and properties.
func (s *service) compare(ctx context.Context, q query, all []*candidate) error {
	var wanted properties
	for _, p := range q.properties {
		wanted = append(wanted, p.property)
	}
	entities := make([]*kg.Entity, len(all))
	for i, c := range all {
		entities[i] = c.entity
	}
	rows, err := s.cells(ctx, entities, wanted)
	if err != nil {
		return err
	}
	for i, c := range all {
		e := c.entity
		c.ID, c.Name, c.Description, c.Type = e.ID, e.Name, e.Description, []namedThing{typeOf(e.Kind)}
		c.Features = []feature{{"name", percent(c.name)}}
		for j, p := range q.properties {
			holds := rows[i][j].has(p.values)
			if holds {
				c.held++
			}
			c.Features = append(c.Features, feature{"property " + p.property.id, holds})
		}
		score := c.name
		if n := len(q.properties); n > 0 {
			score = (1-propertyShare)*c.name + propertyShare*float64(c.held)/float64(n)
		}
		c.Score = percent(score)
	}
	return nil
}

func percent(score float64) float64 { return math.Round(score*1e4) / 100 }

// decide says of the first candidate whether it is the one asked for: it has the very
// name, or one like it and an identifier, or the id; and all properties, and no other has
// a name that is like it.
func decide(q query, all []*candidate, byID bool) {
	if len(all) == 0 || all[0].held < len(q.properties) || all[0].entity.Unnamed && !byID {
		return
	}
	alone := !slices.ContainsFunc(all[1:], func(c *candidate) bool { return c.name > nearName && c.held == len(q.properties) })
	least := sureName
	if len(q.identifiers()) > 0 {
		least = nearName
	}
	all[0].Match = byID || all[0].name >= least && alone
}

func isDeadline(err error) bool { return errors.Is(err, context.DeadlineExceeded) }
