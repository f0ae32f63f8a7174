package adjacency

import (
	"bytes"
	"cmp"
	"slices"

	"conflictgraph/internal/kg"
)

// linksOf returns what a kg.Store's Links does, of canonical ids, each once.
func (g *graph) linksOf(of, avoid []string, s *sieve, limit int) (answer kg.Links) {
	avoided := map[uint32]bool{}
	for _, id := range avoid {
		if n, known := g.numbers[id]; known {
			avoided[n] = true
		}
	}
	for _, id := range of {
		owner, known := g.numbers[id]
		if !known {
			continue
		}
		links := g.links[owner]
		for i := 0; i < len(links); {
			newest, other := -1, links[i].other
			skip := other == owner || avoided[other]
			for ; i < len(links) && links[i].other == other; i++ {
				if newest < 0 && !skip && s.passes(links[i]) {
					newest = i
				}
			}
			if newest < 0 {
				continue
			}
			if len(answer.Links) == limit {
				answer.Truncated = true
				return answer
			}
			l := links[newest]
			answer.Links = append(answer.Links, kg.Link{
				Of: g.names[owner], Other: g.names[other], Attestation: s.attestation(l),
				Newest: kg.PositionAt(l.place, kg.RelationIDOf(g.ids[l.relation])),
			})
		}
	}
	return answer
}

// between returns the ids of the first relations that have both ends among some canonical
// ids, at most limit, by kg.Relation.Position.
func (g *graph) between(among []string, s *sieve, limit int) (ids []string) {
	isAmong := make([]bool, len(g.names))
	var entities []uint32
	for _, id := range among {
		if n, known := g.numbers[id]; known {
			isAmong[n], entities = true, append(entities, n)
		}
	}
	var found []link
	keepFirst := func() {
		slices.SortFunc(found, func(a, b link) int {
			return cmp.Or(cmp.Compare(a.place, b.place), bytes.Compare(g.ids[a.relation][:], g.ids[b.relation][:]))
		})
		found = found[:min(len(found), limit)]
	}
	for _, n := range entities {
		for _, l := range g.links[n] {
			if l.kind&inward != 0 || !isAmong[l.other] || !s.passes(l) {
				continue
			}
			if found = append(found, l); len(found) >= 2*limit+1000 {
				keepFirst()
			}
		}
	}
	keepFirst()
	for _, l := range found {
		ids = append(ids, kg.RelationIDOf(g.ids[l.relation]))
	}
	return ids
}
