package kgtest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// oracle says what a Store has to answer, by going through all it was told for
// each question. It is not safe for concurrent use.
type oracle struct {
	types       []kg.RelationType
	documents   []kg.Document
	entities    []kg.Entity // without aliases
	aliases     []oracleAlias
	identifiers []oracleIdentifier
	relations   []kg.Relation
	merges      []oracleMerge
	journal     []kg.Activity
	suggestions []kg.Suggestion
	ingestions  []kg.Ingestion

	corrected map[string]oracleCorrected // by entity
}

type oracleAlias struct {
	entity, name string
	recorded     time.Time
	removed      *time.Time // nil while it is a name
}

func known(recorded time.Time, asOf *time.Time) bool { return asOf == nil || !recorded.After(*asOf) }

func (o *oracle) symmetric(typeID string) bool {
	i := slices.IndexFunc(o.types, func(t kg.RelationType) bool { return t.ID == typeID })
	return i >= 0 && o.types[i].Symmetric
}

func (o *oracle) Types(context.Context) ([]kg.RelationType, error) {
	types := cloneBatch(kg.Batch{Types: o.types}).Types
	slices.SortFunc(types, func(a, b kg.RelationType) int { return cmp.Compare(a.ID, b.ID) })
	return types, nil
}

func (o *oracle) Datasets(context.Context) (all []kg.Dataset, err error) {
	for _, r := range o.relations {
		for _, e := range r.Evidence {
			if e.Source == nil {
				continue
			}
			i := slices.IndexFunc(all, func(d kg.Dataset) bool { return d.ID == e.Source.Dataset })
			if i < 0 {
				i, all = len(all), append(all, kg.Dataset{ID: e.Source.Dataset})
			}
			all[i].Add(r.Coding)
		}
	}
	slices.SortFunc(all, func(a, b kg.Dataset) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

func (o *oracle) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	candidates := map[string]bool{}
	for _, req := range keys.Candidates {
		if keys.Enough > 0 && len(candidates) >= keys.Enough {
			break
		}
		some, _ := o.Candidates(ctx, req)
		found.Candidates = append(found.Candidates, some)
		keys.Entities, keys.Relations = slices.Concat(keys.Entities, some.Entities), slices.Concat(keys.Relations, some.Relations)
		for _, id := range slices.Concat(some.Entities, some.Relations) {
			candidates[id] = true
		}
	}
	for _, id := range keys.Entities {
		if e := o.answering(id, keys.AsOf); e != nil {
			if keys.Need.Degree {
				e.Degree = o.degree(e.ID, keys.AsOf)
			}
			found.Entities[id], found.Entities[e.ID] = e, e
		}
	}
	for _, i := range keys.Identifiers {
		if e := o.identified(i, keys.AsOf); e != nil {
			if keys.Need.Degree {
				e.Degree = o.degree(e.ID, keys.AsOf)
			}
			found.Identified[i], found.Entities[e.ID] = e.ID, e
		}
	}
	o.findDocuments(found, keys.AsOf, keys.Need, keys.Documents...)
	if len(keys.Datasets) > 0 {
		all, _ := o.Datasets(ctx)
		for _, d := range all {
			if slices.Contains(keys.Datasets, d.ID) {
				found.Datasets[d.ID] = &d
			}
		}
	}
	o.findQueued(found, keys)
	if keys.Journal != nil {
		found.Journal = o.activities(*keys.Journal, keys.AsOf)
	}
	for _, r := range o.relations {
		if slices.Contains(keys.Relations, r.ID) && known(r.RecordedAt, keys.AsOf) {
			found.Relations[r.ID] = o.view(r, keys.Need, keys.AsOf)
			o.findNamed(found, r, "", keys.Need, keys.AsOf)
		}
	}
	return found, nil
}

// answering returns what an id answers as; nil where it is not known.
func (o *oracle) answering(id string, asOf *time.Time) *kg.Entity {
	if o.entity(id, asOf) == nil {
		return nil
	}
	return o.entity(o.survivor(id, asOf), asOf)
}

// findEntities adds entities that something names.
func (o *oracle) findEntities(found *kg.Found, asOf *time.Time, ids ...string) {
	for _, id := range ids {
		if e := o.entity(o.survivor(id, asOf), asOf); e != nil && found.Entities[e.ID] == nil {
			found.Entities[e.ID] = e
		}
	}
}

func (o *oracle) findDocuments(found *kg.Found, asOf *time.Time, need kg.Need, ids ...string) {
	for _, d := range o.documents {
		if slices.Contains(ids, d.ID) && known(d.RecordedAt, asOf) {
			if !need.Text {
				d.Text = ""
			}
			if !need.Copies {
				d.Fingerprint = ""
			}
			d.PublishedAt = cloneTime(d.PublishedAt)
			d.Retractions, d.RetractedAt = gapsThen(d.Retractions, asOf)
			d.Details, d.DetailsRecords = detailsThen(d.DetailsRecords, asOf)
			found.Documents[d.ID] = &d
		}
	}
}

// findNamed adds what r names, as far as it is needed by a page of owner.
func (o *oracle) findNamed(found *kg.Found, r kg.Relation, owner string, need kg.Need, asOf *time.Time) {
	if need.Ends {
		for _, end := range []string{r.Subject, r.Object} {
			if o.survivor(end, asOf) != o.survivor(owner, asOf) {
				o.findEntities(found, asOf, end)
			}
		}
	}
	if need.Claims {
		o.findEntities(found, asOf, r.Places...)
		for _, a := range r.Attributions {
			o.findEntities(found, asOf, a.By)
		}
		for _, e := range r.Evidence {
			o.findDocuments(found, asOf, need, e.Document)
		}
	}
}

// view returns r as it was known then.
func (o *oracle) view(r kg.Relation, need kg.Need, asOf *time.Time) *kg.Relation {
	r = o.canonical(r, asOf)
	r.Retractions, r.RetractedAt = gapsThen(r.Retractions, asOf)
	if !need.Claims {
		r.Places, r.Attributions, r.Evidence = nil, nil, nil
		return &r
	}
	r.Evidence = evidenceThen(r.Evidence, asOf)
	slices.SortStableFunc(r.Evidence, func(a, b kg.Evidence) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), a.RecordedAt.Compare(b.RecordedAt))
	})
	return &r
}

// evidenceThen returns what evidence was known then, of each row what it had said last.
func evidenceThen(all []kg.Evidence, asOf *time.Time) (last []kg.Evidence) {
	for _, e := range all {
		if known(e.RecordedAt, asOf) {
			last = slices.DeleteFunc(last, func(old kg.Evidence) bool { return old.Source != nil && e.Source != nil && sameRow(old, e) })
			last = append(last, e)
		}
	}
	return last
}

func (o *oracle) Pages(_ context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	found := kg.NewFound()
	pages := make([]kg.RelationPage, len(reqs.Pages))
	for i, req := range reqs.Pages {
		if e := o.answering(req.Owner, reqs.AsOf); e != nil && reqs.Need.Owners {
			found.Entities[req.Owner], found.Entities[e.ID] = e, e
		}
		all := o.standing(req.Owner, req.Filter, reqs.AsOf)
		if req.Quantified {
			all = slices.DeleteFunc(all, func(r kg.Relation) bool {
				return !slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return len(e.Quantities) > 0 })
			})
		}
		shown, previous, next := slicePage(all, kg.Relation.Position, req.Slice, req.Order == kg.OldestFirst)
		pages[i] = kg.RelationPage{HasPrevious: previous, HasNext: next}
		if req.Count {
			pages[i].Total = len(all)
		}
		for _, r := range shown {
			pages[i].Relations = append(pages[i].Relations, o.view(r, reqs.Need, reqs.AsOf))
			o.findNamed(found, r, req.Owner, reqs.Need, reqs.AsOf)
		}
	}
	return pages, found, nil
}

func (o *oracle) ListEntities(_ context.Context, req kg.EntityList) (kg.EntityPage, error) {
	var all []kg.Entity
	for _, raw := range o.entities {
		e := o.entity(raw.ID, req.AsOf)
		has := func(i kg.Identifier) bool { return slices.Contains(e.Identifiers, i) }
		if e != nil && slices.Contains(req.Kinds, e.Kind) && o.survivor(e.ID, req.AsOf) == e.ID && (len(req.Identifiers) == 0 || slices.ContainsFunc(req.Identifiers, has)) {
			all = append(all, *e)
		}
	}
	shown, previous, next := slicePage(all, kg.Entity.Position, req.Slice, false)
	page := kg.EntityPage{HasPrevious: previous, HasNext: next}
	if req.Count {
		page.Total = len(all)
	}
	for _, e := range shown {
		page.Entities = append(page.Entities, &e)
	}
	return page, nil
}

func (o *oracle) ListDocuments(_ context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	var all []kg.Document
	for _, d := range o.documents {
		if known(d.RecordedAt, req.AsOf) && !retracted(d.Retractions, req.AsOf) {
			d.Retractions, _ = gapsThen(d.Retractions, req.AsOf)
			d.Details, d.DetailsRecords = detailsThen(d.DetailsRecords, req.AsOf)
			all = append(all, d)
		}
	}
	shown, previous, next := slicePage(all, kg.Document.Position, req.Slice, false)
	page := kg.DocumentPage{HasPrevious: previous, HasNext: next}
	if req.Count {
		page.Total = len(all)
	}
	for _, d := range shown {
		d.PublishedAt = cloneTime(d.PublishedAt)
		if d.Fingerprint = ""; !req.Text {
			d.Text = ""
		}
		page.Documents = append(page.Documents, &d)
	}
	return page, nil
}

// slicePage sorts all of a list and takes a page of it.
func slicePage[T any](all []T, position func(T) string, s kg.Slice, reversed bool) (shown []T, previous, next bool) {
	before := func(a, b string) bool { return a != b && (a < b) != reversed }
	slices.SortFunc(all, func(a, b T) int {
		if before(position(a), position(b)) {
			return -1
		}
		return 1
	})
	within := slices.DeleteFunc(slices.Clone(all), func(item T) bool {
		p := position(item)
		return s.After != "" && !before(s.After, p) || s.Before != "" && !before(p, s.Before)
	})
	if s.FromEnd {
		slices.Reverse(within)
	}
	return kg.Cut(s, within[:min(len(within), s.Limit+1)])
}
