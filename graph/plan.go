package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/model"
	"conflictgraph/internal/kg"
)

// plan reads what one operation asks for, level by level: one store call for
// everything named by the root fields, then one for all the pages of each level
// beneath, whoever owns them. Entities alone are read together with the first of
// these.
type plan struct {
	store kg.Store
	query *query
	views map[string]*view // by asOf
	roots map[string]any   // by response name: a value for the root field, or its error
}

// view is the graph as of one moment, as far as the plan has read it.
type view struct {
	plan  *plan
	asOf  *time.Time
	known *kg.Found

	keys     kg.Keys    // to look up
	then     []func()   // what to build when keys are looked up
	lookedUp []lookedUp // the root fields that look an id up each
	pages    []pending  // to read next
	prefetched
	items    map[placed]model.Entity
	relation map[placed]*model.Relation

	decisions []kg.Activity // of suggestions
}

// placed is a thing at one place of the query, where it is built once however
// often it stands there.
type placed struct {
	at *selection
	id string
}

// pending is a page that the next level is to read, and what takes it.
type pending struct {
	of      pageOf // the zero value where the page is not one that the query asks for by itself
	request kg.PageRequest
	need    kg.Need
	take    func(kg.RelationPage)

	nothing bool        // it is empty, whatever there is
	named   kg.Named    // what the query names for it
	fail    func(error) // takes an error in place of the page; nil where nothing is named
}

// execute reads everything. An error of the store is the error of every root
// field that needed it.
func (p *plan) execute(ctx context.Context) error {
	for _, f := range p.query.selection(p.query.operation.Operation.SelectionSet).on("Query") {
		if read := rootFields[f.Name]; read != nil {
			if err := kg.Pause(ctx); err != nil {
				return err
			}
			if err := read(ctx, p, f); err != nil {
				p.roots[f.Alias] = kg.Suggest(ctx, p.store, err)
			}
		}
	}
	return p.complete(ctx)
}

// complete reads what was planned, and all that is beneath it.
func (p *plan) complete(ctx context.Context) error {
	for _, v := range p.views {
		if err := v.lookUp(ctx); err != nil {
			return err
		}
	}
	for p.pagesLeft() {
		if err := kg.Pause(ctx); err != nil {
			return err
		}
		for _, v := range p.views {
			if err := v.readPages(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plan) pagesLeft() bool {
	for _, v := range p.views {
		if len(v.pages) > 0 {
			return true
		}
	}
	return false
}

// at returns the view that a root field's asOf asks for.
func (p *plan) at(f *field) (*view, error) {
	asOf, err := optionalArgument(f.ArgumentMap(p.query.operation.Variables), "asOf", model.UnmarshalDateTime)
	if err != nil {
		return nil, err
	}
	return p.view(asOf), nil
}

// now returns the view of the present.
func (p *plan) now() *view { return p.view(nil) }

func (p *plan) view(asOf *time.Time) *view {
	key := ""
	if asOf != nil {
		key = asOf.UTC().Format(time.RFC3339Nano)
	}
	v := p.views[key]
	if v == nil {
		v = &view{plan: p, asOf: asOf, known: kg.NewFound(), items: map[placed]model.Entity{}, relation: map[placed]*model.Relation{}}
		p.views[key] = v
	}
	return v
}

// lookUp reads what the root fields name by id and builds it.
func (v *view) lookUp(ctx context.Context) error {
	if len(v.then) == 0 {
		return nil
	}
	if err := v.lookUpQueued(ctx); err != nil {
		return err
	}
	keys := v.keys
	keys.AsOf = v.asOf
	found, err := v.lookUpOwners(ctx)
	if found == nil && err == nil {
		found, err = v.plan.store.Get(ctx, keys)
	}
	if err != nil {
		return err
	}
	if err := v.learn(ctx, found); err != nil {
		return err
	}
	for _, build := range v.then {
		build()
	}
	return nil
}

// learn adds to what is known. A document's text is kept once it was read.
func (v *view) learn(ctx context.Context, found *kg.Found, pages ...kg.RelationPage) error {
	for id, e := range found.Entities {
		v.known.Entities[id] = e
	}
	for id, r := range found.Relations {
		v.known.Relations[id] = r
	}
	for i, id := range found.Identified {
		v.known.Identified[i] = id
	}
	if err := v.learnQueued(ctx, found); err != nil {
		return err
	}
	for id, d := range found.Documents {
		if old := v.known.Documents[id]; old == nil || old.Text == "" {
			v.known.Documents[id] = d
		}
	}
	for _, r := range found.Relations {
		if err := v.plan.query.types.require(ctx, r.Type); err != nil {
			return err
		}
	}
	for _, page := range pages {
		for _, r := range page.Relations {
			if err := v.plan.query.types.require(ctx, r.Type); err != nil {
				return err
			}
		}
	}
	return nil
}

// readPages reads one level: all the pages that the level above asks for.
func (v *view) readPages(ctx context.Context) error {
	level := v.pages
	v.pages = nil
	if len(level) == 0 {
		return nil
	}
	pages, found, err := v.readLevel(ctx, level)
	if err != nil {
		return err
	}
	if err := v.learn(ctx, found, pages...); err != nil {
		return err
	}
	errs, err := v.checkPages(ctx, level, pages)
	if err != nil {
		return err
	}
	for i, p := range level {
		if errs[i] != nil {
			p.fail(errs[i])
		} else {
			p.take(pages[i])
		}
	}
	return nil
}

// planned returns what the plan of the operation holds for the root field being
// resolved. The first root field to ask has the plan executed.
func planned[T any](ctx context.Context) (T, error) {
	var none T
	run, err := runOf(ctx)
	if err != nil {
		return none, err
	}
	run.once.Do(func() { run.plan, run.err = run.start(ctx) })
	if run.err != nil {
		return none, run.err
	}
	switch v := run.plan.roots[graphql.GetFieldContext(ctx).Field.Alias].(type) {
	case T:
		return v, nil
	case error:
		return none, v
	}
	return none, nil
}
