package reconcile

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

const (
	suggestedAtOnce = 10
	mostSuggested   = 100 // of entities, on all pages together
)

// suggestion is an entity, with its type.
type suggestion struct {
	namedThing
	Notable []namedThing `json:"notable"`
}

type suggested[T any] struct {
	Result []T `json:"result"`
}

// suggestEntities answers with entities whose names begin as, or are like, what was
// typed, or whose id it is.
func (s *service) suggestEntities(r *http.Request) (any, error) {
	ctx, p := r.Context(), r.URL.Query()
	prefix := strings.TrimSpace(p.Get("prefix"))
	skip, err := count(p, "cursor", 0, mostSuggested)
	if err != nil {
		return nil, err
	}
	answer := suggested[suggestion]{Result: []suggestion{}}
	if prefix == "" {
		return answer, nil
	}
	var kinds []kg.EntityKind = kg.EntityKinds
	if id := p.Get("type"); id != "" {
		kind, err := kindOf("type", id)
		if err != nil {
			return nil, err
		}
		kinds = []kg.EntityKind{kind}
	}
	if err := s.charge(ctx, "prefix", searchCost); err != nil {
		return nil, err
	}
	var entities []*kg.Entity
	found, err := s.store.Get(ctx, kg.Keys{Entities: []string{prefix}})
	if err != nil {
		return nil, err
	}
	named := found.Entities[prefix]
	if named != nil {
		entities = append(entities, named)
	}
	hits, err := kg.Search(ctx, s.store, kg.SearchRequest{Text: prefix, Kinds: kinds, Limit: min(skip+suggestedAtOnce, mostSuggested)})
	if kg.ErrorCode(err) == kg.CodeBadInput && named != nil {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		if named == nil || h.Entity.ID != named.ID {
			entities = append(entities, h.Entity)
		}
	}
	for _, e := range entities[min(skip, len(entities)):min(skip+suggestedAtOnce, len(entities))] {
		answer.Result = append(answer.Result, suggestion{namedThing{e.ID, e.Name, e.Description}, []namedThing{typeOf(e.Kind)}})
	}
	return answer, nil
}

// suggestTypes answers with types whose names begin as what was typed.
func (s *service) suggestTypes(r *http.Request) (any, error) {
	p := r.URL.Query()
	skip, err := count(p, "cursor", 0, mostProposed)
	if err != nil {
		return nil, err
	}
	answer := suggested[namedThing]{Result: []namedThing{}}
	for _, t := range types(kg.EntityKinds) {
		if begins(p.Get("prefix"), t.ID, t.Name) {
			answer.Result = append(answer.Result, t)
		}
	}
	answer.Result = answer.Result[min(skip, len(answer.Result)):]
	return answer, nil
}

// suggestProperties answers with properties whose ids or names begin as what was typed.
func (s *service) suggestProperties(r *http.Request) (any, error) {
	p := r.URL.Query()
	skip, err := count(p, "cursor", 0, mostProposed)
	if err != nil {
		return nil, err
	}
	known, err := s.properties(r.Context())
	if err != nil {
		return nil, err
	}
	matching := known.beginning(p.Get("prefix"))
	answer := suggested[namedThing]{Result: []namedThing{}}
	for _, one := range matching[min(skip, len(matching)):min(skip+suggestedAtOnce, len(matching))] {
		answer.Result = append(answer.Result, one.named())
	}
	return answer, nil
}

// count reads a number from 0 on from a parameter that may be left out, and makes it at
// most a number.
func count(p url.Values, name string, otherwise, most int) (int, error) {
	text := p.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, kg.BadInput(name, "%q is no number; give one from 0 to %d", kg.Shorten(text), most)
	}
	return min(n, most), nil
}
