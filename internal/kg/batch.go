package kg

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Batch is what one Write records.
type Batch struct {
	Types       []RelationType
	Documents   []Document // with their texts
	Entities    []Entity
	Relations   []Relation // IDs are filled in by Check
	Retractions []Retraction
	Merges      []Merge
	Unmerges    []Unmerge
	Withdrawals []Withdrawal

	Provenance Provenance
	Expect     []Expectation // what has to hold for anything to be written
	RecordedAt time.Time     // when all of it was recorded; the store fills it in where zero, see NextMoment
}

// Retraction says that a relation was found wrong. One that is retracted already
// stays as it is.
type Retraction struct {
	Relation string
	Reason   string
}

// Withdrawal takes a document out of view: it is retracted, and with it the
// relations of which it was the last evidence, all their other documents having
// been withdrawn, too. One that is retracted already stays as it is.
type Withdrawal struct {
	Document string
	Reason   string
}

// Merge says that two entities are one: From answers as Into from then on. Into
// may have been merged itself, and then stands for what it went into; From may
// have others merged into it, which go with it. Merging what is one already
// changes nothing.
type Merge struct {
	From, Into string
	Reason     string
}

// Unmerge takes back the merging of an entity, exactly: what it was before, it
// is again. Unmerging what is not merged changes nothing.
type Unmerge struct {
	Entity string
	Reason string
}

// Written counts what a Write added, and what of its batch was there already.
type Written struct {
	Types, Documents, Entities, Relations int
	Aliases, Evidence                     int // added to entities and relations that were there already
	Retracted, Merged, Unmerged           int
	Withdrawn                             int // documents
	Existing                              int // types, documents, entities and relations that were there already

	Activity int64 // the number of the activity that records the write; 0 where nothing was changed
	Repeated bool  // Activity is that of an earlier write with the same key, and nothing was counted
}

// Sum returns the counts of w and v together, without an activity.
func (w Written) Sum(v Written) Written {
	return Written{
		Types: w.Types + v.Types, Documents: w.Documents + v.Documents, Entities: w.Entities + v.Entities,
		Relations: w.Relations + v.Relations, Aliases: w.Aliases + v.Aliases, Evidence: w.Evidence + v.Evidence,
		Retracted: w.Retracted + v.Retracted,
		Merged:    w.Merged + v.Merged, Unmerged: w.Unmerged + v.Unmerged, Existing: w.Existing + v.Existing,
		Withdrawn: w.Withdrawn + v.Withdrawn,
	}
}

// Changed reports whether anything was added or retracted.
func (w Written) Changed() bool {
	w.Existing, w.Activity, w.Repeated = 0, 0, false
	return w != Written{}
}

// Known is what Check needs to know of a store.
type Known interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
	Types(ctx context.Context) ([]RelationType, error)
}

// Check completes and checks a batch before it is written: ids, kinds and enum
// values are well-formed, every type, entity and document that is named is in
// the batch or known, the ends of relations are of the kinds that their types
// ask for, what is known already is not contradicted, and each quote is where
// its offsets say. It sets RecordedAt and the relations' ids and evidence times.
// Its errors have CodeBadInput, CodeNotFound or CodeConflict and name the place,
// "relations[3].evidence[0]".
func (b *Batch) Check(ctx context.Context, known Known) error {
	if b.RecordedAt.IsZero() {
		b.RecordedAt = time.Now()
	}
	b.RecordedAt = b.RecordedAt.UTC().Truncate(time.Millisecond)
	if err := b.Provenance.check(); err != nil {
		return err
	}
	c := checker{batch: b}
	if err := c.load(ctx, known); err != nil {
		return err
	}
	for i := range b.Types {
		if err := c.relationType(fmt.Sprintf("types[%d]", i), &b.Types[i]); err != nil {
			return err
		}
	}
	for i := range b.Documents {
		if err := c.document(fmt.Sprintf("documents[%d]", i), &b.Documents[i]); err != nil {
			return err
		}
	}
	for i := range b.Entities {
		if err := c.entity(fmt.Sprintf("entities[%d]", i), &b.Entities[i]); err != nil {
			return err
		}
	}
	for i := range b.Relations {
		if err := c.relation(i, &b.Relations[i]); err != nil {
			return err
		}
	}
	for i, r := range b.Retractions {
		if err := checkTexts(fmt.Sprintf("retractions[%d]", i), "reason", r.Reason); err != nil {
			return err
		}
		if c.found.Relations[r.Relation] == nil {
			return &Error{Code: CodeNotFound, Field: fmt.Sprintf("retractions[%d]", i), Message: fmt.Sprintf("there is no relation %q", r.Relation)}
		}
	}
	if err := c.withdrawals(); err != nil {
		return err
	}
	return c.merges()
}

func (c *checker) withdrawals() error {
	for i, w := range c.batch.Withdrawals {
		at := fmt.Sprintf("withdrawals[%d]", i)
		if err := checkTexts(at, "reason", w.Reason); err != nil {
			return err
		}
		if _, known := c.texts[w.Document]; !known {
			return &Error{Code: CodeNotFound, Field: at, Message: fmt.Sprintf("there is no document %q", w.Document)}
		}
	}
	return nil
}

type checker struct {
	batch *Batch
	types map[string]RelationType
	kinds map[string]EntityKind
	texts map[string][]rune
	found *Found
	times times
}

// load reads, in one call each, the types and whatever the batch names.
func (c *checker) load(ctx context.Context, known Known) error {
	types, err := known.Types(ctx)
	if err != nil {
		return err
	}
	c.types = TypesByID(types)
	entities, documents := newIDSet(len(c.batch.Entities)), newIDSet(len(c.batch.Documents))
	for _, e := range c.batch.Entities {
		entities.add(e.ID)
	}
	for _, d := range c.batch.Documents {
		documents.add(d.ID)
	}
	for i := range c.batch.Relations {
		r := &c.batch.Relations[i]
		entities.add(r.Subject)
		entities.add(r.Object)
		for _, p := range r.Places {
			entities.add(p)
		}
		for _, a := range r.Attributions {
			entities.add(a.By)
		}
		for _, e := range r.Evidence {
			if e.Source == nil {
				documents.add(e.Document)
			}
		}
	}
	for _, m := range c.batch.Merges {
		entities.add(m.From)
		entities.add(m.Into)
	}
	for _, u := range c.batch.Unmerges {
		entities.add(u.Entity)
	}
	for _, w := range c.batch.Withdrawals {
		documents.add(w.Document)
	}
	keys := Keys{Entities: entities.list, Documents: documents.list, Need: Need{Text: true}}
	for _, r := range c.batch.Retractions {
		keys.Relations = append(keys.Relations, r.Relation)
	}
	if c.found, err = known.Get(ctx, keys); err != nil {
		return err
	}
	c.kinds, c.texts = make(map[string]EntityKind, len(entities.list)), map[string][]rune{}
	for id, e := range c.found.Entities {
		c.kinds[id] = e.Kind
	}
	for id, d := range c.found.Documents {
		c.texts[id] = []rune(d.Text)
	}
	return nil
}

// An idSet holds ids, each once, in the order in which they came.
type idSet struct {
	seen map[string]struct{}
	list []string
}

func newIDSet(n int) *idSet { return &idSet{seen: make(map[string]struct{}, n)} }

func (s *idSet) add(id string) {
	if _, seen := s.seen[id]; !seen {
		s.seen[id] = struct{}{}
		s.list = append(s.list, id)
	}
}

// TypesByID returns types by their ids.
func TypesByID(types []RelationType) map[string]RelationType {
	byID := make(map[string]RelationType, len(types))
	for _, t := range types {
		byID[t.ID] = t
	}
	return byID
}

func (c *checker) relationType(at string, t *RelationType) error {
	if err := CheckTypeID(t.ID); err != nil {
		return BadInput(at+".id", "%v", err)
	}
	if t.Label == "" || t.InverseLabel == "" {
		return BadInput(at+".label", "type %q needs a label and an inverse label", t.ID)
	}
	if err := checkTexts(at, "label", t.Label, "inverseLabel", t.InverseLabel, "plover", t.PLOVER, "cameo", t.CAMEO); err != nil {
		return err
	}
	if old, known := c.types[t.ID]; known && old.Symmetric != t.Symmetric {
		return Conflict("%s: type %q is recorded with symmetric: %t; use another id for a type that means something else", at, t.ID, old.Symmetric)
	}
	for _, k := range slices.Concat(t.SubjectKinds, t.ObjectKinds) {
		if err := oneOf(at+".kinds", k, EntityKinds); err != nil {
			return err
		}
	}
	if _, known := c.types[t.ID]; !known {
		c.types[t.ID] = *t
	}
	return nil
}

func (c *checker) document(at string, d *Document) error {
	if err := CheckDocumentID(d.ID); err != nil {
		return BadInput(at+".id", "%v", err)
	}
	if d.Text == "" || !utf8.ValidString(d.Text) {
		return BadInput(at+".text", "document %q needs a text in UTF-8", d.ID)
	}
	if err := checkTexts(at, "title", d.Title, "url", d.URL); err != nil {
		return err
	}
	if old, known := c.texts[d.ID]; known && string(old) != d.Text {
		return Conflict("%s: document %q is recorded with another text; give the changed text an id of its own", at, d.ID)
	}
	if err := c.times.check(at+".publishedAt", d.PublishedAt); err != nil {
		return err
	}
	d.RecordedAt = c.batch.RecordedAt
	c.texts[d.ID] = []rune(d.Text)
	return nil
}

func (c *checker) entity(at string, e *Entity) error {
	if err := CheckEntityID(e.ID); err != nil {
		return BadInput(at+".id", "%v", err)
	}
	if err := oneOf(at+".kind", e.Kind, EntityKinds); err != nil {
		return err
	}
	for _, name := range append([]string{e.Name}, e.Aliases...) {
		if name == "" || !utf8.ValidString(name) {
			return BadInput(at+".name", "entity %q needs names that are not empty and in UTF-8", e.ID)
		}
	}
	if err := checkTexts(at, "description", e.Description); err != nil {
		return err
	}
	if kind, known := c.kinds[e.ID]; known && kind != e.Kind {
		return Conflict("%s: entity %q is recorded as %s, not %s; use another id for another thing", at, e.ID, kind, e.Kind)
	}
	e.RecordedAt = c.batch.RecordedAt
	c.kinds[e.ID] = e.Kind
	return nil
}

// relation checks a relation. The fields that errors name are put together only
// for an error.
func (c *checker) relation(i int, r *Relation) error {
	err := c.checkRelation(r)
	var e *Error
	if errors.As(err, &e) {
		e.Field = fmt.Sprintf("relations[%d].%s", i, e.Field)
	}
	return err
}

func (c *checker) checkRelation(r *Relation) error {
	t, known := c.types[r.Type]
	if !known {
		return BadInput("type", "there is no relation type %q; define it among the types", r.Type)
	}
	if err := c.kindOf("subject", r.Subject, t.ID, t.SubjectKinds); err != nil {
		return err
	}
	if err := c.kindOf("object", r.Object, t.ID, t.ObjectKinds); err != nil {
		return err
	}
	if err := oneOf("status", r.Status, Statuses); err != nil {
		return err
	}
	if err := oneOf("certainty", r.Certainty, Certainties); err != nil {
		return err
	}
	if err := c.times.check("time", r.Time); err != nil {
		return err
	}
	for _, p := range r.Places {
		if err := c.kindOf("places", p, "", []EntityKind{KindPlace}); err != nil {
			return err
		}
	}
	for _, a := range r.Attributions {
		if err := c.kindOf("attributions.by", a.By, "", nil); err != nil {
			return err
		}
		if err := oneOf("attributions.stance", a.Stance, Stances); err != nil {
			return err
		}
	}
	if len(r.Evidence) == 0 {
		return BadInput("evidence", "a relation needs at least one piece of evidence")
	}
	for j := range r.Evidence {
		if err := c.evidence(j, &r.Evidence[j]); err != nil {
			return err
		}
	}
	id := RelationID(*r)
	if r.ID != "" && r.ID != id {
		return BadInput("id", "%q is not the id of what the relation states, which is %q; leave it empty", r.ID, id)
	}
	r.ID, r.RecordedAt, r.RetractedAt = id, c.batch.RecordedAt, nil
	return nil
}

func (c *checker) kindOf(at, id, typeID string, allowed []EntityKind) error {
	kind, known := c.kinds[id]
	if !known {
		return BadInput(at, "there is no entity %q; define it among the entities", id)
	}
	if len(allowed) > 0 && !slices.Contains(allowed, kind) {
		what := "this"
		if typeID != "" {
			what = fmt.Sprintf("an end of %q", typeID)
		}
		return BadInput(at, "%q is of kind %s, but %s has to be one of %v", id, kind, what, allowed)
	}
	return nil
}

func (c *checker) evidence(j int, e *Evidence) error {
	at := func() string { return fmt.Sprintf("evidence[%d]", j) }
	e.RecordedAt = c.batch.RecordedAt
	if e.Source != nil {
		if e.Source.Dataset == "" || e.Source.Record == "" || *e != (Evidence{Source: e.Source, RecordedAt: e.RecordedAt}) {
			return BadInput(at(), "machine-coded evidence names a data set and a record, and quotes nothing")
		}
		if !utf8.ValidString(e.Source.Dataset) || !utf8.ValidString(e.Source.Record) {
			return BadInput(at(), "data set %q and record %q are not both in UTF-8", e.Source.Dataset, e.Source.Record)
		}
		return nil
	}
	text, known := c.texts[e.Document]
	if !known {
		return BadInput(at()+".document", "there is no document %q; add it to the documents", e.Document)
	}
	if e.Exact == "" || e.Start < 0 || e.End > len(text) || e.Start >= e.End || string(text[e.Start:e.End]) != e.Exact {
		return BadInput(at()+".exact", "%q does not stand at %d to %d of document %q", e.Exact, e.Start, e.End, e.Document)
	}
	if !utf8.ValidString(e.Prefix) || !utf8.ValidString(e.Suffix) {
		return checkTexts(at(), "prefix", e.Prefix, "suffix", e.Suffix)
	}
	return nil
}

// times parses times, and remembers the last: relations of one time tend to follow
// each other.
type times struct{ last Time }

func (c *times) check(at string, t *Time) error {
	if t == nil {
		return nil
	}
	if t.EDTF != c.last.EDTF || t.EDTF == "" {
		parsed, err := ParseEDTF(t.EDTF)
		if err != nil {
			return BadInput(at, "%v", err)
		}
		c.last = parsed
	}
	if !utf8.ValidString(t.Reasoning) {
		return BadInput(at, "the reasoning %q is not in UTF-8", t.Reasoning)
	}
	t.Start, t.End = c.last.Start, c.last.End
	return nil
}

// checkTexts returns an error unless each field, given as its name and its text,
// is in UTF-8.
func checkTexts(at string, namesAndTexts ...string) error {
	for pair := range slices.Chunk(namesAndTexts, 2) {
		if name, text := pair[0], pair[1]; !utf8.ValidString(text) {
			return BadInput(at+"."+name, "%q is not in UTF-8", text)
		}
	}
	return nil
}

func oneOf[T ~string](at string, v T, all []T) error {
	if slices.Contains(all, v) {
		return nil
	}
	return BadInput(at, "%q is not one of %v", v, all)
}
