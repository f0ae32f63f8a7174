package kg

import (
	"regexp"
	"slices"
	"strings"
)

// Coding says who read the source of a relation. It tells nothing of how the source stands
// to it, which is its Certainty.
type Coding string

const (
	CodingQuoted    Coding = "QUOTED"        // words of a document, which a person read
	CodingSuggested Coding = "SUGGESTED"     // words of a document, which a program proposed and a person accepted
	CodingHand      Coding = "HAND_CODED"    // rows of a data set, which people coded
	CodingMachine   Coding = "MACHINE_CODED" // rows of a data set, which a program coded
)

// Codings lists every value, what can be relied on most first.
var Codings = []Coding{CodingQuoted, CodingSuggested, CodingHand, CodingMachine}

// quoting are the codings of relations with words of a document among their evidence.
var quoting = []Coding{CodingQuoted, CodingSuggested}

// IsQuoted reports whether relations of c have words of a document among their evidence.
func (c Coding) IsQuoted() bool { return slices.Contains(quoting, c) }

// CodingsOf returns the codings of what is quoted, or of what is not.
func CodingsOf(quoted bool) (all []Coding) {
	for _, c := range Codings {
		if c.IsQuoted() == quoted {
			all = append(all, c)
		}
	}
	return all
}

// complete fills in the coding of a relation that does not say it: QUOTED where words of a
// document are among its evidence, otherwise MACHINE_CODED. Since a relation's id tells
// which documents and data sets its evidence is from, what is added to that later changes
// nothing of its coding.
func (r *Relation) completeCoding() error {
	quotes := slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return e.Source == nil })
	if r.Coding == "" {
		r.Coding = CodingMachine
		if quotes {
			r.Coding = CodingQuoted
		}
		return nil
	}
	if err := oneOf("coding", r.Coding, Codings); err != nil {
		return err
	}
	if r.Coding.IsQuoted() != quotes {
		return BadInput("coding", "%s is not the coding of this evidence; it is one of %v", r.Coding, CodingsOf(quotes))
	}
	return nil
}

// acledEvents are the ids, within the data set, of the types that ACLED's event and
// sub-event types became, and of those of its associates.
var acledEvents = strings.Fields(`
	abduction-forced-disappearance agreement air-drone-strike armed-clash arrests associated-with attack
	battle-government-regains-territory battle-no-change-of-territory battle-non-state-actor-overtakes-territory battles
	change-to-group-activity chemical-weapon disrupted-weapons-use excessive-force-against-protesters explosions-remote-violence
	government-regains-territory grenade headquarters-or-base-established looting-property-destruction mob-violence
	non-state-actor-overtakes-territory non-violent-transfer-of-territory other peaceful-protest protest-with-intervention protests
	remote-explosive-landmine-ied remote-violence riots riots-protests sexual-violence shelling-artillery-missile-attack
	strategic-development strategic-developments suicide-bomb violence-against-civilians violent-demonstration`)

// ACLEDRecord is the form of ACLED's ids of events: an ISO 3166 code and a number.
const ACLEDRecord = `[A-Z]{3}[0-9]+`

var acledRecord = regexp.MustCompile(`^` + ACLEDRecord + `$`)

// ACLEDTypes returns those of some types that rows of ACLED state relations of, whatever
// the data set was called.
func ACLEDTypes(types []RelationType) (ids []string) {
	for _, t := range types {
		if _, event, own := strings.Cut(t.ID, ":"); own && slices.Contains(acledEvents, event) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// CodingBefore returns the coding of a relation that was recorded before there were
// codings. Of the data sets that could be read then, people coded ACLED alone: its rows
// state relations of types within the data set that have the names of its events, and have
// ACLEDRecords.
func CodingBefore(r Relation) Coding {
	dataset, event, own := strings.Cut(r.Type, ":")
	coding := CodingMachine
	for _, e := range r.Evidence {
		switch {
		case e.Source == nil:
			return CodingQuoted
		case own && e.Source.Dataset == dataset && acledRecord.MatchString(e.Source.Record) && slices.Contains(acledEvents, event):
			coding = CodingHand
		}
	}
	return coding
}
