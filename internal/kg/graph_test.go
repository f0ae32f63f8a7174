package kg

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// smallGraph is a store of a few entities and relations, which it goes through
// for every question. Its calls are counted.
type smallGraph struct {
	entities  []Entity
	relations []*Relation
	symmetric []string          // ids of types
	into      map[string]string // entities merged into others
	calls     map[string]int
}

func (g *smallGraph) called(method string) {
	if g.calls == nil {
		g.calls = map[string]int{}
	}
	g.calls[method]++
}

func (g *smallGraph) survivor(id string) string {
	for g.into[id] != "" {
		id = g.into[id]
	}
	return id
}

func (g *smallGraph) survivors(ids []string) (all []string) {
	for _, id := range ids {
		all = append(all, g.survivor(id))
	}
	return all
}

func (g *smallGraph) Get(_ context.Context, keys Keys) (*Found, error) {
	g.called("Get")
	found := NewFound()
	different := map[string]bool{}
	for _, req := range keys.Candidates {
		if keys.Enough > 0 && len(different) >= keys.Enough {
			break
		}
		some := g.candidates(req)
		found.Candidates = append(found.Candidates, some)
		keys.Entities, keys.Relations = slices.Concat(keys.Entities, some.Entities), slices.Concat(keys.Relations, some.Relations)
		for _, id := range slices.Concat(some.Entities, some.Relations) {
			different[id] = true
		}
	}
	for _, id := range keys.Entities {
		survivor := g.survivor(id)
		for _, e := range g.entities {
			if e.ID == survivor && (keys.AsOf == nil || !e.RecordedAt.After(*keys.AsOf)) {
				if keys.Need.Degree {
					e.Degree = len(g.standing(survivor, RelationFilter{}))
				}
				e.Aliases = slices.Clone(e.Aliases)
				for _, other := range g.entities {
					if other.ID != survivor && g.survivor(other.ID) == survivor {
						e.Aliases = append(e.Aliases, other.Name)
					}
				}
				found.Entities[id], found.Entities[survivor] = &e, &e
			}
		}
	}
	for _, r := range g.relations {
		if slices.Contains(keys.Relations, r.ID) {
			found.Relations[r.ID] = r
		}
	}
	return found, nil
}

func (g *smallGraph) standing(owner string, filter RelationFilter) (all []*Relation) {
	filter.With = g.survivors(filter.With)
	for _, r := range g.relations {
		if r.RetractedAt == nil && filter.Holds(r, owner, slices.Contains(g.symmetric, r.Type), nil) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b *Relation) int { return cmp.Compare(a.Position(), b.Position()) })
	return all
}

func (g *smallGraph) Pages(_ context.Context, reqs PageRequests) ([]RelationPage, *Found, error) {
	g.called("Pages")
	found, pages := NewFound(), make([]RelationPage, len(reqs.Pages))
	for i, req := range reqs.Pages {
		pages[i].Relations = g.standing(g.survivor(req.Owner), req.Filter)
		for _, r := range pages[i].Relations {
			for _, e := range g.entities {
				if e.ID == r.Object {
					found.Entities[e.ID] = &e
				}
			}
		}
	}
	return pages, found, nil
}

func (g *smallGraph) Links(_ context.Context, req LinkRequest) (Links, error) {
	g.called("Links")
	var all []Link
	avoid := g.survivors(req.Avoid)
	for _, of := range g.survivors(req.Of) {
		newest := map[string]*Relation{}
		for _, r := range g.standing(of, req.Filter) {
			other := r.Subject
			if other == of {
				other = r.Object
			}
			if other != of && newest[other] == nil && !slices.Contains(avoid, other) {
				newest[other] = r
			}
		}
		for _, other := range slices.Sorted(maps.Keys(newest)) {
			r := newest[other]
			all = append(all, Link{Of: of, Other: other, Newest: r.Position(), Attestation: Attestation(r.Status, r.Certainty, r.Coding)})
		}
	}
	shown := min(len(all), req.Limit)
	return Links{Links: all[:shown], Truncated: shown < len(all)}, nil
}

func (g *smallGraph) Between(_ context.Context, req BetweenRequest) (Between, error) {
	g.called("Between")
	req.Filter.With, req.Filter.Direction = nil, ""
	var all []*Relation
	for _, r := range g.standing("", req.Filter) {
		if slices.Contains(req.Among, r.Subject) && slices.Contains(req.Among, r.Object) {
			all = append(all, r)
		}
	}
	shown := min(len(all), req.Limit)
	return Between{Relations: all[:shown], Truncated: shown < len(all)}, nil
}

func (g *smallGraph) Candidates(_ context.Context, req CandidateRequest) (Candidates, error) {
	g.called("Candidates")
	return g.candidates(req), nil
}

func (g *smallGraph) candidates(req CandidateRequest) (found Candidates) {
	for _, e := range g.entities {
		others := []string{e.Description}
		for _, r := range g.relations {
			for _, object := range g.entities {
				if r.Subject == e.ID && r.Object == object.ID {
					others = append(others, Office(r.Type, object.Name))
				}
			}
		}
		if words, keys := SearchTexts(append([]string{e.Name}, e.Aliases...), others...); holdsTerms(req, words, keys) && (len(req.Kinds) == 0 || slices.Contains(req.Kinds, e.Kind)) {
			found.Entities = append(found.Entities, e.ID)
		}
	}
	for _, r := range g.relations {
		for _, e := range r.Evidence {
			if words := QuoteWords(e.Exact); req.Relations && holdsTerms(req, words, "") && !slices.Contains(found.Relations, r.ID) {
				found.Relations = append(found.Relations, r.ID)
			}
		}
	}
	return found
}

func holdsTerms(req CandidateRequest, words, keys string) bool {
	held := 0
	if req.Beginning != "" {
		return strings.Contains(" "+keys+" ", " "+BeginningKey(req.Beginning)+" ")
	}
	if slices.ContainsFunc(req.Whole, func(k string) bool { return strings.Contains(" "+keys+" ", " "+k+" ") }) {
		return true
	}
	for _, t := range req.Terms {
		begins := strings.Contains(" "+words, " "+t.Word)
		sounds := slices.ContainsFunc(t.Keys, func(k string) bool { return strings.Contains(" "+keys+" ", " "+k+" ") })
		if begins || sounds {
			held++
		}
	}
	return held == len(req.Terms) || req.Any && held > 0
}

// people returns entities by their ids.
func people(ids ...string) (all []Entity) {
	for _, id := range ids {
		all = append(all, Entity{ID: id, Kind: KindPerson, Name: id})
	}
	return all
}

// linked returns a relation that occurred, as stated, in a month of 2025.
func linked(subject, kind, object string, month time.Month) *Relation {
	first := NewDate(2025, month, 1)
	r := Relation{
		Type: kind, Subject: subject, Object: object, Status: StatusOccurred, Certainty: CertaintyStated, Coding: CodingMachine, Time: Day(first),
		Evidence: []Evidence{{Source: &Source{Dataset: "rows", Record: fmt.Sprint(subject, kind, object, month)}}},
	}
	r.ID = RelationID(r, false)
	return &r
}

// chain returns relations that lead from each id to the next.
func chain(ids ...string) (all []*Relation) {
	for i := range len(ids) - 1 {
		all = append(all, linked(ids[i], "knows", ids[i+1], time.January))
	}
	return all
}
