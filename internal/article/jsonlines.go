package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// line is an article as JSON lines have it. Other fields are passed over.
type line struct {
	Title       string    `json:"title"`
	Text        *string   `json:"text"`
	URL         string    `json:"url"`
	PublishedAt string    `json:"publishedAt"` // EDTF, or another date
	Byline      string    `json:"byline"`
	Publisher   string    `json:"publisher"`
	Language    string    `json:"language"`
	CapturedAt  time.Time `json:"capturedAt"`
}

// wrongLines is after how many lines, each of which is no article, a text is taken not to
// be one of JSON lines.
const wrongLines = 10

// readLines reads a JSON object from each line that is not blank.
func readLines(r *reader) bool {
	wrong := 0
	for number := 1; ; number++ {
		if wrong == wrongLines {
			return r.fail("", fmt.Errorf("none of its first %d lines is an article, so the rest is passed over", wrongLines))
		}
		raw, err := nextLine(r.text, MaxSourceBytes)
		place := fmt.Sprintf("line %d", number)
		var long *lineTooLong
		switch {
		case errors.As(err, &long):
			if !r.fail(place, err) {
				return false
			}
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return r.fail(place, err)
		case err != nil && len(raw) == 0:
			return true
		case len(bytes.TrimSpace(raw)) == 0:
			continue
		}
		if number == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		}
		d, err := readLine(raw)
		if err == nil {
			wrong = -1
		} else if wrong >= 0 {
			wrong++
		}
		if !r.give(place, d, err) {
			return false
		}
	}
}

func readLine(raw []byte) (*draft, error) {
	const form = `write each article on one line, as {"title": "…", "text": "…", "url": "…", "publishedAt": "2025-12-01"}`
	if isBinary(raw) {
		return nil, errBinary
	}
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return nil, fmt.Errorf("%q is a %s and not a text; %s", wrong.Field, wrong.Value, form)
		}
		return nil, fmt.Errorf("it is no JSON object (%w); %s", err, form)
	}
	if l.Text == nil {
		return nil, fmt.Errorf(`it has no "text"; %s`, form)
	}
	d := &draft{raw: raw, declared: l.Language, Article: Article{
		Title: l.Title, Text: *l.Text, URL: l.URL, Byline: l.Byline, Publisher: l.Publisher, CapturedAt: l.CapturedAt,
	}}
	d.setPublished(l.PublishedAt, "publishedAt")
	return d, nil
}

type lineTooLong struct{ limit int }

func (e *lineTooLong) Error() string { return tooLong(e.limit).Error() }

// nextLine returns the next line without its end. One that is too long is passed over, with
// an error. At the end of the text it returns io.EOF, maybe with the last line.
func nextLine(r *bufio.Reader, limit int) (line []byte, err error) {
	length := 0
	for {
		part, err := r.ReadSlice('\n')
		if length += len(part); length <= limit {
			line = append(line, part...)
		} else {
			line = nil
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case length > limit && (err == nil || errors.Is(err, io.EOF)):
			return nil, &lineTooLong{limit}
		case err != nil:
			return line, err
		}
		return bytes.TrimRight(line, "\r\n"), nil
	}
}
