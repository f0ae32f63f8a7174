// Package link finds what an article speaks of: its persons, countries, organizations,
// places and whatever else it describes, by the names and descriptions, titles,
// appositions, acronyms and pronouns of its text, by the graph, and by tables of states.
package link

import (
	"context"
	"strings"
	"time"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
)

// Entity is one thing that an article speaks of.
type Entity struct {
	Name        string // in full, as the article has it, or as tables have it
	Kind        kg.EntityKind
	Aliases     []string // other names of the article for it
	Unnamed     bool     // the article describes it and does not name it
	Description string
	Of          *Entity             // for a force, ministry or government: the state or body that it is of
	LoyalTo     *Entity             // of "soldiers loyal to Ada Example"
	Guessed     bool                // nothing tells its Kind
	Known       string              // the id that it has in the graph; empty where it is not known there
	Candidates  []extract.Candidate // best first
	State       string              // code of the state that it is, in ISO 3166-1

	gender byte
	order  int
}

// Phrase is words of a sentence that speak of something.
type Phrase struct {
	Sentence    int
	First, Last int       // its tokens; Last is behind the last of them
	Entities    []*Entity // what it speaks of; several for a list such as "both countries", none where that is not told
	Named       bool      // by a name that the words hold
	Pronoun     bool
	Possessive  bool // it stands before 's, within another
	Head        int  // the token that says what it is
	Core        int  // behind the last token before "of", an apposition or the like
	Office      string
	OfficeOf    *Entity
	Former      bool
	Plural      bool
	Negative    bool // "no troops"
	Antecedent  string
	Seat        *Entity // the town, of the name of a capital that stands for its state
	comma       bool    // an apposition ends it, with a comma
	officeTo    *Entity
	officesOf   []*Entity
	title       bool
	bare        string // lower-case head of a description
}

// Office says that the article gives somebody an office.
type Office struct {
	Holder, Of  *Entity
	Type        string // of relation
	Former      bool
	Sentence    int
	First, Last int // the tokens that say so
	Rule        string
	Words       string // how they speak of the holder; empty for the name
	OfWords     string // how they speak of Of; empty for its name
}

// Article is what an article speaks of.
type Article struct {
	Text     *english.Text
	Phrases  [][]*Phrase // by sentence, in the order of the text, none within another
	Inner    [][]*Phrase // those that stand within others
	Offices  []Office
	Entities []*Entity // in the order of the text
	Body     []int     // by sentence, the first token behind a dateline
}

// Resolve finds what an article speaks of. Names are looked up in the graph in one call.
// On is when it was published; nil where that is not known. Times are the expressions of
// time of the text, which speak of nothing.
func Resolve(ctx context.Context, text *english.Text, times []timex.Expression, graph extract.Known, on *time.Time) (*Article, error) {
	r := &resolver{
		tables: known(), article: &Article{Text: text, Phrases: make([][]*Phrase, len(text.Sentences)), Inner: make([][]*Phrase, len(text.Sentences)), Body: make([]int, len(text.Sentences))},
		on:       on,
		entities: map[string]*Entity{}, surnames: map[string]*Entity{}, acronyms: map[string]*Entity{}, countries: map[string]*Entity{}, demonyms: map[string]*Entity{},
	}
	r.possessive = "’s "
	if all := string(text.Runes); strings.Contains(all, "'") && !strings.Contains(all, "’") {
		r.possessive = "'s "
	}
	r.datelines()
	r.mark(times)
	r.findCountries()
	for s := range text.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !text.Sentences[s].Headline {
			r.sentence(s)
		}
	}
	r.later()
	if graph != nil {
		if err := r.lookUp(ctx, graph); err != nil {
			return nil, err
		}
	}
	return r.article, nil
}

type resolver struct {
	on      *time.Time // when the article was published; nil where not known
	tables  *tables
	article *Article

	entities  map[string]*Entity // by folded name
	surnames  map[string]*Entity // of several, the first
	acronyms  map[string]*Entity
	countries map[string]*Entity // by the word or words of the text, in small letters
	demonyms  map[string]*Entity

	spoken []spoken // what was spoken of, in order

	sentenceAt int
	plural     *Phrase // of several, the last
	owned      string  // the words of whoever owns the segment that is read
	possessive string  // as the article writes it
	led        bool
	lead       *Entity         // the only state of the first sentence
	timed      map[int]bool    // code points of expressions of time
	inside     map[string]bool // words that have a capital letter within sentences
	mentions   map[string]int  // of states, in the whole text, by Name
	begins     map[string]bool // states that the headline or the first sentences name, by Name
	headline   string          // the only state that the headline names, by Name
	evidence   map[string]int  // how often the text treats a word as the name of a state
}

// spoken is one time at which something was spoken of.
type spoken struct {
	entity   *Entity
	sentence int
	first    int
	owns     bool // only as an owner, or by an adjective
}

func (r *resolver) tokens(s int) []english.Token { return r.article.Text.Sentences[s].Tokens }

func (r *resolver) speak(p *Phrase) {
	for _, e := range p.Entities {
		r.spoken = append(r.spoken, spoken{e, p.Sentence, p.First, p.Possessive})
	}
	if p.Plural && len(p.Entities) > 0 || len(p.Entities) > 1 {
		r.plural = p
	}
}

// mark notes which tokens are of expressions of time.
func (r *resolver) mark(times []timex.Expression) {
	r.timed = map[int]bool{}
	for _, t := range times {
		for i := t.Start; i < t.End; i++ {
			r.timed[i] = true
		}
	}
}

// entity returns the entity that goes by a name, made if it is new.
func (r *resolver) entity(name string, kind kg.EntityKind) *Entity {
	key := kg.FoldName(name)
	if e := r.entities[key]; e != nil {
		return e
	}
	e := &Entity{Name: name, Kind: kind, order: len(r.article.Entities)}
	r.entities[key] = e
	r.article.Entities = append(r.article.Entities, e)
	return e
}

func (e *Entity) alias(name string) {
	if name == "" || name == e.Name {
		return
	}
	for _, a := range e.Aliases {
		if a == name {
			return
		}
	}
	e.Aliases = append(e.Aliases, name)
}

// state returns the entity of a state, by its code.
func (r *resolver) state(code string) *Entity {
	e := r.entity(nameOfState(code), kg.KindCountry)
	e.State = code
	return e
}
