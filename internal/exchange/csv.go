package exchange

import (
	"cmp"
	"context"
	"fmt"

	"conflictgraph/internal/kg"
)

// CSVOptions say how tables are to be read.
type CSVOptions struct {
	RowOptions
	Mapping string // path of the mapping
}

// csvReader reads tables by a mapping.
type csvReader struct {
	*recordTable
	*register
	mapping  *mapping
	days     dateColumn
	events   map[string]*event // by what the table calls them
	words    map[string]typeWords
	rows     *rowRecords
	articles *articles
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
//		latitude: Lat
//		longitude: Long
//		precision: {value: TOWN}  # EXACT where left out
//		status: {value: OCCURRED}
//		certainty: Reliability
//		coding: {value: HAND_CODED}
//		source: Id
//		quote: Sentence
//		text: Article
//		title: Headline
//		url: Link
//		publisher: Paper
//		note: Remarks
//		quantities:
//		  DEATHS: {low: Min, best: Killed, high: Max}
//		  INJURED: Wounded        # short for {best: Wounded}
//		  MONEY: {best: Damage, unit: EUR}
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
//	  - coding says whether people coded the row (HAND_CODED) or a program did
//	    (MACHINE_CODED), which is taken where it is empty.
//	  - latitude and longitude become the point where it happened, of the place, too;
//	    precision is one of the API's. quantities become those of the API's kinds; what is
//	    no number or less than 0 is not known.
//	  - publisher, note and, without a text, url are what the row says of its source.
//	  - source becomes the record that is the evidence; where left out, it is the
//	    number of the line, after the file's name and a colon where there are several.
//	  - quote and text make the evidence words of a document instead: text becomes
//	    the document, once however many rows have it, with title and url, and quote,
//	    without blanks around it, must stand in it letter by letter; if more than
//	    once, the first is meant. The evidence of a row without a quote is the row.
//	  - publisher, language, licence, captured-at (as RFC 3339 writes it), archived-url,
//	    sha256 and reliability are what is known of the document.
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
	r := &csvReader{mapping: m, register: newRegister(options.Name), events: map[string]*event{}, words: map[string]typeWords{}}
	r.recordTable = &recordTable{limit: options.Limit, numbered: m.Header != nil && !*m.Header, header: r.readHeader}
	if r.delimiter, err = m.oneByte(); err != nil {
		return nil, err
	}
	for name, words := range m.Types {
		r.words[kg.FoldName(name)] = words
	}
	for _, column := range []string{m.Date.Column, m.Date.Until} {
		if column != "" {
			r.dates = append(r.dates, foldColumn(column))
		}
	}
	if r.days, err = newDateColumn(cmp.Or(m.Date.Format, options.DateFormat), r.again); err != nil {
		return nil, err
	}
	r.days.strict = m.Date.Format != ""
	if err := r.begin(files); err != nil {
		return nil, err
	}
	r.rows, r.articles = newRowRecords(r.inputs, options.Limit, options.Name), newArticles(options.Name)
	return r, nil
}

// Continue implements Continuing.
func (r *csvReader) Continue(ctx context.Context, store kg.Sources) error {
	if !r.mapping.Source.given() {
		if err := r.rows.remember(ctx, store); err != nil {
			return err
		}
	}
	if !r.mapping.Text.given() {
		return nil
	}
	return r.articles.remember(ctx, store)
}

// Next implements Reader.
func (r *csvReader) Next(batch *kg.Batch) error {
	if err := r.advance(); err != nil {
		return err
	}
	return r.setAside(r.take(batch, r.row))
}

func (r *csvReader) readHeader(names []string) (c columns, err error) {
	for _, named := range r.mapping.cells() {
		for _, name := range []string{named.cell.Column, named.cell.KindColumn, named.cell.Until} {
			if name == "" {
				continue
			}
			if c, err = newColumns(names, name); err != nil {
				return c, fmt.Errorf("%w (the mapping names it as %s on line %d)", err, named.name, named.cell.line)
			}
		}
	}
	for kind, counted := range r.mapping.Quantities {
		for _, name := range []string{counted.Low, counted.Best, counted.High} {
			if name == "" {
				continue
			}
			if c, err = newColumns(names, name); err != nil {
				return c, fmt.Errorf("%w (the mapping names it for %s on line %d)", err, kind, counted.line)
			}
		}
	}
	return newColumns(names)
}
