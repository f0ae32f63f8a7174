package kg

import (
	"context"
	"time"
)

// Store keeps the graph. Every implementation answers alike; what can be said
// in terms of these methods is said once, in this package.
//
// An entity that was merged into another answers as that one: everywhere an id
// is given, all ids of what is one entity mean the same, and everywhere an id
// comes back, at the ends of relations, in places, attributions and counts, it is
// that of the entity the others went into. A relation also answers by the id that it
// had formerly, see FormerRelationID. Only Found.Entities and Found.Relations also
// have what was asked for under the id it was asked for by.
//
// Methods are safe for concurrent use. They return CodeUnavailable while the
// database cannot be reached, and ctx's error when it ends first. Nothing they
// return is shared with a later call.
type Store interface {
	// Get returns what is known under some ids. An id that nothing has, or that
	// was recorded after keys.AsOf, is absent from the answer, not an error. A
	// retracted relation is found by its id. Of several entities that have an
	// identifier, the one that it was recorded of first has it, of several at once the
	// one of the least id.
	Get(ctx context.Context, keys Keys) (*Found, error)

	// Pages returns a page of relations for each request, in the order of the
	// requests, and in Found what their relations name. An owner that does not
	// exist has an empty page.
	Pages(ctx context.Context, reqs PageRequests) ([]RelationPage, *Found, error)

	// ListEntities returns a page of entities of some kinds, by
	// Entity.Position.
	ListEntities(ctx context.Context, req EntityList) (EntityPage, error)

	// ListDocuments returns a page of documents by Document.Position, with
	// their texts only where asked for.
	ListDocuments(ctx context.Context, req DocumentList) (DocumentPage, error)

	// ListSuggestions returns a page of the review queue, by Suggestion.Position.
	ListSuggestions(ctx context.Context, req SuggestionList) (SuggestionPage, error)

	// Candidates returns what its full-text index has for a search: the first
	// req.Limit entities and as many relations. It may return what asOf would
	// hide; Search sees to that.
	Candidates(ctx context.Context, req CandidateRequest) (Candidates, error)

	// Links returns one link for each two entities that are linked, from those
	// of req.Of outwards.
	Links(ctx context.Context, req LinkRequest) (Links, error)

	// Between returns the relations that have both ends among some entities.
	Between(ctx context.Context, req BetweenRequest) (Between, error)

	// Counts returns counts for each request, in the order of the requests. They
	// are worked out by the database.
	Counts(ctx context.Context, reqs CountRequests) ([][]Count, error)

	// Types returns every relation type, by id.
	Types(ctx context.Context) ([]RelationType, error)

	// Datasets returns every data set, by id.
	Datasets(ctx context.Context) ([]Dataset, error)

	// EntityRecords returns what is kept of entities, each by itself and under its own
	// id, whatever it is one with. An id that nothing has is absent.
	EntityRecords(ctx context.Context, ids []string) (map[string]*EntityRecord, error)

	// Merges returns every merge there was, in the order of recording, also those
	// that were taken back.
	Merges(ctx context.Context) ([]MergeRecord, error)

	// Write records all of a batch or, on any error, nothing of it. What is
	// there already stays as it is: a relation whose id is known gains at most
	// evidence, an entity at most aliases. It returns what Batch.Check does for a
	// batch that that refuses: CodeBadInput, CodeNotFound or CodeConflict.
	Write(ctx context.Context, batch Batch) (Written, error)

	// Version names the state of the graph: while it stays the same, so does every
	// answer, whichever program asks. It is another after every Write that succeeded,
	// and never again what it was. It is printable ASCII without quotation marks.
	Version(ctx context.Context) (string, error)

	// Ping returns nil if the database answers.
	Ping(ctx context.Context) error

	// Close releases what the store holds once the calls in progress have
	// returned. After that it must not be used.
	Close() error
}

// Need says how much of each relation a caller is going to read.
type Need struct {
	Ends   bool // Found holds the entities at both ends, but for a page's owner
	Claims bool // relations have places, attributions and evidence; Found holds the entities and documents these name
	Text   bool // documents in Found have their text
	Copies bool // documents in Found have their Fingerprint
	Degree bool // entities that Get looks up have their Degree
	Owners bool // Found holds the owners of pages, as Get finds them
}

// Keys are the ids that Get looks up.
type Keys struct {
	Entities    []string
	Relations   []string
	Documents   []string
	Datasets    []string           // whenever they were recorded
	Identifiers []Identifier       // as Identifier.Check returns them
	Suggestions []string           // whenever they were recorded
	Ingestions  []string           // whenever they were recorded
	Hashes      []string           // of texts, see LeastHashes: the ingestions of documents that have one, at most 100
	Candidates  []CandidateRequest // what these find is looked up as well; after Enough candidates no more are asked
	Enough      int                // of different candidates; all are asked where 0
	Need        Need
	Journal     *JournalRequest // activities to look up as well; none where nil
	AsOf        *time.Time      // what the graph knew then; nil for now
}

// Found holds things by id.
type Found struct {
	Entities    map[string]*Entity
	Relations   map[string]*Relation
	Documents   map[string]*Document
	Datasets    map[string]*Dataset
	Identified  map[Identifier]string // ids of the entities that have what Keys.Identifiers asks for, each of which Entities holds
	Suggestions map[string]*Suggestion
	Ingestions  map[string]*Ingestion
	Candidates  []Candidates // what each of Keys.Candidates found that was asked, in their order
	Journal     []Activity   // what Keys.Journal asks for, in the order of writing
}

// NewFound returns a Found with nothing in it.
func NewFound() *Found {
	return &Found{Entities: map[string]*Entity{}, Relations: map[string]*Relation{}, Documents: map[string]*Document{}, Datasets: map[string]*Dataset{}, Identified: map[Identifier]string{}, Suggestions: map[string]*Suggestion{}, Ingestions: map[string]*Ingestion{}}
}

// PageRequests are pages that are asked for at once: those of one level of a
// query.
type PageRequests struct {
	Pages []PageRequest
	Need  Need
	AsOf  *time.Time // what the graph knew then: relations recorded by then and not retracted by then; nil for now
}

// PageRequest asks for one page of the relations of Owner, or of all relations
// where Owner is empty.
type PageRequest struct {
	Owner  string
	Filter RelationFilter
	Order  RelationOrder // NewestFirst where empty
	Slice  Slice
	Count  bool // fill in Total

	// Quantified leaves out the relations of which no evidence, of whatever time, tells
	// how many or how much there was. Such pages are not counted.
	Quantified bool
}

// Scan returns the walk over Relation.Position that the page needs. It leaves
// out what starts after Filter.To, but not what ends before Filter.From.
func (r PageRequest) Scan() Scan {
	s := r.Slice.Scan(PositionEnd, r.Order == OldestFirst)
	if r.Filter.To != nil {
		s.Lower = max(s.Lower, positionOfDay(*r.Filter.To))
	}
	return s
}

// RelationPage is a page of relations.
type RelationPage struct {
	Relations            []*Relation
	HasPrevious, HasNext bool
	Total                int // how many there are on all pages; 0 unless asked for
}

// EntityList asks for a page of entities.
type EntityList struct {
	Kinds       []EntityKind // never empty
	Identifiers []Identifier // that have one of these, as Identifier.Check returns them; any where empty
	Slice       Slice
	Count       bool
	AsOf        *time.Time
}

// EntityPositionEnd is greater than every Entity.Position.
const EntityPositionEnd = "\U0010ffff"

// Scan returns the walk over Entity.Position that the page needs.
func (r EntityList) Scan() Scan { return r.Slice.Scan(EntityPositionEnd, false) }

// EntityPage is a page of entities.
type EntityPage struct {
	Entities             []*Entity
	HasPrevious, HasNext bool
	Total                int
}

// DocumentList asks for a page of documents.
type DocumentList struct {
	Slice Slice
	Count bool
	Text  bool // documents have their text
	AsOf  *time.Time
}

// Scan returns the walk over Document.Position that the page needs.
func (r DocumentList) Scan() Scan { return r.Slice.Scan(PositionEnd, false) }

// DocumentPage is a page of documents.
type DocumentPage struct {
	Documents            []*Document
	HasPrevious, HasNext bool
	Total                int
}
