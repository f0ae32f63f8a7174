package kg

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/states"
)

// Searcher is what Search needs of a store.
type Searcher interface {
	Get(ctx context.Context, keys Keys) (*Found, error)
	Pages(ctx context.Context, reqs PageRequests) ([]RelationPage, *Found, error)
	Candidates(ctx context.Context, req CandidateRequest) (Candidates, error)
}

// CandidateRequest asks a store's full-text index for what may match. A thing is
// a candidate when, for each of Terms, it holds the term's word, or a word that
// starts with it, or shares a key with it; with Any, for at least one. An entity is
// one, too, where it has one of the keys of Whole. With a Beginning, entities are
// candidates where a word of a name begins with it, and nothing else is; of the rest,
// only Kinds and Limit count.
type CandidateRequest struct {
	Beginning string // two or three of a-z and 0-9, or empty
	Terms     []Term
	Whole     []string
	Any       bool
	Kinds     []EntityKind // of entities; any where empty
	Relations bool         // also relations, by the words (never the sounds) of their quotes
	Limit     int          // of each
}

// Term is one word of a search, and the keys by which words that may be the same name
// are found. Both are made of a-z and 0-9 only.
type Term struct {
	Word  string
	Keys  []string
	Whole bool // only the word itself, not words that start with it
}

var plainWord = regexp.MustCompile(`^[a-z0-9]+$`)

// CheckTerms returns an error with CodeInternal unless all that a full-text index is
// asked for is made of a-z and 0-9, and so means nothing else to it.
func (r CandidateRequest) CheckTerms() error {
	words := slices.Clone(r.Whole)
	if r.Beginning != "" {
		words = append(words, r.Beginning)
	}
	for _, t := range r.Terms {
		words = append(append(words, t.Word), t.Keys...)
	}
	for _, w := range words {
		if !plainWord.MatchString(w) {
			return &Error{Code: CodeInternal, Message: "the search could not be run", Err: fmt.Errorf("%q is not a word of a-z and 0-9", w)}
		}
	}
	return nil
}

// Candidates are ids: entities by how many relations that are not retracted each
// has, most first, then by id; relations by Relation.Position. An entity that was
// merged into another is one under its own id, by what it is known by and linked
// to itself, so that it is found as of when it was not merged. What was corrected is
// one by what it was, too, and an entity by the kinds of all that it ever answered as.
type Candidates struct {
	Entities  []string
	Relations []string
}

// SearchRequest is a search as a caller asks for it.
type SearchRequest struct {
	Text  string
	Kinds []EntityKind // only entities of these kinds, and no relations; anything where empty
	Limit int
	AsOf  *time.Time
}

// Hit is something that a search found.
type Hit struct {
	Entity   *Entity   // or nil
	Relation *Relation // or nil
	Score    float64   // from 0 to 1
	Matched  string    // the field and its text that matched best: "alias: Macron"

	rank     int    // among those that match by a beginning; 0 for others
	position string // of the entity or relation
}

// The bounds of a search.
const (
	MaxSearchText  = 10_000 // code points
	maxTerms       = 8      // words that candidates have to hold: the longest
	maxScoredWords = 32     // words by which candidates are scored, besides the whole
	maxCandidates  = 200
	maxBeginnings  = 100 // candidates of each sort for how a word begins
	officesShown   = 20

	shortestMisspelt = 4 // letters
)

// A query is a search's text as it is compared with what entities are known by.
type query struct {
	name         names.Name
	words        []names.Word // that candidates are scored by
	sorted       []string     // all words, in the order of the alphabet
	together     []names.Word // what the text is, or may be, as one word
	named, coded []string     // the states that the text is a name of, or a code
	identifiers  []Identifier // that the text may be
	terms        []Term
	beginning    bool // one word that is too short to be told from others by its spelling
}

// ParseSearch checks a search's text and returns the terms of its candidates. Its
// error has CodeBadInput.
func ParseSearch(text string) ([]Term, error) {
	q, err := parseQuery(text)
	if err != nil {
		return nil, err
	}
	return q.terms, nil
}

func parseQuery(text string) (*query, error) {
	if n := utf8.RuneCountInString(text); n > MaxSearchText {
		return nil, BadInput("text", "%d characters are too many; give at most %d", n, MaxSearchText)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) || !utf8.ValidString(text) {
		return nil, BadInput("text", "%q has control characters; give words", text)
	}
	q := &query{name: names.Parse(strings.TrimSpace(text))}
	if len(q.name.Words) == 0 {
		return nil, BadInput("text", "%q has no letter or digit to search for; give a name or words", text)
	}
	q.words = q.name.Words[:min(len(q.name.Words), maxScoredWords)]
	q.sorted, q.together = sorted(q.name.Spelt), q.name.Together()
	if len(q.together) == 0 && len(q.name.Words) == 1 {
		q.together = q.name.Words
	}
	q.named, q.coded = states.Named(text)
	q.identifiers = identifiersTyped(text)
	for _, w := range longest(q.name.Words, maxTerms) {
		q.terms = append(q.terms, Term{Word: w.Text, Keys: w.Keys(), Whole: len(w.Text) < 2})
	}
	q.beginning = len(q.words) == 1 && len(q.words[0].Text) < shortestMisspelt
	return q, nil
}

// longest returns the n longest of words, in their order.
func longest(words []names.Word, n int) []names.Word {
	if len(words) <= n {
		return words
	}
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(words[b].Text), len(words[a].Text)) })
	order = order[:n]
	slices.Sort(order)
	some := make([]names.Word, n)
	for i, at := range order {
		some[i] = words[at]
	}
	return some
}

// Search returns what matches best, best first: by score, entities before
// relations, entities by Entity.Position and relations by Relation.Position. Of
// entities that have nothing but a word which begins with a text of up to three
// letters, those of more relations come first. Its order is the same on every store.
func Search(ctx context.Context, store Searcher, req SearchRequest) ([]Hit, error) {
	q, err := parseQuery(req.Text)
	if err != nil {
		return nil, err
	}
	s := &search{query: q, store: store, req: req, rank: map[string]int{}}
	ask := CandidateRequest{Terms: q.terms, Whole: wholeKeys(q.name), Kinds: someKinds(req.Kinds), Relations: len(req.Kinds) == 0, Limit: maxCandidates}
	hits, err := s.run(ctx, ask)
	return hits[:min(len(hits), req.Limit)], err
}

// A search is what has been found for a query so far.
type search struct {
	query      *query
	store      Searcher
	req        SearchRequest
	asked      bool           // for what it has by an identifier
	candidates Candidates     // in any order
	rank       map[string]int // of those that were found by a beginning
}

// run returns all hits for what is asked for. What holds the words themselves comes
// before what begins or sounds like them, of which there may be more than a limit.
func (s *search) run(ctx context.Context, ask CandidateRequest) ([]Hit, error) {
	if s.query.beginning {
		return s.runBeginning(ctx, ask)
	}
	whole, anyTerm := ask, ask
	whole.Terms = wholeWords(ask.Terms)
	anyTerm.Any = true
	hits, found, err := s.find(ctx, s.req.Limit, whole, ask)
	if err == nil && len(hits) < s.req.Limit && len(found) == 1 {
		hits, _, err = s.find(ctx, 0, ask)
	}
	// Who names a state means no other.
	if err == nil && len(hits) == 0 && len(ask.Terms) > 1 && len(s.query.named) == 0 {
		hits, _, err = s.find(ctx, 0, anyTerm)
	}
	return hits, err
}

// runBeginning returns what run does for a beginning. Names of which a word begins
// with it come from the index in the order in which they are wanted, so that no more of
// them are read than are asked for. Only where they are too few does anything else.
func (s *search) runBeginning(ctx context.Context, ask CandidateRequest) ([]Hit, error) {
	word := ask.Terms[0]
	ask.Limit = maxBeginnings
	same, names := ask, CandidateRequest{Beginning: word.Word, Kinds: ask.Kinds}
	same.Terms = []Term{{Word: word.Word, Keys: word.Keys, Whole: true}}
	next := []CandidateRequest{same}
	for limit := min(s.req.Limit, maxBeginnings); !word.Whole && limit > 0; limit *= 5 {
		names.Limit = min(limit, maxBeginnings)
		hits, found, err := s.find(ctx, 0, append(next, names)...)
		if err != nil || len(hits) >= s.req.Limit && hits[s.req.Limit-1].Score >= beginningScore {
			return hits, err
		}
		next = nil
		if begin := found[len(found)-1].Entities; len(begin) < names.Limit || names.Limit == maxBeginnings {
			break
		}
	}
	if !word.Whole {
		next = append(next, ask)
	}
	hits, _, err := s.find(ctx, 0, next...)
	return hits, err
}

// find asks for more candidates, until there are as many as are enough, and returns what
// of all so far matches, and what each request found.
func (s *search) find(ctx context.Context, enough int, requests ...CandidateRequest) ([]Hit, []Candidates, error) {
	keys := Keys{
		Entities: s.candidates.Entities, Relations: s.candidates.Relations, Candidates: requests, Enough: enough,
		Need: Need{Claims: true}, AsOf: s.req.AsOf,
	}
	if !s.asked {
		s.asked, keys.Identifiers = true, s.query.identifiers
	}
	found, err := s.store.Get(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range found.Identified {
		s.candidates.Entities = append(s.candidates.Entities, id)
	}
	for i, more := range found.Candidates {
		if requests[i].Beginning != "" {
			for at, id := range more.Entities {
				s.rank[id] = at + 1
			}
		}
		s.candidates = s.candidates.with(more)
	}
	hits, err := s.hits(ctx, found)
	return hits, found.Candidates, err
}

// someKinds returns kinds, none where they are all that there are.
func someKinds(kinds []EntityKind) []EntityKind {
	if slices.ContainsFunc(EntityKinds, func(k EntityKind) bool { return !slices.Contains(kinds, k) }) {
		return kinds
	}
	return nil
}

// wholeWords returns terms that only the words themselves match.
func wholeWords(terms []Term) []Term {
	whole := make([]Term, len(terms))
	for i, t := range terms {
		whole[i] = Term{Word: t.Word, Whole: true}
	}
	return whole
}

func (c Candidates) with(more Candidates) Candidates {
	union := func(a, b []string) []string { return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b)))) }
	return Candidates{Entities: union(c.Entities, more.Entities), Relations: union(c.Relations, more.Relations)}
}

// hits returns the candidates that match, best first, those that match by their
// beginnings in the order of their ranks.
func (s *search) hits(ctx context.Context, found *Found) ([]Hit, error) {
	entities, ranks := map[string]*Entity{}, map[string]int{} // several candidates may be one
	for _, id := range s.candidates.Entities {
		if e := found.Entities[id]; e != nil && (len(s.req.Kinds) == 0 || slices.Contains(s.req.Kinds, e.Kind)) {
			entities[e.ID] = e
			if at, ranked := s.rank[id]; ranked && (ranks[e.ID] == 0 || at < ranks[e.ID]) {
				ranks[e.ID] = at
			}
		}
	}
	matched := map[string]*matching{}
	for id, e := range entities {
		matched[id] = s.query.matchNames(e)
	}
	offices, err := officesOf(ctx, s.store, matched, entities, s.req.AsOf)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for id, e := range entities {
		if h := scoreEntity(matched[id], e, offices[id]); h.Score > 0 {
			h.position = e.Position()
			if at := ranks[id]; at > 0 && h.Score <= beginningScore {
				h.rank = at
			}
			hits = append(hits, h)
		}
	}
	for _, r := range found.Relations {
		if r.RetractedAt != nil {
			continue
		}
		if h := scoreRelation(s.query, r); h.Score > 0 {
			h.position = r.Position()
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, compareHits)
	return hits, nil
}

func compareHits(a, b Hit) int {
	if c := cmp.Compare(b.Score, a.Score); c != 0 {
		return c
	}
	if (a.Entity == nil) != (b.Entity == nil) {
		if a.Entity != nil {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.position, b.position))
}

// officesOf returns what offices entities hold, "president of Ukraine", of those
// whose names leave a term of a search unmatched.
func officesOf(ctx context.Context, store Searcher, matched map[string]*matching, entities map[string]*Entity, asOf *time.Time) (map[string][]string, error) {
	reqs := PageRequests{Need: Need{Ends: true}, AsOf: asOf}
	for id, e := range entities {
		if e.Kind.IsActor() && !matched[id].complete() {
			reqs.Pages = append(reqs.Pages, PageRequest{
				Owner: e.ID, Filter: RelationFilter{Types: officeTypes, Direction: DirectionOut}, Slice: Slice{Limit: officesShown},
			})
		}
	}
	if len(reqs.Pages) == 0 {
		return nil, nil
	}
	pages, ends, err := store.Pages(ctx, reqs)
	if err != nil {
		return nil, err
	}
	offices := map[string][]string{}
	for i, page := range pages {
		for _, r := range page.Relations {
			if of := ends.Entities[r.Object]; of != nil {
				owner := reqs.Pages[i].Owner
				offices[owner] = append(offices[owner], Office(r.Type, of.Name))
			}
		}
	}
	return offices, nil
}

// Office returns how an office is called that a relation of a type gives its
// subject, "president of Ukraine", or "" for a type that is not of an office.
func Office(typeID, objectName string) string {
	if !slices.Contains(officeTypes, typeID) {
		return ""
	}
	return fmt.Sprintf("%s %s", strings.ReplaceAll(typeID, "-", " "), objectName)
}

var officeTypes = []string{"president-of", "secretary-of-state-of", "special-envoy-of", "spokesperson-for", "adviser-to"}
