package kg

import (
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"
	"pgregory.net/rapid"
)

func isPlain(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func TestWordsOfAnyTextAreOfLettersAndDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		words := Words(text)
		for _, w := range words {
			if !isPlain(w) {
				t.Errorf("%q has the word %q", text, w)
			}
			for _, k := range SoundKeys(w) {
				if !isPlain(k) {
					t.Errorf("the word %q has the key %q", w, k)
				}
			}
		}
		if again := Words(strings.Join(words, " ")); !slices.Equal(again, words) {
			t.Errorf("the words of %q are %q, whose words are %q", text, words, again)
		}
		indexed, keys := SearchTexts(text, text)
		for _, w := range words {
			if !slices.Contains(strings.Split(indexed, " "), w) || !slices.Contains(strings.Split(keys, " "), Sound(w)) {
				t.Errorf("%q is not found by %q among %q and %q", text, w, indexed, keys)
			}
		}
		for _, list := range []string{indexed, keys} {
			all := strings.Fields(list)
			slices.Sort(all)
			if strings.Join(strings.Fields(list), " ") != list || len(slices.Compact(all)) != len(strings.Fields(list)) {
				t.Errorf("%q is indexed by %q", text, list)
			}
		}
	})
}

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
		shared := slices.ContainsFunc(SoundKeys(word), func(k string) bool { return slices.Contains(SoundKeys(other), k) })
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
		if keys := SoundKeys(word); len(keys) != want {
			t.Errorf("%.40s has %d keys, not %d", word, len(keys), want)
		}
	}
}

func TestALongTextIsIndexedInItsLength(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		text.WriteString(" word")
		for n := i; n > 0; n /= 26 {
			text.WriteByte(byte('a' + n%26))
		}
	}
	words, keys := SearchTexts(text.String())
	if len(strings.Fields(words)) != 20_000 || len(keys) > 100*text.Len() {
		t.Errorf("%d words and %d bytes of keys", len(strings.Fields(words)), len(keys))
	}
}
