package article

import (
	"cmp"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// about is what a page says about its article.
type about struct {
	meta      map[string]string // the first of each name or property, in lower case
	item      map[string]string // likewise, of microdata
	canonical string
	language  string
	article   map[string]any // of JSON-LD
}

const maxJSONLD = 1 << 20

func readAbout(doc *html.Node) about {
	a := about{meta: map[string]string{}, item: map[string]string{}}
	first := func(of map[string]string, name, value string) {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && of[name] == "" {
			of[name] = strings.TrimSpace(value)
		}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			a.language = cmp.Or(attribute(n, "lang"), attribute(n, "xml:lang"))
		case atom.Meta:
			for _, by := range []string{"property", "name", "http-equiv"} {
				first(a.meta, attribute(n, by), attribute(n, "content"))
			}
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") {
				a.canonical = cmp.Or(a.canonical, attribute(n, "href"))
			}
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attribute(n, "type")), "application/ld+json") && a.article == nil && n.FirstChild != nil && len(n.FirstChild.Data) <= maxJSONLD {
				var value any
				if json.Unmarshal([]byte(n.FirstChild.Data), &value) == nil {
					a.article = articleIn(value, 0)
				}
			}
		}
		if property := attribute(n, "itemprop"); property != "" {
			first(a.item, property, cmp.Or(attribute(n, "content"), attribute(n, "datetime")))
		}
	}
	return a
}

// articleIn returns the first article that JSON-LD describes, or nil.
func articleIn(value any, depth int) map[string]any {
	const deepest = 20
	if depth > deepest {
		return nil
	}
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			if found := articleIn(one, depth+1); found != nil {
				return found
			}
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			return v
		}
		for _, in := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if found := articleIn(v[in], depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}

func isArticle(kind any) bool {
	switch k := kind.(type) {
	case string:
		return strings.HasSuffix(k, "Article") || strings.HasSuffix(k, "Posting") || strings.HasSuffix(k, "Report")
	case []any:
		for _, one := range k {
			if isArticle(one) {
				return true
			}
		}
	}
	return false
}

// of returns the first of some names that a table has.
func of(table map[string]string, names ...string) string {
	for _, name := range names {
		if table[name] != "" {
			return table[name]
		}
	}
	return ""
}

// takeAbout takes what a page at an address says about its article.
func (d *draft) takeAbout(a about, doc *html.Node, at string) {
	d.Title = cmp.Or(html.UnescapeString(said(a.article["headline"])), of(a.meta, "og:title"))
	d.Byline = cmp.Or(said(a.article["author"]), of(a.meta, "author", "byl", "parsely-author", "dc.creator", "dcterms.creator", "citation_author"))
	d.Publisher = cmp.Or(said(a.article["publisher"]), of(a.meta, "og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher"))
	d.declared = cmp.Or(a.language, said(a.article["inLanguage"]), of(a.meta, "og:locale", "content-language", "dc.language", "dcterms.language"))
	d.URL = addressOf(at, a.canonical, of(a.meta, "og:url"), said(a.article["url"]))
	d.takeDays(a, doc)
}

// addressOf returns the address of a page: what it says, where that is of the site that it
// was fetched from.
func addressOf(fetched string, says ...string) string {
	from, err := url.Parse(fetched)
	if err != nil {
		return fetched
	}
	for _, address := range says {
		to, err := from.Parse(strings.TrimSpace(address))
		if address == "" || err != nil || to.Hostname() == "" || fetched != "" && !strings.EqualFold(strings.TrimPrefix(to.Hostname(), "www."), strings.TrimPrefix(from.Hostname(), "www.")) {
			continue
		}
		return to.String()
	}
	return fetched
}

// daysInMeta are the names by which pages say when they were published, surest first.
var daysInMeta = []string{
	"article:published_time", "og:article:published_time", "og:published_time", "dc.date.issued", "dcterms.issued", "dcterms.created",
	"dc.date.created", "dc.date", "dcterms.date", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
	"parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date",
}

// takeDays takes the day of publication from what a page says for programs, or else from
// what it shows, or else from its address.
func (d *draft) takeDays(a about, doc *html.Node) {
	d.setPublished(said(a.article["datePublished"]), "JSON-LD (datePublished)")
	d.setPublished(a.item["datepublished"], "microdata (datePublished)")
	for _, name := range daysInMeta {
		d.setPublished(a.meta[name], name)
	}
	if d.Published != nil {
		return
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.Time && attribute(n, "datetime") != "" && d.Published == nil {
			d.setPublished(attribute(n, "datetime"), "the first <time> of the page")
		}
	}
	if m := dayInAddress.FindStringSubmatch(d.URL); d.Published == nil && m != nil {
		if d.setPublished(strings.Join(m[1:], "-"), "its address"); d.Published != nil {
			d.Published.Inferred = true
		}
	}
}

var dayInAddress = regexp.MustCompile(`^https?://[^/]+/(?:[^?#]*/)?((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)`)
