package model

import (
	"time"

	"conflictgraph/internal/article"
)

// ReadArticlesInput is what articles are read from.
type ReadArticlesInput struct{ Source, Name, URL *string }

// Article is an article as its source has it.
type Article struct{ article.Article }

// ID returns the id of the document that the article is.
func (a Article) ID() string { return article.ID(a.Text) }

// The parts of an article are null where they are not known.

func (a Article) Title() *string     { return optional(a.Article.Title) }
func (a Article) URL() *string       { return optional(a.Article.URL) }
func (a Article) Publisher() *string { return optional(a.Article.Publisher) }
func (a Article) Language() *string  { return optional(a.Article.Language) }
func (a Article) Sha256() *string    { return optional(a.SHA256) }

// Notes returns what is doubtful, which may be nothing.
func (a Article) Notes() []string { return append([]string{}, a.Article.Notes...) }

// PublishedAt returns when the article was published.
func (a Article) PublishedAt() *Time {
	if a.Published == nil {
		return nil
	}
	return NewTime(a.Published)
}

// CapturedAt returns when the page was fetched.
func (a Article) CapturedAt() *time.Time {
	if a.Article.CapturedAt.IsZero() {
		return nil
	}
	return &a.Article.CapturedAt
}

// ArticlesPayload is what was read.
type ArticlesPayload struct{ Articles []Article }
