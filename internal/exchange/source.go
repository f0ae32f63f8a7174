package exchange

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Limit is how far compressed files may expand, so that one which was made to
// fill the machine ends with an error. The zero Limit is the default one.
type Limit struct {
	Ratio int64 // how many times as long as the file its text may be; DefaultRatio where 0
	Bytes int64 // how long its text may be; DefaultExpansion where 0
}

// What compressed files may expand to unless a Limit says otherwise: 200 times
// their size, which tables of events stay far below, and 64 GiB.
const (
	DefaultRatio     = 200
	DefaultExpansion = 64 << 30
)

// freeExpansion is how many bytes any file may expand to, whatever its own size.
const freeExpansion = 1 << 20

func (l Limit) orDefault() Limit {
	if l.Ratio <= 0 {
		l.Ratio = DefaultRatio
	}
	if l.Bytes <= 0 {
		l.Bytes = DefaultExpansion
	}
	return l
}

// source is the text of a file, which is unpacked while it is read if the file's
// name ends in .gz or .zip.
type source struct {
	name   string // base name of the file
	reader io.Reader
	file   *counter

	packed   bool
	expanded int64
	limit    Limit
}

func openSource(path string, limit Limit) (_ *source, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
	}
	s := &source{name: filepath.Base(path), file: &counter{file: file}, limit: limit.orDefault()}
	s.reader = s.file
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gz":
		s.packed = true
		unpacked, err := gzip.NewReader(bufio.NewReader(s.file))
		if err != nil {
			return nil, errors.Join(s.explain(err), s.Close())
		}
		s.reader = unpacked
	case ".zip":
		s.packed = true
		if err := s.openZip(file); err != nil {
			return nil, errors.Join(s.explain(err), s.Close())
		}
	}
	return s, nil
}

func (s *source) openZip(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(s.file, info.Size())
	if err != nil {
		return err
	}
	var files []*zip.File
	for _, f := range archive.File {
		if !f.FileInfo().IsDir() {
			files = append(files, f)
		}
	}
	if len(files) != 1 {
		return fmt.Errorf("it holds %d files, not one; unpack it and name those that are to be read", len(files))
	}
	if files[0].Flags&1 != 0 {
		return errors.New("it is encrypted; unpack it first")
	}
	unpacked, err := files[0].Open()
	if err != nil {
		return err
	}
	s.file.read = 0
	s.reader = unpacked
	return nil
}

// Read reads the text. Its errors name the file.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.reader.Read(p)
	if s.packed {
		s.expanded += int64(n)
		switch {
		case s.expanded > s.limit.Bytes:
			return 0, fmt.Errorf("%s unpacks to more than %d bytes; if that is meant to be, raise the limit (--max-bytes) or unpack it first", s.name, s.limit.Bytes)
		case s.expanded > freeExpansion && s.expanded/s.limit.Ratio > s.file.read:
			return 0, fmt.Errorf("%s unpacks to more than %d times its size, as a file does that is made to fill the machine; if it is sound, raise the limit (--max-ratio) or unpack it first", s.name, s.limit.Ratio)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = s.explain(err)
	}
	return n, err
}

// explain says of which file err is and, where it is clear, what to do.
func (s *source) explain(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case s.packed && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)):
		return fmt.Errorf("%s is cut short; fetch it again", s.name)
	case errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("%s is not a gzip file; fetch it again, or take .gz off its name if it is plain text", s.name)
	case errors.Is(err, zip.ErrFormat):
		return fmt.Errorf("%s is not a whole zip file; fetch it again, or take .zip off its name if it is plain text", s.name)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum), errors.As(err, &corrupt):
		return fmt.Errorf("%s is damaged (%w); fetch it again", s.name, err)
	case errors.Is(err, zip.ErrAlgorithm):
		return fmt.Errorf("%s is packed in a way that is not known here; unpack it first", s.name)
	}
	return fmt.Errorf("cannot read %s: %w", s.name, err)
}

// Close closes the file. It may be called again.
func (s *source) Close() error {
	if err := s.file.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// counter counts what is read of a file.
type counter struct {
	file *os.File
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.file.Read(p)
	c.read += int64(n)
	return n, err
}

func (c *counter) ReadAt(p []byte, offset int64) (int, error) {
	n, err := c.file.ReadAt(p, offset)
	c.read += int64(n)
	return n, err
}
