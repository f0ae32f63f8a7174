package curation

import (
	"errors"

	"conflictgraph/internal/kg"
)

// named is a text of an input, where it was given.
type named struct {
	argument, what string
	text           *string
}

// shown returns an error unless each text shows something. An empty one is as one
// that was not given.
func shown(texts ...named) error {
	for _, t := range texts {
		if s := value(t.text); s != "" && kg.IsBlank(s) {
			return kg.BadInput(t.argument, "%s %q shows nothing; write it with letters, digits or signs, or leave it out", t.what, kg.Shorten(s))
		}
	}
	return nil
}

// oneLine returns an error unless a text, where it was given, can be read on one line.
func (t named) oneLine() error {
	if value(t.text) == "" && t.argument != "input.label" {
		return nil
	}
	err := kg.CheckName(t.what, value(t.text))
	var wrong *kg.Error
	if errors.As(err, &wrong) {
		return kg.BadInput(t.argument, "%s", wrong.Message)
	}
	return err
}

// checkAddress returns an error unless an address, where one was given, is one that
// a page can link to.
func checkAddress(argument, address string) error {
	if address == "" || len(address) > kg.MaxProvenanceBytes {
		return nil
	}
	return kg.CheckWebAddress(argument, address)
}
