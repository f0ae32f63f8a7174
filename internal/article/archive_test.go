package article

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

// warc writes a record of a web archive.
func warc(kind, address, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-03-04T05:06:07Z\r\n"+
		"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, address, len(block), contentType, len(block), block)
}

func response(status, head, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + head + "\r\n\r\n" + body
}

func brotlied(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func TestArchivesAreReadRecordByRecord(t *testing.T) {
	const http = "application/http; msgtype=response"
	body := "<!doctype html><html lang=en><title>Talks</title><p>" + harbour
	records := []string{
		warc("warcinfo", "", "application/warc-fields", "software: none\r\n"),
		warc("request", "https://example.org/1", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		warc("response", "https://example.org/1", http, response("200 OK", "Content-Type: text/html; charset=utf-8", body)),
		warc("response", "https://example.org/gone", http, response("404 Not Found", "Content-Type: text/html", body)),
		warc("response", "https://example.org/a.png", http, response("200 OK", "Content-Type: image/png", "\x89PNG")),
		warc("response", "https://example.org/2", http, response("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip", gzipped(t, body+" Two."))),
		warc("response", "https://example.org/3", http, response("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body))),
		warc("response", "https://example.org/4", http, response("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked", body)),
		warc("response", "https://example.org/5", http, "nonsense"),
		warc("response", "https://example.org/6", http, response("200 OK", "Content-Type: text/html\r\nContent-Encoding: br", strings.Repeat("\xff", 100))),
		warc("response", "https://example.org/7", http, response("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip", gzipped(t, strings.Repeat("0", 2*MaxSourceBytes)))),
		warc("response", "https://example.org/9", http, response("200 OK", "Content-Type: text/html\r\nContent-Encoding: br", brotlied(t, body+" Nine."))),
		warc("conversion", "https://example.org/8", "text/plain", mediator),
	}
	var packed strings.Builder
	for _, r := range records {
		packed.WriteString(gzipped(t, r))
	}
	for name, text := range map[string]string{"a.warc": strings.Join(records, ""), "a.warc.gz": packed.String()} {
		articles, errs := all(t, name, text, Options{})
		require.Len(t, articles, 6, "%q", errs)
		var from []string
		for _, a := range articles {
			from = append(from, a.URL)
		}
		require.Equal(t, []string{"https://example.org/1", "https://example.org/2", "https://example.org/3", "https://example.org/4", "https://example.org/9", "https://example.org/8"}, from)
		require.Equal(t, harbour, articles[0].Text)
		require.Equal(t, harbour+" Two.", articles[1].Text)
		require.Equal(t, harbour, articles[2].Text)
		require.Equal(t, harbour+" Nine.", articles[4].Text)
		require.Equal(t, mediator, articles[5].Text)
		require.Equal(t, one(t, "a.html", body, Options{}).SHA256, articles[2].SHA256)
		require.Equal(t, time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), articles[0].CapturedAt.UTC())
		require.Equal(t, name+", record 3", articles[0].Source)
		for _, a := range articles {
			require.NotContains(t, a.Notes, "its record is cut short")
		}
		require.Len(t, errs, 3)
		for i, says := range []string{"record 9: its response cannot be read", "record 10: its response cannot be unpacked: brotli", "record 11: it has more than 16777216 bytes"} {
			require.Contains(t, errs[i], says)
		}
	}
}

func TestBrokenArchivesAreReadAsFarAsTheyGo(t *testing.T) {
	sound := warc("conversion", "https://example.org/8", "text/plain", mediator)
	for text, says := range map[string]string{
		warc("warcinfo", "", "application/warc-fields", "a: b\r\n"): "there are no pages and no texts in it",
		sound + "WARC/1.0 " + strings.Repeat("x", 3<<20):            "record 2: no record of a web archive begins here",
		sound + "WARC/1.0\r\nWARC-Type: response":                   "record 2",
		sound + strings.Repeat("junk ", 1<<19):                      "record 2",
	} {
		articles, errs := all(t, "a.warc", text, Options{})
		require.Len(t, errs, 1)
		require.Contains(t, errs[0], says)
		if strings.HasPrefix(text, sound) {
			require.Len(t, articles, 1)
		}
	}
	articles, errs := all(t, "a.warc", sound+"junk\njunk\n"+sound, Options{})
	require.Len(t, articles, 2)
	require.Len(t, errs, 1)
	articles, errs = all(t, "a.warc", sound[:len(sound)-30], Options{})
	require.Len(t, articles, 1, errs)
	require.Contains(t, articles[0].Notes, "its record is cut short")
}
