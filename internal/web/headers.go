package web

import (
	"net/http"
	"path"
	"strings"
)

// builtPolicy keeps a built page on this host. Monaco writes style elements and
// attributes and carries its icons as data, hence the exceptions for those.
var builtPolicy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"worker-src 'self'",
	"connect-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"font-src 'self' data:",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
}, "; ")

// fallbackPolicy says nothing about scripts: gqlgen's page has some inline and
// loads the others, with integrity digests, from a content delivery network.
const fallbackPolicy = "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func secured(policy string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// contentTypes is fixed here because the mime package's answers depend on the
// machine's own tables.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".txt":   "text/plain; charset=utf-8",
	".woff":  "font/woff",
	".woff2": "font/woff2",
}

func contentType(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

func cacheControl(name string) string {
	nameChangesWithContent := strings.HasPrefix(name, "assets/")
	if nameChangesWithContent {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}
