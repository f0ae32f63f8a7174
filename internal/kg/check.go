package kg

import (
	"context"
	"fmt"
	"time"
)

// Known is what Check needs to know of a store.
type Known interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
	Types(ctx context.Context) ([]RelationType, error)

	// Lineage returns entities by themselves, and all that is one with them.
	Lineage(ctx context.Context, ids []string) (*Lineage, error)

	// UseOf returns the id of a relation that stands and that uses asks for, the least
	// of several, and its type; empty ones where there is none.
	UseOf(ctx context.Context, uses Uses) (relation, typeID string, err error)
}

// Check completes and checks a batch before it is written: ids, kinds and enum
// values are well-formed, every type, entity and document that is named is in
// the batch or known, the ends of relations are of the kinds that their types
// ask for, what is known already is not contradicted, and each quote is where
// its offsets say. It sets RecordedAt and the relations' ids and evidence times, and
// puts the present id of a relation in place of a former one.
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
	c := checker{ctx: ctx, store: known, batch: b}
	if err := c.load(ctx, known); err != nil {
		return err
	}
	if err := c.exactly(); err != nil {
		return err
	}
	if err := c.decisions(); err != nil {
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
	for i, e := range b.Expect {
		if known := c.found.Relations[e.ID]; known != nil {
			b.Expect[i].ID = known.ID
		}
	}
	for i, r := range b.Retractions {
		if err := checkTexts(fmt.Sprintf("retractions[%d]", i), "reason", r.Reason); err != nil {
			return err
		}
		if known := c.found.Relations[r.Relation]; known != nil {
			b.Retractions[i].Relation = known.ID
		} else {
			return NotFound(fmt.Sprintf("retractions[%d].relation", i), ThingRelation, r.Relation)
		}
	}
	if err := c.withdrawals(); err != nil {
		return err
	}
	if err := c.restores(); err != nil {
		return err
	}
	if err := c.judgements(); err != nil {
		return err
	}
	if err := c.corrections(); err != nil {
		return err
	}
	return c.queue()
}

func (c *checker) withdrawals() error {
	for i, w := range c.batch.Withdrawals {
		at := fmt.Sprintf("withdrawals[%d]", i)
		if err := checkTexts(at, "reason", w.Reason); err != nil {
			return err
		}
		if _, known := c.texts[w.Document]; !known {
			return NotFound(at+".document", ThingDocument, w.Document)
		}
	}
	return nil
}

func (c *checker) restores() error {
	for i, r := range c.batch.Restores {
		at := fmt.Sprintf("restores[%d]", i)
		if err := checkTexts(at, "reason", r.Reason); err != nil {
			return err
		}
		known := c.found.Relations[r.Relation]
		if known == nil {
			return NotFound(at+".relation", ThingRelation, r.Relation)
		}
		c.batch.Restores[i].Relation = known.ID
	}
	for i, r := range c.batch.Readmissions {
		at := fmt.Sprintf("readmissions[%d]", i)
		if err := checkTexts(at, "reason", r.Reason); err != nil {
			return err
		}
		if _, known := c.texts[r.Document]; !known {
			return NotFound(at+".document", ThingDocument, r.Document)
		}
	}
	return nil
}

type checker struct {
	ctx   context.Context
	store Known
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
	for _, id := range c.corrected() {
		entities.add(id)
	}
	for _, j := range c.batch.Judgements {
		entities.add(j.A)
		entities.add(j.B)
	}
	// Who has an identifier is asked for by its value, however it is written; what is
	// no identifier is refused later.
	var identifiers []Identifier
	for _, u := range c.batch.Updates {
		for _, i := range u.AddIdentifiers {
			if known, err := i.Check(""); err == nil {
				identifiers = append(identifiers, known)
			}
		}
	}
	for _, w := range c.batch.Withdrawals {
		documents.add(w.Document)
	}
	for _, r := range c.batch.Readmissions {
		documents.add(r.Document)
	}
	var suggestions []string
	for i := range c.batch.Suggestions {
		s := &c.batch.Suggestions[i]
		documents.add(s.Document)
		for _, e := range s.Entities() {
			entities.add(e.ID)
		}
	}
	for _, i := range c.batch.Ingestions {
		documents.add(i.Document)
	}
	for _, d := range c.batch.Decisions {
		suggestions = append(suggestions, d.Suggestion)
	}
	keys := Keys{Entities: entities.list, Documents: documents.list, Identifiers: identifiers, Suggestions: suggestions, Need: Need{Text: true}}
	for _, r := range c.batch.Retractions {
		keys.Relations = append(keys.Relations, r.Relation)
	}
	for _, r := range c.batch.Restores {
		keys.Relations = append(keys.Relations, r.Relation)
	}
	for _, e := range c.batch.Expect {
		if _, isRelation := RelationDigest(e.ID); isRelation {
			keys.Relations = append(keys.Relations, e.ID)
		}
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
