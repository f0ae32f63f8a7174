package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// value returns what a row has in a cell.
func (r *csvReader) value(row []string, c cell) string {
	if c.Column == "" {
		return c.Value
	}
	return r.stated(row, c.Column)
}

// stated returns what a row has in a column, and nothing where that is one of the
// words that stand for nothing in the table.
func (r *csvReader) stated(row []string, column string) string {
	i, found := r.columns.at[foldColumn(column)]
	if !found {
		return ""
	}
	value := unquoted(row[i])
	if kg.IsBlank(value) || r.mapping.Nothing == nil && isNothing(value) || slices.Contains(r.mapping.Nothing, value) {
		return ""
	}
	return value
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *csvReader) take(batch *kg.Batch, row []string) (err error) {
	m := r.mapping
	var s statement
	if s.subject, err = r.described("subject", m.Subject, row); err != nil {
		return err
	}
	if s.object, err = r.described("object", m.Object, row); err != nil {
		return err
	}
	if s.event, err = r.event(oneLine(r.value(row, m.Type))); err != nil {
		return err
	}
	if err := s.checkKinds(); err != nil {
		return err
	}
	if s.when, err = r.when(row); err != nil {
		return err
	}
	s.place = placeName(r.value(row, m.Place))
	if s.status, s.certainty = s.event.status, s.event.certainty; r.value(row, m.Status) != "" {
		if s.status, err = statusOf(r.value(row, m.Status)); err != nil {
			return err
		}
	}
	if text := r.value(row, m.Certainty); text != "" {
		if s.certainty, err = certaintyOf(text); err != nil {
			return err
		}
	}
	coding := kg.CodingMachine
	if text := r.value(row, m.Coding); text != "" {
		if coding, err = codingOf(text); err != nil {
			return err
		}
	}
	if err := r.rest(&s, row); err != nil {
		return err
	}
	if s.document == nil {
		s.coding = coding
	}
	r.add(batch, s)
	return nil
}

// when returns the time that a row has in its columns of dates, nothing where they
// are empty.
func (r *csvReader) when(row []string) (*kg.Time, error) {
	m := r.mapping
	first, last := r.value(row, m.Date), ""
	if m.Date.Until != "" {
		last = r.stated(row, m.Date.Until)
	}
	var from, to *kg.Time
	var err error
	if first != "" {
		if from, err = r.days.read(r.index, first); err != nil {
			return nil, err
		}
	}
	if last != "" {
		if to, err = r.days.read(r.index, last); err != nil {
			return nil, err
		}
	}
	when, err := spanning(from, to)
	if year := r.value(row, m.Year); err == nil && when != nil && year != "" {
		err = inYear(*when, year)
	}
	return when, err
}

// statement is what a row states.
type statement struct {
	subject, object described
	event           *event
	when            *kg.Time
	place           string
	status          kg.Status
	certainty       kg.Certainty
	coding          kg.Coding // empty where the evidence tells it
	evidence        kg.Evidence
	numbered        bool // the evidence names the line, for want of a record
	document        *kg.Document
}

// checkKinds returns an error unless the ends are of kinds that the type allows.
func (s statement) checkKinds() error {
	for _, end := range []struct {
		name    string
		entity  described
		allowed []kg.EntityKind
	}{{"subject", s.subject, s.event.kind.SubjectKinds}, {"object", s.object, s.event.kind.ObjectKinds}} {
		kind := end.entity.kind(kg.FoldName(end.entity.name))
		if len(end.allowed) > 0 && !slices.Contains(end.allowed, kind) {
			return fmt.Errorf("the %s %s is of kind %s, but that of %s has to be one of %v", end.name, quote(end.entity.name), kind, s.event.kind.ID, end.allowed)
		}
	}
	return nil
}

func (r *csvReader) described(what string, c cell, row []string) (described, error) {
	d := described{name: oneLine(r.value(row, c)), kind: kindOf}
	kind := c.Kind
	if c.KindColumn != "" {
		kind = r.stated(row, c.KindColumn)
	}
	if kind != "" {
		known, err := entityKindOf(kind)
		if err != nil {
			return d, err
		}
		d.kind, d.sort = ofKind(known), strings.ToLower(string(known))+"."
	}
	return d, checkName(what, d.name)
}

// event returns what a table calls by a name.
func (r *csvReader) event(name string) (*event, error) {
	if known := r.events[name]; known != nil {
		return known, nil
	}
	if err := checkName("type", name); err != nil {
		return nil, err
	}
	name = strings.Clone(name) // it is remembered, and the row is not to be
	words, described := r.words[kg.FoldName(name)]
	called := name
	if words.As != "" {
		called = words.As
	}
	e, standard := standardType(called)
	if !standard || described && words.As == "" {
		e = ownType(r.dataset, name, words)
	}
	if err := r.checkTypes(e.kind); err != nil {
		return nil, err
	}
	if len(r.events) >= maxTypes {
		clear(r.events)
	}
	r.events[name] = e
	return e, nil
}

// rest fills in the evidence of a row.
func (r *csvReader) rest(s *statement, row []string) (err error) {
	m := r.mapping
	words := r.value(row, m.Quote)
	if m.Source.given() {
		record := strings.Clone(r.value(row, m.Source))
		if err := checkName("source", record); err != nil {
			return err
		}
		s.evidence = kg.Evidence{Source: &kg.Source{Dataset: r.dataset, Record: record}}
	} else if words == "" {
		record, err := r.rows.of(r.index, r.number)
		if err != nil {
			return &stopError{err}
		}
		s.evidence, s.numbered = kg.Evidence{Source: &kg.Source{Dataset: r.dataset, Record: record}}, true
	}
	point, err := r.point(row)
	if err != nil {
		return err
	}
	if words == "" {
		source := s.evidence.Source
		source.URL, source.Publisher, source.Note = strings.Clone(r.value(row, m.URL)), strings.Clone(r.value(row, m.Publisher)), strings.Clone(r.value(row, m.Note))
		s.evidence.Point, s.evidence.Quantities = point, r.quantities(row)
		return nil
	}
	text := m.Text.Value
	if m.Text.Column != "" {
		text = row[r.columns.at[foldColumn(m.Text.Column)]]
	}
	if kg.IsBlank(text) {
		return errors.New("there is a quote, but no text that it stands in")
	}
	s.document = &kg.Document{Text: text, Title: oneLine(r.value(row, m.Title)), URL: r.value(row, m.URL)}
	if s.document.Details, err = r.details(row); err != nil {
		return err
	}
	r.articles.identify(s.document)
	s.evidence, err = quoted(s.document.ID, text, words)
	s.evidence.Point, s.evidence.Quantities = point, r.quantities(row)
	for _, q := range s.evidence.Quantities {
		if s.event.kind.Symmetric && q.IsOfASide() {
			return fmt.Errorf("%s does not tell whose deaths these are, since %s is symmetric; map them to %s", q.Kind, s.event.kind.ID, kg.QuantityDeaths)
		}
	}
	return err
}

// details returns what a row tells of the document that it quotes.
func (r *csvReader) details(row []string) (kg.Details, error) {
	m := r.mapping
	d := kg.Details{
		Publisher: r.value(row, m.Publisher), Language: r.value(row, m.Language), Licence: r.value(row, m.Licence),
		ArchivedURL: r.value(row, m.Archived), SHA256: r.value(row, m.SHA256), Reliability: r.value(row, m.Reliable),
	}
	if text := r.value(row, m.Captured); text != "" {
		var err error
		if d.CapturedAt, err = time.Parse(time.RFC3339, text); err != nil {
			return d, fmt.Errorf("the captured-at %s is no date and time as RFC 3339 writes it, such as 2025-12-01T12:00:00Z", quote(text))
		}
		d.CapturedAt = d.CapturedAt.UTC()
	}
	var wrong *kg.Error
	if err := d.Check("document"); errors.As(err, &wrong) {
		return d, errors.New(wrong.Message)
	}
	return d, nil
}

// point returns where a row says that something happened. Coordinates are those of the
// very spot unless the row or the mapping says otherwise.
func (r *csvReader) point(row []string) (*kg.Point, error) {
	m, precision := r.mapping, kg.PrecisionExact
	if text := r.value(row, m.Precision); text != "" {
		var err error
		if precision, err = precisionNamed(text); err != nil {
			return nil, err
		}
	}
	return pointAt(r.value(row, m.Latitude), r.value(row, m.Longitude), precision), nil
}

// quantities returns how many or how much a row says there were.
func (r *csvReader) quantities(row []string) (all []kg.Quantity) {
	for _, kind := range kg.QuantityKinds {
		c, counted := r.mapping.Quantities[string(kind)]
		if !counted {
			continue
		}
		number := func(column string) *float64 {
			if column == "" {
				return nil
			}
			return count(r.stated(row, column))
		}
		if q := (kg.Quantity{Kind: kind, Low: number(c.Low), Best: number(c.Best), High: number(c.High), Unit: c.Unit}); q.Low != nil || q.Best != nil || q.High != nil {
			all = append(all, q)
		}
	}
	return all
}

func (r *csvReader) add(batch *kg.Batch, s statement) {
	if s.document != nil && !r.documents[s.document.ID] {
		if len(r.documents) >= maxKnown {
			clear(r.documents)
		}
		r.documents[s.document.ID] = true
		batch.Documents = append(batch.Documents, *s.document)
	}
	r.relationType(batch, s.event.kind)
	relation := kg.Relation{
		Type: s.event.kind.ID, Subject: r.entity(batch, s.subject), Object: r.entity(batch, s.object),
		Status: s.status, Certainty: s.certainty, Coding: s.coding, Time: s.when, Places: r.places(batch, s.place, s.evidence.Point),
		Evidence: []kg.Evidence{s.evidence},
	}
	if s.numbered {
		s.evidence.Source.Record = r.rows.kept(relation, r.index, r.number, s.evidence.Source.Record)
	}
	batch.Relations = append(batch.Relations, relation)
}
