package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// leftOut counts the characters that are kept out of a text, by what they are.
type leftOut struct{ controls, tags, turning, unseen int }

// clean returns a text with one line feed for the end of a line, without the characters
// that nobody sees: controls, tags, marks and overrides of direction, blanks without width,
// soft hyphens. A joiner or a variation selector stays where the character before it needs
// one. What is no UTF-8 becomes U+FFFD.
func (l *leftOut) clean(text string) string {
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	last := rune(-1) // that stays
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\r':
			if !strings.HasPrefix(text[i+1:], "\n") {
				r = '\n'
			} else {
				r = -1
			}
		case r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			r = '\n'
		case needsNext(last, r):
		case isLeftOut(r):
			l.count(r)
			r = -1
		}
		if r >= 0 {
			b.WriteRune(r)
			last = r
		}
		i += size
	}
	return b.String()
}

func (l *leftOut) count(r rune) {
	switch {
	case r >= 0xe0000 && r <= 0xe007f:
		l.tags++
	case unicode.Is(unicode.Bidi_Control, r):
		l.turning++
	case unicode.IsControl(r):
		l.controls++
	default:
		l.unseen++
	}
}

// notes says what was left out.
func (l *leftOut) notes() (notes []string) {
	for _, n := range []struct {
		count           int
		one, many, what string
	}{
		{l.controls, "control character was", "control characters were", "left out"},
		{l.tags, "tag character, which nobody sees, was", "tag characters, which nobody sees, were", "left out"},
		{l.turning, "character that turns the direction of writing was", "characters that turn the direction of writing were", "left out"},
		{l.unseen, "character that shows nothing was", "characters that show nothing were", "left out"},
	} {
		if n.count > 0 {
			notes = append(notes, count(n.count, n.one, n.many)+" "+n.what)
		}
	}
	return notes
}

func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' || c > '~') && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// isLeftOut reports whether r shows nothing, and is no white space.
func isLeftOut(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r == '\u115f' || r == '\u1160': // stand for a missing letter of a syllable
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && !prepended(r) ||
		unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// prepended reports whether r is a format character that is seen, as the signs that
// stand before numbers in Arabic are.
func prepended(r rune) bool { return unicode.Is(unicode.Prepended_Concatenation_Mark, r) }

const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// needsNext reports whether r, which is not seen by itself, changes how the character
// before it is written.
func needsNext(last, r rune) bool {
	switch {
	case r == nonJoiner:
		return unicode.In(last, joiningScripts...)
	case r == joiner:
		return unicode.In(last, joiningScripts...) || isPictograph(last) || last == '\ufe0f' || unicode.Is(unicode.Sk, last)
	case r == '\ufe0e' || r == '\ufe0f':
		return isPictograph(last) || last >= '0' && last <= '9' || last == '#' || last == '*'
	case r >= 0x180b && r <= 0x180f:
		return unicode.Is(unicode.Mongolian, last)
	case unicode.Is(unicode.Variation_Selector, r):
		return unicode.In(last, unicode.Han, unicode.Phags_Pa, unicode.Manichaean)
	}
	return false
}

// joiningScripts are those whose letters a joiner changes.
var joiningScripts = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Mandaic, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
	unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer,
	unicode.Myanmar, unicode.Tibetan, unicode.Hebrew, unicode.Thaana,
}

func isPictograph(r rune) bool { return unicode.Is(unicode.So, r) || r == '\u203c' || r == '\u2049' }
