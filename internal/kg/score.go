package kg

import (
	"math"
	"slices"
	"strings"

	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/states"
)

// fieldText is a text that an entity is known by, and how much a match in it
// weighs.
type fieldText struct {
	field, text string
	weight      float64
}

func (f fieldText) isName() bool { return f.field == "name" || f.field == "alias" }

// partWeight is the most that something scores that matches a search in part, or in
// several of its texts. What has the very name scores more.
const partWeight = 0.9

// A name of which a word begins with another that is too short to be told from others
// matches that like any other such name.
const (
	beginningQuality = 0.6
	beginningScore   = partWeight * beginningQuality
)

// identifierScore is what something scores of which a search's text is an identifier:
// less than what has the very name.
const identifierScore = 0.96

// scoreEntity says how well a search, of which m is how it matches an entity's names,
// matches what the entity is known by: how alike a
// name is to the whole of it, or, where none is, how well each term is matched by its
// best match in any field. That is the mean, lowered where the best field holds words
// that nobody asked for. Offices and the description are looked at only where the names
// match some term not at all.
func scoreEntity(m *matching, e *Entity, offices []string) Hit {
	if !m.complete() {
		for _, o := range offices {
			m.match(fieldText{"office", o, 0.8}, names.ParseText(o))
		}
		if e.Description != "" {
			m.match(fieldText{"description", e.Description, 0.6}, names.ParseText(e.Description))
		}
	}
	return m.hit(e)
}

// matchNames returns how well a search matches an entity's names.
func (q *query) matchNames(e *Entity) *matching {
	fields := []fieldText{{"name", e.Name, 1}}
	for _, a := range e.Aliases {
		fields = append(fields, fieldText{"alias", a, 0.98})
	}
	m := newMatching(q)
	for _, i := range e.Identifiers {
		if slices.Contains(q.identifiers, i) {
			m.whole(fieldText{"identifier", i.String(), 1}, identifierScore)
		}
	}
	for _, f := range fields {
		n := names.Parse(f.text)
		if whole := q.wholeName(n, e.Kind); whole > 0 {
			m.whole(f, whole)
		}
		m.match(f, n)
	}
	return m
}

// A matching is how well a search matches what an entity is known by, so far.
type matching struct {
	query      *query
	best       []float64 // of each term
	top        fieldText
	topScore   float64
	wholeTop   fieldText
	wholeScore float64
}

func newMatching(q *query) *matching { return &matching{query: q, best: make([]float64, len(q.words))} }

// complete reports whether each term is matched somehow.
func (m *matching) complete() bool { return m.wholeScore > 0 || slices.Min(m.best) > 0 }

func (m *matching) whole(f fieldText, score float64) {
	if f.field != "name" {
		score -= 0.0005
	}
	if score > m.wholeScore {
		m.wholeTop, m.wholeScore = f, score
	}
}

func (m *matching) match(f fieldText, n names.Name) {
	var sum float64
	for i := range m.query.words {
		quality := m.query.matchQuality(i, n) * f.weight
		m.best[i] = max(m.best[i], quality)
		sum += quality
	}
	if score := sum / float64(max(len(m.query.words), len(n.Words))); score > m.topScore {
		m.topScore, m.top = score, f
	}
}

func (m *matching) hit(e *Entity) Hit {
	part := partWeight * (0.8*mean(m.best) + 0.2*m.topScore)
	score, top := m.wholeScore, m.wholeTop
	if m.query.beginning && m.top.isName() && m.best[0] <= beginningQuality {
		part = beginningScore
	}
	if score < part {
		score, top = part, m.top
	}
	if score == 0 {
		return Hit{}
	}
	return Hit{Entity: e, Score: rounded(score), Matched: top.field + ": " + top.text}
}

// wholeName says from 0 to 1 how alike a name is to the whole of a search: 1 for the
// very same, less for the same words in another case, order or spelling, and for
// another name of the same state.
func (q *query) wholeName(n names.Name, kind EntityKind) float64 {
	switch {
	case n.Text == q.name.Text:
		return 1
	case strings.EqualFold(n.Text, q.name.Text):
		return 0.998
	case slices.Equal(n.Spelt, q.name.Spelt):
		return 0.996
	case len(n.Spelt) == len(q.name.Spelt) && slices.Equal(sorted(n.Spelt), q.sorted):
		return 0.99
	}
	together := n.Together()
	if len(together) == 0 && len(n.Words) == 1 {
		together = n.Words
	}
	best := 0.0
	for i := range q.together {
		for j := range together {
			if alike := q.together[i].Alike(&together[j]); alike >= 0.88 {
				best = max(best, 0.97-(1-alike)/5)
			}
		}
	}
	if best == 0 && kind != KindPerson && q.isState(n, kind) {
		best = 0.94
	}
	return best
}

// isState reports whether a name is one of a state that the search names. A code is
// the name of a country only.
func (q *query) isState(n names.Name, kind EntityKind) bool {
	if len(q.named)+len(q.coded) == 0 {
		return false
	}
	named, coded := states.Named(n.Text)
	if kind == KindCountry {
		named = slices.Concat(named, coded)
	}
	return slices.ContainsFunc(named, func(s string) bool { return slices.Contains(q.named, s) || slices.Contains(q.coded, s) })
}

// scoreRelation says how well terms match the words of one of a relation's
// quotes: the part of the terms that it holds, best where they stand together.
func scoreRelation(q *query, r *Relation) Hit {
	var hit Hit
	phrase := " " + strings.Join(q.name.Spelt, " ") + " "
	for _, e := range r.Evidence {
		words := names.Words(e.Exact)
		var sum float64
		for i := range q.words {
			best := 0.0
			for _, w := range words {
				best = max(best, spellingQuality(q.words[i].Text, w))
			}
			sum += best
		}
		score := 0.7 * sum / float64(len(q.words))
		if strings.Contains(" "+strings.Join(words, " ")+" ", phrase) {
			score += 0.2
		}
		if rounded(partWeight*score) > hit.Score {
			hit = Hit{Relation: r, Score: rounded(partWeight * score), Matched: "evidence in " + e.Document + ": " + e.Exact}
		}
	}
	return hit
}

// matchQuality says from 0 to 1 how well some word of a name matches one that is
// searched for, in its spelling or as another form of it.
func (q *query) matchQuality(i int, n names.Name) float64 {
	asked, best := &q.words[i], 0.0
	for _, list := range [][]names.Word{n.Words, n.Joined} {
		for j := range list {
			quality := spellingQuality(asked.Text, list[j].Text)
			if quality < 1 {
				if q.beginning {
					quality = min(quality, beginningQuality)
				}
				quality = max(quality, asked.Alike(&list[j]))
			}
			if quality > best && (quality == 1 || !states.Differ(asked.Text, list[j].Text)) {
				best = quality
			}
			if best == 1 {
				return best
			}
		}
	}
	return best
}

// spellingQuality is 1 for the same word, less for one that only begins another, 0
// otherwise.
func spellingQuality(asked, word string) float64 {
	switch {
	case asked == word:
		return 1
	case len(asked) > 1 && strings.HasPrefix(word, asked):
		return 0.6 + 0.3*float64(len(asked))/float64(len(word))
	}
	return 0
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// rounded keeps sums that were added in another order from ranking differently.
func rounded(score float64) float64 { return math.Round(score*1e6) / 1e6 }
