package article

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/transform"
)

// readFeed reads each entry of a feed in RSS or Atom, one after another.
func readFeed(r *reader) bool {
	text, err := r.decodedXML()
	if err != nil {
		return r.fail("", err)
	}
	f := newFeedParts(text)
	for number := 1; ; number++ {
		entry, err := f.next()
		place := fmt.Sprintf("entry %d", number)
		switch {
		case errors.Is(err, io.EOF) && number == 1:
			return r.fail("", errors.New("there are no entries of a feed in it"))
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			return r.fail(place, err)
		}
		d := &draft{raw: entry}
		err = recovered(func() error { return d.readEntry(f.around(entry)) })
		if !r.give(place, d, err) {
			return false
		}
	}
}

var xmlEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// decodedXML returns a source of XML in UTF-8.
func (r *reader) decodedXML() (io.Reader, error) {
	head, _ := r.text.Peek(1024)
	label := ""
	if m := xmlEncoding.FindSubmatch(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))); m != nil {
		label = string(m[1])
	} else if _, said, found := strings.Cut(strings.ToLower(r.options.ContentType), "charset="); found {
		label = strings.Trim(said, `"' ;`)
	}
	switch {
	case hasUTF16Mark(head):
		label = "utf-16"
	case isBinary(head):
		return nil, errBinary
	case label == "":
		return r.text, nil
	}
	enc, name := charset.Lookup(label)
	if enc == nil {
		return nil, fmt.Errorf("its characters are said to be in %q, which is not known", label)
	}
	if name == "utf-8" {
		return r.text, nil
	}
	return transform.NewReader(r.text, enc.NewDecoder()), nil
}

// readEntry reads a feed that has one entry.
func (d *draft) readEntry(feed []byte) error {
	parser := gofeed.NewParser()
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	parsed, err := parser.Parse(bytes.NewReader(feed))
	if err != nil {
		return fmt.Errorf("it is no entry of RSS or Atom: %w", err)
	}
	if len(parsed.Items) != 1 {
		return errors.New("it is no entry of RSS or Atom")
	}
	item := parsed.Items[0]
	content := item.Content
	if strings.TrimSpace(content) == "" {
		content = item.Description
		d.note("its text is what the feed has of it, which may be a summary")
	}
	if d.Title, err = d.textOfMarkup(item.Title); err != nil {
		return err
	}
	if d.Text, err = d.textOfMarkup(content); err != nil {
		return err
	}
	d.URL, d.declared = item.Link, parsed.Language
	d.Publisher = parsed.Title
	var authors []string
	for _, a := range item.Authors {
		if a != nil {
			authors = append(authors, cmp.Or(a.Name, a.Email))
		}
	}
	d.Byline = strings.Join(authors, ", ")
	if d.setPublished(item.Published, "the entry's day of publication"); d.Published == nil {
		d.setPublished(item.Updated, "the entry's last update")
	}
	return nil
}

// textOfMarkup returns the text of HTML, or of plain text with its lines as they are.
func (d *draft) textOfMarkup(markup string) (string, error) {
	if !strings.Contains(markup, "<") {
		return strings.TrimSpace(html.UnescapeString(markup)), nil
	}
	doc, err := parsePage(markup)
	if err != nil {
		return "", err
	}
	d.dropHidden(doc)
	return textOf(doc), nil
}

// feedParts finds the entries of a feed, without reading it whole.
type feedParts struct {
	text    *window
	decoder *xml.Decoder
	open    []string // names of the elements that are open, with their prefixes
	root    []byte   // the first tag
	channel string   // the name of the element in which RSS says what is of all entries
	about   []byte   // what is said of all entries
}

// maxFeedAbout is how much of what a feed says of all its entries is looked at.
const maxFeedAbout = 64 << 10

func newFeedParts(r io.Reader) *feedParts {
	f := &feedParts{text: &window{r: r}}
	f.decoder = xml.NewDecoder(f.text)
	f.decoder.Strict = false
	f.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return f
}

// next returns the element of the next entry, as it is written. At the end it returns
// io.EOF.
func (f *feedParts) next() ([]byte, error) {
	begin := int64(-1) // of an entry or of what is said of all
	var of string
	for {
		if begin < 0 {
			f.text.forget(f.decoder.InputOffset())
		}
		at := f.decoder.InputOffset()
		token, err := f.decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF) && (begin >= 0 || len(f.open) > 0):
			return nil, errors.New("it is cut short")
		case errors.Is(err, io.EOF):
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("it is no XML from here on: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := nameOf(t.Name)
			switch {
			case begin >= 0:
			case len(f.open) == 0:
				f.root = bytes.Clone(f.text.between(at, f.decoder.InputOffset()))
				f.open = append(f.open, name)
			case t.Name.Local == "channel":
				f.channel = name
				f.open = append(f.open, name)
			default:
				begin, of = at, name
			}
		case xml.EndElement:
			name := nameOf(t.Name)
			if begin < 0 {
				if n := len(f.open); n > 0 && f.open[n-1] == name {
					f.open = f.open[:n-1]
				}
				continue
			}
			if name != of {
				continue
			}
			element := bytes.Clone(f.text.between(begin, f.decoder.InputOffset()))
			begin = -1
			if t.Name.Local == "item" || t.Name.Local == "entry" {
				return element, nil
			}
			if len(f.about)+len(element) <= maxFeedAbout {
				f.about = append(f.about, element...)
			}
		}
	}
}

// around returns a feed with one entry.
func (f *feedParts) around(entry []byte) []byte {
	var b bytes.Buffer
	b.Write(f.root)
	if f.channel == "" {
		b.Write(f.about)
		b.Write(entry)
	} else {
		fmt.Fprintf(&b, "<%s>%s", f.channel, f.about)
		if inside := bytes.Contains(f.root, []byte("<rss")); inside {
			fmt.Fprintf(&b, "%s</%s>", entry, f.channel)
		} else { // RSS 1.0 has items after the channel
			fmt.Fprintf(&b, "</%s>%s", f.channel, entry)
		}
	}
	name, _, _ := strings.Cut(strings.Trim(string(f.root), "<>/ \t\r\n"), " ")
	fmt.Fprintf(&b, "</%s>", strings.Fields(name)[0])
	return b.Bytes()
}

func nameOf(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// window is a reader that remembers what was read of it, from a place on.
type window struct {
	r    io.Reader
	kept []byte
	from int64 // where kept begins
}

func (w *window) Read(p []byte) (int, error) {
	if len(w.kept) > MaxSourceBytes {
		return 0, tooLong(MaxSourceBytes)
	}
	n, err := w.r.Read(p)
	w.kept = append(w.kept, p[:n]...)
	return n, err
}

// forget lets go of what is before a place, once that is worth it.
func (w *window) forget(before int64) {
	if n := before - w.from; n > 64<<10 && n <= int64(len(w.kept)) {
		w.kept = append(w.kept[:0], w.kept[n:]...)
		w.from = before
	}
}

func (w *window) between(from, to int64) []byte { return w.kept[from-w.from : to-w.from] }
