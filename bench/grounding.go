package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/extract/llm"
	"conflictgraph/internal/gate"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
)

type groundingCommand struct {
	Articles string `default:"internal/evaluate/testdata/work" type:"existingdir" placeholder:"DIR" help:"Where the articles are that the answers are about (${default})."`
}

// Run prints, as JSON lines, what comes of each recorded answer.
func (c *groundingCommand) Run(ctx context.Context, to streams) error {
	answers, err := recordedAnswers()
	if err != nil {
		return err
	}
	out := json.NewEncoder(to.out)
	out.SetEscapeHTML(false)
	for _, a := range answers {
		g, err := ground(ctx, c.Articles, a)
		if err != nil {
			return fmt.Errorf("answer %s: %w", a.ID, err)
		}
		if err := out.Encode(g); err != nil {
			return err
		}
	}
	return nil
}

//go:embed grounding/answers.jsonl
var answersFile []byte

// recordedAnswer is what a language model answers about an article: one relation.
type recordedAnswer struct {
	ID, Article string
	Stands      bool // the quote stands in the article, apart from the forms of blanks, quotation marks and dashes
	Kind, Why   string
	Answer      json.RawMessage
}

func recordedAnswers() (answers []recordedAnswer, err error) {
	lines := bufio.NewScanner(bytes.NewReader(answersFile))
	lines.Buffer(nil, len(answersFile))
	for lines.Scan() {
		var a recordedAnswer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("answer %d: %w", len(answers)+1, err)
		}
		answers = append(answers, a)
	}
	return answers, lines.Err()
}

// grounded is what came of an answer.
type grounded struct {
	ID      string `json:"id"`
	Stored  bool   `json:"stored"`
	Exact   string `json:"exact,omitempty"` // the words that are stored
	Start   int    `json:"start"`           // in code points, like End
	End     int    `json:"end"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// ground has a language model give an answer about its article, to an empty graph.
func ground(ctx context.Context, articles string, a recordedAnswer) (grounded, error) {
	text, err := os.ReadFile(filepath.Join(articles, a.Article, "article.txt"))
	if err != nil {
		return grounded{}, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{
			"message": map[string]any{"role": "assistant", "content": string(a.Answer)}, "finish_reason": "stop",
		}}})
	}))
	defer server.Close()
	model, err := llm.New(llm.Options{URL: server.URL, Model: "recorded"})
	if err != nil {
		return grounded{}, err
	}
	document := kg.Document{ID: "doc:" + a.Article, Text: string(text)}
	store := memory.Open()
	extraction, err := model.Extract(ctx, extract.Article{Document: document.ID, Text: document.Text, Language: "en"}, ingest.Graph{Store: store})
	if err != nil {
		return grounded{}, err
	}
	result, err := gate.Check(ctx, store, gate.Request{Document: &document, Proposals: extraction.Proposals, Origin: kg.Origin{Extractor: model.Name(), Version: model.Version()}})
	if err != nil {
		return grounded{}, err
	}
	g := grounded{ID: a.ID}
	if len(result.Suggestions) == 1 {
		e := result.Suggestions[0].Evidence[0]
		g.Stored, g.Exact, g.Start, g.End = true, e.Exact, e.Start, e.End
		return g, nil
	}
	refused := append(extraction.Refused, result.Refused...)
	if len(refused) != 1 || len(refused[0].Examples) != 1 {
		return g, fmt.Errorf("%d suggestions and %d refusals came of one relation", len(result.Suggestions), len(refused))
	}
	g.Reason, g.Message = refused[0].Reason, refused[0].Examples[0]
	return g, nil
}
