package kg

import (
	"context"
	"slices"
	"time"
)

// containmentTypes are the relation types by which a subject lies in its object.
var containmentTypes = []string{"part-of"}

// The bounds of what is looked for of what lies in places.
const (
	MaxPlaces       = 10_000
	maxPlacesWithin = 8 // of places that lie within each other
)

// PlacesIn returns the ids of places and of all that lies in them, as far as relations of
// the type part-of say so that are stated or confirmed as a fact, whenever it was one: what
// is disputed, denied, alleged or planned does not count. pages is that of a Store. Its
// error, besides that of pages, has CodeBadInput where more than MaxPlaces lie in them.
func PlacesIn(ctx context.Context, pages func(context.Context, PageRequests) ([]RelationPage, *Found, error), places []string, asOf *time.Time) ([]string, error) {
	within, seen := newIDSet(len(places)), 0
	for _, id := range places {
		within.add(id)
	}
	for range maxPlacesWithin {
		reqs := PageRequests{AsOf: asOf}
		for _, id := range within.list[seen:] {
			reqs.Pages = append(reqs.Pages, PageRequest{
				Owner: id, Slice: Slice{Limit: MaxPlaces + 1},
				Filter: RelationFilter{
					Types: containmentTypes, Direction: DirectionIn,
					Status: []Status{StatusOccurred, StatusOngoing}, Certainty: []Certainty{CertaintyStated, CertaintyConfirmed},
				},
			})
		}
		if len(reqs.Pages) == 0 {
			break
		}
		found, _, err := pages(ctx, reqs)
		if err != nil {
			return nil, err
		}
		seen = len(within.list)
		for _, page := range found {
			for _, r := range page.Relations {
				within.add(r.Subject)
			}
		}
		if len(within.list) > MaxPlaces {
			return nil, BadInput("filter.places", "more than %d places lie in these; name smaller ones", MaxPlaces)
		}
	}
	return slices.Clone(within.list), nil
}

// NamesPlaces reports whether f, or a filter within it, asks for places.
func (f RelationFilter) NamesPlaces() bool {
	for _, one := range f.All("") {
		if len(one.Places) > 0 {
			return true
		}
	}
	return false
}

// Locating returns f with what places returns in place of the places of each filter.
func (f RelationFilter) Locating(places func([]string) ([]string, error)) (located RelationFilter, err error) {
	return f.each(func(f RelationFilter) RelationFilter {
		if len(f.Places) > 0 && err == nil {
			f.Places, err = places(f.Places)
		}
		return f
	}), err
}
