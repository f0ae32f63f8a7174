package faults

import "fmt"

// group is what one writer writes, in steps that build on each other.
type group struct {
	id        string // no other group's
	criticism string // the relation that is asserted and then retracted, once it is known
}

func (g *group) document() string            { return "doc:" + g.id }
func (g *group) entity(who string) string    { return who + "-" + g.id }
func (g *group) name(who string) string      { return who + " " + g.id }
func (g *group) sentence(does string) string { return g.name("Ada") + " " + does + " " + g.name("Ben") }

// mutation is a step: a text with a field called done, and its input.
type mutation struct {
	text  string
	input map[string]any
}

// steps is how many there are.
const steps = 5

// step returns a step, whose reason is its idempotency key.
func (g *group) step(number int) mutation {
	var m mutation
	switch number {
	case 0: // much at once
		m = mutation{
			`mutation($input: ImportAnnotationsInput!) { done: importAnnotations(input: $input) { activity { number } } }`,
			map[string]any{"text": g.sentence("met") + ". " + g.sentence("criticized") + ".", "annotations": g.annotations()},
		}
	case 1:
		m = mutation{
			`mutation($input: AssertRelationInput!) { done: assertRelation(input: $input) { activity { number } relation { id } } }`,
			map[string]any{
				"type": "criticized", "subject": g.entity("ada"), "object": g.entity("ben"),
				"evidence": []any{map[string]any{"document": g.document(), "exact": g.sentence("criticized")}},
			},
		}
	case 2:
		m = mutation{
			`mutation($input: AddAliasInput!) { done: addAlias(input: $input) { activity { number } } }`,
			map[string]any{"entity": g.entity("ada"), "alias": g.name("Zed"), "source": g.document()},
		}
	case 3:
		m = mutation{
			`mutation($input: MergeEntitiesInput!) { done: mergeEntities(input: $input) { activity { number } } }`,
			map[string]any{"from": g.entity("cy"), "into": g.entity("ada")},
		}
	case 4:
		m = mutation{
			`mutation($input: RetractInput!) { done: retractRelation(input: $input) { activity { number } } }`,
			map[string]any{"id": g.criticism},
		}
	}
	m.input["idempotencyKey"], m.input["reason"] = g.key(number), g.key(number)
	return m
}

func (g *group) key(step int) string { return fmt.Sprintf("%s step %d", g.id, step) }

func (g *group) annotations() string {
	text := fmt.Sprintf("document: {id: %q, text: article.txt}\nentities:\n", g.document())
	for _, who := range [][2]string{{"ada", "Ada"}, {"ben", "Ben"}, {"cy", "Cy"}} {
		text += fmt.Sprintf("  - {id: %q, kind: PERSON, name: %q}\n", g.entity(who[0]), g.name(who[1]))
	}
	return text + fmt.Sprintf("relations:\n  - {subject: %q, type: met-with, object: %q, status: OCCURRED, certainty: STATED, evidence: [%q]}\n",
		g.entity("ada"), g.entity("ben"), g.sentence("met"))
}
