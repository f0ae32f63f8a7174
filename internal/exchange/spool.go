package exchange

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"conflictgraph/internal/packed"
)

// StandardInput is the path that stands for what comes over standard input.
const StandardInput = "-"

// inputs are files that can be read more than once.
type inputs struct {
	paths     []string
	names     []string // of the paths, for messages
	temporary []string // paths that Close removes
}

// openInputs returns files that can be read more than once: what comes over a pipe
// or standard input is kept in a temporary file until Close.
func openInputs(paths []string) (_ *inputs, err error) {
	in := &inputs{}
	defer func() {
		if err != nil {
			err = errors.Join(err, in.Close())
		}
	}()
	for _, path := range paths {
		name := filepath.Base(path)
		if path == StandardInput {
			name = "standard input"
		}
		if path == StandardInput || isPipe(path) {
			if path, err = in.spool(path); err != nil {
				return nil, fmt.Errorf("cannot read %s: %w", name, err)
			}
		}
		in.paths, in.names = append(in.paths, path), append(in.names, name)
	}
	return in, nil
}

func isPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// spool copies what comes over a pipe to a temporary file, and returns its path.
func (in *inputs) spool(path string) (_ string, err error) {
	from := os.Stdin
	if path != StandardInput {
		if from, err = os.Open(path); err != nil {
			return "", err
		}
		defer from.Close()
	}
	to, err := os.CreateTemp("", "conflictgraph-*")
	if err != nil {
		return "", err
	}
	in.temporary = append(in.temporary, to.Name())
	_, err = io.Copy(to, from)
	return to.Name(), errors.Join(err, to.Close())
}

// lines opens the files to be read line by line, as openLines does.
func (in *inputs) lines(limit packed.Limit) (*lines, error) {
	l, err := openLines(limit, in.paths...)
	if err == nil {
		l.call(in.names)
	}
	return l, err
}

// records opens the files to be read record by record, as openRecords does.
func (in *inputs) records(limit packed.Limit, delimiter byte) (*records, error) {
	r, err := openRecords(limit, delimiter, in.paths...)
	if err == nil {
		r.call(in.names)
	}
	return r, err
}

// Close removes what was kept.
func (in *inputs) Close() error {
	var errs []error
	for _, path := range in.temporary {
		errs = append(errs, os.Remove(path))
	}
	in.temporary = nil
	return errors.Join(errs...)
}
