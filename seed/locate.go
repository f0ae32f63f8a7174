package seed

import "conflictgraph/internal/kg"

// Locate returns evidence for words that stand in a document's text, which d has
// to hold: with their offsets, and with the text around them where prefix and
// suffix are empty. Where they do not stand there exactly once, its error says
// what stands there that is nearly the same, or what would tell them apart.
func Locate(d *kg.Document, exact, prefix, suffix string) (kg.Evidence, error) {
	text := &documentText{file: d.ID, content: d.Text}
	e, err := text.locate(quote{exact: exact, prefix: prefix, suffix: suffix})
	if err != nil {
		return kg.Evidence{}, err
	}
	e.Document = d.ID
	return e, nil
}
