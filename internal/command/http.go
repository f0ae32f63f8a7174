package command

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"conflictgraph/graph/gen"
)

// originFlags choose whose pages may use the server.
type originFlags struct {
	CORSOrigin []string `name:"cors-origin" placeholder:"ORIGIN" help:"Let the pages of this origin, such as https://example.org, use the API; again for others, * for all."`
}

// Validate refuses what is no origin.
func (f *originFlags) Validate() error {
	for _, origin := range f.CORSOrigin {
		if origin == "*" {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || origin != u.Scheme+"://"+u.Host || u.Hostname() == "" || strings.Contains(origin, "*") {
			return fmt.Errorf("--cors-origin %q: give scheme, host and port as a browser sends them, such as https://example.org, or * for all", origin)
		}
	}
	return nil
}

// corsAge is how long a browser may remember what pages of an origin may do.
const corsAge = 10 * time.Minute

// cors returns what decides about the pages of other origins, nil where none may use
// the server.
func (f *originFlags) cors() *cors.Cors {
	if len(f.CORSOrigin) == 0 {
		return nil
	}
	origins := make([]string, len(f.CORSOrigin))
	for i, origin := range f.CORSOrigin {
		origins[i] = asSent(origin)
	}
	return cors.New(cors.Options{
		AllowedOrigins:       origins,
		AllowedMethods:       []string{http.MethodGet, http.MethodHead, http.MethodPost},
		AllowedHeaders:       []string{"Accept", "Authorization", "Content-Type", "If-None-Match", "X-Request-Id"},
		ExposedHeaders:       []string{"ETag", "Retry-After", "X-Request-Id"},
		MaxAge:               int(corsAge.Seconds()),
		OptionsSuccessStatus: http.StatusNoContent,
	})
}

// asSent returns an origin as browsers send it: in lower case, and without the port
// that its scheme has anyhow.
func asSent(origin string) string {
	origin = strings.ToLower(origin)
	for scheme, port := range map[string]string{"http://": ":80", "https://": ":443"} {
		if strings.HasPrefix(origin, scheme) {
			return strings.TrimSuffix(origin, port)
		}
	}
	return origin
}

// open lets the pages of the chosen origins use what next serves.
func (f *originFlags) open(next http.Handler) http.Handler {
	if c := f.cors(); c != nil {
		return c.Handler(next)
	}
	return next
}

// allowedOrigin reports of which requests the origin was chosen, nil where none was.
func (f *originFlags) allowedOrigin() func(*http.Request) bool {
	if c := f.cors(); c != nil {
		return c.OriginAllowed
	}
	return nil
}

// compressedTypes are the media types that are worth compressing; a stream of
// events is not, since each has to leave at once.
var compressedTypes = []string{
	"application/json", "application/graphql-response+json", "application/ld+json", "application/n-quads",
	"application/gexf+xml", "application/graphml+xml", "application/x-cypher-query", "text/vnd.graphviz",
	"application/xml", "image/svg+xml", "text/css", "text/csv", "text/html", "text/javascript", "text/plain",
}

// compressed sends what is large enough by gzip or zstd where the client takes
// it.
func compressed(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.ContentTypes(compressedTypes), gzhttp.MinSize(gzhttp.DefaultMinSize))
	if err != nil {
		return nil, err
	}
	return wrap(next), nil
}

// serveSchema serves the text of the schema.
func serveSchema(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("ETag", schemaTag)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(schemaText))
}

var (
	schemaText = gen.SchemaText()
	schemaTag  = fmt.Sprintf(`W/"%x"`, sha256.Sum256([]byte(schemaText)))
)
