package export

import (
	"net/url"
	"strings"

	"conflictgraph/internal/kg"
)

// The beginnings of the IRIs of what this graph names. The id follows, percent-encoded.
const (
	EntityIRI   = "urn:conflictgraph:entity:"
	RelationIRI = "urn:conflictgraph:relation:"
	DocumentIRI = "urn:conflictgraph:document:"
	TypeIRI     = "urn:conflictgraph:type:"
)

func iri(beginning, id string) string { return beginning + url.PathEscape(id) }

// IDOf returns the id in an IRI with one of these beginnings, and whether the IRI
// is one.
func IDOf(beginning, iri string) (id string, ok bool) {
	escaped, ok := strings.CutPrefix(iri, beginning)
	if !ok {
		return "", false
	}
	id, err := url.PathUnescape(escaped)
	return id, err == nil
}

// The vocabularies, by prefix.
var vocabularies = []struct{ prefix, iri string }{
	{"cg", "urn:conflictgraph:vocabulary#"},
	{"oa", "http://www.w3.org/ns/oa#"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"schema", "https://schema.org/"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
}

// What values of a term are, besides the datatypes of XML Schema.
const (
	textValue = ""
	iriValue  = "@id" // IRIs, or resources that are described in place
)

// terms are the properties, by their names in JSON-LD: what they are in a
// vocabulary, and what their values are.
var terms = []struct{ name, property, values string }{
	{"identifier", "schema:identifier", textValue},
	{"kind", "cg:kind", textValue},
	{"name", "schema:name", textValue},
	{"alternateName", "schema:alternateName", textValue},
	{"description", "schema:description", textValue},
	{"unnamed", "cg:unnamed", "xsd:boolean"},
	{"registered", "cg:registered", textValue},
	{"sameAs", "schema:sameAs", iriValue},
	{"merged", "cg:merged", textValue},
	{"recordedAt", "prov:generatedAtTime", "xsd:dateTime"},
	{"retractedAt", "prov:invalidatedAtTime", "xsd:dateTime"},
	{"retractionReason", "cg:retractionReason", textValue},

	{"text", "schema:text", textValue},
	{"url", "schema:url", textValue},
	{"publication", "cg:publication", iriValue},
	{"publishedBy", "schema:publisher", iriValue},
	{"language", "schema:inLanguage", textValue},
	{"licence", "schema:license", textValue},
	{"capturedAt", "cg:capturedAt", "xsd:dateTime"},
	{"archivedUrl", "schema:archivedAt", textValue},
	{"sha256", "schema:sha256", textValue},
	{"reliability", "cg:reliability", textValue},

	{"label", "rdfs:label", textValue},
	{"inverseLabel", "cg:inverseLabel", textValue},
	{"symmetric", "cg:symmetric", "xsd:boolean"},
	{"plover", "cg:plover", textValue},
	{"cameo", "cg:cameo", textValue},
	{"subjectKind", "cg:subjectKind", textValue},
	{"objectKind", "cg:objectKind", textValue},

	{"subject", "rdf:subject", iriValue},
	{"predicate", "rdf:predicate", iriValue},
	{"object", "rdf:object", iriValue},
	{"status", "cg:status", textValue},
	{"certainty", "cg:certainty", textValue},
	{"coding", "cg:coding", textValue},
	{"time", "cg:time", iriValue},
	{"edtf", "cg:edtf", textValue},
	{"firstDay", "cg:firstDay", "xsd:date"},
	{"lastDay", "cg:lastDay", "xsd:date"},
	{"inferred", "cg:inferred", "xsd:boolean"},
	{"reasoning", "cg:reasoning", textValue},
	{"location", "schema:location", iriValue},
	{"attribution", "prov:qualifiedAttribution", iriValue},
	{"agent", "prov:agent", iriValue},
	{"stance", "cg:stance", textValue},
	{"source", "prov:hadPrimarySource", iriValue},
	{"evidence", "cg:evidence", iriValue},
	{"body", "oa:hasBody", iriValue},
	{"target", "oa:hasTarget", iriValue},
	{"targetSource", "oa:hasSource", iriValue},
	{"selector", "oa:hasSelector", iriValue},
	{"exact", "oa:exact", textValue},
	{"prefix", "oa:prefix", textValue},
	{"suffix", "oa:suffix", textValue},
	{"start", "oa:start", "xsd:nonNegativeInteger"},
	{"end", "oa:end", "xsd:nonNegativeInteger"},
	{"geo", "schema:geo", iriValue},
	{"latitude", "schema:latitude", "xsd:double"},
	{"longitude", "schema:longitude", "xsd:double"},
	{"precision", "cg:precision", textValue},
	{"quantity", "cg:quantity", iriValue},
	{"low", "cg:low", "xsd:double"},
	{"best", "cg:best", "xsd:double"},
	{"high", "cg:high", "xsd:double"},
	{"unit", "schema:unitText", textValue},
	{"publisher", "cg:publisher", textValue},
	{"note", "cg:note", textValue},
	{"dataset", "cg:dataset", textValue},
	{"record", "cg:record", textValue},
}

// resource is something that has an IRI and properties.
type resource struct {
	iri        string
	types      []string // with their prefixes
	properties []property
	// states is what the resource, taken as a graph, says; nil where it is none.
	states *statement
}

// property is what one term has: strings, bools, ints and float64s, IRIs as strings, or
// *resources.
type property struct {
	term   string
	values []any
}

// statement is a triple of IRIs.
type statement struct{ subject, predicate, object string }

// has adds values of a term, but no empty ones.
func (r *resource) has(term string, values ...any) {
	var known []any
	for _, v := range values {
		if v != nil && v != "" {
			known = append(known, v)
		}
	}
	if len(known) > 0 {
		r.properties = append(r.properties, property{term, known})
	}
}

// part returns a new resource that is named within r.
func (r *resource) part(name string, types ...string) *resource {
	return &resource{iri: r.iri + "#" + name, types: types}
}

func values[T any](list []T, of func(T) any) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = of(v)
	}
	return all
}

// kindTypes are what the kinds of entities are in schema.org and PROV-O.
var kindTypes = map[kg.EntityKind][]string{
	kg.KindPerson:       {"schema:Person", "prov:Person"},
	kg.KindOrganization: {"schema:Organization", "prov:Organization"},
	kg.KindCountry:      {"schema:Country", "prov:Agent"},
	kg.KindGroup:        {"cg:Group", "prov:Agent"},
	kg.KindOtherActor:   {"cg:Actor", "prov:Agent"},
	kg.KindPlace:        {"schema:Place"},
	kg.KindEvent:        {"schema:Event"},
	kg.KindProposal:     {"schema:CreativeWork", "cg:Proposal"},
	kg.KindProvision:    {"schema:CreativeWork", "cg:Provision"},
	kg.KindReport:       {"schema:Report"},
}
