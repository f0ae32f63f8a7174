package seed

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// What Load accepts.
const (
	MaxFiles = 1000 // annotation files in a directory
	// An annotation file: some 700 relations. The YAML parser takes seconds for
	// the worst file of this size, and four times that for one of twice the size.
	MaxAnnotationBytes = 256 << 10
	MaxTextBytes       = 1 << 20
	MaxProblems        = 1000 // after which Load stops looking for more
)

// Load reads every annotation file (*.yaml, *.yml) of a directory, with the
// texts they name, and returns what they state, together with the core relation
// types. What one file defines the others can use. A batch that Load returns
// passes Batch.Check against a store that holds nothing else.
//
// Where anything is wrong it returns an empty batch and, as Problems, all that is
// wrong; for a directory that cannot be read or holds no annotations, another
// error.
func Load(fsys fs.FS, dir string) (kg.Batch, error) { return load(folder{fsys, dir}, dir) }

// LoadTexts is Load for files that are there by their names, with what is in each.
func LoadTexts(files map[string]string) (kg.Batch, error) { return load(texts(files), ".") }

// LoadDir is Load for a directory of the computer. No name in it leads out of
// the directory.
func LoadDir(dir string) (kg.Batch, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return kg.Batch{}, fmt.Errorf("%w; name a directory that holds annotation files and their texts", err)
	}
	defer root.Close()
	return load(folder{root.FS(), "."}, dir)
}

func load(from source, shown string) (kg.Batch, error) {
	names, err := annotationFiles(from, shown)
	if err != nil {
		return kg.Batch{}, err
	}
	l := newLoader(from, shown)
	var files []*file
	for _, name := range names {
		if f := l.parse(name); f != nil {
			files = append(files, f)
		}
	}
	// What the files define comes first: a relation can name what is defined
	// further down or in another file.
	for _, f := range files {
		l.readTypes(f)
		l.readEntities(f)
	}
	for _, f := range files {
		if l.enough() {
			break
		}
		l.readStatements(f)
	}
	if len(l.problems) > 0 {
		l.problems.sort()
		return kg.Batch{}, l.problems
	}
	return l.batch, nil
}

// annotationFiles returns the names of the annotation files of a source, sorted.
func annotationFiles(from source, shown string) ([]string, error) {
	all, err := from.list()
	if err != nil {
		return nil, fmt.Errorf("%w; name a directory that holds annotation files and their texts", err)
	}
	var names []string
	for _, name := range all {
		ext := path.Ext(name)
		if (ext == ".yaml" || ext == ".yml") && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("%s: there is no annotation file (*.yaml) here; seed/README.md shows how to write one", shown)
	case len(names) > MaxFiles:
		return nil, fmt.Errorf("%s: there are %d annotation files here, and at most %d are loaded at once; load them from several directories", shown, len(names), MaxFiles)
	}
	return names, nil
}

// loader gathers what the files of one directory define and state.
type loader struct {
	from     source
	shown    string
	problems Problems
	batch    kg.Batch

	types     map[string]kg.RelationType
	kinds     map[string]kg.EntityKind // by the entity's id; empty where the kind is itself a problem
	defined   map[string]place         // by the id of an entity, type or document
	relations map[string]place         // by relationKey
}

func newLoader(from source, shown string) *loader {
	core := kg.CoreTypes()
	return &loader{
		from: from, shown: shown,
		batch:     kg.Batch{Types: core},
		types:     kg.TypesByID(core),
		kinds:     map[string]kg.EntityKind{},
		defined:   map[string]place{},
		relations: map[string]place{},
	}
}

// define records that id, of a thing that what names, is defined at line of f,
// or reports where it was defined before.
func (l *loader) define(f *file, line int, what, id string) bool {
	key := what + " " + id
	if before, again := l.defined[key]; again {
		f.problem(line, "%s %q is defined already at %s; remove one of the two, or give one another id", what, id, before)
		return false
	}
	l.defined[key] = place{f.name, line}
	return true
}

// enough reports whether there are so many problems that more would not help.
func (l *loader) enough() bool { return len(l.problems) >= MaxProblems }

func (l *loader) entityIDs() []string { return slices.Sorted(maps.Keys(l.kinds)) }
func (l *loader) typeIDs() []string   { return slices.Sorted(maps.Keys(l.types)) }
