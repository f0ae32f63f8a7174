package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const page = `<!doctype html><meta name="graphql-endpoint" content="/graphql" /><title>IDE</title>`

func builtDist() fstest.MapFS {
	return fstest.MapFS{
		".gitkeep":              {},
		"graphiql.html":         {Data: []byte(page)},
		"assets/main-1a2b.js":   {Data: []byte("run()")},
		"assets/main-1a2b.css":  {Data: []byte("body{}")},
		"assets/icons-1a2b.ttf": {Data: []byte("font")},
		"assets/.hidden.js":     {Data: []byte("hidden")},
		"robots.txt":            {Data: []byte("all")},
		"data.unheard-of":       {Data: []byte("?")},
	}
}

func unbuiltDist() fstest.MapFS { return fstest.MapFS{".gitkeep": {}} }

func ask(t *testing.T, h http.Handler, method, path string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, "http://example.test/", nil)
	r.URL.Path = path // as it is, without a client's tidying
	for name, values := range header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestABuiltFileIsServedWithItsTypeAndCaching(t *testing.T) {
	const forever = "public, max-age=31536000, immutable"
	for _, c := range []struct{ name, path, contentType, caching, body string }{
		{"the IDE is home", "/", "text/html; charset=utf-8", "no-cache", page},
		{"the IDE has a path of its own", "/graphiql", "text/html; charset=utf-8", "no-cache", page},
		{"a page is at its file's name too", "/graphiql.html", "text/html; charset=utf-8", "no-cache", page},
		{"a script", "/assets/main-1a2b.js", "text/javascript; charset=utf-8", forever, "run()"},
		{"a style sheet", "/assets/main-1a2b.css", "text/css; charset=utf-8", forever, "body{}"},
		{"a font", "/assets/icons-1a2b.ttf", "font/ttf", forever, "font"},
		{"a file without a hash in its name", "/robots.txt", "text/plain; charset=utf-8", "no-cache", "all"},
		{"a type nobody listed", "/data.unheard-of", "application/octet-stream", "no-cache", "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, handler(builtDist(), "/graphql"), http.MethodGet, c.path, nil)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d, want 200", w.Code)
			}
			if got := w.Header().Get("Content-Type"); got != c.contentType {
				t.Errorf("Content-Type %q, want %q", got, c.contentType)
			}
			if got := w.Header().Get("Cache-Control"); got != c.caching {
				t.Errorf("Cache-Control %q, want %q", got, c.caching)
			}
			if got := w.Body.String(); got != c.body {
				t.Errorf("body %q, want %q", got, c.body)
			}
		})
	}
}

func TestWhatIsNotAPageOrAssetIsNotFound(t *testing.T) {
	for _, path := range []string{
		"/nothing", "/nothing.js", "/assets", "/assets/", "/graphiql/", "/.gitkeep", "/assets/.hidden.js",
		"/..", "/../web.go", "/assets/../graphiql.html", "/assets/../../web.go", "/./robots.txt",
		"//robots.txt", "/\\..\\web.go", "/robots.txt\x00", "/assets//main-1a2b.js",
	} {
		w := ask(t, handler(builtDist(), "/graphql"), http.MethodGet, path, nil)
		if w.Code != http.StatusNotFound {
			t.Errorf("%q: status %d, want 404", path, w.Code)
		}
	}
}

func TestIndexIsHomeOnceThereIsOne(t *testing.T) {
	dist := builtDist()
	dist["index.html"] = &fstest.MapFile{Data: []byte("explorer")}
	h := handler(dist, "/graphql")
	if got := ask(t, h, http.MethodGet, "/", nil).Body.String(); got != "explorer" {
		t.Errorf("/ is %q, want the index page", got)
	}
	if got := ask(t, h, http.MethodGet, "/graphiql", nil).Body.String(); got != page {
		t.Errorf("/graphiql is %q, want the IDE", got)
	}
}

func TestAPageNamesTheEndpointEscaped(t *testing.T) {
	w := ask(t, handler(builtDist(), `/api?a="<b>`), http.MethodGet, "/", nil)
	want := `<meta name="graphql-endpoint" content="/api?a=&#34;&lt;b&gt;" />`
	if !strings.Contains(w.Body.String(), want) {
		t.Errorf("page %q does not hold %q", w.Body, want)
	}
}

func TestAPageThatTheClientHasIsNotSentAgain(t *testing.T) {
	h := handler(builtDist(), "/graphql")
	tag := ask(t, h, http.MethodGet, "/", nil).Header().Get("ETag")
	again := ask(t, h, http.MethodGet, "/", http.Header{"If-None-Match": {tag}})
	if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("tag %q, then status %d with %d bytes, want 304 with none", tag, again.Code, again.Body.Len())
	}
	moved := ask(t, handler(builtDist(), "/elsewhere"), http.MethodGet, "/", http.Header{"If-None-Match": {tag}})
	if moved.Code != http.StatusOK {
		t.Errorf("a page with another endpoint: status %d, want 200", moved.Code)
	}
}

func TestPagesAreOnlyRead(t *testing.T) {
	for name, dist := range map[string]fs.FS{"built": builtDist(), "not built": unbuiltDist()} {
		t.Run(name, func(t *testing.T) {
			h := handler(dist, "/graphql")
			if w := ask(t, h, http.MethodHead, "/", nil); w.Code != http.StatusOK {
				t.Errorf("HEAD: status %d, want 200", w.Code)
			}
			for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "INVENTED"} {
				w := ask(t, h, method, "/", nil)
				if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
					t.Errorf("%s: status %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
				}
			}
		})
	}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	for name, dist := range map[string]fs.FS{"built": builtDist(), "not built": unbuiltDist()} {
		for _, path := range []string{"/", "/assets/main-1a2b.js", "/nothing"} {
			t.Run(name+" "+path, func(t *testing.T) {
				h := ask(t, handler(dist, "/graphql"), http.MethodGet, path, nil).Header()
				if got := h.Get("X-Content-Type-Options"); got != "nosniff" {
					t.Errorf("X-Content-Type-Options %q", got)
				}
				if got := h.Get("Referrer-Policy"); got != "no-referrer" {
					t.Errorf("Referrer-Policy %q", got)
				}
				if got := h.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
					t.Errorf("Content-Security-Policy %q allows framing", got)
				}
			})
		}
	}
}

func TestABuiltPageMayReachThisHostOnly(t *testing.T) {
	policy := ask(t, handler(builtDist(), "/graphql"), http.MethodGet, "/", nil).Header().Get("Content-Security-Policy")
	for _, directive := range strings.Split(policy, "; ") {
		name, sources, _ := strings.Cut(directive, " ")
		for _, source := range strings.Fields(sources) {
			switch source {
			case "'none'", "'self'", "data:":
			case "'unsafe-inline'":
				if name != "style-src" {
					t.Errorf("%s allows %s", name, source)
				}
			default:
				t.Errorf("%s allows %s", name, source)
			}
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("%q allows by default", policy)
	}
}

func TestWithoutABuildGqlgensPlaygroundIsHome(t *testing.T) {
	h := handler(unbuiltDist(), "/graphql-here")
	w := ask(t, h, http.MethodGet, "/", nil)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("status %d, Content-Type %q", w.Code, w.Header().Get("Content-Type"))
	}
	body := w.Body.String()
	if !strings.Contains(body, "Conflict graph") || !strings.Contains(body, "graphql-here") {
		t.Errorf("page lacks the title or the endpoint: %s", body)
	}
	if w := ask(t, h, http.MethodGet, "/graphiql", nil); w.Code != http.StatusNotFound {
		t.Errorf("/graphiql: status %d, want 404", w.Code)
	}
}

func TestBuiltSaysWhetherThereIsAPage(t *testing.T) {
	if !built(builtDist()) || built(unbuiltDist()) {
		t.Errorf("built: %v, not built: %v", built(builtDist()), built(unbuiltDist()))
	}
}
