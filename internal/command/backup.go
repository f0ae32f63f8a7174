package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"conflictgraph/internal/backup"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store"
)

type backupCommand struct {
	File  string `arg:"" type:"path" help:"Where to write. It is there only once it is whole."`
	Force bool   `help:"Write over a file that is there."`
}

// Run writes the backup. Where it fails or is interrupted, it leaves no file.
func (c *backupCommand) Run(ctx context.Context, flags *storeFlags, to streams) error {
	err := c.write(ctx, flags, to)
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; nothing was kept")
	}
	return err
}

func (c *backupCommand) write(ctx context.Context, flags *storeFlags, to streams) (err error) {
	if err := flags.exists(); err != nil {
		return err
	}
	out, finish, err := wholeFile(c.File, c.Force)
	if err != nil {
		return err
	}
	var counts backup.Counts
	defer func() {
		if err = finish(err); err == nil {
			fmt.Fprintf(to.out, "wrote %s: %s\n", c.File, described(counts))
		}
	}()
	from, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	began := time.Now()
	display := exchange.NewDisplay(to.err, isTerminal(to.err))
	defer display.Close()
	counts, err = backup.Write(ctx, from, out, func(records int) {
		display.Show(exchange.Progress{Rows: records, Elapsed: time.Since(began)})
	})
	return err
}

// exists returns an error where a store would be made only by opening it.
func (f *storeFlags) exists() error {
	if !f.config().IsFile() {
		return nil
	}
	if f.DB == store.Memory {
		return errors.New("a graph in memory is that of one process; name the file of another with --db")
	}
	if _, err := os.Stat(f.DB); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database file %s; give the path of the one to back up with --db, or NEO4J_URI", f.DB)
	}
	return nil
}

func described(c backup.Counts) string {
	return fmt.Sprintf("%d entities, %d documents, %d relations of %d types, %d merges and %d activities",
		c.Entities, c.Documents, c.Relations, c.Types, c.Merges, c.Activities)
}

type restoreCommand struct {
	File string `arg:"" type:"existingfile" help:"What backup wrote, of either store."`
}

// Run fills an empty store with a backup. Where that fails or is interrupted once
// it has begun, nothing else opens the store until a backup is restored into it.
func (c *restoreCommand) Run(ctx context.Context, flags *storeFlags, to streams) (err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	display := exchange.NewDisplay(to.err, isTerminal(to.err))
	defer display.Close()
	begun := false
	began := time.Now()
	counts, err := backup.Restore(ctx, file, func(ctx context.Context) (kg.Restoration, error) {
		restoration, err := store.OpenRestoration(ctx, flags.config())
		begun, began = err == nil, time.Now()
		return restoration, err
	}, func(p backup.Progress) { display.Show(restoring(p, began)) })
	switch {
	case err == nil:
		fmt.Fprintf(to.out, "restored %s: %s\n", c.File, described(counts))
		return nil
	case errors.Is(err, context.Canceled) && begun:
		return errors.New("interrupted; the store is not complete, and restore begins anew")
	case errors.Is(err, context.Canceled):
		return errors.New("interrupted; nothing was restored")
	case begun:
		return fmt.Errorf("%s: %w; the store is not complete, and restore begins anew", c.File, err)
	}
	return fmt.Errorf("%s: %w", c.File, err)
}
