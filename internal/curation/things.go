package curation

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/seed"
)

// AddDocumentInput is a text that relations can rest on.
type AddDocumentInput struct {
	ID, Text    string
	Title, URL  *string
	PublishedAt *TimeInput

	Publisher, Language, Licence, ArchivedURL, Sha256, Reliability *string
	CapturedAt                                                     *time.Time
	Common
}

// AddDocument records a document.
func (c Curator) AddDocument(ctx context.Context, in AddDocumentInput) (Done, error) {
	d, err := in.Document()
	if err != nil {
		return Done{}, kg.Within("input", err)
	}
	return c.write(ctx, "addDocument", in.ID, kg.Batch{Documents: []kg.Document{d}}, in.Common, d.URL, in)
}

// Document returns the document of an input. Its errors name the fields of the input.
func (in AddDocumentInput) Document() (kg.Document, error) {
	d := kg.Document{ID: in.ID, Text: in.Text, Title: value(in.Title), URL: value(in.URL), PublishedAt: in.PublishedAt.time(), Details: in.details()}
	if err := shown(named{"title", "the title", in.Title}, named{"publishedAt.reasoning", "the reasoning", in.PublishedAt.reasoning()}); err != nil {
		return d, err
	}
	if err := checkAddress("url", d.URL); err != nil {
		return d, err
	}
	if len(d.Text) > seed.MaxTextBytes {
		return d, kg.BadInput("text", "%d bytes are too many; give a text of at most %d", len(d.Text), seed.MaxTextBytes)
	}
	return d, nil
}

func (in AddDocumentInput) details() kg.Details {
	d := kg.Details{
		Publisher: value(in.Publisher), Language: value(in.Language), Licence: value(in.Licence),
		ArchivedURL: value(in.ArchivedURL), SHA256: value(in.Sha256), Reliability: value(in.Reliability),
	}
	if in.CapturedAt != nil {
		d.CapturedAt = *in.CapturedAt
	}
	return d
}

// AddEntityInput is a thing to be known.
type AddEntityInput struct {
	ID, Name    string
	Kind        kg.EntityKind
	Aliases     []string
	Description *string
	Unnamed     bool
	Point       *kg.Point `json:",omitempty"`
	Source      *string
	Common
}

// AddEntity records an entity, or other names of one that is recorded as it is said
// to be.
func (c Curator) AddEntity(ctx context.Context, in AddEntityInput) (Done, error) {
	if err := shown(named{"input.description", "the description", in.Description}, named{"input.source", "the source", in.Source}); err != nil {
		return Done{}, err
	}
	e := kg.Entity{ID: in.ID, Kind: in.Kind, Name: in.Name, Aliases: in.Aliases, Description: value(in.Description), Unnamed: in.Unnamed, Point: in.Point}
	return c.write(ctx, "addEntity", in.ID, kg.Batch{Entities: []kg.Entity{e}, Exact: true}, in.Common, value(in.Source), in)
}

// AddAliasInput is another name that an entity goes by, and who says so.
type AddAliasInput struct {
	Entity, Alias, Source string
	Common
}

// AddAlias records another name of an entity that is there.
func (c Curator) AddAlias(ctx context.Context, in AddAliasInput) (Done, error) {
	if kg.IsBlank(in.Source) {
		return Done{}, kg.BadInput("input.source", "%q does not say where the name is from; give a document's id, or the name of a source", kg.Shorten(in.Source))
	}
	u := kg.EntityUpdate{Entity: in.Entity, AddAliases: []string{in.Alias}}
	return c.update(ctx, "addAlias", "input.entity", u, in.Common, in.Source, in)
}

// AddIdentifierInput is an identifier of an entity, and who says so.
type AddIdentifierInput struct {
	Entity, Scheme, Value string
	Source                *string
	Common
}

// AddIdentifier records an identifier of an entity that is there. One that another
// entity has is an error with CodeConflict.
func (c Curator) AddIdentifier(ctx context.Context, in AddIdentifierInput) (Done, error) {
	if err := shown(named{"input.source", "the source", in.Source}); err != nil {
		return Done{}, err
	}
	u := kg.EntityUpdate{Entity: in.Entity, AddIdentifiers: []kg.Identifier{{Scheme: in.Scheme, Value: in.Value}}}
	return c.update(ctx, "addIdentifier", "input.entity", u, in.Common, value(in.Source), in)
}

// RemoveIdentifierInput is an identifier that is not one of an entity.
type RemoveIdentifierInput struct {
	Entity, Scheme, Value string
	Common
}

// RemoveIdentifier takes an identifier away from an entity.
func (c Curator) RemoveIdentifier(ctx context.Context, in RemoveIdentifierInput) (Done, error) {
	u := kg.EntityUpdate{Entity: in.Entity, RemoveIdentifiers: []kg.Identifier{{Scheme: in.Scheme, Value: in.Value}}}
	return c.update(ctx, "removeIdentifier", "input.entity", u, in.Common, "", in)
}

// MergeEntitiesInput says that two entities are one.
type MergeEntitiesInput struct {
	From, Into string
	Kind       *kg.EntityKind // see kg.Merge
	Common
}

// MergeEntities has an entity answer as another from now on.
func (c Curator) MergeEntities(ctx context.Context, in MergeEntitiesInput) (Done, error) {
	for _, end := range []struct{ field, id string }{{"input.from", in.From}, {"input.into", in.Into}} {
		if _, err := c.entity(ctx, end.field, end.id); err != nil {
			return Done{}, err
		}
	}
	m := kg.Merge{From: in.From, Into: in.Into, Reason: value(in.Reason)}
	if in.Kind != nil {
		m.Kind = *in.Kind
	}
	b := kg.Batch{Merges: []kg.Merge{m}}
	return c.write(ctx, "mergeEntities", in.From, b, in.Common, "", in)
}

// UnmergeEntitiesInput names an entity that is not what it was merged into.
type UnmergeEntitiesInput struct {
	Entity string
	Common
}

// UnmergeEntities takes back the merging of an entity.
func (c Curator) UnmergeEntities(ctx context.Context, in UnmergeEntitiesInput) (Done, error) {
	if _, err := c.entity(ctx, "input.entity", in.Entity); err != nil {
		return Done{}, err
	}
	b := kg.Batch{Unmerges: []kg.Unmerge{{Entity: in.Entity, Reason: value(in.Reason)}}}
	return c.write(ctx, "unmergeEntities", in.Entity, b, in.Common, "", in)
}

// ImportAnnotationsInput is an annotated article: the annotations in the form
// that the package seed reads, and the text under the name that they give it.
type ImportAnnotationsInput struct {
	Annotations, Text, TextName string
	Common
}

// ImportAnnotations records all that an annotated article states.
func (c Curator) ImportAnnotations(ctx context.Context, in ImportAnnotationsInput) (Done, error) {
	const name = "annotations.yaml"
	if !fs.ValidPath(in.TextName) || in.TextName == "." {
		return Done{}, kg.BadInput("input.textName", "%q is not the name of a file; give one such as article.txt", kg.Shorten(in.TextName))
	}
	if in.TextName == name {
		return Done{}, kg.BadInput("input.textName", "%q is the name of the annotations; give the text another", name)
	}
	b, err := seed.LoadTexts(map[string]string{name: in.Annotations, in.TextName: in.Text})
	var problems seed.Problems
	if errors.As(err, &problems) {
		return Done{}, kg.BadInput("input.annotations", "%v", problems)
	}
	if err != nil {
		return Done{}, kg.BadInput("input", "%v", err)
	}
	id := ""
	if len(b.Documents) > 0 {
		id = b.Documents[0].ID
	}
	return c.write(ctx, "importAnnotations", id, b, in.Common, id, in)
}
