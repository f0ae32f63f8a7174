package adjacency

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
	"conflictgraph/internal/store/sqlite"
)

// linkedWith returns whom an entity is linked with.
func linkedWith(ctx context.Context, s kg.Store, id string) ([]string, error) {
	links, err := s.Links(ctx, kg.LinkRequest{Of: []string{id}, Limit: 1_000_000})
	var others []string
	for _, l := range links.Links {
		others = append(others, l.Other)
	}
	return others, err
}

func chained(i int) string { return fmt.Sprintf("rows:%06d", i) }

// chain returns a batch that links a hub and a tail with an entity of a number, and takes
// back what linked them with one of before.
func chain(i, before int) kg.Batch {
	relation := func(subject, object string) kg.Relation {
		return kg.Relation{Type: "knows", Subject: subject, Object: object, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "1"}}}}
	}
	both := func(i int) []kg.Relation {
		return []kg.Relation{relation("hub", chained(i)), relation(chained(i), "tail")}
	}
	b := kg.Batch{
		Types:     []kg.RelationType{{ID: "knows", Label: "knows", InverseLabel: "is known by"}},
		Entities:  []kg.Entity{{ID: "hub", Kind: kg.KindPerson, Name: "Hub"}, {ID: "tail", Kind: kg.KindPerson, Name: "Tail"}, {ID: chained(i), Kind: kg.KindPerson, Name: chained(i)}},
		Relations: both(i),
	}
	if before > 0 {
		for _, r := range both(before) {
			b.Retractions = append(b.Retractions, kg.Retraction{Relation: kg.RelationID(r, false)})
		}
	}
	return b
}

// TestWhatIsAskedWhileOthersWriteIsOneOfTheStatesBetween has a client read that the writer
// tells what it has written.
func TestWhatIsAskedWhileOthersWriteIsOneOfTheStatesBetween(t *testing.T) {
	const writes, window = 200, 10
	for name, open := range embedded {
		t.Run(name, func(t *testing.T) {
			store := open(t)
			s := over(t, store)
			var begun, done atomic.Int64
			var work sync.WaitGroup
			work.Go(func() {
				for i := 1; i <= writes; i++ {
					begun.Store(int64(i))
					if _, err := store.Write(t.Context(), chain(i, i-window)); err != nil {
						t.Error(err)
						return
					}
					done.Store(int64(i))
				}
			})
			for ended := false; !ended && !t.Failed(); {
				least := int(done.Load())
				ended = least == writes
				links, err := s.Links(t.Context(), kg.LinkRequest{Of: []string{"hub", "tail"}, Limit: 1000})
				require.NoError(t, err)
				most := int(begun.Load())
				var of [2][]string
				for _, l := range links.Links {
					of[map[string]int{"hub": 0, "tail": 1}[l.Of]] = append(of[map[string]int{"hub": 0, "tail": 1}[l.Of]], l.Other)
				}
				require.Equal(t, of[0], of[1], "a batch was seen by half")
				is := false
				for k := least; k <= most; k++ {
					var want []string
					for i := max(1, k-window+1); i <= k; i++ {
						want = append(want, chained(i))
					}
					is = is || slices.Equal(of[0], want)
				}
				require.True(t, is, "after %d to %d writes the links are with %v", least, most, of[0])
			}
			work.Wait()
			before := s.State().FromMemory
			await(t, func() bool {
				_, err := linkedWith(t.Context(), s, "hub")
				return err == nil && s.State().FromMemory > before
			})
		})
	}
}

func TestWhatAnotherServerWritesIsFollowed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.db")
	open := func() kg.Store {
		s, err := sqlite.Open(t.Context(), file)
		require.NoError(t, err)
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	one, other := over(t, open()), open()
	for i := 1; i <= 20; i++ {
		write(t, other, chain(i, i-1))
		others, err := linkedWith(t.Context(), one, "hub")
		require.NoError(t, err)
		require.Equal(t, []string{chained(i)}, others)
	}
	await(t, func() bool { return one.State().Relations == 2 })
	before := one.State().FromMemory
	await(t, func() bool {
		others, err := linkedWith(t.Context(), one, "tail")
		return err == nil && len(others) == 1 && one.State().FromMemory > before
	})
}

// replaceable is a store in the place of which another can be put.
type replaceable struct {
	kg.Store
	mu sync.RWMutex
}

func (r *replaceable) now() kg.Store {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.Store
}

func (r *replaceable) replace(s kg.Store) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Store = s
}

func (r *replaceable) Version(ctx context.Context) (string, error) { return r.now().Version(ctx) }
func (r *replaceable) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	return r.now().Get(ctx, keys)
}
func (r *replaceable) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	return r.now().Pages(ctx, reqs)
}
func (r *replaceable) Merges(ctx context.Context) ([]kg.MergeRecord, error) {
	return r.now().Merges(ctx)
}
func (r *replaceable) Types(ctx context.Context) ([]kg.RelationType, error) {
	return r.now().Types(ctx)
}
func (r *replaceable) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	return r.now().Links(ctx, req)
}

func TestADatabaseThatWasReplacedIsReadAnew(t *testing.T) {
	former, present := memory.Open(), memory.Open()
	for i := 1; i <= 3; i++ {
		write(t, former, chain(i, 0))
		write(t, present, chain(10*i, 0))
	}
	r := &replaceable{Store: former}
	s := over(t, r)
	before, err := linkedWith(t.Context(), s, "hub")
	require.NoError(t, err)
	require.Equal(t, []string{chained(1), chained(2), chained(3)}, before)
	r.replace(present)
	answered := s.State().FromMemory
	await(t, func() bool {
		others, err := linkedWith(t.Context(), s, "hub")
		require.NoError(t, err)
		require.Equal(t, []string{chained(10), chained(20), chained(30)}, others)
		return s.State().FromMemory > answered
	})
}

// logged has everything logged to what it returns until t ends.
func logged(t *testing.T) *lines {
	former, to := slog.Default(), &lines{}
	slog.SetDefault(slog.New(slog.NewTextHandler(to, nil)))
	t.Cleanup(func() { slog.SetDefault(former) })
	return to
}

type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), "\n")
}

func TestAGraphThatIsTooLargeIsLeftToTheStore(t *testing.T) {
	log := logged(t)
	store := kgtest.NewCounting(memory.Open())
	write(t, store, chain(1, 0))
	s := New(store, 2*(2*bytesOfRelation+3*bytesOfEntity)) // what the first batch has, twice
	t.Cleanup(s.Stop)
	await(t, func() bool { return s.State().Ready })
	for i := 2; i <= 10; i++ {
		write(t, s, chain(i, 0))
		others, err := linkedWith(t.Context(), s, "hub")
		require.NoError(t, err)
		require.Len(t, others, i)
	}
	await(t, func() bool { return s.State().TooLarge })
	require.False(t, s.State().Ready)
	store.Reset()
	_, err := linkedWith(t.Context(), s, "hub")
	require.NoError(t, err)
	require.Equal(t, 1, store.Total())
	require.Equal(t, 1, log.count())
}

// failing is a store of which the merges cannot be read.
type failing struct {
	kg.Store
	fail func() error
}

func (f failing) Merges(context.Context) ([]kg.MergeRecord, error) { return nil, f.fail() }

func TestAFailureInTheBackgroundLeavesTheAnswersToTheStore(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("merges cannot be read") },
		"a panic":  func() error { panic("merges cannot be read") },
	} {
		t.Run(name, func(t *testing.T) {
			logged(t)
			store := memory.Open()
			write(t, store, chain(1, 0))
			s := New(failing{store, fail}, enough)
			defer s.Stop()
			for i := 2; i <= 4; i++ {
				write(t, s, chain(i, i-1))
				others, err := linkedWith(t.Context(), s, "hub")
				require.NoError(t, err)
				require.Contains(t, others, chained(i))
			}
			require.False(t, s.State().Ready)
		})
	}
}
