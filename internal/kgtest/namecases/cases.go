// Package namecases has names as they are stored and as people type them, with who is
// to be found: those that were reported, and those that were collected beside them, half
// of which were looked at only when the work was done.
package namecases

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

//go:embed *.tsv
var tables embed.FS

// Tables are the names of the tables.
var Tables = []string{"reported", "worked", "sealed", "collected"}

// Case is a search and what is right for it.
type Case struct {
	Kind     string
	Asked    string
	First    string   // the name of the entity that is to be found first; any or none where empty
	NotFound []string // the names of entities that are not to be found
	stored   []kg.Entity
}

// Read returns the cases of a table.
func Read(table string) ([]Case, error) {
	text, err := tables.ReadFile(table + ".tsv")
	if err != nil {
		return nil, err
	}
	var cases []Case
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("line %d of %s has %d columns", i+1, table, len(f))
		}
		if i == 0 {
			continue
		}
		c := Case{Kind: f[0], Asked: f[2]}
		for stored := range strings.SplitSeq(f[1], ";") {
			c.stored = append(c.stored, entity(c.Kind, strings.Split(stored, "|")))
		}
		for part := range strings.SplitSeq(f[3], ",") {
			part = strings.TrimSpace(part)
			if name, not := strings.CutSuffix(part, " not found"); not {
				c.NotFound = append(c.NotFound, name)
			} else if part == "first" {
				c.First = c.stored[0].Name
			} else if name, first := strings.CutSuffix(part, " first"); first {
				c.First = name
			} else if part != "need not be found" {
				return nil, fmt.Errorf("line %d of %s expects %q", i+1, table, part)
			}
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func entity(kind string, known []string) kg.Entity {
	for i, name := range known {
		known[i] = strings.TrimSpace(name)
	}
	e := kg.Entity{ID: fmt.Sprintf("names:%x", sha256.Sum256([]byte(known[0])))[:30], Kind: kg.KindOrganization, Name: known[0], Aliases: known[1:]}
	named, _ := states.Named(e.Name)
	switch {
	case len(named) > 0:
		e.Kind = kg.KindCountry
	case kind == "place":
		e.Kind = kg.KindPlace
	case slices.Contains([]string{"other person", "order", "part", "spelling"}, kind):
		e.Kind = kg.KindPerson
	}
	return e
}

// Entities returns what cases have stored, each once, with all its aliases.
func Entities(cases []Case) []kg.Entity {
	var all []kg.Entity
	for _, c := range cases {
		for _, e := range c.stored {
			i := slices.IndexFunc(all, func(other kg.Entity) bool { return other.ID == e.ID })
			if i < 0 {
				all = append(all, e)
				continue
			}
			all[i].Aliases = append(all[i].Aliases, e.Aliases...)
		}
	}
	return all
}

// Wrong says what is not right in the names that a search found, in their order; ""
// where all is.
func (c Case) Wrong(found []string) string {
	if c.First != "" && (len(found) == 0 || found[0] != c.First) {
		return fmt.Sprintf("%q finds %q, where %q is to be first", c.Asked, found[:min(len(found), 3)], c.First)
	}
	for _, name := range c.NotFound {
		if slices.Contains(found, name) {
			return fmt.Sprintf("%q finds %q, which is another", c.Asked, name)
		}
	}
	return ""
}
