package curation

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"conflictgraph/internal/kg"
)

// inBatch begins the place in a batch that an error names.
var inBatch = regexp.MustCompile(`^[a-z]+\[\d+\]\.?`)

// arguments are what fields of what a batch holds are called in the input of an
// operation, where not alike.
var arguments = map[string]map[string]string{
	"retractRelation": {"relation": "id"}, "restoreRelation": {"relation": "id"},
	"retractDocument": {"document": "id"}, "restoreDocument": {"document": "id"},
	"addDocument":      {"source": "url", "publishedAt": "publishedAt.edtf"},
	"addAlias":         {"addAliases[0]": "alias"},
	"addIdentifier":    {"addIdentifiers[0].scheme": "scheme", "addIdentifiers[0].value": "value", "addIdentifiers[0]": "value"},
	"removeIdentifier": {"removeIdentifiers[0].scheme": "scheme", "removeIdentifiers[0].value": "value", "removeIdentifiers[0]": "value"},
	"updateEntity":     {"entity": "id"},
	"assertRelation":   {"time": "time.edtf"},

	"acceptSuggestions": {"suggestion": "ids"}, "rejectSuggestions": {"suggestion": "ids"}, "reviseSuggestion": {"suggestion": "id"},
}

// named returns an error of a write with the caller's own argument in place of the
// place in the batch that was made of it, and what may have been meant by an id that
// names nothing.
func (c Curator) named(ctx context.Context, operation string, err error) error {
	var wrong *kg.Error
	if !errors.As(err, &wrong) || wrong.Field == "" {
		return err
	}
	named := *wrong
	named.Field = argument(operation, wrong.Field)
	return kg.Suggest(ctx, c.Store, &named)
}

func argument(operation, field string) string {
	if strings.HasPrefix(field, "input") {
		return field
	}
	place := inBatch.FindString(field)
	rest := field[len(place):]
	if operation == "importAnnotations" && place != "" {
		if strings.HasPrefix(field, "documents[") && rest == "text" {
			return "input.text"
		}
		return "input.annotations"
	}
	if of, is := strings.CutPrefix(rest, "evidence[0]."); is && operation == "assertRelation" && (strings.HasPrefix(of, "point.") || strings.HasPrefix(of, "quantities")) {
		rest = of
	}
	if own, is := arguments[operation][rest]; is {
		rest = own
	}
	if rest == "" {
		return "input"
	}
	return "input." + rest
}
