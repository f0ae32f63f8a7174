package kg

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

func (c *checker) relationType(at string, t *RelationType) error {
	if err := CheckTypeID(t.ID); err != nil {
		return BadInput(at+".id", "%v", err)
	}
	if IsBlank(t.Label) || IsBlank(t.InverseLabel) {
		return BadInput(at+".label", "type %q needs a label and an inverse label that show something", t.ID)
	}
	if err := checkTexts(at, "label", t.Label, "inverseLabel", t.InverseLabel, "plover", t.PLOVER, "cameo", t.CAMEO); err != nil {
		return err
	}
	if old, known := c.types[t.ID]; known && old.Symmetric != t.Symmetric {
		return ConflictIn(at+".symmetric", "type %q is recorded with symmetric: %t; use another id for a type that means something else", t.ID, old.Symmetric)
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
	if d.Text == "" || !IsText(d.Text) || IsBlank(d.Text) && !c.batch.restored {
		return BadInput(at+".text", "document %q needs a text that shows something, in UTF-8 without NUL", d.ID)
	}
	if d.Title != "" && IsBlank(d.Title) && !c.batch.restored {
		return BadInput(at+".title", "the title %q shows nothing; write it with letters, digits or signs, or leave it out", d.Title)
	}
	if err := checkTexts(at, "title", d.Title, "url", d.URL); err != nil {
		return err
	}
	switch old, known := c.texts[d.ID]; {
	case !known:
		d.Fingerprint = Fingerprint(d.Text)
	case string(old) != d.Text:
		return ConflictIn(at+".text", "document %q is recorded with another text; give the changed text an id of its own", d.ID)
	}
	if err := c.times.check(at+".publishedAt", d.PublishedAt); err != nil {
		return err
	}
	if err := c.checkDetails(at, d); err != nil {
		return err
	}
	d.RecordedAt, d.RetractedAt, d.Retractions = c.batch.RecordedAt, nil, nil
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
	for i, name := range append([]string{e.Name}, e.Aliases...) {
		field := at + ".name"
		if i > 0 {
			field = fmt.Sprintf("%s.aliases[%d]", at, i-1)
		}
		if err := c.name(field, fmt.Sprintf("the name of entity %q,", e.ID), name); err != nil {
			return err
		}
	}
	if err := checkTexts(at, "description", e.Description); err != nil {
		return err
	}
	if e.Point != nil && e.Kind != KindPlace {
		return BadInput(at+".point", "entity %q is of kind %s, and only one of kind %s is somewhere for good; leave its point out", e.ID, e.Kind, KindPlace)
	}
	if err := e.Point.check(at + ".point"); err != nil {
		return err
	}
	for i, known := range e.Identifiers {
		checked, err := known.Check(fmt.Sprintf("%s.identifiers[%d].", at, i))
		if err != nil {
			return err
		}
		e.Identifiers[i] = checked
	}
	e.RecordedAt = c.batch.RecordedAt
	return c.kind(at, e)
}

// kind notes the kind of an entity that is new. That of one that is recorded stays as
// it is, and an error says so where e is not of one that it is or was.
func (c *checker) kind(at string, e *Entity) error {
	kind, known := c.kinds[e.ID]
	if !known {
		c.kinds[e.ID] = e.Kind
		return nil
	}
	if kind == e.Kind {
		return nil
	}
	inferred := c.batch.InferredKinds && kind.IsActor() && e.Kind.IsActor()
	if !inferred && !canBeOne(kind, e.Kind) {
		l, err := c.store.Lineage(c.ctx, []string{e.ID})
		if err != nil {
			return err
		}
		if r := l.Entities[e.ID]; r == nil || !r.was(e.Kind) {
			return ConflictIn(at+".kind", "entity %q is recorded as %s, not %s; use another id for another thing", e.ID, kind, e.Kind)
		}
	}
	e.Kind = kind
	return nil
}

// name checks a name. What was recorded before there were such checks is restored as
// it is.
func (c *checker) name(field, what, name string) error {
	if c.batch.restored && name != "" && IsText(name) {
		return nil
	}
	return checkName(field, what, name)
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
		return unknownType("type", r.Type, c.types)
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
	for j, p := range r.Places {
		if err := c.kindOf(fmt.Sprintf("places[%d]", j), p, "", []EntityKind{KindPlace}); err != nil {
			return err
		}
	}
	for j, a := range r.Attributions {
		if err := c.kindOf(fmt.Sprintf("attributions[%d].by", j), a.By, "", nil); err != nil {
			return err
		}
		if err := oneOf(fmt.Sprintf("attributions[%d].stance", j), a.Stance, Stances); err != nil {
			return err
		}
	}
	if len(r.Evidence) == 0 {
		return BadInput("evidence", "a relation needs at least one piece of evidence")
	}
	for j := range r.Evidence {
		if err := c.evidence(j, &r.Evidence[j], t.Symmetric); err != nil {
			return err
		}
	}
	if err := r.completeCoding(); err != nil {
		return err
	}
	id := RelationID(*r, t.Symmetric)
	if r.ID != "" && r.ID != id && r.ID != FormerRelationID(*r, t.Symmetric) {
		return BadInput("id", "%q is not the id of what the relation states, which is %q; leave it empty", r.ID, id)
	}
	r.ID, r.RecordedAt, r.RetractedAt, r.Retractions = id, c.batch.RecordedAt, nil, nil
	return nil
}

func (c *checker) kindOf(at, id, typeID string, allowed []EntityKind) error {
	kind, known := c.kinds[id]
	if !known {
		return BadInput(at, "there is no entity %q; define it among the entities", id)
	}
	// What was stated of entities that have been corrected since stands.
	if len(allowed) > 0 && !slices.Contains(allowed, kind) && !c.batch.restored {
		what := "this"
		if typeID != "" {
			what = fmt.Sprintf("an end of %q", typeID)
		}
		return BadInput(at, "%q is of kind %s, but %s has to be one of %v", id, kind, what, allowed)
	}
	return nil
}

func (c *checker) evidence(j int, e *Evidence, symmetric bool) error {
	at := func() string { return fmt.Sprintf("evidence[%d]", j) }
	e.RecordedAt = c.batch.RecordedAt
	if err := c.details(at, e, symmetric); err != nil {
		return err
	}
	if s := e.Source; s != nil {
		if s.Dataset == "" || s.Record == "" || e.Document+e.Exact+e.Prefix+e.Suffix != "" || e.Start != 0 || e.End != 0 {
			return BadInput(at(), "evidence of a data set names the data set and a record, and quotes nothing")
		}
		if !IsText(s.Dataset) || !IsText(s.Record) {
			return BadInput(at(), "data set %q and record %q are not both in UTF-8 without NUL", s.Dataset, s.Record)
		}
		if !IsText(s.URL) || !IsText(s.Publisher) || !IsText(s.Note) {
			return checkTexts(at()+".source", "url", s.URL, "publisher", s.Publisher, "note", s.Note)
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
	if !IsText(e.Prefix) || !IsText(e.Suffix) {
		return checkTexts(at(), "prefix", e.Prefix, "suffix", e.Suffix)
	}
	return nil
}

// details checks where and how many evidence says. Which end of a symmetric relation is
// its subject says nothing where words can state it the other way round.
func (c *checker) details(at func() string, e *Evidence, symmetric bool) error {
	if e.Point == nil && len(e.Quantities) == 0 {
		return nil
	}
	if err := e.Point.check(at() + ".point"); err != nil {
		return err
	}
	if err := checkQuantities(at()+".quantities", e.Quantities); err != nil {
		return err
	}
	for i, q := range e.Quantities {
		if symmetric && e.Source == nil && q.IsOfASide() {
			return BadInput(fmt.Sprintf("%s.quantities[%d].kind", at(), i), "%s does not tell whose deaths these are, since the relation's type is symmetric; give %s", q.Kind, QuantityDeaths)
		}
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
	if !IsText(t.Reasoning) {
		return notText(at+".reasoning", t.Reasoning)
	}
	t.Start, t.End = c.last.Start, c.last.End
	return nil
}

// IsText reports whether s is in UTF-8 without NUL, at which half of the programs
// that a text passes through take it to end.
func IsText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// checkTexts returns an error unless each field, given as its name and its text,
// is text.
func checkTexts(at string, namesAndTexts ...string) error {
	for pair := range slices.Chunk(namesAndTexts, 2) {
		if name, text := pair[0], pair[1]; !IsText(text) {
			return notText(at+"."+name, text)
		}
	}
	return nil
}

func notText(at, text string) *Error {
	return BadInput(at, "%q is not in UTF-8 without NUL", Shorten(text))
}

func oneOf[T ~string](at string, v T, all []T) error {
	if slices.Contains(all, v) {
		return nil
	}
	return BadInput(at, "%q is not one of %v", Shorten(string(v)), all)
}
