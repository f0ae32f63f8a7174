package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// wholeFile returns what to write a file through that is there only once it is
// whole, and what ends that: without an error it puts the file in its place, with
// one it leaves nothing. What is at path already is written over only by force.
func wholeFile(path string, force bool) (io.Writer, func(error) error, error) {
	switch there, err := os.Lstat(path); {
	case err == nil && !there.Mode().IsRegular():
		return nil, nil, fmt.Errorf("%s is there and is no file; choose another name", path)
	case err == nil && !force:
		return nil, nil, isThere(path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("cannot write %s: %w", path, err)
	}
	part := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
	file, err := os.Create(part)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write %s: %w", path, err)
	}
	return file, func(err error) error {
		if err == nil {
			err = file.Sync()
		}
		if err = errors.Join(err, file.Close()); err == nil {
			err = place(part, path, force)
		}
		if err != nil {
			err = errors.Join(err, remove(part))
		}
		return err
	}, nil
}

func isThere(path string) error {
	return fmt.Errorf("%s is there already; choose another name, or write over it with --force", path)
}

// place gives the file at part the name path, and keeps that through a failure of
// power.
func place(part, path string, force bool) error {
	if force {
		if err := os.Rename(part, path); err != nil {
			return err
		}
		return syncFolder(path)
	}
	// A link, unlike a new name, takes the place of nothing.
	switch err := os.Link(part, path); {
	case errors.Is(err, fs.ErrExist):
		return isThere(path)
	case err != nil: // the file system has no links
		if _, err := os.Lstat(path); err == nil {
			return isThere(path)
		}
		if err := os.Rename(part, path); err != nil {
			return err
		}
	}
	return errors.Join(remove(part), syncFolder(path))
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncFolder has the folder of a file written down, where a folder can be.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}
