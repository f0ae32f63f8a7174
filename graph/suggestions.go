package graph

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/curation"
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
	for name, n := range map[string]int{"documents": len(f.Documents), "types": len(f.Types), "extractors": len(f.Extractors)} {
		if n > mostNamed {
			return kg.BadInput("filter."+name, "%d are too many at once; give at most %d", n, mostNamed)
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

// suggestion builds a suggestion at one place of the query.
func (v *view) suggestion(at *selection, s *kg.Suggestion) *model.Suggestion {
	built := &model.Suggestion{Suggestion: s, Type: v.plan.query.types.shown(s.Type)}
	for _, f := range at.on("Suggestion") {
		switch f.Name {
		case "document":
			built.Set(f.Alias, present[*model.Document](v.document(s.Document), s.Document))
		case "subject":
			built.Set(f.Alias, v.suggestedEntity(f.sub, s.Subject))
		case "object":
			built.Set(f.Alias, v.suggestedEntity(f.sub, s.Object))
		case "places":
			places := make([]*model.SuggestedEntity, len(s.Places))
			for i, p := range s.Places {
				places[i] = v.suggestedEntity(f.sub, p)
			}
			built.Set(f.Alias, places)
		case "attributions":
			built.Set(f.Alias, v.suggestedAttributions(f.sub, s))
		case "evidence":
			claim := s.Claim()
			built.Set(f.Alias, v.evidence(f.sub, &claim))
		case "related":
			v.relatedTo(f.sub, s, func(r *model.SuggestionRelated) { built.Set(f.Alias, r) })
		case "relation":
			if r := v.known.Relations[s.Relation]; r != nil {
				built.Set(f.Alias, v.relationAt(f.sub, r))
			}
		case "decision":
			if i := slices.IndexFunc(v.decisions, func(a kg.Activity) bool { return a.Number == s.Decision }); i >= 0 && s.Decision != 0 {
				built.Set(f.Alias, &model.Activity{Activity: v.decisions[i]})
			}
		}
	}
	return built
}

// suggestedEntity builds an end of a suggestion. One that was new and has been made since is
// known.
func (v *view) suggestedEntity(at *selection, e kg.SuggestedEntity) *model.SuggestedEntity {
	known := v.known.Entities[e.ID]
	built := &model.SuggestedEntity{SuggestedEntity: e}
	for _, f := range at.on("SuggestedEntity") {
		switch f.Name {
		case "entity":
			if e.IsKnownTo(known) {
				built.Set(f.Alias, v.entity(f.sub, e.ID))
			}
		case "candidates":
			all := []*model.EntityCandidate{}
			for _, c := range e.Candidates {
				if v.known.Entities[c.Entity] != nil {
					all = append(all, v.candidate(f.sub, c))
				}
			}
			built.Set(f.Alias, all)
		}
	}
	return built
}

func (v *view) candidate(at *selection, c kg.EntityCandidate) *model.EntityCandidate {
	built := &model.EntityCandidate{EntityCandidate: c}
	for _, f := range at.on("EntityCandidate") {
		if f.Name == "entity" {
			built.Set(f.Alias, v.entity(f.sub, c.Entity))
		}
	}
	return built
}

func (v *view) suggestedAttributions(at *selection, s *kg.Suggestion) []*model.SuggestedAttribution {
	all := make([]*model.SuggestedAttribution, len(s.Attributions))
	for i, a := range s.Attributions {
		all[i] = &model.SuggestedAttribution{SuggestedAttribution: a}
		for _, f := range at.on("SuggestedAttribution") {
			if f.Name == "by" {
				all[i].Set(f.Alias, v.suggestedEntity(f.sub, a.By))
			}
		}
	}
	return all
}

// relatedTo has what the graph says to a suggestion read with the next level.
func (v *view) relatedTo(at *selection, s *kg.Suggestion, set func(*model.SuggestionRelated)) {
	claim := s.Claim()
	if claim.Time != nil {
		if t, err := kg.ParseEDTF(claim.Time.EDTF); err == nil {
			claim.Time = &t
		}
	}
	built := &model.SuggestionRelated{}
	set(built)
	subject, object := v.known.Entities[s.Subject.ID], v.known.Entities[s.Object.ID]
	both := s.Subject.IsKnownTo(subject) && s.Object.IsKnownTo(object)
	for _, f := range at.on("SuggestionRelated") {
		if !both {
			built.Set(f.Alias, []*model.Relation{})
			continue
		}
		claim.Subject, claim.Object = subject.ID, object.ID
		relates := restates
		switch f.Name {
		case "contradicts":
			relates = kg.Contradicts
		case "fulfils":
			relates = func(a, b *kg.Relation, symmetric bool) bool { return kg.Fulfils(b, a, symmetric) }
		}
		v.claims(f, &claim, relates, func(claims any) { built.Set(f.Alias, claims) })
	}
}

// restates reports whether two claims say the same, both as done or both as ahead.
func restates(a, b *kg.Relation, symmetric bool) bool {
	return kg.SameMatter(a, b, symmetric) && a.Contests() == b.Contests() && a.Status.IsAhead() == b.Status.IsAhead()
}

func (v *view) ingestion(at *selection, in *kg.Ingestion) *model.Ingestion {
	if in == nil {
		return nil
	}
	built := &model.Ingestion{Ingestion: in}
	for _, f := range at.on("Ingestion") {
		switch f.Name {
		case "document":
			built.Set(f.Alias, present[*model.Document](v.document(in.Document), in.Document))
		case "copyOf":
			built.Set(f.Alias, v.document(in.CopyOf))
		}
	}
	return built
}

// decide has a curator do what a mutation asks for of suggestions, and reads these as they
// are then: set is called with what is selected of them.
func decide[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In, set func(alias string, all []*model.Suggestion)) (*model.Activity, error) {
	run, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return nil, errNoPlan
	}
	done, err := do(curation.Curator{Store: run.store, Agent: auth.From(ctx).Subject}, ctx, in)
	if err != nil {
		return nil, err
	}
	run.feed.Wake()
	p := run.newPlan(ctx)
	v := p.now()
	field := graphql.GetFieldContext(ctx).Field
	for _, f := range p.query.selection(field.Selections).on(field.Definition.Type.Name()) {
		if f.Name == "suggestion" || f.Name == "suggestions" {
			v.showSuggestions(f.sub, done.IDs, func(all []*model.Suggestion) { set(f.Alias, all) })
		}
	}
	if err := p.complete(ctx); err != nil || done.Activity == nil {
		return nil, err
	}
	return &model.Activity{Activity: *done.Activity}, nil
}

// showSuggestions has suggestions that are there looked up, and set to what is selected of
// them.
func (v *view) showSuggestions(at *selection, ids []string, set func([]*model.Suggestion)) {
	v.needOf(at)
	v.keys.Suggestions = append(v.keys.Suggestions, ids...)
	v.then = append(v.then, func() {
		all := make([]*model.Suggestion, 0, len(ids))
		for _, id := range ids {
			if s := v.known.Suggestions[id]; s != nil {
				all = append(all, v.suggestion(at, s))
			}
		}
		set(all)
	})
}

func decideOne[In any](ctx context.Context, do func(curation.Curator, context.Context, In) (curation.Suggested, error), in In) (_ *model.SuggestionPayload, err error) {
	payload := &model.SuggestionPayload{}
	payload.Activity, err = decide(ctx, do, in, func(alias string, all []*model.Suggestion) { payload.Set(alias, all[0]) })
	return payload, err
}

func decideSome(ctx context.Context, do func(curation.Curator, context.Context, curation.DecideSuggestionsInput) (curation.Suggested, error), in curation.DecideSuggestionsInput) (_ *model.SuggestionsPayload, err error) {
	payload := &model.SuggestionsPayload{}
	payload.Activity, err = decide(ctx, do, in, func(alias string, all []*model.Suggestion) { payload.Set(alias, all) })
	return payload, err
}

// ingest records a document and queues what an extractor finds in it.
func ingest(ctx context.Context, in model.IngestDocumentInput) (*model.IngestionPayload, error) {
	run, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return nil, errNoPlan
	}
	if run.ingest == nil {
		return nil, &kg.Error{Code: kg.CodeUnavailable, Message: "this server has no extractor"}
	}
	document, err := in.Document.Document()
	if err != nil {
		return nil, kg.Within("input.document", err)
	}
	extractor := "rules"
	if in.Extractor != nil {
		extractor = *in.Extractor
	}
	done, err := run.ingest(ctx, extractor, auth.From(ctx).Subject, document)
	if err != nil {
		return nil, err
	}
	run.feed.Wake()
	payload := &model.IngestionPayload{}
	p := run.newPlan(ctx)
	v := p.now()
	field := graphql.GetFieldContext(ctx).Field
	for _, f := range p.query.selection(field.Selections).on(field.Definition.Type.Name()) {
		if f.Name == "ingestion" {
			v.want(f.sub, done.ID)
			v.then = append(v.then, func() { payload.Set(f.Alias, v.ingestion(f.sub, v.known.Ingestions[done.ID])) })
		}
	}
	return payload, p.complete(ctx)
}

// How often the queue is read on by a subscription, and how much of it at once.
const (
	queueInterval = 500 * time.Millisecond
	queuedAtOnce  = 100
)

// followAdded sends suggestions that pass a filter as they are queued, whichever server
// queued them.
func followAdded(ctx context.Context, f *kg.SuggestionFilter, after *string) (<-chan *model.SuggestionEvent, error) {
	run, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return nil, errNoPlan
	}
	filter := kg.SuggestionFilter{}
	if f != nil {
		filter = *f
	}
	if err := checkSuggestionFilter(ctx, run.newPlan(ctx), filter); err != nil {
		return nil, err
	}
	filter.States = asAdded(filter.States)
	// All that is queued is read, once, and not what passes: that would be sought again and
	// again among all that does not.
	req := kg.SuggestionList{Slice: kg.Slice{Limit: queuedAtOnce}}
	newest, err := run.store.ListSuggestions(ctx, kg.SuggestionList{Slice: kg.Slice{Limit: 1}, NewestFirst: true})
	if err != nil {
		return nil, err
	}
	last := int64(0)
	if len(newest.Suggestions) > 0 {
		last = newest.Suggestions[0].Number
	}
	if after != nil {
		n, err := strconv.ParseInt(*after, 10, 64)
		if err != nil || n < 1 || n > last || strconv.FormatInt(n, 10) != *after {
			return nil, kg.BadInput("after", "%q is not the id of an event; give one that this subscription sent, or none to follow from now on", kg.Shorten(*after))
		}
		last = n
	}
	req.Slice.After = kg.QueuePosition(last)
	subscription := graphql.GetFieldContext(ctx).Field
	return stream(ctx, run, func(ctx context.Context, send func(*model.SuggestionEvent) error) error {
		again := time.NewTicker(queueInterval)
		defer again.Stop()
		for {
			page, err := run.store.ListSuggestions(ctx, req)
			if err != nil {
				return err
			}
			for _, s := range page.Suggestions {
				req.Slice.After = s.Position()
				if !filter.Accepts(s) {
					continue
				}
				shown := &model.SuggestionEvent{ID: strconv.FormatInt(s.Number, 10)}
				if err := run.showSuggestion(ctx, subscription, s.ID, shown); err != nil {
					return err
				}
				if err := send(shown); err != nil {
					return err
				}
			}
			if page.HasNext {
				continue
			}
			select {
			case <-again.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}), nil
}

// asAdded returns the states in which suggestions that were added in some states may be by
// now: whatever is added is pending, and may be decided before it is sent.
func asAdded(states []kg.SuggestionState) []kg.SuggestionState {
	if slices.Contains(states, kg.SuggestionPending) {
		return nil
	}
	return states
}

// followDecisions sends what becomes of suggestions.
func followDecisions(ctx context.Context, after *string) (<-chan *model.SuggestionEvent, error) {
	subscription := graphql.GetFieldContext(ctx).Field
	return follow(ctx, after, func(ctx context.Context, run *run, e event) (*model.SuggestionEvent, error) {
		if e.change.Kind != kg.SuggestionDecided {
			return nil, nil
		}
		shown := &model.SuggestionEvent{ID: e.id.String(), Activity: e.activity}
		return shown, run.showSuggestion(ctx, subscription, e.change.ID, shown)
	})
}

// showSuggestion sets what is selected of the suggestion of an event.
func (r *run) showSuggestion(ctx context.Context, subscription graphql.CollectedField, id string, shown *model.SuggestionEvent) error {
	p := r.newPlan(ctx)
	v := p.now()
	for _, f := range p.query.selection(subscription.Selections).on(subscription.Definition.Type.Name()) {
		if f.Name == "suggestion" {
			v.showSuggestions(f.sub, []string{id}, func(all []*model.Suggestion) {
				if len(all) == 1 {
					shown.Set(f.Alias, all[0])
				}
			})
		}
	}
	return p.complete(ctx)
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
