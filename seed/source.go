package seed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// A source has annotation files and the texts that they name.
type source interface {
	// list returns the names of what is at its top, sorted.
	list() ([]string, error)
	// read returns a file that has at most limit bytes, or what is wrong with it.
	read(name string, limit int) (string, error)
}

// folder is a directory of a file system.
type folder struct {
	fsys fs.FS
	dir  string
}

func (f folder) list() ([]string, error) {
	entries, err := fs.ReadDir(f.fsys, f.dir)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (f folder) read(name string, limit int) (string, error) {
	name = path.Join(f.dir, name)
	info, err := fs.Stat(f.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", errNoFile
	case err != nil:
		return "", fmt.Errorf("it cannot be read (%w); make it readable", err)
	case !info.Mode().IsRegular():
		return "", errors.New("it is not a file; put the text itself there")
	}
	opened, err := f.fsys.Open(name)
	if err != nil {
		return "", fmt.Errorf("it cannot be read (%w); make it readable", err)
	}
	defer opened.Close()
	content, err := io.ReadAll(io.LimitReader(opened, int64(limit)+1))
	if err != nil {
		return "", fmt.Errorf("it cannot be read (%w); make it readable", err)
	}
	return within(string(content), limit)
}

// texts are files by their names.
type texts map[string]string

func (t texts) list() (top []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if !strings.Contains(name, "/") {
			top = append(top, name)
		}
	}
	return top, nil
}

func (t texts) read(name string, limit int) (string, error) {
	content, there := t[path.Clean(name)]
	if !there {
		return "", errNoFile
	}
	return within(content, limit)
}

var errNoFile = errors.New("there is no such file; check the name and put the file into the directory")

func within(content string, limit int) (string, error) {
	if len(content) > limit {
		return "", fmt.Errorf("it is larger than %d KiB; split it up", limit>>10)
	}
	return content, nil
}
