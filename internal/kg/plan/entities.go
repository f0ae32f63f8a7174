package plan

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// entities are rows, out of which answers as of the query's moment are made.
type entities struct {
	*query
	rows    map[string]*kg.EntityRecord
	answers map[string]*kg.Entity // by canonical id
}

// read returns the entities with some ids and all that is one with them, of which some
// rows are there already.
func (q *query) read(ids []string, there map[string]*kg.EntityRecord) (*entities, error) {
	e := &entities{query: q, rows: there, answers: map[string]*kg.Entity{}}
	if e.rows == nil {
		e.rows = map[string]*kg.EntityRecord{}
	}
	missing := without(q.withMembers(ids), e.rows)
	if len(missing) == 0 {
		return e, nil
	}
	more, err := q.Lookup(q.ctx, Keys{Entities: missing, History: q.history()})
	maps.Copy(e.rows, more.Entities)
	return e, err
}

// answer returns what an id answered as, nil where it or that was not known.
func (e *entities) answer(id string) *kg.Entity {
	canonical := e.clusters.Canonical(id)
	if !e.isKnown(id) || !e.isKnown(canonical) {
		return nil
	}
	if known := e.answers[canonical]; known != nil {
		return known
	}
	made := e.rowAsOf(canonical)
	names, identifiers := e.namesOf(canonical), e.identifiersOf(canonical)
	members := slices.Clone(e.clusters.Members(canonical)[1:])
	slices.Sort(members)
	for _, id := range members {
		if e.rows[id] == nil {
			continue
		}
		made.Merged = append(made.Merged, id)
		names = append(append(names, e.rowAsOf(id).Name), e.namesOf(id)...)
		identifiers = append(identifiers, e.identifiersOf(id)...)
	}
	seen := map[string]bool{made.Name: true}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			made.Aliases = append(made.Aliases, name)
		}
	}
	if len(identifiers) > 0 {
		made.Identifiers = distinct(identifiers)
	}
	e.answers[canonical] = made
	return made
}

func (e *entities) isKnown(id string) bool {
	row := e.rows[id]
	return row != nil && kg.KnownAsOf(row.RecordedAt, e.asOf)
}

// rowAsOf returns what an entity was by itself.
func (e *entities) rowAsOf(id string) *kg.Entity {
	was := e.rows[id].Entity
	was.Degree = 0
	if state, former := kg.StateAt(e.rows[id].Former, e.asOf); former {
		was.SetState(state)
	}
	return &was
}

func (e *entities) namesOf(id string) (names []string) {
	for _, a := range e.rows[id].Names {
		if a.HeldAt(e.asOf) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (e *entities) identifiersOf(id string) (identifiers []kg.Identifier) {
	for _, r := range e.rows[id].IdentifierRecords {
		if r.HeldAt(e.asOf) {
			identifiers = append(identifiers, r.Identifier)
		}
	}
	return identifiers
}

// put puts what some ids answered as into found, under these and its own.
func (e *entities) put(found *kg.Found, ids []string) {
	for _, id := range ids {
		if answer := e.answer(id); answer != nil {
			found.Entities[id], found.Entities[answer.ID] = answer, answer
		}
	}
}

// countDegrees gives what some ids answered as its degree.
func (e *entities) countDegrees(ids []string) error {
	var counted []*kg.Entity
	var requests []kg.CountRequest
	for _, id := range ids {
		answer := e.answer(id)
		switch {
		case answer == nil || slices.Contains(counted, answer):
		case e.asOf == nil && len(answer.Merged) == 0:
			answer.Degree = e.rows[answer.ID].Degree
		default:
			counted, requests = append(counted, answer), append(requests, kg.CountRequest{Owner: answer.ID})
		}
	}
	if len(requests) == 0 {
		return nil
	}
	counts, err := e.count(requests)
	if err != nil {
		return err
	}
	for i, answer := range counted {
		answer.Degree = total(counts[i])
	}
	return nil
}

func total(counts []kg.Count) (n int) {
	for _, c := range counts {
		n += c.N
	}
	return n
}
