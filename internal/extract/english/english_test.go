package english

import (
	"strings"
	"testing"
)

func TestTokensStandWhereTheySay(t *testing.T) {
	for _, text := range []string{
		"“Ω” é 😀 Ada’s men met Ben. They left.\r\n\r\nNext one", "Lt. Col. Ada Example said Gen. Ben Sample left the U.S. on Monday.", "a\u00a0b‐c “d.” E",
	} {
		parsed, err := Parse(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, s := range parsed.Sentences {
			for _, token := range s.Tokens {
				if token.Start < last || token.End <= token.Start {
					t.Errorf("%q: %+v after %d", text, token, last)
				}
				last = token.End
				var back []rune
				for _, r := range parsed.Runes[token.Start:token.End] {
					back = append(back, plain(r))
				}
				if string(back) != token.Text {
					t.Errorf("%q: %+v stands at %q", text, token, string(back))
				}
			}
		}
	}
}

func TestSentencesEndWhereTheyEnd(t *testing.T) {
	for text, want := range map[string]int{
		"Lt. Col. Ada Example met Gen. Ben Sample. They left.":             2,
		"The U.S. Secretary of State met J. Sample in Geneva.":             1,
		"It opens on Nov. 21 at 5 p.m. in Geneva.":                         1,
		"“We will talk. We will not sign,” she said. He left.":             3,
		"He called it “a concept.” She left.":                              2,
		"A headline without a stop\n\nADA – The first sentence. A second.": 3,
	} {
		parsed, err := Parse(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range parsed.Sentences {
			got = append(got, parsed.Words(s.Tokens[0].Start, s.Tokens[len(s.Tokens)-1].End))
		}
		if len(got) != want {
			t.Errorf("%q has %d sentences, not %d: %s", text, len(got), want, strings.Join(got, " | "))
		}
	}
	parsed, _ := Parse(t.Context(), "A headline without a stop\n\nADA – The first sentence.")
	if !parsed.Sentences[0].Headline || parsed.Sentences[1].Headline {
		t.Error("the headline is the first paragraph")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("“Ω” é 😀 Ada’s men met Ben. They left.\r\n\r\nNext one")
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Parse(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range parsed.Sentences {
			if len(s.Tokens) == 0 {
				t.Fatal("a sentence is empty")
			}
			for _, token := range s.Tokens {
				if token.Start < 0 || token.End < token.Start || token.End > len(parsed.Runes) {
					t.Fatalf("%+v of %d", token, len(parsed.Runes))
				}
			}
		}
	})
}
