package seed

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/kg/quote"
)

// checkEncoding returns the line of content, from 1, that makes it something
// else than plain text in UTF-8, and what to do; 0 where it is plain text.
func checkEncoding(content string) (line int, message string) {
	if strings.HasPrefix(content, "\ufeff") {
		return 1, "it begins with a byte order mark; save it as UTF-8 without one"
	}
	for i, r := range content {
		if r == utf8.RuneError && !strings.HasPrefix(content[i:], "\ufffd") {
			return quote.LineAt(content, i), "it is not in UTF-8; save it as UTF-8 without a byte order mark"
		}
		if isStray(r) {
			return quote.LineAt(content, i), fmt.Sprintf("the control character %U is there; remove it, or save the file as plain text in UTF-8", r)
		}
	}
	return 0, ""
}

func isStray(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r'
}
