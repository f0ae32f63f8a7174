package exchange

import (
	"errors"
	"strings"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// icewsReader reads event files of the Integrated Crisis Early Warning System.
type icewsReader struct {
	*tabTable
	*register
	days   dateColumn
	span   span
	events events
}

// OpenICEWS opens event files of ICEWS as they are published, with columns
// between tabs and the names of the columns on the first line of each file, in
// any order. Its errors name the option, or the file, that is at fault.
//
//   - Source Name and Target Name become the subject and the object, with ids
//     made of their names: "icews:narendra-modi", "icews:citizen-india~" and
//     twelve more characters. Their kinds are told by their sectors and names. Source Country
//     and Source Sectors (and those of the target), as they stand in the first
//     row that names an actor, become its description.
//   - CAMEO Code becomes the type, "cameo:040", which is called by the Event Text
//     of the first row that has it. A code whose leading zero has been lost gets
//     it back; where there is no code, or none that CAMEO has, it is that of the
//     event which the Event Text names. Status and certainty are what package cameo
//     says of the event.
//   - Event Date becomes the time, a day, in any form that parseWritten reads.
//   - City, District, Province and Country become the place, Latitude and Longitude the
//     point, as precise as the narrowest of these.
//   - Event ID becomes the record that is the evidence, Publisher its publisher. It is not unique: few
//     events of different days share one.
//
// Intensity follows from the code. It, Story ID and Sentence Number are not read; the
// Event ID leads to them.
func OpenICEWS(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	t, err := openTabs(options, files, "eventdate", func(names []string) (columns, error) {
		return newColumns(names, "Event ID", "Event Date", "Source Name", "Event Text|CAMEO Code", "Target Name")
	})
	if err != nil {
		return nil, err
	}
	const firstYear = 1991 // the data set begins with 1995, files of the project with this
	r := &icewsReader{tabTable: t, register: newRegister(options.Name), events: events{}, span: newSpan("ICEWS", firstYear, options.Now)}
	if r.days, err = newDateColumn(options.DateFormat, t.again); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return r, nil
}

// Next implements Reader.
func (r *icewsReader) Next(batch *kg.Batch) error {
	if err := r.advance(); err != nil {
		return err
	}
	return r.setAside(r.take(batch))
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *icewsReader) take(batch *kg.Batch) error {
	column := r.column
	record, source, target := column("eventid"), column("sourcename"), column("targetname")
	where := placeName(joined(column("city"), column("district"), column("province"), column("country")))
	at := pointAt(column("latitude"), column("longitude"), precisionOf(column("city"), column("district"), column("province"), column("country")))
	if err := checkNames("Event ID", record, "Source Name", source, "Target Name", target); err != nil {
		return err
	}
	when, err := r.days.read(r.index, column("eventdate"))
	if err != nil {
		return err
	}
	if err := r.span.check(*when); err != nil {
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
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: record, Publisher: column("publisher")}, Point: at}},
	})
	return nil
}

func (r *icewsReader) actor(batch *kg.Batch, name, country, sectors string) string {
	return r.entity(batch, described{name: name, kind: sectorsOf(sectors, ",").kindIn, text: joined(country, strings.ReplaceAll(sectors, ",", ", "))})
}

// withZero returns code with the leading zero that spreadsheets cut off. ICEWS has
// no codes of two digits, and CAMEO none that become another's by this.
func withZero(code string) string {
	if _, known := cameo.OfCode(code); known {
		return code
	}
	if _, known := cameo.OfCode("0" + code); known {
		return "0" + code
	}
	return code
}
