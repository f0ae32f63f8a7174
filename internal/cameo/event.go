// Package cameo knows the events of the CAMEO vocabulary, their PLOVER
// equivalents, and what a report of one says happened.
//
// The table is that of the PLOVER project (openeventdata/PLOVER,
// CAMEO2PLOVER-2021.txt), names as they stand there. It has no statements (01)
// and appeals (02), for which PLOVER has no event type; OfCode and OfName know
// them, too.
package cameo

import "conflictgraph/internal/kg"

// Event is a kind of event, that one actor does to another.
type Event struct {
	Code    string // of CAMEO: "036"; empty for an event that is known by its name only
	Name    string // "Express intent to meet or negotiate"; empty for root codes, such as "03"
	PLOVER  string // event type: "AGREE"; may be empty
	Mode    string // of the PLOVER event; may be empty
	Context string // of the PLOVER event, several separated by "; "; may be empty
}

// Vocabulary is what the ids of relation types begin with that are CAMEO
// events.
const Vocabulary = "cameo"

// RelationType returns the type of relations that report the event, called label
// by their data set. Its id is "cameo:" and the code; it is empty for an event
// without a code, which needs one of its data set.
//
// Its inverse label is the label itself where the event is symmetric, and
// "(object of) " and the label elsewhere: the names of events are phrases in the
// infinitive, of which no rule makes a passive.
func (e Event) RelationType(label string) kg.RelationType {
	t := kg.RelationType{
		Label: label, InverseLabel: "(object of) " + label,
		Symmetric: e.Symmetric(), PLOVER: e.PLOVER, CAMEO: e.Code,
	}
	if t.Symmetric {
		t.InverseLabel = label
	}
	if e.Code != "" {
		t.ID = Vocabulary + ":" + e.Code
	}
	return t
}

// Symmetric reports whether an event of this kind that A does with B is one that
// B does with A.
func (e Event) Symmetric() bool { return symmetric[e.Code] }

// symmetric are the events that CAMEO codes for both sides at once. All others
// have a side that acts: a visit has a guest (042) and a host (043), mediation
// (045) a third party, shared intelligence (064) a giver, and who attacks whom is
// the point of a fight (19).
var symmetric = map[string]bool{
	"040": true, // Consult: both talk
	"041": true, // Discuss by telephone: both talk
	"044": true, // Meet at a 'third' location: neither is the host
	"046": true, // Engage in negotiation: both negotiate
	"050": true, // Engage in diplomatic cooperation: both cooperate
	"057": true, // Sign formal agreement: both sign
	"060": true, // Engage in material cooperation: both cooperate
	"061": true, // Cooperate economically
	"062": true, // Cooperate militarily
	"063": true, // Engage in judicial cooperation
}

// Status returns what became of what a report of the event states.
//
// A report states the deed that its name ends in. Where the name says that this
// is only intended or threatened (CAMEO 03 and 13, "Express intent to provide
// aid", "Threaten blockade", "Give ultimatum"), the relation is PLANNED; where
// it is asked for (02 and 10, "Appeal for aid", "Demand mediation"), it is
// PROPOSED. Everything else OCCURRED, and what occurred is what was done or said:
// "Reject proposal to meet" is a rejection that was made, "Accuse of aggression"
// an accusation that was made, "Attempt to assassinate" an attempt.
func (e Event) Status() kg.Status { return e.report().status }

// Certainty returns how the source of a report stands to what it states: DENIED
// for "Deny responsibility" (CAMEO 016), where the actor denies a deed, and
// STATED for all others. A rejection denies nothing: it refuses what is offered
// or asked. Nor does an accusation allege itself; it was made.
func (e Event) Certainty() kg.Certainty { return e.report().certainty }
