// Package extract is what an extractor is: what it is given of an article, and how it says
// which claims it finds there. What it says is a proposal: package gate finds its words in
// the text, or refuses it.
package extract

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// An Extractor finds claims in articles. Methods are safe for concurrent use.
type Extractor interface {
	// Name is what Origin.Extractor says, such as "rules".
	Name() string

	// Version changes whenever the same article may give other proposals.
	Version() string

	// Extract returns what an article claims, in the order of its text. Each call is by
	// itself: nothing of one article is known to the next. It returns ctx's error when that
	// ends first.
	Extract(ctx context.Context, article Article, known Known) (Extraction, error)
}

// Article is a text to be read.
type Article struct {
	Document    string // its id
	Title       string
	Text        string // verbatim; quotes are of it
	Language    string // a tag of BCP 47; empty where not known
	PublishedAt *kg.Time
}

// Known is the graph that an article is read beside.
type Known interface {
	// Named returns the entities that go by some names, in any case and without accents,
	// best known first, as of a moment; names of nothing are left out.
	Named(ctx context.Context, names []string, asOf *time.Time) (map[string][]kg.Entity, error)

	// Types returns every relation type, by id.
	Types(ctx context.Context) ([]kg.RelationType, error)
}

// Extraction is what an extractor says of an article.
type Extraction struct {
	Proposals []Proposal
	Refused   []kg.Refusal // what was answered that is no proposal, by reason
	Cost      Cost
}

// Cost is what an extraction took of what is paid for.
type Cost struct{ Requests, TokensIn, TokensOut int }

// Add returns both together.
func (c Cost) Add(other Cost) Cost {
	return Cost{c.Requests + other.Requests, c.TokensIn + other.TokensIn, c.TokensOut + other.TokensOut}
}

// Proposal is one claim that an extractor finds in an article, with the words it is taken
// from. Nothing in it is trusted.
type Proposal struct {
	Subject, Object Mention
	Type            string // a relation type's id
	Status          kg.Status
	Certainty       kg.Certainty
	Time            *TimeMention
	Places          []Mention
	Attributions    []Attribution
	Quote           Quote
	Rule            string // which rule found it; empty where none did
}

// Quote is words of the text.
type Quote struct {
	Exact          string
	Occurrence     int    // which of the places where the words stand, from 1; 0 where there is only one
	Prefix, Suffix string // the text right before and after it; empty where there is only one place
}

// Mention is what the text speaks of: a known entity, or one that would be new.
type Mention struct {
	Name        string        // as a new entity would be called; the text's own words where it is not known
	Words       string        // how the quote speaks of it, "the French president" or "he"; Name where empty
	Antecedent  string        // the words of the text that Words stand for, where Words do not name it
	Kind        kg.EntityKind // of a new entity
	Description string        // of a new entity; may be empty
	Known       string        // the id of the entity that it is taken for; empty for a new one
	Candidates  []Candidate   // what it may be, best first
}

// Candidate is an entity that a mention may be.
type Candidate struct {
	Entity string  // its id
	Score  float64 // from 0 to 1
	Why    string  // "goes by this name", "president of France since 2017-05-14"
}

// Attribution is who says what is proposed, and how they stand to it.
type Attribution struct {
	By     Mention
	Stance kg.Stance
}

// TimeMention is when something happened or is to happen, in words of the text.
type TimeMention struct {
	Words     string // as they stand in the text; empty where nothing in the text says it
	EDTF      string
	Inferred  bool   // the words do not give the date themselves
	Reasoning string // how EDTF follows from the words
}
