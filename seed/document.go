package seed

import (
	"net/url"
	"path"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// readDocument returns the text that the statements of f are quoted from, and
// its document's id. It returns nil where there is none or it has problems.
func (l *loader) readDocument(f *file, named times) (*quote.Text, string) {
	if !f.root.has("document") {
		if f.root.has("relations") {
			f.problem(f.root.lineOf("relations"), "the relations have no document to be quoted from; add document: with an id and the name of the text file")
		}
		return nil, ""
	}
	m, ok := f.mapping(f.root.values["document"], "a document", append([]string{"id", "text", "title", "url", "publishedAt"}, detailKeys...)...)
	if !ok {
		return nil, ""
	}
	d := kg.Document{PublishedAt: l.readTime(m, "publishedAt", named)}
	d.Details = readDetails(m)
	d.Title, _ = m.optional("title")
	d.URL, ok = m.optional("url")
	if u, err := url.Parse(d.URL); ok && d.URL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		f.problem(m.lineOf("url"), "%s is not a web address; write one that begins with https:// or remove it", quote.Shown(d.URL))
	}
	if id, ok := m.required("id", "write \"doc:\" and a slug, for example doc:paris-meeting"); ok {
		d.ID = id
		if err := kg.CheckDocumentID(id); err != nil {
			f.problem(m.lineOf("id"), "%v", err)
		} else {
			l.define(f, m.lineOf("id"), "document", id)
		}
	}
	text := l.readText(m)
	if text == nil {
		return nil, ""
	}
	d.Text = text.Content
	l.batch.Documents = append(l.batch.Documents, d)
	return text, d.ID
}

// readText returns the text that a document names.
func (l *loader) readText(m fields) *quote.Text {
	name, ok := m.required("text", "name the file that holds the article's text, for example article.txt")
	if !ok {
		return nil
	}
	line := m.lineOf("text")
	if name != path.Base(name) || name == "." || name == ".." || strings.ContainsAny(name, `\:`) {
		m.file.problem(line, "%s is not the name of a file in this directory; put the text beside the annotations and write its name only", quote.Shown(name))
		return nil
	}
	content, err := l.from.read(name, MaxTextBytes)
	if err != nil {
		m.file.problem(line, "text file %s: %v", quote.Shown(name), err)
		return nil
	}
	text := &quote.Text{Name: path.Join(l.shown, name), Content: content}
	textFile := &file{name: text.Name, problems: m.file.problems}
	if line, message := checkEncoding(content); line > 0 {
		textFile.problem(line, "%s", message)
		return nil
	}
	if strings.TrimSpace(content) == "" {
		textFile.problem(1, "the text is empty; put the article there, verbatim")
		return nil
	}
	return text
}
