package memory

import (
	"slices"

	"github.com/tidwall/btree"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// rows are a graph.
type rows struct {
	types     *plan.Types
	documents map[string]*kg.Document
	entities  map[string]*kg.EntityRecord
	relations map[string]*kg.Relation
	merges    *plan.Merges
	merged    []kg.MergeRecord
	journal   []kg.Activity

	byPosition map[string]*btree.Map[string, string] // documents under "", entities under their kind: ids by position
	ranges     map[rangeKey]map[int64]*sorted        // relations by class
	linked     map[string]map[plan.Pair]bool         // pairs by each of their ends
	quoted     map[string]map[string]bool            // relations by document
	byPlace    map[string]map[string]bool            // relations by place
	attributed map[string]map[string]bool            // relations by whom they are attributed to
	published  map[string]map[string]bool            // documents by kg.FoldName of their publisher
	reported   map[string]map[string]bool            // relations by kg.FoldName of a publisher of their rows
	ofDataset  map[string]map[string]bool            // relations by a data set on whose rows they rest
	byCell     *btree.Map[int64, map[string]bool]    // relations by kg.Point.Cell of a spot
	datasets   map[string]*kg.Dataset
	corrected  map[string]bool // entities that have former states
	queue      map[int64]plan.QueueRow
	queueIDs   map[string]int64
	lastQueued int64
	queueKeys  map[string]*btree.Map[string, int64] // numbers by position
	identified map[kg.Identifier]map[string]bool    // entities that have an identifier or had it
	entityText *textIndex
	quoteText  *textIndex
}

type sorted = btree.Map[string, *kg.Relation]

// A rangeKey is what the relations of a plan.Range have in common.
type rangeKey struct {
	index                plan.Index
	subject, object, typ string
}

func newRows() *rows {
	return &rows{
		types: plan.NewTypes(nil), documents: map[string]*kg.Document{}, entities: map[string]*kg.EntityRecord{},
		relations: map[string]*kg.Relation{}, merges: plan.NewMerges(nil),
		byPosition: map[string]*btree.Map[string, string]{}, ranges: map[rangeKey]map[int64]*sorted{},
		linked: map[string]map[plan.Pair]bool{}, quoted: map[string]map[string]bool{}, byPlace: map[string]map[string]bool{},
		attributed: map[string]map[string]bool{}, published: map[string]map[string]bool{}, reported: map[string]map[string]bool{},
		ofDataset: map[string]map[string]bool{}, byCell: &btree.Map[int64, map[string]bool]{}, datasets: map[string]*kg.Dataset{},
		queue: map[int64]plan.QueueRow{}, queueIDs: map[string]int64{}, queueKeys: map[string]*btree.Map[string, int64]{},
		corrected: map[string]bool{}, identified: map[kg.Identifier]map[string]bool{}, entityText: newTextIndex(), quoteText: newTextIndex(),
	}
}

// keysOf returns the ranges that a relation is in.
func keysOf(r *kg.Relation) []rangeKey {
	return []rangeKey{
		{index: plan.ByPosition},
		{index: plan.ByType, typ: r.Type},
		{index: plan.BySubject, subject: r.Subject},
		{index: plan.ByObject, object: r.Object},
		{index: plan.BySubjectType, subject: r.Subject, typ: r.Type},
		{index: plan.ByObjectType, object: r.Object, typ: r.Type},
		{index: plan.ByPair, subject: r.Subject, object: r.Object},
	}
}

// addRelation puts a relation where it is found.
func (g *rows) addRelation(r *kg.Relation) {
	g.relations[r.ID] = r
	for _, key := range keysOf(r) {
		if g.ranges[key] == nil {
			g.ranges[key] = map[int64]*sorted{}
		}
		list := g.ranges[key][r.Class()]
		if list == nil {
			list = &sorted{}
			g.ranges[key][r.Class()] = list
		}
		list.Set(r.Position(), r)
	}
	for _, end := range []string{r.Subject, r.Object} {
		note(g.linked, end, plan.Pair{Subject: r.Subject, Object: r.Object})
	}
	for _, place := range r.Places {
		note(g.byPlace, place, r.ID)
	}
	for _, a := range r.Attributions {
		note(g.attributed, a.By, r.ID)
	}
	for _, e := range r.Evidence {
		if e.Source == nil {
			continue
		}
		if g.datasets[e.Source.Dataset] == nil {
			g.datasets[e.Source.Dataset] = &kg.Dataset{ID: e.Source.Dataset}
		}
		g.datasets[e.Source.Dataset].Add(r.Coding)
	}
	g.addEvidence(r)
}

// addPublisher notes who published a document.
func (g *rows) addPublisher(d *kg.Document) {
	if publisher, _ := plan.PublisherOf(d.DetailsRecords); publisher != "" {
		note(g.published, kg.FoldName(publisher), d.ID)
	}
}

func (g *rows) addEvidence(r *kg.Relation) {
	for _, e := range r.Evidence {
		if e.Document != "" {
			note(g.quoted, e.Document, r.ID)
		}
		if e.Source != nil && e.Source.Publisher != "" {
			note(g.reported, kg.FoldName(e.Source.Publisher), r.ID)
		}
		if e.Source != nil {
			note(g.ofDataset, e.Source.Dataset, r.ID)
		}
		if e.Point != nil && e.Point.IsSpot() {
			ids, known := g.byCell.Get(e.Point.Cell())
			if !known {
				ids = map[string]bool{}
				g.byCell.Set(e.Point.Cell(), ids)
			}
			ids[r.ID] = true
		}
	}
}

func note[K, V comparable](sets map[K]map[V]bool, key K, value V) {
	if sets[key] == nil {
		sets[key] = map[V]bool{}
	}
	sets[key][value] = true
}

// list returns the ids of a list by their positions.
func (g *rows) list(name string) *btree.Map[string, string] {
	if g.byPosition[name] == nil {
		g.byPosition[name] = &btree.Map[string, string]{}
	}
	return g.byPosition[name]
}

// each calls fn with the positions and values of a list between the bounds of a scan, in
// its order, until fn returns false.
func each[V any](list *btree.Map[string, V], scan kg.Scan, fn func(string, V) bool) {
	within := func(position string, v V) bool {
		switch {
		case position <= scan.Lower:
			return !scan.Descending
		case position >= scan.Upper:
			return scan.Descending
		}
		return fn(position, v)
	}
	if scan.Descending {
		list.Descend(scan.Upper, within)
	} else {
		list.Ascend(scan.Lower, within)
	}
}

// The copies of rows that callers get.

func copyOf(r *kg.Relation, claims bool) *kg.Relation {
	c := *r
	c.Time, c.Retractions = copyTime(r.Time), copyGaps(r.Retractions)
	c.Places, c.Attributions, c.Evidence = nil, nil, nil
	if claims {
		c.Places, c.Attributions, c.Evidence = slices.Clone(r.Places), slices.Clone(r.Attributions), slices.Clone(r.Evidence)
	}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		e.Source, e.Point, e.Quantities = copyValue(e.Source), copyValue(e.Point), kg.CloneQuantities(e.Quantities)
	}
	return &c
}

func copyGaps(gaps []kg.Gap) []kg.Gap {
	gaps = slices.Clone(gaps)
	for i := range gaps {
		gaps[i].RestoredAt = copyValue(gaps[i].RestoredAt)
	}
	return gaps
}

func copyTime(t *kg.Time) *kg.Time {
	c := copyValue(t)
	if c != nil {
		c.Start, c.End = copyValue(t.Start), copyValue(t.End)
	}
	return c
}

func copyValue[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

func copyEntity(e *kg.EntityRecord) *kg.EntityRecord {
	c := *e
	c.Point = copyValue(e.Point)
	c.Names, c.Former, c.KindStatedAt = slices.Clone(e.Names), slices.Clone(e.Former), copyValue(e.KindStatedAt)
	for i := range c.Names {
		c.Names[i].RemovedAt = copyValue(c.Names[i].RemovedAt)
	}
	c.IdentifierRecords = copyIdentifiers(e.IdentifierRecords)
	return &c
}

func copyIdentifiers(records []kg.IdentifierRecord) []kg.IdentifierRecord {
	records = slices.Clone(records)
	for i := range records {
		records[i].RemovedAt = copyValue(records[i].RemovedAt)
	}
	return records
}

func copyType(t kg.RelationType) kg.RelationType {
	t.SubjectKinds, t.ObjectKinds = slices.Clone(t.SubjectKinds), slices.Clone(t.ObjectKinds)
	return t
}

func copyDocument(d *kg.Document, need kg.Need) *kg.Document {
	c := *d
	c.PublishedAt, c.Retractions, c.DetailsRecords = copyTime(d.PublishedAt), copyGaps(d.Retractions), slices.Clone(d.DetailsRecords)
	c.Details = kg.Details{}
	if !need.Text {
		c.Text = ""
	}
	if !need.Copies {
		c.Fingerprint = ""
	}
	return &c
}
