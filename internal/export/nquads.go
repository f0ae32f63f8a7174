package export

import (
	"bufio"
	"fmt"
	"strings"

	"conflictgraph/internal/kg"
)

// nQuads writes RDF 1.1 N-Quads: the same data set that JSON-LD has.
type nQuads struct {
	out *bufio.Writer
	// By name of a term: the IRI of its property, and what its values are.
	properties, values map[string]string
}

func openNQuads(out *bufio.Writer) encoder {
	q := &nQuads{out: out, properties: map[string]string{}, values: map[string]string{}}
	for _, t := range terms {
		q.properties[t.name], q.values[t.name] = expanded(t.property), t.values
	}
	return q
}

// expanded returns the IRI that a name with a prefix is short for.
func expanded(name string) string {
	prefix, local, _ := strings.Cut(name, ":")
	for _, v := range vocabularies {
		if v.prefix == prefix {
			return v.iri + local
		}
	}
	return name
}

func (q *nQuads) begin(section) error                  { return nil }
func (q *nQuads) document(d *kg.Document) error        { return q.resource(documentResource(d)) }
func (q *nQuads) entity(e *kg.Entity) error            { return q.resource(entityResource(e)) }
func (q *nQuads) relationType(t kg.RelationType) error { return q.resource(typeResource(t)) }
func (q *nQuads) relation(r edge) error                { return q.resource(relationResource(r)) }

// resource writes what is said of r. What it fails to write is reported when out is
// flushed.
func (q *nQuads) resource(r *resource) error {
	for _, t := range r.types {
		fmt.Fprintf(q.out, "<%s> <%s> <%s> .\n", r.iri, expanded("rdf:type"), expanded(t))
	}
	for _, p := range r.properties {
		for _, v := range p.values {
			value, err := q.value(p.term, v)
			if err != nil {
				return err
			}
			fmt.Fprintf(q.out, "<%s> <%s> %s .\n", r.iri, q.properties[p.term], value)
			if part, described := v.(*resource); described {
				if err := q.resource(part); err != nil {
					return err
				}
			}
		}
	}
	if s := r.states; s != nil {
		fmt.Fprintf(q.out, "<%s> <%s> <%s> <%s> .\n", s.subject, s.predicate, s.object, r.iri)
	}
	return nil
}

func (q *nQuads) value(term string, v any) (string, error) {
	if part, described := v.(*resource); described {
		return "<" + part.iri + ">", nil
	}
	text, err := written(v)
	switch datatype := q.values[term]; datatype {
	case iriValue:
		return "<" + text + ">", err
	case textValue:
		return quad(text), err
	default:
		return quad(text) + "^^<" + expanded(datatype) + ">", err
	}
}

// quad returns a literal of N-Quads.
func quad(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == '\u2028' || c == '\u2029' || c == '\ufffe' || c == '\uffff':
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
