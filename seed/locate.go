package seed

import (
	"fmt"

	"conflictgraph/internal/kg"
)

// QuoteError says why words do not stand in a document exactly once.
type QuoteError struct {
	Part    string // of the quote, that is wrong: "exact", "prefix" or "suffix"
	Message string
}

func (e *QuoteError) Error() string { return e.Message }

func misquoted(part, format string, args ...any) error {
	return &QuoteError{part, fmt.Sprintf(format, args...)}
}

// Locate returns evidence for words that stand in a document's text, which d has
// to hold: with their offsets, and with the text around them where prefix and
// suffix are empty. Where they do not stand there exactly once, the error is a
// *QuoteError that says what stands there that is nearly the same, or what would tell them apart.
func Locate(d *kg.Document, exact, prefix, suffix string) (kg.Evidence, error) {
	text := &documentText{file: d.ID, content: d.Text}
	e, err := text.locate(quote{exact: exact, prefix: prefix, suffix: suffix})
	if err != nil {
		return kg.Evidence{}, err
	}
	e.Document = d.ID
	return e, nil
}
