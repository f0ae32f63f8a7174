// Package web serves the pages that people open in a browser: the GraphQL IDE
// that web/ builds into this package's dist folder.
package web

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/99designs/gqlgen/graphql/playground"
)

//go:embed all:dist
var embedded embed.FS

// Built reports whether the pages were built into this binary. Where they were
// not, Handler serves a page that needs the internet.
func Built() bool { return built(dist()) }

// Handler serves the pages at / and below, for GET and HEAD. They send their
// queries to endpoint, a path on the same host such as "/graphql". Where the
// pages were not built, it serves gqlgen's own playground page at / instead.
func Handler(endpoint string) http.Handler { return handler(dist(), endpoint) }

func dist() fs.FS {
	sub, err := fs.Sub(embedded, "dist")
	if err != nil {
		return embed.FS{} // unreachable: "dist" is a valid path
	}
	return sub
}

func built(dist fs.FS) bool { return exists(dist, idePage) }

func handler(dist fs.FS, endpoint string) http.Handler {
	if built(dist) {
		return readOnly(secured(builtPolicy, site{dist, endpoint}))
	}
	mux := http.NewServeMux()
	mux.Handle("/{$}", playground.Handler("Conflict graph", endpoint))
	return readOnly(secured(fallbackPolicy, mux))
}

func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "A page is only read: use GET or HEAD.", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}
