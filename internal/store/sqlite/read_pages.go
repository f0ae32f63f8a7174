package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var keptOfEntities = define(`SELECT key, relations FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)

// Scan implements plan.Snapshot.
//
// What a scan costs depends on what it finds and on how many classes the relations of
// its ranges have (by status, certainty and length of time; a data set has a few), not
// on how many relations there are that its conditions leave out. What is read in vain,
// one by one:
//
//   - what AsOf hides, because it was recorded later or is retracted;
//   - spans that ended before From, where a span of the same class could still have
//     reached it: a few days' worth for months, years, decades and centuries;
//   - what only has an end, and had it before From;
//   - between two entities, what is of other types, or is not ordinary where that is
//     asked for (from the index alone);
//   - with Documents, the quotes of these or the relations of the ranges, whichever are
//     fewer.
func (s *session) Scan(_ context.Context, req plan.ScanRequest) ([][]*kg.Relation, plan.Rows, error) {
	h, found := s.newHydration(req.Keys), make([][]relationRow, len(req.Scans))
	var ranges []plan.Range
	for _, scan := range req.Scans {
		ranges = append(ranges, scan.Ranges...)
	}
	if err := s.identifyEnds(ranges); err != nil {
		return nil, plan.Rows{}, err
	}
	sizes, err := s.readSizes(req.Scans)
	if err != nil {
		return nil, plan.Rows{}, err
	}
	for i, scan := range req.Scans {
		if found[i], err = s.scan(scan, sizes); err != nil {
			return nil, plan.Rows{}, err
		}
		owners, err := s.entityKeys(scan.Owners)
		if err != nil {
			return nil, plan.Rows{}, err
		}
		for j := range found[i] {
			h.add(&found[i][j], owners...)
		}
	}
	rows, err := h.complete()
	if err != nil {
		return nil, plan.Rows{}, err
	}
	relations := make([][]*kg.Relation, len(found))
	for i, rows := range found {
		relations[i] = make([]*kg.Relation, len(rows))
		for j, row := range rows {
			relations[i][j] = h.relations[row.key]
		}
	}
	return relations, rows, nil
}

// identifyEnds sees to it that the keys of all entities that ranges name are known.
func (s *session) identifyEnds(ranges []plan.Range) error {
	var ids []string
	for _, r := range ranges {
		ids = append(append(ids, r.Subject, r.Object), r.Without...)
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	_, err := s.entityKeys(ids)
	return err
}

func (s *session) scan(scan plan.RelationScan, sizes map[string]int64) ([]relationRow, error) {
	parts, err := s.scannedParts(scan)
	if len(parts) == 0 || err != nil {
		return nil, err
	}
	c, err := s.conditionsOf(scan.Conditions)
	if err != nil {
		return nil, err
	}
	g := s.newPageScan(c, scan.Scan)
	err = g.find(scan, parts, sizes)
	return g.found, err
}

// readSizes returns how many relations are valid of the entities whose ranges are
// scanned by conditions that leave some out.
func (s *session) readSizes(scans []plan.RelationScan) (map[string]int64, error) {
	var ids []string
	for _, scan := range scans {
		if !choiceOf(scan.Conditions).narrows() && len(scan.Conditions.Documents) == 0 {
			continue
		}
		for _, r := range scan.Ranges {
			for _, id := range []string{r.Subject, r.Object} {
				if id != "" {
					ids = append(ids, id)
				}
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	keys, err := s.entityKeys(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	sizes := make(map[string]int64, len(keys))
	return sizes, s.each(keptOfEntities, func(rows *sql.Rows) error {
		var key, relations int64
		err := rows.Scan(&key, &relations)
		sizes[s.entities.ids[key]] = relations
		return err
	}, keyList(keys))
}

// A part is a range as statements find it.
type part struct {
	index    rangeIndex
	key1     int64
	key2     int64
	named    any // of what is found by what it names: that, and the key list of owners; nil otherwise
	owners   any
	types    any // the key list of types that are asked for, nil for all
	leaveOut any // the key, or the key list, of ends that another part finds; nil for none
}

// scannedParts returns the parts of a scan.
func (s *session) scannedParts(scan plan.RelationScan) ([]part, error) {
	if r := scan.Ranges[0]; r.Index == plan.ByNaming {
		p, err := s.namingPart(r, scan.Owners)
		return []part{p}, err
	}
	return s.partsOf(scan.Ranges), nil
}

// partsOf returns the parts of those ranges that may have something.
func (s *session) partsOf(ranges []plan.Range) []part {
	parts := make([]part, 0, len(ranges))
	for _, r := range ranges {
		if p, any := s.partOf(r); any {
			parts = append(parts, p)
		}
	}
	return parts
}

func (s *session) partOf(r plan.Range) (p part, any bool) {
	subject, isSubject := s.entities.keys[r.Subject]
	object, isObject := s.entities.keys[r.Object]
	typ, isType := s.types.keys[r.Type]
	switch r.Index {
	case plan.ByPosition:
		p.index, any = rangeAll, true
	case plan.ByType:
		p.index, p.key1, any = rangeType, typ, isType
	case plan.BySubject:
		p.index, p.key1, any = rangeSubject, subject, isSubject
	case plan.ByObject:
		p.index, p.key1, any = rangeObject, object, isObject
	case plan.BySubjectType:
		p.index, p.key1, p.key2, any = rangeSubjectType, subject, typ, isSubject && isType
	case plan.ByObjectType:
		p.index, p.key1, p.key2, any = rangeObjectType, object, typ, isObject && isType
	case plan.ByPair:
		p.index, p.key1, p.key2, any = rangePair, subject, object, isSubject && isObject
	}
	if len(r.Types) > 0 {
		types := s.types.keysOf(r.Types)
		p.types, any = keyList(types), any && len(types) > 0
	}
	var without []int64
	for _, id := range r.Without {
		if key, known := s.entities.keys[id]; known {
			without = append(without, key)
		}
	}
	switch len(without) {
	case 0:
	case 1:
		p.leaveOut = without[0]
	default:
		p.leaveOut = keyList(without)
	}
	return p, any
}

// args returns the parameters of the index's statements for what lies from lower
// on, before upper.
func (p part) args(c conditions, lower, upper bound, limit int) []any {
	first, second := any(p.key1), any(p.key2)
	if p.named != nil {
		first, second = p.named, p.owners
	}
	return []any{
		first, second, c.asOf, c.kinds, limit, c.notBefore, c.documents, p.types, p.leaveOut,
		lower.day, lower.digest, upper.day, upper.digest, c.checks,
	}
}

// firstOf returns what of items, which it sorts, comes first on a scan.
func firstOf[T any](items []T, compare func(a, b T) int, scan kg.Scan) []T {
	slices.SortFunc(items, func(a, b T) int {
		if scan.Descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return items[:min(len(items), scan.Limit)]
}
