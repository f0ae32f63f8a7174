package command

import (
	"context"
	"sync"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/extract/llm"
	"conflictgraph/internal/extract/rules"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
)

// extractorFlags say how articles are read.
type extractorFlags struct {
	LLMURL   string `name:"llm-url" env:"CONFLICTGRAPH_LLM_URL" placeholder:"URL" help:"The base of an OpenAI-compatible API, such as http://localhost:11434/v1, for the extractor llm. Nothing is sent anywhere unless that is asked for."`
	LLMModel string `name:"llm-model" env:"CONFLICTGRAPH_LLM_MODEL" placeholder:"NAME" help:"The language model, as that server calls it."`
	LLMKey   string `name:"llm-key" env:"CONFLICTGRAPH_LLM_KEY" placeholder:"WORD" help:"The key that the server asks for; better set in the environment."`
	LLMKeep  string `name:"keep" type:"path" placeholder:"DIR" help:"Keep what a language model is asked and answers in this folder."`
}

// readerFlags choose an extractor.
type readerFlags struct {
	extractorFlags
	Extractor string `default:"rules" enum:"rules,llm" placeholder:"NAME" help:"What reads the articles: rules, which needs nothing, or llm, a language model (${default})."`
	MaxTokens int    `placeholder:"N" help:"How many tokens a language model may take for all articles, in and out; no limit if not given."`
}

func (f *readerFlags) open() (extract.Extractor, error) { return f.extractor(f.Extractor, f.MaxTokens) }

// extractor returns the extractor of a name. A language model may take maxTokens for all
// articles; 0 is no limit.
func (f *extractorFlags) extractor(name string, maxTokens int) (extract.Extractor, error) {
	switch name {
	case "rules":
		return rules.Extractor{}, nil
	case "llm":
		return llm.New(llm.Options{URL: f.LLMURL, Model: f.LLMModel, Key: f.LLMKey, MaxTokens: maxTokens, Keep: f.LLMKeep})
	}
	return nil, kg.BadInput("input.extractor", "there is no extractor %q; give rules or llm", kg.Shorten(name))
}

// names returns the extractors that can be asked for.
func (f *extractorFlags) names() []string {
	if f.LLMURL == "" || f.LLMModel == "" {
		return []string{"rules"}
	}
	return []string{"rules", "llm"}
}

// ingesting returns what reads an article for a client, until closing is closed. Extractors are made
// when they are first asked for, and share what they may take.
func (f *extractorFlags) ingesting(closing <-chan struct{}, store kg.Store, maxTokens int) func(ctx context.Context, extractor, agent string, document kg.Document) (*kg.Ingestion, error) {
	var mu sync.Mutex
	made := map[string]extract.Extractor{}
	background := ingest.NewBackground(closing)
	named := func(name string) (extract.Extractor, error) {
		mu.Lock()
		defer mu.Unlock()
		if made[name] != nil {
			return made[name], nil
		}
		extractor, err := f.extractor(name, maxTokens)
		if err != nil {
			return nil, kg.BadInput("input.extractor", "%v", err)
		}
		made[name] = extractor
		return extractor, nil
	}
	return func(ctx context.Context, name, agent string, document kg.Document) (*kg.Ingestion, error) {
		extractor, err := named(name)
		if err != nil {
			return nil, err
		}
		reader := ingest.Reader{Store: store, Known: ingest.Graph{Store: store}, Extractor: extractor, Agent: agent}
		read := reader.Ingest
		if name == "llm" {
			read = func(ctx context.Context, d kg.Document) (*kg.Ingestion, error) {
				return background.Ingest(ctx, reader, d)
			}
		}
		in, err := read(ctx, document)
		return in, kg.Within("input", err)
	}
}
