package exchange

import (
	"slices"
	"strings"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// check returns what is wrong with a mapping that was read, with its line.
func (m *mapping) check() error {
	for _, c := range m.cells() {
		if err := m.checkCell(c.name, *c.cell, c.needed); err != nil {
			return err
		}
	}
	if m.Quote.given() != m.Text.given() {
		line := max(m.Quote.line, m.Text.line)
		return m.errorAt(line, "quote and text belong together: words, and the text that they stand in (which may be the same column)")
	}
	for _, c := range append(m.details(), namedCell{"title", &m.Title, false}) {
		if c.cell.given() && !m.Text.given() {
			return m.errorAt(c.cell.line, "%s is that of a document; name the column of its text, too", c.name)
		}
	}
	if m.Latitude.given() != m.Longitude.given() || m.Precision.given() && !m.Latitude.given() {
		return m.errorAt(max(m.Latitude.line, m.Longitude.line, m.Precision.line), "latitude and longitude belong together, and precision to both; name the columns of all that there are")
	}
	if v := m.Precision.Value; v != "" {
		if _, err := precisionNamed(v); err != nil {
			return m.errorAt(m.Precision.line, "%v", err)
		}
	}
	if err := m.checkQuantities(); err != nil {
		return err
	}
	if v := m.Status.Value; v != "" {
		if _, err := statusOf(v); err != nil {
			return m.errorAt(m.Status.line, "%v", err)
		}
	}
	if v := m.Certainty.Value; v != "" {
		if _, err := certaintyOf(v); err != nil {
			return m.errorAt(m.Certainty.line, "%v", err)
		}
	}
	if v := m.Coding.Value; v != "" {
		if _, err := codingOf(v); err != nil {
			return m.errorAt(m.Coding.line, "%v", err)
		}
	}
	lines := map[string]int{}
	for name, words := range m.Types {
		if err := m.checkTypeWords(name, words); err != nil {
			return err
		}
		key := kg.FoldName(name)
		if other, twice := lines[key]; twice {
			return m.errorAt(max(other, words.line), "type %s is described twice; case and accents do not tell types apart", quote(name))
		}
		lines[key] = words.line
	}
	return nil
}

type namedCell struct {
	name   string
	cell   *cell
	needed bool
}

// cells returns all cells that a mapping can have.
func (m *mapping) cells() []namedCell {
	return append([]namedCell{
		{"subject", &m.Subject, true}, {"type", &m.Type, true}, {"object", &m.Object, true},
		{"date", &m.Date, false}, {"year", &m.Year, false}, {"place", &m.Place, false}, {"status", &m.Status, false}, {"certainty", &m.Certainty, false}, {"coding", &m.Coding, false},
		{"source", &m.Source, false}, {"quote", &m.Quote, false}, {"text", &m.Text, false}, {"title", &m.Title, false}, {"url", &m.URL, false},
		{"latitude", &m.Latitude, false}, {"longitude", &m.Longitude, false}, {"precision", &m.Precision, false}, {"publisher", &m.Publisher, false}, {"note", &m.Note, false},
	}, m.details()...)
}

// details returns the cells that tell of a document alone.
func (m *mapping) details() []namedCell {
	return []namedCell{
		{"language", &m.Language, false}, {"licence", &m.Licence, false}, {"captured-at", &m.Captured, false},
		{"archived-url", &m.Archived, false}, {"sha256", &m.SHA256, false}, {"reliability", &m.Reliable, false},
	}
}

func (m *mapping) checkQuantities() error {
	if len(m.Quantities) > kg.MaxQuantities {
		return m.errorAt(1, "%d quantities are too many; give at most %d", len(m.Quantities), kg.MaxQuantities)
	}
	for name, c := range m.Quantities {
		kind, err := oneOf("a kind of quantity", name, kg.QuantityKinds)
		switch {
		case err != nil:
			return m.errorAt(c.line, "%v", err)
		case c.Low+c.Best+c.High == "":
			return m.errorAt(c.line, "%s needs the column of low, best or high", name)
		case c.Unit == "" && kind == kg.QuantityMoney:
			return m.errorAt(c.line, "%s needs a unit; give its currency, for example EUR", name)
		}
	}
	return nil
}

func (m *mapping) checkCell(name string, c cell, needed bool) error {
	entity := name == "subject" || name == "object"
	switch {
	case !c.given() && needed:
		return m.errorAt(1, "%s is missing; a mapping names at least subject, type and object", name)
	case !c.given():
		return nil
	case (c.Column == "") == (c.Value == ""):
		return m.errorAt(c.line, "%s needs either the column that has it or, as value, what it is in all rows", name)
	case !entity && (c.Kind != "" || c.KindColumn != ""):
		return m.errorAt(c.line, "%s has no kind; only subject and object have", name)
	case c.Kind != "" && c.KindColumn != "":
		return m.errorAt(c.line, "%s has both a kind and a kind-column; leave one of them out", name)
	case name != "date" && c.Format != "":
		return m.errorAt(c.line, "%s has no format; only date has", name)
	case name != "date" && c.Until != "":
		return m.errorAt(c.line, "%s has no until; only date has", name)
	case name == "source" && c.Column == "":
		return m.errorAt(c.line, "source cannot be the same for all rows; name the column, or leave source out to have the number of the line")
	}
	if c.Kind != "" {
		if _, err := entityKindOf(c.Kind); err != nil {
			return m.errorAt(c.line, "%v", err)
		}
	}
	if c.Format != "" {
		if _, err := newDateFormat(c.Format); err != nil {
			return m.errorAt(c.line, "%v", err)
		}
	}
	return nil
}

func (m *mapping) checkTypeWords(name string, w typeWords) error {
	if w.As != "" {
		if w != (typeWords{As: w.As, line: w.line}) {
			return m.errorAt(w.line, "type %s is as another, which has its label; leave the rest out", quote(name))
		}
		if _, known := standardType(w.As); !known {
			return m.errorAt(w.line, "there is no type %s; name one of the API's, such as met-with, or a CAMEO event, such as cameo:190", quote(w.As))
		}
	}
	if w.Symmetric && w.Inverse != "" {
		return m.errorAt(w.line, "type %s is symmetric and has an inverse; leave one of them out", quote(name))
	}
	if w.PLOVER != "" && !slices.ContainsFunc(cameo.Events(), func(e cameo.Event) bool { return e.PLOVER == w.PLOVER }) {
		return m.errorAt(w.line, "%s is not an event type of PLOVER; these are in capital letters, such as ASSAULT", quote(w.PLOVER))
	}
	return nil
}

// oneByte returns the delimiter that a mapping gives, or 0.
func (m *mapping) oneByte() (byte, error) {
	text := m.Delimiter.text
	if text == "tab" || text == `\t` {
		text = "\t"
	}
	switch {
	case text == "":
		return 0, nil
	case len(text) != 1 || text[0] >= 0x80 || strings.ContainsAny(text, "\"\r\n\x00"):
		return 0, m.errorAt(m.Delimiter.line, "%s cannot stand between columns; give one character, such as \";\", or tab", quote(text))
	}
	return text[0], nil
}

func entityKindOf(s string) (kg.EntityKind, error) { return oneOf("a kind", s, kg.EntityKinds) }

func precisionNamed(s string) (kg.Precision, error) { return oneOf("a precision", s, kg.Precisions) }

func statusOf(s string) (kg.Status, error) { return oneOf("a status", s, kg.Statuses) }

func certaintyOf(s string) (kg.Certainty, error) { return oneOf("a certainty", s, kg.Certainties) }

// codingOf returns the coding of rows, which quote no words.
func codingOf(s string) (kg.Coding, error) { return oneOf("a coding of rows", s, kg.CodingsOf(false)) }
