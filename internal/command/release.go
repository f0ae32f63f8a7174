package command

import (
	"cmp"
	"context"
	"fmt"

	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
)

// release returns what is to be found out about what the publisher has corrected
// or withdrawn, or nil where the files do not tell: those of ACLED do without the
// name of a release, since each event has an id that stays.
func (c *importCommand) release(ctx context.Context, reader exchange.Reader, store kg.Database) (*exchange.Release, error) {
	list, tells := reader.(exchange.Revisions)
	if c.DryRun || c.Release == "" && !tells {
		return nil, nil
	}
	release := exchange.NewRelease(cmp.Or(c.Name, c.Format), c.Release)
	if tells {
		list.OnDelete(release.Delete)
		list.OnRevise(release.Revise)
	}
	pending, err := store.LoadPending(ctx)
	if err != nil || pending {
		return release, err
	}
	return release, release.Begin(ctx, store)
}

// listed is how many of the relations that are gone are printed.
const listed = 20

// retract takes back what the publisher has corrected or withdrawn.
func (c *importCommand) retract(ctx context.Context, to streams, store kg.Database, release *exchange.Release, summary exchange.Summary) error {
	// A row that could not be read was not withdrawn.
	unread := summary.Rejected - summary.Unpaired
	whole := c.Release != "" && unread == 0
	gone, err := release.Find(ctx, store, whole)
	if err != nil {
		return err
	}
	if _, err := release.Retract(ctx, store, gone, importOf(c.Files...)); err != nil {
		return err
	}
	corrected := 0
	for _, g := range gone {
		if g.Corrected {
			corrected++
		}
	}
	if c.Release != "" || len(gone) > 0 {
		fmt.Fprintf(to.out, "%d relations added; %d corrected and %d withdrawn by the publisher, which are retracted\n", summary.Written.Relations, corrected, len(gone)-corrected)
	}
	var added []string
	total := 0
	if c.Release != "" || len(gone) > 0 {
		added, total = release.Added(listed)
	}
	for _, id := range added {
		fmt.Fprintf(to.out, "  %s: added\n", id)
	}
	if total > listed {
		fmt.Fprintf(to.out, "  and %d more\n", total-listed)
	}
	for i, g := range gone {
		if i == listed {
			fmt.Fprintf(to.out, "  and %d more\n", len(gone)-listed)
			break
		}
		fmt.Fprintf(to.out, "  %s of record %s: %s\n", g.Relation, g.Record, map[bool]string{true: "corrected", false: "withdrawn"}[g.Corrected])
	}
	if c.Release != "" && !whole {
		fmt.Fprintf(to.out, "%d rows could not be read, so that nothing counts as withdrawn; mend them and import the release again\n", unread)
	}
	return nil
}
