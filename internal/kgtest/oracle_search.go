package kgtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"conflictgraph/internal/kg"
)

func (o *oracle) Candidates(_ context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	found, _ := o.candidates(req)
	return kg.Candidates{
		Entities:  found.Entities[:min(len(found.Entities), req.Limit)],
		Relations: found.Relations[:min(len(found.Relations), req.Limit)],
	}, nil
}

// candidates returns what a store has to find for a search without a limit, and
// what it may find. What was retracted, or merged into something else, has to be
// found under its own id, since a search as of an earlier moment is about it. An
// entity may also be found by what the others it is one with are known by.
func (o *oracle) candidates(req kg.CandidateRequest) (must, may kg.Candidates) {
	for _, e := range o.entities {
		isAsked := func(k kg.EntityKind) bool { return slices.Contains(req.Kinds, k) }
		if len(req.Kinds) > 0 && !slices.ContainsFunc(o.possibleKindsOf(e), isAsked) {
			continue
		}
		wasAsked := len(req.Kinds) == 0 || slices.ContainsFunc(o.kindsOf(e), isAsked)
		known, others := o.textsOf(e, nil)
		if t := searchTexts(known, others); wasAsked && matches(req, t.words, t.keys) {
			must.Entities = append(must.Entities, e.ID)
		}
		known, others = nil, nil
		for _, other := range o.entities {
			if o.survivor(other.ID, nil) == o.survivor(e.ID, nil) {
				itsNames, itsOthers := o.textsOf(other, o.entities)
				known, others = append(known, itsNames...), append(others, itsOthers...)
			}
		}
		if t := searchTexts(known, others); matches(req, t.words, t.keys) {
			may.Entities = append(may.Entities, e.ID)
		}
	}
	for _, r := range o.relations {
		var quotes []string
		for _, e := range r.Evidence {
			quotes = append(quotes, e.Exact)
		}
		if req.Relations && req.Beginning == "" && matches(req, kg.QuoteWords(quotes...), "") {
			must.Relations = append(must.Relations, r.ID)
		}
	}
	prominence := o.prominence()
	for _, ids := range [][]string{must.Entities, may.Entities} {
		slices.SortFunc(ids, prominence)
	}
	slices.SortFunc(must.Relations, o.precedence)
	may.Relations = must.Relations
	return must, may
}

// texts are what kg.SearchTexts returns.
type texts struct{ words, keys string }

// knownTexts are texts that were worked out before, by what they are of: an oracle asks
// for those of every entity again with each question.
var knownTexts sync.Map

func searchTexts(known, others []string) texts {
	of := strings.Join(known, "\x00") + "\x01" + strings.Join(others, "\x00")
	if t, is := knownTexts.Load(of); is {
		return t.(texts)
	}
	words, keys := kg.SearchTexts(known, others...)
	knownTexts.Store(of, texts{words, keys})
	return texts{words, keys}
}

// prominence returns what compares entities by how many relations that stand each has
// itself, most first, then by id.
func (o *oracle) prominence() func(a, b string) int {
	standing := map[string]int{}
	for _, r := range o.relations {
		if retracted(r.Retractions, nil) {
			continue
		}
		standing[r.Subject]++
		if r.Object != r.Subject {
			standing[r.Object]++
		}
	}
	return func(a, b string) int { return cmp.Or(cmp.Compare(standing[b], standing[a]), strings.Compare(a, b)) }
}

// precedence compares relations by their positions.
func (o *oracle) precedence(a, b string) int {
	return strings.Compare(o.relations[o.indexOf(a)].Position(), o.relations[o.indexOf(b)].Position())
}

// textsOf returns what an entity was ever known by: its names, and besides them its
// description and its offices, these also by the names of what their objects are one with
// among others.
func (o *oracle) textsOf(e kg.Entity, among []kg.Entity) (known, others []string) {
	for _, state := range o.statesOf(e) {
		known, others = append(known, state.Name), append(others, state.Description)
	}
	for _, a := range o.aliases {
		if a.entity == e.ID {
			known = append(known, a.name)
		}
	}
	for _, r := range o.relations {
		if r.Subject != e.ID {
			continue
		}
		for _, state := range o.statesOf(*o.rawEntity(r.Object)) {
			others = append(others, kg.Office(r.Type, state.Name))
		}
		for _, other := range among {
			if o.survivor(other.ID, nil) == o.survivor(r.Object, nil) {
				others = append(others, kg.Office(r.Type, other.Name))
			}
		}
	}
	return known, others
}

// matches reports whether words and keys have what a request is for.
func matches(req kg.CandidateRequest, wordText, keyText string) bool {
	words, keys := strings.Fields(wordText), strings.Fields(keyText)
	if req.Beginning != "" {
		return slices.Contains(keys, kg.BeginningKey(req.Beginning))
	}
	holds := func(t kg.Term) bool {
		if slices.ContainsFunc(words, func(w string) bool { return w == t.Word || !t.Whole && strings.HasPrefix(w, t.Word) }) {
			return true
		}
		return slices.ContainsFunc(t.Keys, func(k string) bool { return slices.Contains(keys, k) })
	}
	if slices.ContainsFunc(req.Whole, func(k string) bool { return slices.Contains(keys, k) }) {
		return true
	}
	if req.Any {
		return slices.ContainsFunc(req.Terms, holds)
	}
	return !slices.ContainsFunc(req.Terms, func(t kg.Term) bool { return !holds(t) })
}
