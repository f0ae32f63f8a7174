package export

import (
	"strconv"

	"conflictgraph/internal/kg"
)

func documentResource(d *kg.Document) *resource {
	r := &resource{iri: iri(DocumentIRI, d.ID), types: []string{"schema:Article", "prov:Entity"}}
	r.has("identifier", d.ID)
	r.has("name", d.Title)
	r.has("text", d.Text)
	r.has("url", d.URL)
	r.has("publication", timeResource(r, "publication", d.PublishedAt))
	if d.Details.Publisher != "" {
		publisher := r.part("publisher", "schema:Organization")
		publisher.has("name", d.Details.Publisher)
		r.has("publishedBy", publisher)
	}
	r.has("language", d.Details.Language)
	r.has("licence", d.Details.Licence)
	r.has("capturedAt", capturedAt(d))
	r.has("archivedUrl", d.Details.ArchivedURL)
	r.has("sha256", d.Details.SHA256)
	r.has("reliability", d.Details.Reliability)
	r.has("recordedAt", moment(&d.RecordedAt))
	r.has("retractedAt", moment(d.RetractedAt))
	if d.RetractedAt != nil && len(d.Retractions) > 0 {
		r.has("retractionReason", d.Retractions[len(d.Retractions)-1].Reason)
	}
	return r
}

func entityResource(e *kg.Entity) *resource {
	r := &resource{iri: iri(EntityIRI, e.ID), types: kindTypes[e.Kind]}
	r.has("identifier", e.ID)
	r.has("kind", string(e.Kind))
	r.has("name", e.Name)
	r.has("alternateName", values(e.Aliases, func(s string) any { return s })...)
	r.has("description", e.Description)
	r.has("unnamed", e.Unnamed)
	r.has("geo", geoResource(r, "geo", e.Point))
	r.has("registered", values(identifiersOf(e), func(s string) any { return s })...)
	r.has("sameAs", values(e.Identifiers, func(i kg.Identifier) any { return i.URL() })...)
	r.has("merged", values(e.Merged, func(s string) any { return s })...)
	r.has("recordedAt", moment(&e.RecordedAt))
	return r
}

func typeResource(t kg.RelationType) *resource {
	r := &resource{iri: iri(TypeIRI, t.ID), types: []string{"rdf:Property"}}
	kind := func(k kg.EntityKind) any { return string(k) }
	r.has("identifier", t.ID)
	r.has("label", t.Label)
	r.has("inverseLabel", t.InverseLabel)
	r.has("symmetric", t.Symmetric)
	r.has("plover", t.PLOVER)
	r.has("cameo", t.CAMEO)
	r.has("subjectKind", values(t.SubjectKinds, kind)...)
	r.has("objectKind", values(t.ObjectKinds, kind)...)
	return r
}

// relationResource describes a relation: as a statement with provenance and, in the
// graph of its own IRI, as the triple that it states.
func relationResource(e edge) *resource {
	r := &resource{iri: iri(RelationIRI, e.ID), types: []string{"rdf:Statement", "prov:Entity"}}
	states := statement{iri(EntityIRI, e.Subject), iri(TypeIRI, e.Type), iri(EntityIRI, e.Object)}
	r.states = &states
	r.has("identifier", e.ID)
	r.has("subject", states.subject)
	r.has("predicate", states.predicate)
	r.has("object", states.object)
	r.has("status", string(e.Status))
	r.has("certainty", string(e.Certainty))
	r.has("coding", string(e.Coding))
	r.has("time", timeResource(r, "time", e.Time))
	r.has("location", values(e.Places, func(id string) any { return iri(EntityIRI, id) })...)
	r.has("geo", geoResource(r, "geo", e.Point()))
	var attributions, evidence, sources []any
	for i, a := range e.Attributions {
		part := r.part("attribution"+strconv.Itoa(i+1), "prov:Attribution")
		part.has("agent", iri(EntityIRI, a.By))
		part.has("stance", string(a.Stance))
		attributions = append(attributions, part)
	}
	for i, v := range e.Evidence {
		evidence = append(evidence, evidenceResource(r, "evidence"+strconv.Itoa(i+1), v))
		if v.Source == nil && (i == 0 || v.Document != e.Evidence[i-1].Document) {
			sources = append(sources, iri(DocumentIRI, v.Document))
		}
	}
	r.has("attribution", attributions...)
	r.has("source", sources...)
	r.has("evidence", evidence...)
	r.has("recordedAt", moment(&e.RecordedAt))
	r.has("retractedAt", moment(e.RetractedAt))
	return r
}

// geoResource returns nothing where p is not known.
func geoResource(of *resource, name string, p *kg.Point) any {
	if p == nil {
		return nil
	}
	part := of.part(name, "schema:GeoCoordinates")
	part.has("latitude", p.Latitude)
	part.has("longitude", p.Longitude)
	part.has("precision", string(p.Precision))
	return part
}

func quantityResource(of *resource, name string, q kg.Quantity) *resource {
	part := of.part(name, "cg:Quantity")
	part.has("kind", string(q.Kind))
	for _, one := range []struct {
		term  string
		value *float64
	}{{"low", q.Low}, {"best", q.Best}, {"high", q.High}} {
		if one.value != nil {
			part.has(one.term, *one.value)
		}
	}
	part.has("unit", q.Unit)
	return part
}

// timeResource returns nothing where t is not known.
func timeResource(of *resource, name string, t *kg.Time) any {
	if t == nil {
		return nil
	}
	part := of.part(name, "cg:Time")
	part.has("edtf", t.EDTF)
	part.has("firstDay", day(t.Start))
	part.has("lastDay", day(t.End))
	part.has("inferred", t.Inferred)
	part.has("reasoning", t.Reasoning)
	return part
}

// evidenceResource is a Web Annotation about a relation, on words of a document by
// both of its text selectors, or on a row of a data set.
func evidenceResource(of *resource, name string, v kg.Evidence) *resource {
	annotation := of.part(name, "oa:Annotation")
	target := of.part(name+"-target", "oa:SpecificResource")
	if v.Source != nil {
		target.types = []string{"cg:Row"}
		target.has("dataset", v.Source.Dataset)
		target.has("record", v.Source.Record)
		target.has("url", v.Source.URL)
		target.has("publisher", v.Source.Publisher)
		target.has("note", v.Source.Note)
	} else {
		quote, position := of.part(name+"-quote", "oa:TextQuoteSelector"), of.part(name+"-position", "oa:TextPositionSelector")
		quote.has("exact", v.Exact)
		quote.has("prefix", v.Prefix)
		quote.has("suffix", v.Suffix)
		position.has("start", v.Start)
		position.has("end", v.End)
		target.has("targetSource", iri(DocumentIRI, v.Document))
		target.has("selector", quote, position)
	}
	annotation.has("body", of.iri)
	annotation.has("target", target)
	annotation.has("geo", geoResource(of, name+"-geo", v.Point))
	var quantities []any
	for i, q := range v.Quantities {
		quantities = append(quantities, quantityResource(of, name+"-quantity"+strconv.Itoa(i+1), q))
	}
	annotation.has("quantity", quantities...)
	annotation.has("recordedAt", moment(&v.RecordedAt))
	return annotation
}
