package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"conflictgraph/internal/packed"
)

// records reads files of comma-separated values (RFC 4180) one after another,
// record by record. A record of which a column is in quotation marks may go over
// several lines; one that cannot be read costs its first line only.
type records struct {
	*files
	given     byte // the delimiter; 0 where the first line of a file is to tell
	delimiter byte // of the file that is open
	reader    *bufio.Reader
	number    int // of the line that the record read last begins on, from 1
	nextLine  int // of the line that is read next
	seen      int // records of the file that is open, with those set aside
	raw       []byte

	parser *csv.Reader // reads from feed
	feed   *bytes.Reader
}

// openRecords opens the first of some files, as openLines does.
func openRecords(limit packed.Limit, delimiter byte, paths ...string) (*records, error) {
	files, err := openFiles(limit, paths)
	if err != nil {
		return nil, err
	}
	r := &records{files: files, given: delimiter, reader: bufio.NewReaderSize(files.source, maxLine+64<<10)}
	r.begin()
	return r, nil
}

// begin begins with the file that was opened.
func (r *records) begin() {
	r.reader.Reset(r.source)
	r.number, r.nextLine, r.seen, r.parser = 0, 1, 0, nil
	// What is wrong with the file shows when it is read.
	if mark, _ := r.reader.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = r.reader.Discard(len(byteOrderMark))
	}
	r.delimiter = r.given
	if r.delimiter == 0 {
		const enough = 16 << 10
		beginning, _ := r.reader.Peek(enough)
		r.delimiter = delimiterOf(beginning)
	}
}

// nextRow returns the next record that is not the first of its file, which it
// gives to header. An error with that ends the import.
func (r *records) nextRow(header func(names []string) error) ([]string, error) {
	for {
		seen, source := r.seen, r.source
		row, err := r.next()
		if first := r.seen == 1 && (seen == 0 || source != r.source); !first || errors.Is(err, io.EOF) {
			return row, err
		}
		if err == nil {
			err = header(row)
		}
		if err != nil {
			return nil, headerError(r.source.Name, err)
		}
	}
}

// next returns the columns of the next record, valid until the next call, of
// which the last line is not empty; a *Reject for one that cannot be read, and
// io.EOF after the last.
func (r *records) next() ([]string, error) {
	for {
		err := r.scan()
		if errors.Is(err, io.EOF) && r.more() {
			if err := r.open(); err != nil {
				return nil, err
			}
			r.begin()
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(r.raw)) == 0 {
			continue
		}
		r.seen++
		if err := checkText(r.raw); err != nil {
			return nil, r.reject("%v", err)
		}
		return r.parse()
	}
}

// scan reads the next record, with the end of its line, into raw.
func (r *records) scan() error {
	var s scanner
	var window []byte
	_, err := r.reader.Peek(1)
	for {
		window, _ = r.reader.Peek(r.reader.Buffered())
		if s.scan(window, r.delimiter) || len(window) > maxLine || err != nil {
			break
		}
		_, err = r.reader.Peek(len(window) + 1)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if len(window) == 0 {
		return io.EOF
	}
	length := len(window)
	if s.ended {
		length = s.end
	}
	// Where a quotation mark is not closed, the lines that it would swallow are
	// read for themselves.
	if unclosed := !s.ended && s.quoted; (unclosed || length > maxLine) && s.firstLine > 0 {
		length = s.firstLine
	}
	r.number = r.nextLine
	if length > maxLine {
		r.seen++
		return r.skipLine(window)
	}
	r.raw = window[:length]
	r.nextLine += bytes.Count(r.raw, []byte("\n"))
	_, err = r.reader.Discard(length)
	return err
}

// skipLine passes over a line that is too long.
func (r *records) skipLine(beginning []byte) error {
	reject := &Reject{File: r.source.Name, Line: r.number, Reason: fmt.Sprintf("the line is longer than %d bytes", maxLine), Text: string(beginning[:maxRejectText])}
	for {
		_, err := r.reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		r.nextLine++
		return reject
	}
}

// parse returns the columns of raw.
func (r *records) parse() ([]string, error) {
	if r.parser == nil {
		r.feed = bytes.NewReader(nil)
		r.parser = csv.NewReader(r.feed)
		r.parser.Comma, r.parser.FieldsPerRecord, r.parser.ReuseRecord = rune(r.delimiter), -1, true
	}
	r.feed.Reset(r.raw)
	before := r.parser.InputOffset()
	columns, err := r.parser.Read()
	if err != nil || r.parser.InputOffset()-before != int64(len(r.raw)) {
		r.parser = nil // it may hold on to what it has not read
	}
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		return nil, r.reject("a quotation mark stands in a column that does not begin with one; put the column in quotation marks and write two for each in it")
	case err != nil:
		return nil, r.reject("a quotation mark is opened and not closed, or stands within others; write two for each in a column")
	}
	return columns, nil
}

// reject returns a Reject of the record that was read last.
func (r *records) reject(reason string, args ...any) *Reject {
	row := bytes.TrimRight(r.raw, "\r\n")
	return &Reject{File: r.source.Name, Line: r.number, Reason: fmt.Sprintf(reason, args...), Text: string(row[:min(len(row), maxRejectText)])}
}

// delimiterOf returns which of comma, semicolon and tab the first line of text
// has most of.
func delimiterOf(text []byte) byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := byte(','), 0
	for _, d := range []byte(",;\t") {
		if n := bytes.Count(line, []byte{d}); n > most {
			best, most = d, n
		}
	}
	return best
}
