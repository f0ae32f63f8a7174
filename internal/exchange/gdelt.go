package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// gdeltLayout says where the columns of an event of GDELT are.
type gdeltLayout struct {
	version  string
	format   string // what import calls it
	widths   []int  // how many columns a row has
	place    int    // ActionGeo_FullName
	latitude int    // ActionGeo_Lat; ActionGeo_Long follows
	added    int    // DATEADDED; SOURCEURL follows where there is one
}

// The layouts there are. That of GDELT 1.0 had no SOURCEURL before April 2013.
var (
	gdelt1 = gdeltLayout{"GDELT 1.0", "gdelt1", []int{58, 57}, 50, 53, 56}
	gdelt2 = gdeltLayout{"GDELT 2.0", "gdelt", []int{61}, 52, 56, 59}
)

// The columns that all layouts have in one place.
const (
	gdeltID        = 0
	gdeltDay       = 1 // SQLDATE; MonthYear follows, and Year
	gdeltYear      = 3
	gdeltActor1    = 5 // Actor1Code; Actor1Name follows
	gdeltActor2    = 15
	gdeltEventCode = 26
)

// gdeltReader reads events of the Global Database of Events, Language and Tone.
type gdeltReader struct {
	*lines
	*register
	inputs *inputs
	layout gdeltLayout
	row    [][]byte
	days   dateColumn
	added  dateColumn
	span   span
	events events
}

// OpenGDELT opens event exports of GDELT 2.0 as they are published: 61 columns
// between tabs, no names of columns, one file in each zip. Its errors name the
// option, or the file, that is at fault.
//
//   - Actor1Code and Actor1Name together become the subject, those of Actor2 the
//     object: GDELT calls actors of many codes PRESIDENT, and one of code USA both
//     AMERICAN and UNITED STATES. Ids are made of both, "gdelt:usagov-president".
//     A code of three letters with the name of a country is a country; the others
//     are of the kinds that their names and their codes of sectors tell. The description names the code, which says
//     the actor's country and type, so that these columns are not read.
//   - EventCode becomes the type, "cameo:040". Status and certainty are what
//     package cameo says of the event.
//   - SQLDATE becomes the time, a day. A row is set aside whose Year is another,
//     whose DATEADDED is before it, or which is of a day before 1979 or still to
//     come.
//   - ActionGeo_FullName becomes the place, ActionGeo_Lat and ActionGeo_Long the point,
//     ActionGeo_Type its precision: of a country, a province or a town.
//   - GLOBALEVENTID becomes the record that is the evidence, SOURCEURL its URL.
//
// A row with only one actor, as about a third of all are, states what the actor did, or
// what was done to it, in the place: "gdelt:190-in", "gdelt:190-suffered-in". Where there
// is no place either, it is set aside as Unpaired.
//
// Counts of mentions and tone are not read: a graph keeps a row as evidence, and
// GLOBALEVENTID leads to them.
func OpenGDELT(options RowOptions, files []string) (Reader, error) {
	return openLayout(gdelt2, options, files)
}

// OpenGDELT1 opens event exports of GDELT 1.0, of 58 columns or, from before April
// 2013, 57, as OpenGDELT does those of GDELT 2.0.
func OpenGDELT1(options RowOptions, files []string) (Reader, error) {
	return openLayout(gdelt1, options, files)
}

func openLayout(layout gdeltLayout, options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	days, err := newDateColumn(options.DateFormat, nil)
	if err != nil {
		return nil, err
	}
	// GDELT has no dates of three numbers; where a file does, the format is to be given.
	var order dateOrder
	if days.format != nil {
		order = days.format.order
	}
	days.orders = slices.Repeat([]dateOrder{order}, len(files))
	in, err := openInputs(files)
	if err != nil {
		return nil, err
	}
	l, err := in.lines(options.Limit)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	const firstYear = 1979
	return &gdeltReader{lines: l, inputs: in, register: newRegister(options.Name), layout: layout, events: events{}, days: days, added: days, span: newSpan("GDELT", firstYear, options.Now)}, nil
}

// Next implements Reader. Empty lines are no rows.
func (r *gdeltReader) Next(batch *kg.Batch) error {
	line, err := r.next()
	for err == nil && len(bytes.TrimSpace(line)) == 0 {
		line, err = r.next()
	}
	if err != nil {
		return err
	}
	return rejected(r.take(batch, line), func(reason string) *Reject { return r.reject(line, "%s", reason) })
}

// Close implements Reader.
func (r *gdeltReader) Close() error { return errors.Join(r.lines.Close(), r.inputs.Close()) }

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *gdeltReader) take(batch *kg.Batch, line []byte) error {
	if r.row = splitTabs(r.row[:0], line); !slices.Contains(r.layout.widths, len(r.row)) {
		return r.wrongWidth(len(r.row))
	}
	column := func(i int) string { return stated(string(r.row[i])) }
	record, where := column(gdeltID), placeName(column(r.layout.place))
	if _, ok := wholeNumber([]byte(record)); !ok {
		return fmt.Errorf("the GLOBALEVENTID %s is not a whole number", quote(record))
	}
	when, err := r.days.read(r.index, column(gdeltDay))
	if err != nil {
		return err
	}
	if err := r.span.check(*when); err != nil {
		return err
	}
	if err := sameYear(*when, "Year", column(gdeltYear)); err != nil {
		return err
	}
	if err := notAfter(*when, "DATEADDED", &r.added, r.index, column(r.layout.added)); err != nil {
		return err
	}
	event, err := r.events.of(column(gdeltEventCode), "")
	if err != nil {
		return err
	}
	at := pointAt(column(r.layout.latitude), column(r.layout.latitude+1), gdeltPrecision(column(r.layout.place-1)))
	source := &kg.Source{Dataset: r.dataset, Record: record}
	if i := r.layout.added + 1; i < len(r.row) {
		source.URL = column(i)
	}
	subject, err := gdeltActor("Actor1", column(gdeltActor1), column(gdeltActor1+1))
	if err != nil {
		return err
	}
	object, err := gdeltActor("Actor2", column(gdeltActor2), column(gdeltActor2+1))
	if err != nil {
		return err
	}
	kind, paired := event.kind, subject.name != "" && object.name != ""
	if !paired {
		if where == "" || subject.name == "" && object.name == "" {
			return errOnlyOneActor
		}
		kind = inPlace(r.dataset, kind, subject.name != "")
		if subject.name == "" {
			subject = object
		}
	}
	r.relationType(batch, kind)
	relation := kg.Relation{
		Type: kind.ID, Subject: r.entity(batch, subject), Status: event.status, Certainty: event.certainty, Time: when,
		Evidence: []kg.Evidence{{Source: source, Point: at}},
	}
	if paired {
		relation.Object = r.entity(batch, object)
	}
	if relation.Places = r.places(batch, where, at); !paired {
		relation.Object = relation.Places[0]
	}
	batch.Relations = append(batch.Relations, relation)
	return nil
}

// gdeltPrecision returns the precision that ActionGeo_Type tells.
func gdeltPrecision(geoType string) kg.Precision {
	switch geoType {
	case "1":
		return kg.PrecisionCountry
	case "2", "5": // a state of the USA, or of another country
		return kg.PrecisionProvince
	case "3", "4": // a city of the USA, or of another country
		return kg.PrecisionTown
	}
	return kg.PrecisionUnknown
}

// gdeltActor returns the actor of a code and a name, without a name if both are
// empty.
func gdeltActor(which, code, name string) (described, error) {
	if code == "" && name == "" {
		return described{}, nil
	}
	const longestCode = 30
	if len(code) > longestCode || strings.ContainsFunc(code, func(c rune) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') }) {
		return described{}, fmt.Errorf("%sCode %s is not made of capital letters and digits; are the columns in their places?", which, quote(code))
	}
	actor := described{name: name, key: code + " " + name, kind: gdeltKind}
	if code != "" {
		actor.text = "CAMEO actor code " + code
	}
	if name == "" {
		actor.name = code
		if state, is := states.ByCAMEO(code); is {
			actor.identifiers = kg.StateIdentifiers(state)
		}
	}
	return actor, checkName(which+"Name", actor.name)
}

// gdeltKind returns the kind of the actor that has a folded code, a blank and a
// name for its key.
func gdeltKind(key string) kg.EntityKind {
	code, name, _ := strings.Cut(key, " ")
	if len(code) == 3 && kindOf(name) == kg.KindCountry {
		return kg.KindCountry
	}
	var all sectors
	for ; len(code) >= 3; code = code[3:] {
		all = append(all, code[:3])
	}
	if kind := all.kindIn(name); kind != kg.KindCountry {
		return kind
	}
	return all.kind() // FRANCE of code FRAGOV is no country
}

// wrongWidth says of a row with another number of columns what it is.
func (r *gdeltReader) wrongWidth(n int) error {
	err := fmt.Errorf("the row has %d columns; an event of %s has %d", n, r.layout.version, r.layout.widths[0])
	for _, other := range []gdeltLayout{gdelt1, gdelt2} {
		if !slices.Contains(other.widths, n) {
			continue
		}
		err = fmt.Errorf("%w, one of %s %d; read the file with --format %s", err, other.version, other.widths[0], other.format)
		if r.number == 1 {
			return &stopError{fmt.Errorf("%s:1: %w", r.source.Name, err)}
		}
	}
	return err
}
