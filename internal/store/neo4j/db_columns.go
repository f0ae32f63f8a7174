package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
)

// columns are the properties that rows of one kind may have, by where they stand in
// a row. A row that is a list costs the database half of what a map does, and
// properties that a statement names a quarter less than those it is handed.
type columns struct {
	names []string
	at    map[string]int
}

func newColumns(names ...string) columns {
	c := columns{names, map[string]int{}}
	for i, name := range names {
		c.at[name] = i
	}
	return c
}

// of returns the properties of a node or edge that is made of a row.
func (c columns) of(row string) string {
	pairs := make([]string, len(c.names))
	for i, name := range c.names {
		pairs[i] = fmt.Sprintf("%s: %s[%d]", name, row, i)
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// row returns a row without a property.
func (c columns) row() values { return values{c.at, make([]any, len(c.names))} }

// values are a row. What is empty is left out, since people see what is there.
type values struct {
	at  map[string]int
	all []any
}

func (v values) set(name string, value any) { v.all[v.at[name]] = value }

func (v values) text(name, value string) {
	if value != "" {
		v.set(name, value)
	}
}

func (v values) texts(name string, list []string) {
	if len(list) > 0 {
		v.set(name, list)
	}
}

func (v values) day(name string, d *kg.Date) {
	if d != nil {
		v.set(name, neo4j.DateOf(d.Time()))
	}
}

func (v values) time(t *kg.Time) {
	if t == nil {
		return
	}
	v.set("edtf", t.EDTF)
	v.text("reasoning", t.Reasoning)
	if t.Inferred {
		v.set("inferred", true)
	}
}

// properties are those of a node or edge. What is empty is left out, since
// people see what is there.
type properties map[string]any

func (p properties) text(name, value string) {
	if value != "" {
		p[name] = value
	}
}

func (p properties) kinds(name string, list []kg.EntityKind) {
	if len(list) == 0 {
		return
	}
	kinds := make([]string, len(list))
	for i, kind := range list {
		kinds[i] = string(kind)
	}
	p[name] = kinds
}

func (p properties) time(t *kg.Time) {
	if t == nil {
		return
	}
	p["edtf"] = t.EDTF
	p.text("reasoning", t.Reasoning)
	if t.Inferred {
		p["inferred"] = true
	}
}
