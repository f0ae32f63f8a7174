package graph

import (
	"context"

	"conflictgraph/graph/model"
	"conflictgraph/internal/article"
	"conflictgraph/internal/kg"
)

// mostArticles is how many articles of a source are told.
const mostArticles = 20

// Articles reads articles from a source of a name or, where address is not empty, from
// the page there. What cannot be read is a *kg.Error of CodeBadInput.
type Articles func(ctx context.Context, name, source, address string, most int) ([]article.Article, error)

func readArticles(ctx context.Context, in model.ReadArticlesInput) (*model.ArticlesPayload, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	if run.articles == nil {
		return nil, &kg.Error{Code: kg.CodeUnavailable, Message: "this server reads no articles"}
	}
	switch {
	case (in.Source == nil) == (in.URL == nil):
		return nil, kg.BadInput("input", "give one of source and url")
	case in.URL != nil && !run.fetches:
		return nil, kg.BadInput("input.url", "this server fetches no pages; give the article itself as source, or start the server with --fetch")
	}
	found, err := run.articles(ctx, text(in.Name), text(in.Source), text(in.URL), mostArticles)
	if err != nil {
		return nil, kg.Within("input", err)
	}
	payload := &model.ArticlesPayload{Articles: make([]model.Article, len(found))}
	for i, a := range found {
		payload.Articles[i] = model.Article{Article: a}
	}
	return payload, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
