package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// OpenFiles begins a restoration into the files of a folder, which is there once it is
// finished, and empty or not there before: those that Neo4j's importer makes a database
// of, its arguments, and the statements of its indexes. The importer makes none itself,
// so that the first Open of the database does, unless they have been made. Entities and
// the ids of documents are kept in memory meanwhile.
func OpenFiles(path string) (kg.Restoration, error) {
	s, err := newStaged(path)
	if err != nil {
		return nil, err
	}
	read := func(_ context.Context, fn func(plan.Snapshot) error) error { return fn(s) }
	return &filesRestoration{staged: s, checked: plan.NewLoading(read, nil, time.Time{})}, nil
}

// A filesRestoration is a restoration as that into a database is, step by step.
type filesRestoration struct {
	staged  *staged
	checked *plan.Loading
}

// Write takes the next records; see kg.Restoration.
func (r *filesRestoration) Write(ctx context.Context, records []kg.Record) error {
	part := kg.NewPart(records)
	if err := part.Check(ctx, r.checked.Check); err != nil {
		return err
	}
	changes, err := plan.RestoredThings(ctx, r.staged, part)
	if err != nil {
		return err
	}
	if err := r.staged.Apply(ctx, changes); err != nil {
		return err
	}
	relations, _, err := plan.Relations(ctx, r.staged, part.Batch)
	if err != nil {
		return err
	}
	if err := r.staged.Apply(ctx, relations); err != nil {
		return err
	}
	if err := plan.Restore(ctx, r.staged, part); err != nil {
		return err
	}
	if err := plan.RewriteTerms(ctx, r.staged, officeHolders(part.Batch.Relations)); err != nil {
		return err
	}
	return r.staged.writePart()
}

// entitiesBetweenReports is after how many of the entities progress is told.
const entitiesBetweenReports = 10_000

// Finish writes what all records together say and puts the folder in its place; see
// kg.Restoration.
func (r *filesRestoration) Finish(ctx context.Context, progress func(done, total int)) error {
	total := len(r.staged.inOrder) + 1
	report := func(done int) {
		if progress != nil {
			progress(done, total)
		}
	}
	for i, e := range r.staged.inOrder {
		if i%entitiesBetweenReports == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			report(i)
		}
		if err := r.staged.writeEntity(e); err != nil {
			return err
		}
	}
	if err := r.staged.writeMarker(); err != nil {
		return err
	}
	if err := r.staged.folder.Add("indexes.cypher", strings.Join(slices.Concat(schema), ";\n")+";\n"); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.staged.folder.Finish(); err != nil {
		return fmt.Errorf("ending the files: %w", err)
	}
	report(total)
	return nil
}

// Close leaves nothing of files that are not finished; see kg.Restoration.
func (r *filesRestoration) Close() error { return r.staged.close() }
