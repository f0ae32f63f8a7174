package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// The columns of a GDELT 2.0 event that are read, of 61.
const (
	gdeltColumns = 61

	gdeltID        = 0
	gdeltDay       = 1
	gdeltActor1    = 5 // Actor1Code; Actor1Name follows
	gdeltActor2    = 15
	gdeltEventCode = 26
	gdeltPlace     = 52 // ActionGeo_FullName
	gdeltLatitude  = 56 // ActionGeo_Lat; ActionGeo_Long follows
)

// gdeltReader reads events of the Global Database of Events, Language and Tone.
type gdeltReader struct {
	*lines
	*register
	row    [][]byte
	days   dates
	events events
}

// OpenGDELT opens event exports of GDELT 2.0 as they are published: 61 columns
// between tabs, no names of columns, one file in each zip. Its errors name the
// option, or the file, that is at fault.
//
//   - Actor1Code and Actor1Name together become the subject, those of Actor2 the
//     object: GDELT calls actors of many codes PRESIDENT, and one of code USA both
//     AMERICAN and UNITED STATES. Ids are made of both, "gdelt:usagov-president".
//     A code of three letters with the name of a country is a country, one with
//     IGO, NGO, NGM or MNC in it an organization, one with CVL or REF a group;
//     all others are other actors. The description names the code, which says
//     the actor's country and type, so that these columns are not read.
//   - EventCode becomes the type, "cameo:040". Status and certainty are what
//     package cameo says of the event.
//   - SQLDATE becomes the time, a day.
//   - ActionGeo_FullName becomes the place, ActionGeo_Lat and ActionGeo_Long its
//     description.
//   - GLOBALEVENTID becomes the record that is the evidence.
//
// A row with only one actor states no relation. Such rows, about a third of all,
// are set aside as Unpaired, with the reason "only one actor".
//
// Counts of mentions, tone and SOURCEURL are not read: a graph keeps a row as
// evidence, and GLOBALEVENTID leads to them.
func OpenGDELT(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	l, err := openLines(options.Limit, files...)
	if err != nil {
		return nil, err
	}
	return &gdeltReader{lines: l, register: newRegister(options.Name), events: events{}, days: dates{parse: parseDigits}}, nil
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
	if err := r.take(batch, line); err != nil {
		reject := r.reject(line, "%v", err)
		reject.Unpaired = errors.Is(err, errOnlyOneActor)
		return reject
	}
	return nil
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *gdeltReader) take(batch *kg.Batch, line []byte) error {
	if r.row = splitTabs(r.row[:0], line); len(r.row) != gdeltColumns {
		return fmt.Errorf("the row has %d columns; an event of GDELT 2.0 has %d, of GDELT 1.0 fewer", len(r.row), gdeltColumns)
	}
	column := func(i int) string { return string(bytes.TrimSpace(r.row[i])) }
	record, where := column(gdeltID), column(gdeltPlace)
	if _, ok := wholeNumber([]byte(record)); !ok {
		return fmt.Errorf("the GLOBALEVENTID %s is not a whole number", quote(record))
	}
	when, err := r.days.read(column(gdeltDay))
	if err != nil {
		return err
	}
	event, err := r.events.of(column(gdeltEventCode), "")
	if err != nil {
		return err
	}
	at, err := coordinates(column(gdeltLatitude), column(gdeltLatitude+1))
	if err != nil {
		return err
	}
	if where != "" {
		if err := checkName("ActionGeo_FullName", where); err != nil {
			return err
		}
	}
	subject, err := gdeltActor("Actor1", column(gdeltActor1), column(gdeltActor1+1))
	if err != nil {
		return err
	}
	object, err := gdeltActor("Actor2", column(gdeltActor2), column(gdeltActor2+1))
	if err != nil {
		return err
	}
	if subject.name == "" || object.name == "" {
		return errOnlyOneActor
	}
	r.relationType(batch, event.kind)
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: event.kind.ID, Subject: r.entity(batch, subject), Object: r.entity(batch, object),
		Status: event.status, Certainty: event.certainty, Time: when, Places: r.places(batch, where, at),
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: record}}},
	})
	return nil
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
	for ; len(code) >= 3; code = code[3:] {
		switch code[:3] {
		case "igo", "ngo", "ngm", "mnc":
			return kg.KindOrganization
		case "cvl", "ref":
			return kg.KindGroup
		}
	}
	return kg.KindOtherActor
}

// parseDigits reads YYYYMMDD.
func parseDigits(text string) (kg.Time, error) {
	if _, ok := wholeNumber([]byte(text)); ok && len(text) == len("20060102") {
		if day, err := time.Parse("20060102", text); err == nil {
			return *kg.Day(kg.DateOf(day)), nil
		}
	}
	return kg.Time{}, errors.New(strconv.Quote(shortened(text)) + " is not a date; write a day as YYYYMMDD, for example 20251201")
}
