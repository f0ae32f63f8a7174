package neo4j

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// walkedPage is what a statement gets for one page: which walks it merges, by their
// kind's name, over which parts, and what their relations have to meet.
type walkedPage map[string]any

// walked are the pages that walk over the parts of one key each, and of the other,
// and those that are found by documents.
type walked struct{ plain, classed, quoted []walkedPage }

// A set of pages has texts of its own.
type walkedPages struct {
	pages []walkedPage
	walkTexts
}

func (w walked) sets() []walkedPages {
	return []walkedPages{{w.plain, plainTexts}, {w.classed, classTexts}, {w.quoted, quotedTexts}}
}

// add adds what finds a page between two positions.
func (w *walked) add(page int, m moment, req kg.PageRequest, lower, upper string, mutual map[string]bool) {
	p := walksOf(page, m, req, mutual)
	if p == nil {
		return
	}
	if len(req.Filter.Documents) > 0 {
		w.quoted = append(w.quoted, quotedPage(page, m, req, bound(lower), bound(upper)))
		return
	}
	all := partsOf(req.Filter, bound(lower), bound(upper), m.classes)
	if len(all.plain) > 0 {
		w.plain = append(w.plain, p.over(all.plain))
	}
	if len(all.classed) > 0 {
		p = p.over(all.classed)
		if req.Filter.From != nil {
			p["from"] = *req.Filter.From
		}
		w.classed = append(w.classed, p)
	}
}

// tally returns what a request for counts goes over, all of the walks it needs, and
// nil where it needs none.
func (m moment) tally(i int, req kg.CountRequest, mutual map[string]bool) walkedPage {
	page := kg.PageRequest{Owner: req.Owner, Filter: req.Filter}
	p := walksOf(i, m, page, mutual)
	if p == nil {
		return nil
	}
	p["by"] = string(req.By)
	if req.Bucket != "" {
		p["daily"] = true
	}
	p.restrict(req.Filter)
	return p.over(m.everything(page.Scan()))
}

// everything returns the parts of all relations between the bounds of a scan.
func (m moment) everything(scan kg.Scan) []part {
	return partsOf(kg.RelationFilter{}, bound(scan.Lower), bound(scan.Upper), m.classes).plain
}

func (p walkedPage) over(all []part) walkedPage {
	p = maps.Clone(p)
	p["parts"] = all
	return p
}

// restrict has every relation checked for what f asks of its status, certainty,
// time and documents.
func (p walkedPage) restrict(f kg.RelationFilter) {
	if len(f.Status) > 0 {
		p["status"] = f.Status
	}
	if len(f.Certainty) > 0 {
		p["certainty"] = f.Certainty
	}
	if len(f.Documents) > 0 {
		p["documents"] = f.Documents
	}
	if f.From != nil {
		p["from"] = *f.From
	}
	if f.To != nil {
		p["to"] = *f.To
	}
}

// walksOf returns the walks of a page, nil where it has none. No relation is on two
// of them.
func walksOf(page int, m moment, req kg.PageRequest, mutual map[string]bool) walkedPage {
	f := req.Filter
	if !isPlausible(req.Owner) || len(f.Types) > 0 && len(plausible(f.Types)) == 0 {
		return nil
	}
	b := walkBuilder{owners: []string{}, types: distinct(f.Types), with: m.membersOf(distinct(f.With)), mutual: mutual}
	if req.Owner != "" {
		b.owners = m.members(req.Owner)
	}
	b.page = walkedPage{"page": page, "owners": b.owners}
	b.page.restrict(kg.RelationFilter{Documents: f.Documents})
	switch {
	case req.Owner == "" && len(f.With) == 0:
		b.wholeGraph()
	case req.Owner == "":
		b.touching()
	case len(f.With) == 0:
		b.ofOwner(directions(f.Direction))
	default:
		b.ofPairs(directions(f.Direction))
	}
	return b.page
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
	page   walkedPage
	owners []string // what the owner is one with, and itself
	types  []string
	with   []string
	mutual map[string]bool // by type: whether it is symmetric
}

func (b *walkBuilder) walk(k walkKind, w map[string]any) {
	list, _ := b.page[k.name].([]map[string]any)
	b.page[k.name] = append(list, w)
}

func (b *walkBuilder) wholeGraph() {
	for _, t := range b.types {
		b.walk(byType, map[string]any{"type": t})
	}
	if len(b.types) == 0 {
		b.walk(whole, map[string]any{})
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
	for _, owner := range b.owners {
		for _, other := range b.with {
			if slices.Contains(b.owners, other) {
				b.pair(owner, other, true)
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
	switch {
	case len(b.types) > 0:
		for _, t := range b.types {
			if asked || b.mutual[t] {
				b.walk(byPairType, map[string]any{"src": src, "dst": dst, "type": t})
			}
		}
	case asked:
		b.walk(byPair, map[string]any{"src": src, "dst": dst})
	default:
		b.walk(byMutualPair, map[string]any{"mutualSrc": src, "mutualDst": dst})
	}
}
