package plan

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// Get implements kg.Store.
func (s *Store) Get(ctx context.Context, keys kg.Keys) (found *kg.Found, err error) {
	err = s.ask(ctx, keys.AsOf, func(q *query) error {
		found, err = q.get(keys)
		return err
	})
	return found, err
}

func (q *query) get(keys kg.Keys) (*kg.Found, error) {
	found := kg.NewFound()
	if keys.Journal != nil {
		var err error
		if found.Journal, err = q.Journal(q.ctx, *keys.Journal, q.asOf); err != nil {
			return nil, err
		}
	}
	if len(keys.Datasets) > 0 {
		all, err := q.Datasets(q.ctx)
		if err != nil {
			return nil, err
		}
		for _, d := range all {
			if slices.Contains(keys.Datasets, d.ID) {
				found.Datasets[d.ID] = &d
			}
		}
	}
	if err := q.queued(found, keys); err != nil {
		return nil, err
	}
	identified, err := q.identified(keys.Identifiers)
	if err != nil {
		return nil, err
	}
	if err := q.findCandidates(found, &keys); err != nil {
		return nil, err
	}
	asked := slices.Clone(keys.Entities)
	for _, ids := range identified {
		asked = append(asked, ids...)
	}
	if len(asked)+len(keys.Relations)+len(keys.Documents) == 0 {
		return found, nil
	}
	rows, err := q.Lookup(q.ctx, Keys{
		Entities: q.withMembers(asked), Relations: distinct(keys.Relations), Documents: distinct(keys.Documents),
		Need: keys.Need, History: q.history(),
	})
	if err != nil {
		return nil, err
	}
	l := q.newLevel(keys.Need)
	for id, row := range rows.Relations {
		if kg.KnownAsOf(row.RecordedAt, q.asOf) {
			r := l.add(row, "")
			found.Relations[id], found.Relations[r.ID] = r, r
		}
	}
	q.putDocuments(found, keys.Documents, rows.Documents)
	e, err := l.complete(found, rows)
	if err != nil {
		return nil, err
	}
	e.put(found, keys.Entities)
	counted := slices.Clone(keys.Entities)
	for i, ids := range identified {
		if holder := e.holder(i, ids); holder != nil {
			found.Identified[i], found.Entities[holder.ID] = holder.ID, holder
			counted = append(counted, holder.ID)
		}
	}
	if keys.Need.Degree {
		err = e.countDegrees(counted)
	}
	return found, err
}

// findCandidates puts the candidates that keys ask for into found, and their ids into keys.
func (q *query) findCandidates(found *kg.Found, keys *kg.Keys) error {
	entities, relations := keys.Entities, keys.Relations
	different := map[string]bool{}
	for _, req := range keys.Candidates {
		candidates, err := match(q.ctx, q.Snapshot, req)
		if err != nil {
			return err
		}
		found.Candidates = append(found.Candidates, candidates)
		entities, relations = slices.Concat(entities, candidates.Entities), slices.Concat(relations, candidates.Relations)
		for _, id := range slices.Concat(candidates.Entities, candidates.Relations) {
			different[id] = true
		}
		if keys.Enough > 0 && len(different) >= keys.Enough {
			break
		}
	}
	keys.Entities, keys.Relations = entities, relations
	return nil
}

// withMembers returns ids and those of all that is one with these.
func (q *query) withMembers(ids []string) []string {
	if len(q.clusters.into) == 0 {
		return distinct(ids)
	}
	return distinct(append(slices.Clone(ids), q.clusters.Expand(ids)...))
}

// putDocuments puts those of some documents that were known into found.
func (q *query) putDocuments(found *kg.Found, ids []string, rows map[string]*kg.Document) {
	for _, id := range ids {
		if d := rows[id]; d != nil && kg.KnownAsOf(d.RecordedAt, q.asOf) && found.Documents[id] == nil {
			d.Retractions, d.RetractedAt = kg.GapsAsOf(d.Retractions, q.asOf)
			d.Details, d.DetailsRecords = kg.DetailsAsOf(d.DetailsRecords, q.asOf)
			found.Documents[id] = d
		}
	}
}

// A level is the relations that one call returns, of which the entities and documents
// that they name are looked up together.
type level struct {
	*query
	need      kg.Need
	relations map[string]*kg.Relation // as they answer
	entities  []string                // ids that Found has to hold
	documents []string
}

func (q *query) newLevel(need kg.Need) *level {
	return &level{query: q, need: need, relations: map[string]*kg.Relation{}}
}

// add returns a row as it answered, on a page of an owner whose canonical id is given,
// and notes what it names.
func (l *level) add(row *kg.Relation, owner string) *kg.Relation {
	r := l.relations[row.ID]
	if r == nil {
		r = l.asItWas(row)
		l.relations[row.ID] = r
	}
	if l.need.Ends {
		for _, end := range []string{r.Subject, r.Object} {
			if end != owner {
				l.entities = append(l.entities, end)
			}
		}
	}
	return r
}

// asItWas makes of a row what it was as of the query's moment.
func (l *level) asItWas(r *kg.Relation) *kg.Relation {
	r.Subject, r.Object = l.clusters.Canonical(r.Subject), l.clusters.Canonical(r.Object)
	r.Retractions, r.RetractedAt = kg.GapsAsOf(r.Retractions, l.asOf)
	if !l.need.Claims {
		r.Places, r.Attributions, r.Evidence = nil, nil, nil
		return r
	}
	if len(r.Places) > 0 {
		r.Places = l.clusters.CanonicalOf(r.Places)
	}
	for i := range r.Attributions {
		r.Attributions[i].By = l.clusters.Canonical(r.Attributions[i].By)
		l.entities = append(l.entities, r.Attributions[i].By)
	}
	if len(r.Attributions) > 0 {
		r.Attributions = distinct(r.Attributions)
	}
	l.entities = append(l.entities, r.Places...)
	r.Evidence = kg.EvidenceAsOf(r.Evidence, l.asOf)
	slices.SortStableFunc(r.Evidence, func(a, b kg.Evidence) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), a.RecordedAt.Compare(b.RecordedAt))
	})
	for _, e := range r.Evidence {
		if e.Document != "" {
			l.documents = append(l.documents, e.Document)
		}
	}
	return r
}

// complete puts what the relations name into found, of which some rows are there
// already. It returns all entities that there are then.
func (l *level) complete(found *kg.Found, rows Rows) (*entities, error) {
	ids, documents := distinct(l.entities), distinct(l.documents)
	missing := Keys{
		Entities:  without(l.withMembers(ids), rows.Entities),
		Documents: without(documents, rows.Documents), Need: kg.Need{Text: l.need.Text, Copies: l.need.Copies}, History: l.history(),
	}
	if len(missing.Entities)+len(missing.Documents) > 0 {
		more, err := l.Lookup(l.ctx, missing)
		if err != nil {
			return nil, err
		}
		maps.Copy(rows.Entities, more.Entities)
		maps.Copy(rows.Documents, more.Documents)
	}
	e := &entities{query: l.query, rows: rows.Entities, answers: map[string]*kg.Entity{}}
	for _, id := range ids {
		if answer := e.answer(id); answer != nil {
			found.Entities[answer.ID] = answer
		}
	}
	l.putDocuments(found, documents, rows.Documents)
	return e, nil
}

func without[V any](ids []string, there map[string]V) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, is := there[id]; return is })
}
