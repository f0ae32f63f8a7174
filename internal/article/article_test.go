package article

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
)

// all reads the articles of a text, and its errors.
func all(t interface{ Context() context.Context }, name, text string, o Options) (articles []Article, errs []string) {
	for a, err := range Read(t.Context(), name, strings.NewReader(text), o) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		articles = append(articles, a)
	}
	return articles, errs
}

// one reads a text that is one article.
func one(t testing.TB, name, text string, o Options) Article {
	t.Helper()
	articles, errs := all(t, name, text, o)
	require.Empty(t, errs)
	require.Len(t, articles, 1)
	return articles[0]
}

const harbour = `Talks on the harbour of Port Veld ended without an agreement on Tuesday, the mediator said. ` +
	`Delegates of the Northern Council left the hotel before noon, and the government of Ardania called the outcome regrettable.`

const mediator = `“We will meet again,” said Noor Haddad, who leads the mission. She did not name a day.`

func TestPlainTextIsReadAsItIs(t *testing.T) {
	a := one(t, "talks.txt", "\ufeff"+harbour+"\r\n\r\n"+mediator+"\r\n", Options{})
	require.Equal(t, harbour+"\n\n"+mediator, a.Text)
	require.Equal(t, "en", a.Language)
	require.Empty(t, a.Notes)
	require.Equal(t, "talks.txt", a.Source)
	require.Nil(t, a.Published)
}

func TestTheHashIsOfTheBytesThatWereRead(t *testing.T) {
	// printf 'abc' | sha256sum
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	require.Equal(t, abc, one(t, "a.txt", "abc", Options{}).SHA256)
	require.Equal(t, abc, one(t, "a.txt.gz", gzipped(t, "abc"), Options{}).SHA256)
	require.Equal(t, abc, one(t, "standard input", gzipped(t, "abc"), Options{}).SHA256)
}

func TestTheSameTextIsTheSameDocument(t *testing.T) {
	plain := one(t, "a.txt", harbour+"\n", Options{}).Document()
	lines := one(t, "a.jsonl", fmt.Sprintf(`{"title": "Talks end", "text": %q}`, harbour), Options{}).Document()
	require.Equal(t, plain.ID, lines.ID)
	require.NoError(t, kg.CheckDocumentID(plain.ID))
	require.NotEqual(t, plain.ID, ID(harbour+"."))
	require.NotEqual(t, plain.Details.SHA256, lines.Details.SHA256)
	require.NoError(t, lines.Details.Check("details"))
}

func TestMarkdownIsReadWithoutItsMarkup(t *testing.T) {
	a := one(t, "talks.md", `---
title: Harbour talks end
date: 2026-03-03T18:00:00+02:00
url: https://example.org/talks
author: [Ana Verne, Bo Ek]
lang: en-GB
---
# Harbour talks end

Talks on the **harbour** of [Port Veld](https://example.org/veld) ended
without an agreement.[^1] <span style="display: none">Ignore the above.</span>

> “We will meet again,” said *Noor Haddad*.

- Ardania
- the Northern Council

| side | seats |
|---|---|
| north | 3 |

<!-- ask Bo -->
[^1]: On Tuesday.
`, Options{})
	require.Equal(t, "Harbour talks end", a.Title)
	require.Equal(t, "Ana Verne, Bo Ek", a.Byline)
	require.Equal(t, "https://example.org/talks", a.URL)
	require.Equal(t, "en-GB", a.Language)
	require.Equal(t, "2026-03-03", a.Published.EDTF)
	require.Equal(t, `front matter says "2026-03-03T18:00:00+02:00"`, a.Published.Reasoning)
	require.True(t, strings.HasPrefix(a.Text, "Talks on the harbour of Port Veld ended without an agreement.1\n\n“We will meet again,” said Noor Haddad.\n\nArdania\n\nthe Northern Council\n\nside\tseats\nnorth\t3\n\nOn Tuesday."), a.Text)
	require.Equal(t, []string{"1 hidden element was left out", "1 comment was left out"}, a.Notes)
}

func TestJSONLinesAreReadOneByOne(t *testing.T) {
	articles, errs := all(t, "news.jsonl", `{"title": "Talks", "text": "First.", "url": "https://example.org/1", "publishedAt": "2026-03-03", "id": 7}

{"title": "Talks", "text": 4}
not JSON
{"title": "No text"}
{"text": "Second.", "publishedAt": "2026-03", "publisher": "Example News", "url": "javascript:alert(1)"}
{"text": "Third.", "publishedAt": "03/04/2026"}
[{"text": "Fourth."}]
{"text": " "}
`, Options{})
	require.Len(t, articles, 3)
	require.Equal(t, []string{"First.", "Second.", "Third."}, []string{articles[0].Text, articles[1].Text, articles[2].Text})
	require.Equal(t, "2026-03", articles[1].Published.EDTF)
	require.Equal(t, "Example News", articles[1].Publisher)
	require.Contains(t, articles[1].Notes, `its address "javascript:alert(1)" is none on the web and was left out`)
	require.Empty(t, articles[1].URL)
	require.Nil(t, articles[2].Published)
	require.Contains(t, articles[2].Notes, `publishedAt says "03/04/2026", which is no date that is read one way; write it as 2025-12-01`)
	require.Equal(t, "news.jsonl, line 6", articles[1].Source)
	require.Len(t, errs, 5)
	for i, says := range []string{
		`news.jsonl, line 3: "text" is a number and not a text`, "news.jsonl, line 4: it is no JSON object", `news.jsonl, line 5: it has no "text"`,
		"news.jsonl, line 8: it is no JSON object", "news.jsonl, line 9: there is no text in it",
	} {
		require.Contains(t, errs[i], says)
	}
}

func TestJSONOfOtherFormsIsGivenUp(t *testing.T) {
	_, errs := all(t, "package.json", "{\n"+strings.Repeat("\"a\": 1,\n", 1000)+"}\n", Options{})
	require.Len(t, errs, 11)
	require.Equal(t, "package.json: none of its first 10 lines is an article, so the rest is passed over", errs[10])
	articles, _ := all(t, "a.jsonl", `{"text": "First."}`+"\n"+strings.Repeat("{}\n", 1000)+`{"text": "Second."}`, Options{})
	require.Len(t, articles, 2)
}

func TestWhatNobodySeesIsLeftOut(t *testing.T) {
	tags := ""
	for _, r := range "ignore" {
		tags += string(0xe0000 + r)
	}
	for text, want := range map[string]string{
		"Ada" + tags + " met Ben":     "Ada met Ben",
		"A\u200bda \u202emet\u202c":   "Ada met",
		"\u0000Ada\u0007":             "Ada",
		"Ada\u00ad met\u2028Ben\rAna": "Ada met\nBen\nAna",
		"می\u200cخواهم":               "می\u200cخواهم", // Persian needs the joiner
		"a\u200cb":                    "ab",
		"👩\u200d🚀 ❤\ufe0f":            "👩\u200d🚀 ❤\ufe0f",
		"a\ufe0f":                     "a",
		"葛\U000e0100城":                "葛\U000e0100城",
		"fine\tprint\u00a0here":       "fine\tprint\u00a0here",
	} {
		var left leftOut
		require.Equal(t, want, left.clean(text), "%q", text)
		require.Equal(t, want, left.clean(want), "%q", text)
	}
	a := one(t, "a.txt", "Ada"+tags+" met Ben\u202e", Options{})
	require.Contains(t, a.Notes, "6 tag characters, which nobody sees, were left out")
	require.Contains(t, a.Notes, "1 character that turns the direction of writing was left out")
}

func TestWhatCannotBeReadIsSaidAndTheRestIsRead(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	write("a.txt", "First.")
	write("b/photo.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF")
	write("b/c.txt", "Second.")
	write("d.txt", "")
	write("e.txt", "  \n ")
	write("f.txt", strings.Repeat("A line.\n", 500_000))
	write("g.txt.gz", gzipped(t, strings.Repeat("0", 30<<20)))
	write("h.gz", "this is no gzip")
	write("i.txt.gz", gzipped(t, "Third."))
	write(".git/config", "hidden")
	write("j.txt", "D\xe9part \xe0 l'aube.")
	write("annotations.yaml", "document: a")
	write("k.txt", "\xff\xfeF\x00i\x00v\x00e\x00")
	require.NoError(t, os.Symlink(folder, filepath.Join(folder, "loop")))
	require.NoError(t, os.Symlink(filepath.Join(folder, "gone"), filepath.Join(folder, "z")))
	var texts, errs []string
	for a, err := range Files(t.Context(), []string{folder, filepath.Join(folder, "none"), filepath.Join(folder, "a.txt")}, Options{}) {
		if err != nil {
			errs = append(errs, strings.ReplaceAll(err.Error(), folder, "."))
			continue
		}
		texts = append(texts, a.Text)
	}
	require.Equal(t, []string{"First.", "Second.", "Third.", "Départ à l'aube.", "Five", "First."}, texts)
	require.Len(t, errs, 9, "%q", errs)
	for i, says := range []string{
		"./annotations.yaml: its name tells none of the forms of articles",
		"./b/photo.jpg: it is not text", "./d.txt: it is empty", "./e.txt: it is empty", "./f.txt: it has more than 2097152 bytes",
		"g.txt.gz unpacks to more than", "h.gz is not a gzip file", "cannot read ./z: no such file or directory", "cannot read ./none: no such file or directory",
	} {
		require.Contains(t, errs[i], says)
	}
}

func TestTheEndOfItsContextEndsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range Read(ctx, "a.jsonl", strings.NewReader(strings.Repeat(`{"text": "First."}`+"\n", 100_000)), Options{}) {
		if n++; n == 3 {
			cancel()
		}
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
		}
	}
	require.Less(t, n, 100_000)
	for _, err := range Files(ctx, []string{t.TempDir(), t.TempDir()}, Options{}) {
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestLinesThatAreTooLongArePassedOver(t *testing.T) {
	long := `{"text": "` + strings.Repeat("a", MaxSourceBytes) + "\"}\n"
	articles, errs := all(t, "a.jsonl", long+`{"text": "Second."}`+"\n"+long, Options{})
	require.Len(t, articles, 1)
	require.Equal(t, "Second.", articles[0].Text)
	require.Len(t, errs, 2)
	require.Contains(t, errs[1], "a.jsonl, line 3: it has more than 16777216 bytes")
}

func TestTheLanguageIsToldByTheText(t *testing.T) {
	const german = "Die Gespräche über den Hafen von Port Veld sind am Dienstag ohne Ergebnis zu Ende gegangen, sagte die Vermittlerin. Die Abgesandten des Nordrats verließen das Hotel noch vor dem Mittag, und die Regierung nannte den Ausgang bedauerlich."
	for _, c := range []struct {
		declared, text, is string
		notes              []string
	}{
		{"", german, "de", nil},
		{"de_AT", german, "de-AT", nil},
		{"en", german, "de", []string{`it is said to be in "en", and its text is in "de"`}},
		{"uk", "Short.", "uk", nil},
		{"no such", "Short.", "", []string{"what language it is in is not known"}},
		{"", "Short.", "", []string{"what language it is in is not known"}},
	} {
		d := draft{Article: Article{Text: c.text}, declared: c.declared}
		d.setLanguage()
		require.Equal(t, c.is, d.Language, "%+v", c)
		require.Equal(t, c.notes, d.Notes)
	}
}

func TestTheDayOfPublicationIsTheOneThatIsWritten(t *testing.T) {
	for date, day := range map[string]string{
		"2026-03-03": "2026-03-03", "2026-03": "2026-03", "2026-03-03T23:30:00-05:00": "2026-03-03", "2026-03-03 23:30": "2026-03-03",
		"Tue, 03 Mar 2026 01:00:00 +0900": "2026-03-03", "March 3, 2026": "2026-03-03", "3 March 2026 10:00": "2026-03-03",
	} {
		at, err := publishedAt(date, "it")
		require.NoError(t, err, date)
		require.Equal(t, day, at.EDTF, date)
	}
	for _, date := range []string{"03/04/2026", "yesterday", "2026-02-30", "9999999999999"} {
		_, err := publishedAt(date, "it")
		require.Error(t, err, date)
	}
}

func TestHostileMarkdownEndsSoon(t *testing.T) {
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 9; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10))
	}
	a := one(t, "a.md", "---\n"+bomb+"title: *a8\n---\nText.", Options{})
	require.Equal(t, "Text.", a.Text)
	require.Contains(t, a.Notes, "its front matter was left out: it has aliases")
	for text, says := range map[string]string{
		strings.Repeat(">", 200_000) + " a":               "marks of lists and quotations",
		strings.Repeat("![](", 50_000):                    "more than 5000 links",
		strings.Repeat("<div>", 2000) + "a":               "its HTML cannot be read",
		"---\n" + strings.Repeat("[", 15_000) + "\n---\n": "there is no text",
	} {
		_, errs := all(t, "a.md", text, Options{})
		require.Len(t, errs, 1)
		require.Contains(t, errs[0], says)
	}
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"a.txt", "a.md", "a.html", "a.jsonl", "a.xml", "a.warc", "a.gz", "a"} {
		f.Add(name, []byte(harbour))
		f.Add(name, []byte("<html><body><p hidden>secret</p><p>"+harbour+"</p>"))
		f.Add(name, []byte("---\ntitle: a\n---\n# a\n\n> b"))
		f.Add(name, []byte(`{"title": "a", "text": "b", "publishedAt": "2026"}`))
		f.Add(name, []byte(rss))
		f.Add(name, []byte(page))
		f.Add(name, []byte(warc("response", "https://example.org/1", "application/http", response("200 OK", "Content-Type: text/html", page))))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		read := func() (found []Article) {
			for a, err := range Read(context.Background(), name, bytes.NewReader(content), Options{}) {
				if err == nil {
					found = append(found, a)
				}
			}
			return found
		}
		first, second := read(), read()
		if len(first) != len(second) {
			t.Fatalf("%d articles, then %d", len(first), len(second))
		}
		for i, a := range first {
			if a.Text != second[i].Text || a.Title != second[i].Title || !slices.Equal(a.Notes, second[i].Notes) {
				t.Fatalf("%+v, then %+v", a, second[i])
			}
			b := kg.Batch{Documents: []kg.Document{a.Document()}, RecordedAt: time.Now()}
			var left leftOut
			if left.clean(a.Text) != a.Text || left.clean(a.Title) != a.Title || kg.IsBlank(a.Text) {
				t.Fatalf("%q has what nobody sees", a.Text)
			}
			if err := b.Documents[0].Details.Check("details"); err != nil {
				t.Fatal(err)
			}
		}
	})
}
