package article

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	markup "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markdown makes a page of Markdown as GitHub has it, with the HTML that it holds.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.NewFootnote(extension.WithFootnoteBacklinkHTML(""))), goldmark.WithRendererOptions(markup.WithUnsafe()))

// readMarkdown reads Markdown, which may begin with front matter in YAML. The text has no
// markup; the heading that it begins with is its title.
func readMarkdown(r *reader) bool {
	raw, err := r.whole(2 * MaxTextBytes)
	if err != nil {
		return r.fail("", err)
	}
	d := &draft{raw: raw}
	if err = d.decode(raw, r.options.ContentType); err == nil {
		err = recovered(d.readMarkdown)
	}
	return r.give("", d, err)
}

func (d *draft) readMarkdown() error {
	text := d.readFrontMatter(strings.ReplaceAll(d.Text, "\r\n", "\n"))
	// What takes the parser the square of its length.
	switch {
	case nested(text) > maxNested:
		return fmt.Errorf("a line of it begins with more than %d marks of lists and quotations", maxNested)
	case strings.Count(text, "](") > maxLinks:
		return fmt.Errorf("it has more than %d links", maxLinks)
	}
	var page bytes.Buffer
	if err := markdown.Convert([]byte(text), &page); err != nil {
		return err
	}
	doc, err := parsePage(page.String())
	if err != nil {
		return err
	}
	d.dropHidden(doc)
	if heading := firstElement(doc); heading != nil && heading.DataAtom == atom.H1 {
		if d.Title == "" {
			d.Title = textOf(heading)
		}
		if oneLine(textOf(heading)) == oneLine(d.Title) {
			heading.Parent.RemoveChild(heading)
		}
	}
	d.Text = textOf(doc)
	return nil
}

const (
	maxNested = 100
	maxLinks  = 5000
)

// nested returns how many marks that open a list or a quotation some line begins with.
func nested(text string) (most int) {
	for line := range strings.Lines(text) {
		n := 0
		for _, r := range line {
			if !strings.ContainsRune(" \t>-*+", r) {
				break
			}
			if r != ' ' && r != '\t' {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// firstElement returns the first element of a page's body, if no text stands before it.
func firstElement(doc *html.Node) *html.Node {
	body := find(doc, atom.Body)
	if body == nil {
		return nil
	}
	for c := body.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode:
			return c
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return nil
		}
	}
	return nil
}

// frontMatter is what is said of an article before it, in words that site generators use.
type frontMatter struct {
	Title       any `yaml:"title"`
	Author      any `yaml:"author"`
	Authors     any `yaml:"authors"`
	Byline      any `yaml:"byline"`
	Publisher   any `yaml:"publisher"`
	Source      any `yaml:"source"`
	URL         any `yaml:"url"`
	Canonical   any `yaml:"canonical_url"`
	Language    any `yaml:"language"`
	Lang        any `yaml:"lang"`
	PublishedAt any `yaml:"publishedAt"`
	Published   any `yaml:"published"`
	Date        any `yaml:"date"`
}

// readFrontMatter takes what front matter says, and returns the text after it.
func (d *draft) readFrontMatter(text string) string {
	for _, fence := range []string{"---", "+++"} {
		rest, found := strings.CutPrefix(text, fence+"\n")
		if !found {
			continue
		}
		matter, after, found := strings.Cut("\n"+rest, "\n"+fence+"\n")
		if !found {
			if matter, found = strings.CutSuffix("\n"+strings.TrimRight(rest, "\n"), "\n"+fence); !found {
				return text
			}
		}
		if fence == "+++" {
			d.note("its front matter is in TOML and was left out; write it in YAML, between lines of ---")
			return after
		}
		m, err := parseFrontMatter(matter)
		if err != nil {
			d.note("its front matter was left out: %v", err)
		}
		d.takeFrontMatter(m)
		return after
	}
	return text
}

func parseFrontMatter(matter string) (m frontMatter, err error) {
	const enough = 16 << 10
	if len(matter) > enough {
		return m, fmt.Errorf("it has more than %d bytes", enough)
	}
	file, err := parser.ParseBytes([]byte(matter), 0)
	if err != nil {
		return m, errors.New("it is no YAML")
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return m, errors.New("it is no table of fields")
	}
	// Aliases of aliases would expand without bound.
	if len(ast.Filter(ast.AliasType, file.Docs[0].Body)) > 0 {
		return m, errors.New("it has aliases")
	}
	if yaml.NodeToValue(file.Docs[0].Body, &m) != nil {
		return frontMatter{}, errors.New("it is no table of fields")
	}
	return m, nil
}

func (d *draft) takeFrontMatter(m frontMatter) {
	d.Title = said(m.Title)
	d.Byline = said(m.Byline, m.Author, m.Authors)
	d.Publisher = said(m.Publisher, m.Source)
	d.URL = said(m.URL, m.Canonical)
	d.declared = said(m.Language, m.Lang)
	d.setPublished(said(m.PublishedAt, m.Published, m.Date), "front matter")
}

// said returns the first of some values that says something, those of a list with commas.
func said(values ...any) string {
	for _, v := range values {
		var s string
		switch v := v.(type) {
		case nil:
		case []any:
			var all []string
			for _, one := range v {
				all = append(all, said(one))
			}
			s = strings.Join(all, ", ")
		case map[string]any:
			s = said(v["name"])
		case time.Time:
			s = v.Format(time.RFC3339)
		default:
			s = fmt.Sprint(v)
		}
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
