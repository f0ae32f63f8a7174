package exchange

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// dictionary reads an actor dictionary in the form of TABARI and PETRARCH: names, each
// followed by its other names after "+" and by its codes in brackets, those that hold
// at some time with dates.
type dictionary struct {
	*lines
	*register
	known *knownStates

	ahead  *dictionaryLine // the name that comes next
	ended  bool
	coming []coded          // codes of the name that was read last, of which some are given out
	actor  *dictionaryActor // the name that is read; nil where that cannot be
}

// dictionaryActor is a name of a dictionary with its other names.
type dictionaryActor struct {
	written string // as it stands there
	name    string
	aliases []string
	leader  bool // it comes from a list of members of governments
	added   bool
	id      string
	first   string // what its first code begins with
	codes   []string
}

// coded is a code of a name.
type coded struct {
	actor       *dictionaryActor // nil where it cannot be read
	code, dates string
	line        dictionaryLine
	reject      *Reject // in place of the code
}

type dictionaryLine struct {
	text   string
	number int
}

func openDictionary(options RowOptions, in *inputs, register *register, known *knownStates) (Reader, error) {
	l, err := in.lines(options.Limit)
	if err != nil {
		return nil, err
	}
	return &dictionary{lines: l, register: register, known: known}, nil
}

// Next implements Reader.
func (d *dictionary) Next(batch *kg.Batch) error {
	for len(d.coming) == 0 {
		if err := d.read(); err != nil {
			return err
		}
	}
	c := d.coming[0]
	d.coming = d.coming[1:]
	if c.reject != nil {
		return c.reject
	}
	return rejected(d.take(batch, c), func(reason string) *Reject { return d.rejectAt(c.line, reason) })
}

func (d *dictionary) rejectAt(line dictionaryLine, reason string) *Reject {
	return &Reject{File: d.source.Name, Line: line.number, Reason: reason, Text: line.text[:min(len(line.text), maxRejectText)]}
}

// read reads the next name with all that belongs to it.
func (d *dictionary) read() error {
	if d.ended && d.ahead == nil {
		return io.EOF
	}
	d.coming = nil
	if d.ahead != nil {
		d.begin(*d.ahead)
		d.ahead = nil
	}
	for {
		raw, err := d.next()
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF):
			d.ended = true
			return nil
		case errors.As(err, &reject):
			// What follows may belong to the name that stands here.
			d.coming = append(d.coming, coded{reject: reject})
			d.actor = nil
			continue
		case err != nil:
			return err
		}
		line := dictionaryLine{string(raw), d.number}
		text, _ := d.uncommented(line.text)
		switch plain := strings.TrimSpace(text); {
		case plain == "":
		case strings.HasPrefix(plain, "+"):
			if d.actor != nil {
				d.alias(plain[1:])
				d.addCodes(line, text)
			}
		case line.text[0] == ' ' || line.text[0] == '\t' || strings.HasPrefix(plain, "["):
			d.addCodes(line, text)
		case len(d.coming) > 0 || d.actor != nil:
			d.ahead = &line
			return nil
		default:
			d.begin(line)
		}
	}
}

// uncommented returns a line without the remark at its end, and that.
func (d *dictionary) uncommented(line string) (text, remark string) {
	if i := strings.IndexAny(line, "#;"); i >= 0 {
		return line[:i], strings.TrimSpace(line[i+1:])
	}
	return line, ""
}

// begin begins with the name that a line has.
func (d *dictionary) begin(line dictionaryLine) {
	text, remark := d.uncommented(line.text)
	written, _, _ := strings.Cut(text, "[")
	written = strings.TrimSpace(written)
	d.actor = &dictionaryActor{written: strings.Trim(written, "_ "), name: plainName(written), leader: strings.HasPrefix(remark, "CountryInfo") || strings.HasPrefix(remark, "IGOrulers")}
	d.addCodes(line, text)
}

var titled = cases.Title(language.Und)

// plainName returns a name of a dictionary as names are written.
func plainName(written string) string {
	name := oneLine(strings.ReplaceAll(written, "_", " "))
	if name == strings.ToUpper(name) {
		name = titled.String(strings.ToLower(name))
	}
	return name
}

func (d *dictionary) alias(written string) {
	written, _, _ = strings.Cut(written, "[")
	if name := plainName(written); name != d.actor.name && !slices.Contains(d.actor.aliases, name) && checkName("name", name) == nil {
		d.actor.aliases = append(d.actor.aliases, name)
	}
}

var bracketed = regexp.MustCompile(`\[([^\[\]]*)\]?`)

// addCodes adds the codes that a line has.
func (d *dictionary) addCodes(line dictionaryLine, text string) {
	found := bracketed.FindAllStringSubmatch(text, -1)
	if len(found) == 0 && strings.TrimSpace(text) != "" && (line.text[0] == ' ' || line.text[0] == '\t') {
		d.coming = append(d.coming, coded{reject: d.rejectAt(line, "it is no code; write one in brackets, such as [UKRGOV 140607-190520]")})
		d.actor = nil // what follows may belong to it
	}
	for _, m := range found {
		code, dates, _ := strings.Cut(strings.TrimSpace(m[1]), " ")
		d.coming = append(d.coming, coded{actor: d.actor, code: code, dates: strings.TrimSpace(dates), line: line})
		if d.actor != nil {
			d.actor.codes = append(d.actor.codes, code)
		}
	}
}

var actorCode = regexp.MustCompile(`^[A-Z]{3}([A-Z]{3})*$`)

// take adds what a code states to batch, or nothing and returns what is wrong.
func (d *dictionary) take(batch *kg.Batch, c coded) error {
	a := c.actor
	if a == nil {
		return errors.New("the name that the code is of cannot be read, or is missing")
	}
	if c.code == "---" {
		return fmt.Errorf("the code says that %s is no actor then", quote(a.name))
	}
	if strings.Contains(c.code, "~") {
		return fmt.Errorf("%s is a word for a role, and names no actor; give dictionaries of actors", quote(a.name))
	}
	if !actorCode.MatchString(c.code) {
		return fmt.Errorf("%s is not a code of CAMEO, which has three capital letters or a multiple of three", quote(c.code))
	}
	if err := checkName("name", a.name); err != nil {
		return err
	}
	when, err := dictionaryTime(c.dates)
	if err != nil {
		return err
	}
	if state, is := a.state(); is {
		return d.takeState(batch, state, c, when)
	}
	of, role := c.code[:3], c.code[3:]
	object, err := d.object(batch, of, role)
	if err != nil {
		return err
	}
	d.add(batch, a, of)
	if object == "" {
		return nil
	}
	kind := roleType(d.dataset, role)
	d.relationType(batch, kind)
	status := kg.StatusOccurred
	if when != nil && when.End == nil {
		status = kg.StatusOngoing
	}
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: kind.ID, Subject: a.id, Object: object, Status: status, Certainty: kg.CertaintyStated, Time: when,
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: d.dataset, Record: a.record(c)}}},
	})
	return nil
}

func (a *dictionaryActor) record(c coded) string {
	return strings.TrimSpace(a.written + " [" + strings.TrimSpace(c.code+" "+c.dates) + "]")
}

// state returns the state that a name of a dictionary is, which is one by its name and by
// a code.
func (a *dictionaryActor) state() (states.State, bool) {
	named, _ := states.Named(a.name)
	for _, code := range a.codes {
		if s, is := states.ByCAMEO(code); is && slices.Contains(named, s.Alpha2) {
			return s, true
		}
	}
	return states.State{}, false
}

// takeState adds a state, and what it was part of.
func (d *dictionary) takeState(batch *kg.Batch, s states.State, c coded, when *kg.Time) error {
	id := d.addState(batch, d.known, s)
	other, whole := states.ByCAMEO(c.code[:3])
	switch {
	case whole && other.Alpha2 == s.Alpha2:
		return nil // it is itself
	case when == nil && !strings.HasSuffix(c.code, s.CAMEO()):
		return fmt.Errorf("%s is not a code of %s", c.code, s.Name)
	}
	object, err := d.object(batch, c.code[:3], "")
	if err != nil {
		return err
	}
	batch.Relations = append(batch.Relations, kg.Relation{
		Type: "part-of", Subject: id, Object: object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: when,
		Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: d.dataset, Record: c.actor.record(c)}}},
	})
	for _, t := range kg.CoreTypes() {
		if t.ID == "part-of" {
			d.relationType(batch, t)
		}
	}
	return nil
}

// formerStates are codes of states that are no more, and of what is spoken of as one.
var formerStates = map[string]string{
	"CSK": "Czechoslovakia", "DDR": "German Democratic Republic", "FRN": "France", "FRY": "Federal Republic of Yugoslavia", "SCG": "Serbia and Montenegro",
	"SRP": "Republika Srpska", "SUN": "Soviet Union", "USR": "Soviet Union", "YUG": "Yugoslavia",
}

// sorts are what codes begin with that are of no state.
var sorts = map[string]string{
	"IGO": "intergovernmental organizations", "NGO": "nongovernmental organizations", "NGM": "nongovernmental movements", "MNC": "multinational corporations",
	"IMG": "international militarized groups", "INT": "international actors",
}

// object returns the id of the state that a code begins with, or of what else it says
// that an actor is of; nothing where that is only a sort of actors.
func (d *dictionary) object(batch *kg.Batch, code, role string) (string, error) {
	if s, is := states.ByCAMEO(code); is {
		return d.addState(batch, d.known, s), nil
	}
	if name, was := formerStates[code]; was {
		id := d.dataset + ":" + strings.ToLower(code)
		called := [2]string{"former.", code}
		if _, added := d.entities[called]; !added {
			d.entities[called] = id
			batch.Entities = append(batch.Entities, kg.Entity{ID: id, Kind: kg.KindCountry, Name: name, Identifiers: []kg.Identifier{{Scheme: "cameo", Value: code}}})
		}
		return id, nil
	}
	if _, is := sorts[code]; is && len(role) >= 3 {
		whole := code + role[:3]
		name, known := organizations[role[:3]]
		if !known {
			return "", nil
		}
		return d.entity(batch, described{
			sort: "organization.", name: name, kind: ofKind(kg.KindOrganization), identifiers: []kg.Identifier{{Scheme: "cameo", Value: whole}},
		}), nil
	}
	return "", nil
}

// organizations are those that codes name after IGO.
var organizations = map[string]string{
	"UNO": "United Nations", "NAT": "North Atlantic Treaty Organization", "EEC": "European Union", "ARL": "Arab League", "ASN": "Association of Southeast Asian Nations",
	"IMF": "International Monetary Fund", "WBK": "World Bank", "WTO": "World Trade Organization", "OPC": "Organization of the Petroleum Exporting Countries",
	"OAU": "African Union", "OAS": "Organization of American States", "CIS": "Commonwealth of Independent States", "GCC": "Gulf Cooperation Council",
	"SCE": "Organization for Security and Cooperation in Europe", "COE": "Council of Europe",
}

// add adds the actor to batch unless that was done.
func (d *dictionary) add(batch *kg.Batch, a *dictionaryActor, of string) {
	if a.added {
		return
	}
	a.added = true
	if a.first == "" {
		a.first = of
	}
	var all sectors
	for rest := a.codes[0]; len(rest) >= 3; rest = rest[3:] {
		all = append(all, strings.ToLower(rest[:3]))
	}
	kind := func(string) kg.EntityKind {
		k := all.kindIn(a.name)
		if a.leader && (k == kg.KindOtherActor || k == kg.KindOrganization && readName(a.name).mayBePerson()) {
			return kg.KindPerson
		}
		return k
	}
	a.id = d.entity(batch, described{name: a.name, key: a.name + " " + a.first, kind: kind, text: ""})
	if last := &batch.Entities[len(batch.Entities)-1]; last.ID == a.id {
		last.Aliases = a.aliases
	}
}

// roles are what the codes of roles say.
var roles = map[string]string{
	"GOV": "government", "ELI": "elites", "MIL": "military", "LEG": "legislature", "OPP": "opposition", "REB": "rebels", "SEP": "separatists", "COP": "police",
	"JUD": "judiciary", "SPY": "intelligence", "BUS": "business", "AGR": "agriculture", "MED": "media", "EDU": "education", "HLH": "health", "DEV": "development",
	"LAB": "labor", "ENV": "environment", "HRI": "human rights", "REL": "religion", "REF": "refugees", "CVL": "civilians", "PTY": "parties", "CRM": "crime",
	"UAF": "unaligned armed forces", "SET": "settlers", "MUS": "Muslims", "CHR": "Christians", "JEW": "Jews", "BUD": "Buddhists", "HIN": "Hindus",
}

// roleType returns the type by which an actor of a role is related with whose it is.
func roleType(dataset, role string) kg.RelationType {
	if role == "" {
		return kg.RelationType{ID: dataset + ":affiliated-with", Label: "is affiliated with", InverseLabel: "has affiliated with it"}
	}
	var said []string
	for rest := role; len(rest) >= 3; rest = rest[3:] {
		word := roles[rest[:3]]
		if word == "" {
			word = rest[:3]
		}
		said = append(said, word)
	}
	label := said[0]
	if len(said) > 1 {
		label += " (" + strings.Join(said[1:], ", ") + ")"
	}
	return kg.RelationType{ID: "cameo:" + role, Label: "is of the " + label + " of", InverseLabel: "has of its " + label}
}

// newestShortYear is the last year of this century that a date of six digits can be of,
// as the programs have it that the dictionaries were made for.
const newestShortYear = 30

// dictionaryTime reads the dates of a code: "811007-820102", ">811007", "<820102"; nil
// where there are none.
func dictionaryTime(dates string) (*kg.Time, error) {
	if dates == "" {
		return nil, nil
	}
	from, to := "", ""
	switch {
	case dates[0] == '>':
		day, err := dictionaryDay(strings.TrimSpace(dates[1:]))
		if err != nil {
			return nil, err
		}
		from, to = day, ".."
	case dates[0] == '<':
		day, err := dictionaryDay(strings.TrimSpace(dates[1:]))
		if err != nil {
			return nil, err
		}
		from, to = "..", day
	default:
		first, last, both := strings.Cut(dates, "-")
		if !both {
			return nil, fmt.Errorf("%s does not say whether it is the first day or the last; write >%s or <%s, or both days", quote(dates), dates, dates)
		}
		var err error
		if from, err = dictionaryDay(strings.TrimSpace(first)); err != nil {
			return nil, err
		}
		if to, err = dictionaryDay(strings.TrimSpace(last)); err != nil {
			return nil, err
		}
		if from > to {
			return nil, fmt.Errorf("it ends on %s, before it begins, on %s", to, from)
		}
	}
	edtf := from + "/" + to
	if from == to {
		edtf = from
	}
	t, err := kg.ParseEDTF(edtf)
	return &t, err
}

// dictionaryDay returns a day as YYYY-MM-DD.
func dictionaryDay(digits string) (string, error) {
	if _, ok := wholeNumber([]byte(digits)); !ok || len(digits) != 6 && len(digits) != 8 {
		return "", fmt.Errorf("%s is not a day; write it as YYMMDD or YYYYMMDD", quote(digits))
	}
	year := digits[:len(digits)-4]
	if len(year) == 2 {
		century := "19"
		if n, _ := strconv.Atoi(year); n <= newestShortYear {
			century = "20"
		}
		year = century + year
	}
	month, day := digits[len(digits)-4:len(digits)-2], digits[len(digits)-2:]
	text := year + "-" + month + "-" + day
	if _, err := kg.ParseEDTF(text); err != nil {
		return "", fmt.Errorf("%s is not a day of the calendar", quote(digits))
	}
	return text, nil
}

// Close implements Reader.
func (d *dictionary) Close() error { return d.lines.Close() }
