package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"conflictgraph/internal/evaluate"
)

type evaluateCommand struct {
	extractorFlags
	Extractor string   `default:"rules" enum:"rules,llm" placeholder:"NAME" help:"What is measured: rules, or llm, a language model (${default})."`
	MaxTokens int      `placeholder:"N" help:"How many tokens a language model may take for all articles, in and out; no limit if not given."`
	Gold      []string `required:"" type:"existingdir" sep:"none" placeholder:"DIR" help:"A folder of annotated articles, each in a folder of its own; more than once for a column each."`
	List      bool     `help:"Also list, for each article, what is wrong and what is missed."`
	Second    []string `type:"existingdir" sep:"none" placeholder:"DIR" help:"Instead of an extractor, measure other annotations of the same articles: how well two people agree."`
}

// Help is what evaluate --help says beside its flags.
func (*evaluateCommand) Help() string {
	return `Reads the articles as ingest does, beside a graph that knows nothing, and prints how many of the claims that people annotated are found (recall), and how many of those that are found are right (precision). docs/extraction.md says what counts as right.`
}

// Run prints a table.
func (c *evaluateCommand) Run(ctx context.Context, _ *storeFlags, to streams) error {
	if len(c.Second) > 0 && len(c.Second) != len(c.Gold) {
		return errors.New("give one --second for each --gold")
	}
	var names []string
	var scores []evaluate.Score
	for i, dir := range c.Gold {
		gold, err := evaluate.Load(dir)
		if err != nil {
			return err
		}
		var found []evaluate.Article
		if len(c.Second) > 0 {
			if found, err = evaluate.Load(c.Second[i]); err != nil {
				return err
			}
			if len(found) != len(gold) {
				return fmt.Errorf("%s has %d articles, and %s has %d", c.Second[i], len(found), dir, len(gold))
			}
		} else {
			extractor, err := c.extractor(c.Extractor, c.MaxTokens)
			if err != nil {
				return err
			}
			if found, err = evaluate.Extract(ctx, extractor, gold); err != nil {
				return err
			}
		}
		if c.List {
			if err := evaluate.WriteDifferences(to.out, gold, found); err != nil {
				return err
			}
		}
		names, scores = append(names, filepath.Base(dir)), append(scores, evaluate.Compare(gold, found))
	}
	return evaluate.WriteTable(to.out, names, scores)
}
