package kgtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// How many writers there are at once, besides those that count: read a number, and
// write the next if nobody has done so since.
const (
	crowdWriters  = 200
	crowdCounters = 10
)

// crowd is what many writers at once have asked for and been told.
type crowd struct {
	store   kg.Store
	looking sync.WaitGroup // those that count, until each has read for the first time

	mu        sync.Mutex
	asked     map[string]kg.Batch // by key
	told      map[string]kg.Written
	conflicts []string // what the errors of expectations say
	counted   int      // how often somebody who counts was told that it was written
}

// testCrowd has hundreds of writers assert, quote, retract, withdraw, name, merge
// and unmerge the same few things at once, each under a key, some of them twice. In
// the order of the journal, one after the other, it has to come to the same.
func testCrowd(t *testing.T, s kg.Store) {
	c := &crowd{store: s, asked: map[string]kg.Batch{}, told: map[string]kg.Written{}}
	first := c.beginning()
	_, err := s.Write(t.Context(), cloneBatch(first))
	must(t, err)
	var writers sync.WaitGroup
	for writer := range crowdWriters {
		writers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(writer), 8))
			c.write(t, random, fmt.Sprintf("writer %d", writer), c.draw(random, writer))
		})
	}
	c.looking.Add(crowdCounters)
	for counter := range crowdCounters {
		writers.Go(func() { c.count(t, counter) })
	}
	writers.Wait()
	if t.Failed() {
		return
	}
	c.replay(t, first)
}

// beginning is what is there before the crowd comes.
func (c *crowd) beginning() kg.Batch {
	b := Graph()
	for i := range 6 {
		b.Entities = append(b.Entities, kg.Entity{ID: crowdPerson(i), Kind: kg.KindPerson, Name: fmt.Sprintf("Person %d", i)})
	}
	b.Entities = append(b.Entities, kg.Entity{ID: "counter", Kind: kg.KindReport, Name: "Counter"})
	for i := range 4 {
		b.Documents = append(b.Documents, crowdDocument(i))
	}
	return b
}

func crowdPerson(i int) string { return fmt.Sprintf("crowd-person-%d", i) }

func crowdDocument(i int) kg.Document {
	return kg.Document{ID: fmt.Sprintf("doc:crowd-%d", i), Text: fmt.Sprintf("One met another, says report %d.", i)}
}

// draw returns something to write.
func (c *crowd) draw(random *rand.Rand, writer int) kg.Batch {
	person := func() string { return crowdPerson(random.IntN(6)) }
	document := crowdDocument(random.IntN(4))
	relation := kg.Relation{
		Type: "met-with", Subject: person(), Object: "boris-novak", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{Quote(document, "One met another")},
	}
	switch random.IntN(8) {
	case 0, 1:
		return kg.Batch{Relations: []kg.Relation{relation}}
	case 2:
		return kg.Batch{Relations: []kg.Relation{relation, Graph().Relations[War]}, Retractions: []kg.Retraction{{Relation: ID(random.IntN(len(Graph().Relations)))}}}
	case 3:
		return kg.Batch{Merges: []kg.Merge{{From: person(), Into: person(), Reason: "one"}}}
	case 4:
		return kg.Batch{Unmerges: []kg.Unmerge{{Entity: person(), Reason: "two"}}}
	case 5:
		return kg.Batch{Withdrawals: []kg.Withdrawal{{Document: document.ID, Reason: "wrong"}}}
	case 6:
		i := random.IntN(6)
		return kg.Batch{Entities: []kg.Entity{{ID: crowdPerson(i), Kind: kg.KindPerson, Name: fmt.Sprintf("Person %d", i), Aliases: []string{fmt.Sprintf("Alias %d", random.IntN(20))}}}}
	}
	own := kg.Document{ID: fmt.Sprintf("doc:own-%d", writer), Text: "Own."}
	return kg.Batch{Documents: []kg.Document{own}, Expect: []kg.Expectation{{ID: own.ID}}}
}

// write writes b under a key, every third time twice at once, until it is done or
// refused. It reports which.
func (c *crowd) write(t *testing.T, random *rand.Rand, key string, b kg.Batch) (done bool) {
	b.Provenance = kg.Provenance{Operation: "crowd", Agent: "crowd", Key: key, Digest: key}
	c.mu.Lock()
	c.asked[key] = b
	c.mu.Unlock()
	var once sync.WaitGroup
	answers := make([]kg.Written, 1+random.IntN(3)/2)
	refused := make([]error, len(answers))
	for i := range answers {
		once.Go(func() { answers[i], refused[i] = c.persist(t.Context(), b) })
	}
	once.Wait()
	for i, err := range refused {
		switch {
		case err == nil:
			if answers[i].Activity == 0 || answers[i].Activity != max(answers[0].Activity, answers[len(answers)-1].Activity) {
				t.Errorf("%s was done as %+v", key, answers)
			}
			done = true
			if !answers[i].Repeated {
				c.mu.Lock()
				if _, twice := c.told[key]; twice {
					t.Errorf("%s was done twice", key)
				}
				c.told[key] = answers[i]
				c.mu.Unlock()
			}
		case kg.ErrorCode(err) == kg.CodeConflict || kg.ErrorCode(err) == kg.CodeBadInput:
			c.mu.Lock()
			c.conflicts = append(c.conflicts, err.Error())
			c.mu.Unlock()
		default:
			t.Errorf("%s: %v", key, err)
		}
	}
	return done
}

// persist sends a batch again under its key while the store is too busy for it.
func (c *crowd) persist(ctx context.Context, b kg.Batch) (w kg.Written, err error) {
	for range 100 {
		if w, err = c.store.Write(ctx, cloneBatch(b)); kg.ErrorCode(err) != kg.CodeUnavailable {
			return w, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return w, err
}

// count adds the next number to the names of the counter, unless somebody else has
// since it was read: then it reads again. All that count read before any writes.
func (c *crowd) count(t *testing.T, counter int) {
	random := rand.New(rand.NewPCG(uint64(counter), 9))
	for try := range 10 * crowdCounters {
		last, names, err := c.counter(t.Context())
		if try == 0 {
			c.looking.Done()
			c.looking.Wait()
		}
		if kg.ErrorCode(err) == kg.CodeUnavailable {
			continue
		}
		if err != nil {
			t.Errorf("reading the counter: %v", err)
			return
		}
		done := c.write(t, random, fmt.Sprintf("counter %d try %d", counter, try), kg.Batch{
			Expect:   []kg.Expectation{{ID: "counter", Activity: last}},
			Entities: []kg.Entity{{ID: "counter", Kind: kg.KindReport, Name: "Counter", Aliases: []string{strconv.Itoa(names + 1)}}},
		})
		if done {
			c.mu.Lock()
			c.counted++
			c.mu.Unlock()
			return
		}
	}
	t.Errorf("counter %d never had its turn", counter)
}

// counter returns the last activity that changed the counter, and after that how
// many names it has.
func (c *crowd) counter(ctx context.Context) (last int64, names int, err error) {
	latest, err := c.store.Get(ctx, kg.Keys{Journal: &kg.JournalRequest{Of: []string{"counter"}, Limit: 1000}})
	if err != nil {
		return 0, 0, err
	}
	found, err := c.store.Get(ctx, kg.Keys{Entities: []string{"counter"}})
	if err != nil {
		return 0, 0, err
	}
	return latest.Journal[len(latest.Journal)-1].Number, len(found.Entities["counter"].Aliases), nil
}

var staleExpectation = regexp.MustCompile(`^ifUnchangedSince: "(.*)" was changed by activity (\d+), after activity (\d+);`)

// replay writes what was done once more to an oracle, in the order of the journal,
// and compares.
func (c *crowd) replay(t *testing.T, first kg.Batch) {
	o := told(t, first)
	var journal []kg.Activity
	for {
		found, err := c.store.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{After: int64(len(journal)), Limit: 100}})
		must(t, err)
		if len(found.Journal) == 0 {
			break
		}
		journal = append(journal, found.Journal...)
	}
	t.Run("what was acknowledged is in the journal once, and nothing else", func(t *testing.T) {
		keys := map[string]int64{}
		for i, a := range journal {
			same(t, "number", a.Number, int64(i+1))
			if i == 0 {
				continue
			}
			if !a.RecordedAt.After(journal[i-1].RecordedAt) {
				t.Errorf("activity %d was recorded at %v, not after the one before it", a.Number, a.RecordedAt)
			}
			if keys[a.Key] != 0 {
				t.Errorf("%q is there as activity %d and %d", a.Key, keys[a.Key], a.Number)
			}
			keys[a.Key] = a.Number
		}
		same(t, "how many", len(keys), len(c.told))
		for key, w := range c.told {
			same(t, "activity of "+key, keys[key], w.Activity)
		}
	})
	t.Run("one after the other they come to the same", func(t *testing.T) {
		for _, a := range journal[1:] {
			b := cloneBatch(c.asked[a.Key])
			b.RecordedAt = a.RecordedAt
			w, err := o.Write(t.Context(), b)
			must(t, err)
			same(t, "what "+a.Key+" wrote", c.told[a.Key], w)
		}
		known, err := o.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Limit: len(journal)}})
		must(t, err)
		same(t, "journal", journal, known.Journal)
		same(t, "everything", everything(t, c.store), everything(t, o))
		ids := []string{"anna-keller", "boris-novak", "northland", "counter"}
		for i := range 6 {
			ids = append(ids, crowdPerson(i))
		}
		checkQuestions(t, c.store, o, ids, nil)
		checkQuestions(t, c.store, o, ids, &journal[len(journal)/2].RecordedAt)
	})
	t.Run("no count is lost", func(t *testing.T) {
		found, err := c.store.Get(t.Context(), kg.Keys{Entities: []string{"counter"}})
		must(t, err)
		names := slices.Clone(found.Entities["counter"].Aliases)
		same(t, "how often it was counted", c.counted, crowdCounters)
		var want []string
		for i := range crowdCounters {
			want = append(want, strconv.Itoa(i+1))
		}
		slices.Sort(names)
		slices.Sort(want)
		same(t, "the numbers", names, want)
	})
	t.Run("who was too late is told the current version", func(t *testing.T) {
		late := 0
		for _, text := range c.conflicts {
			m := staleExpectation.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			late++
			current, _ := strconv.Atoi(m[2])
			known, _ := strconv.Atoi(m[3])
			if current <= known || current > len(journal) || !slices.ContainsFunc(journal[current-1].Changes, func(change kg.Change) bool { return change.ID == m[1] }) {
				t.Errorf("%s, and activity %d is %+v", text, current, journal[current-1])
			}
		}
		if late == 0 {
			t.Error("nobody was too late")
		}
	})
}
