package neo4j

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

var relationFields = `[r.id, r.type, r.src, r.dst, r.status, r.certainty, r.edtf, r.inferred, r.reasoning, r.recordedMs, ` + relationGaps + `]`

// betweenText finds the newest relations of pairs.
var betweenText = fmt.Sprintf(`%sWITH $in.filter AS p
UNWIND $in.pairs AS w
UNWIND $in.parts AS part
CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT $in.limit
}
WITH r, position ORDER BY position LIMIT $in.limit
RETURN 0 AS kind, null AS page, %s AS fields`, mergesVersion+unlessLoading, byPair.match(plainKey, passingPair), byPair.order(plainKey, "ASC"), relationFields)

// edgesText says of entities how many edges they have, of any sort.
const edgesText = keepPlan + `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN id, COUNT { (e)--() }`

// amongText finds to which of some entities relations of others lead.
const amongText = keepPlan + unlessLoading + `UNWIND $in.ids AS own
CALL (own) {
    ` + dstOfSrc + `
    RETURN collect(DISTINCT r.dst) AS others
}
RETURN own, [other IN others WHERE other IN $in.among]`

// Between returns the relations that have both ends among some entities.
func (s *Store) Between(ctx context.Context, req kg.BetweenRequest) (answer kg.Between, err error) {
	if len(req.Filter.Types) > 0 && len(plausible(req.Filter.Types)) == 0 {
		return kg.Between{}, nil
	}
	err = s.asking(ctx, momentOf(req.AsOf), func(m moment) (err error) {
		answer, err = s.between(ctx, m, req)
		return err
	})
	return answer, err
}

func (s *Store) between(ctx context.Context, m moment, req kg.BetweenRequest) (answer kg.Between, err error) {
	pairs, err := s.pairsAmong(ctx, m.membersOf(distinct(req.Among)))
	if err != nil {
		return answer, err
	}
	scan := kg.Scan{Limit: req.Limit + 1}
	var newest []positioned[*kg.Relation]
	for some := range slices.Chunk(pairs, linksAtOnce) {
		params := m.ofPairs(req.Filter)
		params["limit"], params["pairs"] = scan.Limit, some
		found, err := s.ask(ctx, m, statement{betweenText, params})
		if err != nil {
			return answer, err
		}
		for _, row := range found {
			r := m.relation(row[2].([]any))
			newest = append(newest, positioned[*kg.Relation]{r.Position(), r})
		}
	}
	answer.Relations = firstOf(newest, scan)
	if answer.Truncated = len(answer.Relations) > req.Limit; answer.Truncated {
		answer.Relations = answer.Relations[:req.Limit]
	}
	return answer, nil
}

// fewAmong is among how many entities all pairs are looked at.
const fewAmong = 16

// pairsAmong returns pairs of some entities, those that have relations among
// them. Of each it goes through what its relations lead to, or through all the
// others where these are fewer.
func (s *Store) pairsAmong(ctx context.Context, ids []string) (pairs []map[string]any, err error) {
	hubs, leaves := ids, []string{}
	if len(ids) > fewAmong {
		edges, err := s.read(ctx, statement{edgesText, map[string]any{"ids": ids}})
		if err != nil {
			return nil, err
		}
		hubs = nil
		for _, row := range edges {
			if id := text(row[0]); integer(row[1]) > int64(len(ids)) {
				hubs = append(hubs, id)
			} else {
				leaves = append(leaves, id)
			}
		}
	}
	add := func(src string, others []string) {
		for _, dst := range others {
			pairs = append(pairs, map[string]any{"src": src, "dst": dst})
		}
	}
	for _, id := range hubs {
		add(id, ids)
	}
	if len(leaves) == 0 {
		return pairs, nil
	}
	found, err := s.read(ctx, statement{amongText, map[string]any{"ids": leaves, "among": ids}})
	for _, row := range found {
		add(text(row[0]), texts(row[1]))
	}
	return pairs, err
}
