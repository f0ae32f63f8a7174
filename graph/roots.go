package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// rootFields plan the fields of Query: each says what has to be read, and how
// the field's value is made of it.
var rootFields map[string]func(context.Context, *plan, *field) error

func init() {
	rootFields = map[string]func(context.Context, *plan, *field) error{
		"node":          planNode,
		"nodes":         planNodes,
		"entity":        planEntity,
		"actor":         planActor,
		"entityBy":      planEntityBy,
		"document":      planDocument,
		"entities":      planEntities,
		"actors":        planEntities,
		"documents":     planDocuments,
		"relations":     planRelations,
		"relationTypes": planRelationTypes,
		"datasets":      planDatasets,
		"search":        planSearch,
		"paths":         planPaths,
		"chain":         planChain,
		"neighborhood":  planNeighborhood,
		"timeline":      planTimeline,
		"stats":         planStats,
		"history":       planHistory,
		"duplicates":    planDuplicates,
		"suggestions":   planSuggestions,
		"ingestion":     planIngestion,
		"viewer":        planViewer,
	}
}

// maxNodes is how many ids nodes(ids:) takes.
const maxNodes = 100

func planNode(_ context.Context, p *plan, f *field) error {
	return p.lookUp(f, isAnyID, func(n model.Node) any { return n })
}

// lookUp plans a field of one id: shown makes its value of what has the id, nil
// where that is of another sort. What cannot be the id of such a thing is the id of
// none.
func (p *plan) lookUp(f *field, canBe func(id string) bool, shown func(n model.Node) any) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	id, err := requiredID(p, f)
	if err != nil || !canBe(id) {
		return err
	}
	v.want(f.sub, id)
	v.lookedUp = append(v.lookedUp, lookedUp{f, id})
	v.then = append(v.then, func() {
		if n := v.node(f.sub, id); n != nil {
			p.roots[f.Alias] = shown(n)
		}
	})
	return nil
}

func planNodes(_ context.Context, p *plan, f *field) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	ids, err := requiredIDs(p, f)
	if err != nil {
		return err
	}
	for _, id := range ids {
		v.want(f.sub, id)
	}
	v.then = append(v.then, func() {
		nodes := make([]model.Node, len(ids))
		for i, id := range ids {
			nodes[i] = v.node(f.sub, id)
		}
		p.roots[f.Alias] = nodes
	})
	return nil
}

func planEntity(_ context.Context, p *plan, f *field) error {
	return p.lookUp(f, isEntityID, shownAs[model.Entity])
}

func planActor(_ context.Context, p *plan, f *field) error {
	return p.lookUp(f, isEntityID, shownAs[model.Actor])
}

// planEntityBy plans a field of one identifier.
func planEntityBy(_ context.Context, p *plan, f *field) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	args := f.ArgumentMap(p.query.operation.Variables)
	scheme, _ := args["scheme"].(string)
	value, _ := args["value"].(string)
	identifier, err := kg.Identifier{Scheme: scheme, Value: value}.Check("")
	if err != nil {
		return err
	}
	v.keys.Identifiers = append(v.keys.Identifiers, identifier)
	v.then = append(v.then, func() {
		if e := v.entity(f.sub, v.known.Identified[identifier]); e != nil {
			p.roots[f.Alias] = e
		}
	})
	return nil
}

func planDocument(_ context.Context, p *plan, f *field) error {
	return p.lookUp(f, isDocumentID, shownAs[*model.Document])
}

// shownAs returns n if it is a T, and nil if not.
func shownAs[T model.Node](n model.Node) any {
	if t, is := n.(T); is {
		return t
	}
	return nil
}

// want has an id looked up, as whatever it can be the id of.
func (v *view) want(at *selection, id string) {
	switch {
	case isRelationID(id):
		v.keys.Relations = append(v.keys.Relations, id)
		v.keys.Need = both(v.keys.Need, relationNeeds(at))
	case isDocumentID(id):
		v.keys.Documents = append(v.keys.Documents, id)
		v.keys.Need.Text = v.keys.Need.Text || at.selects("Document", "text")
	case isSuggestionID(id):
		v.keys.Suggestions = append(v.keys.Suggestions, id)
		v.needOf(at)
	case isIngestionID(id):
		v.keys.Ingestions = append(v.keys.Ingestions, id)
		v.needOf(at)
	case isEntityID(id):
		v.keys.Entities = append(v.keys.Entities, id)
	}
}

// isEntityID and the others report whether an id can be that of such a thing.
func isEntityID(id string) bool { return kg.CheckEntityID(id) == nil }

func isDocumentID(id string) bool { return kg.CheckDocumentID(id) == nil }

func isRelationID(id string) bool {
	_, ok := kg.RelationDigest(id)
	return ok
}

func isSuggestionID(id string) bool { return strings.HasPrefix(id, kg.SuggestionPrefix) }

func isIngestionID(id string) bool { return strings.HasPrefix(id, kg.IngestionPrefix) }

func isAnyID(id string) bool {
	return isEntityID(id) || isDocumentID(id) || isRelationID(id) || isSuggestionID(id) || isIngestionID(id)
}

// node builds whatever has an id; nil where nothing has it.
func (v *view) node(at *selection, id string) model.Node {
	if r := v.known.Relations[id]; r != nil {
		return v.relationAt(at, r)
	}
	if d := v.document(id); d != nil {
		return d
	}
	if s := v.known.Suggestions[id]; s != nil {
		return v.suggestion(at, s)
	}
	if in := v.known.Ingestions[id]; in != nil {
		return v.ingestion(at, in)
	}
	if e := v.entity(at, id); e != nil {
		return e
	}
	return nil
}

func planEntities(ctx context.Context, p *plan, f *field) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	args := f.ArgumentMap(p.query.operation.Variables)
	filter, err := argument[model.EntityFilter](ctx, args, "filter", "EntityFilter")
	if err != nil {
		return err
	}
	actors := f.Name == "actors"
	kinds := filter.Kinds
	if len(kinds) == 0 && actors {
		kinds = kg.ActorKinds
	} else if len(kinds) == 0 {
		kinds = kg.EntityKinds
	}
	for _, k := range kinds {
		if actors && !k.IsActor() {
			return kg.BadInput("filter.kinds", "%s does not act; give some of %v, or ask with entities", k, kg.ActorKinds)
		}
	}
	identifiers, err := checkedIdentifiers(filter.Identifiers)
	if err != nil {
		return err
	}
	slice, err := p.query.slice(args, kg.EntityCursor)
	if err != nil {
		return err
	}
	count := f.sub.selects(f.Definition.Type.Name(), "totalCount")
	page, err := p.store.ListEntities(ctx, kg.EntityList{
		Kinds: slices.Compact(slices.Sorted(slices.Values(kinds))), Identifiers: identifiers, Slice: slice, Count: count, AsOf: v.asOf,
	})
	if err != nil {
		return err
	}
	for _, e := range page.Entities {
		v.known.Entities[e.ID] = e
	}
	list := listed[*kg.Entity]{
		items: page.Entities, hasPrevious: page.HasPrevious, hasNext: page.HasNext, total: page.Total,
		cursor: func(e *kg.Entity) string { return kg.Cursor(kg.EntityCursor, e.Position()) },
	}
	if actors {
		p.roots[f.Alias] = connection(f, "Actor", list, func(at *selection, e *kg.Entity) (model.Actor, bool) {
			a, ok := v.entity(at, e.ID).(model.Actor)
			return a, ok
		})
		return nil
	}
	p.roots[f.Alias] = connection(f, "Entity", list, func(at *selection, e *kg.Entity) (model.Entity, bool) { return v.entity(at, e.ID), true })
	return nil
}

// maxIdentifiers is how many identifiers a filter takes.
const maxIdentifiers = 100

func checkedIdentifiers(given []kg.Identifier) ([]kg.Identifier, error) {
	if len(given) > maxIdentifiers {
		return nil, kg.BadInput("filter.identifiers", "%d identifiers are too many at once; give at most %d", len(given), maxIdentifiers)
	}
	checked := make([]kg.Identifier, len(given))
	for i, one := range given {
		var err error
		if checked[i], err = one.Check(fmt.Sprintf("filter.identifiers[%d].", i)); err != nil {
			return nil, err
		}
	}
	return checked, nil
}

func planDocuments(ctx context.Context, p *plan, f *field) error {
	v, err := p.at(f)
	if err != nil {
		return err
	}
	slice, err := p.query.slice(f.ArgumentMap(p.query.operation.Variables), kg.DocumentCursor)
	if err != nil {
		return err
	}
	page, err := p.store.ListDocuments(ctx, kg.DocumentList{
		Slice: slice, Count: f.sub.selects("DocumentConnection", "totalCount"), Text: documentsNeedText(f.sub), AsOf: v.asOf,
	})
	if err != nil {
		return err
	}
	p.roots[f.Alias] = connection(f, "Document", listed[*kg.Document]{
		items: page.Documents, hasPrevious: page.HasPrevious, hasNext: page.HasNext, total: page.Total,
		cursor: func(d *kg.Document) string { return kg.Cursor(kg.DocumentCursor, d.Position()) },
	}, func(_ *selection, d *kg.Document) (*model.Document, bool) { return &model.Document{Document: d}, true })
	return nil
}

// documentsNeedText reports whether a page of documents shows their texts.
func documentsNeedText(s *selection) bool {
	for _, part := range s.on("DocumentConnection") {
		switch part.Name {
		case "nodes":
			if part.sub.selects("Document", "text") {
				return true
			}
		case "edges":
			for _, e := range part.sub.on("DocumentEdge") {
				if e.Name == "node" && e.sub.selects("Document", "text") {
					return true
				}
			}
		}
	}
	return false
}

func planRelations(_ context.Context, p *plan, f *field) error {
	if f.err != nil {
		return f.err
	}
	v, err := p.at(f)
	if err != nil {
		return err
	}
	v.page("", f, func(connection any) { p.roots[f.Alias] = connection })
	return nil
}

func planRelationTypes(ctx context.Context, p *plan, f *field) error {
	types, err := p.store.Types(ctx)
	if err != nil {
		return err
	}
	shown := make([]model.RelationType, len(types))
	for i, t := range types {
		shown[i].RelationType = t
	}
	p.roots[f.Alias] = shown
	return nil
}

func planDatasets(ctx context.Context, p *plan, f *field) (err error) {
	p.roots[f.Alias], err = p.store.Datasets(ctx)
	return err
}

func requiredID(p *plan, f *field) (string, error) {
	return graphql.UnmarshalID(f.ArgumentMap(p.query.operation.Variables)["id"])
}

func requiredIDs(p *plan, f *field) ([]string, error) {
	raw := graphql.CoerceList(f.ArgumentMap(p.query.operation.Variables)["ids"])
	if len(raw) > maxNodes {
		return nil, kg.BadInput("ids", "%d ids are too many at once; give at most %d", len(raw), maxNodes)
	}
	ids := make([]string, len(raw))
	for i, id := range raw {
		var err error
		if ids[i], err = graphql.UnmarshalID(id); err != nil {
			return nil, kg.BadInput("ids", "%v", err)
		}
	}
	return ids, nil
}
