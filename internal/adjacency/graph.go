package adjacency

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// A graph holds valid relations, by the canonical ids of their ends.
type graph struct {
	names   []string          // ids of entities, by their numbers
	numbers map[string]uint32 // of entities, by their ids

	kinds       []kind
	kindNumbers map[kind]uint32

	ids  [][16]byte // of relations, by their numbers
	free []uint32   // numbers that no relation has

	links [][]link // of each entity, by its number: in the order of compare

	nameBytes int64
}

// A kind is what relations have in common that are alike to filters but for their first day.
type kind struct {
	typeID    string
	status    kg.Status
	certainty kg.Certainty
	coding    kg.Coding

	timed, begins, ends bool
	end                 kg.Date // of what begins, how many days after its first day the last is
}

// A link is a relation as seen from one of its ends.
type link struct {
	other    uint32 // the entity at the other end
	relation uint32
	place    uint32 // kg.PlaceOf its time
	kind     uint32 // twice the kind's number, and one more where the other end is the subject
}

const (
	inward = 1

	bytesOfLink     = 16
	bytesOfRelation = 2*bytesOfLink + 16
	bytesOfEntity   = 100 // beside its id: its entries in the lists and the map
)

func newGraph() *graph {
	return &graph{numbers: map[string]uint32{}, kindNumbers: map[kind]uint32{}}
}

// bytes returns about how much memory the graph takes.
func (g *graph) bytes() int64 {
	return int64(len(g.ids))*bytesOfRelation + int64(len(g.names))*bytesOfEntity + g.nameBytes
}

// relations returns how many there are.
func (g *graph) relations() int { return len(g.ids) - len(g.free) }

// entity returns the number of an entity, which it gives it where it has none.
func (g *graph) entity(id string) uint32 {
	n, known := g.numbers[id]
	if !known {
		id = strings.Clone(id)
		n = uint32(len(g.names))
		g.numbers[id] = n
		g.names, g.links = append(g.names, id), append(g.links, nil)
		g.nameBytes += int64(len(id))
	}
	return n
}

// kindOf returns the number of r's kind.
func (g *graph) kindOf(r *kg.Relation) uint32 {
	k := kind{typeID: r.Type, status: r.Status, certainty: r.Certainty, coding: r.Coding}
	if t := r.Time; t != nil {
		k.timed, k.begins, k.ends = true, t.Start != nil, t.End != nil
		if k.ends {
			k.end = *t.End
		}
		if k.begins && k.ends {
			k.end -= *t.Start
		}
	}
	n, known := g.kindNumbers[k]
	if !known {
		k.typeID = strings.Clone(k.typeID)
		n = uint32(len(g.kinds))
		g.kinds, g.kindNumbers[k] = append(g.kinds, k), n
	}
	return n
}

// time returns the time of a relation of a kind.
func (k kind) time(place uint32) *kg.Time {
	if !k.timed {
		return nil
	}
	t := &kg.Time{}
	if k.begins {
		start := kg.DayOfPlace(place)
		t.Start = &start
	}
	if k.ends {
		end := k.end
		if k.begins {
			end += *t.Start
		}
		t.End = &end
	}
	return t
}

// compare orders the links of an entity: by the other end's id, then by the relation's
// kg.Relation.Position.
func (g *graph) compare(a, b link) int {
	if a.other != b.other {
		return strings.Compare(g.names[a.other], g.names[b.other])
	}
	return cmp.Or(cmp.Compare(a.place, b.place), g.compareIDs(a.relation, b.relation), cmp.Compare(a.kind&inward, b.kind&inward))
}

func (g *graph) compareIDs(a, b uint32) int {
	if a == b {
		return 0
	}
	return bytes.Compare(g.ids[a][:], g.ids[b][:])
}

// take adds a relation whose id is that of a digest to the relations, without links.
func (g *graph) take(digest [16]byte) uint32 {
	if last := len(g.free) - 1; last >= 0 {
		n := g.free[last]
		g.free = g.free[:last]
		g.ids[n] = digest
		return n
	}
	g.ids = append(g.ids, digest)
	return uint32(len(g.ids) - 1)
}

// put has the graph hold a relation where it is valid, and else not. It needs the canonical
// ids of the ends under which it is held, if it is.
func (g *graph) put(r *kg.Relation, digest [16]byte) {
	subject, object := g.entity(r.Subject), g.entity(r.Object)
	n := g.take(digest)
	out := link{other: object, relation: n, place: kg.PlaceOf(r.Time), kind: g.kindOf(r) << 1}
	in := out
	in.other, in.kind = subject, in.kind|inward
	at, held := slices.BinarySearchFunc(g.links[subject], out, g.compare)
	switch {
	case held == (r.RetractedAt == nil):
		g.free = append(g.free, n)
	case held:
		g.free = append(g.free, n, g.links[subject][at].relation)
		g.cut(subject, out)
		g.cut(object, in)
	default:
		g.links[subject] = slices.Insert(g.links[subject], at, out)
		at, _ = slices.BinarySearchFunc(g.links[object], in, g.compare)
		g.links[object] = slices.Insert(g.links[object], at, in)
	}
}

// cut takes a link out of those of an entity.
func (g *graph) cut(entity uint32, l link) {
	if at, held := slices.BinarySearchFunc(g.links[entity], l, g.compare); held {
		g.links[entity] = slices.Delete(g.links[entity], at, at+1)
	}
}

// drop takes out every relation of an entity.
func (g *graph) drop(id string) {
	entity, known := g.numbers[id]
	if !known {
		return
	}
	all := g.links[entity]
	g.links[entity] = nil
	for _, l := range all {
		if l.other != entity {
			back := l
			back.other, back.kind = entity, l.kind^inward
			g.cut(l.other, back)
		}
		if l.other != entity || l.kind&inward == 0 {
			g.free = append(g.free, l.relation)
		}
	}
}

// degree returns how many links an entity has.
func (g *graph) degree(id string) int {
	if entity, known := g.numbers[id]; known {
		return len(g.links[entity])
	}
	return 0
}
