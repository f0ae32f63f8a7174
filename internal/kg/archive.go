package kg

import (
	"context"
	"slices"
	"time"
)

// Archive is what can be copied whole, into a database of either kind: all that was
// ever recorded, when, by whom and why.
type Archive interface {
	// Dump calls put with every record of the graph, as it was at one moment between
	// two writes; what is written meanwhile is not among them. First come the types,
	// then documents, entities, relations, merges, activities and what is in the review queue, so
	// that each names only what came before; the last three are in the order of recording. It keeps
	// few of them in memory. It returns put's error where that fails, which ends it.
	Dump(ctx context.Context, put func(Record) error) error
}

// Restoration fills an empty store with the records of a Dump. Until it is
// finished the store cannot be opened but for another restoration, which begins
// anew.
type Restoration interface {
	// Write takes the next records, which it checks as Batch.Check does, in the
	// order in which Dump gave them. It is not to be called again after an error.
	Write(ctx context.Context, records []Record) error

	// Finish makes a store of it that answers as the one that was dumped. It calls
	// progress, which may be nil, with how many steps of how many are done.
	Finish(ctx context.Context, progress func(done, total int)) error

	// Close ends the use of the restoration, finished or not.
	Close() error
}

// Record is one thing as a store keeps it, apart from what it is one with. One
// field is set, and FormerID with a relation. In a Dump of before FormerRelationID the
// ID of a relation may be the former one, and another record may state the same; what
// restores them makes one of them when it is finished.
type Record struct {
	Type       *RelationType
	Document   *Document // with its text
	Entity     *EntityRecord
	Relation   *Relation // with its evidence in the order of recording
	Merge      *MergeRecord
	Activity   *Activity // with its Digest
	Suggestion *Suggestion
	Ingestion  *Ingestion

	FormerID string // by which Relation answers, too; empty where there is none
}

// EntityRecord is an entity by itself, without Aliases, Identifiers, Merged and Degree.
type EntityRecord struct {
	Entity
	Names             []AliasRecord      // in the order of recording
	IdentifierRecords []IdentifierRecord // in the order of recording
	Former            []FormerState      // in the order of recording
	OwnKind           EntityKind         // what it is without what was merged into it; empty where that is its Kind
	KindStatedAt      *time.Time         // when an update said of what kind it is; nil where none did
}

// AliasRecord is another name of an entity.
type AliasRecord struct {
	Name       string
	RecordedAt time.Time
	RemovedAt  *time.Time // nil where it still goes by that name
}

// MergeRecord says that an entity was merged into another, and when and why that
// was taken back if it was.
type MergeRecord struct {
	Merge
	RecordedAt    time.Time
	TakenBackAt   *time.Time
	BackingReason string
}

// CheckMerges returns an error, with CodeBadInput, unless the merges that hold make each
// entity answer as one that was not merged.
func CheckMerges(merges []MergeRecord) error {
	into := map[string]string{}
	for _, m := range merges {
		if m.TakenBackAt != nil {
			continue
		}
		if other, is := into[m.From]; is {
			return BadInput("merge", "%q is merged into %q and into %q", m.From, other, m.Into)
		}
		into[m.From] = m.Into
		for id, is := m.Into, true; is; id, is = into[id] {
			if id == m.From {
				return BadInput("merge", "%q is merged into itself, by way of %q", m.From, m.Into)
			}
		}
	}
	return nil
}

// Undone says when and why something was retracted, and restored.
type Undone struct {
	ID   string
	Gaps []Gap // never empty
}

// Open returns the gap that is not closed, if there is one.
func (u Undone) Open() (g Gap, open bool) { return openGap(u.Gaps) }

// Closed returns the gaps that are.
func (u Undone) Closed() []Gap {
	if _, open := u.Open(); open {
		return u.Gaps[:len(u.Gaps)-1]
	}
	return u.Gaps
}

// Part is some records in the form in which a store takes them.
type Part struct {
	Batch       Batch                           // types, documents, entities with their other names, and relations
	Aliased     map[string]map[string]time.Time // by entity and name: when it was recorded
	Withdrawn   []Undone                        // documents of the batch
	Retracted   []Undone                        // relations of the batch
	Corrected   []EntityRecord                  // entities of the batch of which there is more to keep, with all their names
	Identified  map[string][]IdentifierRecord   // all identifiers of entities of the batch, by entity
	Merges      []MergeRecord
	Activities  []Activity
	Suggestions []Suggestion
	Ingestions  []Ingestion
	Former      map[string]string // present ids of relations of the batch by former ones
	Renamed     bool              // relations of the batch have former ids, to be renamed once all are there

	recorded []time.Time // of documents, entities and relations, and of the evidence of each after it
	ids      []recordedID
}

// A recordedID is what a record has of a relation's ids.
type recordedID struct{ id, former string }

// NewPart returns the part that records make.
func NewPart(records []Record) *Part {
	p := &Part{Aliased: map[string]map[string]time.Time{}, Identified: map[string][]IdentifierRecord{}, Former: map[string]string{}}
	for _, r := range records {
		switch {
		case r.Type != nil:
			p.Batch.Types = append(p.Batch.Types, *r.Type)
		case r.Document != nil:
			p.Batch.Documents = append(p.Batch.Documents, *r.Document)
			p.Withdrawn = appendUndone(p.Withdrawn, r.Document.ID, r.Document.Retractions)
		case r.Entity != nil:
			p.addEntity(r.Entity)
		case r.Relation != nil:
			p.Batch.Relations = append(p.Batch.Relations, *r.Relation)
			p.ids = append(p.ids, recordedID{r.Relation.ID, r.FormerID})
			if r.FormerID != "" {
				p.Batch.Relations[len(p.ids)-1].ID = r.FormerID
			}
			p.Retracted = appendUndone(p.Retracted, r.Relation.ID, r.Relation.Retractions)
		case r.Merge != nil:
			p.Merges = append(p.Merges, *r.Merge)
		case r.Activity != nil:
			p.Activities = append(p.Activities, *r.Activity)
		case r.Suggestion != nil:
			p.Suggestions = append(p.Suggestions, *r.Suggestion)
		case r.Ingestion != nil:
			p.Ingestions = append(p.Ingestions, *r.Ingestion)
		}
	}
	p.eachTime(func(at *time.Time) { p.recorded = append(p.recorded, *at) })
	return p
}

// IsCorrected reports whether more is kept of r than what it is and by what names it
// goes.
func (r *EntityRecord) IsCorrected() bool {
	return len(r.Former) > 0 || r.OwnKind != "" || r.KindStatedAt != nil ||
		slices.ContainsFunc(r.Names, func(a AliasRecord) bool { return a.RemovedAt != nil })
}

func (p *Part) addEntity(r *EntityRecord) {
	e := r.Entity
	e.Aliases, e.Identifiers = nil, nil
	if len(r.IdentifierRecords) > 0 {
		p.Identified[e.ID] = slices.Clone(r.IdentifierRecords)
	}
	if r.IsCorrected() {
		p.Batch.Entities, p.Corrected = append(p.Batch.Entities, e), append(p.Corrected, *r)
		return
	}
	at := make(map[string]time.Time, len(r.Names))
	for _, name := range r.Names {
		e.Aliases = append(e.Aliases, name.Name)
		at[name.Name] = moment(name.RecordedAt)
	}
	p.Aliased[e.ID] = at
	p.Batch.Entities = append(p.Batch.Entities, e)
}

func appendUndone(list []Undone, id string, gaps []Gap) []Undone {
	if len(gaps) == 0 {
		return list
	}
	return append(list, Undone{id, slices.Clone(gaps)})
}

// moment returns t as stores keep it.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// eachTime calls fn with each time at which something of the batch was recorded.
func (p *Part) eachTime(fn func(*time.Time)) {
	for i := range p.Batch.Documents {
		fn(&p.Batch.Documents[i].RecordedAt)
	}
	for i := range p.Batch.Entities {
		fn(&p.Batch.Entities[i].RecordedAt)
	}
	for i := range p.Batch.Relations {
		r := &p.Batch.Relations[i]
		fn(&r.RecordedAt)
		for j := range r.Evidence {
			fn(&r.Evidence[j].RecordedAt)
		}
	}
}

// Check checks the part, its batch by check, after which everything in it has the
// time at which it was recorded. Its errors are those of Batch.Check.
func (p *Part) Check(ctx context.Context, check func(context.Context, *Batch) error) error {
	for _, at := range p.recorded {
		if at.IsZero() {
			return BadInput("recordedAt", "a record does not say when it was recorded")
		}
	}
	p.Batch.RecordedAt, p.Batch.restored = time.Now(), true
	if err := check(ctx, &p.Batch); err != nil {
		return err
	}
	if err := p.takeIDs(); err != nil {
		return err
	}
	i := 0
	p.eachTime(func(at *time.Time) {
		*at = moment(p.recorded[i])
		i++
	})
	for _, list := range [][]Undone{p.Withdrawn, p.Retracted} {
		for _, u := range list {
			if err := checkGaps(u.ID, u.Gaps); err != nil {
				return err
			}
		}
	}
	for i := range p.Corrected {
		if err := p.Corrected[i].check(); err != nil {
			return err
		}
	}
	for id, records := range p.Identified {
		if err := checkIdentifiers(id, records); err != nil {
			return err
		}
	}
	for i := range p.Merges {
		if err := p.Merges[i].check(); err != nil {
			return err
		}
	}
	for i := range p.Activities {
		if err := p.Activities[i].check(); err != nil {
			return err
		}
	}
	for i := range p.Suggestions {
		if err := p.Suggestions[i].checkRecord(); err != nil {
			return err
		}
	}
	for i := range p.Ingestions {
		if err := p.Ingestions[i].check("ingestion"); err != nil {
			return err
		}
	}
	return nil
}

// takeIDs takes what Check made of the ids of relations, which it was given by their
// former ids where they have one besides.
func (p *Part) takeIDs() error {
	for i, given := range p.ids {
		r := &p.Batch.Relations[i]
		switch former := given.former; {
		case former == "" && given.id != "" && given.id != r.ID:
			r.ID, p.Renamed = given.id, true
		case former != "" && given.id != r.ID:
			return BadInput("id", "%q is not the id of the relation that had the id %q; it is %q", given.id, former, r.ID)
		case former != "" && former != r.ID:
			p.Former[former] = r.ID
		}
	}
	return nil
}

// check checks what the check of a batch does not see.
func (r *EntityRecord) check() error {
	if r.OwnKind != "" {
		if err := oneOf("entity.ownKind", r.OwnKind, EntityKinds); err != nil {
			return err
		}
	}
	r.KindStatedAt = momentOrNil(r.KindStatedAt)
	r.Former, r.Names = slices.Clone(r.Former), slices.Clone(r.Names)
	for i, f := range r.Former {
		if err := oneOf("entity.former.kind", f.Kind, EntityKinds); err != nil {
			return err
		}
		if f.Name == "" || f.Until.IsZero() {
			return BadInput("entity.former", "what %q was has no name or no end", r.ID)
		}
		if err := checkTexts("entity.former", "name", f.Name, "description", f.Description); err != nil {
			return err
		}
		r.Former[i].Until = moment(f.Until)
	}
	for i, a := range r.Names {
		if a.Name == "" || a.RecordedAt.IsZero() {
			return BadInput("entity.aliases", "a name of %q is empty or does not say when it was recorded", r.ID)
		}
		if err := checkTexts("entity", "aliases", a.Name); err != nil {
			return err
		}
		r.Names[i].RecordedAt, r.Names[i].RemovedAt = moment(a.RecordedAt), momentOrNil(a.RemovedAt)
	}
	return nil
}

// checkIdentifiers checks all identifiers of an entity, and dates them as stores do.
func checkIdentifiers(id string, records []IdentifierRecord) error {
	for i, r := range records {
		known, err := r.Check("entity.identifiers.")
		if err != nil {
			return err
		}
		if r.RecordedAt.IsZero() {
			return BadInput("entity.identifiers", "identifier %s of %q does not say when it was recorded", r.Identifier, id)
		}
		records[i] = IdentifierRecord{known, moment(r.RecordedAt), momentOrNil(r.RemovedAt)}
	}
	return nil
}

// momentOrNil returns t as stores keep it.
func momentOrNil(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := moment(*t)
	return &at
}

func (m *MergeRecord) check() error {
	if m.Kind != "" {
		if err := oneOf("merge.kind", m.Kind, EntityKinds); err != nil {
			return err
		}
	}
	if m.From == m.Into || m.From == "" || m.Into == "" {
		return BadInput("merge", "%q cannot be merged into %q", m.From, m.Into)
	}
	if m.RecordedAt.IsZero() {
		return BadInput("merge", "the merging of %q does not say when it was recorded", m.From)
	}
	m.RecordedAt = moment(m.RecordedAt)
	if m.TakenBackAt != nil {
		at := moment(*m.TakenBackAt)
		m.TakenBackAt = &at
	}
	return checkTexts("merge", "reason", m.Reason, "backingReason", m.BackingReason)
}

func (a *Activity) check() error {
	if a.Number < 1 || a.RecordedAt.IsZero() || len(a.Changes) > MaxListedChanges {
		return BadInput("activity", "%d is no activity", a.Number)
	}
	a.RecordedAt = moment(a.RecordedAt)
	for _, c := range a.Changes {
		if err := oneOf("activity.changes", c.Kind, ChangeKinds); err != nil {
			return err
		}
		if err := checkTexts("activity.changes", "id", c.ID, "detail", c.Detail); err != nil {
			return err
		}
	}
	return a.Provenance.check()
}
