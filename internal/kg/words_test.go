package kg

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg/names"
)

func isPlain(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func TestWordsOfAnyTextAreOfLettersAndDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		words := names.Words(text)
		for _, w := range words {
			if !isPlain(w) {
				t.Errorf("%q has the word %q", text, w)
			}
			for _, k := range names.ParseText(w).Words[0].Keys() {
				if !isPlain(k) {
					t.Errorf("the word %q has the key %q", w, k)
				}
			}
		}
		if again := names.Words(strings.Join(words, " ")); !slices.Equal(again, words) {
			t.Errorf("the words of %q are %q, whose words are %q", text, words, again)
		}
		indexed, keys := SearchTexts([]string{text, text}, text)
		for _, w := range words {
			if !slices.Contains(strings.Split(indexed, " "), w) || !slices.Contains(strings.Split(keys, " "), names.SoundKey(w)) {
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

func TestALongTextIsIndexedInItsLength(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		text.WriteString(" word")
		for n := i; n > 0; n /= 26 {
			text.WriteByte(byte('a' + n%26))
		}
	}
	words, keys := SearchTexts(nil, text.String())
	if len(strings.Fields(words)) != 20_000 || len(keys) > 100*text.Len() {
		t.Errorf("%d words and %d bytes of keys", len(strings.Fields(words)), len(keys))
	}
}
