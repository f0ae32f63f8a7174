package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

const datasetsText = `MATCH (s:ConflictgraphSchema {id: 'schema'}) USING INDEX SEEK s:ConflictgraphSchema(id) RETURN coalesce(s.datasets, [])`

// Datasets implements plan.Snapshot.
func (s *snapshot) Datasets(ctx context.Context) (all []kg.Dataset, err error) {
	found, err := s.run(ctx, statement{text: datasetsText})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	for _, noted := range texts(found[0][0]) {
		id, after := cutLast(noted)
		code, err := strconv.Atoi(after)
		if err != nil || code < 0 || code >= len(kg.CodingCodes) {
			return nil, fmt.Errorf("%q is no data set with a coding", noted)
		}
		i := slices.IndexFunc(all, func(d kg.Dataset) bool { return d.ID == id })
		if i < 0 {
			i, all = len(all), append(all, kg.Dataset{ID: id})
		}
		all[i].Add(kg.CodingCodes[code])
	}
	slices.SortFunc(all, func(a, b kg.Dataset) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// codedDataset returns what is noted of a data set on whose rows a relation of a coding
// rests.
func codedDataset(id string, coding kg.Coding) string {
	return fmt.Sprint(id, " ", slices.Index(kg.CodingCodes, coding))
}

// cutLast cuts what codedDataset returns.
func cutLast(noted string) (id, code string) {
	at := strings.LastIndexByte(noted, ' ')
	if at < 0 {
		return noted, ""
	}
	return noted[:at], noted[at+1:]
}

// inRows returns what the JSON of evidence holds where a row of a data set is among it, of
// each. Within a text, JSON has other quotation marks.
func inRows(datasets []string) []string {
	parts := make([]string, len(datasets))
	for i, id := range datasets {
		parts[i] = `"dataset":` + asJSON(id) + `,`
	}
	return parts
}
