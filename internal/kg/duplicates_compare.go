package kg

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// deeds are what an entity's newest relations say of it.
type deeds struct {
	others map[string]bool            // the ids of their other ends
	places map[Date]map[string]string // by the days that are known: where, ids with names
}

// compared says of pairs how likely they are one, and why.
func compared(ctx context.Context, store Searcher, pairs []likePair) ([]Duplicate, error) {
	owners := newIDSet(2 * len(pairs))
	for _, p := range pairs {
		owners.add(p.a.ID)
		owners.add(p.b.ID)
	}
	reqs := PageRequests{Need: Need{Ends: true, Claims: true}}
	for _, id := range owners.list {
		reqs.Pages = append(reqs.Pages, PageRequest{Owner: id, Slice: Slice{Limit: comparedRelations}})
	}
	if len(reqs.Pages) == 0 {
		return nil, nil
	}
	pages, found, err := store.Pages(ctx, reqs)
	if err != nil {
		return nil, err
	}
	of := map[string]deeds{}
	for i, id := range owners.list {
		of[id] = deedsIn(pages[i], id, found)
	}
	all := make([]Duplicate, len(pairs))
	for i, p := range pairs {
		all[i] = p.judge(of[p.a.ID], of[p.b.ID], found)
	}
	return all, nil
}

func deedsIn(page RelationPage, owner string, found *Found) deeds {
	d := deeds{map[string]bool{}, map[Date]map[string]string{}}
	for _, r := range page.Relations {
		other := r.Object
		if other == owner {
			other = r.Subject
		}
		if other != owner {
			d.others[other] = true
		}
		if r.Status != StatusOccurred || r.Time == nil || r.Time.Start == nil || r.Time.End == nil || *r.Time.Start != *r.Time.End {
			continue
		}
		for _, p := range r.Places {
			if place := found.Entities[p]; place != nil {
				if d.places[*r.Time.Start] == nil {
					d.places[*r.Time.Start] = map[string]string{}
				}
				d.places[*r.Time.Start][place.ID] = place.Name
			}
		}
	}
	return d
}

// judge weighs what is known of two entities.
func (p likePair) judge(a, b deeds, found *Found) Duplicate {
	d := Duplicate{A: p.a, B: p.b, Unsure: p.unsure, Why: []DuplicateReason{{What: p.names, For: true}}}
	var common []string
	for id := range a.others {
		if b.others[id] {
			common = append(common, id)
		}
	}
	share := 0.0
	if len(common) > 0 {
		share = float64(len(common)) / float64(min(len(a.others), len(b.others)))
		d.Why = append(d.Why, DuplicateReason{What: "both are linked with " + listOf(common, found), For: true})
	}
	d.Score = p.likeness * (0.85 + 0.15*share)
	against := func(format string, args ...any) {
		d.Score /= 2
		d.Why = append(d.Why, DuplicateReason{What: fmt.Sprintf(format, args...)})
	}
	if !canBeOne(p.a.Kind, p.b.Kind) {
		against("one is of kind %s, the other %s", p.a.Kind, p.b.Kind)
	}
	if here, there, differ := otherIdentifier(p.a, p.b); differ {
		against("one is %s, the other %s", here, there)
	}
	if a.others[p.b.ID] {
		against("they are linked with each other")
	}
	if p.a.Kind == KindPerson || p.b.Kind == KindPerson {
		if day, here, there, apart := elsewhere(a, b); apart {
			against("on %s one was in %s, the other in %s", day, here, there)
		}
	}
	d.Score = rounded(d.Score)
	return d
}

// otherIdentifier returns what two entities are in a register that knows each thing by one
// identifier, and knows both as others.
func otherIdentifier(a, b *Entity) (here, there Identifier, differ bool) {
	for _, i := range a.Identifiers {
		for _, j := range b.Identifiers {
			if i.Scheme == j.Scheme && i.Scheme != "cameo" && i.Scheme != "ftm" {
				if i == j {
					return here, there, false
				}
				here, there, differ = i, j, true
			}
		}
	}
	return here, there, differ
}

// elsewhere returns the latest day on which two were in places that are all others, and
// one of each. A place whose name holds that of another, "Paris, France", may lie in it.
func elsewhere(a, b deeds) (day Date, here, there string, apart bool) {
	for d, places := range a.places {
		others := b.places[d]
		if len(others) == 0 || apart && d < day {
			continue
		}
		shared := false
		for _, one := range places {
			for _, other := range others {
				shared = shared || strings.Contains(one, other) || strings.Contains(other, one)
			}
		}
		if !shared {
			day, here, there, apart = d, least(places), least(others), true
		}
	}
	return day, here, there, apart
}

func least(places map[string]string) string {
	var all []string
	for _, name := range places {
		all = append(all, name)
	}
	return slices.Min(all)
}

// listOf names some entities, the first three by name, and says how many more there are.
func listOf(ids []string, found *Found) string {
	var all []string
	for _, id := range ids {
		if e := found.Entities[id]; e != nil {
			all = append(all, e.Name)
		} else {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	const shown = 3
	if len(all) <= shown {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:shown], ", "), len(all)-shown)
}
