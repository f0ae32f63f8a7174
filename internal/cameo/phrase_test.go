package cameo

import (
	"strings"
	"testing"
	"unicode"
)

func TestEveryEventReadsAsASentence(t *testing.T) {
	said := map[string]string{}
	for code, e := range codebook.byCode {
		p, ok := phrases[code]
		if !ok || p.active == "" || p.inverse == "" {
			t.Errorf("%s %q reads %+v", code, e.Name, p)
			continue
		}
		if other := said[p.active]; other != "" {
			t.Errorf("%s and %s both read %q", code, other, p.active)
		}
		said[p.active] = code
		for _, words := range []string{p.active, p.inverse} {
			if unicode.IsUpper(rune(words[0])) || strings.TrimSpace(words) != words || strings.HasPrefix(words, "(") {
				t.Errorf("%s reads %q", code, words)
			}
		}
		if _, ok := strings.CutSuffix(p.inverse, " by"); e.Symmetric() && (ok || p.inverse != p.active) {
			t.Errorf("%s holds for both sides, and reads %q and %q", code, p.active, p.inverse)
		}
	}
	if len(phrases) != len(codebook.byCode)+1 { // and the heading
		t.Errorf("%d phrases of %d events", len(phrases)-1, len(codebook.byCode))
	}
}

func TestAPhraseWithoutObject(t *testing.T) {
	for said, want := range map[string]string{
		"used conventional military force against": "used conventional military force",
		"visited":                       "visited somebody",
		"accused of aggression:":        "accused somebody of aggression",
		"suffered a suicide bombing by": "suffered a suicide bombing",
	} {
		if got := WithoutObject(said); got != want {
			t.Errorf("%q is %q without object, not %q", said, got, want)
		}
	}
}
