package kg

import (
	"slices"
	"time"
)

// Status is what became of what a relation states.
type Status string

const (
	StatusOccurred Status = "OCCURRED"
	StatusOngoing  Status = "ONGOING"
	StatusPlanned  Status = "PLANNED"
	StatusProposed Status = "PROPOSED"
)

// Certainty is how the source stands to what a relation states.
type Certainty string

const (
	CertaintyStated    Certainty = "STATED" // in the document's own voice
	CertaintyConfirmed Certainty = "CONFIRMED"
	CertaintyAlleged   Certainty = "ALLEGED"
	CertaintyDisputed  Certainty = "DISPUTED"
	CertaintyDenied    Certainty = "DENIED"
)

// Stance is how someone quoted in a document stands to a relation.
type Stance string

const (
	StanceStated     Stance = "STATED"
	StanceConfirmed  Stance = "CONFIRMED"
	StanceAlleged    Stance = "ALLEGED"
	StanceSupported  Stance = "SUPPORTED"
	StanceDownplayed Stance = "DOWNPLAYED"
	StanceDisputed   Stance = "DISPUTED"
	StanceDenied     Stance = "DENIED"
)

// Statuses, Certainties and Stances list every value.
var (
	Statuses    = []Status{StatusOccurred, StatusOngoing, StatusPlanned, StatusProposed}
	Certainties = []Certainty{CertaintyStated, CertaintyConfirmed, CertaintyAlleged, CertaintyDisputed, CertaintyDenied}
	Stances     = []Stance{StanceStated, StanceConfirmed, StanceAlleged, StanceSupported, StanceDownplayed, StanceDisputed, StanceDenied}
)

// Relation is one statement that a source makes about two entities.
type Relation struct {
	ID        string // see RelationID
	Type      string // a RelationType's id
	Subject   string // an Entity's id
	Object    string // an Entity's id
	Status    Status
	Certainty Certainty
	Time      *Time // nil where nothing is known

	// Places, Attributions and Evidence are empty where a caller did not ask
	// for them (NeedClaims).
	Places       []string // ids of entities of KindPlace
	Attributions []Attribution
	Evidence     []Evidence // in order of document and offset, then of recording

	RecordedAt  time.Time
	RetractedAt *time.Time // nil while the relation stands
	Retractions []Gap      // in the order of recording; the last is open where RetractedAt is not nil
}

// Attribution says who, in the document, stands how to a relation.
type Attribution struct {
	By     string // an Entity's id
	Stance Stance
}

// Evidence is what a relation rests on: words of a document, or a row of a
// machine-coded data set.
type Evidence struct {
	// Document, Exact, Prefix, Suffix, Start and End select words by the W3C
	// Web Annotation text quote and text position selectors. Start and End
	// count Unicode code points of the document's text: text[Start:End] is
	// Exact. All are zero for a row of a data set.
	Document string // a Document's id
	Exact    string
	Prefix   string
	Suffix   string
	Start    int
	End      int

	Source *Source // the row, for machine-coded relations; otherwise nil

	RecordedAt time.Time
}

// Source names one row of a machine-coded data set.
type Source struct {
	Dataset string
	Record  string
}

// Position returns where r stands among relations: newest start first, undated
// ones last, then by id. Positions compare as strings.
func (r Relation) Position() string { return position(r.Time, r.ID) }

// IsQuoted reports whether words of a document are among r's evidence, which has to be
// filled in. Since r's id tells which documents and data sets that is from, what is added
// to it later changes nothing of this.
func (r *Relation) IsQuoted() bool {
	return slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return e.Source == nil })
}

// RestsOn reports whether e is among r's evidence, whenever it was recorded.
func (r *Relation) RestsOn(e Evidence) bool {
	return slices.ContainsFunc(r.Evidence, func(there Evidence) bool {
		if there.Source != nil && e.Source != nil {
			return *there.Source == *e.Source
		}
		return there.Source == e.Source && there.Document == e.Document && there.Start == e.Start && there.End == e.End
	})
}

// RelationType says what relations of one type mean. Types are data: importing
// a data set adds its own.
type RelationType struct {
	ID           string // a slug, "met-with", or vocabulary:code, "cameo:040"
	Label        string // read from subject to object: "met with"
	InverseLabel string // read from object to subject
	Symmetric    bool   // subject and object can be exchanged
	PLOVER       string // PLOVER event type; empty where it has none
	CAMEO        string // CAMEO event code; empty where it has none

	// SubjectKinds and ObjectKinds are the kinds that each end may be of; any
	// where empty.
	SubjectKinds []EntityKind
	ObjectKinds  []EntityKind
}

// TypesByID returns types by their ids.
func TypesByID(types []RelationType) map[string]RelationType {
	byID := make(map[string]RelationType, len(types))
	for _, t := range types {
		byID[t.ID] = t
	}
	return byID
}
