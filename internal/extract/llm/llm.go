// Package llm asks a language model which claims an article makes: any server that speaks
// the chat completions of OpenAI. The text of an article is data to it: the model has no
// tools, and what it answers is a proposal that is looked at field by field.
package llm

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// Options are what server is asked, and how much of it.
type Options struct {
	URL   string // the base of its API: "http://localhost:11434/v1"
	Model string // as the server calls it
	Key   string // a bearer token; empty where the server needs none

	MaxTokens int           // of all articles, in and out; 0 for no limit
	Timeout   time.Duration // of one request; DefaultTimeout where 0
	Tries     int           // of one request that the server does not answer; DefaultTries where 0
	Keep      string        // a folder in which each request and its answer are kept; empty for none

	Transport http.RoundTripper // nil for http.DefaultTransport; Replay asks no server
}

const (
	DefaultTimeout = 3 * time.Minute
	DefaultTries   = 5
)

// Extractor is an extract.Extractor.
type Extractor struct {
	client *client
	budget budget
	form   atomic.Int32 // the first of forms that the server has not refused
	model  string
}

// New returns an extractor. It asks nothing yet.
func New(o Options) (*Extractor, error) {
	base, err := url.Parse(o.URL)
	switch {
	case o.URL == "":
		return nil, errors.New("no server of a language model is named; set CONFLICTGRAPH_LLM_URL to the base of its API, such as http://localhost:11434/v1")
	case err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "":
		return nil, errors.New("the address of the language model is none on the web; give the base of its API, such as http://localhost:11434/v1")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the address of the language model may have no name, password, query or fragment in it; give a key by CONFLICTGRAPH_LLM_KEY")
	case strings.TrimSpace(o.Model) == "":
		return nil, errors.New("no language model is named; set CONFLICTGRAPH_LLM_MODEL to what the server calls it")
	case strings.ContainsFunc(o.Key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("the key of the language model has a character that no key has; copy it again")
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Tries <= 0 {
		o.Tries = DefaultTries
	}
	transport := o.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	if o.Keep != "" {
		transport = Recorder{Dir: o.Keep, Next: transport}
	}
	return &Extractor{model: o.Model, budget: budget{most: o.MaxTokens}, client: newClient(base, o, transport)}, nil
}

// Name implements extract.Extractor.
func (*Extractor) Name() string { return "llm" }

// Version implements extract.Extractor. It is of the prompt and of what is made of an
// answer; Model says which model answers.
func (*Extractor) Version() string { return "1" }

// Model returns which model is asked.
func (e *Extractor) Model() string { return e.model }

// ErrBudget is the error of an article that would take more tokens than are left.
var ErrBudget = errors.New("the tokens that may be used are used up")

// Extract implements extract.Extractor. With an error it returns what was found before, and
// what that cost. Wraps ErrBudget where the limit on tokens is met.
func (e *Extractor) Extract(ctx context.Context, article extract.Article, known extract.Known) (extract.Extraction, error) {
	types, err := known.Types(ctx)
	if err != nil {
		return extract.Extraction{}, err
	}
	r := &run{extractor: e, article: article, text: &quote.Text{Name: article.Document, Content: article.Text}, prompt: newPrompt(article, types)}
	r.mentions.keys = map[string]mention{}
	for _, c := range chunksOf(article.Text, maxChunk) {
		if err := r.read(ctx, c, known); err != nil {
			return r.sorted(), err
		}
	}
	return r.sorted(), nil
}

// run is the reading of one article.
type run struct {
	extractor *Extractor
	article   extract.Article
	text      *quote.Text
	prompt    *prompt
	mentions  table
	result    extract.Extraction
}

// read asks for the claims of a part of the text, or of its halves where the answer is too
// long for the server.
func (r *run) read(ctx context.Context, c chunk, known extract.Known) error {
	offered, err := offer(ctx, c.text(), known)
	if err != nil {
		return err
	}
	answered, err := r.extractor.ask(ctx, r.prompt, c, offered, &r.mentions, &r.result.Cost)
	var refused *refusedError
	switch {
	case errors.Is(err, errTooLong):
		first, second, ok := c.halves()
		if !ok {
			r.refuse(AnswerCutOff, "the answer on sentence %d is longer than the server allows", c.sentences[0].number)
			return nil
		}
		if err := r.read(ctx, first, known); err != nil {
			return err
		}
		return r.read(ctx, second, known)
	case errors.As(err, &refused):
		r.refuse(AnswerInvalid, "%v", err)
		return nil
	case err != nil:
		return err
	}
	r.take(answered, c, offered)
	return nil
}

// Reasons why what a model answers is no proposal, beside those of package gate.
const (
	AnswerInvalid = "ANSWER_INVALID" // it holds no JSON object of the form that was asked for
	AnswerCutOff  = "ANSWER_CUT_OFF" // it is longer than the server allows, and is about one sentence
	ClaimInvalid  = "CLAIM_INVALID"  // a field is missing or of another type
	UnknownType   = "UNKNOWN_TYPE"   // none of the types that were offered
	UnknownEntity = "UNKNOWN_ENTITY" // none of the entities that were offered or are said to be in the text
	TooMany       = "TOO_MANY"
)

func (r *run) refuse(reason, format string, args ...any) {
	r.result.Refused = kg.Refuse(r.result.Refused, reason, format, args...)
}

// sorted returns what was found in the order of the text.
func (r *run) sorted() extract.Extraction {
	at := make(map[extract.Quote]int, len(r.result.Proposals))
	for _, p := range r.result.Proposals {
		places, _ := r.text.Find(p.Quote.Exact)
		at[p.Quote] = len(r.article.Text)
		if i := max(0, p.Quote.Occurrence-1); i < len(places) {
			at[p.Quote] = places[i].Start
		}
	}
	slices.SortStableFunc(r.result.Proposals, func(a, b extract.Proposal) int { return at[a.Quote] - at[b.Quote] })
	return r.result
}
