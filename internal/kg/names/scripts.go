package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// bare returns text without the marks that a writer may leave out, and letters that are
// written for each other as one: vowel marks, points and cantillation of Arabic and
// Hebrew, the kashida, joiners, marks of direction, the dots of a Russian ё.
func bare(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == kashida, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Inherited):
			return -1
		}
		if one, several := written[r]; several {
			return one
		}
		return r
	}, norm.NFC.String(text))
}

const kashida = '\u0640'

// written says how letters are written that stand for each other: an alif with a hamza
// or without, the final ya and ha with their dots or without, Persian letters and
// Arabic, a Russian ё.
var written = map[rune]rune{
	'ё': 'е', 'Ё': 'Е',
	'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ئ': 'ي', 'ؤ': 'و', 'ة': 'ه', 'ۀ': 'ه', 'ک': 'ك',
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
