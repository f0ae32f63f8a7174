// Package article reads articles out of what people have: plain text, Markdown, pages of
// the web, JSON lines, feeds and web archives. The text of an article is that of its source
// to the letter; what is left out of it is said.
package article

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"conflictgraph/internal/kg"
	"conflictgraph/seed"
)

// Article is a text to be read, and what its source says about it. What is not known is
// empty.
type Article struct {
	Title     string // on one line
	Byline    string // likewise
	Publisher string // likewise
	URL       string // http or https
	Language  string // a tag of BCP 47: what the text is in, or else what the source says

	// Text is in UTF-8, with one line feed for the end of a line. It has no controls, and
	// none of the characters that nobody sees, apart from joiners where a script needs them.
	// Paragraphs are separated by a blank line; plain text has its lines as they are.
	Text string

	// Published is the day of publication. Its reasoning is where it was found.
	Published *kg.Time

	// SHA256 is of what the article was read from, in lower-case hexadecimal: the file
	// once unpacked, the line, the page of an archive's record once its codings are undone,
	// the entry's element of a feed in UTF-8.
	SHA256     string
	CapturedAt time.Time // when the page was fetched; the zero Time where it was not

	// Notes are what was left out and what is doubtful, a sentence each without its
	// full stop: "3 hidden elements were left out".
	Notes []string

	Source string // file and place in it, for messages: "news.jsonl, line 3"
}

// ID returns the id of the document that a text is: the same for the same text.
func ID(text string) string {
	return kg.DocumentPrefix + kg.DigestCode(sha256.Sum256([]byte(text)))
}

// Document returns the document that a is.
func (a Article) Document() kg.Document {
	return kg.Document{
		ID: ID(a.Text), Title: a.Title, Text: a.Text, URL: a.URL, PublishedAt: a.Published,
		Details: kg.Details{Publisher: a.Publisher, Language: a.Language, CapturedAt: a.CapturedAt, SHA256: a.SHA256},
	}
}

// MaxTextBytes is how long the text of an article may be.
const MaxTextBytes = seed.MaxTextBytes

// maxLineBytes is how long what is said about an article may be; more is cut off.
const maxLineBytes = 1000

// draft is an article as its source has it.
type draft struct {
	Article
	declared string    // the language that the source says
	raw      []byte    // what the article was read from
	moment   time.Time // of publication, where a time of day is known
}

// note adds what is to be known of how the article was read.
func (d *draft) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(d.Notes, n) {
		d.Notes = append(d.Notes, n)
	}
}

// finish checks a draft and brings it into its form.
func (d *draft) finish(o Options) (Article, error) {
	var left leftOut
	d.Text = strings.Trim(left.clean(d.Text), "\n\t \u00a0")
	if kg.IsBlank(d.Text) {
		return Article{}, fmt.Errorf("there is no text in it")
	}
	if len(d.Text) > MaxTextBytes {
		return Article{}, fmt.Errorf("its text has %d bytes; one of at most %d can be read, so part it", len(d.Text), MaxTextBytes)
	}
	d.Notes = append(d.Notes, left.notes()...)
	if n := strings.Count(d.Text, "\ufffd"); n > 0 {
		d.note("%s not be read and became U+FFFD", count(n, "character could", "characters could"))
	}
	for _, line := range []*string{&d.Title, &d.Byline, &d.Publisher} {
		*line = oneLine(*line)
	}
	d.setURL(cmp.Or(d.URL, o.URL))
	d.setLanguage()
	if d.Published == nil && o.Published != nil {
		d.Published = o.Published
	}
	if d.CapturedAt.IsZero() {
		d.CapturedAt = o.CapturedAt
	}
	if d.SHA256 == "" {
		sum := sha256.Sum256(d.raw)
		d.SHA256 = hex.EncodeToString(sum[:])
	}
	return d.Article, nil
}

func (d *draft) setURL(address string) {
	d.URL = ""
	if address = strings.TrimSpace(address); address == "" {
		return
	}
	if len(address) > maxLineBytes || !utf8.ValidString(address) || strings.ContainsFunc(address, isLeftOut) || kg.CheckWebAddress("", address) != nil {
		d.note("its address %q is none on the web and was left out", kg.Shorten(strings.ToValidUTF8(address, "�")))
		return
	}
	d.URL = address
}

// oneLine returns a text on one line, without what nobody sees, cut to a bound.
func oneLine(text string) string {
	var left leftOut
	text = strings.Join(strings.Fields(left.clean(text)), " ")
	if len(text) > maxLineBytes {
		text = strings.ToValidUTF8(text[:maxLineBytes], "") + "…"
	}
	if kg.IsBlank(text) {
		return ""
	}
	return text
}

// count writes how many of something there are: "3 comments were".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// recovered returns what f does, and an error where a library that it leaves a source to
// panics.
func recovered(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be read, since it brings its reader to a fault: %v", p)
		}
	}()
	return f()
}
