package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textOf returns the text beneath a node as a reader sees it: white space collapsed except
// where it is preformatted, a blank line between blocks, a line feed for a line break and
// between rows of a table, a tab between their cells.
func textOf(n *html.Node) string {
	var w textWriter
	w.node(n, false)
	return w.b.String()
}

// textWriter writes the text of elements. What separates is written once the next text
// comes.
type textWriter struct {
	b     strings.Builder
	after separator // what stands between what is written and what comes
}

type separator byte

const (
	nothing separator = iota
	blank
	cell
	lineBreak
	paragraph
)

func (w *textWriter) separate(s separator) { w.after = max(w.after, s) }

// breakLine ends a line; what ends an empty line ends a paragraph.
func (w *textWriter) breakLine() {
	if w.after == lineBreak {
		w.separate(paragraph)
	}
	w.separate(lineBreak)
}

func (w *textWriter) write(text string) {
	if w.b.Len() > 0 {
		w.b.WriteString([]string{"", " ", "\t", "\n", "\n\n"}[w.after])
	}
	w.after = nothing
	w.b.WriteString(text)
}

const collapsed = " \t\n\r\f"

func (w *textWriter) node(n *html.Node, preformatted bool) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data, preformatted)
		return
	case html.ElementNode:
	case html.DocumentNode:
	default:
		return
	}
	if notText[n.DataAtom] {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.breakLine()
		return
	case atom.Pre, atom.Textarea:
		preformatted = true
	case atom.Q:
		w.write("“")
	}
	around := separatedBy(n.DataAtom)
	w.separate(around)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, preformatted)
	}
	if n.DataAtom == atom.Q {
		w.after = nothing
		w.write("”")
	}
	w.separate(around)
}

func (w *textWriter) text(text string, preformatted bool) {
	if preformatted {
		for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.breakLine()
			}
			if line != "" {
				w.write(line)
			}
		}
		return
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && strings.ContainsRune(collapsed, r) })
	if text != "" && strings.ContainsRune(collapsed, rune(text[0])) {
		w.separate(blank)
	}
	if len(words) == 0 {
		return
	}
	w.write(strings.Join(words, " "))
	if strings.ContainsRune(collapsed, rune(text[len(text)-1])) {
		w.separate(blank)
	}
}

// notText are elements whose contents browsers do not write.
var notText = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Head: true, atom.Title: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Svg: true, atom.Math: true,
	atom.Datalist: true, atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Noframes: true, atom.Noembed: true, atom.Rp: true,
	atom.Frameset: true, atom.Map: true, atom.Progress: true, atom.Meter: true,
}

func separatedBy(a atom.Atom) separator {
	switch a {
	case atom.Td, atom.Th:
		return cell
	case atom.Tr, atom.Thead, atom.Tbody, atom.Tfoot:
		return lineBreak
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol,
		atom.P, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Ul:
		return paragraph
	}
	return nothing
}
