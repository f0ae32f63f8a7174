package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"

	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
	"conflictgraph/seed"
)

type importCommand struct {
	Format     string   `required:"" enum:"${importFormats}" placeholder:"FORMAT" help:"What the files are: ${importDescriptions}."`
	Name       string   `placeholder:"NAME" help:"The data set's name, which its ids begin with; the format's if not given."`
	Mapping    string   `type:"existingfile" placeholder:"FILE" help:"Which column of a table is what (csv)."`
	Suggest    bool     `help:"Print a first mapping for a table, and read nothing into the store (csv)."`
	DateFormat string   `placeholder:"FORMAT" help:"How dates are written that can be read in two ways, such as D/M/YYYY; told by the whole column if not given."`
	Release    string   `placeholder:"NAME" help:"The name of the data set's release that the files are the whole of: what it does not state any more is retracted."`
	Entities   string   `type:"existingfile" placeholder:"FILE" help:"The names of subjects and objects: name, tab, id (tkg)."`
	Relations  string   `type:"existingfile" placeholder:"FILE" help:"The names of relations: name, tab, id (tkg)."`
	Start      string   `placeholder:"DATE" help:"The day that times are counted from, YYYY-MM-DD (tkg)."`
	Unit       string   `default:"day" enum:"hour,day,week,month,year" placeholder:"UNIT" help:"What times count: hour, day, week, month or year (tkg)."`
	Strict     bool     `help:"Stop at the first bad row instead of setting it aside."`
	DryRun     bool     `help:"Read and check everything, write nothing."`
	MaxRatio   int64    `default:"200" placeholder:"N" help:"How many times its size a packed file may unpack to (${default})."`
	MaxBytes   int64    `default:"68719476736" placeholder:"BYTES" help:"How many bytes a packed file may unpack to (${default})."`
	Rejects    string   `default:"rejects.tsv" type:"path" placeholder:"FILE" help:"Where bad rows are listed, if there are any (${default})."`
	Files      []string `arg:"" type:"path" help:"What to load; packed, too; - is standard input."`
}

// Help is what import --help says beside its flags.
func (*importCommand) Help() string {
	return `The exit status is 0 if every row was read, 3 if some rows were set aside, and 1 if none could be read or the import was stopped by an error. A row that names one actor only, and no place, is as it should be and states no relation: it is listed and counted for itself, and does not make the exit status 3.

What was written stays, and nothing is written twice: an import that was stopped goes on when it is run again.`
}

// annotated is the format of the project's own folders of articles.
const annotated = "annotations"

// importVars are the formats of import, for its help.
func importVars() (names, descriptions string) {
	all, said := []string{annotated}, []string{annotated + " (folders of annotated articles, as seed/README.md describes)"}
	for _, f := range exchange.Formats() {
		all, said = append(all, f.Name), append(said, f.Name+" ("+f.Description+")")
	}
	return strings.Join(all, ","), strings.Join(said[:len(said)-1], ", ") + " or " + said[len(said)-1]
}

// Run loads the files. It can be interrupted and run again: what was written
// stays, and nothing is written twice.
func (c *importCommand) Run(ctx context.Context, flags *storeFlags, to streams) error {
	if c.Format == annotated {
		return c.importAnnotations(ctx, flags, to)
	}
	if c.Suggest {
		return c.suggest(to.out)
	}
	reader, err := c.open()
	if err != nil {
		return err
	}
	return c.importRows(ctx, flags, to, reader)
}

func (c *importCommand) open() (exchange.Reader, error) {
	format, err := exchange.FormatNamed(c.Format)
	if err != nil {
		return nil, err
	}
	return format.Open(exchange.ReadOptions{
		RowOptions: exchange.RowOptions{
			Name: cmp.Or(c.Name, c.Format), Limit: packed.Limit{Ratio: c.MaxRatio, Bytes: c.MaxBytes}, DateFormat: c.DateFormat,
		},
		Mapping: c.Mapping, Entities: c.Entities, Relations: c.Relations, Start: c.Start, Unit: exchange.Unit(c.Unit),
	}, c.Files)
}

// suggest prints a first mapping for a table.
func (c *importCommand) suggest(out io.Writer) error {
	switch {
	case c.Format != "csv":
		return fmt.Errorf("--suggest is for tables that --format csv reads; %s needs no mapping", c.Format)
	case len(c.Files) != 1:
		return fmt.Errorf("--suggest reads one table, and %d are named", len(c.Files))
	}
	mapping, err := exchange.SuggestMapping(packed.Limit{Ratio: c.MaxRatio, Bytes: c.MaxBytes}, c.Files[0])
	if err == nil {
		_, err = io.WriteString(out, mapping)
	}
	return err
}

// importRows takes rows to the store, with progress.
func (c *importCommand) importRows(ctx context.Context, flags *storeFlags, to streams, reader exchange.Reader) (err error) {
	defer func() { err = errors.Join(err, reader.Close()) }()
	rejects := &lateFile{path: c.Rejects}
	defer func() { err = errors.Join(err, rejects.Close()) }()
	var store kg.Database // nil for a dry run
	if !c.DryRun {
		if store, err = flags.open(ctx); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
	}
	display := exchange.NewDisplay(to.err, isTerminal(to.err))
	var loader kg.Loader = store
	if c.Format == "jsonld" { // whose merges and withdrawals no load takes
		loader = nil
	}
	if err := c.resume(ctx, reader, store); err != nil {
		return err
	}
	release, err := c.release(ctx, reader, store)
	if err != nil {
		return err
	}
	summary, err := exchange.Run(ctx, store, reader, exchange.Options{
		DryRun: c.DryRun, Strict: c.Strict, Rejects: rejects, Progress: display.Show, Provenance: importOf(c.Files...), Release: release, Loader: loader,
	})
	display.Close()
	bad := summary.Rejected - summary.Unpaired
	fmt.Fprintf(to.out, "read %d rows: %d relations written, %d there already, %d rows rejected; %d entities and %d relation types are new\n",
		summary.Read, summary.Written.Relations, summary.Existing, bad, summary.Written.Entities, summary.Written.Types)
	tellLeft(to.out, summary.Written)
	if summary.Unpaired > 0 {
		fmt.Fprintf(to.out, "%d rows name one actor only and state no relation\n", summary.Unpaired)
	}
	if summary.Rejected > 0 {
		fmt.Fprintf(to.out, "the rows that were not taken, and why, are in %s\n", c.Rejects)
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; run the same command again to go on")
	}
	if err == nil && release != nil {
		err = c.retract(ctx, to, store, release, summary)
	}
	switch {
	case err != nil:
		return err
	case summary.Rejected == summary.Read && summary.Read > 0:
		return fmt.Errorf("all %d rows were set aside", summary.Read)
	case bad > 0:
		return &statusError{status: someSetAside, text: fmt.Sprintf("%d of %d rows were set aside", bad, summary.Read)}
	}
	return nil
}

// resume tells a reader what earlier imports called what it reads, and what they
// replaced unless the files are a whole release, which holds. A load that is pending is
// gone on with as it was begun.
func (c *importCommand) resume(ctx context.Context, reader exchange.Reader, store kg.Database) error {
	continuing, numbered := reader.(exchange.Continuing)
	_, revises := reader.(exchange.Revisions)
	if c.DryRun || !numbered || revises && c.Release != "" {
		return nil
	}
	if pending, err := store.LoadPending(ctx); err != nil || pending {
		return err
	}
	return continuing.Continue(ctx, store)
}

// importAnnotations loads every folder, after all of them have been checked.
func (c *importCommand) importAnnotations(ctx context.Context, flags *storeFlags, to streams) (err error) {
	var batches []kg.Batch
	for _, dir := range c.Files {
		batch, err := seed.LoadDir(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		batches = append(batches, batch)
	}
	if c.DryRun {
		return nil
	}
	store, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for i, batch := range batches {
		batch.Provenance = importOf(c.Files[i])
		w, err := store.Write(ctx, batch)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Files[i], err)
		}
		fmt.Fprintf(to.out, "%s: wrote %d documents, %d entities, %d relations, %d relation types, %d further aliases and %d further pieces of evidence; %d were there already\n",
			c.Files[i], w.Documents, w.Entities, w.Relations, w.Types, w.Aliases, w.Evidence, w.Existing)
		tellLeft(to.out, w)
	}
	return nil
}

// tellLeft says what an import restored and what it left alone, if anything.
func tellLeft(out io.Writer, w kg.Written) {
	if w.Restored > 0 {
		fmt.Fprintf(out, "%d relations that an earlier release had taken back are valid again\n", w.Restored)
	}
	if w.LeftRetracted > 0 {
		fmt.Fprintf(out, "%d relations and documents that curators had retracted were left alone; restoreRelation and restoreDocument bring them back\n", w.LeftRetracted)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// lateFile is a file that is made when something is written to it.
type lateFile struct {
	path string
	file *os.File
}

func (f *lateFile) Write(p []byte) (n int, err error) {
	if f.file == nil {
		if f.file, err = os.Create(f.path); err != nil {
			return 0, err
		}
	}
	return f.file.Write(p)
}

// Close closes the file, where there is one.
func (f *lateFile) Close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// importOf says of what is written that files were imported, by their names.
func importOf(files ...string) kg.Provenance {
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = filepath.Base(file)
	}
	source := []rune(strings.Join(names, ", "))
	return kg.Provenance{Operation: "import", Source: string(source[:min(len(source), longestSource)])}
}

// longestSource is how many characters of the names of files are kept.
const longestSource = 1000
