package article

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

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

func readPage(r *reader) bool    { return r.fail("", errors.New("not yet")) }
func readFeed(r *reader) bool    { return r.fail("", errors.New("not yet")) }
func readArchive(r *reader) bool { return r.fail("", errors.New("not yet")) }
