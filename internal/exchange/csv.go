package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

// CSVOptions say how tables are to be read.
type CSVOptions struct {
	Name    string // of the data set, a slug; ids begin with it
	Mapping string // path of the mapping
	Limit   Limit  // on the expansion of compressed files
}

// csvReader reads tables by a mapping.
type csvReader struct {
	*records
	*register
	mapping   *mapping
	columns   columns
	days      dates
	events    map[string]*event // by what the table calls them
	words     map[string]typeWords
	manyFiles bool
}

// OpenCSV opens tables whose columns a mapping names. Its errors name the option,
// the file, or the file and line of the mapping, that is at fault.
//
// A mapping is YAML:
//
//		delimiter: ";"            # where left out, the first line tells: comma, semicolon or tab
//		header: true              # false where the first line has no names; columns are then numbers, from 1
//		subject: {column: Attacker, kind: ORGANIZATION}
//		type: {value: attacked}   # the same in all rows; {column: Action} where it is not
//		object: Target            # short for {column: Target}
//		date: {column: Day, format: DD.MM.YYYY}
//		place: Town
//		status: {value: OCCURRED}
//		certainty: Reliability
//		source: Id
//		quote: Sentence
//		text: Article
//		title: Headline
//		url: Link
//		types:
//		  attacked: {label: attacked, inverse: was attacked by, plover: ASSAULT}
//		  met: {as: met-with}
//
//	  - subject and object become entities, with ids made of their names. Where the
//	    mapping or, by kind-column, the row says the kind, the id says it, too:
//	    "name:person.ann-lee" and "name:ann-lee". Elsewhere the name tells the kind.
//	  - type becomes the type that types describes or, without that, the API's or
//	    CAMEO's of this id, code or name; otherwise one of the data set,
//	    "name:attacked".
//	  - date is EDTF (a day, a month, a year, an interval) or has a format, of YYYY,
//	    MM, M, MMM (Jan), MMMM (January), DD and D. An empty one is not known.
//	  - place becomes a place. status and certainty are those of the API, whatever
//	    their case; an empty one is that of the CAMEO event, or OCCURRED and STATED.
//	  - source becomes the record that is the evidence; where left out, it is the
//	    number of the line, after the file's name and a colon where there are several.
//	  - quote and text make the evidence words of a document instead: text becomes
//	    the document, once however many rows have it, with title and url, and quote,
//	    without blanks around it, must stand in it letter by letter; if more than
//	    once, the first is meant. The evidence of a row without a quote is the row.
//
// Subject, type, object and source must not be empty.
func OpenCSV(options CSVOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	m, err := readMapping(options.Mapping)
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	delimiter, err := m.oneByte()
	if err != nil {
		return nil, err
	}
	r := &csvReader{
		mapping: m, register: newRegister(options.Name), manyFiles: len(files) > 1,
		events: map[string]*event{}, words: map[string]typeWords{}, days: dates{parse: kg.ParseEDTF},
	}
	for name, words := range m.Types {
		r.words[kg.FoldName(name)] = words
	}
	if m.Date.Format != "" {
		format, err := newDateFormat(m.Date.Format)
		if err != nil {
			return nil, m.errorAt(m.Date.line, "%v", err)
		}
		r.days.parse = format.parse
	}
	if r.records, err = openRecords(options.Limit, delimiter, files...); err != nil {
		return nil, err
	}
	return r, nil
}

// Next implements Reader.
func (r *csvReader) Next(batch *kg.Batch) error {
	row, err := r.row()
	if err != nil {
		return err
	}
	if err := r.take(batch, row); err != nil {
		return r.reject("%v", err)
	}
	return nil
}

func (r *csvReader) row() ([]string, error) {
	if r.mapping.Header == nil || *r.mapping.Header {
		return r.nextRow(r.readHeader)
	}
	row, err := r.next()
	if err == nil && r.columns.at == nil {
		numbers := make([]string, len(row))
		for i := range numbers {
			numbers[i] = strconv.Itoa(i + 1)
		}
		if err := r.readHeader(numbers); err != nil {
			return nil, headerError(r.source.name, err)
		}
	}
	return row, err
}

func (r *csvReader) readHeader(names []string) (err error) {
	for _, c := range r.mapping.cells() {
		for _, name := range []string{c.cell.Column, c.cell.KindColumn} {
			if name == "" {
				continue
			}
			if r.columns, err = newColumns(names, name); err != nil {
				return fmt.Errorf("%w (the mapping names it as %s on line %d)", err, c.name, c.cell.line)
			}
		}
	}
	r.columns, err = newColumns(names)
	return err
}

// value returns what a row has in a cell.
func (r *csvReader) value(row []string, c cell) string {
	if c.Column == "" {
		return c.Value
	}
	return of(r.columns, row, foldColumn(c.Column))
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *csvReader) take(batch *kg.Batch, row []string) (err error) {
	m := r.mapping
	if len(row) != r.columns.n {
		return fmt.Errorf("the row has %d columns, and the first line has %d", len(row), r.columns.n)
	}
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
	if text := r.value(row, m.Date); text != "" {
		if s.when, err = r.days.read(text); err != nil {
			return err
		}
	}
	if s.place = oneLine(r.value(row, m.Place)); s.place != "" {
		if err := checkName("place", s.place); err != nil {
			return err
		}
	}
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
	if err := r.rest(&s, row); err != nil {
		return err
	}
	r.add(batch, s)
	return nil
}

// statement is what a row states.
type statement struct {
	subject, object described
	event           *event
	when            *kg.Time
	place           string
	status          kg.Status
	certainty       kg.Certainty
	evidence        kg.Evidence
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
		kind = of(r.columns, row, foldColumn(c.KindColumn))
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
	record := strconv.Itoa(r.number)
	if r.manyFiles {
		record = r.source.name + ":" + record
	}
	if m.Source.given() {
		record = strings.Clone(r.value(row, m.Source))
		if err := checkName("source", record); err != nil {
			return err
		}
	}
	s.evidence = kg.Evidence{Source: &kg.Source{Dataset: r.dataset, Record: record}}
	words := r.value(row, m.Quote)
	if words == "" {
		return nil
	}
	text := m.Text.Value
	if m.Text.Column != "" {
		text = row[r.columns.at[foldColumn(m.Text.Column)]]
	}
	if strings.TrimSpace(text) == "" {
		return errors.New("there is a quote, but no text that it stands in")
	}
	digest := sha256.Sum256([]byte(text))
	s.document = &kg.Document{
		ID: kg.DocumentPrefix + r.dataset + "-" + hex.EncodeToString(digest[:12]), Text: text,
		Title: oneLine(r.value(row, m.Title)), URL: r.value(row, m.URL),
	}
	s.evidence, err = quoted(s.document.ID, text, words)
	return err
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
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: s.event.kind.ID, Subject: r.entity(batch, s.subject), Object: r.entity(batch, s.object),
		Status: s.status, Certainty: s.certainty, Time: s.when, Places: r.places(batch, s.place, ""),
		Evidence: []kg.Evidence{s.evidence},
	})
}
