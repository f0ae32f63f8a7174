package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
)

// selection is what a query selects at one place. Objects of different types
// can stand there; what is selected on each type is worked out once.
type selection struct {
	query  *query
	set    ast.SelectionSet
	byType map[string][]*field
}

// field is one field of a selection, with what is selected beneath it.
type field struct {
	graphql.CollectedField
	sub  *selection
	walk *walk // the page that a field of relations asks for; nil for other fields
	err  error // why its arguments cannot be answered
}

// walk is a page of relations as a query asks for it.
type walk struct {
	request kg.PageRequest // without its owner
	need    kg.Need
	named   kg.Named
	nothing bool // no relation can pass, so there is nothing to ask for
}

// query is what the selections of one operation have in common.
type query struct {
	ctx       context.Context // carries what reads input objects
	operation *graphql.OperationContext
	schema    *ast.Schema
	types     *vocabulary
	known     *knownIDs
}

func (q *query) selection(set ast.SelectionSet) *selection { return &selection{query: q, set: set} }

// on returns the fields selected on objects of a type.
func (s *selection) on(typeName string) []*field {
	if fields, done := s.byType[typeName]; done {
		return fields
	}
	satisfies := []string{typeName}
	for _, i := range s.query.schema.GetImplements(s.query.schema.Types[typeName]) {
		satisfies = append(satisfies, i.Name)
	}
	collected := graphql.CollectFields(s.query.operation, s.set, satisfies)
	fields := make([]*field, 0, len(collected))
	for _, c := range collected {
		f := &field{CollectedField: c, sub: s.query.selection(c.Selections)}
		if isRelationPage(f) {
			f.walk, f.err = s.query.walk(f)
		}
		fields = append(fields, f)
	}
	if s.byType == nil {
		s.byType = map[string][]*field{}
	}
	s.byType[typeName] = fields
	return fields
}

// selects reports whether any of the names is selected on objects of a type.
func (s *selection) selects(typeName string, names ...string) bool {
	for _, f := range s.on(typeName) {
		for _, name := range names {
			if f.Name == name {
				return true
			}
		}
	}
	return false
}

// isRelationPage reports whether f is a page of relations: `relations`, `related`, or
// a field that walks one type of them.
func isRelationPage(f *field) bool {
	if f.Definition == nil {
		return false
	}
	order := f.Definition.Arguments.ForName("orderBy")
	return order != nil && order.Type.Name() == "RelationOrder"
}

// walk reads the arguments of a page of relations and what it needs.
func (q *query) walk(f *field) (*walk, error) {
	args := f.ArgumentMap(q.operation.Variables)
	w := &walk{}
	var err error
	if w.request.Filter, err = argument[kg.RelationFilter](q.ctx, args, "filter", "RelationFilter"); err != nil {
		return nil, err
	}
	if err := q.types.check(q.ctx, "filter", w.request.Filter); err != nil {
		return nil, err
	}
	w.named = w.request.Filter.Named("filter")
	types, direction, err := q.walked(f, args)
	if err != nil {
		return nil, err
	}
	if w.request.Filter, w.nothing, err = q.narrow(w.request.Filter, types, direction); err != nil {
		return nil, err
	}
	if order, given := args["orderBy"].(string); given {
		w.request.Order = kg.RelationOrder(order)
	}
	if w.request.Slice, err = q.slice(args, kg.RelationCursor); err != nil {
		return nil, err
	}
	w.request.Count, w.need = pageNeeds(f)
	return w, nil
}

// walked returns the types, any where empty, and the direction that a page of
// relations walks, whatever its filter.
func (q *query) walked(f *field, args map[string]any) (types []string, direction kg.Direction, err error) {
	if d := f.Definition.Directives.ForName("relation"); d != nil {
		return []string{d.Arguments.ForName("type").Value.Raw}, kg.Direction(d.Arguments.ForName("direction").Value.Raw), nil
	}
	for _, raw := range graphql.CoerceList(args["types"]) {
		id, err := graphql.UnmarshalID(raw)
		if err != nil {
			return nil, "", kg.BadInput("types", "%v", err)
		}
		types = append(types, id)
	}
	given, _ := args["direction"].(string)
	return types, kg.Direction(given), q.types.checkIDs(q.ctx, "types", types)
}

// narrow restricts a filter to some types, any where empty, and a direction. Of two
// directions only symmetric types have both.
func (q *query) narrow(filter kg.RelationFilter, types []string, direction kg.Direction) (narrowed kg.RelationFilter, nothing bool, err error) {
	switch {
	case len(types) == 0:
	case len(filter.Types) == 0:
		filter.Types = types
	default:
		filter.Types = slices.DeleteFunc(slices.Clone(types), func(id string) bool { return !slices.Contains(filter.Types, id) })
		nothing = len(filter.Types) == 0
	}
	switch {
	case direction == "" || direction == kg.DirectionAny || direction == filter.Direction:
	case filter.Direction == "" || filter.Direction == kg.DirectionAny:
		filter.Direction = direction
	case !nothing:
		filter.Types, err = q.types.symmetric(q.ctx, filter.Types)
		nothing = len(filter.Types) == 0
	}
	return filter, nothing, err
}

// slice reads the page arguments of a connection.
func (q *query) slice(args map[string]any, kind kg.CursorKind) (kg.Slice, error) {
	var page kg.PageArgs
	var err error
	if page.First, err = optionalArgument(args, "first", graphql.UnmarshalInt); err != nil {
		return kg.Slice{}, err
	}
	if page.Last, err = optionalArgument(args, "last", graphql.UnmarshalInt); err != nil {
		return kg.Slice{}, err
	}
	if page.After, err = optionalArgument(args, "after", graphql.UnmarshalString); err != nil {
		return kg.Slice{}, err
	}
	if page.Before, err = optionalArgument(args, "before", graphql.UnmarshalString); err != nil {
		return kg.Slice{}, err
	}
	return page.Slice(kind)
}

func optionalArgument[T any](args map[string]any, name string, read func(any) (T, error)) (*T, error) {
	raw, given := args[name]
	if !given || raw == nil {
		return nil, nil
	}
	v, err := read(raw)
	if err != nil {
		return nil, kg.BadInput(name, "%v", err)
	}
	return &v, nil
}

// argument reads an input object of a type of the schema; it is T's zero value where not given.
func argument[T any](ctx context.Context, args map[string]any, name, inputType string) (T, error) {
	var v T
	raw, given := args[name]
	if !given || raw == nil {
		return v, nil
	}
	if err := graphql.UnmarshalNamedInputFromContext(ctx, inputType, raw, &v); err != nil {
		return v, badInput(ctx, name, err)
	}
	return v, nil
}

// pageNeeds says what a page of relations has to bring for what is selected in
// it.
func pageNeeds(f *field) (count bool, need kg.Need) {
	connection := f.Definition.Type.Name()
	item := connection[:len(connection)-len("Connection")]
	for _, page := range f.sub.on(connection) {
		switch page.Name {
		case "totalCount":
			count = true
		case "nodes":
			need = both(need, itemNeeds(item, page.sub))
		case "edges":
			for _, edge := range page.sub.on(item + "Edge") {
				switch edge.Name {
				case "node":
					need = both(need, itemNeeds(item, edge.sub))
				case "relation":
					need = both(need, relationNeeds(edge.sub))
				}
			}
		}
	}
	return count, need
}

// itemNeeds says what the nodes of a page of relations need: the relations
// themselves, or the entities at their other ends.
func itemNeeds(item string, s *selection) kg.Need {
	if item == "Relation" {
		return relationNeeds(s)
	}
	return kg.Need{Ends: true}
}

func relationNeeds(s *selection) kg.Need {
	need := kg.Need{
		Ends:   s.selects("Relation", "subject", "object", "contradictedBy", "supportedBy", "fulfilledBy", "sources"),
		Claims: s.selects("Relation", "places", "attributions", "evidence", "sources", "point", "quantities"),
		Copies: s.selects("Relation", "sources"),
	}
	for _, f := range s.on("Relation") {
		if f.Name != "evidence" {
			continue
		}
		for _, e := range f.sub.on("Evidence") {
			if e.Name == "document" && e.sub.selects("Document", "text") {
				need.Text = true
			}
		}
	}
	return need
}

func both(a, b kg.Need) kg.Need {
	return kg.Need{
		Ends: a.Ends || b.Ends, Claims: a.Claims || b.Claims, Text: a.Text || b.Text, Copies: a.Copies || b.Copies,
		Degree: a.Degree || b.Degree, Owners: a.Owners || b.Owners,
	}
}
