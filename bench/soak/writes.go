package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"conflictgraph/bench/synthetic"
)

// written is what a mutation answers.
type written struct {
	Done struct {
		Activity *struct{ Number int64 }
		Relation *struct{ ID string }
	}
}

// mutate sends a mutation whose field is called done, and returns what it did.
func (t *turn) mutate(ctx context.Context, kind, mutation string, input map[string]any) (w written, ok bool) {
	if input["idempotencyKey"] == nil {
		input["idempotencyKey"] = fmt.Sprintf("%s-%d", t.run, t.client.written.Add(1))
	}
	ok = t.ask(ctx, kind, mutation, map[string]any{"input": input}, &w)
	return w, ok
}

const (
	addDocument      = `mutation AddDocument($input: AddDocumentInput!) { done: addDocument(input: $input) { activity { number } document { id } } }`
	retractDocument  = `mutation RetractDocument($input: RetractInput!) { done: retractDocument(input: $input) { activity { number } } }`
	assertRelation   = `mutation AssertRelation($input: AssertRelationInput!) { done: assertRelation(input: $input) { activity { number } relation { id evidence { exact start end } } } }`
	retractRelation  = `mutation RetractRelation($input: RetractInput!) { done: retractRelation(input: $input) { activity { number } relation { id retractedAt } } }`
	addEntity        = `mutation AddEntity($input: AddEntityInput!) { done: addEntity(input: $input) { activity { number } } }`
	addAlias         = `mutation AddAlias($input: AddAliasInput!) { done: addAlias(input: $input) { activity { number } entity { aliases } } }`
	mergeEntities    = `mutation Merge($input: MergeEntitiesInput!) { done: mergeEntities(input: $input) { activity { number } entity { id merged } } }`
	unmergeEntities  = `mutation Unmerge($input: UnmergeEntitiesInput!) { done: unmergeEntities(input: $input) { activity { number } entity { id } } }`
	importAnnotation = `mutation ImportAnnotations($input: ImportAnnotationsInput!) { done: importAnnotations(input: $input) { activity { number } } }`
)

// sentences is how many pieces of a document can be quoted.
const sentences = 20

// documents are the texts that can be quoted.
type documents struct {
	mu  sync.Mutex
	ids []string
}

func (d *documents) add(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ids = append(d.ids, id)
}

func (d *documents) any(random *rand.Rand) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ids[random.IntN(len(d.ids))]
}

// pair are two entities that are merged and parted, again and again.
type pair struct{ from, into string }

const pairs = 64

// prepare writes what operations rest on, and returns the number of the last
// activity.
func (c *client) prepare(ctx context.Context) (int64, error) {
	t := &turn{client: c, random: rand.New(rand.NewPCG(1, 1))}
	c.pairs = make(chan pair, pairs)
	for i := range int64(pairs) {
		p := pair{t.name("one", i), t.name("other", i)}
		for _, id := range []string{p.from, p.into} {
			t.mutate(ctx, "entity", addEntity, map[string]any{"id": id, "kind": "PERSON", "name": "Somebody"})
		}
		c.pairs <- p
	}
	document(ctx, t)
	w, _ := t.assert(ctx, "assert", c.documents.any)
	if failures := c.tally.Failures(); len(failures) > 0 || w.Done.Activity == nil {
		return 0, fmt.Errorf("%v: %q", failures, c.tally.Examples())
	}
	c.ledger = newLedger() // followers begin after this
	return w.Done.Activity.Number, nil
}

// name returns an id that no other run uses.
func (t *turn) name(what string, number int64) string {
	return fmt.Sprintf("soak-%s-%s-%d", t.run, what, number)
}

func sentence(document string, number int) string {
	return fmt.Sprintf("Sentence %d of %s says that one met another.", number, document)
}

func (t *turn) addDocument(ctx context.Context) (id string, ok bool) {
	id = "doc:" + t.name("report", t.client.written.Add(1))
	text := ""
	for i := range sentences {
		text += sentence(id, i) + "\n"
	}
	_, ok = t.mutate(ctx, "document", addDocument, map[string]any{"id": id, "text": text, "title": "A report", "publishedAt": map[string]any{"edtf": "2025-12-01"}})
	return id, ok
}

func document(ctx context.Context, t *turn) {
	if id, ok := t.addDocument(ctx); ok {
		t.documents.add(id)
	}
}

// assert states what nobody has stated before, in words of a document.
func (t *turn) assert(ctx context.Context, kind string, of func(*rand.Rand) string) (written, bool) {
	document, number := of(t.random), t.client.written.Add(1)
	day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(number)).Format(time.DateOnly)
	w, ok := t.mutate(ctx, kind, assertRelation, map[string]any{
		"type": "met-with", "subject": t.ordinary(), "object": t.graph.ID(t.random.IntN(synthetic.Hubs)), "time": map[string]any{"edtf": day},
		"evidence": []any{map[string]any{"document": document, "exact": sentence(document, t.random.IntN(sentences-10)+10)}}, "reason": "soak",
	})
	if ok && w.Done.Activity != nil {
		t.ledger.expect(added, w.Done.Activity.Number)
	}
	return w, ok
}

func assert(ctx context.Context, t *turn) { t.assert(ctx, "assert", t.documents.any) }

func retract(ctx context.Context, t *turn) {
	w, ok := t.assert(ctx, "assert", t.documents.any)
	if !ok || w.Done.Relation == nil {
		return
	}
	if w, ok := t.mutate(ctx, "retract", retractRelation, map[string]any{"id": w.Done.Relation.ID, "reason": "soak"}); ok && w.Done.Activity != nil {
		t.ledger.expect(retracted, w.Done.Activity.Number)
	}
}

func entity(ctx context.Context, t *turn) {
	number := t.client.written.Add(1)
	t.mutate(ctx, "entity", addEntity, map[string]any{"id": t.name("actor", number), "kind": "PERSON", "name": fmt.Sprintf("Person %d", number)})
}

func alias(ctx context.Context, t *turn) {
	t.mutate(ctx, "alias", addAlias, map[string]any{"entity": t.ordinary(), "alias": fmt.Sprintf("Alias %d", t.client.written.Add(1)), "source": "soak"})
}

// merge has an entity answer as another, and takes that back.
func merge(ctx context.Context, t *turn) {
	p := <-t.pairs
	defer func() { t.pairs <- p }()
	if _, ok := t.mutate(ctx, "merge", mergeEntities, map[string]any{"from": p.from, "into": p.into}); ok {
		t.mutate(ctx, "unmerge", unmergeEntities, map[string]any{"entity": p.from})
	}
}

// withdraw takes a document out of view, and with it the claim that rests on it.
func withdraw(ctx context.Context, t *turn) {
	id, ok := t.addDocument(ctx)
	if !ok {
		return
	}
	if _, ok := t.assert(ctx, "assert", func(*rand.Rand) string { return id }); !ok {
		return
	}
	if w, ok := t.mutate(ctx, "withdraw", retractDocument, map[string]any{"id": id, "reason": "soak"}); ok && w.Done.Activity != nil {
		t.ledger.expect(retracted, w.Done.Activity.Number)
	}
}

// again sends a mutation twice, which has to be done once.
func again(ctx context.Context, t *turn) {
	number := t.client.written.Add(1)
	input := map[string]any{"entity": t.ordinary(), "alias": fmt.Sprintf("Alias %d", number), "source": "soak", "idempotencyKey": fmt.Sprintf("%s-again-%d", t.run, number)}
	first, ok := t.mutate(ctx, "alias", addAlias, input)
	second, okToo := t.mutate(ctx, "the same again", addAlias, input)
	if ok && okToo && (first.Done.Activity == nil || second.Done.Activity == nil || first.Done.Activity.Number != second.Done.Activity.Number) {
		t.tally.add("the same again", 0, failure{"DONE_TWICE", fmt.Sprintf("%v", input)})
	}
}

// annotate imports an annotated article.
func annotate(ctx context.Context, t *turn) {
	number := t.client.written.Add(1)
	id := "doc:" + t.name("article", number)
	text := fmt.Sprintf("Ada Example met Ben Sample on day %d of the talks.", number)
	t.mutate(ctx, "annotations", importAnnotation, map[string]any{"text": text, "annotations": fmt.Sprintf(`
document: {id: %q, text: article.txt}
entities:
  - {id: soak-ada-example, kind: PERSON, name: Ada Example}
  - {id: soak-ben-sample, kind: PERSON, name: Ben Sample}
relations:
  - subject: soak-ada-example
    type: met-with
    object: soak-ben-sample
    status: OCCURRED
    certainty: STATED
    evidence: [%q]
`, id, text)})
}
