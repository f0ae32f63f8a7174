package graph

import (
	"context"
	"strings"

	"conflictgraph/graph/model"
	"conflictgraph/internal/auth"
)

// planViewer reads nothing: who asks is known from the request.
func planViewer(context.Context, *plan, *field) error { return nil }

// viewer says who asks. Nobody gets here who may not read.
func viewer(ctx context.Context) (*model.Viewer, error) {
	run, err := runOf(ctx)
	if err != nil {
		return nil, err
	}
	principal := auth.From(ctx)
	v := &model.Viewer{Role: strings.ToUpper(max(principal.Role, auth.Reader).String()), Tokens: run.tokens, Extractors: append([]string{}, run.extractors...), Fetches: run.fetches}
	if principal.Subject != "" {
		v.Name = &principal.Subject
	}
	return v, nil
}
