package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// mostDecisions is how many activities that decided the suggestions of a page are read.
const mostDecisions = 1000

func planSuggestions(ctx context.Context, p *plan, f *field) error {
	args := p.arguments(f.CollectedField)
	filter, err := argument[kg.SuggestionFilter](ctx, args, "filter", "SuggestionFilter")
	if err != nil {
		return err
	}
	if err := checkSuggestionFilter(ctx, p, filter); err != nil {
		return err
	}
	order, err := optionalArgument(args, "orderBy", graphql.UnmarshalString)
	if err != nil {
		return err
	}
	slice, err := p.query.slice(args, kg.SuggestionCursor)
	if err != nil {
		return err
	}
	page, err := p.store.ListSuggestions(ctx, kg.SuggestionList{
		Filter: filter, Slice: slice, NewestFirst: order != nil && *order == string(kg.NewestFirst), Count: f.sub.selects("SuggestionConnection", "totalCount"),
	})
	if err != nil {
		return err
	}
	v := p.now()
	for _, s := range page.Suggestions {
		v.wantSuggestion(s)
	}
	v.needOf(f.sub)
	v.then = append(v.then, func() {
		p.roots[f.Alias] = connection(f, "Suggestion", listed[*kg.Suggestion]{
			items: page.Suggestions, hasPrevious: page.HasPrevious, hasNext: page.HasNext, total: page.Total,
			cursor: func(s *kg.Suggestion) string { return kg.Cursor(kg.SuggestionCursor, s.Position()) },
		}, func(at *selection, s *kg.Suggestion) (*model.Suggestion, bool) { return v.suggestion(at, s), true })
	})
	return nil
}

// mostNamed is how many values each part of a filter of suggestions takes.
const mostNamed = 100

func checkSuggestionFilter(ctx context.Context, p *plan, f kg.SuggestionFilter) error {
	for _, list := range []struct {
		field string
		names []string
	}{{"documents", f.Documents}, {"types", f.Types}, {"extractors", f.Extractors}} {
		if n := len(list.names); n > mostNamed {
			return kg.BadInput("filter."+list.field, "%d are too many at once; give at most %d", n, mostNamed)
		}
	}
	if err := p.query.types.check(ctx, "filter", kg.RelationFilter{Types: f.Types}); err != nil {
		return err
	}
	return p.query.known.check(ctx, kg.Named(nil).With("filter.documents", kg.ThingDocument, f.Documents...))
}

// needOf has as much of relations and documents read as may be selected beneath suggestions.
func (v *view) needOf(at *selection) {
	v.keys.Need = both(v.keys.Need, kg.Need{Ends: true, Claims: true, Text: v.plan.query.selectsAnywhere(at.set, "text")})
}

func planIngestion(_ context.Context, p *plan, f *field) error {
	id, err := requiredID(p, f)
	if err != nil || !isIngestionID(id) {
		return err
	}
	v := p.now()
	v.want(f.sub, id)
	v.then = append(v.then, func() {
		if in := v.ingestion(f.sub, v.known.Ingestions[id]); in != nil {
			p.roots[f.Alias] = in
		}
	})
	return nil
}

// wantSuggestion has what a suggestion names looked up.
func (v *view) wantSuggestion(s *kg.Suggestion) {
	v.known.Suggestions[s.ID] = s
	v.keys.Documents = append(v.keys.Documents, s.Document)
	for _, e := range s.Entities() {
		v.keys.Entities = append(v.keys.Entities, e.ID)
		for _, c := range e.Candidates {
			v.keys.Entities = append(v.keys.Entities, c.Entity)
		}
	}
	if s.Relation != "" {
		v.keys.Relations = append(v.keys.Relations, s.Relation)
	}
	if s.Decision != 0 {
		if v.keys.Journal == nil {
			v.keys.Journal = &kg.JournalRequest{Limit: mostDecisions}
		}
		v.keys.Journal.Of = append(v.keys.Journal.Of, s.ID)
	}
}

// lookUpQueued looks up what of the review queue is wanted, and wants what that names.
func (v *view) lookUpQueued(ctx context.Context) error {
	if len(v.keys.Suggestions)+len(v.keys.Ingestions) == 0 {
		return nil
	}
	found, err := v.plan.store.Get(ctx, kg.Keys{Suggestions: v.keys.Suggestions, Ingestions: v.keys.Ingestions})
	if err != nil {
		return err
	}
	for _, s := range found.Suggestions {
		v.wantSuggestion(s)
	}
	for id, in := range found.Ingestions {
		v.known.Ingestions[id] = in
		v.keys.Documents = append(v.keys.Documents, in.Document)
		if in.CopyOf != "" {
			v.keys.Documents = append(v.keys.Documents, in.CopyOf)
		}
	}
	v.keys.Suggestions, v.keys.Ingestions = nil, nil
	return nil
}

// learnQueued keeps what is needed to show suggestions.
func (v *view) learnQueued(ctx context.Context, found *kg.Found) error {
	v.decisions = append(v.decisions, found.Journal...)
	for _, s := range v.known.Suggestions {
		if err := v.plan.query.types.require(ctx, s.Type); err != nil {
			return err
		}
	}
	return nil
}

// selectsAnywhere reports whether a field of a name is selected in a set or beneath it.
func (q *query) selectsAnywhere(set ast.SelectionSet, name string) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			return s.Name == name || q.selectsAnywhere(s.SelectionSet, name)
		case *ast.InlineFragment:
			return q.selectsAnywhere(s.SelectionSet, name)
		case *ast.FragmentSpread:
			return s.Definition != nil && q.selectsAnywhere(s.Definition.SelectionSet, name)
		}
		return false
	})
}
