package seed

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

func (l *loader) readTypes(f *file) {
	for _, n := range f.root.list("types") {
		if l.enough() {
			return
		}
		m, ok := f.mapping(n, "a relation type", "id", "label", "inverseLabel", "symmetric", "plover", "cameo", "subjectKinds", "objectKinds")
		if ok {
			l.readType(m)
		}
	}
}

var (
	ploverCode = regexp.MustCompile(`^[A-Z]+$`)
	cameoCode  = regexp.MustCompile(`^[0-9]{2,4}$`)
)

func (l *loader) readType(m fields) {
	t := kg.RelationType{
		Symmetric:    m.flag("symmetric"),
		SubjectKinds: enums(m, "subjectKinds", kg.EntityKinds),
		ObjectKinds:  enums(m, "objectKinds", kg.EntityKinds),
	}
	t.Label, _ = m.required("label", "write how the relation reads from subject to object, for example \"met with\"")
	if t.Symmetric && !m.has("inverseLabel") {
		t.InverseLabel = t.Label
	} else {
		t.InverseLabel, _ = m.required("inverseLabel", "write how the relation reads from object to subject, for example \"is advised by\"")
	}
	t.PLOVER = m.code("plover", ploverCode, "capital letters, for example CONSULT")
	t.CAMEO = m.code("cameo", cameoCode, "two to four digits, for example 040")

	id, ok := m.required("id", "name the type, for example \"met-with\"")
	if !ok {
		return
	}
	t.ID = id
	line := m.lineOf("id")
	if err := kg.CheckTypeID(id); err != nil {
		m.file.problem(line, "%v", err)
		return
	}
	if kg.HasField(id) {
		m.file.problem(line, "%q is a core type already; remove it here, or give a type that means something else another id", id)
		return
	}
	if l.define(m.file, line, "type", id) {
		if _, core := l.types[id]; core { // written before the vocabulary had it
			l.batch.Types = slices.DeleteFunc(l.batch.Types, func(core kg.RelationType) bool { return core.ID == id })
		}
		l.types[id] = t
		l.batch.Types = append(l.batch.Types, t)
	}
}

// code returns an optional key that has to match form.
func (m fields) code(key string, form *regexp.Regexp, example string) string {
	value, ok := m.optional(key)
	if ok && value != "" && !form.MatchString(value) {
		m.file.problem(m.lineOf(key), "%s is no %s code; write %s", quote.Shown(value), key, example)
	}
	return value
}

func (l *loader) readEntities(f *file) {
	for _, n := range f.root.list("entities") {
		if l.enough() {
			return
		}
		m, ok := f.mapping(n, "an entity", "id", "kind", "name", "aliases", "description", "unnamed", "identifiers")
		if ok {
			l.readEntity(m)
		}
	}
}

func (l *loader) readEntity(m fields) {
	e := kg.Entity{Unnamed: m.flag("unnamed"), Kind: enum(m, "kind", kg.EntityKinds)}
	e.Description, _ = m.optional("description")
	if m.has("name") {
		e.Name, _ = m.file.entityName(m.values["name"], "name")
	} else {
		m.required("name", "write the name that it goes by in the text")
	}
	for _, n := range m.list("aliases") {
		alias, ok := m.file.entityName(n, "alias")
		if ok && (alias == e.Name || slices.Contains(e.Aliases, alias)) {
			m.file.problem(lineOf(n), "the name %s is there twice; remove one", quote.Shown(alias))
		}
		e.Aliases = append(e.Aliases, alias)
	}

	for _, n := range m.list("identifiers") {
		text, ok := m.file.text(n, "identifier")
		if !ok {
			continue
		}
		i, err := kg.ParseIdentifier("", text)
		var wrong *kg.Error
		if errors.As(err, &wrong) {
			m.file.problem(lineOf(n), "%s", wrong.Message)
			continue
		}
		e.Identifiers = append(e.Identifiers, i)
	}

	id, ok := m.required("id", "name it by a slug, for example \"volodymyr-zelenskyy\"")
	if !ok {
		return
	}
	e.ID = id
	if err := kg.CheckEntityID(id); err != nil {
		m.file.problem(m.lineOf("id"), "%v", err)
		return
	}
	if !l.define(m.file, m.lineOf("id"), "entity", id) {
		return
	}
	l.kinds[id] = e.Kind
	if !slices.Contains(kg.EntityKinds, e.Kind) {
		l.kinds[id] = ""
	}
	l.batch.Entities = append(l.batch.Entities, e)
}

const maxNameLength = 300

// entityName returns a name that fits on one line.
func (f *file) entityName(n ast.Node, what string) (string, bool) {
	if n == nil || n.Type() == ast.NullType {
		f.problem(lineOf(n), "%s is empty; write a name or remove the line", what)
		return "", false
	}
	name, ok := f.text(n, what)
	switch {
	case !ok:
		return "", false
	case strings.TrimSpace(name) == "":
		f.problem(lineOf(n), "%s is empty; write a name or remove the line", what)
	case strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl):
		f.problem(lineOf(n), "%s %s has blanks around it or more than one line; write it on one line, and with >- or |- where it is a block", what, quote.Shown(name))
	case utf8.RuneCountInString(name) > maxNameLength:
		f.problem(lineOf(n), "%s is longer than %d characters; write a shorter one and put the rest into the description", what, maxNameLength)
	default:
		return name, true
	}
	return "", false
}
