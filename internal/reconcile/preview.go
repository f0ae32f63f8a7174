package reconcile

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"

	"conflictgraph/internal/kg"
)

var previewPage = template.Must(template.New("preview").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Entity.Name}}</title></head>
<body>
<p><a href="{{.View}}" target="_blank" rel="noopener">{{.Entity.Name}}</a>, {{.Type}}</p>
{{with .Entity.Description}}<p>{{.}}</p>
{{end}}{{with .Aliases}}<p>Also known as{{range $i, $name := .}}{{if $i}},{{end}} {{$name}}{{end}}</p>
{{end}}<p>{{.Entity.Degree}} relations; id {{.Entity.ID}}</p>
</body>
</html>
`))

// previewed is how many aliases a preview shows.
const previewed = 10

// preview answers with a page of an entity for a frame of another page.
func (s *service) preview(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	if err := s.charge(r.Context(), "id", entityCost); err != nil {
		s.fail(w, r, err)
		return
	}
	found, err := s.store.Get(r.Context(), kg.Keys{Entities: []string{id}, Need: kg.Need{Degree: true}})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	e := found.Entities[id]
	if e == nil {
		s.fail(w, r, kg.NotFound("id", kg.ThingEntity, id))
		return
	}
	var page bytes.Buffer
	if err := previewPage.Execute(&page, struct {
		Entity     *kg.Entity
		Type, View string
		Aliases    []string
	}{e, kindNames[e.Kind], "/?" + url.Values{"focus": {e.ID}}.Encode(), e.Aliases[:min(len(e.Aliases), previewed)]}); err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Del("X-Frame-Options")
	_, _ = w.Write(page.Bytes())
}
