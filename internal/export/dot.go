package export

import (
	"bufio"
	"fmt"
	"strings"

	"conflictgraph/internal/kg"
)

// dot writes Graphviz DOT. Every value is a quoted string in which, as in labels,
// a backslash is written twice, and which a reader gets with both: DOT has no other
// way for a text to end in one. NUL, which ends a text for Graphviz, becomes
// U+FFFD. The label also has its ampersands written as &amp;, which Graphviz takes
// for one when it draws; the exact text is
// labelText.
type dot struct {
	plain
	out *bufio.Writer
}

func openDOT(out *bufio.Writer) encoder { return dot{out: out} }

func (d dot) begin(s section) error {
	var err error
	switch s {
	case documentSection:
		_, err = d.out.WriteString("digraph conflictgraph {\n")
	case endSection:
		_, err = d.out.WriteString("}\n")
	}
	return err
}

func (d dot) entity(e *kg.Entity) error {
	return dotStatement(d, dotString(e.ID), e.Name, nodeColumns, e, nil)
}

func (d dot) relation(r edge) error {
	look := []string{}
	if r.of.Symmetric {
		look = append(look, `dir="none"`)
	}
	if r.Status == kg.StatusPlanned || r.Status == kg.StatusProposed {
		look = append(look, `style="dashed"`)
	}
	what := dotString(r.Subject) + " -> " + dotString(r.Object)
	return dotStatement(d, what, labelOf(r, r.of.Label), edgeColumns, r, append(look, "id="+dotString(r.ID)))
}

// dotStatement writes a node or an edge.
func dotStatement[T any](d dot, what, label string, columns []column[T], of T, attributes []string) error {
	attributes = append(attributes, "label="+dotString(strings.ReplaceAll(label, "&", "&amp;")))
	for _, c := range columns {
		v := c.of(of)
		if v == nil {
			continue
		}
		value, err := written(v)
		if err != nil {
			return err
		}
		name := c.name
		if name == "label" {
			name = "labelText"
		}
		attributes = append(attributes, name+"="+dotString(value))
	}
	_, err := fmt.Fprintf(d.out, "\t%s [%s];\n", what, strings.Join(attributes, " "))
	return err
}

// dotStretch is how many bytes of a string come at most before a line break: Graphviz
// reads no stretch of more than 16384.
const dotStretch = 8 << 10

// dotString returns a quoted string. A line break after a backslash says nothing.
func dotString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	broken := 0
	for _, c := range s {
		if b.Len()-broken > dotStretch {
			b.WriteString("\\\n")
			broken = b.Len()
		}
		switch c {
		case '\\', '"':
			b.WriteByte('\\')
			b.WriteRune(c)
		case 0:
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
