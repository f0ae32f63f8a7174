package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"conflictgraph/internal/packed"
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
	*files
	number int // of the line that was read last, from 1
	reader *bufio.Reader
	long   []byte // a line that does not fit into the reader's buffer
}

// openLines opens the first of some files, and returns an error if any of them is
// not there to be read.
func openLines(limit packed.Limit, paths ...string) (*lines, error) {
	files, err := openFiles(limit, paths)
	if err != nil {
		return nil, err
	}
	return &lines{files: files, reader: bufio.NewReaderSize(files.source, 64<<10)}, nil
}

// next returns the next line without its end, valid until the next call; a
// *Reject for one that is too long or not text, and io.EOF after the last.
func (l *lines) next() ([]byte, error) {
	line, complete, err := l.raw()
	for errors.Is(err, io.EOF) && l.more() {
		if err := l.open(); err != nil {
			return nil, err
		}
		l.reader.Reset(l.source)
		l.number = 0
		line, complete, err = l.raw()
	}
	if err != nil {
		return nil, err
	}
	l.number++
	if l.number == 1 {
		line = bytes.TrimPrefix(line, byteOrderMark)
	}
	if !complete {
		return nil, l.reject(line, "the line is longer than %d bytes", maxLine)
	}
	if err := checkText(line); err != nil {
		return nil, l.reject(line, "%v", err)
	}
	return line, nil
}

func checkText(line []byte) error {
	if bytes.IndexByte(line, 0) >= 0 {
		return errors.New("the line holds a NUL byte; save the file as text in UTF-8")
	}
	if !utf8.Valid(line) {
		return errors.New("the line is not in UTF-8; convert the file to UTF-8")
	}
	return nil
}

// raw returns the next line without its end, or the beginning of one that is too
// long, of which it is not complete.
func (l *lines) raw() (line []byte, complete bool, err error) {
	l.long = l.long[:0]
	length := 0
	for {
		part, err := l.reader.ReadSlice('\n')
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
			return nil, false, err
		}
	}
}

// reject returns a Reject of the line that was read last.
func (l *lines) reject(line []byte, reason string, args ...any) *Reject {
	return &Reject{File: l.source.Name, Line: l.number, Reason: fmt.Sprintf(reason, args...), Text: string(line[:min(len(line), maxRejectText)])}
}
