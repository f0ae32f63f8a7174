package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"conflictgraph/bench/synthetic"
	"conflictgraph/internal/backup"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/neo4jserver"
	"conflictgraph/internal/store/neo4j"
	"conflictgraph/internal/store/neo4j/importfiles"
)

type offlineCommand struct {
	Relations int    `default:"1000000" placeholder:"N" help:"How many rows are loaded (${default})."`
	Heap      string `default:"4g" placeholder:"SIZE" help:"The most memory for objects of Neo4j and of its importer (${default})."`
}

// Run loads the same rows into one Neo4j by its driver and into another by its importer,
// from the files of a SQLite store.
func (c *offlineCommand) Run(ctx context.Context, to streams) (err error) {
	if c.Relations < fewestRelations {
		return fmt.Errorf("--relations %d are too few to measure; give at least %d", c.Relations, fewestRelations)
	}
	dir, err := os.MkdirTemp("", "conflictgraph-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	rows, err := synthetic.WriteQuadruples(dir, c.Relations)
	if err != nil {
		return err
	}
	o := offline{ctx: ctx, heap: c.Heap, dir: dir, rows: rows, progress: to.progress}
	for _, step := range []func() error{o.loadOnline, o.loadSQLite, o.writeFiles, o.runImporter, o.open} {
		if err := step(); err != nil {
			return err
		}
	}
	return o.print(to.out)
}

// offline is how long each step of both ways takes.
type offline struct {
	ctx      context.Context
	heap     string
	dir      string
	rows     synthetic.QuadrupleFiles
	progress io.Writer

	relations, served                        int // written, and in the database that was imported
	online, sqlite, files, importer, opening time.Duration
	starting                                 time.Duration // of Neo4j, in opening
}

func (o *offline) db() string     { return filepath.Join(o.dir, "graph.db") }
func (o *offline) folder() string { return filepath.Join(o.dir, "files") }
func (o *offline) home() string   { return filepath.Join(o.dir, "neo4j") }

// load imports the rows into t, as the import command does.
func (o *offline) load(t *target) (taken time.Duration, err error) {
	reader, err := openRows(o.rows)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	rates := loadRates{out: o.progress, name: t.name}
	began := time.Now()
	summary, err := exchange.Run(o.ctx, t, reader, exchange.Options{Loader: t, Progress: rates.show})
	o.relations = summary.Written.Relations
	return time.Since(began), err
}

func (o *offline) loadOnline() error {
	server, err := neo4jserver.Start(o.ctx, neo4jserver.Options{Heap: o.heap})
	if err != nil {
		return err
	}
	t, err := openNeo4jAt(o.ctx, neo4j.Config{URI: server.URI}, loadedName)
	if err == nil {
		o.online, err = o.load(t)
		err = errors.Join(err, t.close())
	}
	return errors.Join(err, server.Stop())
}

func (o *offline) loadSQLite() error {
	t, err := openSQLiteAt(o.ctx, o.db())
	if err != nil {
		return err
	}
	o.sqlite, err = o.load(t)
	return errors.Join(err, t.close())
}

func (o *offline) writeFiles() error {
	t, err := openSQLiteAt(o.ctx, o.db())
	if err != nil {
		return err
	}
	began := time.Now()
	_, err = backup.Copy(o.ctx, t, func(context.Context) (kg.Restoration, error) { return neo4j.OpenFiles(o.folder()) }, nil)
	o.files = time.Since(began)
	fmt.Fprintf(o.progress, "files written in %s\n", o.files)
	return errors.Join(err, t.close())
}

func (o *offline) runImporter() error {
	began := time.Now()
	err := neo4jserver.Import(o.ctx, o.folder(), importfiles.Arguments, o.home(), o.heap)
	o.importer = time.Since(began)
	fmt.Fprintf(o.progress, "imported in %s\n", o.importer)
	return err
}

// open starts a Neo4j on what was imported, and opens the store, which makes the indexes.
func (o *offline) open() error {
	began := time.Now()
	server, err := neo4jserver.Start(o.ctx, neo4jserver.Options{Dir: o.home(), Heap: o.heap})
	if err != nil {
		return err
	}
	o.starting = time.Since(began)
	t, err := openNeo4jAt(o.ctx, neo4j.Config{URI: server.URI}, loadedName)
	if err == nil {
		o.opening = time.Since(began)
		err = o.count(t)
		err = errors.Join(err, t.close())
	}
	return errors.Join(err, server.Stop())
}

// count asks what was imported how many relations it has.
func (o *offline) count(t *target) error {
	pages, _, err := t.Pages(o.ctx, kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 1}, Count: true}}})
	if err == nil {
		o.served = pages[0].Total
	}
	if err == nil && o.served != o.relations {
		err = fmt.Errorf("of %d relations %d were imported", o.relations, o.served)
	}
	return err
}

// print prints the table, of which each ratio is of this run.
func (o *offline) print(out io.Writer) error {
	fmt.Fprintf(out, "%d rows, %d relations\n\n| Step | Time | Beside the importer | Online beside it |\n|---|---|---|---|\n", o.relations, o.served)
	line := func(what string, d time.Duration) {
		fmt.Fprintf(out, "| %s | %s | %.2f | %.2f |\n", what, d.Round(100*time.Millisecond), d.Seconds()/o.importer.Seconds(), o.online.Seconds()/d.Seconds())
	}
	restored := o.files + o.importer + o.opening
	line("rows into Neo4j, online, indexes included", o.online)
	line("rows into SQLite", o.sqlite)
	line("files of SQLite's store", o.files)
	line("Neo4j's importer", o.importer)
	line(fmt.Sprintf("Neo4j started (%.1f s), indexes made", o.starting.Seconds()), o.opening)
	line("SQLite's store to a graph that answers", restored)
	line("rows to a graph that answers", o.sqlite+restored)
	return nil
}
