package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// maxLine is the length in bytes up to which a line is read; longer ones are
// passed over.
const maxLine = 1 << 20

// maxRejectText is how many bytes of a row a Reject shows.
const maxRejectText = 1000

var byteOrderMark = []byte("\ufeff")

// lines reads files one after another, line by line. A line ends with LF or
// CRLF, or with its file; a byte order mark at the beginning of a file is not
// part of its first line.
type lines struct {
	paths  []string // still to be opened
	file   *os.File
	name   string // base name of file
	number int    // of the line that was read last, from 1
	reader *bufio.Reader
	long   []byte // a line that does not fit into the reader's buffer

	read, total int64
}

// openLines opens the first of some files, and returns an error if any of them is
// not there to be read.
func openLines(paths ...string) (*lines, error) {
	l := &lines{paths: paths, reader: bufio.NewReaderSize(nil, 64<<10)}
	allKnown := true
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
		}
		if info.IsDir() {
			return nil, fmt.Errorf("%s is a folder; name the files in it", path)
		}
		l.total += info.Size()
		allKnown = allKnown && info.Mode().IsRegular()
	}
	if !allKnown {
		l.total = 0
	}
	return l, l.open()
}

func (l *lines) open() error {
	if err := l.Close(); err != nil {
		return err
	}
	file, err := os.Open(l.paths[0])
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", l.paths[0], errors.Unwrap(err))
	}
	l.file, l.name, l.number, l.paths = file, filepath.Base(l.paths[0]), 0, l.paths[1:]
	l.reader.Reset(file)
	return nil
}

// next returns the next line without its end, valid until the next call; a
// *Reject for one that is too long or not text, and io.EOF after the last.
func (l *lines) next() ([]byte, error) {
	line, complete, err := l.raw()
	for errors.Is(err, io.EOF) && len(l.paths) > 0 {
		if err := l.open(); err != nil {
			return nil, err
		}
		line, complete, err = l.raw()
	}
	if err != nil {
		return nil, err
	}
	l.number++
	if l.number == 1 {
		line = bytes.TrimPrefix(line, byteOrderMark)
	}
	switch {
	case !complete:
		return nil, l.reject(line, "the line is longer than %d bytes", maxLine)
	case bytes.IndexByte(line, 0) >= 0:
		return nil, l.reject(line, "the line holds a NUL byte; save the file as text in UTF-8")
	case !utf8.Valid(line):
		return nil, l.reject(line, "the line is not in UTF-8; convert the file to UTF-8")
	}
	return line, nil
}

// raw returns the next line without its end, or the beginning of one that is too
// long, of which it is not complete.
func (l *lines) raw() (line []byte, complete bool, err error) {
	l.long = l.long[:0]
	length := 0
	for {
		part, err := l.reader.ReadSlice('\n')
		l.read += int64(len(part))
		length += len(part)
		switch {
		case err == nil || errors.Is(err, io.EOF) && length > 0:
			part = bytes.TrimSuffix(part, []byte("\n"))
			if len(l.long) > 0 {
				l.long = append(l.long, part[:min(len(part), max(0, maxLine+1-len(l.long)))]...)
				part = l.long
			}
			return bytes.TrimSuffix(part, []byte("\r")), len(part) <= maxLine, nil
		case errors.Is(err, bufio.ErrBufferFull):
			l.long = append(l.long, part[:min(len(part), max(0, maxLine+1-len(l.long)))]...)
		case errors.Is(err, io.EOF):
			return nil, true, io.EOF
		default:
			return nil, false, fmt.Errorf("reading %s: %w", l.name, err)
		}
	}
}

// reject returns a Reject of the line that was read last.
func (l *lines) reject(line []byte, reason string, args ...any) *Reject {
	return &Reject{File: l.name, Line: l.number, Reason: fmt.Sprintf(reason, args...), Text: string(line[:min(len(line), maxRejectText)])}
}

// Progress returns how many bytes have been read, and of how many; of 0 where one
// of the files is a pipe or the like.
func (l *lines) Progress() (read, total int64) { return l.read, l.total }

// Close closes the file that is open.
func (l *lines) Close() error {
	if l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	return file.Close()
}
