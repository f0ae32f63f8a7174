package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// Options say what is known of what is read, apart from what it says itself. The zero
// Options know nothing.
type Options struct {
	ContentType string    // as its server has it: "text/html; charset=koi8-r"
	URL         string    // where a page is from, if it does not say
	CapturedAt  time.Time // when it was fetched
	Published   *kg.Time  // of articles that do not say when they were published
	Limit       packed.Limit

	inFolder bool
}

// MaxSourceBytes is how many bytes one article may be read from.
const MaxSourceBytes = 16 << 20

// reader is what an article is read from, and others after it.
type reader struct {
	ctx     context.Context
	options Options
	name    string // of the file, for messages
	text    *bufio.Reader
	yield   func(Article, error) bool
}

// Read returns the articles of a text, in its order. What it is is told by its content and
// by its name, which messages have: "news.jsonl". What is compressed, named .gz, is unpacked.
// An error says which part of the text cannot be read; what follows it is read where its
// beginning can be found. Memory does not grow with the length of the text.
func Read(ctx context.Context, name string, r io.Reader, o Options) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		file, err := packed.NewReader(path.Base(name), r, o.Limit)
		if err != nil {
			yield(Article{}, err)
			return
		}
		read(ctx, name, file, o, yield)
	}
}

func read(ctx context.Context, name string, file *packed.File, o Options, yield func(Article, error) bool) bool {
	r := &reader{ctx: ctx, options: o, name: name, text: bufio.NewReaderSize(untilDone{ctx, file}, 64<<10), yield: yield}
	head, err := r.text.Peek(lookedAt)
	if err != nil && !errors.Is(err, io.EOF) {
		return r.fail("", err)
	}
	if len(bytes.TrimSpace(head)) == 0 && len(head) < lookedAt {
		return r.fail("", errors.New("it is empty"))
	}
	if bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) && file.Inner == file.Name {
		unpacked, err := packed.NewReader(file.Name+".gz", r.text, o.Limit)
		if err != nil {
			return r.fail("", err)
		}
		return read(ctx, name, unpacked, o, yield)
	}
	return formatOf(file.Inner, o.ContentType, head, o.inFolder)(r)
}

// untilDone reads until a context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// at returns where an article stands, for messages.
func (r *reader) at(place string) string {
	if place == "" {
		return r.name
	}
	return r.name + ", " + place
}

// fail yields an error of a place, and reports whether to go on.
func (r *reader) fail(place string, err error) bool {
	if r.ctx.Err() != nil {
		r.yield(Article{}, r.ctx.Err())
		return false
	}
	return r.yield(Article{Source: r.at(place)}, fmt.Errorf("%s: %w", r.at(place), err))
}

// give yields the article of a place, and reports whether to go on.
func (r *reader) give(place string, d *draft, err error) bool {
	if err == nil {
		d.Source = r.at(place)
		var a Article
		if a, err = d.finish(r.options); err == nil {
			return r.yield(a, nil)
		}
	}
	return r.fail(place, err)
}

// whole returns all bytes of a source that is one article.
func (r *reader) whole(limit int) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.text, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if isBinary(raw) {
		return nil, errBinary
	}
	if len(raw) > limit {
		return nil, tooLong(limit)
	}
	return raw, nil
}

func tooLong(limit int) error {
	return fmt.Errorf("it has more than %d bytes, which is too much for one article; part it", limit)
}

// A format reads a source to its end, and reports whether the caller wants more.
type format func(*reader) bool

// formatOf tells the format of a source by its name, its declared type and its beginning.
// What neither tells is plain text, unless it is in a folder with other things.
func formatOf(name, contentType string, head []byte, inFolder bool) format {
	start := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")))
	isFeed := containsTag(start, "<rss") || containsTag(start, "<feed") || containsTag(start, "<rdf:rdf")
	isPage := strings.HasPrefix(start, "<!doctype html") || containsTag(start, "<html") && strings.HasPrefix(start, "<")
	mediaType, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	extension := strings.ToLower(path.Ext(name))
	switch {
	case strings.HasPrefix(start, "warc/"):
		return readArchive
	case isPage && extension != ".md":
		return readPage
	case strings.HasPrefix(start, "<") && isFeed:
		return readFeed
	}
	if byName := formats[extension]; byName != nil {
		return byName
	}
	switch strings.TrimSpace(mediaType) {
	case "text/html", "application/xhtml+xml":
		return readPage
	case "text/markdown":
		return readMarkdown
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml":
		return readFeed
	case "application/x-ndjson", "application/jsonl", "application/json":
		return readLines
	case "application/warc":
		return readArchive
	}
	if strings.HasPrefix(start, `{"`) || strings.HasPrefix(start, "{ ") && strings.Contains(start, `"text"`) {
		return readLines
	}
	if inFolder && extension != "" {
		return readUnknown
	}
	return readText
}

// formats are those that a name tells.
var formats = map[string]format{
	".txt": readText, ".text": readText, ".md": readMarkdown, ".markdown": readMarkdown, ".html": readPage, ".htm": readPage, ".xhtml": readPage,
	".jsonl": readLines, ".ndjson": readLines, ".json": readLines, ".xml": readFeed, ".rss": readFeed, ".atom": readFeed, ".rdf": readFeed, ".warc": readArchive,
}

// readUnknown reads nothing of a file in a folder that may be no article at all.
func readUnknown(r *reader) bool {
	if _, err := r.whole(MaxSourceBytes); errors.Is(err, errBinary) {
		return r.fail("", err)
	}
	return r.fail("", errors.New("its name tells none of the forms of articles; name it by itself to read it as plain text"))
}

// containsTag reports whether a tag stands in the beginning of a source, comments and
// declarations aside.
func containsTag(start, tag string) bool {
	i := strings.Index(start, tag)
	return i >= 0 && i+len(tag) < len(start) && strings.ContainsRune(" \t\r\n>:/", rune(start[i+len(tag)]))
}
