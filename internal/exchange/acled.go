package exchange

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// acledReader reads exports of the Armed Conflict Location & Event Data Project.
type acledReader struct {
	*records
	*register
	columns columns
	days    dates
}

// OpenACLED opens CSV exports of ACLED, with the names of the columns on the first
// line of each file, in any order, between commas, semicolons or tabs. Its errors
// name the option, or the file, that is at fault.
//
//   - actor1 and actor2 become the subject and the object, with ids made of their
//     names: "acled:protesters-india~" and twelve more characters. Civilians,
//     Protesters and Rioters are groups, Military and Police Forces organizations.
//   - assoc_actor_1 and assoc_actor_2, between semicolons, become relations of the
//     type "acled:associated-with" from actor1 and actor2, at the same time and
//     place.
//   - sub_event_type becomes the type, "acled:armed-clash", with the PLOVER event
//     type where it has an evident one. Battles, agreements and protests that are
//     met with force are symmetric, since the order of their actors does not say
//     who did what.
//   - event_date becomes the time: a day; with time_precision 2 the week around it,
//     with 3 its month.
//   - location, admin2, admin1 and country become the place, latitude and longitude
//     its description; with geo_precision 3 only admin1 and country, because then
//     the location stands for its region.
//   - event_id_cnty becomes the record that is the evidence.
//
// A row without actor2 and associates states no relation; such rows, most protests
// among them, are set aside as Unpaired, with the reason "only one actor".
//
// The evidence is the row. notes are ACLED's own summary and no words of the
// source, so that no relation quotes them here. Who wants them to be found reads
// the export with OpenCSV and a mapping that names notes as text and quote. The
// source, fatalities and codes of actors are not read; event_id_cnty leads to them.
func OpenACLED(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	records, err := openRecords(options.Limit, 0, files...)
	if err != nil {
		return nil, err
	}
	return &acledReader{records: records, register: newRegister(options.Name), days: dates{parse: parseACLEDTime}}, nil
}

// Next implements Reader.
func (r *acledReader) Next(batch *kg.Batch) error {
	row, err := r.nextRow(func(names []string) (err error) {
		r.columns, err = newColumns(names, "event_id_cnty", "event_date", "sub_event_type", "actor1", "actor2")
		return err
	})
	if err != nil {
		return err
	}
	if err := r.take(batch, row); err != nil {
		reject := r.reject("%v", err)
		reject.Unpaired = errors.Is(err, errOnlyOneActor)
		return reject
	}
	return nil
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *acledReader) take(batch *kg.Batch, row []string) error {
	if len(row) != r.columns.n {
		return fmt.Errorf("the row has %d columns, and the first line names %d", len(row), r.columns.n)
	}
	column := func(folded string) string { return of(r.columns, row, folded) }
	record, first, second := column("eventidcnty"), oneLine(column("actor1")), oneLine(column("actor2"))
	if err := checkNames("event_id_cnty", record, "actor1", first); err != nil {
		return err
	}
	when, err := r.days.read(column("eventdate") + " " + column("timeprecision"))
	if err != nil {
		return err
	}
	where, at, err := acledPlace(column)
	if err != nil {
		return err
	}
	kind, err := acledType(r.dataset, column("subeventtype"))
	if err != nil {
		return err
	}
	pairs := []pair{{kind, first, second}}
	if second == "" {
		pairs = nil
	}
	associated := kg.RelationType{ID: r.dataset + ":" + associatedWith, Label: "is associated with", InverseLabel: "is associated with", Symmetric: true}
	for _, a := range associates(column("assocactor1")) {
		pairs = append(pairs, pair{associated, first, a})
	}
	for _, a := range associates(column("assocactor2")) {
		if second == "" {
			return errors.New("there is an assoc_actor_2, but no actor2")
		}
		pairs = append(pairs, pair{associated, second, a})
	}
	if len(pairs) == 0 {
		return errOnlyOneActor
	}
	for _, p := range pairs {
		if err := checkName("name of an actor", p.object); err != nil {
			return err
		}
		if err := r.checkTypes(p.kind); err != nil {
			return err
		}
	}
	for _, p := range pairs {
		r.relationType(batch, p.kind)
		time := *when
		batch.Relations = append(batch.Relations, kg.Relation{
			Type: p.kind.ID, Subject: r.actor(batch, p.subject), Object: r.actor(batch, p.object),
			Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: &time, Places: r.places(batch, where, at),
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: strings.Clone(record)}}},
		})
	}
	return nil
}

// pair is two actors that a row relates.
type pair struct {
	kind            kg.RelationType
	subject, object string
}

func (r *acledReader) actor(batch *kg.Batch, name string) string {
	return r.entity(batch, described{name: name, kind: acledKind})
}

// associates returns the actors that a column lists.
func associates(column string) (names []string) {
	for name := range strings.SplitSeq(column, ";") {
		if name = oneLine(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// acledKind returns the kind of an actor by its folded name.
func acledKind(name string) kg.EntityKind {
	for _, start := range []string{"civilians (", "protesters (", "rioters ("} {
		if strings.HasPrefix(name, start) {
			return kg.KindGroup
		}
	}
	for _, start := range []string{"military forces of ", "police forces of "} {
		if strings.HasPrefix(name, start) {
			return kg.KindOrganization
		}
	}
	return kindOf(name)
}

// acledPlace returns what the place is called, and its coordinates.
func acledPlace(column func(string) string) (where, at string, err error) {
	narrow := joined(oneLine(column("location")), oneLine(column("admin2")))
	if at, err = coordinates(column("latitude"), column("longitude")); err != nil {
		return "", "", err
	}
	if column("geoprecision") == "3" {
		narrow, at = "", ""
	}
	where = joined(narrow, oneLine(column("admin1")), oneLine(column("country")))
	if where == "" {
		return "", "", nil
	}
	return where, at, checkName("name of the place", where)
}

// parseACLEDTime reads a date, a blank and a time precision.
func parseACLEDTime(text string) (kg.Time, error) {
	cut := strings.LastIndexByte(text, ' ')
	date, precision := text[:cut], text[cut+1:]
	var day kg.Date
	if t, err := time.Parse("2 January 2006", date); err == nil {
		day = kg.DateOf(t)
	} else if day, err = kg.ParseDate(date); err != nil {
		return kg.Time{}, fmt.Errorf("%s is not a date; write a day as YYYY-MM-DD or 31 December 2025", quote(date))
	}
	switch precision {
	case "", "1":
		return *kg.Day(day), nil
	case "2":
		return kg.ParseEDTF((day - 3).String() + "/" + (day + 3).String())
	case "3":
		return kg.ParseEDTF(day.String()[:len(day.String())-len("-01")])
	}
	return kg.Time{}, fmt.Errorf("%s is not a time_precision; that is 1, 2 or 3", quote(precision))
}
