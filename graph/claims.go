package graph

import (
	"slices"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// How many claims about the same thing are looked at, and of those without a
// date.
const (
	maxClaims        = 100
	maxUndatedClaims = 20
)

// claims has the claims about the same thing as r read with the next level, and
// set to those that relate to r as asked. Claims of r's time and claims without
// one lie at two places of the same list, so they are two pages.
func (v *view) claims(f *field, r *kg.Relation, relates func(a, b *kg.Relation, symmetric bool) bool, set func(claims any)) {
	v.related(r, relates, both(relationNeeds(f.sub), kg.Need{Claims: true}), func(found []*kg.Relation) { set(v.relations(f.sub, found)) })
}

// sources has what says the same as r read with the next level, and set to how many
// sources that has.
func (v *view) sources(r *kg.Relation, set func(sources any)) {
	v.related(r, kg.Supports, kg.Need{Claims: true, Copies: true}, func(found []*kg.Relation) {
		count := kg.SourcesOf(append(found, r), v.known.Documents)
		set(&count)
	})
}

// related has the claims that relate to r read with the next level, of which use is called
// with the first.
func (v *view) related(r *kg.Relation, relates func(a, b *kg.Relation, symmetric bool) bool, need kg.Need, use func([]*kg.Relation)) {
	symmetric := v.plan.query.types.shown(r.Type).Symmetric
	request := kg.PageRequest{
		Owner:  r.Subject,
		Filter: kg.RelationFilter{Types: []string{r.Type}, With: []string{r.Object}},
		Slice:  kg.Slice{Limit: maxClaims},
	}
	requests := []kg.PageRequest{request}
	if r.Time != nil {
		first, last := r.Time.Bounds()
		requests[0].Filter.From, requests[0].Filter.To = &first, &last
		request.Slice = kg.Slice{Limit: maxUndatedClaims, FromEnd: true}
		requests = append(requests, request)
	}
	var found []*kg.Relation
	read := 0
	for _, request := range requests {
		v.pages = append(v.pages, pending{request: request, need: need, take: func(page kg.RelationPage) {
			for _, other := range page.Relations {
				if relates(r, other, symmetric) {
					found = append(found, other)
				}
			}
			if read++; read < len(requests) {
				return
			}
			slices.SortFunc(found, func(a, b *kg.Relation) int { return compare(a.Position(), b.Position()) })
			found = slices.CompactFunc(found, func(a, b *kg.Relation) bool { return a.ID == b.ID })
			use(found[:min(len(found), maxClaims)])
		}})
	}
}

// relations builds relations at one place of the query.
func (v *view) relations(at *selection, all []*kg.Relation) []*model.Relation {
	built := make([]*model.Relation, len(all))
	for i, r := range all {
		built[i] = v.relationAt(at, r)
	}
	return built
}
