package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestSourcesOfAClaimCountCopiesAndRowsOfADataSetOnce(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		story := "The ministers met on the coast. " + strings.Repeat("Nobody would say what was agreed, or for how long. ", 3) + "Talks go on next week in the capital, said a spokesman of the ministry of the north."
		texts := map[string]string{
			"doc:wire": story, "doc:morning": "By our staff\n" + strings.ToUpper(story), "doc:own": "According to a fisherman two ministers met there, and left by different doors.",
		}
		b := kg.Batch{
			Types:    kg.CoreTypes(),
			Entities: []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}},
		}
		claim := func(subject, object string, evidence kg.Evidence) {
			b.Relations = append(b.Relations, kg.Relation{
				Type: "met-with", Subject: subject, Object: object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Evidence: []kg.Evidence{evidence},
			})
		}
		for id, text := range texts {
			words := "ministers met"
			if id == "doc:morning" {
				words = strings.ToUpper(words)
			}
			start := strings.Index(text, words)
			b.Documents = append(b.Documents, kg.Document{ID: id, Text: text})
			claim("a", "b", kg.Evidence{Document: id, Exact: words, Start: start, End: start + len(words)})
		}
		claim("a", "b", kg.Evidence{Source: &kg.Source{Dataset: "rows", Record: "1"}})
		claim("b", "a", kg.Evidence{Source: &kg.Source{Dataset: "rows", Record: "2"}})
		_, err := store.Write(t.Context(), b)
		require.NoError(t, err)
		h := graph.NewHandler(store, graph.Options{})
		const query = `{ relations(filter: {quoted: %q}) { nodes { sources { count independent } supportedBy { id } } } }`
		// Each claim rests on the three documents, two of which are copies, and on one data set.
		for quoted, supports := range map[string]int{"true": 4, "false": 3} {
			got := data(t, h, strings.Replace(query, "%q", quoted, 1), nil)
			require.Equal(t, rows(got, "sources"), strings.Count(got, `{"count":4,"independent":3}`), got)
			require.Equal(t, rows(got, "sources")*supports, rows(got, "id"), got)
		}
	})
}
