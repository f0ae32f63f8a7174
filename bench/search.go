package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/kg"
)

const (
	searches  = 200
	searchAim = 3
	hitsShown = 10
)

// searchTexts says how people write what they search for.
var searchTexts = []struct {
	name   string
	quotes bool
	text   func(g *synthetic.Graph, random *rand.Rand) string
}{
	{"a whole name", false, anyName},
	{"a name with a letter missing", false, func(g *synthetic.Graph, random *rand.Rand) string {
		name := anyName(g, random)
		return name[:len(name)-3] + name[len(name)-2:]
	}},
	{"the family name alone", false, func(g *synthetic.Graph, random *rand.Rand) string { return strings.Fields(anyName(g, random))[1] }},
	{"how a family name begins", false, func(g *synthetic.Graph, random *rand.Rand) string { return strings.Fields(anyName(g, random))[1][:3] }},
	{"three words of a quote", true, func(g *synthetic.Graph, random *rand.Rand) string {
		quotes := g.Quotes()
		words := strings.Fields(quotes[random.IntN(len(quotes))])
		from := random.IntN(len(words) - 2)
		return strings.Join(words[from:from+3], " ")
	}},
}

func anyName(g *synthetic.Graph, random *rand.Rand) string { return g.Name(random.IntN(g.Size())) }

// measureSearch compares searches with looking up the same terms in the same
// full-text index, and with looking up their words alone.
func measureSearch(ctx context.Context, t *target, g *synthetic.Graph) (table []row, err error) {
	var all, allSame, allWords samples
	for number, kind := range searchTexts {
		random := rand.New(rand.NewPCG(1, uint64(number)))
		var texts []string
		var terms [][]kg.Term
		for range searches {
			text := kind.text(g, random)
			parsed, err := kg.ParseSearch(text)
			if err != nil {
				return nil, err
			}
			texts, terms = append(texts, text), append(terms, parsed)
		}
		hits := 0
		bare := func(wordsOnly bool) func(int) error {
			return func(i int) error {
				_, err := t.lookUp(ctx, lookUp{terms: terms[i], wordsOnly: wordsOnly, quotes: kind.quotes})
				return err
			}
		}
		taken, err := alternate(searches, func(i int) error {
			found, err := kg.Search(ctx, t, kg.SearchRequest{Text: texts[i], Limit: hitsShown})
			hits += len(found)
			return err
		}, bare(false), bare(true))
		if err != nil {
			return nil, err
		}
		r := comparedTimes("search: "+kind.name, taken[0], "a bare look-up", taken[1], searchAim)
		r.remark = fmt.Sprintf("%.1f hits", float64(hits)/float64(searches+warmUps))
		table = append(table, r)
		all, allSame, allWords = append(all, taken[0]...), append(allSame, taken[1]...), append(allWords, taken[2]...)
	}
	return append(table,
		comparedTimes("search: all of these", all, "a bare look-up", allSame, searchAim),
		comparedTimes("search: all of these", all, "a bare look-up of the words alone, without beginnings and sounds", allWords, searchAim),
	), nil
}
