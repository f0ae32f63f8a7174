package neo4j

import (
	"context"
	"maps"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Verify implements kg.Database.
func (s *Store) Verify(context.Context) error { return nil }

// Warm has the database plan the statements that queries need, in the background,
// so that no user waits for it: it takes up to some seconds for each. Close ends it.
// Nothing comes of a failure but that somebody does wait.
func (s *Store) Warm() {
	s.warming.Go(func() {
		for _, one := range planned() {
			if _, err := s.readAtOnce(s.background, one); err != nil {
				return
			}
		}
	})
}

// usualIndexes are those by which relations are looked for together: all, an entity's, and
// an entity's of some types.
var usualIndexes = [][]rangeIndex{
	{rangeIndexes[plan.ByPosition]},
	{rangeIndexes[plan.BySubject], rangeIndexes[plan.ByObject]},
	{rangeIndexes[plan.BySubjectType], rangeIndexes[plan.ByObjectType]},
}

// planned returns the statements of queries, in the order in which they may be
// needed, with parameters that nothing is found for.
func planned() []statement {
	params := hydrate(plan.Keys{})
	for _, list := range []string{"scans", "pairs", "parts", "relations", "sources", "targets", "ids", "among", "lines", "kinds", "of", "at"} {
		params[list] = []any{}
	}
	maps.Copy(params, map[string]any{
		"asOf": asOfMs(nil), "when": asOfWhen(nil), "limit": 1, "filter": scanned{}, "lower": "", "after": 0, "upper": "", "maxDay": kg.MaxDate,
		"names": "words:a", "quotes": "quoteWords:a",
	})
	texts := []string{
		ordinaryTexts.ascending, lookupText, degreesText, typesText, entitiesAscending, entitiesMatching, allMatching, ordinaryTexts.sizes, classTexts.ascending,
		othersText, newestText, edgesText, amongText, betweenText, timelineText, ordinaryTexts.descending, classTexts.descending, classTexts.sizes,
		documentsAscending, entityCountText, documentCountText, entitiesDescending, documentsDescending, versionText,
		activitiesAfter, activitiesOf, quotedTexts.ascending, quotedTexts.descending, quotedTexts.sizes,
	}
	texts = append(texts, tallyTexts...)
	checked := []scanTexts{checkedQuotedTexts}
	for _, indexes := range usualIndexes {
		checked = append(checked, checkedOrdinaryTexts(indexes), checkedClassTexts(indexes))
	}
	for _, of := range checked {
		texts = append(texts, of.ascending, of.descending, of.sizes)
	}
	texts = append(texts, checkedTallyTexts...)
	all := make([]statement, len(texts))
	for i, text := range texts {
		all[i] = statement{text, params}
	}
	return all
}
