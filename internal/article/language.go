package article

import (
	"slices"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
)

// letters that a text has to have for its language to be told.
const lettersToTell = 150

// setLanguage says what the text is in. What the source says gives way where the text is
// surely in another language.
func (d *draft) setLanguage() {
	declared, known := parseLanguage(d.declared)
	told, sure := languageOf(d.Text)
	d.Language = ""
	switch {
	case !sure:
		if known {
			d.Language = declared.String()
		}
	case known && alike(declared, told):
		d.Language = declared.String()
	case known:
		d.Language = told.String()
		d.note("it is said to be in %q, and its text is in %q", declared, told)
	default:
		d.Language = told.String()
	}
	if d.Language == "" {
		d.note("what language it is in is not known")
	}
}

func parseLanguage(tag string) (language.Tag, bool) {
	tag = strings.TrimSpace(tag)
	if before, _, found := strings.Cut(tag, ","); found { // of a list, as headers have it
		tag = strings.TrimSpace(before)
	}
	parsed, err := language.Parse(tag)
	return parsed, tag != "" && len(tag) < 40 && err == nil && parsed != language.Und
}

// languageOf returns what a text is in, and whether that is sure.
func languageOf(text string) (language.Tag, bool) {
	const enough = 2000
	text = strings.ToValidUTF8(text[:min(len(text), enough)], "")
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
				letters += 2
			}
		}
	}
	info := whatlanggo.Detect(text)
	if letters < lettersToTell || !info.IsReliable() {
		return language.Und, false
	}
	tag, err := language.Parse(info.Lang.Iso6391())
	if err != nil || tag == language.Und {
		if tag, err = language.Parse(info.Lang.Iso6393()); err != nil {
			return language.Und, false
		}
	}
	return tag, true
}

// near are languages that short texts do not tell apart.
var near = []string{"bs hr sr sh", "no nb nn da", "id ms", "cs sk", "ru uk be bg mk", "es gl ca pt", "hi mr ne", "fa ps ur ar", "zh yue", "nl af", "fi et", "tr az"}

// alike reports whether a text that was told to be in one language may be in another.
func alike(declared, told language.Tag) bool {
	a, _ := declared.Base()
	b, _ := told.Base()
	if a == b {
		return true
	}
	for _, group := range near {
		in := strings.Fields(group)
		if slices.Contains(in, a.String()) && slices.Contains(in, b.String()) {
			return true
		}
	}
	return false
}
