package names

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// sounds folds spellings that romanisations of one name differ in.
var sounds = strings.NewReplacer(
	"sch", "sh", "tsch", "ch", "tch", "ch", "ph", "f", "kh", "h", "ck", "k", "ts", "c", "tz", "c", "cz", "c",
	"ya", "ia", "yu", "iu", "y", "i", "j", "i", "w", "v", "q", "k", "x", "ks", "ou", "u", "oo", "u", "ee", "i",
)

// Sound returns word, one of Words, in a form that its usual other spellings
// share: "zelenskyy", "zelensky" and "zelenskii" all give "zelenski".
func Sound(word string) string { return undoubled(sounds.Replace(word)) }

// undoubled returns word with one letter, but not one digit, for several of the same.
func undoubled(word string) string {
	var b strings.Builder
	last := byte(0)
	for _, c := range []byte(word) {
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

// SoundKey returns the key that two words share when they sound the same. Of a sound of
// less than 4 letters it is none of the keys that longer ones have for a letter left out.
func SoundKey(word string) string { return soundKey(Sound(word)) }

func soundKey(sound string) string {
	if len(sound) < shortestMisspelled {
		return shortKey + sound
	}
	return sound
}

// soundKeys returns the keys that two words share when their sounds differ in at
// most one letter: that of the sound, and the sound with each of its letters left out.
// A sound of less than 4 or more than 40 letters has the one key.
func soundKeys(sound string) []string {
	keys := []string{soundKey(sound)}
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

// A rule makes alike what languages and romanisations write otherwise in one name.
type rule struct {
	name string
	fold *strings.Replacer
}

// rules are applied one after another to a sound, before its vowels go.
var rules = []rule{
	{"Arabic dh and th, which others write d and t", strings.NewReplacer("dh", "d", "th", "t")},
	{"Ukrainian and Belarusian h for Russian g, Arabic gh", strings.NewReplacer("gh", "h", "g", "h")},
	{"sibilants, which German, French, Polish and English write in their own ways", strings.NewReplacer("shch", "s", "zh", "s", "sh", "s", "ch", "s", "c", "s", "z", "s")},
	{"final ff and f for v", strings.NewReplacer("f", "v")},
}

// skeleton returns the consonants of a sound, in a form that languages with other
// vowels share, with an a for any vowel at the beginning; "" where they are too few to
// tell a name.
func skeleton(sound string) string {
	for _, r := range rules {
		sound = r.fold.Replace(sound)
	}
	var b strings.Builder
	for i, c := range []byte(sound) {
		switch {
		case !strings.ContainsRune("aeiou", rune(c)):
			b.WriteByte(c)
		case i == 0:
			b.WriteByte('a')
		}
	}
	consonants := undoubled(b.String())
	if len(consonants) > 1 {
		consonants = strings.TrimSuffix(consonants, "h") // a final h is often not written
	}
	if last := len(consonants) - 1; last > 0 && consonants[last] == 'd' {
		consonants = consonants[:last] + "t" // Mehmed, Mehmet
	}
	if len(strings.TrimPrefix(consonants, "a")) < fewestConsonants {
		return ""
	}
	return consonants
}

// fewestConsonants is how many consonants tell a name at the least.
const fewestConsonants = 3

// similar reports whether two sounds of the same consonants may be of one name, and by
// how many letters they differ.
func similar(a, b string) (distance int, may bool) {
	distance = levenshtein.ComputeDistance(a, b)
	return distance, distance <= max(1, max(len(a), len(b))/4)
}
