package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/neo4j"
	"conflictgraph/internal/store/neo4j/importfiles"
)

type neo4jFilesCommand struct {
	Backup string `type:"existingfile" placeholder:"FILE" help:"Take what backup wrote to this file instead of the store."`
	Folder string `arg:"" type:"path" help:"Where to write: a folder that is empty or not there yet. It is there only once it is whole."`
}

// Help is what neo4j-files --help says beside its flags.
func (*neo4jFilesCommand) Help() string {
	return `Within the folder, neo4j-admin database import full @` + importfiles.Arguments + ` then makes a database of the files, in which a server that is started on it makes the indexes. docs/operating.md has it step by step.`
}

// Run writes the files. Where it fails or is interrupted, it leaves none.
func (c *neo4jFilesCommand) Run(ctx context.Context, flags *storeFlags, to streams) error {
	display := exchange.NewDisplay(to.err, isTerminal(to.err))
	defer display.Close()
	began := time.Now()
	counts, err := c.write(ctx, flags, func(p backup.Progress) { display.Show(restoring(p, began)) })
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; nothing was kept")
	}
	if err == nil {
		fmt.Fprintf(to.out, "wrote %s: %s\n", c.Folder, described(counts))
	}
	return err
}

func (c *neo4jFilesCommand) write(ctx context.Context, flags *storeFlags, progress func(backup.Progress)) (_ backup.Counts, err error) {
	open := func(context.Context) (kg.Restoration, error) { return neo4j.OpenFiles(c.Folder) }
	if c.Backup != "" {
		file, err := os.Open(c.Backup)
		if err != nil {
			return backup.Counts{}, err
		}
		counts, err := backup.Restore(ctx, file, open, progress)
		if err != nil {
			err = fmt.Errorf("%s: %w", c.Backup, err)
		}
		return counts, errors.Join(err, file.Close())
	}
	if err := flags.exists(); err != nil {
		return backup.Counts{}, err
	}
	from, err := flags.open(ctx)
	if err != nil {
		return backup.Counts{}, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	return backup.Copy(ctx, from, open, progress)
}

// restoring says how far a restoration has come that began at some time.
func restoring(p backup.Progress, began time.Time) exchange.Progress {
	return exchange.Progress{
		Rows: p.Records, Bytes: int64(p.Records), TotalBytes: int64(p.Total), Steps: p.Steps, TotalSteps: p.TotalSteps, Elapsed: time.Since(began),
	}
}
