package article

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// readArchive reads the pages and texts of a web archive in WARC, one after another.
func readArchive(r *reader) bool {
	found := false
	for number := 1; ; number++ {
		place := fmt.Sprintf("record %d", number)
		record, err := nextRecord(r.text)
		switch {
		case errors.Is(err, io.EOF) && !found:
			return r.fail("", errors.New("there are no pages and no texts in it"))
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, errNoRecord):
			found = true
			if !r.fail(place, err) {
				return false
			}
			if err := toNextRecord(r.text); err != nil {
				return true
			}
			continue
		case err != nil:
			return r.fail(place, err)
		}
		one := *r
		var d *draft
		err = recovered(func() (err error) {
			d, err = record.read(&one.options)
			return err
		})
		if d != nil || err != nil {
			found = true
			if !one.give(place, d, err) {
				return false
			}
		}
		if _, err := io.Copy(io.Discard, record.block); err != nil {
			return r.fail(place, err)
		}
	}
}

// record is a record of a web archive, see
// https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
type record struct {
	header textproto.MIMEHeader
	block  io.Reader
	length int64 // that block should have
}

// maxRecordHeader is how many bytes what is said of a record may have.
const maxRecordHeader = 1 << 20

var errNoRecord = errors.New("no record of a web archive begins here; what comes before the next was passed over")

// nextRecord reads to where the block of the next record begins, or to the end of the
// archive, which is io.EOF.
func nextRecord(r *bufio.Reader) (*record, error) {
	read := 0
	line := func() (string, error) {
		text, err := nextLine(r, maxRecordHeader)
		var long *lineTooLong
		if read += len(text) + 2; errors.As(err, &long) || read > maxRecordHeader {
			return "", errNoRecord
		}
		return string(text), err
	}
	version := ""
	for version == "" {
		var err error
		if version, err = line(); err != nil && (version == "" || !errors.Is(err, io.EOF)) {
			return nil, err
		}
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, errNoRecord
	}
	header := textproto.MIMEHeader{}
	for last := ""; ; {
		text, err := line()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errors.New("it is cut short")
		case err != nil:
			return nil, err
		}
		if text == "" {
			break
		}
		name, value, found := strings.Cut(text, ":")
		switch {
		case (text[0] == ' ' || text[0] == '\t') && last != "":
			header[last][0] += " " + strings.TrimSpace(text)
		case found:
			last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
			header[last] = []string{strings.TrimSpace(value)}
		default:
			return nil, errNoRecord
		}
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, errNoRecord
	}
	return &record{header, io.LimitReader(r, length), length}, nil
}

// toNextRecord passes over what is not the beginning of a record.
func toNextRecord(r *bufio.Reader) error {
	for {
		if head, err := r.Peek(len("WARC/")); err != nil || string(head) == "WARC/" {
			return err
		}
		for {
			if _, err := r.ReadSlice('\n'); err == nil {
				break
			} else if !errors.Is(err, bufio.ErrBufferFull) {
				return err
			}
		}
	}
}

// read reads the page or text of a record, and returns nil where it is of another kind. It
// sets in o what the record says of it.
func (r *record) read(o *Options) (*draft, error) {
	switch strings.ToLower(r.header.Get("WARC-Type")) {
	case "response", "resource", "conversion":
	default:
		return nil, nil
	}
	o.URL = strings.Trim(r.header.Get("WARC-Target-URI"), "<>")
	if at, err := time.Parse(time.RFC3339Nano, r.header.Get("WARC-Date")); err == nil {
		o.CapturedAt = at
	}
	counted := &counted{r: r.block}
	body := bufio.NewReader(io.LimitReader(counted, MaxSourceBytes+maxRecordHeader))
	o.ContentType = r.header.Get("Content-Type")
	if strings.EqualFold(r.header.Get("WARC-Type"), "response") {
		var text bool
		var err error
		if body, text, err = responseBody(body, o); err != nil || !text {
			return nil, err
		}
	}
	read := readerFor(o.ContentType)
	if read == nil {
		return nil, nil
	}
	raw, err := io.ReadAll(io.LimitReader(body, MaxSourceBytes+1))
	if err == nil {
		_, err = io.Copy(io.Discard, counted)
	}
	cut := errors.Is(err, io.ErrUnexpectedEOF) || err == nil && counted.n < r.length
	switch {
	case len(raw) > MaxSourceBytes:
		return nil, tooLong(MaxSourceBytes)
	case err != nil && !cut:
		return nil, fmt.Errorf("its response cannot be unpacked: %w", err)
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, nil
	}
	d := &draft{raw: raw}
	if cut || r.header.Get("WARC-Truncated") != "" {
		d.note("its record is cut short")
	}
	return d, read(d, *o)
}

// counted is a reader that counts what is read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// readerFor returns how a page or text of a type is read, and nil for other types.
func readerFor(contentType string) func(*draft, Options) error {
	mediaType, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(mediaType) {
	case "text/html", "application/xhtml+xml":
		return func(d *draft, o Options) error { return d.readPage(d.raw, o.ContentType, o.URL) }
	case "text/plain":
		return func(d *draft, o Options) error { return d.decode(d.raw, o.ContentType) }
	case "text/markdown":
		return func(d *draft, o Options) error {
			if err := d.decode(d.raw, o.ContentType); err != nil {
				return err
			}
			return d.readMarkdown()
		}
	}
	return nil
}

// responseBody reads the head of a response of HTTP, and returns its body without the
// codings that it was sent in, and whether it is a page or a text.
func responseBody(r *bufio.Reader, o *Options) (body *bufio.Reader, text bool, err error) {
	head := textproto.NewReader(r)
	status, err := head.ReadLine()
	if err != nil {
		return nil, false, fmt.Errorf("its response cannot be read: %w", err)
	}
	header, err := head.ReadMIMEHeader()
	if err != nil {
		return nil, false, fmt.Errorf("its response cannot be read: %w", err)
	}
	o.ContentType = header.Get("Content-Type")
	if fields := strings.Fields(status); len(fields) < 2 || fields[1] != fmt.Sprint(http.StatusOK) || readerFor(o.ContentType) == nil {
		return nil, false, nil
	}
	// Archives have bodies with their codings or without, whatever the header says.
	if strings.Contains(strings.ToLower(header.Get("Transfer-Encoding")), "chunked") && isChunk(r) {
		r = bufio.NewReader(httputil.NewChunkedReader(r))
	}
	decoded, err := decompressed(r, strings.ToLower(strings.TrimSpace(header.Get("Content-Encoding"))))
	return decoded, true, err
}

// isChunk reports whether a chunk begins here: its length in hexadecimal, on a line.
func isChunk(r *bufio.Reader) bool {
	head, _ := r.Peek(16)
	line, _, found := bytes.Cut(head, []byte("\n"))
	size, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
	return found && len(size) > 0 && len(bytes.Trim(size, "0123456789abcdefABCDEF")) == 0
}

func decompressed(r *bufio.Reader, coding string) (*bufio.Reader, error) {
	head, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		unpacked, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		return bufio.NewReader(unpacked), nil
	case coding == "deflate" && len(head) > 1 && head[0] == 0x78:
		unpacked, err := zlib.NewReader(r)
		if err != nil {
			return nil, err
		}
		return bufio.NewReader(unpacked), nil
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		unpacked, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(MaxSourceBytes), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		return bufio.NewReader(unpacked.IOReadCloser()), nil
	case coding == "br" && !looksLikeMarkup(r):
		return bufio.NewReader(brotli.NewReader(r)), nil
	}
	return r, nil
}

func looksLikeMarkup(r *bufio.Reader) bool {
	head, _ := r.Peek(512)
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))), []byte("<"))
}
