package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// polecatReader reads event files of POLECAT, the successor of ICEWS.
type polecatReader struct {
	*tabTable
	*register
	days      dateColumn
	published dateColumn
	span      span
	events    events
}

// OpenPOLECAT opens event files of POLECAT as they are published, with columns
// between tabs and the names of the columns on the first line of each file, in
// any order. Its errors name the option, or the file, that is at fault.
//
//   - Actor Name and Recipient Name become the subject and the object, each of the
//     actors with each of the recipients where there are several, between
//     semicolons; with ids made of their names. Country and sectors become the
//     description of who is alone in a column. Story People and Story Organizations tell
//     which actors are persons and organizations; of the others sectors and names do.
//   - Event Type and Event Mode become the type, "plover:consult-visit". Status is
//     what package cameo says of the type.
//   - Event Date becomes the time, a day. A row whose Publication Date is before it
//     is set aside, and one of a day before 2010 or still to come.
//   - Placename or City, District, Province and Country become the place, Latitude
//     and Longitude the point, as precise as the narrowest of these.
//   - Event ID becomes the record that is the evidence.
//
// A row without a recipient states what the actors did in the place, one without an actor
// what was done there to the recipients: "polecat:consult-visit-in". Where there is no
// place either, it is set aside as Unpaired.
func OpenPOLECAT(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	t, err := openTabs(options, files, "eventdate", func(names []string) (columns, error) {
		return newColumns(names, "Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name")
	})
	if err != nil {
		return nil, err
	}
	const firstYear = 2010
	r := &polecatReader{tabTable: t, register: newRegister(options.Name), events: events{}, span: newSpan("POLECAT", firstYear, options.Now)}
	if r.days, err = newDateColumn(options.DateFormat, t.again); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	// Of a date of publication that may be two days nothing is concluded.
	r.published.orders = make([]dateOrder, len(files))
	return r, nil
}

// Next implements Reader.
func (r *polecatReader) Next(batch *kg.Batch) error {
	if err := r.advance(); err != nil {
		return err
	}
	return r.setAside(r.take(batch))
}

// maxPairs is how many relations a row may state.
const maxPairs = 100

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *polecatReader) take(batch *kg.Batch) error {
	column := r.column
	record := column("eventid")
	if err := checkName("Event ID", record); err != nil {
		return err
	}
	when, err := r.days.read(r.index, column("eventdate"))
	if err != nil {
		return err
	}
	if err := r.span.check(*when); err != nil {
		return err
	}
	if err := notAfter(*when, "Publication Date", &r.published, r.index, column("publicationdate")); err != nil {
		return err
	}
	event, err := r.event(column("eventtype"), column("eventmode"))
	if err != nil {
		return err
	}
	where := placeName(joined(polecatTown(column), column("district"), column("province"), column("country")))
	actors, recipients := associates(column("actorname")), associates(column("recipientname"))
	switch {
	case len(actors)+len(recipients) == 0 || where == "" && (len(actors) == 0 || len(recipients) == 0):
		return errOnlyOneActor
	case len(actors)*len(recipients) > maxPairs:
		return fmt.Errorf("%d actors with %d recipients are more than %d relations", len(actors), len(recipients), maxPairs)
	}
	for _, name := range append(append([]string{}, actors...), recipients...) {
		if err := checkName("name of an actor", name); err != nil {
			return err
		}
	}
	at := pointAt(column("latitude"), column("longitude"), precisionOf(polecatTown(column), column("district"), column("province"), column("country")))
	kind := event.kind
	if len(actors) == 0 || len(recipients) == 0 {
		kind = inPlace(r.dataset, kind, len(recipients) == 0)
	}
	r.relationType(batch, kind)
	state := func(subject string, object func() string) {
		time := *when
		relation := kg.Relation{
			Type: kind.ID, Status: event.status, Certainty: event.certainty, Time: &time, Subject: subject,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: record}, Point: at}},
		}
		if object != nil {
			relation.Object = object()
		}
		if relation.Places = r.places(batch, where, at); object == nil {
			relation.Object = relation.Places[0]
		}
		batch.Relations = append(batch.Relations, relation)
	}
	for _, actor := range actors {
		subject := r.actor(batch, actor, len(actors) == 1, "actor")
		for _, recipient := range recipients {
			state(subject, func() string { return r.actor(batch, recipient, len(recipients) == 1, "recipient") })
		}
		if len(recipients) == 0 {
			state(subject, nil)
		}
	}
	if len(actors) == 0 {
		for _, recipient := range recipients {
			state(r.actor(batch, recipient, len(recipients) == 1, "recipient"), nil)
		}
	}
	return nil
}

func polecatTown(column func(string) string) string {
	if city := column("city"); city != "" {
		return city
	}
	return column("placename")
}

func (r *polecatReader) actor(batch *kg.Batch, name string, alone bool, which string) string {
	told := append(sectorsOf(r.column("primary"+which+"sector"), ";"), sectorsOf(r.column(which+"sectors"), ";")...)
	if !alone && len(told) > 0 {
		told = sectors{"of several"} // whose of them is which is not told
	}
	d := described{name: name, kind: told.kindIn}
	if kindOf(name) == kg.KindOtherActor {
		switch {
		case slices.Contains(associates(r.column("storypeople")), name):
			d.kind = ofKind(kg.KindPerson)
		case slices.Contains(associates(r.column("storyorganizations")), name):
			d.kind = ofKind(kg.KindOrganization)
		}
	}
	if alone {
		d.text = joined(r.column(which+"country"), strings.Join(associates(r.column(which+"sectors")), ", "))
	}
	return r.entity(batch, d)
}

// event returns the event of a PLOVER type and mode.
func (r *polecatReader) event(name, mode string) (*event, error) {
	key := name + "\x00" + mode
	if known := r.events[key]; known != nil {
		return known, nil
	}
	plover, ok := cameo.PLOVERByName(name, mode)
	if !ok {
		return nil, fmt.Errorf("%s is not an event type of PLOVER; those are %s", quote(name), strings.Join(cameo.PLOVERTypes(), ", "))
	}
	if len(mode) > maxSlug {
		return nil, fmt.Errorf("the Event Mode %s is not one; are the columns in their places?", quote(mode))
	}
	if len(r.events) >= maxTypes {
		return nil, fmt.Errorf("there are more than %d event modes; does this column hold the mode?", maxTypes)
	}
	kind := plover.RelationType(localID)
	if err := kg.CheckTypeID(kind.ID); err != nil {
		return nil, err
	}
	r.events[key] = &event{kind: kind, status: plover.Status(), certainty: kg.CertaintyStated}
	return r.events[key], nil
}
