package command

import (
	"bytes"
	"context"
	"io"
	"strings"

	"conflictgraph/internal/article"
	"conflictgraph/internal/article/fetch"
	"conflictgraph/internal/kg"
)

// articlesOf reads the articles of a source, or of the page at an address, for a client.
func articlesOf(ctx context.Context, name, source, address string, most int) ([]article.Article, error) {
	var from io.Reader = strings.NewReader(source)
	var o article.Options
	field := "source"
	if address != "" {
		page, err := fetch.New(fetch.Options{}).Get(ctx, address)
		if err != nil {
			return nil, kg.BadInput("url", "%v", err)
		}
		name, field, from = address, "url", bytes.NewReader(page.Body)
		o.ContentType, o.URL, o.CapturedAt = page.ContentType, page.URL, page.FetchedAt
	}
	var found []article.Article
	var failed error
	for a, err := range article.Read(ctx, name, from, o) {
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			failed = err
		default:
			found = append(found, a)
		}
		if len(found) == most {
			break
		}
	}
	if len(found) == 0 && failed != nil {
		return nil, kg.BadInput(field, "%v", failed)
	}
	return found, nil
}
