package neo4j

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// catalogVersion begins a statement whose answer depends on the catalog. Its row says
// how much of that there is, so that who knows of less can read it and ask again.
const catalogVersion = keepPlan + `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
RETURN 3 AS kind, null AS page, [s.merges, size(s.classes), COUNT { (:RelationType) }] AS fields
UNION ALL
`

const (
	mergeFields = `from.id, into.id, m.reason, m.recordedMs, m.retractedMs, m.retractedReason, m.number AS number, m.kind`

	allMerges = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id)
WITH coalesce(s.merges, 0) AS version, s.classes AS classes
OPTIONAL MATCH (from:Entity)-[m:MERGED_INTO]->(into:Entity)
RETURN ` + mergeFields + `, version, classes ORDER BY number`

	typesText = `MATCH (t:RelationType)
RETURN t.id, t.label, t.inverseLabel, t.symmetric, t.plover, t.cameo, t.subjectKinds, t.objectKinds ORDER BY t.id`
)

// A catalog is what nearly every question needs and few writes change. It is safe for
// concurrent use.
type catalog struct {
	version int64 // how many merges and unmerges there were
	merges  *plan.Merges
	classes []int64 // of relations, which are never fewer
	types   *plan.Types
	byID    map[string]kg.RelationType // the types
}

// newCatalog reads the rows of allMerges and of typesText.
func newCatalog(merges, types rows) *catalog {
	c := &catalog{}
	c.setTypes(relationTypes(types))
	var all []kg.MergeRecord
	for _, row := range merges {
		if c.version, c.classes = integer(row[8]), integers(row[9]); row[0] != nil {
			all = append(all, mergeRecord(row))
		}
	}
	c.merges = plan.NewMerges(all)
	return c
}

func (c *catalog) setTypes(all []kg.RelationType) {
	c.types, c.byID = plan.NewTypes(all), kg.TypesByID(all)
}

// mergeRecord reads mergeFields.
func mergeRecord(f []any) kg.MergeRecord {
	m := kg.MergeRecord{
		Merge:      kg.Merge{From: text(f[0]), Into: text(f[1]), Kind: kg.EntityKind(text(f[7])), Reason: text(f[2])},
		RecordedAt: msTime(integer(f[3])), BackingReason: text(f[5]),
	}
	if ms, takenBack := f[4].(int64); takenBack {
		m.TakenBackAt = msTimeOrNil(&ms)
	}
	return m
}

func relationTypes(found rows) []kg.RelationType {
	types := make([]kg.RelationType, len(found))
	for i, row := range found {
		types[i] = kg.RelationType{
			ID: text(row[0]), Label: text(row[1]), InverseLabel: text(row[2]), PLOVER: text(row[4]), CAMEO: text(row[5]),
			SubjectKinds: kinds(row[6]), ObjectKinds: kinds(row[7]),
		}
		types[i].Symmetric, _ = row[3].(bool)
	}
	return types
}

func kinds(v any) []kg.EntityKind {
	var all []kg.EntityKind
	for _, kind := range texts(v) {
		all = append(all, kg.EntityKind(kind))
	}
	return all
}

// Types returns every relation type, by id. It asks the database each time: a
// program beside this one may have added some.
func (s *Store) Types(ctx context.Context) ([]kg.RelationType, error) {
	found, err := s.read(ctx, statement{text: typesText})
	if err != nil {
		return nil, err
	}
	types := relationTypes(found)
	known := *s.catalog.Load()
	known.setTypes(types)
	s.catalog.Store(&known)
	return types, nil
}

// Merges returns every merge there was; see kg.Store.
func (s *Store) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	if err := s.catchUp(ctx); err != nil {
		return nil, err
	}
	return s.Store.Merges(ctx)
}

// catchUp reads the catalog.
func (d *database) catchUp(ctx context.Context) error {
	types, err := d.read(ctx, statement{text: typesText})
	if err != nil {
		return err
	}
	merges, err := d.read(ctx, statement{text: allMerges})
	if err == nil {
		d.catalog.Store(newCatalog(merges, types))
	}
	return err
}

// learn takes in what a transaction has added to the types and classes, so that the next
// question need not find out.
func (d *database) learn(written *catalog) {
	known := *d.catalog.Load()
	if len(known.classes) < len(written.classes) {
		known.classes = written.classes
	}
	if len(known.byID) < len(written.byID) {
		known.types, known.byID = written.types, written.byID
	}
	d.catalog.Store(&known)
}

// errStale reports that there is more in the catalog than was known.
var errStale = errors.New("entities were merged or unmerged, or there are other types or classes of relations")

// staleTries is how often a question is asked anew while others keep changing the
// catalog. The last answer stands.
const staleTries = 5

// Read implements plan.Driver. Each statement sees what is committed when it runs.
func (d driver) Read(ctx context.Context, fn func(plan.Snapshot) error) error {
	for try := 1; ; try++ {
		err := fn(&snapshot{catalog: d.catalog.Load(), run: d.read, together: true, anyCatalog: try == staleTries})
		switch {
		case errors.Is(err, errLoadPending):
			err = d.completeLoad(ctx)
		case errors.Is(err, errStale):
			err = nil
		default:
			return err
		}
		if err == nil {
			err = d.catchUp(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// A snapshot reads the graph, as far as the catalog is the one there is.
type snapshot struct {
	catalog    *catalog
	run        func(context.Context, statement) (rows, error)
	together   bool // several statements can run at once
	anyCatalog bool // whatever the catalog is by now
}

// Types implements plan.Snapshot.
func (s *snapshot) Types(context.Context) (*plan.Types, error) { return s.catalog.types, nil }

// Merges implements plan.Snapshot.
func (s *snapshot) Merges(context.Context) (*plan.Merges, error) { return s.catalog.merges, nil }

// ask runs statements that begin with catalogVersion, and returns what else they
// found, or errStale.
func (s *snapshot) ask(ctx context.Context, all ...statement) (rows, error) {
	found := make([]rows, len(all))
	group, together := errgroup.WithContext(ctx)
	for i, one := range all {
		ask := func() (err error) {
			if found[i], err = s.run(together, one); err == nil {
				found[i], err = s.fresh(found[i])
			}
			return err
		}
		if s.together {
			group.Go(ask)
		} else if err := ask(); err != nil {
			return nil, err
		}
	}
	err := group.Wait()
	return slices.Concat(found...), err
}

// What a row holds, in its first column.
const (
	relationRow = iota
	entityRow
	documentRow
	versionRow
	rowsRow // of which each field is a row
)

// fresh returns the rows of found, those that came in one record apart, without that
// of catalogVersion.
func (s *snapshot) fresh(found rows) (rows, error) {
	all := make(rows, 0, len(found))
	var merges int64
	var classes, types int
	for _, row := range found {
		fields := row[2].([]any)
		switch integer(row[0]) {
		case versionRow:
			merges, classes, types = integer(fields[0]), int(integer(fields[1])), int(integer(fields[2]))
		case rowsRow:
			for _, one := range fields {
				all = append(all, one.([]any))
			}
		default:
			all = append(all, row)
		}
	}
	if c := s.catalog; !s.anyCatalog && (c.version != merges || len(c.classes) != classes || len(c.byID) != types) {
		return nil, errStale
	}
	return all, nil
}
