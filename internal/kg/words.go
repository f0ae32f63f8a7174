package kg

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// Words returns the words of text in Latin script, lower case, letters and
// digits only, in their order: "Зеленский" and "Zelenskii" are one word.
func Words(text string) []string {
	latin := strings.ToLower(unidecode.Unidecode(text))
	words := strings.FieldsFunc(latin, func(r rune) bool {
		return r != '\'' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	for i, w := range words {
		words[i] = strings.ReplaceAll(strings.TrimSuffix(w, "'s"), "'", "")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// sounds folds spellings that romanisations of one name differ in.
var sounds = strings.NewReplacer(
	"sch", "sh", "tsch", "ch", "ph", "f", "kh", "h", "ck", "k", "ts", "c", "tz", "c", "cz", "c",
	"ya", "ia", "yu", "iu", "y", "i", "j", "i", "w", "v", "q", "k", "x", "ks", "ou", "u", "oo", "u", "ee", "i",
)

// Sound returns word, one of Words, in a form that its usual other spellings
// share: "zelenskyy", "zelensky" and "zelenskii" all give "zelenski".
func Sound(word string) string {
	var b strings.Builder
	last := byte(0)
	for _, c := range []byte(sounds.Replace(word)) {
		if c != last || c >= '0' && c <= '9' {
			b.WriteByte(c)
		}
		last = c
	}
	return b.String()
}

// The lengths between which a word is found with a letter wrong.
const (
	shortestMisspelled = 4
	longestMisspelled  = 40
)

// SoundKeys returns the keys that two words share when their sounds differ in at
// most one letter: the sound, and the sound with each of its letters left out.
// A sound of less than 4 or more than 40 letters is its only key.
func SoundKeys(word string) []string {
	sound := Sound(word)
	keys := []string{sound}
	if len(sound) < shortestMisspelled || len(sound) > longestMisspelled {
		return keys
	}
	for i := range len(sound) {
		if key := sound[:i] + sound[i+1:]; !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// SearchTexts returns what a store's full-text index keeps for something known
// by texts: their words, and the sound keys of these, each a text of words of
// a-z and 0-9 with single blanks between them.
func SearchTexts(texts ...string) (words, soundKeys string) {
	seen, seenKeys := map[string]bool{}, map[string]bool{}
	var all, keys []string
	for _, text := range texts {
		for _, w := range Words(text) {
			if seen[w] {
				continue
			}
			seen[w] = true
			all = append(all, w)
			for _, k := range SoundKeys(w) {
				if !seenKeys[k] {
					seenKeys[k] = true
					keys = append(keys, k)
				}
			}
		}
	}
	return strings.Join(all, " "), strings.Join(keys, " ")
}
