package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"conflictgraph/internal/kg"
)

// othersText finds what entities have relations to and from, by the index alone.
var othersText = mergesVersion + others("sources", "src", "dst", dstOfSrc) + "UNION ALL\n" + others("targets", "dst", "src", srcOfDst)

// These find distinct other ends by an index alone.
const (
	dstOfSrc = `MATCH (r:Relation) USING INDEX SEEK r:Relation(src, dst, ordinary, position)
    WHERE r.src = own AND r.dst > '' AND r.ordinary IS NOT NULL AND r.position > ''`
	srcOfDst = `MATCH (r:Relation) USING INDEX SEEK r:Relation(dst, src)
    WHERE r.dst = own AND r.src > ''`
)

func others(list, end, other, match string) string {
	return unlessLoading + fmt.Sprintf(`UNWIND $in.%[1]s AS own
CALL (own) {
    %[4]s
    RETURN collect(DISTINCT r.%[3]s) AS others
}
RETURN 0 AS kind, '%[2]s' AS page, [own, others] AS fields
`, list, end, other, match)
}

// newestText finds the newest relation of each pair.
var newestText = fmt.Sprintf(`%sWITH $in.filter AS p
UNWIND $in.pairs AS w
CALL (p, w) {
    UNWIND $in.parts AS part
    CALL (p, w, part) {
      %s
      RETURN r, r.position AS position ORDER BY %s LIMIT 1
    }
    RETURN r ORDER BY position LIMIT 1
}
RETURN 0 AS kind, w.page AS page, [r.position, r.status, r.certainty] AS fields`, mergesVersion+unlessLoading, byPair.match(plainKey, passingPair), byPair.order(plainKey, "ASC"))

// How many owners' others, and how many links, are read at once.
const (
	ownersAtOnce = 200
	linksAtOnce  = 2000
)

// Links returns one link for each two entities that are linked.
func (s *Store) Links(ctx context.Context, req kg.LinkRequest) (links kg.Links, err error) {
	if len(req.Filter.Types) > 0 && len(plausible(req.Filter.Types)) == 0 {
		return kg.Links{}, nil
	}
	err = s.asking(ctx, momentOf(req.AsOf), func(m moment) (err error) {
		l := linker{store: s, moment: m, req: req}
		links, err = l.links(ctx)
		return err
	})
	return links, err
}

// linker answers one request for links.
type linker struct {
	store *Store
	moment
	req kg.LinkRequest
}

// tie is two entities that may be linked, and the pairs by which they are.
type tie struct {
	of, other string
	pairs     []map[string]any
}

func (l *linker) links(ctx context.Context) (answer kg.Links, err error) {
	for owners := range slices.Chunk(l.survivors(plausible(l.req.Of)), ownersAtOnce) {
		ties, err := l.ties(ctx, owners)
		if err != nil {
			return kg.Links{}, err
		}
		for len(ties) > 0 && len(answer.Links) <= l.req.Limit {
			n := min(len(ties), linksAtOnce, l.req.Limit+1-len(answer.Links))
			found, err := l.follow(ctx, ties[:n])
			if err != nil {
				return kg.Links{}, err
			}
			answer.Links = append(answer.Links, found...)
			ties = ties[n:]
		}
	}
	if answer.Truncated = len(answer.Links) > l.req.Limit; answer.Truncated {
		answer.Links = answer.Links[:l.req.Limit]
	}
	return answer, nil
}

// ties returns what owners may be linked with, in the order of links.
func (l *linker) ties(ctx context.Context, owners []string) ([]tie, error) {
	outward, inward, err := l.others(ctx, owners)
	if err != nil {
		return nil, err
	}
	avoid := setOf(l.survivors(plausible(l.req.Avoid)))
	out, in := directions(l.req.Filter.Direction)
	var all []tie
	for _, of := range owners {
		byOther := map[string]*tie{}
		add := func(src, dst, other string, asked bool) {
			other = l.survivor(other)
			if other == of || avoid[other] {
				return
			}
			t := byOther[other]
			if t == nil {
				t = &tie{of: of, other: other}
				byOther[other] = t
			}
			pair := map[string]any{"src": src, "dst": dst}
			if !asked {
				pair["mutual"] = true
			}
			t.pairs = append(t.pairs, pair)
		}
		for _, own := range l.members(of) {
			for _, other := range outward[own] {
				add(own, other, other, out)
			}
			for _, other := range inward[own] {
				add(other, own, other, in)
			}
		}
		first := len(all)
		for _, t := range byOther {
			all = append(all, *t)
		}
		slices.SortFunc(all[first:], func(a, b tie) int { return cmp.Compare(a.other, b.other) })
	}
	return all, nil
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// others returns what relations may lead to from each of owners and what is one
// with them, and what they may come from.
func (l *linker) others(ctx context.Context, owners []string) (outward, inward map[string][]string, err error) {
	outward, inward = map[string][]string{}, map[string][]string{}
	own := l.membersOf(owners)
	if len(l.req.Filter.With) > 0 {
		with := l.membersOf(distinct(l.req.Filter.With))
		for _, id := range own {
			outward[id], inward[id] = with, with
		}
		return outward, inward, nil
	}
	found, err := l.store.ask(ctx, l.moment, statement{othersText, map[string]any{"sources": own, "targets": own}})
	for _, row := range found {
		fields := row[2].([]any)
		if text(row[1]) == "src" {
			outward[text(fields[0])] = texts(fields[1])
		} else {
			inward[text(fields[0])] = texts(fields[1])
		}
	}
	return outward, inward, err
}

// follow returns the links that ties make, with the newest relation of each.
func (l *linker) follow(ctx context.Context, ties []tie) ([]kg.Link, error) {
	var pairs []map[string]any
	for i, t := range ties {
		for _, pair := range t.pairs {
			pair["page"] = i
			pairs = append(pairs, pair)
		}
	}
	params := l.ofPairs(l.req.Filter)
	params["pairs"] = pairs
	found, err := l.store.ask(ctx, l.moment, statement{newestText, params})
	if err != nil {
		return nil, err
	}
	all := make([]kg.Link, len(ties))
	for _, row := range found {
		fields, link := texts(row[2]), &all[integer(row[1])]
		if position := fields[0]; link.Newest == "" || position < link.Newest {
			known := kg.Relation{Status: kg.Status(fields[1]), Certainty: kg.Certainty(fields[2])}
			link.Newest, link.Attestation = position, known.Attestation()
		}
	}
	var links []kg.Link
	for i, t := range ties {
		if link := all[i]; link.Newest != "" {
			link.Of, link.Other = t.of, t.other
			links = append(links, link)
		}
	}
	return links, nil
}

// ofPairs returns the parameters of a statement that walks over pairs and checks
// each relation for f.
func (m moment) ofPairs(f kg.RelationFilter) map[string]any {
	p := walkedPage{}
	p.restrict(f)
	if types := distinct(f.Types); len(types) > 0 {
		p["types"] = types
	}
	return map[string]any{"asOf": m.ms, "filter": p, "parts": m.everything(kg.PageRequest{Filter: f}.Scan())}
}
