package kg

import (
	"math"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// fieldText is a text that an entity is known by, and how much a match in it
// weighs.
type fieldText struct {
	field, text string
	weight      float64
}

// scoreEntity says how well terms match what an entity is known by. Each term
// counts by its best match in any field; the whole is the mean, lowered where
// the best field holds words that nobody asked for.
func scoreEntity(terms []Term, e *Entity, offices []string) Hit {
	fields := []fieldText{{"name", e.Name, 1}}
	for _, a := range e.Aliases {
		fields = append(fields, fieldText{"alias", a, 0.98})
	}
	for _, o := range offices {
		fields = append(fields, fieldText{"office", o, 0.8})
	}
	if e.Description != "" {
		fields = append(fields, fieldText{"description", e.Description, 0.6})
	}
	best := make([]float64, len(terms))
	var top fieldText
	var topScore float64
	for _, f := range fields {
		words := Words(f.text)
		var sum float64
		for i, t := range terms {
			q := matchQuality(t, words) * f.weight
			best[i] = max(best[i], q)
			sum += q
		}
		if score := sum / float64(max(len(terms), len(words))); score > topScore {
			topScore, top = score, f
		}
	}
	total := mean(best)
	if total == 0 {
		return Hit{}
	}
	return Hit{Entity: e, Score: rounded(0.8*total + 0.2*topScore), Matched: top.field + ": " + top.text}
}

// namedBy reports whether an entity's names hold every term.
func namedBy(terms []Term, e *Entity) bool {
	words := Words(strings.Join(append([]string{e.Name}, e.Aliases...), " "))
	for _, t := range terms {
		if !slices.Contains(words, t.Word) {
			return false
		}
	}
	return true
}

// scoreRelation says how well terms match the words of one of a relation's
// quotes: the part of the terms that it holds, best where they stand together.
func scoreRelation(terms []Term, r *Relation) Hit {
	var hit Hit
	asked := make([]string, len(terms))
	for i, t := range terms {
		asked[i] = t.Word
	}
	phrase := " " + strings.Join(asked, " ") + " "
	for _, e := range r.Evidence {
		words := Words(e.Exact)
		var sum float64
		for _, t := range terms {
			sum += wordQuality(t, words)
		}
		score := 0.7 * sum / float64(len(terms))
		if strings.Contains(" "+strings.Join(words, " ")+" ", phrase) {
			score += 0.2
		}
		if score > hit.Score {
			hit = Hit{Relation: r, Score: rounded(score), Matched: "evidence in " + e.Document + ": " + e.Exact}
		}
	}
	return hit
}

// matchQuality says from 0 to 1 how well some word of words matches a term, in
// its spelling or in its sound.
func matchQuality(t Term, words []string) float64 {
	best := wordQuality(t, words)
	sound := t.Keys[0]
	for _, w := range words {
		if best >= 0.9 {
			break
		}
		other := Sound(w)
		switch {
		case other == sound:
			best = max(best, 0.9)
		case len(sound) >= shortestMisspelled && len(other) >= shortestMisspelled && sharesKey(t.Keys, other):
			distance := levenshtein.ComputeDistance(sound, other)
			best = max(best, 0.9-0.2*float64(distance))
		}
	}
	return best
}

func sharesKey(keys []string, other string) bool {
	for _, k := range SoundKeys(other) {
		if slices.Contains(keys, k) {
			return true
		}
	}
	return false
}

// wordQuality is 1 for a word that stands among words, less for one that only
// begins a word there, 0 otherwise.
func wordQuality(t Term, words []string) float64 {
	best := 0.0
	for _, w := range words {
		switch {
		case w == t.Word:
			return 1
		case !t.Whole && strings.HasPrefix(w, t.Word):
			best = max(best, 0.6+0.3*float64(len(t.Word))/float64(len(w)))
		}
	}
	return best
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
