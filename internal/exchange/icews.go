package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"conflictgraph/internal/kg"
)

// icewsReader reads event files of the Integrated Crisis Early Warning System.
type icewsReader struct {
	*lines
	*register
	columns columns
	row     [][]byte
	days    dates
	events  events
}

// OpenICEWS opens event files of ICEWS as they are published, with columns
// between tabs and the names of the columns on the first line of each file, in
// any order. Its errors name the option, or the file, that is at fault.
//
//   - Source Name and Target Name become the subject and the object, with ids
//     made of their names: "icews:narendra-modi", "icews:citizen-india~" and
//     twelve more characters. Their kinds are told by their names. Source Country
//     and Source Sectors (and those of the target), as they stand in the first
//     row that names an actor, become its description.
//   - CAMEO Code becomes the type, "cameo:040", which is called by the Event Text
//     of the first row that has it. A code whose leading zero has been lost gets
//     it back. Status and certainty are what package cameo says of the event.
//   - Event Date becomes the time, a day.
//   - City, District, Province and Country become the place; Latitude and
//     Longitude its description.
//   - Event ID becomes the record that is the evidence. It is not unique: few
//     events of different days share one.
//
// Intensity follows from the code. It, Story ID, Sentence Number and Publisher are
// not read; the Event ID leads to them.
func OpenICEWS(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	l, err := openLines(options.Limit, files...)
	if err != nil {
		return nil, err
	}
	return &icewsReader{lines: l, register: newRegister(options.Name), events: events{}, days: dates{parse: parseDay}}, nil
}

// Next implements Reader. Empty lines are no rows.
func (r *icewsReader) Next(batch *kg.Batch) error {
	for {
		line, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return err
		case r.number == 1:
			if err == nil {
				err = r.readHeader(line)
			}
			if err != nil {
				return headerError(r.source.name, err)
			}
		case err != nil:
			return err
		case len(bytes.TrimSpace(line)) > 0:
			if err := r.take(batch, line); err != nil {
				return r.reject(line, "%v", err)
			}
			return nil
		}
	}
}

func (r *icewsReader) readHeader(line []byte) (err error) {
	r.columns, err = newColumns(strings.Split(string(line), "\t"), "Event ID", "Event Date", "Source Name", "CAMEO Code", "Target Name")
	return err
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *icewsReader) take(batch *kg.Batch, line []byte) error {
	if r.row = splitTabs(r.row[:0], line); len(r.row) != r.columns.n {
		return fmt.Errorf("the row has %d columns, and the first line names %d", len(r.row), r.columns.n)
	}
	column := func(folded string) string { return of(r.columns, r.row, folded) }
	record, source, target := column("eventid"), column("sourcename"), column("targetname")
	where := joined(column("city"), column("district"), column("province"), column("country"))
	if err := checkNames("Event ID", record, "Source Name", source, "Target Name", target); err != nil {
		return err
	}
	if where != "" {
		if err := checkName("name of the place", where); err != nil {
			return err
		}
	}
	when, err := r.days.read(column("eventdate"))
	if err != nil {
		return err
	}
	at, err := coordinates(column("latitude"), column("longitude"))
	if err != nil {
		return err
	}
	event, err := r.events.of(withZero(column("cameocode")), column("eventtext"))
	if err != nil {
		return err
	}
	r.relationType(batch, event.kind)
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: event.kind.ID, Status: event.status, Certainty: event.certainty, Time: when,
		Subject:  r.actor(batch, source, column("sourcecountry"), column("sourcesectors")),
		Object:   r.actor(batch, target, column("targetcountry"), column("targetsectors")),
		Places:   r.places(batch, where, at),
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: record}}},
	})
	return nil
}

func (r *icewsReader) actor(batch *kg.Batch, name, country, sectors string) string {
	return r.entity(batch, described{name: name, kind: kindOf, text: joined(country, strings.ReplaceAll(sectors, ",", ", "))})
}

// withZero returns code with the leading zero that spreadsheets cut off. ICEWS has
// no codes of two digits, and CAMEO none that become another's by this.
func withZero(code string) string {
	if _, known := cameoEvent(code); known {
		return code
	}
	if _, known := cameoEvent("0" + code); known {
		return "0" + code
	}
	return code
}

// splitTabs appends the columns of line to row.
func splitTabs(row [][]byte, line []byte) [][]byte {
	for {
		column, rest, found := bytes.Cut(line, []byte{'\t'})
		row = append(row, column)
		if !found {
			return row
		}
		line = rest
	}
}
