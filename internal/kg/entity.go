// Package kg is the domain: entities, the relations that sources state between
// them, the evidence for each, and the Store that keeps them. It knows no
// database and no transport.
package kg

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// EntityKind says what sort of thing an Entity is.
type EntityKind string

const (
	KindPerson       EntityKind = "PERSON"
	KindOrganization EntityKind = "ORGANIZATION"
	KindCountry      EntityKind = "COUNTRY"
	KindGroup        EntityKind = "GROUP"       // people named only by what they have in common, such as "European allies"
	KindOtherActor   EntityKind = "OTHER_ACTOR" // an actor whose data set does not say which of the above it is
	KindPlace        EntityKind = "PLACE"
	KindEvent        EntityKind = "EVENT"
	KindProposal     EntityKind = "PROPOSAL"
	KindProvision    EntityKind = "PROVISION" // one term of a proposal
	KindReport       EntityKind = "REPORT"    // a publication that a document speaks of
)

// EntityKinds lists every kind, actors first.
var EntityKinds = []EntityKind{
	KindPerson, KindOrganization, KindCountry, KindGroup, KindOtherActor,
	KindPlace, KindEvent, KindProposal, KindProvision, KindReport,
}

// ActorKinds lists the kinds that act.
var ActorKinds = EntityKinds[:5]

// Entity is a thing in the graph.
type Entity struct {
	ID          string // a slug, "volodymyr-zelenskyy", or dataset:id, "icews:1234"
	Kind        EntityKind
	Name        string
	Aliases     []string     // other names it goes by, in the order they were recorded; then the names and aliases of what was merged into it
	Merged      []string     // ids of the entities that were merged into it, directly or not, in order
	Identifiers []Identifier // in the order of recording; then those of what was merged into it
	Description string       // may be empty
	Point       *Point       // where a place is; nil where that is not known, and for all else
	Unnamed     bool         // the document speaks of it without naming it
	Degree      int          // how many relations it has that are not retracted; 0 unless asked for (Need.Degree)
	RecordedAt  time.Time
}

// IsActor reports whether k is a kind that acts.
func (k EntityKind) IsActor() bool {
	switch k {
	case KindPerson, KindOrganization, KindCountry, KindGroup, KindOtherActor:
		return true
	}
	return false
}

// Position returns where e stands in a list of entities: by name without case
// and accents, then by id. Positions compare as strings.
func (e Entity) Position() string { return FoldName(e.Name) + "\x01" + e.ID }

// IDs returns the ids that e answers by: its own, and those of what was merged into it.
func (e Entity) IDs() []string { return append([]string{e.ID}, e.Merged...) }

// FoldName returns name in lower case, without accents, control characters and
// noncharacters, its runs of white space made one blank.
func FoldName(name string) string {
	if isPrintableASCII(name) {
		return strings.ToLower(oneBlank(name))
	}
	unheard := runes.Predicate(func(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Cc, unicode.Noncharacter_Code_Point) })
	folded, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(unheard)), oneBlank(name))
	if err != nil {
		folded = name
	}
	return strings.ToLower(oneBlank(folded))
}

func isPrintableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// oneBlank makes each run of white space in s one blank, and none at its ends.
func oneBlank(s string) string {
	return strings.Join(strings.Fields(s), " ")
}

// Document is a text that relations rest on.
type Document struct {
	ID          string // "doc:" and a slug
	Title       string // may be empty
	Text        string // verbatim; empty where a caller did not ask for it
	URL         string // may be empty
	PublishedAt *Time  // nil where not known
	Details     Details
	RecordedAt  time.Time
	RetractedAt *time.Time // when it was taken out of view; nil while it is in view
	Retractions []Gap      // in the order of recording; the last is open where RetractedAt is not nil

	Fingerprint string // of the text, see the function of that name; empty where a caller did not ask for it (Need.Copies)

	DetailsRecords []DetailsRecord // what Details is made of, in the order of recording
}

// Position returns where d stands in a list of documents: newest publication
// first, undated ones last, then by id. Positions compare as strings.
func (d Document) Position() string { return position(d.PublishedAt, d.ID) }
