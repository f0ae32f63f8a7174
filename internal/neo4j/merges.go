package neo4j

import (
	"context"
	"errors"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
)

// mergesVersion begins a statement whose answer depends on which entities are one
// and of which classes relations are. Its row says how many merges and unmerges
// and how many classes there are, so that a Store that knows of fewer can read
// them and ask again.
const mergesVersion = keepPlan + `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
RETURN 3 AS kind, null AS page, [s.merges, size(s.classes)] AS fields
UNION ALL
`

// unmerged holds for an entity e that was nothing else at $in.asOf.
const unmerged = `none(i IN range(0, size(coalesce(e.mergedMs, [])) - 1)
    WHERE e.mergedMs[i] <= $in.asOf AND coalesce(e.unmergedMs[i], 9223372036854775807) > $in.asOf)`

const allMerges = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WITH coalesce(s.merges, 0) AS version, s.classes AS classes
OPTIONAL MATCH (from:Entity)-[m:MERGED_INTO]->(into:Entity)
RETURN version, from.id, into.id, m.recordedMs, m.retractedMs, m.number AS number, classes ORDER BY number`

// mergeTable holds every merge that there was when there were version merges and
// unmerges, and of which classes there were relations.
type mergeTable struct {
	version int64
	all     []mergeRow // in the order of recording
	now     *clusters
	classes []int64 // which are never fewer
}

// mergeRow says that an entity was another from one time on until another, in
// milliseconds since 1970.
type mergeRow struct {
	from, into   string
	since, until int64
}

func newMergeTable(found rows) *mergeTable {
	t := &mergeTable{}
	for _, row := range found {
		t.version = integer(row[0])
		t.classes = integers(row[6])
		m := mergeRow{from: text(row[1]), into: text(row[2]), since: integer(row[3]), until: math.MaxInt64}
		if until, undone := row[4].(int64); undone {
			m.until = until
		}
		if m.from != "" {
			t.all = append(t.all, m)
		}
	}
	t.now = t.at(momentOf(nil).ms)
	return t
}

// at returns what the table says of one time. Times need not follow each other
// as the merges do; what contradicts an earlier merge then has no effect.
func (t *mergeTable) at(ms int64) *clusters {
	c := &clusters{links: map[string]string{}, all: map[string][]string{}}
	for _, m := range t.all {
		if _, merged := c.links[m.from]; m.since <= ms && m.until > ms && !merged && c.survivor(m.into) != m.from {
			c.links[m.from] = m.into
		}
	}
	for id := range c.links {
		survivor := c.survivor(id)
		c.all[survivor] = append(c.all[survivor], id)
	}
	for _, merged := range c.all {
		slices.Sort(merged)
	}
	return c
}

// clusters say which entities are one.
type clusters struct {
	links map[string]string   // what each that was merged was merged into
	all   map[string][]string // what was merged into each that others answer as, directly or not, by id
}

// survivor returns what an entity answers as.
func (c *clusters) survivor(id string) string {
	for {
		next, merged := c.links[id]
		if !merged {
			return id
		}
		id = next
	}
}

// members returns all that is one with an entity, what it answers as first.
func (c *clusters) members(id string) []string {
	id = c.survivor(id)
	return append([]string{id}, c.all[id]...)
}

// membersOf returns all that is one with some entities, each once.
func (c *clusters) membersOf(ids []string) []string {
	if len(c.links) == 0 {
		return ids
	}
	var all []string
	for _, id := range c.survivors(ids) {
		all = append(all, c.members(id)...)
	}
	return all
}

// survivors returns what entities answer as, in their order and each once.
func (c *clusters) survivors(ids []string) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = c.survivor(id)
	}
	return once(all)
}

// once returns values without those that came before.
func once[T comparable](values []T) []T {
	seen := make(map[T]bool, len(values))
	return slices.DeleteFunc(values, func(v T) bool {
		before := seen[v]
		seen[v] = true
		return before
	})
}

// canonical gives r, as it is recorded, the ids that what it names answers as.
func (c *clusters) canonical(r *kg.Relation) *kg.Relation {
	if len(c.links) == 0 {
		return r
	}
	r.Subject, r.Object = c.survivor(r.Subject), c.survivor(r.Object)
	if len(r.Places) > 0 {
		r.Places = c.survivors(r.Places)
	}
	for i, a := range r.Attributions {
		r.Attributions[i].By = c.survivor(a.By)
	}
	r.Attributions = once(r.Attributions)
	return r
}

// learn takes in what classes there are, so that the next question need not find out.
func (s *Store) learn(classes []int64) {
	if table := *s.merges.Load(); len(table.classes) < len(classes) {
		table.classes = classes
		s.merges.Store(&table)
	}
}

// catchUp reads the merges and the classes that there are.
func (s *Store) catchUp(ctx context.Context) error {
	found, err := s.read(ctx, statement{text: allMerges})
	if err == nil {
		s.merges.Store(newMergeTable(found))
	}
	return err
}

// errStale reports that there are other merges, or more classes, than a Store
// knew.
var errStale = errors.New("entities were merged or unmerged, or there are relations of another class")

// staleTries is how often a question is asked anew while others keep merging.
// The last answer stands.
const staleTries = 5

// asking lets ask find an answer as of m, until no merges were recorded
// meanwhile.
func (s *Store) asking(ctx context.Context, m moment, ask func(m moment) error) error {
	for try := 1; ; try++ {
		table := s.merges.Load()
		m.version, m.clusters, m.classes = table.version, table.now, table.classes
		if m.asOf != nil && len(table.all) > 0 {
			m.clusters = table.at(m.ms)
		}
		if try == staleTries {
			m.version = anyVersion
		}
		err := ask(m)
		switch {
		case errors.Is(err, errLoadPending):
			err = s.completeLoad(ctx)
		case errors.Is(err, errStale):
			err = nil
		default:
			return err
		}
		if err == nil {
			err = s.catchUp(ctx)
		}
		if err != nil {
			return err
		}
	}
}

const anyVersion = -1

// askAll runs statements that begin with mergesVersion at once, and returns what
// else they found.
func (s *Store) askAll(ctx context.Context, m moment, all []statement) (rows, error) {
	if len(all) == 1 {
		return s.ask(ctx, m, all[0])
	}
	found := make([]rows, len(all))
	group, ctx := errgroup.WithContext(ctx)
	for i, one := range all {
		group.Go(func() (err error) {
			found[i], err = s.ask(ctx, m, one)
			return err
		})
	}
	err := group.Wait()
	return slices.Concat(found...), err
}

// ask runs a statement that begins with mergesVersion, and returns what else it
// found.
func (s *Store) ask(ctx context.Context, m moment, one statement) (rows, error) {
	found, err := s.read(ctx, one)
	if err != nil {
		return nil, err
	}
	return m.fresh(found)
}

// apart returns found with the rows that came together in one record.
func apart(found rows) rows {
	all := make(rows, 0, len(found))
	for _, row := range found {
		if integer(row[0]) != rowsRow {
			all = append(all, row)
			continue
		}
		for _, one := range row[2].([]any) {
			all = append(all, one.([]any))
		}
	}
	return all
}

// fresh returns found without the row of mergesVersion, or errStale.
func (m moment) fresh(found rows) (rows, error) {
	version, classes := int64(0), 0
	found = apart(found)
	found = slices.DeleteFunc(found, func(row []any) bool {
		if integer(row[0]) != versionRow {
			return false
		}
		fields := row[2].([]any)
		version, classes = integer(fields[0]), int(integer(fields[1]))
		return true
	})
	if m.version != anyVersion && (m.version != version || len(m.classes) != classes) {
		return nil, errStale
	}
	return found, nil
}
