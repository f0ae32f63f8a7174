package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"conflictgraph/internal/evaluate"
	"conflictgraph/internal/extract"
)

type evaluateCommand struct {
	readerFlags
	Gold   []string `required:"" type:"existingdir" sep:"none" placeholder:"DIR" help:"A folder of annotated articles, each in a folder of its own; more than once for a column each."`
	List   bool     `help:"Also list, for each article, what is wrong and what is missed."`
	Second []string `type:"existingdir" sep:"none" placeholder:"DIR" help:"Instead of an extractor, measure other annotations of the same articles: how well two people agree."`
}

// Help is what evaluate --help says beside its flags.
func (*evaluateCommand) Help() string {
	return `Reads the articles as ingest does, beside a graph that knows nothing, and prints how many of the claims that people annotated are found (recall), and how many of those that are found are right (precision). docs/reviewing.md says what counts as right.`
}

// Run prints a table.
func (c *evaluateCommand) Run(ctx context.Context, _ *storeFlags, to streams) error {
	if len(c.Second) > 0 && len(c.Second) != len(c.Gold) {
		return errors.New("give one --second for each --gold")
	}
	extractor, err := c.readerFlags.open()
	if err != nil {
		return err
	}
	var names []string
	var scores []evaluate.Score
	for i, dir := range c.Gold {
		gold, err := evaluate.Load(dir)
		if err != nil {
			return err
		}
		found, err := c.found(ctx, extractor, i, gold)
		if err != nil {
			return err
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

// found returns what is measured of some articles: what an extractor finds in them, or what
// the other annotations of the folder of the same number have.
func (c *evaluateCommand) found(ctx context.Context, extractor extract.Extractor, i int, gold []evaluate.Article) ([]evaluate.Article, error) {
	if len(c.Second) == 0 {
		return evaluate.Extract(ctx, extractor, gold)
	}
	second, err := evaluate.Load(c.Second[i])
	if err == nil && len(second) != len(gold) {
		err = fmt.Errorf("%s has %d articles, and %s has %d", c.Second[i], len(second), c.Gold[i], len(gold))
	}
	return second, err
}
