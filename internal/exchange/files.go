package exchange

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"conflictgraph/internal/packed"
)

// files opens files one after another.
type files struct {
	source *packed.File // the one that is open
	index  int          // of it, from 0
	paths  []string     // still to be opened
	sizes  []int64      // of paths
	limit  packed.Limit
	called []string // all files, for messages

	done  int64 // bytes of the files before source
	size  int64 // of the file that source reads
	total int64 // bytes of all files; 0 where that is not known
}

// openFiles opens the first of some files, and returns an error if any of them is
// not there to be read.
func openFiles(limit packed.Limit, paths []string) (*files, error) {
	if len(paths) == 0 {
		return nil, errors.New("there is nothing to read; name a file")
	}
	f := &files{paths: paths, limit: limit, index: -1}
	allKnown := true
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
		}
		f.called = append(f.called, filepath.Base(path))
		if info.IsDir() {
			return nil, fmt.Errorf("%s is a folder; name the files in it", path)
		}
		f.sizes = append(f.sizes, info.Size())
		f.total += info.Size()
		allKnown = allKnown && info.Mode().IsRegular()
	}
	if !allKnown {
		f.total = 0
	}
	return f, f.open()
}

// call gives the files other names.
func (f *files) call(names []string) {
	f.called = names
	f.source.Name = names[f.index]
}

// more reports whether there are files that have not been opened.
func (f *files) more() bool { return len(f.paths) > 0 }

// open closes the file that is open and opens the next.
func (f *files) open() error {
	if err := f.Close(); err != nil {
		return err
	}
	f.done += f.size
	next, err := packed.Open(f.paths[0], f.limit)
	if err != nil {
		return err
	}
	f.index++
	next.Name = f.called[f.index]
	f.source, f.size = next, f.sizes[0]
	f.paths, f.sizes = f.paths[1:], f.sizes[1:]
	return nil
}

// Progress returns how many bytes of the files have been read, and of how many;
// of 0 where one of the files is a pipe or the like.
func (f *files) Progress() (read, total int64) {
	read = f.done + f.source.BytesRead()
	if f.total > 0 {
		read = min(read, f.total)
	}
	return read, f.total
}

// Close closes the file that is open.
func (f *files) Close() error {
	if f.source == nil {
		return nil
	}
	return f.source.Close()
}
