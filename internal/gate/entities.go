package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/quote"
)

// slugsTried is how many ids are tried for a new entity, of which others have some.
const slugsTried = 5

// slugs returns the ids that a new entity of a name may get, the first that is free.
func slugs(name string) (ids []string) {
	base := strings.Join(names.Slug(name), "-")
	if len(base) > 150 {
		base = strings.TrimRight(base[:150], "-")
	}
	if base == "" {
		sum := sha256.Sum256([]byte(kg.FoldName(name)))
		base = "entity-" + hex.EncodeToString(sum[:6])
	}
	ids = append(ids, base)
	for n := 2; n <= slugsTried; n++ {
		ids = append(ids, fmt.Sprintf("%s-%d", base, n))
	}
	return ids
}

// entity returns what a mention is taken for, of one of some kinds, any where none is given.
func (c *checker) entity(m extract.Mention, kinds []kg.EntityKind) (e kg.SuggestedEntity, ok bool) {
	e = kg.SuggestedEntity{Name: strings.TrimSpace(m.Name), Kind: m.Kind, Description: m.Description, Words: m.Words, Antecedent: m.Antecedent}
	if m.Known != "" {
		known := c.known[m.Known]
		if known == nil {
			c.refuse(UnknownEntity, "%q is no entity", kg.Shorten(m.Known))
			return e, false
		}
		e.ID, e.Name, e.Kind, e.Description = known.ID, known.Name, known.Kind, ""
	} else if !c.fresh(&e) {
		return e, false
	}
	if len(kinds) > 0 && !slices.Contains(kinds, e.Kind) {
		c.refuse(KindNotAllowed, "%q is of kind %s, and %v is needed there", kg.Shorten(e.Name), e.Kind, kinds)
		return e, false
	}
	if e.Words == "" {
		e.Words = m.Name
	}
	if places, _ := c.text.Find(e.Words); len(places) > 0 {
		e.Words = places[0].Exact
	} else {
		e.Words = ""
	}
	for _, candidate := range m.Candidates {
		if known := c.known[candidate.Entity]; known != nil && len(e.Candidates) < mostCandidates {
			e.Candidates = append(e.Candidates, kg.EntityCandidate{Entity: known.ID, Score: score(candidate.Score), Why: candidate.Why})
		}
	}
	return e, true
}

const mostCandidates = 10

// score returns a number from 0 to 1, 0 for what is none.
func score(s float64) float64 {
	if s != s {
		return 0
	}
	return min(max(s, 0), 1)
}

// fresh gives a new entity its id. What has its name and first id is that.
func (c *checker) fresh(e *kg.SuggestedEntity) bool {
	if !slices.Contains(kg.EntityKinds, e.Kind) {
		c.refuse(KindNotAllowed, "%q is no kind of entities", kg.Shorten(string(e.Kind)))
		return false
	}
	if utf8.RuneCountInString(e.Name) > MaxName {
		c.refuse(InvalidName, "a name of more than %d characters: %s", MaxName, quote.Shown(e.Name))
		return false
	}
	if err := kg.CheckName("the name", e.Name); err != nil {
		c.refuse(InvalidName, "%v", err)
		return false
	}
	e.New = true
	for _, id := range slugs(e.Name) {
		there := c.known[id]
		if there == nil {
			e.ID = id
			made, taken := c.made[id]
			if taken && !e.IsOneWith(made) {
				continue
			}
			if !taken {
				c.made[id] = *e
			}
			return true
		}
		if e.IsKnownTo(there) {
			*e = kg.SuggestedEntity{ID: there.ID, Name: there.Name, Kind: there.Kind, Words: e.Words, Antecedent: e.Antecedent, Candidates: []kg.EntityCandidate{{Entity: there.ID, Score: 1, Why: "goes by this name"}}}
			return true
		}
	}
	c.refuse(InvalidName, "there are more than %d others of the name %q", slugsTried, kg.Shorten(e.Name))
	return false
}

// place adds a place to s.
func (c *checker) place(m extract.Mention, sentence string, s *kg.Suggestion) bool {
	e, ok := c.entity(m, nil)
	if !ok {
		return false
	}
	if e.Kind != kg.KindPlace {
		s.Problems = append(s.Problems, kg.SuggestionProblem{Code: kg.ProblemPlaceNotInQuote, Message: fmt.Sprintf("%s is of kind %s and is left out of the places", e.Name, e.Kind)})
		return true
	}
	if !c.isNamed(&m, &e, sentence) {
		s.Problems = append(s.Problems, kg.SuggestionProblem{Code: kg.ProblemPlaceNotInQuote, Message: fmt.Sprintf("the sentence does not name %s", e.Name)})
	}
	s.Places = append(s.Places, e)
	return true
}

// name notes a problem where the quote neither names an end nor has words that stand for it.
func (c *checker) name(m *extract.Mention, e *kg.SuggestedEntity, words string, s *kg.Suggestion) {
	if !c.isNamed(m, e, words) {
		s.Problems = append(s.Problems, kg.SuggestionProblem{Code: kg.ProblemEndNotInQuote, Message: fmt.Sprintf("the quote does not name %s", e.Name)})
	}
	if len(e.Candidates) > 1 && e.Candidates[0].Score-e.Candidates[1].Score < clearBy {
		s.Problems = append(s.Problems, kg.SuggestionProblem{Code: kg.ProblemAmbiguousEntity, Message: fmt.Sprintf("%s may be %q or %q", e.Name, e.Candidates[0].Entity, e.Candidates[1].Entity), Quote: e.Words})
	}
}

// clearBy is by how much the best candidate's score has to exceed the next for it to be
// clear which is meant.
const clearBy = 0.1

// isNamed reports whether a quote has a name of an entity, a part of it that stands for the
// whole, or words whose antecedent stands in the document.
func (c *checker) isNamed(m *extract.Mention, e *kg.SuggestedEntity, words string) bool {
	has := func(part string) bool { return part != "" && hasWords(words, part) }
	if has(m.Name) || has(e.Name) {
		return true
	}
	if known := c.known[e.ID]; known != nil && slices.ContainsFunc(known.Aliases, has) {
		return true
	}
	if e.Kind == kg.KindPerson {
		// A person's last name, once the whole name was given.
		parts := strings.Fields(e.Name)
		if whole, _ := c.text.Find(e.Name); len(parts) > 1 && len(whole) > 0 && has(parts[len(parts)-1]) {
			return true
		}
	}
	if slices.ContainsFunc(strings.FieldsFunc(words, isNoLetter), func(w string) bool { return isDerived(w, e.Name) }) {
		return true
	}
	if !has(m.Words) {
		return false
	}
	if m.Antecedent == "" {
		// A description that the extractor knows by the graph, such as an office.
		return len(m.Candidates) > 0
	}
	places, _ := c.text.Find(m.Antecedent)
	return len(places) > 0
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) }

// isDerived reports whether a word is one that is made of a name, as “Kestrian” is of
// “Kestria”: it has its beginning but for the last two letters, at least four of them, and at
// most three more than that beginning.
func isDerived(word, name string) bool {
	w, n := []rune(strings.ToLower(word)), []rune(strings.ToLower(name))
	stem := max(4, len(n)-2)
	return len(n) >= 4 && len(w) >= stem && len(w) <= len(n)+3 && string(w[:stem]) == string(n[:min(len(n), stem)])
}

// sentence returns the words of a quote and what is around them to the ends of the sentence.
func (c *checker) sentence(e kg.Evidence) string {
	if c.runes == nil {
		c.runes = []rune(c.Document.Text)
	}
	from, to := e.Start, e.End
	for from > 0 && e.Start-from < MaxQuote && !endsSentence(c.runes[from-1], c.runes[from:e.Start]) {
		from--
	}
	for to < len(c.runes) && to-e.End < MaxQuote && !endsSentence(c.runes[to], c.runes[to+1:]) {
		to++
	}
	return string(c.runes[from:to])
}

// endsSentence reports whether a sentence may end with a character, before others.
func endsSentence(r rune, next []rune) bool {
	return r == '\n' || strings.ContainsRune(".!?", r) && (len(next) == 0 || unicode.IsSpace(next[0]))
}

// hasWords reports whether whole words stand in a text, in any case.
func hasWords(text, words string) bool {
	t := quote.Text{Content: strings.ToLower(text)}
	places, _ := t.Find(strings.ToLower(words))
	return slices.ContainsFunc(places, func(e kg.Evidence) bool {
		return !endsInLetter(e.Prefix) && !beginsWithLetter(e.Suffix)
	})
}
