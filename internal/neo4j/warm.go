package neo4j

import (
	"maps"
	"slices"

	"conflictgraph/internal/kg"
)

// Warm has the database plan the statements that queries need, in the background,
// so that no user waits for it: it takes up to a second for each. Close ends it.
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

// planned returns the statements of queries, in the order in which they may be
// needed, with parameters that nothing is found for.
func planned() []statement {
	params := momentOf(nil).foundParams(kg.Need{})
	for _, list := range []string{"pages", "pairs", "parts", "relations", "sources", "targets", "ids", "among", "lines", "kinds", "clusters", "of", "at"} {
		params[list] = []any{}
	}
	maps.Copy(params, map[string]any{"limit": 1, "filter": walkedPage{}, "lower": "", "after": 0, "upper": "", "maxDay": kg.MaxDate, "names": "words:a", "quotes": "quoteWords:a"})
	texts := []string{
		plainTexts.ascending, getText, degreesText, typesText, entitiesAscending, entitiesMatching, allMatching, plainTexts.counts, classTexts.ascending,
		othersText, newestOfAllText, newestText, edgesText, amongText, betweenText, timelineText, plainTexts.descending, classTexts.descending, classTexts.counts,
		documentsAscending, entityCountText, documentCountText, entitiesDescending, documentsDescending, degreesThenText, entitiesByID, versionText,
		activitiesAfter, activitiesOf, quotedTexts.ascending, quotedTexts.descending, quotedTexts.counts,
	}
	for _, name := range slices.Sorted(maps.Keys(tallyTexts)) {
		texts = append(texts, tallyTexts[name])
	}
	all := make([]statement, len(texts))
	for i, text := range texts {
		all[i] = statement{text, params}
	}
	return all
}
