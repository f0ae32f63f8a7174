package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropHidden takes out of a page what a reader does not see: elements that are hidden by
// themselves, by their style or by a style sheet of the page; what is there for programs
// only; comments. It notes how many of them had text.
func (d *draft) dropHidden(doc *html.Node) {
	h := hider{sheet: readSheets(doc)}
	h.walk(doc, false)
	if h.sheet.tooLong {
		d.note("its style sheets are too long to be followed; what they hide was read")
	}
	if h.wholePage {
		d.note("all of the page is hidden until its programs run; it was read as if it were shown")
	}
	d.noteHidden(h.elements, h.comments)
}

func (d *draft) noteHidden(elements, comments int) {
	if elements > 0 {
		d.note("%s left out", count(elements, "hidden element was", "hidden elements were"))
	}
	if comments > 0 {
		d.note("%s left out", count(comments, "comment was", "comments were"))
	}
}

// hider takes hidden elements out of a page.
type hider struct {
	sheet     *sheet
	elements  int // that had text
	comments  int // likewise
	wholePage bool
}

// walk takes out what is hidden beneath n, whose own text is not seen where unseen is true.
func (h *hider) walk(n *html.Node, unseen bool) {
	lost := false
	for c, next := n.FirstChild, (*html.Node)(nil); c != nil; c = next {
		next = c.NextSibling
		switch c.Type {
		case html.CommentNode:
			if strings.TrimSpace(c.Data) != "" {
				h.comments++
			}
			n.RemoveChild(c)
		case html.TextNode:
			if unseen {
				lost = lost || strings.TrimSpace(c.Data) != ""
				n.RemoveChild(c)
			}
		case html.ElementNode:
			h.element(c, unseen)
		}
	}
	if lost {
		h.elements++
	}
}

func (h *hider) element(n *html.Node, unseen bool) {
	style := h.sheet.styleOf(n, unseen)
	hidden := isForPrograms(n) || hasHidingAttribute(n) || style.hides()
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		if hidden || style.hidesText() {
			h.wholePage, hidden, style = true, false, nil
		}
	}
	if hidden {
		if n.DataAtom != atom.Script && n.DataAtom != atom.Style && hasText(n) {
			h.elements++
		}
		n.Parent.RemoveChild(n)
		return
	}
	if style.hidesText() {
		unseen = true
	} else if style.showsText() {
		unseen = false
	}
	h.walk(n, unseen)
}

// isForPrograms reports whether browsers do not show an element that is in a body. What is
// in a head is not text, but tells about the page.
func isForPrograms(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Noframes, atom.Noembed, atom.Iframe, atom.Object, atom.Canvas, atom.Audio,
		atom.Video, atom.Svg, atom.Math, atom.Datalist, atom.Rp:
		return true
	case atom.Dialog:
		_, open := lookAttribute(n, "open")
		return !open
	}
	return false
}

// offScreenClasses are what frameworks call elements that only screen readers read.
var offScreenClasses = []string{"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible"}

func hasHidingAttribute(n *html.Node) bool {
	if _, found := lookAttribute(n, "hidden"); found {
		return true
	}
	if strings.EqualFold(strings.TrimSpace(attribute(n, "aria-hidden")), "true") {
		return true
	}
	for _, class := range strings.Fields(attribute(n, "class")) {
		for _, known := range offScreenClasses {
			if strings.EqualFold(class, known) {
				return true
			}
		}
	}
	return n.DataAtom == atom.Input && strings.EqualFold(attribute(n, "type"), "hidden")
}

func hasText(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}
