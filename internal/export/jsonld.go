package export

import (
	"bufio"
	"encoding/json"

	"conflictgraph/internal/kg"
)

// jsonLD writes JSON-LD 1.1: one object for each document, entity, relation type
// and relation, in this order.
type jsonLD struct{ jsonList }

func openJSONLD(out *bufio.Writer) encoder { return &jsonLD{jsonList{out: out}} }

func (j *jsonLD) begin(s section) error {
	switch s {
	case documentSection:
		context, err := json.Marshal(jsonLDContext())
		if err != nil {
			return err
		}
		return j.between(`{"@context":` + string(context) + ",\n\"@graph\":[")
	case endSection:
		return j.between("\n]}\n")
	}
	return nil
}

func jsonLDContext() (context object) {
	context = object{{"@version", 1.1}}
	for _, v := range vocabularies {
		context = append(context, member{v.prefix, v.iri})
	}
	for _, t := range terms {
		definition := object{{"@id", t.property}}
		if t.values != textValue {
			definition = append(definition, member{"@type", t.values})
		}
		context = append(context, member{t.name, definition})
	}
	return context
}

func (j *jsonLD) document(d *kg.Document) error        { return j.add(jsonLDOf(documentResource(d))) }
func (j *jsonLD) entity(e *kg.Entity) error            { return j.add(jsonLDOf(entityResource(e))) }
func (j *jsonLD) relationType(t kg.RelationType) error { return j.add(jsonLDOf(typeResource(t))) }
func (j *jsonLD) relation(r edge) error                { return j.add(jsonLDOf(relationResource(r))) }

func jsonLDOf(r *resource) object {
	o := object{{"@id", r.iri}, {"@type", r.types}}
	for _, p := range r.properties {
		all := make([]any, len(p.values))
		for i, v := range p.values {
			if part, described := v.(*resource); described {
				v = jsonLDOf(part)
			}
			all[i] = v
		}
		if len(all) == 1 {
			o = append(o, member{p.term, all[0]})
		} else {
			o = append(o, member{p.term, all})
		}
	}
	if s := r.states; s != nil {
		o = append(o, member{"@graph", []object{{{"@id", s.subject}, {s.predicate, object{{"@id", s.object}}}}}})
	}
	return o
}
