// Package packed reads files that may be compressed, and lets them expand as far as a bound
// allows.
package packed

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
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

// File is the text of a file, which is unpacked while it is read if the file's name ends
// in .gz or .zip.
type File struct {
	Name  string // for messages
	Inner string // what the unpacked file is called: Name without .gz, or as the archive has it

	reader io.Reader
	closer io.Closer
	read   *counter

	packed   bool
	expanded int64
	limit    Limit
}

// Open opens a file.
func Open(path string, limit Limit) (_ *File, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
	}
	name := filepath.Base(path)
	f := &File{Name: name, Inner: name, closer: file, read: &counter{reader: file, at: file}, limit: limit.orDefault()}
	if strings.EqualFold(filepath.Ext(name), ".zip") {
		f.packed = true
		err = f.openZip(file)
	} else {
		err = f.open()
	}
	if err != nil {
		return nil, errors.Join(f.explain(err), f.Close())
	}
	return f, nil
}

// NewReader returns the text of a stream, which is unpacked if its name ends in .gz.
func NewReader(name string, r io.Reader, limit Limit) (*File, error) {
	f := &File{Name: name, Inner: name, read: &counter{reader: r}, limit: limit.orDefault()}
	if err := f.open(); err != nil {
		return nil, f.explain(err)
	}
	return f, nil
}

func (f *File) open() error {
	f.reader = f.read
	if ext := filepath.Ext(f.Name); strings.EqualFold(ext, ".gz") {
		f.packed = true
		f.Inner = strings.TrimSuffix(f.Name, ext)
		unpacked, err := gzip.NewReader(bufio.NewReader(f.read))
		if err != nil {
			return err
		}
		f.reader = unpacked
	}
	return nil
}

func (f *File) openZip(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(f.read, info.Size())
	if err != nil {
		return err
	}
	var files []*zip.File
	for _, member := range archive.File {
		if !member.FileInfo().IsDir() {
			files = append(files, member)
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
	f.Inner = path.Base(files[0].Name)
	f.read.bytes = 0
	f.reader = unpacked
	return nil
}

// Read reads the text. Its errors name the file.
func (f *File) Read(p []byte) (int, error) {
	n, err := f.reader.Read(p)
	if f.packed {
		f.expanded += int64(n)
		switch {
		case f.expanded > f.limit.Bytes:
			return 0, fmt.Errorf("%s unpacks to more than %d bytes; if that is meant to be, raise the limit (--max-bytes) or unpack it first", f.Name, f.limit.Bytes)
		case f.expanded > freeExpansion && f.expanded/f.limit.Ratio > f.read.bytes:
			return 0, fmt.Errorf("%s unpacks to more than %d times its size, as a file does that is made to fill the machine; if it is sound, raise the limit (--max-ratio) or unpack it first", f.Name, f.limit.Ratio)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = f.explain(err)
	}
	return n, err
}

// explain says of which file err is and, where it is clear, what to do.
func (f *File) explain(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case f.packed && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)):
		return fmt.Errorf("%s is cut short; fetch it again", f.Name)
	case errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("%s is not a gzip file; fetch it again, or take .gz off its name if it is plain text", f.Name)
	case errors.Is(err, zip.ErrFormat):
		return fmt.Errorf("%s is not a whole zip file; fetch it again, or take .zip off its name if it is plain text", f.Name)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum), errors.As(err, &corrupt):
		return fmt.Errorf("%s is damaged (%w); fetch it again", f.Name, err)
	case errors.Is(err, zip.ErrAlgorithm):
		return fmt.Errorf("%s is packed in a way that is not known here; unpack it first", f.Name)
	}
	return fmt.Errorf("cannot read %s: %w", f.Name, err)
}

// BytesRead returns how many bytes of the file itself have been read.
func (f *File) BytesRead() int64 { return f.read.bytes }

// Close closes the file. It may be called again.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	if err := f.closer.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// counter counts what is read of a file.
type counter struct {
	reader io.Reader
	at     io.ReaderAt
	bytes  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.bytes += int64(n)
	return n, err
}

func (c *counter) ReadAt(p []byte, offset int64) (int, error) {
	n, err := c.at.ReadAt(p, offset)
	c.bytes += int64(n)
	return n, err
}
