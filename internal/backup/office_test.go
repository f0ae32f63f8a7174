package backup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
)

func TestWhoHoldsAnOfficeIsFoundByTheFormerNameOfItsObjectAfterARestoration(t *testing.T) {
	name := "Estovia"
	each(t, func(t *testing.T, at place) {
		from := kinds[0].make(t).opened(t)
		write(t, from, []kg.Batch{
			{
				Types:    []kg.RelationType{kg.TypesByID(kg.CoreTypes())["president-of"]},
				Entities: []kg.Entity{{ID: "country", Kind: kg.KindCountry, Name: "Burgovia"}, {ID: "holder", Kind: kg.KindPerson, Name: "Ana Roth"}},
				Relations: []kg.Relation{{
					Type: "president-of", Subject: "holder", Object: "country", Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
					Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "1"}}},
				}},
			},
			{Updates: []kg.EntityUpdate{{Entity: "country", Name: &name}}},
		})
		store := at.restored(t, backedUp(t, from))
		terms, err := kg.ParseSearch("president of Burgovia")
		require.NoError(t, err)
		found, err := store.Candidates(t.Context(), kg.CandidateRequest{Terms: terms, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, []string{"holder"}, found.Entities)
	})
}
