package exchange

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// acledReader reads exports of the Armed Conflict Location & Event Data Project.
type acledReader struct {
	*recordTable
	*register
	days dateColumn
	span span

	revised  func(record string, at time.Time) // is told when records were changed; may be nil
	newest   newest
	deleted  func(record string) // is told what a list of deletions has; may be nil
	deletion bool                // the file is one
}

// OpenACLED opens CSV exports of ACLED, with the names of the columns on the first
// line of each file, in any order, between commas, semicolons or tabs. Its errors
// name the option, or the file, that is at fault.
//
//   - actor1 and actor2 become the subject and the object, with ids made of their
//     names: "acled:protesters-india~" and twelve more characters. Civilians,
//     Protesters and Rioters are groups, Military and Police Forces organizations; the
//     others are what inter1 and inter2 tell: forces of states and others, rebels and
//     political militias are organizations, identity militias groups.
//   - assoc_actor_1 and assoc_actor_2, between semicolons, become relations of the
//     type "acled:associated-with" from actor1 and actor2, at the same time and
//     place.
//   - sub_event_type becomes the type, or event_type in exports from before there
//     were sub-events, "acled:armed-clash", with the PLOVER event
//     type where it has an evident one. Battles, agreements and protests that are
//     met with force are symmetric, since the order of their actors does not say
//     who did what.
//   - event_date becomes the time: a day, in any form that parseWritten reads; with
//     time_precision 2 the week around it, with 3 its month. A row whose year is
//     another is set aside, and one of a day before 1997 or still to come.
//   - location, admin2, admin1 and country become the place; with geo_precision 3 only
//     admin1 and country, because then the location stands for its region. latitude and
//     longitude become the point, with the precision that geo_precision tells: 1 EXACT, 2
//     NEAR, 3 PROVINCE.
//   - event_id_cnty becomes the record that is the evidence. timestamp says when it was
//     last changed: a row is set aside that is older than one which took its place.
//
// A file with event_id_cnty and deleted_timestamp, and without actors, is the list
// of what ACLED has deleted; see Revisions.
//
// A row without actor2, as most protests are, states what actor1 did in the place:
// "acled:peaceful-protest-in". Where there is no place and no associate either, it is set
// aside as Unpaired.
//
// The evidence is the row: source is its publisher, fatalities are its deaths, and notes
// its note. notes are ACLED's own summary and no words of the
// source, so that no relation quotes them here. Who wants them to be found reads
// the export with OpenCSV and a mapping that names notes as text and quote. The
// codes of actors are not read; event_id_cnty leads to them.
func OpenACLED(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	const firstYear = 1997
	r := &acledReader{register: newRegister(options.Name), newest: newest{}, span: newSpan("ACLED", firstYear, options.Now)}
	r.recordTable = &recordTable{limit: options.Limit, dates: []string{"eventdate"}, header: func(names []string) (columns, error) {
		if c, err := newColumns(names, "event_id_cnty", "deleted_timestamp"); err == nil && !c.has("actor1") {
			r.deletion = true
			return c, nil
		}
		r.deletion = false
		return newColumns(names, "event_id_cnty", "event_date", "event_type|sub_event_type", "actor1", "actor2")
	}}
	var err error
	if r.days, err = newDateColumn(options.DateFormat, r.again); err != nil {
		return nil, err
	}
	return r, r.begin(files)
}

// Next implements Reader.
func (r *acledReader) Next(batch *kg.Batch) error {
	if err := r.advance(); err != nil {
		return err
	}
	return r.setAside(r.take(batch))
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *acledReader) take(batch *kg.Batch) error {
	column := r.column
	if r.deletion {
		return r.delete(column("eventidcnty"), unixTime(column("deletedtimestamp")))
	}
	record, first, second := column("eventidcnty"), oneLine(column("actor1")), oneLine(column("actor2"))
	if err := checkNames("event_id_cnty", record, "actor1", first); err != nil {
		return err
	}
	when, err := r.when(column)
	if err != nil {
		return err
	}
	changed := unixTime(column("timestamp"))
	if err := r.newest.check(record, changed); err != nil {
		return err
	}
	where, at := acledPlace(column)
	evidence := kg.Evidence{
		Source: &kg.Source{Dataset: r.dataset, Record: strings.Clone(record), Publisher: strings.Clone(column("source")), Note: strings.Clone(column("notes"))}, Point: at,
	}
	counted := evidence // of the event alone, since its associates died no second time
	if n := count(column("fatalities")); n != nil {
		counted.Quantities = []kg.Quantity{{Kind: kg.QuantityDeaths, Best: n}}
	}
	kind, err := acledType(r.dataset, cmp.Or(column("subeventtype"), column("eventtype")))
	if err != nil {
		return err
	}
	inter := map[string]sectors{second: acledSectors(column("inter2")), first: acledSectors(column("inter1"))}
	ids := map[string]string{second: column("actor2id"), first: column("actor1id")}
	event := pair{kind, first, second}
	if second == "" {
		event.kind = inPlace(r.dataset, kind, true)
	}
	var pairs []pair
	if second != "" || where != "" {
		pairs = append(pairs, event)
	}
	associated := kg.RelationType{ID: r.dataset + ":" + associatedWith, Label: "is associated with", InverseLabel: "is associated with", Symmetric: true}
	for _, a := range associates(cmp.Or(column("assocactor1"), column("allyactor1"))) {
		pairs = append(pairs, pair{associated, first, a})
	}
	for _, a := range associates(cmp.Or(column("assocactor2"), column("allyactor2"))) {
		if second == "" {
			return errors.New("there is an assoc_actor_2, but no actor2")
		}
		pairs = append(pairs, pair{associated, second, a})
	}
	if len(pairs) == 0 {
		return errOnlyOneActor
	}
	for _, p := range pairs {
		if p.object == "" {
			continue
		}
		if err := checkName("name of an actor", p.object); err != nil {
			return err
		}
		if err := r.checkTypes(p.kind); err != nil {
			return err
		}
	}
	if r.revised != nil && !changed.IsZero() {
		r.revised(strings.Clone(record), changed)
	}
	for _, p := range pairs {
		r.relationType(batch, p.kind)
		day := *when
		relation := kg.Relation{
			Type: p.kind.ID, Subject: r.actor(batch, p.subject, inter, ids), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: kg.CodingHand, Time: &day,
			Evidence: []kg.Evidence{evidence},
		}
		if p.object != "" {
			relation.Object = r.actor(batch, p.object, inter, ids)
		}
		if relation.Places = r.places(batch, where, placePoint(at)); p.object == "" {
			relation.Object = relation.Places[0]
		}
		if p.kind.ID == event.kind.ID {
			relation.Evidence = []kg.Evidence{counted}
		}
		batch.Relations = append(batch.Relations, relation)
	}
	return nil
}

// delete takes a row of a list of deletions, which states nothing.
func (r *acledReader) delete(record string, at time.Time) error {
	if err := checkName("event_id_cnty", record); err != nil {
		return err
	}
	if r.deleted == nil {
		return errors.New("the publisher has deleted this event; a dry run takes nothing back")
	}
	r.deleted(record)
	if r.revised != nil && !at.IsZero() {
		r.revised(strings.Clone(record), at)
	}
	return nil
}

// unixTime returns the time that is some seconds after 1970, zero where text is not a
// number of them.
func unixTime(text string) time.Time {
	const latest = 253_402_300_799 // of the year 9999
	if seconds, ok := wholeNumber([]byte(text)); ok && seconds <= latest {
		return time.Unix(seconds, 0)
	}
	return time.Time{}
}

// Continue implements Continuing.
func (r *acledReader) Continue(ctx context.Context, store kg.Sources) error {
	return r.newest.remember(ctx, store, r.dataset)
}

// OnRevise implements Revisions.
func (r *acledReader) OnRevise(revised func(record string, at time.Time)) { r.revised = revised }

// OnDelete implements Revisions.
func (r *acledReader) OnDelete(deleted func(record string)) { r.deleted = deleted }

// pair is two actors that a row relates.
type pair struct {
	kind            kg.RelationType
	subject, object string
}

// actor returns the id of an actor. Some exports have the numbers by which ACLED knows
// actors.
func (r *acledReader) actor(batch *kg.Batch, name string, inter map[string]sectors, ids map[string]string) string {
	var identifiers []kg.Identifier
	if i, err := (kg.Identifier{Scheme: "acled", Value: ids[name]}).Check(""); err == nil {
		identifiers = append(identifiers, i)
	}
	return r.entity(batch, described{name: name, identifiers: identifiers, kind: func(key string) kg.EntityKind { return acledKind(key, inter[name]) }})
}

// associates returns the actors that a column lists, each once.
func associates(column string) (names []string) {
	for name := range strings.SplitSeq(column, ";") {
		if name = stated(oneLine(name)); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// acledKind returns the kind of an actor by its folded name and, where that does not
// tell it, by what it is in a conflict.
func acledKind(name string, inter sectors) kg.EntityKind {
	for _, start := range []string{"civilians (", "protesters (", "rioters (", "unidentified "} {
		if strings.HasPrefix(name, start) {
			return kg.KindGroup
		}
	}
	for _, start := range []string{"military forces of ", "police forces of ", "government of "} {
		if strings.HasPrefix(name, start) {
			return kg.KindOrganization
		}
	}
	if kind := kindOf(name); kind != kg.KindOtherActor {
		return kind
	}
	return inter.kind()
}

// acledSectors returns what inter1 or inter2 says that an actor is: one of acledInter,
// in words, singular or plural, or by its number.
func acledSectors(inter string) sectors {
	if len(inter) == 1 && inter[0] >= '1' && inter[0] <= '8' {
		return sectors{acledInter[inter[0]-'1']}
	}
	return sectorsOf(strings.TrimSuffix(inter, "s"), ";")
}

// acledInter are the words for the codes 1 to 8 of inter1 and inter2.
var acledInter = []string{"state force", "rebel group", "political militia", "identity militia", "rioter", "protester", "civilian", "external/other force"}

// acledPlace returns what the place is called, and the point of the event.
func acledPlace(column func(string) string) (where string, at *kg.Point) {
	narrow := joined(oneLine(column("location")), oneLine(column("admin2")))
	precision := kg.PrecisionUnknown
	switch column("geoprecision") {
	case "1":
		precision = kg.PrecisionExact
	case "2":
		precision = kg.PrecisionNear
	case "3":
		narrow, precision = "", kg.PrecisionProvince
	}
	where = placeName(joined(narrow, oneLine(column("admin1")), oneLine(column("country"))))
	return where, pointAt(column("latitude"), column("longitude"), precision)
}

// when returns the time of an event: its day or, where the time precision says so,
// the week around it or its month.
func (r *acledReader) when(column func(string) string) (*kg.Time, error) {
	when, err := r.days.read(r.index, column("eventdate"))
	if err != nil {
		return nil, err
	}
	if err := r.span.check(*when); err != nil {
		return nil, err
	}
	if err := sameYear(*when, "year", column("year")); err != nil {
		return nil, err
	}
	day := *when.Start
	switch column("timeprecision") {
	case "2":
		*when, err = kg.ParseEDTF((day - 3).String() + "/" + (day + 3).String())
	case "3":
		*when, err = kg.ParseEDTF(day.String()[:len(day.String())-len("-01")])
	default:
		*when = *kg.Day(day)
	}
	return when, err
}
