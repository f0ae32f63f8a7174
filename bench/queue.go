package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/sqlite"
)

// queueCommand compares pages of a long review queue with those of a short one.
type queueCommand struct {
	Suggestions int `default:"1000000" help:"How many suggestions the long queue has; the short one has a hundredth."`
	Repetitions int `default:"200" help:"How often each page is asked for."`
}

// perDocument is how many suggestions are made of each article.
const perDocument = 20

// Run fills both queues and prints how long pages of them take.
func (c *queueCommand) Run(ctx context.Context, to streams) error {
	dir, err := os.MkdirTemp("", "queue")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var stores []kg.Store
	for i, n := range []int{c.Suggestions / 100, c.Suggestions} {
		s, err := sqlite.Open(ctx, filepath.Join(dir, fmt.Sprintf("%d.db", i)))
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		began := time.Now()
		if err := fillQueue(ctx, s, n, to); err != nil {
			return err
		}
		fmt.Fprintf(to.progress, "%d suggestions in %s\n", n, time.Since(began).Round(time.Second))
		stores = append(stores, s)
	}
	fmt.Fprintf(to.out, "| Page of 20, SQLite | %d suggestions | %d suggestions | Ratio |\n|---|---|---|---|\n", c.Suggestions/100, c.Suggestions)
	for _, page := range []struct {
		name string
		of   func(n int) kg.SuggestionList
	}{
		{"the first that are pending", func(int) kg.SuggestionList { return pendingOf(kg.SuggestionFilter{}) }},
		{"from the middle on", func(n int) kg.SuggestionList {
			l := pendingOf(kg.SuggestionFilter{})
			l.Slice.After = kg.QueuePosition(int64(n / 2))
			return l
		}},
		{"the newest", func(int) kg.SuggestionList { l := pendingOf(kg.SuggestionFilter{}); l.NewestFirst = true; return l }},
		{"of one document", func(n int) kg.SuggestionList {
			return pendingOf(kg.SuggestionFilter{Documents: []string{queuedDocument(n / perDocument / 2)}})
		}},
		{"with a problem that one in forty has", func(int) kg.SuggestionList {
			return pendingOf(kg.SuggestionFilter{Problems: []kg.ProblemCode{kg.ProblemCue}})
		}},
		{"of a document, a type and an extractor", func(n int) kg.SuggestionList {
			return pendingOf(kg.SuggestionFilter{Documents: []string{queuedDocument(1)}, Types: []string{"met-with"}, Extractors: []string{"rules"}})
		}},
	} {
		ask := func(i, n int) func(int) error {
			return func(int) error {
				_, err := stores[i].ListSuggestions(ctx, page.of(n))
				return err
			}
		}
		times, err := alternate(c.Repetitions, ask(0, c.Suggestions/100), ask(1, c.Suggestions))
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "| %s | %s | %s | %.2f |\n", page.name, duration(times[0].p50()), duration(times[1].p50()), float64(times[1].p50())/float64(times[0].p50()))
	}
	return nil
}

func pendingOf(f kg.SuggestionFilter) kg.SuggestionList {
	f.States = []kg.SuggestionState{kg.SuggestionPending}
	return kg.SuggestionList{Filter: f, Slice: kg.Slice{Limit: kg.DefaultPageSize}}
}

func queuedDocument(n int) string { return fmt.Sprintf("doc:article-%d", n) }

// fillQueue writes n suggestions, one in forty with a problem.
func fillQueue(ctx context.Context, s kg.Store, n int, to streams) error {
	if err := kg.RecordVocabulary(ctx, s); err != nil {
		return err
	}
	const text = "Ada Example met Ben Sample."
	reported := time.Now()
	for at := 0; at < n; {
		var b kg.Batch
		for len(b.Suggestions) < 5000 && at < n {
			if at%perDocument == 0 {
				b.Documents = append(b.Documents, kg.Document{ID: queuedDocument(at / perDocument), Text: text})
			}
			person := func(name string) kg.SuggestedEntity {
				return kg.SuggestedEntity{ID: fmt.Sprintf("%s-%d", name, at), New: true, Name: fmt.Sprintf("%s %d", name, at), Kind: kg.KindPerson}
			}
			one := kg.Suggestion{
				Document: queuedDocument(at / perDocument), Type: "met-with", Subject: person("ada"), Object: person("ben"),
				Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Evidence: []kg.SuggestedEvidence{{Exact: text[:26], End: 26}}, Origin: kg.Origin{Extractor: "rules"},
			}
			if at%40 == 0 {
				one.Problems = []kg.SuggestionProblem{{Code: kg.ProblemCue, Message: "made up"}}
			}
			b.Suggestions = append(b.Suggestions, one)
			at++
		}
		if _, err := s.Write(ctx, b); err != nil {
			return err
		}
		if time.Since(reported) >= timeBetweenReport {
			reported = time.Now()
			fmt.Fprintf(to.progress, "%d of %d suggestions written\n", at, n)
		}
	}
	return nil
}
