package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

const (
	homePage = "index.html"
	idePage  = "graphiql.html" // also home, where there is no homePage

	// endpointMeta is how a page names the endpoint. The pages in web/ have it
	// to the letter.
	endpointMeta = `<meta name="graphql-endpoint" content="%s" />`
	pageEndpoint = "/graphql"
)

// site serves the files of dist, each at its own path, pages also without
// their ".html".
type site struct {
	dist     fs.FS
	endpoint string
}

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := s.fileName(r.URL.Path)
	content, err := s.open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", cacheControl(name))
	if isPage(name) {
		tag, err := entityTag(content)
		if err != nil {
			http.Error(w, "The page cannot be read: build it again with make web.", http.StatusInternalServerError)
			return
		}
		h.Set("ETag", tag)
	}
	http.ServeContent(w, r, name, time.Time{}, content)
}

// fileName returns what to look for in dist, which may not be there.
func (s site) fileName(urlPath string) string {
	name := strings.TrimPrefix(urlPath, "/")
	switch {
	case name == "" && exists(s.dist, homePage):
		return homePage
	case name == "":
		return idePage
	case path.Ext(name) == "":
		return name + ".html"
	}
	return name
}

type readSeekCloser interface {
	io.ReadSeeker
	io.Closer
}

// open returns fs.ErrNotExist for a path that leads out of dist, a folder or a
// hidden file.
func (s site) open(name string) (readSeekCloser, error) {
	if !fs.ValidPath(name) || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return nil, fs.ErrNotExist
	}
	if isPage(name) {
		return s.openPage(name)
	}
	f, err := s.dist.Open(name)
	if err != nil {
		return nil, err
	}
	if content, ok := f.(readSeekCloser); ok && !isFolder(f) {
		return content, nil
	}
	f.Close()
	return nil, fs.ErrNotExist
}

func (s site) openPage(name string) (readSeekCloser, error) {
	page, err := fs.ReadFile(s.dist, name)
	if err != nil {
		return nil, err
	}
	built := fmt.Sprintf(endpointMeta, pageEndpoint)
	wanted := fmt.Sprintf(endpointMeta, html.EscapeString(s.endpoint))
	page = bytes.Replace(page, []byte(built), []byte(wanted), 1)
	return inMemory{bytes.NewReader(page)}, nil
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

func entityTag(content io.ReadSeeker) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, content); err != nil {
		return "", err
	}
	_, err := content.Seek(0, io.SeekStart)
	return fmt.Sprintf(`"%x"`, digest.Sum(nil)), err
}

func isPage(name string) bool { return path.Ext(name) == ".html" }

func isFolder(f fs.File) bool {
	info, err := f.Stat()
	return err != nil || info.IsDir()
}

func exists(dist fs.FS, name string) bool {
	_, err := fs.Stat(dist, name)
	return err == nil
}
