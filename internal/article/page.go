package article

import (
	"cmp"
	"fmt"
	"iter"
	"net/url"
	"regexp"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readPage reads a page of the web, in which the article is found.
func readPage(r *reader) bool {
	raw, err := r.whole(MaxSourceBytes)
	if err != nil {
		return r.fail("", err)
	}
	d := &draft{raw: raw}
	err = recovered(func() error { return d.readPage(raw, r.options.ContentType, r.options.URL) })
	return r.give("", d, err)
}

// readPage takes the article of a page that is at an address, which may be empty.
func (d *draft) readPage(raw []byte, contentType, at string) error {
	if contentType == "" || !strings.Contains(contentType, "charset") {
		contentType = "text/html" // whose own declarations count
	}
	page, guessed, err := decodePage(raw, contentType)
	if err != nil {
		return err
	}
	if guessed != "" {
		d.note("it does not say how its characters are encoded; it was read as %s", guessed)
	}
	doc, err := parsePage(page)
	if err != nil {
		return err
	}
	about := readAbout(doc)
	d.dropHidden(doc)
	d.takeAbout(about, doc, at)
	return d.findArticle(doc)
}

// maxElements is how many elements a page may have for the article in it to be found.
const maxElements = 100_000

// findArticle takes the text of the article that is in a page, or all of the page's where
// none is found.
func (d *draft) findArticle(doc *html.Node) error {
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	parser.DisableJSONLD = true
	base, _ := url.Parse("https://page.invalid/")
	found, err := parser.ParseDocument(doc, base)
	if err != nil {
		return err
	}
	d.Title = withoutSite(cmp.Or(d.Title, found.Title()), doc)
	d.Byline = cmp.Or(d.Byline, found.Byline())
	if found.Node != nil {
		d.Text = textOf(found.Node)
	}
	if first, rest, more := strings.Cut(d.Text, "\n\n"); more && oneLine(first) == oneLine(d.Title) {
		d.Text = rest
	}
	if strings.TrimSpace(d.Text) == "" {
		if d.Text = textOf(doc); strings.TrimSpace(d.Text) != "" {
			d.note("no article was found in the page; all its text was read")
		}
	}
	return nil
}

// withoutSite returns a title without the name of the site that some pages add to it, where
// the rest is a heading of the page.
func withoutSite(title string, doc *html.Node) string {
	title = oneLine(title)
	for n := range nodes(doc) {
		if n.Type != html.ElementNode || n.DataAtom != atom.H1 {
			continue
		}
		heading := oneLine(textOf(n))
		if rest, found := strings.CutPrefix(title, heading); found && heading != "" && siteAfter.MatchString(rest) {
			return heading
		}
	}
	return title
}

var siteAfter = regexp.MustCompile(`^\s+[|\-–—·:»]\s+\S`)

// parsePage returns the elements of a page.
func parsePage(page string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("its HTML cannot be read: %w", err)
	}
	return doc, nil
}

// nodes returns the nodes beneath one in the order of the page.
func nodes(n *html.Node) iter.Seq[*html.Node] { return n.Descendants() }

// find returns the first element of a kind, or nil.
func find(n *html.Node, kind atom.Atom) *html.Node {
	for c := range nodes(n) {
		if c.Type == html.ElementNode && c.DataAtom == kind {
			return c
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	value, _ := lookAttribute(n, name)
	return value
}

func lookAttribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
