package seed

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"conflictgraph/internal/kg/quote"
)

// fields is a mapping that was read from a file.
type fields struct {
	file   *file
	what   string // "an entity"
	line   int
	values map[string]ast.Node // none is null
	lines  map[string]int      // of the keys
}

// mapping reads a mapping whose keys are all among keys, and reports those that
// are not.
func (f *file) mapping(n ast.Node, what string, keys ...string) (fields, bool) {
	m, ok := n.(ast.MapNode)
	if !ok {
		f.problem(lineOf(n), "%s has to be written as key: value lines, with the keys %s", what, listed(keys))
		return fields{}, false
	}
	read := fields{file: f, what: what, line: lineOf(n), values: map[string]ast.Node{}, lines: map[string]int{}}
	for it := m.MapRange(); it.Next(); {
		key, line := it.Key().GetToken().Value, lineOf(it.Key())
		if keys != nil && !slices.Contains(keys, key) {
			f.problem(line, "%s has no key %s%s; its keys are %s", what, quote.Shown(key), didYouMean(key, keys), listed(keys))
			continue
		}
		if _, again := read.values[key]; again {
			f.problem(line, "the key %s is there twice; remove one", quote.Shown(key))
			continue
		}
		if value := it.Value(); value != nil && value.Type() != ast.NullType {
			read.values[key], read.lines[key] = value, line
		}
	}
	return read, true
}

// has reports whether key was given a value.
func (m fields) has(key string) bool { return m.values[key] != nil }

// lineOf returns the line of a key, or of the mapping where it is not there.
func (m fields) lineOf(key string) int {
	if line, ok := m.lines[key]; ok {
		return line
	}
	return m.line
}

// required returns the text of a key that has to be there and not blank; remedy
// ends the problem that is reported otherwise.
func (m fields) required(key, remedy string) (string, bool) {
	if !m.has(key) {
		m.file.problem(m.line, "%s has no %s; %s", m.what, key, remedy)
		return "", false
	}
	value, ok := m.optional(key)
	if ok && strings.TrimSpace(value) == "" {
		m.file.problem(m.lineOf(key), "%s is empty; %s", key, remedy)
		return "", false
	}
	return value, ok
}

// optional returns the text of a key, or "" where it is not there. It reports,
// and returns false for, what is not a text.
func (m fields) optional(key string) (string, bool) {
	if !m.has(key) {
		return "", true
	}
	return m.file.text(m.values[key], key)
}

// flag returns a key that is true or false; false where it is not there.
func (m fields) flag(key string) bool {
	if !m.has(key) {
		return false
	}
	b, ok := m.values[key].(*ast.BoolNode)
	if !ok {
		m.file.problem(m.lineOf(key), "%s has to be true or false, without quotation marks", key)
		return false
	}
	return b.Value
}

// list returns the items of a key; none where it is not there.
func (m fields) list(key string) []ast.Node {
	if !m.has(key) {
		return nil
	}
	s, ok := m.values[key].(*ast.SequenceNode)
	if !ok {
		m.file.problem(m.lineOf(key), "%s has to be a list; write each item on a line of its own that begins with \"- \"", key)
		return nil
	}
	return s.Values
}

// enum returns a required key that is one of all.
func enum[T ~string](m fields, key string, all []T) T {
	value, ok := m.required(key, "write one of "+listed(all))
	if ok && !slices.Contains(all, T(value)) {
		m.file.problem(m.lineOf(key), "there is no %s %s%s; write one of %s", key, quote.Shown(value), didYouMean(value, all), listed(all))
	}
	return T(value)
}

// enums returns a key that is a list of some of all.
func enums[T ~string](m fields, key string, all []T) []T {
	var values []T
	for _, n := range m.list(key) {
		value, ok := m.file.text(n, key)
		if ok && !slices.Contains(all, T(value)) {
			m.file.problem(lineOf(n), "there is no kind %s%s; write some of %s", quote.Shown(value), didYouMean(value, all), listed(all))
			continue
		}
		values = append(values, T(value))
	}
	return values
}

// text returns a scalar as it is written, or reports that what is none.
func (f *file) text(n ast.Node, what string) (string, bool) {
	var value string
	switch n := n.(type) {
	case *ast.StringNode:
		value = n.Value
	case *ast.LiteralNode:
		value = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		value = n.GetToken().Value // 040 is a code, not the number 32
	default:
		f.problem(lineOf(n), "%s has to be a text; quote it where it begins with a special character", what)
		return "", false
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, isStray) {
		f.problem(lineOf(n), "%s holds a control character or is not in UTF-8; remove the escape sequence", what)
		return "", false
	}
	return value, true
}

// lineOf returns the line, from 1, that a node begins on.
func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1
	}
	return n.GetToken().Position.Line
}
