package article

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example News</title><link>https://example.org/</link><language>en-gb</language>
<item><title>Talks &amp; ships</title><link>https://example.org/1</link><dc:creator>Ana Verne</dc:creator><pubDate>Tue, 03 Mar 2026 23:10:00 -0500</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>First paragraph.</p><p>Second <b>one</b>.<span style="display:none">Hidden.</span></p>]]></content:encoded></item>
<item><title>Summary</title><description>Only &lt;i&gt;this&lt;/i&gt; is known.</description></item>
<item><title>Nothing</title></item>
<item><title>Loose</title><description>a<br>b</description></item>
</channel></rss>`

func TestFeedsAreReadEntryByEntry(t *testing.T) {
	articles, errs := all(t, "news.rss", rss, Options{})
	require.Len(t, articles, 3, "%q", errs)
	a := articles[0]
	require.Equal(t, "First paragraph.\n\nSecond one.", a.Text)
	require.Equal(t, "Talks & ships", a.Title)
	require.Equal(t, "Ana Verne", a.Byline)
	require.Equal(t, "Example News", a.Publisher)
	require.Equal(t, "https://example.org/1", a.URL)
	require.Equal(t, "en-GB", a.Language)
	require.Equal(t, "2026-03-03", a.Published.EDTF)
	require.Contains(t, a.Notes, "1 hidden element was left out")
	require.Equal(t, "Only this is known.", articles[1].Text)
	require.Contains(t, articles[1].Notes, "its text is what the feed has of it, which may be a summary")
	require.Equal(t, "news.rss, entry 4", articles[2].Source)
	require.Len(t, errs, 1)
	require.Contains(t, errs[0], "news.rss, entry 3: there is no text in it")
}

func TestFeedsOfOtherFormsAndCharacterSets(t *testing.T) {
	a := one(t, "a", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Beispiel</title><updated>2026-03-04T00:00:00Z</updated>
<entry><title type="html">Gespr&amp;auml;che</title><link href="https://example.org/2"/><published>2026-03-03T10:00:00Z</published><content type="html">&lt;p&gt;Ein Absatz.&lt;/p&gt;</content></entry></feed>`, Options{})
	require.Equal(t, []string{"Gespräche", "Ein Absatz.", "https://example.org/2", "Beispiel", "2026-03-03"}, []string{a.Title, a.Text, a.URL, a.Publisher, a.Published.EDTF})
	a = one(t, "a.xml", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Example</title></channel>
<item rdf:about="y"><title>Talks</title><link>https://example.org/3</link><description>One paragraph.</description></item></rdf:RDF>`, Options{})
	require.Equal(t, []string{"Talks", "One paragraph.", "Example"}, []string{a.Title, a.Text, a.Publisher})
	a = one(t, "a.xml", "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><item><description>\xd0\xe5\xf7\xfc</description></item></channel></rss>", Options{})
	require.Equal(t, "Речь", a.Text)
}

func TestBrokenFeedsAreReadAsFarAsTheyGo(t *testing.T) {
	for text, says := range map[string]string{
		rss[:strings.Index(rss, "<item><title>Nothing")+15]: "entry 3: it is cut short",
		"<rss></rss>":            "there are no entries of a feed in it",
		"<rss><channel><item <<": "entry 1: it is no XML from here on",
		"<rss><channel><item>" + strings.Repeat("a", MaxSourceBytes+100_000):                                                              "it has more than 16777216 bytes",
		`<?xml version="1.0" encoding="x-none"?><rss><item/></rss>`:                                                                       `"x-none"`,
		`<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]><rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>`: "no text in it",
	} {
		_, errs := all(t, "a.xml", text, Options{})
		require.NotEmpty(t, errs, says)
		require.Contains(t, errs[len(errs)-1], says)
	}
}

func TestFeedsAreNotKeptInMemory(t *testing.T) {
	const entries = 20_000
	r, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, "<rss version='2.0'><channel><title>Example</title>")
		for i := range entries {
			_, _ = fmt.Fprintf(w, "<item><title>Talks %d</title><description>%s</description></item>", i, harbour)
		}
		_, _ = io.WriteString(w, "</channel></rss>")
		_ = w.Close()
	}()
	f := newFeedParts(r)
	n := 0
	for ; ; n++ {
		_, err := f.next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.Less(t, cap(f.text.kept), 1<<20)
	}
	require.Equal(t, entries, n)
}
