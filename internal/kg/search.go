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
	ask := CandidateRequest{Terms: q.terms, Whole: wholeKeys(q.name), Kinds: someKinds(req.Kinds), Relations: len(req.Kinds) == 0, Limit: maxCandidates}
	if q.beginning {
		return searchBeginning(ctx, store, q, ask, req)
	}
	whole, anyTerm := ask, ask
	whole.Terms = wholeWords(q.terms)
	anyTerm.Any = true
	// What holds the words themselves comes before what begins or sounds like
	// them, of which there may be more than Limit.
	candidates, err := identifiedBy(ctx, store, q, req.AsOf)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, stage := range []CandidateRequest{whole, ask, anyTerm} {
		if stage.Any && (len(hits) > 0 || len(q.terms) == 1 || len(q.named) > 0) {
			break // who names a state means no other
		}
		more, err := store.Candidates(ctx, stage)
		if err != nil {
			return nil, err
		}
		candidates = candidates.with(more)
		if len(candidates.Entities)+len(candidates.Relations) < req.Limit && len(stage.Terms[0].Keys) == 0 {
			continue
		}
		if hits, err = hitsAmong(ctx, store, q, candidates, req, nil); err != nil {
			return nil, err
		}
		if len(hits) >= req.Limit {
			break
		}
	}
	return hits[:min(len(hits), req.Limit)], nil
}

// identifiedBy returns the entities that have an identifier which a search's text may be.
func identifiedBy(ctx context.Context, store Searcher, q *query, asOf *time.Time) (candidates Candidates, err error) {
	if len(q.identifiers) == 0 {
		return candidates, nil
	}
	found, err := store.Get(ctx, Keys{Identifiers: q.identifiers, AsOf: asOf})
	if err != nil {
		return candidates, err
	}
	for _, id := range found.Identified {
		candidates.Entities = append(candidates.Entities, id)
	}
	return candidates.with(Candidates{}), nil
}

// searchBeginning returns what Search does for a beginning. Names of which a word begins
// with it come from the index in the order in which they are wanted, so that no more of
// them are read than are asked for. Only where they are too few does anything else.
func searchBeginning(ctx context.Context, store Searcher, q *query, ask CandidateRequest, req SearchRequest) ([]Hit, error) {
	word := ask.Terms[0]
	ask.Limit = maxBeginnings
	same, names := ask, CandidateRequest{Beginning: word.Word, Kinds: ask.Kinds}
	same.Terms = []Term{{Word: word.Word, Keys: word.Keys, Whole: true}}
	candidates, err := store.Candidates(ctx, same)
	if err != nil {
		return nil, err
	}
	identified, err := identifiedBy(ctx, store, q, req.AsOf)
	if err != nil {
		return nil, err
	}
	candidates = candidates.with(identified)
	rank := map[string]int{}
	for limit := min(req.Limit, maxBeginnings); !word.Whole && limit > 0; limit *= 5 {
		names.Limit = min(limit, maxBeginnings)
		found, err := store.Candidates(ctx, names)
		if err != nil {
			return nil, err
		}
		for i, id := range found.Entities {
			rank[id] = i + 1
		}
		candidates = candidates.with(found)
		hits, err := hitsAmong(ctx, store, q, candidates, req, rank)
		if err != nil || len(hits) >= req.Limit && hits[req.Limit-1].Score >= beginningScore {
			return hits[:min(len(hits), req.Limit)], err
		}
		if len(found.Entities) < names.Limit || names.Limit == maxBeginnings {
			break
		}
	}
	if !word.Whole {
		found, err := store.Candidates(ctx, ask)
		if err != nil {
			return nil, err
		}
		candidates = candidates.with(found)
	}
	hits, err := hitsAmong(ctx, store, q, candidates, req, rank)
	return hits[:min(len(hits), req.Limit)], err
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

// hitsAmong returns the candidates that match, best first, those that match by their
// beginnings in the order of their ranks.
func hitsAmong(ctx context.Context, store Searcher, q *query, candidates Candidates, req SearchRequest, rank map[string]int) ([]Hit, error) {
	asOf := req.AsOf
	found, err := store.Get(ctx, Keys{Entities: candidates.Entities, Relations: candidates.Relations, Need: Need{Claims: true}, AsOf: asOf})
	if err != nil {
		return nil, err
	}
	entities, ranks := map[string]*Entity{}, map[string]int{} // several candidates may be one
	for _, id := range candidates.Entities {
		if e := found.Entities[id]; e != nil && (len(req.Kinds) == 0 || slices.Contains(req.Kinds, e.Kind)) {
			entities[e.ID] = e
			if at, ranked := rank[id]; ranked && (ranks[e.ID] == 0 || at < ranks[e.ID]) {
				ranks[e.ID] = at
			}
		}
	}
	matched := map[string]*matching{}
	for id, e := range entities {
		matched[id] = q.matchNames(e)
	}
	offices, err := officesOf(ctx, store, matched, entities, asOf)
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
		if h := scoreRelation(q, r); h.Score > 0 {
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
