package seed

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// readStatements reads the document of f and what it states.
func (l *loader) readStatements(f *file) {
	named := l.readTimes(f)
	text, document := l.readDocument(f, named)
	for _, n := range f.root.list("relations") {
		if l.enough() {
			return
		}
		m, ok := f.mapping(n, "a relation", "subject", "type", "object", "status", "certainty", "coding", "time", "places", "attributions", "evidence")
		if ok {
			l.readRelation(m, named, text, document)
		}
	}
}

func (l *loader) readRelation(m fields, named times, text *quote.Text, document string) {
	before := len(l.problems)
	r := kg.Relation{
		Status:    enum(m, "status", kg.Statuses),
		Certainty: enum(m, "certainty", kg.Certainties),
		Time:      l.readTime(m, "time", named),
	}
	if m.has("coding") {
		r.Coding = enum(m, "coding", []kg.Coding{kg.CodingQuoted, kg.CodingSuggested})
	}
	t := l.readRelationType(m)
	r.Type = t.ID
	r.Subject = l.readEnd(m, "subject", t.ID, t.SubjectKinds)
	r.Object = l.readEnd(m, "object", t.ID, t.ObjectKinds)
	r.Places = l.readPlaces(m)
	r.Attributions = l.readAttributions(m)
	r.Evidence = l.readEvidence(m, text, document)
	if t.Symmetric && r.Subject != "" && r.Subject == r.Object {
		m.file.problem(m.lineOf("object"), "%q is on both sides of %q; name the other side", r.Object, t.ID)
	}
	if len(l.problems) > before || text == nil {
		return
	}
	key := kg.RelationID(r, t.Symmetric)
	if stated, again := l.relations[key]; again {
		m.file.problem(m.line, "the same is stated already at %s; remove one of the two and put all quotes into the evidence of the other", stated)
		return
	}
	l.relations[key] = place{m.file.name, m.line}
	l.batch.Relations = append(l.batch.Relations, r)
}

func (l *loader) readRelationType(m fields) kg.RelationType {
	id, ok := m.required("type", "name a relation type, for example met-with")
	if !ok {
		return kg.RelationType{}
	}
	t, known := l.types[id]
	if !known {
		ids := l.typeIDs()
		m.file.problem(m.lineOf("type"), "there is no relation type %s%s; define it under types:, or write one of %s", quote.Shown(id), didYouMean(id, ids), listed(ids))
	}
	return t
}

// readEnd returns the entity at one end of a relation, whose kind has to be one
// of allowed, where any are given.
func (l *loader) readEnd(m fields, key, typeID string, allowed []kg.EntityKind) string {
	id, ok := m.required(key, "name an entity's id")
	if !ok || !l.known(m.file, m.lineOf(key), id) {
		return ""
	}
	if kind := l.kinds[id]; kind != "" && len(allowed) > 0 && !slices.Contains(allowed, kind) {
		m.file.problem(m.lineOf(key), "%q is of kind %s, but the %s of %q has to be of kind %s; name another entity, exchange the two ends, or use another type", id, kind, key, typeID, listed(allowed))
	}
	return id
}

// known reports an entity that nobody defined.
func (l *loader) known(f *file, line int, id string) bool {
	if _, ok := l.kinds[id]; ok {
		return true
	}
	f.problem(line, "there is no entity %s%s; define it under entities:, or correct the id", quote.Shown(id), didYouMean(id, l.entityIDs()))
	return false
}

var placeKinds = []kg.EntityKind{kg.KindPlace, kg.KindCountry}

func (l *loader) readPlaces(m fields) []string {
	var places []string
	for _, n := range m.list("places") {
		id, ok := m.file.text(n, "a place")
		if !ok || !l.known(m.file, lineOf(n), id) {
			continue
		}
		if kind := l.kinds[id]; kind != "" && !slices.Contains(placeKinds, kind) {
			m.file.problem(lineOf(n), "%q is of kind %s, but a place has to be of kind %s; name another entity", id, kind, listed(placeKinds))
		}
		if slices.Contains(places, id) {
			m.file.problem(lineOf(n), "the place %q is there twice; remove one", id)
		}
		places = append(places, id)
	}
	return places
}

func (l *loader) readAttributions(m fields) []kg.Attribution {
	var attributions []kg.Attribution
	for _, n := range m.list("attributions") {
		am, ok := m.file.mapping(n, "an attribution", "by", "stance")
		if !ok {
			continue
		}
		a := kg.Attribution{Stance: enum(am, "stance", kg.Stances)}
		if a.By, ok = am.required("by", "name the entity that says so"); ok {
			l.known(m.file, am.lineOf("by"), a.By)
		}
		if slices.Contains(attributions, a) {
			m.file.problem(am.line, "the attribution to %q is there twice; remove one", a.By)
		}
		attributions = append(attributions, a)
	}
	return attributions
}

// readEvidence returns the quotes of a relation, found in text.
func (l *loader) readEvidence(m fields, text *quote.Text, document string) []kg.Evidence {
	items := m.list("evidence")
	if len(items) == 0 && (!m.has("evidence") || m.values["evidence"].Type() == ast.SequenceType) {
		m.file.problem(m.lineOf("evidence"), "the relation has no evidence; add evidence: and quote the words of the text that state it")
	}
	var evidence []kg.Evidence
	for _, n := range items {
		q, ok := m.file.readQuote(n)
		if !ok || text == nil {
			continue
		}
		found, err := text.Locate(q.Quote)
		if err != nil {
			m.file.problem(q.line, "%v", err)
			continue
		}
		found.Document = document
		if slices.ContainsFunc(evidence, func(e kg.Evidence) bool { return e.Start == found.Start && e.End == found.End }) {
			m.file.problem(q.line, "the quote %s is there twice; remove one", quote.Shown(q.Exact))
		}
		evidence = append(evidence, found)
	}
	return evidence
}

// lineQuote is a quote and the line that it stands on.
type lineQuote struct {
	quote.Quote
	line int
}

// readQuote reads a piece of evidence: a quote, or a quote with what stands
// right before or after it.
func (f *file) readQuote(n ast.Node) (lineQuote, bool) {
	if _, ok := n.(ast.MapNode); !ok {
		exact, ok := f.text(n, "a quote")
		if ok && exact == "" {
			f.problem(lineOf(n), "the quote is empty; copy the words of the text that state the relation")
			return lineQuote{}, false
		}
		return lineQuote{quote.Quote{Exact: exact}, lineOf(n)}, ok
	}
	m, ok := f.mapping(n, "a quote", "exact", "prefix", "suffix")
	if !ok {
		return lineQuote{}, false
	}
	exact, ok := m.required("exact", "copy the words of the text that state the relation")
	prefix, prefixOK := m.optional("prefix")
	suffix, suffixOK := m.optional("suffix")
	return lineQuote{quote.Quote{Exact: exact, Prefix: prefix, Suffix: suffix}, m.lineOf("exact")}, ok && prefixOK && suffixOK
}
