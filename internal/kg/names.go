package kg

import (
	"strings"
	"unicode"
)

// CheckName returns an error with CodeBadInput unless name is one that an entity can
// have. What says whose it is, such as "the name".
func CheckName(what, name string) error {
	if err := checkName("", what, name); err != nil {
		return err
	}
	return nil
}

// checkName returns an error unless name, of which what says whose it is, can be
// read on one line in the order in which it is written: it shows something, and has
// no control characters, line breaks and characters that turn the direction of what
// follows. The marks and joiners that names in some scripts need are no such
// characters.
func checkName(field, what, name string) error {
	switch {
	case !IsText(name):
		return BadInput(field, "%s %q is not in UTF-8 without NUL", what, name)
	case IsBlank(name):
		return BadInput(field, "%s %q shows nothing; write it with letters, digits or signs", what, name)
	}
	for _, r := range name {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || isDirectionControl(r) {
			return BadInput(field, "%s %q holds %U, which no name needs; write it on one line, without control characters", what, name, r)
		}
	}
	return nil
}

// isDirectionControl reports whether r embeds, overrides or isolates a direction of
// writing.
func isDirectionControl(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// IsBlank reports whether nothing of s can be seen.
func IsBlank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && r != brailleBlank &&
			!unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	})
}

// brailleBlank is a sign without a dot, which counts as a symbol.
const brailleBlank = '\u2800'
