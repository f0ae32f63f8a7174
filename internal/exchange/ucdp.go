package exchange

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

// ucdpReader reads the Georeferenced Event Dataset of the Uppsala Conflict Data Program.
type ucdpReader struct {
	*recordTable
	*register
	days    dateColumn
	parties map[[3]string]bool // that a batch has: actors or dyads, what they are a part of, and the year
}

// OpenUCDP opens CSV files of UCDP GED, yearly releases and candidate events alike, with
// the names of the columns on the first line of each file, in any order. Columns that a
// release does not have are taken to be empty. Its errors name the option, or the file,
// that is at fault.
//
//   - side_a and side_b become the subject and the object, with UCDP's ids of them:
//     "ucdp:488". What side_a_new_id and side_b_new_id have is their identifier, too.
//     Governments are organizations, Civilians a group.
//   - type_of_violence becomes the type: 1 "ucdp:state-based-violence", 2
//     "ucdp:non-state-violence", 3 "ucdp:one-sided-violence". The first two are
//     symmetric, since the order of the sides does not say who attacked whom.
//   - dyad_name and conflict_name become events, "ucdp:dyad.688" and "ucdp:conflict.314":
//     the sides are party to the dyad, which belongs to the conflict, in the year of the
//     event.
//   - date_start and date_end become the time: what is between them. Where date_prec
//     says that the day is not known and both are one, it is the week around it, its
//     month or its year.
//   - latitude and longitude become the point, where_prec its precision, and
//     where_coordinates, adm_2, adm_1 and country the place, of which a precision of 3, 4
//     and 6 leaves out what the point does not tell.
//   - low, best and high become the deaths; deaths_a, deaths_b, deaths_civilians and
//     deaths_unknown those of each side, of civilians and of the others. What is empty or
//     less than 0 is not known.
//   - id becomes the record that is the evidence, source_office its publisher, an address
//     in source_article its URL, and source_article, source_original and
//     where_description its note.
//
// A row without side_b states that side_a did so in the place.
func OpenUCDP(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	r := &ucdpReader{register: newRegister(options.Name), parties: map[[3]string]bool{}}
	r.recordTable = &recordTable{limit: options.Limit, dates: []string{"datestart", "dateend"}, header: func(names []string) (columns, error) {
		return newColumns(names, "id", "type_of_violence", "side_a", "side_b", "date_start")
	}}
	var err error
	if r.days, err = newDateColumn(options.DateFormat, r.again); err != nil {
		return nil, err
	}
	return r, r.begin(files)
}

// Next implements Reader.
func (r *ucdpReader) Next(batch *kg.Batch) error {
	if err := r.advance(); err != nil {
		return err
	}
	return r.setAside(r.take(batch))
}

// take adds what a row states to batch, or nothing and returns what is wrong.
func (r *ucdpReader) take(batch *kg.Batch) error {
	column := r.column
	record := strings.Clone(oneLine(column("id")))
	first, second := r.side("a"), r.side("b")
	if err := checkNames("id", record, "side_a", first.name); err != nil {
		return err
	}
	if second.name != "" {
		if err := checkName("side_b", second.name); err != nil {
			return err
		}
	}
	kind, err := ucdpType(r.dataset, column("typeofviolence"))
	if err != nil {
		return err
	}
	when, err := r.when()
	if err != nil {
		return err
	}
	point, where := r.where()
	if second.name == "" {
		if where == "" {
			return errOnlyOneActor
		}
		kind = inPlace(r.dataset, kind, true)
	}
	evidence := kg.Evidence{
		Source:     &kg.Source{Dataset: r.dataset, Record: record, URL: addressIn(column("sourcearticle")), Publisher: strings.Clone(column("sourceoffice")), Note: r.note()},
		Point:      point,
		Quantities: r.quantities(),
	}
	r.relationType(batch, kind)
	places := r.places(batch, where, placePoint(point))
	relation := kg.Relation{
		Type: kind.ID, Subject: r.entity(batch, first), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: kg.CodingHand, Time: when, Places: places,
		Evidence: []kg.Evidence{evidence},
	}
	parties := []string{relation.Subject}
	switch {
	case second.name == "":
		relation.Object = places[0]
	case kind.Symmetric:
		relation.Object = r.entity(batch, second)
		parties = append(parties, relation.Object)
	default:
		relation.Object = r.entity(batch, second) // who was attacked is party to nothing
	}
	batch.Relations = append(batch.Relations, relation)
	r.belonging(batch, record, when, parties)
	return nil
}

// side returns the actor of a side.
func (r *ucdpReader) side(letter string) described {
	d := described{name: oneLine(r.column("side" + letter)), kind: ucdpKind}
	d.key = r.number("side"+letter+"newid", "side"+letter+"id", "side"+letter+"dsetid")
	if d.key != "" {
		name := d.name
		d.kind = func(string) kg.EntityKind { return ucdpKind(kg.FoldName(name)) }
	}
	if i, err := (kg.Identifier{Scheme: "ucdp", Value: r.number("side" + letter + "newid")}).Check(""); err == nil {
		d.identifiers = []kg.Identifier{i}
	}
	return d
}

// number returns what the first of some columns has that is an id.
func (r *ucdpReader) number(columns ...string) string {
	for _, column := range columns {
		if n, ok := wholeNumber([]byte(r.column(column))); ok {
			return strconv.FormatInt(n, 10)
		}
	}
	return ""
}

// ucdpKind returns the kind of an actor by its folded name.
func ucdpKind(name string) kg.EntityKind {
	switch {
	case name == "civilians":
		return kg.KindGroup
	case strings.HasPrefix(name, "government of "):
		return kg.KindOrganization
	}
	return kindOf(name)
}

// ucdpType returns the type of relations that a type of violence is.
func ucdpType(dataset, code string) (kg.RelationType, error) {
	var local, label, inverse, cameo string
	switch code {
	case "1", "1.0":
		local, label, cameo = "state-based-violence", "fought in a state-based conflict with", "190"
	case "2", "2.0":
		local, label, cameo = "non-state-violence", "fought in a non-state conflict with", "190"
	case "3", "3.0":
		local, label, inverse, cameo = "one-sided-violence", "used one-sided violence against", "suffered one-sided violence by", "180"
	default:
		return kg.RelationType{}, fmt.Errorf("the type_of_violence %s is not 1, 2 or 3", quote(code))
	}
	return kg.RelationType{
		ID: dataset + ":" + local, Label: label, InverseLabel: cmp.Or(inverse, label), Symmetric: inverse == "", PLOVER: "ASSAULT", CAMEO: cameo,
	}, nil
}

// when returns the time of an event.
func (r *ucdpReader) when() (*kg.Time, error) {
	from, err := r.days.read(r.index, r.column("datestart"))
	if err != nil {
		return nil, err
	}
	to := from
	if last := r.column("dateend"); last != "" {
		if to, err = r.days.read(r.index, last); err != nil {
			return nil, err
		}
	}
	when, err := spanning(from, to)
	if err != nil || when.Start == nil || when.End == nil {
		return when, err
	}
	first, last := *when.Start, *when.End
	edtf := when.EDTF
	switch precision, one := r.column("dateprec"), first == last; {
	case one && precision == "3":
		edtf = (first - 3).String() + "/" + (first + 3).String()
	case one && precision == "4":
		edtf = monthIn(first)
	case one && precision == "5":
		edtf = yearIn(first)
	default:
		// What is between the first and the last day of a month or a year is that.
		for _, whole := range []string{monthIn(first), yearIn(first)} {
			if t, err := kg.ParseEDTF(whole); err == nil && *t.Start == first && *t.End == last {
				edtf = whole
			}
		}
	}
	t, err := kg.ParseEDTF(edtf)
	return &t, err
}

func monthIn(d kg.Date) string { return d.String()[:len(d.String())-len("-01")] }
func yearIn(d kg.Date) string  { return d.String()[:len(d.String())-len("-01-01")] }

// where returns where an event was: its point, and what the place is called that this is
// a point of.
func (r *ucdpReader) where() (*kg.Point, string) {
	names := []string{oneLine(r.column("wherecoordinates")), oneLine(r.column("adm2")), oneLine(r.column("adm1")), oneLine(r.column("country"))}
	precision := kg.PrecisionUnknown
	switch r.column("whereprec") {
	case "1":
		precision = kg.PrecisionExact
	case "2":
		precision = kg.PrecisionNear
	case "3":
		precision = kg.PrecisionDistrict
		if names[1] != "" {
			names[0] = ""
		}
	case "4":
		precision = kg.PrecisionProvince
		if names[2] != "" {
			names[0], names[1] = "", ""
		}
	case "6":
		precision = kg.PrecisionCountry
		if names[3] != "" {
			names[0], names[1], names[2] = "", "", ""
		}
	case "7":
		precision = kg.PrecisionSea
	}
	return pointAt(r.column("latitude"), r.column("longitude"), precision), placeName(joined(names...))
}

// quantities returns how many died.
func (r *ucdpReader) quantities() (all []kg.Quantity) {
	total := kg.Quantity{Kind: kg.QuantityDeaths, Low: count(r.column("low")), Best: count(r.column("best")), High: count(r.column("high"))}
	if total.Low != nil || total.Best != nil || total.High != nil {
		all = append(all, total)
	}
	for _, one := range []struct {
		kind   kg.QuantityKind
		column string
	}{
		{kg.QuantityDeathsSubject, "deathsa"}, {kg.QuantityDeathsObject, "deathsb"},
		{kg.QuantityDeathsCivilians, "deathscivilians"}, {kg.QuantityDeathsUnknown, "deathsunknown"},
	} {
		if n := count(r.column(one.column)); n != nil {
			all = append(all, kg.Quantity{Kind: one.kind, Best: n})
		}
	}
	return all
}

// note returns what the coders wrote of an event.
func (r *ucdpReader) note() string {
	article := r.column("sourcearticle")
	if article == "" {
		article = joined(r.column("sourceoffice"), r.column("sourcedate"), r.column("sourceheadline"))
	}
	var lines []string
	for _, line := range []struct{ label, text string }{
		{"Source: ", article}, {"Original source: ", r.column("sourceoriginal")}, {"Where: ", r.column("wheredescription")},
	} {
		if text := strings.TrimSpace(line.text); text != "" {
			lines = append(lines, line.label+text)
		}
	}
	return strings.Join(lines, "\n")
}

// belonging adds to which dyad parties belong in the year of an event, and to which
// conflict that does.
func (r *ucdpReader) belonging(batch *kg.Batch, record string, when *kg.Time, parties []string) {
	dyad := r.event("dyad", "dyadname", "dyadnewid", "dyadid", "dyaddsetid")
	conflict := r.event("conflict", "conflictname", "conflictnewid", "conflictid", "conflictdsetid")
	year, err := kg.ParseEDTF(r.number("year"))
	if err != nil && when != nil && when.Start != nil {
		year, err = kg.ParseEDTF(yearIn(*when.Start))
	}
	if err != nil {
		return
	}
	add := func(local, label, inverse, subject string, object described) {
		id, t := r.entity(batch, object), year
		key := [3]string{subject, id, year.EDTF}
		if r.parties[key] {
			return
		}
		if len(r.parties) >= maxKnown {
			clear(r.parties)
		}
		r.parties[key] = true
		kind := kg.RelationType{ID: r.dataset + ":" + local, Label: label, InverseLabel: inverse, ObjectKinds: []kg.EntityKind{kg.KindEvent}}
		r.relationType(batch, kind)
		batch.Relations = append(batch.Relations, kg.Relation{
			Type: kind.ID, Subject: subject, Object: id, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: kg.CodingHand, Time: &t,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: r.dataset, Record: record}}},
		})
	}
	within := conflict
	if dyad.name != "" {
		within = dyad
	}
	if within.name == "" {
		return
	}
	for _, party := range parties {
		add("party-to", "was party to", "was fought by", party, within)
	}
	if dyad.name != "" && conflict.name != "" {
		add("dyad-of", "is a dyad of", "has as dyad", r.entity(batch, dyad), conflict)
	}
}

// event returns a dyad or a conflict, without a name where a row has none.
func (r *ucdpReader) event(sort, name string, ids ...string) described {
	d := described{sort: sort + ".", name: oneLine(r.column(name)), key: r.number(ids...), kind: ofKind(kg.KindEvent)}
	if checkName(sort, d.name) != nil {
		d.name = ""
	}
	return d
}

var address = regexp.MustCompile(`https?://[^\s"<>;]+`)

// addressIn returns the first address that stands in a text.
func addressIn(text string) string {
	return strings.Clone(strings.TrimRight(address.FindString(text), ".,)"))
}
