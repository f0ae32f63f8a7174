package ingest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

// slow is an extractor that waits until it may go on.
type slow struct {
	fixed
	goOn chan error
}

func (s *slow) Extract(ctx context.Context, a extract.Article, k extract.Known) (extract.Extraction, error) {
	select {
	case err := <-s.goOn:
		if err != nil {
			return extract.Extraction{}, err
		}
		return s.fixed.Extract(ctx, a, k)
	case <-ctx.Done():
		return extract.Extraction{}, ctx.Err()
	}
}

func TestWhatTakesLongIsReadInTheBackground(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	closing := make(chan struct{})
	b := ingest.NewBackground(closing)
	x := &slow{goOn: make(chan error)}
	x.proposals = []extract.Proposal{{
		Subject: extract.Mention{Known: "anna-keller"}, Object: extract.Mention{Known: "boris-novak"}, Type: "met-with",
		Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Anna Keller met Boris Novak"},
	}}
	r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: x}
	d := kg.Document{ID: "doc:one", Text: "Anna Keller met Boris Novak."}
	becomes := func(state kg.IngestionState) *kg.Ingestion {
		t.Helper()
		var in *kg.Ingestion
		require.Eventually(t, func() bool {
			found, err := s.Get(t.Context(), kg.Keys{Ingestions: []string{kg.IngestionID(d.ID, "fixed", "1", "")}})
			require.NoError(t, err)
			in = found.Ingestions[kg.IngestionID(d.ID, "fixed", "1", "")]
			return in != nil && in.State == state
		}, 10*time.Second, time.Millisecond)
		return in
	}
	for range 2 { // the second finds it at work
		in, err := b.Ingest(t.Context(), r, d)
		require.NoError(t, err)
		require.Equal(t, kg.IngestionRunning, in.State)
	}
	x.goOn <- errors.New("the model is gone")
	require.Equal(t, "fixed could not read doc:one: the model is gone", becomes(kg.IngestionFailed).Error)
	require.Eventually(t, func() bool {
		in, err := b.Ingest(t.Context(), r, d)
		require.NoError(t, err)
		return in.State == kg.IngestionRunning
	}, 10*time.Second, time.Millisecond, "what failed is begun anew")
	x.goOn <- nil
	done := becomes(kg.IngestionDone)
	require.Equal(t, []int{1, 1}, []int{done.Found, done.Queued})
	require.Empty(t, done.Error)
	in, err := b.Ingest(t.Context(), r, d)
	require.NoError(t, err)
	require.Equal(t, done, in, "what is done is not read again")
	other := kg.Document{ID: "doc:two", Text: "Anna Keller met Boris Novak again."}
	in, err = b.Ingest(t.Context(), r, other)
	require.NoError(t, err)
	require.Equal(t, kg.IngestionRunning, in.State)
	close(closing)
}
