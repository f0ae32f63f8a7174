package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
)

// small returns a store with kgtest.Graph in it.
func small(t *testing.T, store kg.Store) kg.Store {
	t.Helper()
	_, err := store.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	return store
}

func selected(t *testing.T, query string) export.Selection {
	t.Helper()
	parameters, err := url.ParseQuery(query)
	require.NoError(t, err)
	s, err := export.ParseSelection(parameters)
	require.NoError(t, err)
	return s
}

func TestAFilterLeavesTheRelationsThatPassAndWhatTheyName(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		small(t, store)
		for _, c := range []struct {
			query               string
			relations           []int
			entities, documents []string
		}{
			{"entity=anna-keller&types=met-with", []int{kgtest.MetMonday, kgtest.MetAgain, kgtest.WillMeet},
				[]string{"anna-keller", "boris-novak", "harbor-city", "ministry", "old-port", "southland"}, []string{kgtest.Communique, kgtest.Interview}},
			{"entity=northland&direction=OUT", []int{kgtest.Proposed, kgtest.War}, []string{"northland", "southland", "the-plan"}, []string{kgtest.Communique, kgtest.Interview}},
			{"status=PLANNED&certainty=CONFIRMED", []int{kgtest.WillMeet}, []string{"anna-keller", "southland"}, []string{kgtest.Interview}},
			{"with=the-plan&with=ministry", []int{kgtest.SpeaksFor, kgtest.Proposed}, []string{"boris-novak", "ministry", "northland", "the-plan"}, []string{kgtest.Interview}},
			{"from=2025-12-02&to=2025-12-03&types=met-with", []int{kgtest.WillMeet}, []string{"anna-keller", "southland"}, []string{kgtest.Interview}},
			{"documents=doc:communique&types=at-war-with", []int{kgtest.War}, []string{"northland", "southland"}, []string{kgtest.Communique}},
			{"entity=anna-keller&attributedTo=ministry&places=old-port", []int{kgtest.MetMonday}, []string{"anna-keller", "boris-novak", "harbor-city", "ministry", "old-port"}, []string{kgtest.Interview}},
			{"types=at-war-with&types=proposed&publishers=HARBOR+%E2%80%9CWIRE%E2%80%9D", []int{kgtest.Proposed}, []string{"northland", "the-plan"}, []string{kgtest.Interview}},
			{"recordedSince=2025-12-02T10:00:00.124Z", nil, nil, nil},
			{"entity=allies&quoted=true", []int{kgtest.PartOfItself}, []string{"allies"}, []string{kgtest.Interview}},
			{"entity=northland&quoted=false", []int{kgtest.CriticizedByRows}, []string{"allies", "northland"}, nil},
			{"types=rows:112", []int{kgtest.CriticizedByRows}, []string{"allies", "northland"}, nil},
			{"asOf=2025-12-02T09:00:00Z", nil, nil, nil},
			{"entity=anna-keller&types=part-of", nil, nil, nil},
		} {
			t.Run(c.query, func(t *testing.T) {
				var found readBack
				readWith(t, "csv", &found, exported(t, store, "csv", selected(t, c.query)))
				var want []string
				for _, i := range c.relations {
					want = append(want, kgtest.ID(i))
				}
				slices.Sort(want)
				require.Equal(t, want, slices.Sorted(maps.Keys(found.Edges)))
				require.Equal(t, c.entities, slices.Sorted(maps.Keys(found.Nodes)))
				require.Equal(t, c.documents, slices.Sorted(maps.Keys(found.Documents)))
			})
		}
	})
}

func TestAFilterThatMatchesNothingIsAnEmptyFileThatCanBeRead(t *testing.T) {
	store := small(t, bothstores.SQLite(t))
	for _, f := range export.Formats() {
		if f.Name == "cypher" { // TestAnEmptyGraphIsValidCypher
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			var found readBack
			readWith(t, f.Name, &found, exported(t, store, f.Name, selected(t, "types=called-on")))
			require.Empty(t, found.Nodes)
			require.Empty(t, found.Edges)
			require.Empty(t, found.Documents)
		})
	}
}

// meddled is a store in which something happens before a call.
type meddled struct {
	kg.Store
	before func(call int) error // counted from 1
	calls  int
}

func (s *meddled) called() error {
	s.calls++
	return s.before(s.calls)
}

func (s *meddled) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	if err := s.called(); err != nil {
		return nil, nil, err
	}
	return s.Store.Pages(ctx, reqs)
}

func (s *meddled) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	if err := s.called(); err != nil {
		return kg.EntityPage{}, err
	}
	return s.Store.ListEntities(ctx, req)
}

func (s *meddled) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	if err := s.called(); err != nil {
		return kg.DocumentPage{}, err
	}
	return s.Store.ListDocuments(ctx, req)
}

func TestWhatIsWrittenInTheMeantimeIsInNoPartOfAnExport(t *testing.T) {
	// One batch that is recorded later, and one that says it was recorded before.
	for _, at := range []time.Time{time.Now().Add(time.Hour), kgtest.Recorded} {
		for _, query := range []string{"", "types=met-with"} {
			store := small(t, bothstores.SQLite(t))
			before := exported(t, store, "graphml", selected(t, query))
			late := kg.Batch{
				RecordedAt: at,
				Entities:   []kg.Entity{{ID: "late", Kind: kg.KindPerson, Name: "Late"}},
				Relations: []kg.Relation{{
					Type: "met-with", Subject: "late", Object: "boris-novak", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
					Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "d", Record: "1"}}},
				}},
			}
			written := false
			during := exported(t, &meddled{Store: store, before: func(call int) error {
				if call != 2 { // between entities and relations
					return nil
				}
				written = true
				_, err := store.Write(t.Context(), late)
				return err
			}}, "graphml", selected(t, query))
			require.True(t, written)
			require.Equal(t, string(before), string(during))
		}
	}
}

func TestEveryFormatPassesEveryErrorOn(t *testing.T) {
	store := small(t, bothstores.SQLite(t))
	broken := errors.New("broken")
	for _, f := range export.Formats() {
		require.ErrorIs(t, export.Write(t.Context(), store, failing{broken}, f, everything, nil), broken, "%s: of the writer", f.Name)
		for failing := 1; ; failing++ {
			bad := &meddled{Store: store, before: func(call int) error {
				if call == failing {
					return broken
				}
				return nil
			}}
			err := export.Write(t.Context(), bad, io.Discard, f, everything, nil)
			if bad.calls < failing {
				require.NoError(t, err, f.Name)
				require.Greater(t, failing, 2, f.Name)
				break
			}
			require.ErrorIs(t, err, broken, "%s: of call %d", f.Name, failing)
		}
	}
}

// failing is a writer that does.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestBothStoresAreExportedAlike(t *testing.T) {
	needs.MoreThanGo(t, "both stores")
	everywhere := map[string][]string{}
	at := kgtest.Recorded.Add(time.Hour)
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		for _, b := range []kg.Batch{kgtest.Graph(), kgtest.HostileGraph()} {
			_, err := store.Write(t.Context(), b)
			require.NoError(t, err)
		}
		for _, f := range export.Formats() {
			text := exported(t, store, f.Name, export.Selection{AsOf: &at})
			if f.Name == "csv" { // the archive says nothing of when it was made
				require.True(t, bytes.HasPrefix(text, []byte("PK")))
			}
			everywhere[f.Name] = append(everywhere[f.Name], string(text))
		}
	})
	for name, texts := range everywhere {
		require.Len(t, texts, 2)
		require.Equal(t, texts[0], texts[1], name)
	}
}
