package kg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/agnivade/levenshtein"
)

// Thing is a sort of thing that has ids.
type Thing string

const (
	ThingEntity     Thing = "entity"
	ThingRelation   Thing = "relation"
	ThingDocument   Thing = "document"
	ThingType       Thing = "relation type"
	ThingDataset    Thing = "data set"
	ThingSuggestion Thing = "suggestion"
	ThingIngestion  Thing = "ingestion"
)

// Named is ids that a caller gave, by the arguments that they stand in.
type Named []NamedIn

// NamedIn is the ids that stand in one argument.
type NamedIn struct {
	Argument string // "filter.with"
	Thing    Thing  // ThingEntity, ThingDocument or ThingDataset
	IDs      []string
	Perhaps  bool // relations are found that have nothing to do with these
}

// With returns n and ids that stand in another argument, if there are any.
func (n Named) With(argument string, thing Thing, ids ...string) Named {
	if len(ids) == 0 {
		return n
	}
	return append(n, NamedIn{Argument: argument, Thing: thing, IDs: ids})
}

// Named returns the entities, documents and data sets that a filter, and those within it,
// name which stands in an argument; its types are what Check checks.
func (f RelationFilter) Named(argument string) (n Named) {
	for name, one := range f.All(argument) {
		all := Named(nil).With(name+".with", ThingEntity, one.With...).With(name+".documents", ThingDocument, one.Documents...).
			With(name+".attributedTo", ThingEntity, one.AttributedTo...).With(name+".places", ThingEntity, one.Places...).
			With(name+".datasets", ThingDataset, one.Datasets...)
		for i := range all {
			all[i].Perhaps = name != argument
		}
		n = append(n, all...)
	}
	return n
}

// Single reports whether each argument names one thing, so that a relation which
// has to do with what all of them name shows that all are there.
func (n Named) Single() bool {
	return !slices.ContainsFunc(n, func(in NamedIn) bool { return len(in.IDs) > 1 || in.Perhaps })
}

// Keys are what looks all of n up that is not known.
func (n Named) Keys(known func(Thing, string) bool) Keys {
	var keys Keys
	for _, in := range n {
		for _, id := range in.IDs {
			switch {
			case known != nil && known(in.Thing, id):
			case in.Thing == ThingDocument:
				keys.Documents = append(keys.Documents, id)
			case in.Thing == ThingDataset:
				keys.Datasets = append(keys.Datasets, id)
			default:
				keys.Entities = append(keys.Entities, id)
			}
		}
	}
	return keys
}

// Missing returns an error with CodeNotFound that names the first id which is not
// known, and its argument; nil where all are.
func (n Named) Missing(known func(Thing, string) bool) error {
	for _, in := range n {
		for _, id := range in.IDs {
			if !known(in.Thing, id) {
				return NotFound(in.Argument, in.Thing, id)
			}
		}
	}
	return nil
}

// Has reports whether f holds a thing.
func (f *Found) Has(thing Thing, id string) bool {
	switch thing {
	case ThingDocument:
		return f.Documents[id] != nil
	case ThingRelation:
		return f.Relations[id] != nil
	case ThingDataset:
		return f.Datasets[id] != nil
	}
	return f.Entities[id] != nil
}

// check returns what Missing does of what was found as of some moment. What was
// recorded after it is no mistake, so that it is looked for once more.
func (n Named) check(ctx context.Context, store getter, found *Found, asOf bool) error {
	err := n.Missing(found.Has)
	if err == nil || !asOf {
		return err
	}
	now, getErr := store.Get(ctx, n.Keys(found.Has))
	if getErr != nil {
		return getErr
	}
	return n.Missing(func(thing Thing, id string) bool { return found.Has(thing, id) || now.Has(thing, id) })
}

type getter interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
}

// NotFound returns an error with CodeNotFound for an id in an argument that names
// nothing. Suggest adds to it what may have been meant.
func NotFound(argument string, thing Thing, id string) *Error {
	return notFound(argument, unknownID{thing, id}, nil)
}

// unknownID is the cause of an error with CodeNotFound.
type unknownID struct {
	thing Thing
	id    string
}

func (u unknownID) Error() string { return fmt.Sprintf("no %s has the id %q", u.thing, u.id) }

// where says how things are found by other means than their ids.
var where = map[Thing]string{
	ThingEntity: "search(text:) finds entities by name", ThingRelation: "relations lists those there are",
	ThingDocument: "documents lists those there are", ThingType: "relationTypes lists those there are",
	ThingDataset: "datasets lists those there are", ThingSuggestion: "suggestions lists those there are",
	ThingIngestion: "ingestDocument tells the id of one",
}

func notFound(argument string, unknown unknownID, near []string) *Error {
	remedy := where[unknown.thing]
	if len(near) > 0 {
		remedy = fmt.Sprintf("did you mean %q", near[0])
		for _, id := range near[1:] {
			remedy += fmt.Sprintf(" or %q", id)
		}
		remedy += "?"
	}
	message := fmt.Sprintf("there is no %s %q; %s", unknown.thing, Shorten(unknown.id), remedy)
	return &Error{Code: CodeNotFound, Field: argument, Message: message, Err: unknown}
}

// The longest value that a message shows whole, in code points.
const longestShown = 80

// Shorten returns what a message shows of a value.
func Shorten(value string) string {
	n := 0
	for i := range value {
		if n++; n > longestShown {
			return value[:i] + "…"
		}
	}
	return value
}

// Neighbours is what Suggest needs of a store.
type Neighbours interface {
	Candidates(ctx context.Context, req CandidateRequest) (Candidates, error)
	ListDocuments(ctx context.Context, req DocumentList) (DocumentPage, error)
	Datasets(ctx context.Context) ([]Dataset, error)
}

// How many things are looked at for what may have been meant, and how many are named.
const (
	nearCandidates = 50
	nearDocuments  = 100
	nearNamed      = 3
	nearLongest    = 200 // the bytes of an id to which none is near
)

// Suggest returns an error of NotFound with the ids, if there are any, that are
// near the one that names nothing; all other errors as they are.
func Suggest(ctx context.Context, store Neighbours, err error) error {
	var known *Error
	var unknown unknownID
	if !errors.As(err, &known) || !errors.As(known.Err, &unknown) {
		return err
	}
	var near []string
	switch unknown.thing {
	case ThingEntity:
		near, err = nearEntities(ctx, store, unknown.id)
	case ThingDocument:
		var page DocumentPage
		page, err = store.ListDocuments(ctx, DocumentList{Slice: Slice{Limit: nearDocuments}})
		var ids []string
		for _, d := range page.Documents {
			ids = append(ids, d.ID)
		}
		near = nearest(unknown.id, ids, len(unknown.id)/3)
	case ThingDataset:
		var all []Dataset
		all, err = store.Datasets(ctx)
		near = nearest(unknown.id, DatasetIDs(all), max(2, len(unknown.id)/3))
	default:
		return known
	}
	if err != nil {
		return err
	}
	return notFound(known.Field, unknown, near)
}

// nearEntities returns the ids of entities whose names hold the words of an id, or
// words that sound like them; where there are none, of those whose names hold some
// of them and whose ids are spelt much like it.
func nearEntities(ctx context.Context, store Neighbours, id string) ([]string, error) {
	if len(id) > nearLongest {
		return nil, nil
	}
	q, err := parseQuery(id)
	if err != nil { // it has nothing to search for
		return nil, nil
	}
	req := CandidateRequest{Terms: q.terms, Whole: wholeKeys(q.name), Limit: nearCandidates}
	found, err := store.Candidates(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(found.Entities) > 0 {
		return nearest(id, found.Entities, math.MaxInt), nil
	}
	req.Any = len(req.Terms) > 1
	for i, t := range req.Terms { // also what begins alike
		req.Terms[i].Word = t.Word[:(len(t.Word)+1)/2]
	}
	if found, err = store.Candidates(ctx, req); err != nil {
		return nil, err
	}
	return nearest(id, found.Entities, len(id)/3), nil
}

// nearest returns the ids that are spelt most like one, in which at most so many
// letters differ.
func nearest(id string, among []string, most int) []string {
	type neighbour struct {
		id       string
		distance int
	}
	var near []neighbour
	for _, other := range among {
		if d := levenshtein.ComputeDistance(id, other); d <= most {
			near = append(near, neighbour{other, d})
		}
	}
	slices.SortFunc(near, func(a, b neighbour) int { return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, n := range near[:min(len(near), nearNamed)] {
		ids = append(ids, n.id)
	}
	return ids
}
