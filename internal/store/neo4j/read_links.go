package neo4j

import (
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// These find the relations of one end by an index alone.
const (
	dstOfSrc = `MATCH (r:Relation) USING INDEX SEEK r:Relation(src, dst, ordinary, position)
    WHERE r.src = own AND r.dst > '' AND r.ordinary IS NOT NULL AND r.position > ''`
	srcOfDst = `MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, src)
    WHERE r.dst = own AND r.src > ''`
)

// othersText finds what entities have relations to and from, by the index alone.
var othersText = catalogVersion + others("sources", "src", "dst", dstOfSrc) + "UNION ALL\n" + others("targets", "dst", "src", srcOfDst)

func others(list, end, other, match string) string {
	return unlessLoading + fmt.Sprintf(`UNWIND $in.%[1]s AS own
CALL (own) {
    %[4]s
    RETURN collect(DISTINCT r.%[3]s) AS others
}
RETURN 0 AS kind, '%[2]s' AS page, [own, others] AS fields
`, list, end, other, match)
}

var (
	// newestText finds the newest relation of each pair.
	newestText = fmt.Sprintf(`%sWITH $in.filter AS p
UNWIND $in.pairs AS w
CALL (p, w) {
    UNWIND $in.parts AS part
    CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT 1
    }
    RETURN r ORDER BY position LIMIT 1
}
RETURN 0 AS kind, w.number AS page, [r.position, r.status, r.certainty, r.class] AS fields`, catalogVersion+unlessLoading,
		rangeIndexes[plan.ByPair].match(ordinaryKey, ofPairs), rangeIndexes[plan.ByPair].order(ordinaryKey, "ASC"))

	// betweenText finds the newest relations of pairs.
	betweenText = fmt.Sprintf(`%sWITH $in.filter AS p
UNWIND $in.pairs AS w
UNWIND $in.parts AS part
CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT $in.limit
}
WITH r, position ORDER BY position LIMIT $in.limit
RETURN 0 AS kind, null AS page, %s AS fields`, catalogVersion+unlessLoading,
		rangeIndexes[plan.ByPair].match(ordinaryKey, ofPairs), rangeIndexes[plan.ByPair].order(ordinaryKey, "ASC"), relationFields)
)

const (
	// edgesText says of entities how many edges they have, of any sort.
	edgesText = keepPlan + `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN id, COUNT { (e)--() }`

	// amongText finds to which of some entities relations of others lead.
	amongText = keepPlan + unlessLoading + `UNWIND $in.ids AS own
CALL (own) {
    ` + dstOfSrc + `
    RETURN collect(DISTINCT r.dst) AS others
}
RETURN own, [other IN others WHERE other IN $in.among]`
)

// Pairs implements plan.Snapshot.
func (s *snapshot) Pairs(ctx context.Context, of []string, direction kg.Direction) (pairs []plan.Pair, err error) {
	own := plausible(of)
	one := statement{othersText, map[string]any{"sources": own, "targets": own}}
	switch direction {
	case kg.DirectionOut:
		one.params["targets"] = []string{}
	case kg.DirectionIn:
		one.params["sources"] = []string{}
	}
	found, err := s.ask(ctx, one)
	for _, row := range found {
		fields := row[2].([]any)
		id, isSource := text(fields[0]), text(row[1]) == "src"
		for _, other := range texts(fields[1]) {
			switch {
			case isSource:
				pairs = append(pairs, plan.Pair{Subject: id, Object: other})
			case direction == kg.DirectionIn || !slices.Contains(own, other): // which is a source, too
				pairs = append(pairs, plan.Pair{Subject: other, Object: id})
			}
		}
	}
	return pairs, err
}

// pairsAtOnce is of how many pairs one statement finds relations.
const pairsAtOnce = 2000

// Newest implements plan.Snapshot.
func (s *snapshot) Newest(ctx context.Context, pairs []plan.Pair, conditions plan.Conditions) (map[plan.Pair]plan.Newest, error) {
	newest := map[plan.Pair]plan.Newest{}
	for some := range slices.Chunk(pairs, pairsAtOnce) {
		found, err := s.ofPairs(ctx, newestText, some, conditions, 1)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			fields := row[2].([]any)
			newest[some[integer(row[1])]] = plan.Newest{Position: text(fields[0]), Attestation: kg.Attestation(kg.Status(text(fields[1])), kg.Certainty(text(fields[2])), kg.CodingCodes[kg.CodingOfClass(integer(fields[3]))])}
		}
	}
	return newest, nil
}

// ofPairs runs a statement that finds relations of pairs that meet conditions.
func (s *snapshot) ofPairs(ctx context.Context, text string, pairs []plan.Pair, c plan.Conditions, limit int) (rows, error) {
	p := scanned{}
	p.check(c)
	if len(c.Types) > 0 {
		p["types"] = plausible(c.Types)
	}
	list := []map[string]any{}
	for i, pair := range pairs {
		if isPlausible(pair.Subject) && isPlausible(pair.Object) {
			list = append(list, map[string]any{"number": i, "src": pair.Subject, "dst": pair.Object})
		}
	}
	return s.ask(ctx, statement{text, map[string]any{
		"asOf": asOfMs(c.AsOf), "filter": p, "parts": allParts(c, s.catalog.classes), "pairs": list, "limit": limit,
	}})
}

// Between implements plan.Snapshot.
func (s *snapshot) Between(ctx context.Context, among []string, conditions plan.Conditions, limit int) (newest []*kg.Relation, err error) {
	pairs, err := s.pairsAmong(ctx, plausible(among))
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(pairs, pairsAtOnce) {
		found, err := s.ofPairs(ctx, betweenText, some, conditions, limit)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			newest = append(newest, relation(row[2].([]any)))
		}
	}
	return kg.FirstOf(newest, kg.Scan{Limit: limit}), nil
}

// fewAmong is among how many entities all pairs are looked at.
const fewAmong = 16

// pairsAmong returns pairs of some entities, those that have relations among
// them. Of each it goes through what its relations lead to, or through all the
// others where these are fewer.
func (s *snapshot) pairsAmong(ctx context.Context, ids []string) (pairs []plan.Pair, err error) {
	hubs, leaves := ids, []string{}
	if len(ids) > fewAmong {
		edges, err := s.run(ctx, statement{edgesText, map[string]any{"ids": ids}})
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
			pairs = append(pairs, plan.Pair{Subject: src, Object: dst})
		}
	}
	for _, id := range hubs {
		add(id, ids)
	}
	if len(leaves) == 0 {
		return pairs, nil
	}
	found, err := s.run(ctx, statement{amongText, map[string]any{"ids": leaves, "among": ids}})
	for _, row := range found {
		add(text(row[0]), texts(row[1]))
	}
	return pairs, err
}
