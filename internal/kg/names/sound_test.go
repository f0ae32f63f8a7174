package names

import (
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"
	"pgregory.net/rapid"
)

func TestSpellingsOfANameSoundAlike(t *testing.T) {
	for _, spellings := range [][]string{
		{"Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskii", "Зеленский", "Zélénsky"},
		{"Yermak", "Iermak", "Jermak", "Єрмак"},
		{"Lavrov", "Lawrow", "Лавров"},
		{"Peskov", "Peskow", "Песков"},
		{"Whitkoff", "Whitkof"},
		{"Kuleba", "Quleba", "Кулеба"},
		{"Schröder", "Shroder"},
		{"Novák", "Novak", "Новак", "Nowak"},
		{"Khan", "Han"},
	} {
		for _, s := range spellings {
			if got, want := Sound(Words(s)[0]), Sound(Words(spellings[0])[0]); got != want {
				t.Errorf("%s sounds %q, %s sounds %q", s, got, spellings[0], want)
			}
		}
	}
	for _, pair := range [][2]string{{"macron", "maron"}, {"putin", "rutte"}, {"2014", "2015"}, {"11", "1"}} {
		if Sound(pair[0]) == Sound(pair[1]) {
			t.Errorf("%s and %s sound alike", pair[0], pair[1])
		}
	}
}

func TestSoundKeysAreSharedByWordsThatSoundDifferentInOneLetter(t *testing.T) {
	alphabet := rapid.SampledFrom([]rune("abcdefghiklmnoprstuvyz0"))
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(alphabet, 1, 45, -1).Draw(t, "word")
		at := rapid.IntRange(0, len(word)-1).Draw(t, "at")
		letter := string(alphabet.Draw(t, "letter"))
		other := rapid.SampledFrom([]string{word[:at] + letter + word[at+1:], word[:at] + letter + word[at:], word[:at] + word[at+1:] + "a", word}).Draw(t, "other")
		a, b := Sound(word), Sound(other)
		shared := slices.ContainsFunc(soundKeys(Sound(word)), func(k string) bool { return slices.Contains(soundKeys(Sound(other)), k) })
		distance := levenshtein.ComputeDistance(a, b)
		within := min(len(a), len(b)) >= shortestMisspelled && max(len(a), len(b)) <= longestMisspelled
		switch {
		case distance == 0 && !shared, distance == 1 && within && !shared:
			t.Errorf("%s and %s sound %s and %s, but share no key", word, other, a, b)
		case distance > 2 && shared:
			t.Errorf("%s and %s sound %s and %s, but share a key", word, other, a, b)
		}
	})
}

func TestSoundKeysAreFew(t *testing.T) {
	for word, want := range map[string]int{"wu": 1, "han": 1, "anna": 1, "putin": 6, strings.Repeat("ab", 20): 41, strings.Repeat("ab", 20) + "a": 1, strings.Repeat("ab", 50_000): 1} {
		if keys := soundKeys(Sound(word)); len(keys) != want {
			t.Errorf("%.40s has %d keys, not %d", word, len(keys), want)
		}
	}
}
