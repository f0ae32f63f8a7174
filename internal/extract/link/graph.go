package link

import (
	"context"
	"strings"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
)

// lookUp finds in the graph what the article names.
func (r *resolver) lookUp(ctx context.Context, graph extract.Known) error {
	var names []string
	for _, e := range r.article.Entities {
		if !e.Unnamed && len([]rune(e.Name)) > 1 {
			names = append(names, strings.TrimSpace(e.Name))
			names = append(names, e.Aliases...)
		}
	}
	if len(names) == 0 {
		return nil
	}
	found, err := graph.Named(ctx, names, nil)
	if err != nil {
		return err
	}
	for _, e := range r.article.Entities {
		if e.Unnamed {
			continue
		}
		seen := map[string]bool{}
		for i, name := range append([]string{strings.TrimSpace(e.Name)}, e.Aliases...) {
			for _, known := range found[name] {
				if seen[known.ID] || !alike(e.Kind, known.Kind) {
					continue
				}
				seen[known.ID] = true
				c := extract.Candidate{Entity: known.ID, Score: 0.9, Why: "goes by the name “" + name + "”"}
				if i > 0 {
					c.Score = 0.5
				}
				if e.Kind == known.Kind {
					c.Score += 0.1
				}
				e.Candidates = append(e.Candidates, c)
				if e.Known == "" && i == 0 || e.Known == "" && e.Kind == kg.KindCountry {
					e.Known, e.Kind = known.ID, known.Kind
				}
			}
		}
		if e.Known == "" && len(e.Candidates) == 1 && e.Kind == kg.KindOrganization {
			e.Known = e.Candidates[0].Entity
		}
	}
	return nil
}

// alike reports whether what the article takes for one kind can be what the graph has as
// another.
func alike(article, graph kg.EntityKind) bool {
	switch {
	case article == graph:
		return true
	case graph == kg.KindOtherActor:
		return article.IsActor()
	case article == kg.KindOrganization:
		return graph == kg.KindGroup || graph == kg.KindCountry
	case article == kg.KindGroup:
		return graph == kg.KindOrganization
	}
	return false
}
