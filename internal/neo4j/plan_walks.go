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
func (w walks) add(page int, req kg.PageRequest, lower, upper string, mutual map[string]bool) {
	if !isPlausible(req.Owner) || len(req.Filter.Types) > 0 && len(plausible(req.Filter.Types)) == 0 {
		return
	}
	b := walkBuilder{walks: w, owner: req.Owner, types: distinct(req.Filter.Types), with: distinct(req.Filter.With), mutual: mutual}
	b.shared = map[string]any{"page": page, "owner": req.Owner, "lower": bound(lower), "upper": bound(upper)}
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
	owner  string
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
	if len(b.types) == 0 {
		switch {
		case out && in:
			b.walk(bySource, map[string]any{"src": b.owner})
			b.walk(byTarget, map[string]any{"dst": b.owner, "noLoops": true})
		case out:
			b.walk(bySource, map[string]any{"src": b.owner})
			b.walk(byMutualTarget, map[string]any{"mutualDst": b.owner, "noLoops": true})
		default:
			b.walk(byTarget, map[string]any{"dst": b.owner})
			b.walk(byMutualSource, map[string]any{"mutualSrc": b.owner, "noLoops": true})
		}
		return
	}
	for _, t := range b.types {
		outToo, inToo := out || b.mutual[t], in || b.mutual[t]
		if outToo {
			b.walk(bySourceType, map[string]any{"src": b.owner, "type": t})
		}
		if inToo {
			target := map[string]any{"dst": b.owner, "type": t}
			if outToo {
				target["noLoops"] = true
			}
			b.walk(byTargetType, target)
		}
	}
}

// ofPairs walks what links the owner with others.
func (b *walkBuilder) ofPairs(out, in bool) {
	if len(b.types) > 0 {
		b.shared["types"] = b.types
	}
	for _, other := range b.with {
		if other == b.owner {
			b.walk(byPair, map[string]any{"src": b.owner, "dst": b.owner})
			continue
		}
		b.pair(b.owner, other, out)
		b.pair(other, b.owner, in)
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
