// Package gate lets into the review queue what an extractor proposes, where the words that
// it rests on stand in the document. Nothing of a proposal is trusted: what cannot be
// checked is refused, and counted by reason; what a reader should look at twice is named.
package gate

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// Reason is why a proposal is refused.
type Reason string

const (
	QuoteNotInText   Reason = "QUOTE_NOT_IN_TEXT"
	QuoteAmbiguous   Reason = "QUOTE_AMBIGUOUS" // it stands there several times, and nothing says which is meant
	QuoteTooLong     Reason = "QUOTE_TOO_LONG"
	UnknownType      Reason = "UNKNOWN_TYPE"
	UnknownEntity    Reason = "UNKNOWN_ENTITY"
	KindNotAllowed   Reason = "KIND_NOT_ALLOWED"
	InvalidName      Reason = "INVALID_NAME"
	SameEnds         Reason = "SAME_ENDS"
	InvalidStatus    Reason = "INVALID_STATUS"
	InvalidCertainty Reason = "INVALID_CERTAINTY"
	InvalidStance    Reason = "INVALID_STANCE"
	InvalidTime      Reason = "INVALID_TIME"
	TimeNotInText    Reason = "TIME_NOT_IN_TEXT" // the words for when do not stand in the document
	InvalidText      Reason = "INVALID_TEXT"     // something else that is said of it is no text, or too long
	TooMany          Reason = "TOO_MANY"
)

// How much of one document is let in, and how long a quote, a name and any other text of a
// proposal may be, in code points.
const (
	MaxProposals = 10_000
	MaxQuote     = 2_000
	MaxName      = 500
	MaxText      = 2_000
	MaxAlike     = 200 // claims of one type between the same ends
)

// Store is what the gate asks of the graph and of the queue.
type Store interface {
	Get(ctx context.Context, keys kg.Keys) (*kg.Found, error)
	Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error)
	Types(ctx context.Context) ([]kg.RelationType, error)
	ListSuggestions(ctx context.Context, req kg.SuggestionList) (kg.SuggestionPage, error)
}

// Result is what came of proposals.
type Result struct {
	Suggestions []kg.Suggestion // in the order of the proposals; what none has been made of is known or refused
	Known       []Known         // what the graph has from this document, or what was suggested of it before, or twice
	Refused     []kg.Refusal    // by reason
}

// Known is a claim that nobody needs to be asked about again.
type Known struct {
	Relation   string         // the id of what the graph states; empty where it states nothing
	Suggestion *kg.Suggestion // what was suggested, nil where nothing was before
}

// Request is proposals to be checked.
type Request struct {
	Document  *kg.Document // with its text
	Proposals []extract.Proposal
	Origin    kg.Origin
	Revises   string // the id of the suggestion that they are a revision of; empty where of none
}

// Check checks proposals against their document.
func Check(ctx context.Context, store Store, req Request) (Result, error) {
	c := checker{Request: req, ctx: ctx, store: store, text: &quote.Text{Name: req.Document.ID, Content: req.Document.Text}, made: map[string]kg.SuggestedEntity{}}
	if err := c.load(req.Proposals); err != nil {
		return Result{}, err
	}
	for i := range req.Proposals {
		if i == MaxProposals {
			c.refuse(TooMany, "%d proposals are more than the %d that are looked at", len(req.Proposals), MaxProposals)
			break
		}
		if s, ok := c.suggestion(&req.Proposals[i]); ok {
			c.result.Suggestions = append(c.result.Suggestions, s)
		}
	}
	return c.result, c.leaveOutKnown()
}

type checker struct {
	Request
	ctx   context.Context
	store Store
	text  *quote.Text
	runes []rune // of the text, once they are needed

	types  map[string]kg.RelationType
	known  map[string]*kg.Entity         // by the ids that proposals name, and those that new entities would get
	made   map[string]kg.SuggestedEntity // the new entities of the proposals, by their ids
	result Result
}

// load reads what proposals name, at once.
func (c *checker) load(proposals []extract.Proposal) error {
	types, err := c.store.Types(c.ctx)
	if err != nil {
		return err
	}
	c.types = kg.TypesByID(append(kg.MissingTypes(types), types...))
	var ids []string
	for i := range proposals[:min(len(proposals), MaxProposals)] {
		for _, m := range mentions(&proposals[i]) {
			if m.Known != "" {
				ids = append(ids, m.Known)
			} else if len(m.Name) <= utf8.UTFMax*MaxName {
				ids = append(ids, slugs(m.Name)...)
			}
			for _, candidate := range m.Candidates {
				ids = append(ids, candidate.Entity)
			}
		}
	}
	slices.Sort(ids)
	found, err := c.store.Get(c.ctx, kg.Keys{Entities: slices.Compact(ids)})
	if err != nil {
		return err
	}
	c.known = found.Entities
	return nil
}

func mentions(p *extract.Proposal) []*extract.Mention {
	all := []*extract.Mention{&p.Subject, &p.Object}
	for i := range p.Places {
		all = append(all, &p.Places[i])
	}
	for i := range p.Attributions {
		all = append(all, &p.Attributions[i].By)
	}
	return all
}

func (c *checker) refuse(reason Reason, format string, args ...any) {
	c.result.Refused = kg.Refuse(c.result.Refused, string(reason), format, args...)
}

// suggestion returns what a proposal becomes, unless it is refused.
func (c *checker) suggestion(p *extract.Proposal) (s kg.Suggestion, ok bool) {
	typ, known := c.types[p.Type]
	switch {
	case !known:
		c.refuse(UnknownType, "%q is no relation type", kg.Shorten(p.Type))
		return s, false
	case !slices.Contains(kg.Statuses, p.Status):
		c.refuse(InvalidStatus, "%q is no status", kg.Shorten(string(p.Status)))
		return s, false
	case !slices.Contains(kg.Certainties, p.Certainty):
		c.refuse(InvalidCertainty, "%q is no certainty", kg.Shorten(string(p.Certainty)))
		return s, false
	case !c.readable(p):
		return s, false
	}
	s = kg.Suggestion{Document: c.Document.ID, Type: p.Type, Status: p.Status, Certainty: p.Certainty, Origin: c.Origin}
	s.Origin.Rule = p.Rule
	words, ok := c.quoted(p.Quote)
	if !ok {
		return s, false
	}
	s.Evidence = []kg.SuggestedEvidence{{Exact: words.Exact, Prefix: words.Prefix, Suffix: words.Suffix, Start: words.Start, End: words.End}}
	if s.Subject, ok = c.entity(p.Subject, typ.SubjectKinds); !ok {
		return s, false
	}
	if s.Object, ok = c.entity(p.Object, typ.ObjectKinds); !ok {
		return s, false
	}
	if s.Subject.ID == s.Object.ID {
		c.refuse(SameEnds, "%q is both ends of %s", kg.Shorten(s.Subject.Name), p.Type)
		return s, false
	}
	if s.Time, ok = c.time(p.Time, &s); !ok {
		return s, false
	}
	sentence := c.sentence(words)
	for _, m := range p.Places {
		if !c.place(m, sentence, &s) {
			return s, false
		}
	}
	for _, a := range p.Attributions {
		by, ok := c.entity(a.By, nil)
		if !ok {
			return s, false
		}
		if !slices.Contains(kg.Stances, a.Stance) {
			c.refuse(InvalidStance, "%q is no stance", kg.Shorten(string(a.Stance)))
			return s, false
		}
		s.Attributions = append(s.Attributions, kg.SuggestedAttribution{By: by, Stance: a.Stance})
	}
	c.name(&p.Subject, &s.Subject, words.Exact, &s)
	c.name(&p.Object, &s.Object, words.Exact, &s)
	s.Problems = append(s.Problems, cuesAgainst(&s, typ)...)
	return s, true
}

// readable reports whether what a proposal says beside its quote, names and time can be kept.
func (c *checker) readable(p *extract.Proposal) bool {
	type field struct{ name, text string }
	fields := []field{{"rule", p.Rule}}
	for _, m := range mentions(p) {
		fields = append(fields, field{"words", m.Words}, field{"antecedent", m.Antecedent}, field{"description", m.Description})
		for _, candidate := range m.Candidates {
			fields = append(fields, field{"candidate", candidate.Why})
		}
	}
	if p.Time != nil {
		fields = append(fields, field{"reasoning", p.Time.Reasoning})
	}
	for _, f := range fields {
		switch {
		case !kg.IsText(f.text):
			c.refuse(InvalidText, "the %s %q is not in UTF-8 without NUL", f.name, kg.Shorten(f.text))
			return false
		case utf8.RuneCountInString(f.text) > MaxText:
			c.refuse(InvalidText, "the %s has more than %d characters: %s", f.name, MaxText, quote.Shown(f.text))
			return false
		}
	}
	return true
}

// quoted finds the one place where the words of a proposal stand.
func (c *checker) quoted(q extract.Quote) (kg.Evidence, bool) {
	if utf8.RuneCountInString(q.Exact) > MaxQuote {
		c.refuse(QuoteTooLong, "a quote of more than %d characters: %s", MaxQuote, quote.Shown(q.Exact))
		return kg.Evidence{}, false
	}
	places, more := c.text.Places(quote.Quote{Exact: q.Exact, Prefix: q.Prefix, Suffix: q.Suffix})
	switch {
	case len(places) == 0:
		c.refuse(QuoteNotInText, "%s is not in the text", quote.Shown(q.Exact))
	case q.Occurrence == 0 && len(places) == 1:
		return places[0], true
	case q.Occurrence > 0 && q.Occurrence <= len(places):
		return places[q.Occurrence-1], true
	case q.Occurrence == 0:
		often := fmt.Sprint(len(places))
		if more {
			often = "more than " + often
		}
		c.refuse(QuoteAmbiguous, "%s is in the text %s times", quote.Shown(q.Exact), often)
	default:
		c.refuse(QuoteNotInText, "%s is in the text %d times, and not %d", quote.Shown(q.Exact), len(places), q.Occurrence)
	}
	return kg.Evidence{}, false
}

func (c *checker) time(t *extract.TimeMention, s *kg.Suggestion) (*kg.SuggestedTime, bool) {
	if t == nil || t.EDTF == "" {
		return nil, true
	}
	if utf8.RuneCountInString(t.EDTF) > MaxText {
		c.refuse(InvalidTime, "%q is no time in EDTF", kg.Shorten(t.EDTF))
		return nil, false
	}
	if _, err := kg.ParseEDTF(t.EDTF); err != nil {
		c.refuse(InvalidTime, "%v", err)
		return nil, false
	}
	at := &kg.SuggestedTime{EDTF: t.EDTF, Inferred: t.Inferred}
	if t.Inferred {
		at.Reasoning = t.Reasoning
	}
	if t.Words == "" {
		s.Problems = append(s.Problems, kg.SuggestionProblem{Code: kg.ProblemTimeNotInText, Message: fmt.Sprintf("no words of the text are given for %s", t.EDTF)})
		at.Inferred = true
		return at, true
	}
	places, _ := c.text.Find(t.Words)
	if len(places) == 0 {
		c.refuse(TimeNotInText, "%s is not in the text", quote.Shown(t.Words))
		return nil, false
	}
	at.Words = places[0].Exact
	return at, true
}
