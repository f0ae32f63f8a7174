package neo4j

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// walks are the walks that a statement does, as parameters by their kind's name.
type walks map[string][]map[string]any

// fill adds w to the parameters of a statement, with an empty list for each kind
// that has no walks.
func (w walks) fill(params map[string]any) map[string]any {
	for _, k := range walkKinds {
		list := w[k.name]
		if list == nil {
			list = []map[string]any{}
		}
		params[k.name] = list
	}
	return params
}

// add adds the walks for one page between two positions. No relation is on two
// of them.
func (w walks) add(page int, one *clusters, req kg.PageRequest, lower, upper string, mutual map[string]bool) {
	w.build(page, one, req, lower, upper, mutual, nil)
}

// tally adds the walks for one request for counts.
func (w walks) tally(i int, one *clusters, req kg.CountRequest, scan kg.Scan, mutual map[string]bool) {
	more := map[string]any{"by": string(req.By)}
	if req.Bucket != "" {
		more["daily"] = true
	}
	w.build(i, one, kg.PageRequest{Owner: req.Owner, Filter: req.Filter}, scan.Lower, scan.Upper, mutual, more)
}

func (w walks) build(page int, one *clusters, req kg.PageRequest, lower, upper string, mutual map[string]bool, more map[string]any) {
	if !isPlausible(req.Owner) || len(req.Filter.Types) > 0 && len(plausible(req.Filter.Types)) == 0 {
		return
	}
	b := walkBuilder{walks: w, owners: []string{}, types: distinct(req.Filter.Types), with: one.membersOf(distinct(req.Filter.With)), mutual: mutual}
	if req.Owner != "" {
		b.owners = one.members(req.Owner)
	}
	b.shared = map[string]any{"page": page, "owners": b.owners, "lower": bound(lower), "upper": bound(upper)}
	maps.Copy(b.shared, more)
	b.restrict(req.Filter)
	switch {
	case req.Owner == "" && len(req.Filter.With) == 0:
		b.wholeGraph()
	case req.Owner == "":
		b.touching()
	case len(req.Filter.With) == 0:
		b.ofOwner(directions(req.Filter.Direction))
	default:
		b.ofPairs(directions(req.Filter.Direction))
	}
}

func directions(d kg.Direction) (out, in bool) { return d != kg.DirectionIn, d != kg.DirectionOut }

func distinct(ids []string) []string {
	kept := plausible(ids)
	slices.Sort(kept)
	return slices.Compact(kept)
}

// bound returns a position as far as it can matter: none is longer.
func bound(position string) string {
	if len(position) > 2*longestID {
		return string([]rune(position)[:longestID])
	}
	return position
}

type walkBuilder struct {
	walks  walks
	owners []string // what the owner is one with, and itself
	types  []string
	with   []string
	mutual map[string]bool // by type: whether it is symmetric
	shared map[string]any  // what all walks of the page have
}

// restrict adds to every walk what is checked on each relation that it passes.
func (b *walkBuilder) restrict(f kg.RelationFilter) {
	if len(f.Status) > 0 {
		b.shared["status"] = f.Status
	}
	if len(f.Certainty) > 0 {
		b.shared["certainty"] = f.Certainty
	}
	if len(f.Documents) > 0 {
		b.shared["documents"] = f.Documents
	}
	if f.From != nil {
		b.shared["from"] = *f.From
	}
	if f.To != nil {
		b.shared["to"] = *f.To
	}
}

func (b *walkBuilder) walk(k walkKind, special map[string]any) {
	w := maps.Clone(b.shared)
	maps.Copy(w, special)
	b.walks[k.name] = append(b.walks[k.name], w)
}

func (b *walkBuilder) wholeGraph() {
	for _, t := range b.types {
		b.walk(byType, map[string]any{"type": t})
	}
	if len(b.types) == 0 {
		b.walk(whole, nil)
	}
}

// touching walks the relations that have an end in with.
func (b *walkBuilder) touching() {
	for _, id := range b.with {
		// What has its source in with, too, is on a walk by source.
		if len(b.types) == 0 {
			b.walk(bySource, map[string]any{"src": id})
			b.walk(byTarget, map[string]any{"dst": id, "notSrc": b.with})
		}
		for _, t := range b.types {
			b.walk(bySourceType, map[string]any{"src": id, "type": t})
			b.walk(byTargetType, map[string]any{"dst": id, "type": t, "notSrc": b.with})
		}
	}
}

// ofOwner walks the owner's relations in the directions asked for. Those of
// symmetric types have both.
func (b *walkBuilder) ofOwner(out, in bool) {
	for _, owner := range b.owners {
		if len(b.types) == 0 {
			b.ofAnyType(owner, out, in)
		}
		for _, t := range b.types {
			outToo, inToo := out || b.mutual[t], in || b.mutual[t]
			if outToo {
				b.walk(bySourceType, map[string]any{"src": owner, "type": t})
			}
			if inToo {
				target := map[string]any{"dst": owner, "type": t}
				if outToo {
					b.apart("notSrc", target)
				}
				b.walk(byTargetType, target)
			}
		}
	}
}

func (b *walkBuilder) ofAnyType(owner string, out, in bool) {
	switch {
	case out && in:
		b.walk(bySource, map[string]any{"src": owner})
		b.walk(byTarget, b.apart("notSrc", map[string]any{"dst": owner}))
	case out:
		b.walk(bySource, map[string]any{"src": owner})
		b.walk(byMutualTarget, b.apart("notSrc", map[string]any{"mutualDst": owner}))
	default:
		b.walk(byTarget, map[string]any{"dst": owner})
		b.walk(byMutualSource, b.apart("notDst", map[string]any{"mutualSrc": owner}))
	}
}

// apart leaves out of a walk what has the owner at both ends.
func (b *walkBuilder) apart(notEnd string, walk map[string]any) map[string]any {
	if len(b.owners) == 1 {
		walk["noLoops"] = true
	} else {
		walk[notEnd] = b.owners
	}
	return walk
}

// ofPairs walks what links the owner with others.
func (b *walkBuilder) ofPairs(out, in bool) {
	if len(b.types) > 0 {
		b.shared["types"] = b.types
	}
	for _, owner := range b.owners {
		for _, other := range b.with {
			if slices.Contains(b.owners, other) {
				b.walk(byPair, map[string]any{"src": owner, "dst": other})
				continue
			}
			b.pair(owner, other, out)
			b.pair(other, owner, in)
		}
	}
}

// pair walks what leads from src to dst: everything where that is a direction
// that is asked for, and otherwise what has both.
func (b *walkBuilder) pair(src, dst string, asked bool) {
	w := map[string]any{"src": src, "dst": dst}
	if !asked {
		w["mutual"] = true
	}
	b.walk(byPair, w)
}
