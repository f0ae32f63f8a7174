package kg

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Quantified is the sums of what some relations tell.
type Quantified struct {
	Bucket     *Date      // the first day of the unit of time that they start in; nil where not asked for
	Quantities []Quantity // of each kind and unit, in the order of QuantityKinds; never empty
}

// quantifiedAtOnce is how many relations are read at once to add up what they tell.
const quantifiedAtOnce = 1000

// Quantities returns the sums of what the relations tell that a request asks to count, by
// its Bucket, oldest first, where that is not empty; those without a start are then left
// out. By and Limit do not matter. It reads all relations that tell anything.
func Quantities(ctx context.Context, store interface {
	Pages(ctx context.Context, reqs PageRequests) ([]RelationPage, *Found, error)
}, of CountRequest, asOf *time.Time) ([]Quantified, error) {
	page := PageRequest{Owner: of.Owner, Filter: of.Filter, Slice: Slice{Limit: quantifiedAtOnce}, Quantified: true}
	sums := map[Date][]Quantity{}
	for more := true; more; {
		pages, _, err := store.Pages(ctx, PageRequests{Pages: []PageRequest{page}, Need: Need{Claims: true}, AsOf: asOf})
		if err != nil {
			return nil, err
		}
		for _, r := range pages[0].Relations {
			page.Slice.After = r.Position()
			var bucket Date
			if of.Bucket != "" {
				if r.Time == nil || r.Time.Start == nil {
					continue
				}
				bucket = of.Bucket.StartOf(*r.Time.Start)
			}
			if told := r.Quantities(); len(told) > 0 {
				sums[bucket] = SumQuantities(append(sums[bucket], told...))
			}
		}
		more = pages[0].HasNext
	}
	var all []Quantified
	for _, bucket := range slices.Sorted(maps.Keys(sums)) {
		one := Quantified{Quantities: sums[bucket]}
		if of.Bucket != "" {
			one.Bucket = &bucket
		}
		all = append(all, one)
	}
	return all, nil
}
