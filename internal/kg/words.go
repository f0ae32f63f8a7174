package kg

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/states"
)

// IndexVersion is raised with every change of what SearchTexts and QuoteWords return.
// A store that was filled by another version writes what it is searched by anew.
const IndexVersion = 4

// SearchTexts returns what a store's full-text index keeps for an entity that goes by
// some names and of which other texts, its description and its offices, are known:
// their words, and the keys that these, and each name as a whole, share with other
// spellings, each a text of words of a-z and 0-9 with single blanks between them.
func SearchTexts(known []string, others ...string) (words, keys string) {
	all, allKeys := newTokens(), newTokens()
	for _, name := range known {
		n := names.Parse(name)
		for _, w := range n.Spelt {
			all.add(w)
			allKeys.add(names.SoundKey(w))
		}
		for _, w := range slices.Concat(n.Words, n.Joined) {
			all.add(w.Text)
			allKeys.add(w.Keys()...)
			for length := 2; length < min(shortestMisspelt, len(w.Text)+1); length++ {
				allKeys.add(BeginningKey(w.Text[:length]))
			}
		}
		allKeys.add(wholeKeys(n)...)
	}
	for _, text := range others {
		for _, w := range names.ParseText(text).Words {
			if all.add(w.Text) {
				allKeys.add(w.Keys()...)
			}
		}
	}
	return all.String(), allKeys.String()
}

// QuoteWords returns what a store's full-text index keeps for a relation that is
// quoted: the words of its quotes, as those of SearchTexts.
func QuoteWords(quotes ...string) string {
	all := newTokens()
	for _, q := range quotes {
		all.add(names.Words(q)...)
	}
	return all.String()
}

// BeginningKey returns the key, of those that SearchTexts returns, of entities of whose
// names a word begins with two or three letters.
func BeginningKey(letters string) string { return beginningKey + letters }

// Beginnings returns the letters whose keys by BeginningKey are among keys that
// SearchTexts returned.
func Beginnings(keys string) (letters []string) {
	for key := range strings.FieldsSeq(keys) {
		if rest, is := strings.CutPrefix(key, beginningKey); is && len(rest) < shortestMisspelt {
			letters = append(letters, rest)
		}
	}
	return letters
}

// What keys begin with, besides those of package names: of the beginnings of a name's
// words, and of whole names.
const (
	beginningKey = "7"
	longKey      = "8"
	stateKey     = "9"
)

// wholeKeys returns the keys that a name shares as a whole with other ways to write
// it: as one word, in another order where it is long, and of a state its other names.
func wholeKeys(n names.Name) (keys []string) {
	for _, one := range n.Together() {
		keys = append(keys, names.SoundKey(one.Text))
	}
	if len(n.Words) > maxTerms {
		keys = append(keys, longKey+digest(sorted(n.Spelt)))
	}
	named, coded := states.Named(n.Text)
	for _, s := range slices.Concat(named, coded) {
		keys = append(keys, stateKey+strings.ToLower(s))
	}
	return keys
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

func digest(words []string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(sum[:16])
}

// tokens are words, each once.
type tokens struct {
	seen map[string]bool
	text strings.Builder
}

func newTokens() *tokens { return &tokens{seen: map[string]bool{}} }

// add adds words that are not there, and reports whether the last of them was not.
func (t *tokens) add(words ...string) (added bool) {
	for _, w := range words {
		if added = !t.seen[w]; !added {
			continue
		}
		t.seen[w] = true
		if t.text.Len() > 0 {
			t.text.WriteByte(' ')
		}
		t.text.WriteString(w)
	}
	return added
}

func (t *tokens) String() string { return t.text.String() }
