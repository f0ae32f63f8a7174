package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// othersText finds what entities have relations to and from, and how many, by the
// index alone.
var othersText = mergesVersion + others("sources", "src", "dst", dstOfSrc) + "UNION ALL\n" + others("targets", "dst", "src", srcOfDst)

// These find the relations of one end by an index alone.
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
    RETURN collect(DISTINCT r.%[3]s) AS others, count(*) AS relations
}
RETURN 0 AS kind, '%[2]s' AS page, [own, others, relations] AS fields
`, list, end, other, match)
}

// newestOfAllText finds the newest relation of each pair that has one of some
// entities at an end, by looking at all relations of theirs.
var newestOfAllText = mergesVersion + newestOfAll("sources", "src", "dst", dstOfSrc) + "UNION ALL\n" + newestOfAll("targets", "dst", "src", srcOfDst)

func newestOfAll(list, end, other, match string) string {
	return unlessLoading + fmt.Sprintf(`WITH $in.filter AS p
UNWIND $in.%[1]s AS w
WITH p, w, w.own AS own
CALL (p, w, own) {
    %[4]s
      AND %[5]s
    RETURN r.%[3]s AS other, min(%[6]s) AS newest
}
RETURN 0 AS kind, '%[2]s' AS page, [own, other, newest] AS fields
`, list, end, other, match, passingPair, newestFields)
}

// newestFields say of a relation what a link does. Of several, the newest has the
// least.
const newestFields = `r.position + ' ' + r.status + ' ' + r.certainty`

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
RETURN 0 AS kind, w.page AS page, [%s] AS fields`, mergesVersion+unlessLoading, byPair.match(plainKey, passingPair), byPair.order(plainKey, "ASC"), newestFields)

// How many owners' others, how many links, and how many relations in search of the
// newest, are read at once.
const (
	ownersAtOnce    = 200
	linksAtOnce     = 2000
	relationsAtOnce = 20_000
)

// relationsForOne is how many relations cost as much to look at as it does to seek
// the newest of one pair.
const relationsForOne = 4

// Links returns one link for each two entities that are linked.
func (s *Store) Links(ctx context.Context, req kg.LinkRequest) (links kg.Links, err error) {
	if len(req.Filter.Types) > 0 && len(plausible(req.Filter.Types)) == 0 {
		return kg.Links{}, nil
	}
	err = s.asking(ctx, momentOf(req.AsOf), func(m moment) (err error) {
		l := linker{store: s, moment: m, req: req, forOne: relationsForOne}
		links, err = l.links(ctx)
		return err
	})
	return links, err
}

// linker answers one request for links.
type linker struct {
	store *Store
	moment
	req    kg.LinkRequest
	forOne int64 // relations of a side at the most, for each that it leads to, of which all are looked at

	all    map[side]bool   // those of which all relations were looked at
	newest map[pair]string // of these
}

// A side is relations that lead from an entity, or to it.
type side struct {
	own    string
	inward bool
}

// A pair is relations from one entity to another, as the first sees them, or the
// other where inward.
type pair struct {
	src, dst string
	inward   bool
}

func (p pair) side() side {
	if p.inward {
		return side{p.dst, true}
	}
	return side{p.src, false}
}

// tie is two entities that may be linked, and the pairs by which they are.
type tie struct {
	of, other string
	pairs     []pair
}

func (l *linker) links(ctx context.Context) (answer kg.Links, err error) {
	for owners := range slices.Chunk(l.survivors(plausible(l.req.Of)), ownersAtOnce) {
		if len(answer.Links) > l.req.Limit {
			break
		}
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
	others, err := l.others(ctx, owners)
	if err != nil {
		return nil, err
	}
	avoid := setOf(l.survivors(plausible(l.req.Avoid)))
	var all []tie
	for _, of := range owners {
		byOther := map[string]*tie{}
		add := func(p pair, other string) {
			other = l.survivor(other)
			if other == of || avoid[other] {
				return
			}
			t := byOther[other]
			if t == nil {
				t = &tie{of: of, other: other}
				byOther[other] = t
			}
			t.pairs = append(t.pairs, p)
		}
		for _, own := range l.members(of) {
			for _, other := range others[side{own, false}] {
				add(pair{own, other, false}, other)
			}
			for _, other := range others[side{own, true}] {
				add(pair{other, own, true}, other)
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

// others returns the other ends of the relations of owners and of what is one with
// them.
func (l *linker) others(ctx context.Context, owners []string) (map[side][]string, error) {
	others := map[side][]string{}
	l.all, l.newest = map[side]bool{}, map[pair]string{}
	own := l.membersOf(owners)
	if len(l.req.Filter.With) > 0 {
		with := l.membersOf(distinct(l.req.Filter.With))
		for _, id := range own {
			others[side{id, false}], others[side{id, true}] = with, with
		}
		return others, nil
	}
	found, err := l.store.ask(ctx, l.moment, statement{othersText, map[string]any{"sources": own, "targets": own}})
	if err != nil {
		return nil, err
	}
	var dense []side
	relations := int64(0)
	for _, row := range found {
		fields := row[2].([]any)
		at := side{text(fields[0]), text(row[1]) == "dst"}
		others[at] = texts(fields[1])
		n := integer(fields[2])
		if n == 0 || n > l.forOne*int64(len(others[at])) || len(others[at]) > l.req.Limit {
			continue
		}
		if relations += n; relations > relationsAtOnce {
			if err := l.lookAtAll(ctx, dense); err != nil {
				return nil, err
			}
			dense, relations = nil, n
		}
		dense = append(dense, at)
	}
	return others, l.lookAtAll(ctx, dense)
}

// lookAtAll finds the newest relation of each pair that sides have.
func (l *linker) lookAtAll(ctx context.Context, sides []side) error {
	if len(sides) == 0 {
		return nil
	}
	params := l.ofPairs(l.req.Filter)
	sources, targets := []map[string]any{}, []map[string]any{}
	for _, at := range sides {
		l.all[at] = true
		w := l.restricted(map[string]any{"own": at.own}, at)
		if at.inward {
			targets = append(targets, w)
		} else {
			sources = append(sources, w)
		}
	}
	params["sources"], params["targets"] = sources, targets
	found, err := l.store.ask(ctx, l.moment, statement{newestOfAllText, params})
	for _, row := range found {
		fields := texts(row[2])
		p := pair{fields[0], fields[1], false}
		if text(row[1]) == "dst" {
			p = pair{fields[1], fields[0], true}
		}
		l.newest[p] = fields[2]
	}
	return err
}

// restricted has only relations of a side found that the direction asked for admits.
func (l *linker) restricted(w map[string]any, at side) map[string]any {
	out, in := directions(l.req.Filter.Direction)
	if asked := !at.inward && out || at.inward && in; !asked {
		w["mutual"] = true
	}
	return w
}

// follow returns the links that ties make, with the newest relation of each.
func (l *linker) follow(ctx context.Context, ties []tie) ([]kg.Link, error) {
	newest := make([]string, len(ties))
	found := func(i int, fields string) {
		if newest[i] == "" || fields != "" && fields < newest[i] {
			newest[i] = fields
		}
	}
	var sought []map[string]any
	for i, t := range ties {
		for _, p := range t.pairs {
			if l.all[p.side()] {
				found(i, l.newest[p])
			} else {
				sought = append(sought, l.restricted(map[string]any{"page": i, "src": p.src, "dst": p.dst}, p.side()))
			}
		}
	}
	if len(sought) > 0 {
		params := l.ofPairs(l.req.Filter)
		params["pairs"] = sought
		rows, err := l.store.ask(ctx, l.moment, statement{newestText, params})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found(int(integer(row[1])), text(row[2].([]any)[0]))
		}
	}
	var links []kg.Link
	for i, t := range ties {
		if fields := strings.Fields(newest[i]); len(fields) > 0 {
			attestation := kg.Attestation(kg.Status(fields[1]), kg.Certainty(fields[2]))
			links = append(links, kg.Link{Of: t.of, Other: t.other, Newest: fields[0], Attestation: attestation})
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
