package exchange

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// stated returns what a column says: without white space and a pair of quotation
// marks around it, and nothing where it is one of the words by which tables say
// that there is nothing. A row whose actor is really called by one of these words
// is read with a mapping, which may name others.
func stated(s string) string {
	if s = unquoted(s); isNothing(s) {
		return ""
	}
	return s
}

// unquoted returns s without white space and a pair of quotation marks around it.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n >= 2 && s[0] == '"' && s[n-1] == '"' {
		if inner := strings.ReplaceAll(s[1:n-1], `""`, ""); !strings.Contains(inner, `"`) {
			return strings.TrimSpace(strings.ReplaceAll(s[1:n-1], `""`, `"`))
		}
	}
	return s
}

// nothings are the words that stand for nothing, as they are written: "Null" and
// "Na" are names.
var nothings = []string{"NULL", "null", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "None", `\N`, "-", "--", "–", "—"}

// isNothing reports whether s is one of nothings, or nothing of it can be seen.
func isNothing(s string) bool {
	const longest = 4
	return kg.IsBlank(s) || len(s) <= longest && slices.Contains(nothings, s)
}
