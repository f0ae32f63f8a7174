package kg

import (
	"cmp"
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
	Coding    Coding // of a relation to be recorded, what its evidence says where empty
	Time      *Time  // nil where nothing is known

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

// Evidence is what a relation rests on: words of a document, or a row of a data set.
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

	Source *Source // the row; nil for words of a document

	Point      *Point     // where it says that the relation happened; nil where it does not
	Quantities []Quantity // how many or how much it says there were, one of each kind and unit

	RecordedAt time.Time
}

// Source is one row of a data set, and what the row says of itself. Texts may be empty.
type Source struct {
	Dataset   string
	Record    string
	URL       string // of what was coded
	Publisher string // of what was coded, as the data set names it
	Note      string // words of who coded it, which are no words of what was coded
}

// Position returns where r stands among relations: newest start first, undated
// ones last, then by id. Positions compare as strings.
func (r Relation) Position() string { return position(r.Time, r.ID) }

// RestsOnRowsOf reports whether a row of one of some data sets is among r's evidence. Since
// r's id tells which data sets that is from, none is added to them later.
func (r *Relation) RestsOnRowsOf(datasets []string) bool {
	return slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return e.Source != nil && slices.Contains(datasets, e.Source.Dataset) })
}

// RestsOn reports whether r's evidence says what e does: the same words, or the same row,
// which says the same as when it was read last.
func (r *Relation) RestsOn(e Evidence) bool {
	for _, there := range slices.Backward(r.Evidence) {
		if there.isOf(e) {
			return e.Source == nil || *there.Source == *e.Source && sameValue(there.Point, e.Point) && sameQuantities(there.Quantities, e.Quantities)
		}
	}
	return false
}

// isOf reports whether e is of the same words as another, or of the same row.
func (e Evidence) isOf(other Evidence) bool {
	if e.Source != nil && other.Source != nil {
		return e.Source.Dataset == other.Source.Dataset && e.Source.Record == other.Source.Record
	}
	return e.Source == other.Source && e.Document == other.Document && e.Start == other.Start && e.End == other.End
}

// EvidenceAsOf returns what of a relation's evidence, which is in the order of recording
// as far as it is of one row, was known as of a moment, nil for now: of a row that was
// read again and said something else, what it said last.
func EvidenceAsOf(all []Evidence, asOf *time.Time) []Evidence {
	var known []Evidence
	for _, e := range all {
		if !KnownAsOf(e.RecordedAt, asOf) {
			continue
		}
		if e.Source != nil {
			if i := slices.IndexFunc(known, e.isOf); i >= 0 {
				if e.RecordedAt.Before(known[i].RecordedAt) {
					continue
				}
				known = slices.Delete(known, i, i+1)
			}
		}
		known = append(known, e)
	}
	return known
}

// Point returns where r happened, as the evidence says that was recorded last of that
// which says it; nil where none does. r's evidence has to be filled in.
func (r *Relation) Point() *Point {
	var last *Evidence
	for i, e := range r.Evidence {
		if e.Point != nil && (last == nil || compareEvidence(*last, e) < 0) {
			last = &r.Evidence[i]
		}
	}
	if last == nil {
		return nil
	}
	return last.Point
}

// Quantities returns how many or how much r's evidence says that there were: the sums of
// the rows of a data set, each of which is an event of its own, or what words say. Where
// several documents and data sets say it, that counts which was recorded last.
func (r *Relation) Quantities() []Quantity {
	var last *Evidence
	for i, e := range r.Evidence {
		if len(e.Quantities) > 0 && (last == nil || compareEvidence(*last, e) < 0) {
			last = &r.Evidence[i]
		}
	}
	switch {
	case last == nil:
		return nil
	case last.Source == nil:
		return last.Quantities
	}
	var rows []Quantity
	for _, e := range r.Evidence {
		if e.Source != nil && e.Source.Dataset == last.Source.Dataset {
			rows = append(rows, e.Quantities...)
		}
	}
	return SumQuantities(rows)
}

// compareEvidence orders evidence by when it was recorded, and then in any one order.
func compareEvidence(a, b Evidence) int {
	order := cmp.Or(a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	if order != 0 || a.Source == nil || b.Source == nil {
		return order
	}
	return cmp.Or(cmp.Compare(a.Source.Dataset, b.Source.Dataset), cmp.Compare(a.Source.Record, b.Source.Record))
}

// IsWithin reports whether some evidence of r says that it happened at a spot in a box.
func (r *Relation) IsWithin(box BBox) bool {
	return slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return e.Point != nil && box.Has(*e.Point) })
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
