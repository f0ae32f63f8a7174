package command

import (
	"context"
	"errors"
	"io"
	"net/url"
	"reflect"
	"time"

	"conflictgraph/internal/annotations"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

type exportCommand struct {
	Format    string   `required:"" enum:"${exportFormats}" placeholder:"FORMAT" help:"One of ${enum}."`
	Output    string   `short:"o" type:"path" placeholder:"FILE" help:"Where to write; standard output if not given. It is there only once it is whole."`
	Force     bool     `help:"Write over a file that is there."`
	Entity    string   `placeholder:"ID" help:"Only relations of this entity."`
	Direction string   `placeholder:"WORD" help:"OUT where that entity is to be the subject, IN where the object, or ANY."`
	Types     []string `sep:"none" placeholder:"ID" help:"Only relations of this type; more than once for one of several, here and below."`
	With      []string `sep:"none" placeholder:"ID" help:"Only relations with this entity at the other, or at either, end."`
	Status    []string `sep:"none" placeholder:"WORD" help:"Only OCCURRED, ONGOING, PLANNED or PROPOSED ones."`
	Certainty []string `sep:"none" placeholder:"WORD" help:"Only STATED, CONFIRMED, ALLEGED, DISPUTED or DENIED ones."`
	From      string   `placeholder:"DATE" help:"Only what may have happened on this day, YYYY-MM-DD, or later."`
	To        string   `placeholder:"DATE" help:"Only what may have happened on this day or earlier."`
	Documents []string `sep:"none" placeholder:"ID" help:"Only what this document states."`
	Datasets  []string `sep:"none" placeholder:"NAME" help:"Only what rests on rows of the data set that was imported under this name."`
	Quoted    string   `placeholder:"WORD" help:"true for only what words of a document state, false for only what rows of data sets alone do."`
	Coding    []string `sep:"none" placeholder:"WORD" help:"Only QUOTED, SUGGESTED, HAND_CODED or MACHINE_CODED ones."`

	AttributedTo  []string `sep:"none" placeholder:"ID" help:"Only what this entity is said to stand somehow to."`
	Places        []string `sep:"none" placeholder:"ID" help:"Only what happened in this place or state, or in a place that lies in it."`
	Publishers    []string `sep:"none" placeholder:"NAME" help:"Only what a document states that this one published."`
	RecordedSince string   `placeholder:"TIME" help:"Only what was recorded then, such as 2025-12-01T12:00:00Z, or later."`
	BBox          string   `name:"bbox" placeholder:"W,S,E,N" help:"Only what happened at a spot between these degrees: west, south, east, north, such as 14,2,28,11."`

	AsOf string `placeholder:"TIME" help:"The graph as it was known then, such as 2025-12-01T12:00:00Z."`
}

// selection reads the filters as those of a request are read.
func (c *exportCommand) selection() (export.Selection, error) {
	parameters := url.Values{}
	for name, values := range map[string][]string{
		"types": c.Types, "with": c.With, "status": c.Status, "certainty": c.Certainty, "documents": c.Documents, "datasets": c.Datasets, "coding": c.Coding,
		"attributedTo": c.AttributedTo, "places": c.Places, "publishers": c.Publishers,
	} {
		if len(values) > 0 {
			parameters[name] = values
		}
	}
	for name, value := range map[string]string{"entity": c.Entity, "direction": c.Direction, "from": c.From, "to": c.To, "quoted": c.Quoted, "recordedSince": c.RecordedSince, "bbox": c.BBox, "asOf": c.AsOf} {
		if value != "" {
			parameters.Set(name, value)
		}
	}
	return export.ParseSelection(parameters)
}

// Run writes the export. Where it fails or is interrupted, it leaves no file.
func (c *exportCommand) Run(ctx context.Context, flags *storeFlags, to streams) error {
	err := c.write(ctx, flags, to)
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; nothing was kept")
	}
	return err
}

func (c *exportCommand) write(ctx context.Context, flags *storeFlags, to streams) (err error) {
	selection, err := c.selection()
	if err != nil {
		return err
	}
	var format export.Format
	if c.Format == annotated {
		of := export.Selection{Filter: kg.RelationFilter{Documents: selection.Filter.Documents}}
		if !reflect.DeepEqual(selection, of) {
			return errors.New("annotations are of whole documents as they are now; give no filter but --documents")
		}
	} else if format, err = export.FormatOf(c.Format); err != nil {
		return err
	}
	out, finish, err := c.output(to.out)
	if err != nil {
		return err
	}
	defer func() { err = finish(err) }()
	store, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if c.Format == annotated {
		return annotations.WriteArchive(ctx, store, out, c.Documents)
	}
	began := time.Now()
	display := exchange.NewDisplay(to.err, isTerminal(to.err))
	defer display.Close()
	var progress func(int)
	if c.Output != "" {
		progress = func(written int) { display.Show(exchange.Progress{Rows: written, Elapsed: time.Since(began)}) }
	}
	return export.Write(ctx, store, out, format, selection, progress)
}

// output returns what to write to, and what ends that.
func (c *exportCommand) output(stdout io.Writer) (io.Writer, func(error) error, error) {
	if c.Output == "" {
		return stdout, func(err error) error { return err }, nil
	}
	return wholeFile(c.Output, c.Force)
}
