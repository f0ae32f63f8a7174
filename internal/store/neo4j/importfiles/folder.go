// Package importfiles writes what "neo4j-admin database import full" reads: files of
// nodes and of relationships, and the arguments that name them. It knows nothing of
// what they are of.
package importfiles

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Arguments is the file that neo4j-admin is given, within the folder, as @import.args.
const Arguments = "import.args"

// How much of a file Neo4j reads at once unless it is told otherwise, which has to be
// more than the longest value.
const usualBuffer = 4 << 20

// A Folder is written beside where it is to be, and is there only once it is whole.
type Folder struct {
	path, part string
	tables     []*Table
	longest    int // row, in bytes
}

// Create begins a folder at path, where nothing may be but an empty one.
func Create(path string) (*Folder, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	switch there, err := os.ReadDir(path); {
	case err == nil && len(there) > 0:
		return nil, fmt.Errorf("%s holds %s already; give a folder that is empty or not there yet", path, there[0].Name())
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("cannot write the folder %s: %w; give one that is empty or not there yet", path, err)
	}
	part, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".")
	if err != nil {
		return nil, fmt.Errorf("cannot write the folder %s: %w", path, err)
	}
	return &Folder{path: path, part: part}, os.Chmod(part, 0o755)
}

// Nodes begins a file of nodes, which have all of some labels, separated by colons, or,
// where there are none, those of a column of the type :LABEL. A column is what a header
// has, such as "name:string".
func (f *Folder) Nodes(name, labels string, columns ...string) *Table {
	return f.table(name, "--nodes="+assigned(labels), columns)
}

// Relationships begins a file of relationships, of a type or, where there is none, of
// that in a column of the type :TYPE.
func (f *Folder) Relationships(name, typ string, columns ...string) *Table {
	return f.table(name, "--relationships="+assigned(typ), columns)
}

func assigned(to string) string {
	if to == "" {
		return ""
	}
	return to + "="
}

func (f *Folder) table(name, argument string, columns []string) *Table {
	t := &Table{folder: f, name: name, argument: argument, at: map[string]int{}}
	for i, column := range columns {
		property, kind, _ := strings.Cut(column, ":")
		t.columns, t.kinds = append(t.columns, column), append(t.kinds, kind)
		t.at[property] = i
	}
	f.tables = append(f.tables, t)
	return t
}

// Scratch returns a file to keep something in meanwhile, which goes with Close.
func (f *Folder) Scratch() (*os.File, error) {
	return os.CreateTemp(filepath.Dir(f.part), filepath.Base(f.part)+".")
}

// Add adds a file of some text.
func (f *Folder) Add(name, text string) error {
	file, err := os.Create(filepath.Join(f.part, name))
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// Finish writes the arguments and puts the folder in its place.
func (f *Folder) Finish() error {
	if err := f.closeFiles(true); err != nil {
		return err
	}
	if err := f.Add(Arguments, strings.Join(f.arguments(), "\n")+"\n"); err != nil {
		return err
	}
	// It takes the place of an empty folder only.
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(f.part, f.path); err != nil {
		return err
	}
	f.part = ""
	return syncFolder(filepath.Dir(f.path))
}

// Close ends the use of the folder, and leaves nothing of one that is not finished.
func (f *Folder) Close() error {
	if f.part == "" {
		return nil
	}
	return errors.Join(f.closeFiles(false), os.RemoveAll(f.part))
}

func (f *Folder) closeFiles(keep bool) (err error) {
	for _, t := range f.tables {
		for _, file := range t.files() {
			err = errors.Join(err, file.close(keep))
		}
	}
	return err
}

// arguments returns those of neo4j-admin that say how the files are to be read. They
// name files as they are found from within the folder.
func (f *Folder) arguments() []string {
	var tables, several []string
	for _, t := range f.tables {
		for _, file := range t.files() {
			tables = append(tables, t.argument+file.name)
		}
		if t.several != nil {
			several = append(several, t.several.name)
		}
	}
	all := []string{"--delimiter=TAB", "--array-delimiter=U+0000", "--id-type=integer"}
	if len(several) > 0 {
		all = append(all, "--multiline-fields="+strings.Join(several, ","), "--multiline-fields-format=v2")
	}
	if f.longest > usualBuffer/4 {
		all = append(all, fmt.Sprint("--read-buffer-size=", 4*f.longest))
	}
	return slices.Concat(all, tables)
}

// syncFolder has a folder written down, where one can be.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}
