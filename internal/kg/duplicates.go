package kg

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
)

// DuplicateRequest asks for pairs of entities that may be one.
type DuplicateRequest struct {
	Of    string // one of each pair; any pairs where empty
	Slice Slice
}

// Duplicate is two entities that may be one.
type Duplicate struct {
	A, B   *Entity // A is the one that was asked for, or else has the lower id
	Score  float64 // from 0 to 1, how likely they are one
	Why    []DuplicateReason
	Unsure bool // judged to be VerdictUnsure
}

// DuplicateReason speaks for two entities being one, or against it.
type DuplicateReason struct {
	What string
	For  bool
}

// Position returns where d stands among pairs: what nobody was unsure of first, then by
// score, highest first, then by the ids. Positions compare as strings.
func (d Duplicate) Position() string {
	unsure := 0
	if d.Unsure {
		unsure = 1
	}
	return fmt.Sprintf("%d%07d%s\x01%s", unsure, int(1e6-d.Score*1e6+0.5), d.A.ID, d.B.ID)
}

// DuplicatePage is a page of pairs, by Duplicate.Position.
type DuplicatePage struct {
	Duplicates           []Duplicate
	HasPrevious, HasNext bool
	Total                int // of those that are looked at, at most MaxDuplicates
}

// DuplicateStore is what FindDuplicates needs of a store.
type DuplicateStore interface {
	Searcher
	ListEntities(ctx context.Context, req EntityList) (EntityPage, error)
}

// The bounds of FindDuplicates.
const (
	MaxDuplicates     = 300 // pairs that are looked at closely: those of the likest names
	leastLikeness     = 0.88
	comparedRelations = 30 // of each entity, the newest
)

// FindDuplicates returns pairs of entities that may be one, as they are now, without
// those that were judged to be different. Candidates share an identifier or, as a whole,
// a name, a name in another spelling, script or order, or a name of one state; the likest
// are compared by their kinds, their identifiers and their newest relations.
//
// The score is how alike the names are, from 0.88, or 1 for the same identifier, times 0.85 and up to 0.15 more for
// what the newest relations have in common, halved for each reason against.
//
// An Of that names nothing is NotFound.
func FindDuplicates(ctx context.Context, store DuplicateStore, req DuplicateRequest) (DuplicatePage, error) {
	var candidates []likePair
	var err error
	if req.Of == "" {
		candidates, err = likePairs(ctx, store)
	} else {
		candidates, err = likePairsOf(ctx, store, req.Of)
	}
	if err != nil {
		return DuplicatePage{}, err
	}
	if candidates, err = unjudged(ctx, store, candidates); err != nil {
		return DuplicatePage{}, err
	}
	slices.SortFunc(candidates, func(x, y likePair) int {
		return cmp.Or(cmp.Compare(y.likeness, x.likeness), cmp.Compare(x.a.ID, y.a.ID), cmp.Compare(x.b.ID, y.b.ID))
	})
	all, err := compared(ctx, store, candidates[:min(len(candidates), MaxDuplicates)])
	if err != nil {
		return DuplicatePage{}, err
	}
	slices.SortFunc(all, func(x, y Duplicate) int { return cmp.Compare(x.Position(), y.Position()) })
	page := DuplicatePage{Total: len(all)}
	scan := req.Slice.Scan(EntityPositionEnd, false)
	from := sort.Search(len(all), func(i int) bool { return all[i].Position() > scan.Lower })
	to := sort.Search(len(all), func(i int) bool { return all[i].Position() >= scan.Upper })
	shown := slices.Clone(all[from:max(from, to)])
	if scan.Descending {
		slices.Reverse(shown)
	}
	page.Duplicates, page.HasPrevious, page.HasNext = Cut(req.Slice, shown[:min(len(shown), scan.Limit)])
	return page, nil
}

// unjudged returns pairs without those that were judged to be different.
func unjudged(ctx context.Context, store Searcher, pairs []likePair) ([]likePair, error) {
	ids := newIDSet(2 * len(pairs))
	for _, p := range pairs {
		for _, id := range slices.Concat(p.a.IDs(), p.b.IDs()) {
			ids.add(id)
		}
	}
	if len(ids.list) == 0 {
		return nil, nil
	}
	found, err := store.Get(ctx, Keys{Journal: &JournalRequest{Of: ids.list, Limit: maxJudgingActivities}})
	if err != nil {
		return nil, err
	}
	judgements := JudgementsIn(found.Journal)
	var left []likePair
	for _, p := range pairs {
		if verdict, _ := judgements.Of(p.a.IDs(), p.b.IDs()); verdict != VerdictDifferent {
			p.unsure = verdict == VerdictUnsure
			left = append(left, p)
		}
	}
	return left, nil
}
