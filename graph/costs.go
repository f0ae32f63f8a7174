package graph

import (
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/graph/gen"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

var scanning = []string{"asOf", "filter.status", "filter.certainty", "filter.from", "filter.to", "filter.quoted", "filter.coding", "filter.datasets", "filter.attributedTo", "filter.places", "filter.publishers", "filter.recordedSince", "filter.bbox", "filter.and", "filter.or", "filter.not"}

// Cost returns what works out the cost of operations, as the schema declares it in the
// unit of one value: 10 µs of a processor at the most on a graph of a million relations,
// by `go run ./bench fair`. It limits the cost; 0 is no limit.
func Cost(limit int64) graphql.HandlerExtension {
	cost, err := limits.NewCost(gen.Schema(), limit, scanning)
	if err != nil {
		panic(err) // of the schema itself, which generating it refuses, too
	}
	return cost.Filtered(filtering)
}

// filtering says how a filter of relations is looked for. One that is refused costs
// nothing more.
func filtering(value any) limits.Filtering {
	filter := outline(value)
	n := filter.Alternatives()
	if n > kg.MaxAlternatives {
		return limits.Filtering{Times: 1}
	}
	return limits.Filtering{Times: int64(n), Checked: filter.IsChecked(), More: more(value)}
}

// more returns how many types, entities, documents and data sets a filter names beyond the first of
// each list.
func more(value any) (n int64) {
	given, _ := value.(map[string]any)
	for field, value := range given {
		list := graphql.CoerceList(value)
		switch field {
		case "types", "with", "documents", "attributedTo", "places", "publishers", "datasets":
			n += max(int64(len(list))-1, 0)
		case "and", "or":
			for _, filter := range list {
				n += more(filter)
			}
		case "not":
			n += more(value)
		}
	}
	return n
}

// outline returns a filter that has those fields which a value has, and as many entities,
// whatever they say.
func outline(value any) (f kg.RelationFilter) {
	given, _ := value.(map[string]any)
	for field, value := range given {
		list := graphql.CoerceList(value)
		if len(list) == 0 {
			continue
		}
		switch field {
		case "types":
			f.Types = []string{""}
		case "with":
			f.With = make([]string, len(list))
		case "direction":
			f.Direction = kg.Direction(fmt.Sprint(value))
		case "status":
			f.Status = kg.Statuses[:1]
		case "certainty":
			f.Certainty = kg.Certainties[:1]
		case "from":
			f.From = &kg.MinDate
		case "to":
			f.To = &kg.MaxDate
		case "documents":
			f.Documents = []string{""}
		case "quoted":
			f.Quoted = new(bool)
		case "attributedTo":
			f.AttributedTo = []string{""}
		case "places":
			f.Places = []string{""}
		case "publishers":
			f.Publishers = []string{""}
		case "recordedSince":
			f.RecordedSince = new(time.Time)
		case "bbox":
			f.BBox = &kg.BBox{}
		case "coding":
			f.Coding = kg.Codings[:1]
		case "datasets":
			f.Datasets = []string{""}
		case "and":
			f.And = outlines(list)
		case "or":
			f.Or = outlines(list)
		case "not":
			not := outline(value)
			f.Not = &not
		}
	}
	return f
}

func outlines(list []any) []kg.RelationFilter {
	filters := make([]kg.RelationFilter, len(list))
	for i, value := range list {
		filters[i] = outline(value)
	}
	return filters
}
