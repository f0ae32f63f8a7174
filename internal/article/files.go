package article

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"conflictgraph/internal/packed"
)

// Files returns the articles of some files, of those in folders in the order of their
// names, and of standard input for "-". What begins with a dot in a folder, and what a link
// to a folder leads to, is passed over. An error is of one file, or of one part of it; what
// follows is read. Only the end of ctx ends it, with its error.
func Files(ctx context.Context, paths []string, o Options) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		for _, path := range paths {
			if !readPath(ctx, path, o, yield) {
				return
			}
		}
	}
}

func readPath(ctx context.Context, path string, o Options, yield func(Article, error) bool) bool {
	if path == "-" {
		file, err := packed.NewReader("standard input", os.Stdin, o.Limit)
		if err != nil {
			return yield(Article{}, err)
		}
		return read(ctx, "standard input", file, o, yield)
	}
	on := true
	err := filepath.WalkDir(path, func(at string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			on = false
			yield(Article{}, ctx.Err())
			return fs.SkipAll
		}
		switch {
		case err != nil:
			on = yield(Article{Source: at}, fmt.Errorf("cannot read %s: %w", at, cause(err)))
		case at != path && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			on = readFile(ctx, at, at == path, o, yield)
		}
		if !on {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && on {
		on = yield(Article{Source: path}, fmt.Errorf("cannot read %s: %w", path, cause(err)))
	}
	return on
}

// readFile reads a file, which may be a pipe where it was named by itself.
func readFile(ctx context.Context, path string, named bool, o Options, yield func(Article, error) bool) bool {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return yield(Article{Source: path}, fmt.Errorf("cannot read %s: %w", path, cause(err)))
	case info.IsDir() && named:
		return yield(Article{Source: path}, fmt.Errorf("%s is a link to a folder; name the folder itself", path))
	case info.IsDir():
		return true
	case !info.Mode().IsRegular() && !named:
		return yield(Article{Source: path}, fmt.Errorf("%s is no file; name it by itself to read from it", path))
	}
	file, err := packed.Open(path, o.Limit)
	if err != nil {
		return yield(Article{Source: path}, err)
	}
	defer file.Close()
	o.inFolder = !named
	return read(ctx, path, file, o, yield)
}

// cause is err without the path that it names.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
