// Package names knows how one name is written in several ways: in another script, by
// another romanisation, with its signs, articles and marks or without. It is given
// texts, and knows nothing of what they name.
package names

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// Words returns the words of text in Latin script, lower case, letters and
// digits only, in their order: "Зеленский" and "Zelenskii" are one word. Marks that a
// writer may leave out are.
func Words(text string) []string { return Slug(bare(text)) }

// Slug returns the words of text as ids are made of them. Since ids last, it is never
// changed.
func Slug(text string) []string {
	latin := strings.ToLower(unidecode.Unidecode(text))
	words := strings.FieldsFunc(latin, func(r rune) bool {
		return r != '\'' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	for i, w := range words {
		words[i] = strings.ReplaceAll(strings.TrimSuffix(w, "'s"), "'", "")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// Name is a text as it is compared with others.
type Name struct {
	Text   string
	Spelt  []string // its words, in their order
	Words  []Word   // those that have to be matched: all but articles, unless there are only these
	Joined []Word   // words that others may write as one with what stands before them
}

// Parse returns a name as it is compared with others.
func Parse(text string) Name {
	n := Name{Text: text, Spelt: Words(text)}
	written := writings(text, len(n.Spelt))
	add := func(i int) {
		w := parseWord(n.Spelt[i])
		if written != nil {
			w.writing = written[i]
		}
		n.Words = append(n.Words, w)
	}
	for i, w := range n.Spelt {
		if i+1 == len(n.Spelt) {
			add(i)
			break
		}
		next := n.Spelt[i+1]
		article := isArticle(w, next)
		if !article {
			add(i)
		}
		if (article || particles[w]) && w != "the" && len(w)+len(next) <= longestJoined {
			n.Joined = append(n.Joined, parseWord(w+next))
		}
	}
	n.Joined = append(n.Joined, servants(n.Spelt)...)
	return n
}

// ParseText returns a text that is no name, the words of which are compared by their
// spelling and their sound only.
func ParseText(text string) Name {
	n := Name{Text: text, Spelt: Words(text)}
	n.Words = make([]Word, len(n.Spelt))
	for i, w := range n.Spelt {
		n.Words[i] = Word{Text: w, sound: Sound(w), plain: true}
	}
	return n
}

// longestJoined is how many letters words have together that others may write as one.
const longestJoined = 40

// Together returns the words of a name as one, first all and then all but its articles:
// none of one word, and none that would be too long to be written so.
func (n Name) Together() (all []Word) {
	core := make([]string, len(n.Words))
	for i, w := range n.Words {
		core[i] = w.Text
	}
	for _, words := range [][]string{n.Spelt, core} {
		one := strings.Join(words, "")
		if len(n.Spelt) > 1 && len(one) <= longestJoined && (len(all) == 0 || all[0].Text != one) {
			all = append(all, parseWord(one))
		}
	}
	return all
}
