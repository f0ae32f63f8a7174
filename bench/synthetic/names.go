package synthetic

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"conflictgraph/internal/kg"
)

var syllables = strings.Fields(`al an ar ba bek bo bru chu da den do du el en fa fen ga gor ha hel i ib ja ka ken kov
	la len lin lo ma mir mo na nel no o or pa pe ru sa sky so ta ten to tra tur u va vel vik vo wa wit ya ze zo zur`)

// How many different words names and quotes are made of.
const (
	givenNames  = 600
	familyNames = 6000
	vocabulary  = 3000
)

func makeWords(random *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		for range 2 + random.IntN(3) {
			words[i] += syllables[random.IntN(len(syllables))]
		}
	}
	return words
}

// skewed returns a number below n, low ones far more often than high ones.
func skewed(random *rand.Rand, n int) int {
	u := random.Float64()
	return int(float64(n) * u * u * u)
}

var entityKinds = []kg.EntityKind{kg.KindPerson, kg.KindPerson, kg.KindPerson, kg.KindOrganization, kg.KindOtherActor}

func (g *Graph) makeEntities(random *rand.Rand, n int) {
	given, family := makeWords(random, givenNames), makeWords(random, familyNames)
	name := func() string {
		return capital(given[skewed(random, givenNames)]) + " " + capital(family[skewed(random, familyNames)])
	}
	for i := range n {
		e := kg.Entity{ID: fmt.Sprintf("%s:%d", g.Dataset, i), Kind: entityKinds[random.IntN(len(entityKinds))], Name: name()}
		if i%5 == 0 {
			e.Aliases = []string{name()}
		}
		g.entities = append(g.entities, e)
	}
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

const (
	quotesPerDocument = 10
	wordsPerQuote     = 9
)

// makeQuotes makes documents of sentences, each of which can be quoted.
func (g *Graph) makeQuotes(random *rand.Rand, n int) {
	words := makeWords(random, vocabulary)
	for len(g.quotes) < n {
		id := fmt.Sprintf("%s%s-%d", kg.DocumentPrefix, g.Dataset, len(g.documents))
		var text strings.Builder
		for range quotesPerDocument {
			var sentence []string
			for range wordsPerQuote {
				sentence = append(sentence, words[skewed(random, vocabulary)])
			}
			exact := capital(strings.Join(sentence, " "))
			g.quotes = append(g.quotes, kg.Evidence{Document: id, Exact: exact, Start: text.Len(), End: text.Len() + len(exact)})
			text.WriteString(exact + ". ")
		}
		publisher := UsualPublisher
		if len(g.documents) == 0 {
			publisher = RarePublisher
		}
		g.documents = append(g.documents, kg.Document{ID: id, Title: "Report " + id, Text: text.String(), Details: kg.Details{Publisher: publisher}})
	}
}
