package seed

import (
	"maps"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// times are the times that a file gives names to; nil for one with a problem.
type times map[string]*kg.Time

var timeName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func (l *loader) readTimes(f *file) times {
	named := times{}
	if !f.root.has("times") {
		return named
	}
	m, ok := f.mapping(f.root.values["times"], "times")
	if !ok {
		return named
	}
	for _, name := range slices.Sorted(maps.Keys(m.values)) {
		if !timeName.MatchString(name) {
			f.problem(m.lineOf(name), "%s cannot name a time; begin with a letter and write lower-case letters, digits and single hyphens, for example last-week", quote.Shown(name))
			continue
		}
		named[name] = l.readTime(m, name, nil)
	}
	return named
}

// readTime returns the time at key: the name of one of named, an EDTF date that
// the text states itself, or a mapping that says how it was inferred. It is nil
// where there is none or it has problems.
func (l *loader) readTime(m fields, key string, named times) *kg.Time {
	if !m.has(key) {
		return nil
	}
	if _, ok := m.values[key].(ast.MapNode); ok {
		return readInferred(m.file, m.values[key])
	}
	value, ok := m.file.text(m.values[key], key)
	if !ok {
		return nil
	}
	if t, ok := named[value]; ok {
		if t == nil {
			return nil
		}
		mine := *t
		return &mine
	}
	return parseTime(m.file, m.lineOf(key), value, named)
}

func readInferred(f *file, n ast.Node) *kg.Time {
	m, ok := f.mapping(n, "a time", "edtf", "inferred", "reasoning")
	if !ok {
		return nil
	}
	inferred := m.flag("inferred")
	reasoning, _ := m.optional("reasoning")
	switch {
	case inferred && !m.has("reasoning"):
		f.problem(m.lineOf("inferred"), "the time is inferred, without a reasoning; add reasoning: and say how it follows from the text")
	case !inferred && m.has("reasoning"):
		f.problem(m.lineOf("reasoning"), "the time has a reasoning but is not inferred; add inferred: true, or remove the reasoning where the text itself gives the date")
	}
	edtf, ok := m.required("edtf", "write a date, for example 2025-12-01")
	if !ok {
		return nil
	}
	t := parseTime(f, m.lineOf("edtf"), edtf, nil)
	if t != nil {
		t.Inferred, t.Reasoning = inferred, reasoning
	}
	return t
}

func parseTime(f *file, line int, edtf string, named times) *kg.Time {
	t, err := kg.ParseEDTF(edtf)
	if err == nil {
		return &t
	}
	if len(named) > 0 && timeName.MatchString(edtf) {
		names := slices.Sorted(maps.Keys(named))
		f.problem(line, "there is no time named %s%s; define it under times:, or write one of %s, or an EDTF date such as 2025-12-01", quote.Shown(edtf), didYouMean(edtf, names), listed(names))
		return nil
	}
	if len(edtf) > quote.ShownLength {
		f.problem(line, "%s is not an EDTF date; write one such as 2025-12-01 or 2025-11-24/2025-11-30", quote.Shown(edtf))
		return nil
	}
	f.problem(line, "%v; mend it", err)
	return nil
}
