// Package annotations writes annotated articles in the form that package seed reads.
package annotations

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// Article is what is to be written of one document.
type Article struct {
	Document  kg.Document // with its text
	Types     []kg.RelationType
	Entities  []kg.Entity
	Relations []kg.Relation // with the words of the document that they rest on
}

type file struct {
	Document  document   `yaml:"document"`
	Types     []typ      `yaml:"types,omitempty"`
	Entities  []entity   `yaml:"entities,omitempty"`
	Relations []relation `yaml:"relations,omitempty"`
}

type document struct {
	ID          string `yaml:"id"`
	Text        string `yaml:"text"`
	Title       string `yaml:"title,omitempty"`
	URL         string `yaml:"url,omitempty"`
	PublishedAt any    `yaml:"publishedAt,omitempty"`
	Publisher   string `yaml:"publisher,omitempty"`
	Language    string `yaml:"language,omitempty"`
	Licence     string `yaml:"licence,omitempty"`
	CapturedAt  string `yaml:"capturedAt,omitempty"`
	ArchivedURL string `yaml:"archivedUrl,omitempty"`
	SHA256      string `yaml:"sha256,omitempty"`
	Reliability string `yaml:"reliability,omitempty"`
}

type typ struct {
	ID           string          `yaml:"id"`
	Label        string          `yaml:"label"`
	InverseLabel string          `yaml:"inverseLabel"`
	Symmetric    bool            `yaml:"symmetric,omitempty"`
	PLOVER       string          `yaml:"plover,omitempty"`
	CAMEO        string          `yaml:"cameo,omitempty"`
	SubjectKinds []kg.EntityKind `yaml:"subjectKinds,omitempty"`
	ObjectKinds  []kg.EntityKind `yaml:"objectKinds,omitempty"`
}

type entity struct {
	ID          string        `yaml:"id"`
	Kind        kg.EntityKind `yaml:"kind"`
	Name        string        `yaml:"name"`
	Aliases     []string      `yaml:"aliases,omitempty"`
	Description string        `yaml:"description,omitempty"`
	Identifiers []string      `yaml:"identifiers,omitempty"`
	Unnamed     bool          `yaml:"unnamed,omitempty"`
}

type inferred struct {
	EDTF      string `yaml:"edtf"`
	Inferred  bool   `yaml:"inferred"`
	Reasoning string `yaml:"reasoning"`
}

type relation struct {
	Subject      string        `yaml:"subject"`
	Type         string        `yaml:"type"`
	Object       string        `yaml:"object"`
	Status       kg.Status     `yaml:"status"`
	Certainty    kg.Certainty  `yaml:"certainty"`
	Coding       kg.Coding     `yaml:"coding,omitempty"`
	Time         any           `yaml:"time,omitempty"`
	Places       []string      `yaml:"places,omitempty"`
	Attributions []attribution `yaml:"attributions,omitempty"`
	Evidence     []any         `yaml:"evidence"`
}

type attribution struct {
	By     string    `yaml:"by"`
	Stance kg.Stance `yaml:"stance"`
}

type selector struct {
	Exact  string `yaml:"exact"`
	Prefix string `yaml:"prefix,omitempty"`
	Suffix string `yaml:"suffix,omitempty"`
}

// Write writes an article whose text is in the file textName of the same folder. Of types
// and entities it writes those that the relations name, but for types of the core. A relation
// without words of the document is left out.
func Write(w io.Writer, a Article, textName string) error {
	d := a.Document
	f := file{Document: document{
		ID: d.ID, Text: textName, Title: d.Title, URL: d.URL, PublishedAt: timeOf(d.PublishedAt), Publisher: d.Details.Publisher, Language: d.Details.Language,
		Licence: d.Details.Licence, ArchivedURL: d.Details.ArchivedURL, SHA256: d.Details.SHA256, Reliability: d.Details.Reliability,
	}}
	if at := d.Details.CapturedAt; !at.IsZero() {
		f.Document.CapturedAt = at.UTC().Format(time.RFC3339)
	}
	text := &quote.Text{Name: d.ID, Content: d.Text}
	named, types := map[string]bool{}, map[string]bool{}
	for i := range a.Relations {
		r := &a.Relations[i]
		written := relationOf(r, text, d.ID)
		if len(written.Evidence) == 0 {
			continue
		}
		f.Relations = append(f.Relations, written)
		types[r.Type] = true
		for _, id := range append([]string{r.Subject, r.Object}, r.Places...) {
			named[id] = true
		}
		for _, by := range r.Attributions {
			named[by.By] = true
		}
	}
	core := kg.TypesByID(kg.CoreTypes())
	for _, t := range a.Types {
		if _, is := core[t.ID]; types[t.ID] && !is {
			f.Types = append(f.Types, typ{t.ID, t.Label, t.InverseLabel, t.Symmetric, t.PLOVER, t.CAMEO, t.SubjectKinds, t.ObjectKinds})
		}
	}
	for _, e := range a.Entities {
		if !named[e.ID] {
			continue
		}
		one := entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: e.Aliases, Description: e.Description, Unnamed: e.Unnamed}
		for _, i := range e.Identifiers {
			one.Identifiers = append(one.Identifiers, i.String())
		}
		f.Entities = append(f.Entities, one)
	}
	return yaml.NewEncoder(w, yaml.IndentSequence(true)).Encode(f)
}

func timeOf(t *kg.Time) any {
	switch {
	case t == nil:
		return nil
	case !t.Inferred:
		return t.EDTF
	case t.Reasoning == "":
		return inferred{t.EDTF, true, "how is not recorded"}
	}
	return inferred{t.EDTF, true, t.Reasoning}
}

func relationOf(r *kg.Relation, text *quote.Text, document string) relation {
	written := relation{Subject: r.Subject, Type: r.Type, Object: r.Object, Status: r.Status, Certainty: r.Certainty, Time: timeOf(r.Time), Places: r.Places}
	if r.Coding != kg.CodingQuoted {
		written.Coding = r.Coding
	}
	for _, a := range r.Attributions {
		written.Attributions = append(written.Attributions, attribution(a))
	}
	for _, e := range r.Evidence {
		if e.Document == document && e.Source == nil {
			q := text.Selector(e)
			if q.Prefix+q.Suffix == "" {
				written.Evidence = append(written.Evidence, q.Exact)
			} else {
				written.Evidence = append(written.Evidence, selector(q))
			}
		}
	}
	return written
}

// Store is what Of reads of a store.
type Store interface {
	Get(ctx context.Context, keys kg.Keys) (*kg.Found, error)
	Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error)
	Types(ctx context.Context) ([]kg.RelationType, error)
}

// Of returns what the graph states of a document. It returns an error with CodeNotFound
// where there is none of the id.
func Of(ctx context.Context, store Store, id string) (Article, error) {
	found, err := store.Get(ctx, kg.Keys{Documents: []string{id}, Need: kg.Need{Text: true}})
	if err != nil {
		return Article{}, err
	}
	if found.Documents[id] == nil {
		return Article{}, kg.NotFound("documents", kg.ThingDocument, id)
	}
	a := Article{Document: *found.Documents[id]}
	if a.Types, err = store.Types(ctx); err != nil {
		return a, err
	}
	req := kg.PageRequest{Filter: kg.RelationFilter{Documents: []string{id}}, Slice: kg.Slice{Limit: 1000}}
	entities := map[string]*kg.Entity{}
	for {
		pages, found, err := store.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{req}, Need: kg.Need{Ends: true, Claims: true}})
		if err != nil {
			return a, err
		}
		for _, e := range found.Entities {
			entities[e.ID] = e
		}
		for _, r := range pages[0].Relations {
			a.Relations = append(a.Relations, *r)
		}
		if !pages[0].HasNext {
			break
		}
		req.Slice.After = pages[0].Relations[len(pages[0].Relations)-1].Position()
	}
	a.sort()
	for _, e := range entities {
		a.Entities = append(a.Entities, *e)
	}
	slices.SortFunc(a.Entities, func(x, y kg.Entity) int { return strings.Compare(x.ID, y.ID) })
	return a, nil
}

// sort puts relations in the order of their words in the text.
func (a *Article) sort() {
	first := func(r kg.Relation) int {
		at := len(a.Document.Text)
		for _, e := range r.Evidence {
			if e.Document == a.Document.ID {
				at = min(at, e.Start)
			}
		}
		return at
	}
	slices.SortStableFunc(a.Relations, func(x, y kg.Relation) int { return first(x) - first(y) })
}
