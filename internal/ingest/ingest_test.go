package ingest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/sqlite"
)

type fixed struct {
	proposals []extract.Proposal
	err       error
	asked     int
}

func (*fixed) Name() string    { return "fixed" }
func (*fixed) Version() string { return "1" }
func (f *fixed) Extract(context.Context, extract.Article, extract.Known) (extract.Extraction, error) {
	f.asked++
	return extract.Extraction{Proposals: f.proposals}, f.err
}

func TestNamesFindWhatGoesByThem(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	found, err := ingest.Graph{Store: s}.Named(t.Context(), []string{"anna keller", "Keller", "ministry", "Boris Novak", "nobody", "…", "Harbor"}, nil)
	require.NoError(t, err)
	ids := map[string]string{}
	for name, all := range found {
		require.Len(t, all, 1, name)
		ids[name] = all[0].ID
	}
	require.Equal(t, map[string]string{"anna keller": "anna-keller", "Keller": "anna-keller", "Boris Novak": "boris-novak"}, ids, "whole names alone")
}

func TestAnArticleIsReadOnceAndAfterAFailureAgain(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	d := kg.Document{ID: "doc:one", Text: "Anna Keller met Boris Novak."}
	x := &fixed{err: errors.New("the model is gone")}
	r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: x, Agent: "ana"}
	_, err = r.Ingest(t.Context(), d)
	require.ErrorContains(t, err, "the model is gone")
	found, err := s.Get(t.Context(), kg.Keys{Documents: []string{d.ID}})
	require.NoError(t, err)
	require.Empty(t, found.Documents, "all or nothing")
	x.err, x.proposals = nil, []extract.Proposal{{
		Subject: extract.Mention{Known: "anna-keller"}, Object: extract.Mention{Known: "boris-novak"}, Type: "met-with",
		Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Anna Keller met Boris Novak"},
	}}
	first, err := r.Ingest(t.Context(), d)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 0}, []int{first.Found, first.Queued, first.Known})
	again, err := r.Ingest(t.Context(), d)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Equal(t, 2, x.asked, "what was read is not read again")
	_, err = r.Ingest(t.Context(), kg.Document{ID: d.ID, Text: "Anna Keller met nobody."})
	require.Equal(t, kg.CodeConflict, kg.ErrorCode(err), "another text is another document")
	_, err = r.Ingest(t.Context(), kg.Document{ID: "one", Text: d.Text})
	var wrong *kg.Error
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "document.id", wrong.Field)
	_, err = s.Write(t.Context(), kg.Batch{Withdrawals: []kg.Withdrawal{{Document: d.ID}}})
	require.NoError(t, err)
	_, err = r.Ingest(t.Context(), d)
	require.Equal(t, kg.CodeConflict, kg.ErrorCode(err))
}

func TestANearCopyNamesWhatItIsACopyOf(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: &fixed{}}
	const story = "Odrana and Kestria agreed on Monday to exchange the prisoners whom both have held since the fighting in the harbour began, a spokesman of the mission said. The first buses are to cross the bridge within a week."
	for _, c := range []struct{ id, text, copyOf string }{
		{"doc:1", story, ""}, {"doc:2", "HARBOUR CITY: " + story + " (Agencies)", "doc:1"},
		{"doc:3", "Nothing of this happened, and the mission has no spokesman who would have said anything of buses and bridges.", ""},
	} {
		in, err := r.Ingest(t.Context(), kg.Document{ID: c.id, Text: c.text})
		require.NoError(t, err)
		require.Equal(t, c.copyOf, in.CopyOf, c.id)
	}
}

// An article that several read at once is in the queue once, and what came of it adds up.
func TestAnArticleIsReadByManyAtOnce(t *testing.T) {
	for name, s := range map[string]kg.Store{"memory": memory.Open(), "SQLite": inMemory(t)} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Write(t.Context(), kgtest.Graph())
			require.NoError(t, err)
			d := kg.Document{ID: "doc:one", Text: "Anna Keller met Boris Novak."}
			var all errgroup.Group
			for i := range 8 {
				x := &named{fixed: fixed{proposals: []extract.Proposal{{
					Subject: extract.Mention{Known: "anna-keller"}, Object: extract.Mention{Known: "boris-novak"}, Type: "met-with",
					Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Anna Keller met Boris Novak"},
				}}}, name: []string{"one", "two"}[i%2]}
				all.Go(func() error {
					_, err := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: x, Agent: "ana"}.Ingest(t.Context(), d)
					return err
				})
			}
			require.NoError(t, all.Wait())
			page, err := s.ListSuggestions(t.Context(), kg.SuggestionList{Slice: kg.Slice{Limit: 10}, Count: true})
			require.NoError(t, err)
			require.Equal(t, 1, page.Total)
			queued, known := 0, 0
			for _, extractor := range []string{"one", "two"} {
				id := kg.IngestionID(d.ID, extractor, "1", "")
				found, err := s.Get(t.Context(), kg.Keys{Ingestions: []string{id}})
				require.NoError(t, err)
				queued, known = queued+found.Ingestions[id].Queued, known+found.Ingestions[id].Known
			}
			require.Equal(t, []int{1, 1}, []int{queued, known})
		})
	}
}

type named struct {
	fixed
	name string
}

func (n *named) Name() string { return n.name }

func inMemory(t *testing.T) kg.Store {
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestWhatAnExtractorRefusesIsKeptAsText(t *testing.T) {
	s := memory.Open()
	x := refusing{}
	in, err := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: x}.Ingest(t.Context(), kg.Document{ID: "doc:one", Text: "Nothing."})
	require.NoError(t, err)
	require.Equal(t, 7, in.Found)
	require.Equal(t, "half\ufffd and \ufffd", in.Refused[0].Examples[0])
}

// refusing is an extractor whose model has answered what is no text.
type refusing struct{}

func (refusing) Name() string    { return "refusing" }
func (refusing) Version() string { return "1" }
func (refusing) Extract(context.Context, extract.Article, extract.Known) (extract.Extraction, error) {
	return extract.Extraction{Refused: []kg.Refusal{{Reason: "ANSWER_INVALID", Count: 7, Examples: []string{"half\xff and \x00"}}}}, nil
}

// faulty panics at the first article.
type faulty struct{ fixed }

func (f *faulty) Extract(ctx context.Context, a extract.Article, k extract.Known) (extract.Extraction, error) {
	if f.asked == 0 {
		f.asked++
		panic("out of range")
	}
	return f.fixed.Extract(ctx, a, k)
}

func TestAnExtractorThatPanicsCostsOneArticle(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: &faulty{}}
	_, err = r.Ingest(t.Context(), kg.Document{ID: "doc:one", Text: "Anna Keller met Boris Novak."})
	require.ErrorContains(t, err, "doc:one")
	require.NotContains(t, err.Error(), "out of range")
	_, err = r.Ingest(t.Context(), kg.Document{ID: "doc:two", Text: "Anna Keller met nobody."})
	require.NoError(t, err)
}
