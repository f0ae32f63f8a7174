package kg

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// SuggestionState says what became of a suggestion.
type SuggestionState string

const (
	SuggestionPending    SuggestionState = "PENDING"
	SuggestionAccepted   SuggestionState = "ACCEPTED"
	SuggestionRejected   SuggestionState = "REJECTED"
	SuggestionSuperseded SuggestionState = "SUPERSEDED" // by a revision of it
)

// SuggestionStates lists every state.
var SuggestionStates = []SuggestionState{SuggestionPending, SuggestionAccepted, SuggestionRejected, SuggestionSuperseded}

// What the ids of what is in the review queue begin with. No entity's does.
const (
	SuggestionPrefix = "suggestion:"
	IngestionPrefix  = "ingestion:"
)

// Suggestion is a claim that was proposed for the graph, with words that were found in its
// document. Until it is accepted it is no part of the graph.
type Suggestion struct {
	ID           string                 `json:"id"` // see SuggestionID
	Number       int64                  `json:"number"`
	Document     string                 `json:"document"`
	Subject      SuggestedEntity        `json:"subject"`
	Object       SuggestedEntity        `json:"object"`
	Type         string                 `json:"type"`
	Status       Status                 `json:"status"`
	Certainty    Certainty              `json:"certainty"`
	Time         *SuggestedTime         `json:"time,omitempty"`
	Places       []SuggestedEntity      `json:"places,omitempty"`
	Attributions []SuggestedAttribution `json:"attributions,omitempty"`
	Evidence     []SuggestedEvidence    `json:"evidence"` // never empty
	Problems     []SuggestionProblem    `json:"problems,omitempty"`
	Origin       Origin                 `json:"origin"`
	RevisionOf   string                 `json:"revisionOf,omitempty"` // the id of the suggestion that it takes the place of
	RecordedAt   time.Time              `json:"recordedAt"`

	State        SuggestionState `json:"state"`
	Relation     string          `json:"relation,omitempty"`     // the id of what was written when it was accepted
	SupersededBy string          `json:"supersededBy,omitempty"` // the id of the revision
	Decision     int64           `json:"decision,omitempty"`     // the number of the activity that decided it; 0 while it is pending
}

// SuggestedEntity is an end of a suggestion: a known entity, or one that is made when it is
// accepted.
type SuggestedEntity struct {
	ID          string            `json:"id"`            // of the known one, or that a new one gets
	New         bool              `json:"new,omitempty"` // there was none of that id when it was suggested
	Name        string            `json:"name"`
	Kind        EntityKind        `json:"kind"`
	Description string            `json:"description,omitempty"`
	Words       string            `json:"words,omitempty"`      // how the document speaks of it
	Antecedent  string            `json:"antecedent,omitempty"` // words of the document that Words stand for, where these do not name it
	Candidates  []EntityCandidate `json:"candidates,omitempty"`
}

// EntityCandidate is an entity that may be meant, and why.
type EntityCandidate struct {
	Entity string  `json:"entity"`
	Score  float64 `json:"score"` // from 0 to 1
	Why    string  `json:"why"`
}

// SuggestedTime is when something happened or is to happen.
type SuggestedTime struct {
	EDTF      string `json:"edtf"`
	Inferred  bool   `json:"inferred,omitempty"`
	Reasoning string `json:"reasoning,omitempty"`
	Words     string `json:"words,omitempty"` // of the document
}

// SuggestedAttribution says who stands how to what is suggested.
type SuggestedAttribution struct {
	By     SuggestedEntity `json:"by"`
	Stance Stance          `json:"stance"`
}

// SuggestedEvidence is where the words stand in the document, as in Evidence.
type SuggestedEvidence struct {
	Exact  string `json:"exact"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
}

// ProblemCode names what a curator should look at twice.
type ProblemCode string

const (
	ProblemEndNotInQuote   ProblemCode = "END_NOT_IN_QUOTE"   // the quote does not name an end
	ProblemCue             ProblemCode = "CUE"                // a word of the quote speaks against the status or the certainty
	ProblemTimeNotInText   ProblemCode = "TIME_NOT_IN_TEXT"   // no words of the document say when
	ProblemAmbiguousEntity ProblemCode = "AMBIGUOUS_ENTITY"   // several known entities may be meant
	ProblemPlaceNotInQuote ProblemCode = "PLACE_NOT_IN_QUOTE" // the sentence does not name a place, or what it names is none
)

// ProblemCodes lists every code.
var ProblemCodes = []ProblemCode{ProblemEndNotInQuote, ProblemCue, ProblemTimeNotInText, ProblemAmbiguousEntity, ProblemPlaceNotInQuote}

// SuggestionProblem is something that a curator should look at twice.
type SuggestionProblem struct {
	Code    ProblemCode `json:"code"`
	Message string      `json:"message"`
	Quote   string      `json:"quote,omitempty"` // the words of the document that it is about
}

// Origin says who or what proposed a suggestion.
type Origin struct {
	Extractor string `json:"extractor,omitempty"` // empty where a person did
	Version   string `json:"version,omitempty"`
	Rule      string `json:"rule,omitempty"`
	Model     string `json:"model,omitempty"`
	Run       string `json:"run,omitempty"`   // the id of the ingestion
	Agent     string `json:"agent,omitempty"` // who asked for it
}

// Ingestion is what came of one reading of a document by an extractor.
type Ingestion struct {
	ID         string         `json:"id"` // see IngestionID
	Number     int64          `json:"number"`
	Document   string         `json:"document"`
	Extractor  string         `json:"extractor"`
	Version    string         `json:"version"`
	Model      string         `json:"model,omitempty"`
	State      IngestionState `json:"state"`
	Error      string         `json:"error,omitempty"` // of one that failed
	Found      int            `json:"found"`           // proposals that the extractor made
	Queued     int            `json:"queued"`          // of these, now in the queue
	Known      int            `json:"known"`           // of these, in the graph, in the queue or decided before
	Refused    []Refusal      `json:"refused,omitempty"`
	CopyOf     string         `json:"copyOf,omitempty"` // the id of a document that was read before and has nearly the same text
	Hashes     []string       `json:"hashes,omitempty"` // of the document's text, see LeastHashes
	Agent      string         `json:"agent,omitempty"`
	RecordedAt time.Time      `json:"recordedAt"`
}

// IngestionState says how far an ingestion is.
type IngestionState string

const (
	IngestionRunning IngestionState = "RUNNING"
	IngestionDone    IngestionState = "DONE"
	IngestionFailed  IngestionState = "FAILED"
)

// IngestionStates lists every state.
var IngestionStates = []IngestionState{IngestionRunning, IngestionDone, IngestionFailed}

// Refusal counts what the gate refused for one reason, with some of it.
type Refusal struct {
	Reason   string   `json:"reason"`
	Count    int      `json:"count"`
	Examples []string `json:"examples,omitempty"` // at most MaxRefusalExamples messages
}

// MaxRefusalExamples is how many messages a Refusal keeps.
const MaxRefusalExamples = 5

// Refuse appends one more that is refused to refusals by reason. The message is kept in
// UTF-8, and left out where enough are kept for the reason.
func Refuse(refused []Refusal, reason, format string, args ...any) []Refusal {
	i := slices.IndexFunc(refused, func(r Refusal) bool { return r.Reason == reason })
	if i < 0 {
		i, refused = len(refused), append(refused, Refusal{Reason: reason})
	}
	r := &refused[i]
	if r.Count++; len(r.Examples) < MaxRefusalExamples {
		r.Examples = append(r.Examples, strings.ToValidUTF8(fmt.Sprintf(format, args...), "\ufffd"))
	}
	return refused
}

// Decision says what becomes of suggestions that are pending.
type Decision struct {
	Suggestion string
	State      SuggestionState // ACCEPTED, REJECTED or SUPERSEDED
	Relation   int             // the index in Batch.Relations of what an accepted one becomes
	By         string          // the id of the revision of a superseded one
}

// SuggestionID returns the id of a suggestion: a digest of all that it claims and of the
// words. The same claim by another extractor has the same id.
func SuggestionID(s Suggestion) string {
	s.ID, s.Number, s.RecordedAt, s.Problems, s.Origin = "", 0, time.Time{}, nil, Origin{}
	s.State, s.Relation, s.SupersededBy, s.Decision = "", "", "", 0
	plain := func(e SuggestedEntity) SuggestedEntity { return SuggestedEntity{ID: e.ID} }
	s.Subject, s.Object, s.Places, s.Attributions = plain(s.Subject), plain(s.Object), slices.Clone(s.Places), slices.Clone(s.Attributions)
	for i, p := range s.Places {
		s.Places[i] = plain(p)
	}
	for i, a := range s.Attributions {
		s.Attributions[i].By = plain(a.By)
	}
	return SuggestionPrefix + digestOfJSON(s)
}

// IngestionID returns the id of the reading of a document by a version of an extractor and
// a model.
func IngestionID(document, extractor, version, model string) string {
	return IngestionPrefix + digestOfJSON([]string{document, extractor, version, model})
}

func digestOfJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // what is given has no channels or functions
	}
	return DigestCode(sha256.Sum256(text))
}

// Position returns where s stands in the queue: in the order of recording. Positions compare
// as strings.
func (s Suggestion) Position() string { return QueuePosition(s.Number) }

// QueuePosition returns the position of what has a number in the queue.
func QueuePosition(number int64) string { return fmt.Sprintf("%019d", number) }

// QueuePositionEnd is greater than every QueuePosition.
const QueuePositionEnd = "g"

// Entities returns all that s names: both ends, places and who says so.
func (s *Suggestion) Entities() []*SuggestedEntity {
	all := []*SuggestedEntity{&s.Subject, &s.Object}
	for i := range s.Places {
		all = append(all, &s.Places[i])
	}
	for i := range s.Attributions {
		all = append(all, &s.Attributions[i].By)
	}
	return all
}

// Claim returns the relation that s becomes when it is accepted.
func (s *Suggestion) Claim() Relation {
	r := Relation{Type: s.Type, Subject: s.Subject.ID, Object: s.Object.ID, Status: s.Status, Certainty: s.Certainty, Coding: CodingSuggested}
	if s.Origin.Extractor == "" {
		r.Coding = CodingQuoted
	}
	if s.Time != nil {
		r.Time = &Time{EDTF: s.Time.EDTF, Inferred: s.Time.Inferred, Reasoning: s.Time.Reasoning}
	}
	for _, p := range s.Places {
		r.Places = append(r.Places, p.ID)
	}
	for _, a := range s.Attributions {
		r.Attributions = append(r.Attributions, Attribution{By: a.By.ID, Stance: a.Stance})
	}
	for _, e := range s.Evidence {
		r.Evidence = append(r.Evidence, Evidence{Document: s.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End})
	}
	return r
}

// IsKnownTo reports whether e is what is known under its id: not a new one, or one of the
// same name that was made since, of its kind or as another actor than a person.
func (e SuggestedEntity) IsKnownTo(known *Entity) bool {
	switch {
	case known == nil || !e.New:
		return known != nil
	case known.Kind != e.Kind && !(isCollective(known.Kind) && isCollective(e.Kind)):
		return false
	}
	return FoldName(known.Name) == FoldName(e.Name) ||
		slices.ContainsFunc(known.Aliases, func(alias string) bool { return FoldName(alias) == FoldName(e.Name) })
}

func isCollective(k EntityKind) bool { return k.IsActor() && k != KindPerson }

// IsOneWith reports whether two entities that would be made are one.
func (e SuggestedEntity) IsOneWith(other SuggestedEntity) bool {
	return e.ID == other.ID && e.Kind == other.Kind && FoldName(e.Name) == FoldName(other.Name)
}

// SuggestionFilter asks for suggestions: those that pass all that is given.
type SuggestionFilter struct {
	Documents  []string
	States     []SuggestionState
	Extractors []string // "" for those that a person suggested
	Types      []string
	Problems   []ProblemCode // that have one of these
}

// Accepts reports whether s passes f.
func (f SuggestionFilter) Accepts(s *Suggestion) bool {
	return oneOrAny(f.Documents, s.Document) && oneOrAny(f.States, s.State) && oneOrAny(f.Extractors, s.Origin.Extractor) && oneOrAny(f.Types, s.Type) &&
		(len(f.Problems) == 0 || slices.ContainsFunc(s.Problems, func(p SuggestionProblem) bool { return slices.Contains(f.Problems, p.Code) }))
}

func oneOrAny[T comparable](all []T, one T) bool { return len(all) == 0 || slices.Contains(all, one) }

// SuggestionList asks for a page of suggestions, in the order of recording.
type SuggestionList struct {
	Filter      SuggestionFilter
	Slice       Slice
	NewestFirst bool
	Count       bool
}

// SuggestionPage is a page of suggestions.
type SuggestionPage struct {
	Suggestions          []*Suggestion
	HasPrevious, HasNext bool
	Total                int // 0 unless asked for
}

// RevertAfter makes s what it was when an activity was the last.
func (s *Suggestion) RevertAfter(activity int64) {
	if s.Decision > activity {
		s.State, s.Relation, s.SupersededBy, s.Decision = SuggestionPending, "", "", 0
	}
}
