package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"conflictgraph/internal/annotations"
	"conflictgraph/internal/article"
	"conflictgraph/internal/article/fetch"
	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
)

type ingestCommand struct {
	readerFlags
	Published string   `placeholder:"EDTF" help:"When articles were published that do not say so themselves, such as 2025-12-01."`
	Fetch     bool     `help:"Let addresses (http and https) stand among the paths, and fetch their pages; never from private networks."`
	Check     bool     `help:"Write nothing: print what would be suggested as annotations, for import --format annotations or an editor."`
	Output    string   `short:"o" type:"path" placeholder:"DIR" help:"With --check, write each article and its annotations to a folder of its own in this one."`
	Paths     []string `arg:"" help:"Articles, and folders of them; packed, too; - is standard input."`
}

// Help is what ingest --help says beside its flags.
func (*ingestCommand) Help() string {
	return `Reads text, Markdown, pages of the web, JSON lines (title, text, url, publishedAt), RSS and Atom feeds and web archives (WARC). What an article claims is suggested, with its words, and is in no answer of the graph until a curator accepts it.

What was read before by the same extractor is not read again: an ingestion that was stopped goes on when it is run again. The exit status is 0 if everything was read, 3 if some of it could not be, and 1 if nothing could.`
}

// Run reads articles into the review queue.
func (c *ingestCommand) Run(ctx context.Context, flags *storeFlags, to streams) (err error) {
	if c.Output != "" && !c.Check {
		return errors.New("-o says where --check writes; give --check, too")
	}
	options := article.Options{}
	if c.Published != "" {
		t, err := kg.ParseEDTF(c.Published)
		if err != nil {
			return fmt.Errorf("--published: %w", err)
		}
		options.Published = &t
	}
	extractor, err := c.readerFlags.open()
	if err != nil {
		return err
	}
	store, err := flags.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var spent extract.Cost
	reader := ingest.Reader{
		Store: store, Known: ingest.Graph{Store: store}, Extractor: extractor, Agent: "ingest",
		Spent: func(cost extract.Cost) { spent = spent.Add(cost) },
	}
	defer func() {
		if spent.Requests > 0 {
			fmt.Fprintf(to.err, "the model was asked %d times: %d tokens of questions, %d of answers\n", spent.Requests, spent.TokensIn, spent.TokensOut)
		}
	}()
	read, failed := 0, 0
	for a, err := range c.articles(ctx, options) {
		if err == nil {
			err = c.ingest(ctx, reader, a, to)
		}
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("interrupted after %d articles; run the same command again to go on", read)
		case kg.ErrorCode(err) == kg.CodeUnavailable:
			return err
		case err != nil:
			failed++
			fmt.Fprintf(to.err, "%v\n", err)
		default:
			read++
		}
	}
	switch {
	case read == 0 && failed > 0:
		return fmt.Errorf("none of %d articles could be read", failed)
	case failed > 0:
		return &statusError{status: someSetAside, text: fmt.Sprintf("%d of %d articles could not be read", failed, read+failed)}
	case read == 0:
		return errors.New("there is no article in what was given")
	}
	if !c.Check {
		fmt.Fprintf(to.out, "review them with suggestions(filter: {states: [PENDING]}), acceptSuggestions and rejectSuggestions; conflictgraph serves both\n")
	}
	return nil
}

// articles returns the articles of all paths.
func (c *ingestCommand) articles(ctx context.Context, options article.Options) iter.Seq2[article.Article, error] {
	return func(yield func(article.Article, error) bool) {
		var client *fetch.Client
		for _, path := range c.Paths {
			all := article.Files(ctx, []string{path}, options)
			if address := strings.ToLower(path); strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
				if !c.Fetch {
					if !yield(article.Article{}, fmt.Errorf("%s is an address; give --fetch to have pages fetched", kg.Shorten(path))) {
						return
					}
					continue
				}
				if client == nil {
					client = fetch.New(fetch.Options{})
				}
				page, err := client.Get(ctx, path)
				if err != nil {
					if !yield(article.Article{}, err) {
						return
					}
					continue
				}
				of := options
				of.ContentType, of.URL, of.CapturedAt = page.ContentType, page.URL, page.FetchedAt
				all = article.Read(ctx, path, bytes.NewReader(page.Body), of)
			}
			for a, err := range all {
				if !yield(a, err) {
					return
				}
			}
		}
	}
}

// ingest reads one article, and says what came of it.
func (c *ingestCommand) ingest(ctx context.Context, reader ingest.Reader, a article.Article, to streams) error {
	document := a.Document()
	for _, note := range a.Notes {
		fmt.Fprintf(to.err, "%s: %s\n", a.Source, note)
	}
	if c.Check {
		batch, err := reader.Read(ctx, document)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Source, err)
		}
		tellIngestion(to.err, a.Source, &batch.Ingestions[0])
		return c.print(ctx, reader.Store, batch, to.out)
	}
	if before, err := reader.Before(ctx, document); err != nil || before != nil {
		if err == nil {
			fmt.Fprintf(to.out, "%s: %s was read before, nothing was added\n", a.Source, document.ID)
		}
		return err
	}
	in, err := reader.Ingest(ctx, document)
	if err != nil {
		return fmt.Errorf("%s: %w", a.Source, err)
	}
	tellIngestion(to.out, a.Source, in)
	return nil
}

func tellIngestion(out io.Writer, source string, in *kg.Ingestion) {
	refused := 0
	var reasons []string
	for _, r := range in.Refused {
		refused += r.Count
		reasons = append(reasons, fmt.Sprintf("%d %s", r.Count, r.Reason))
	}
	why := ""
	if refused > 0 {
		why = " (" + strings.Join(reasons, ", ") + ")"
	}
	if in.CopyOf != "" {
		fmt.Fprintf(out, "%s: nearly the same text as %s, which was read before\n", source, in.CopyOf)
	}
	fmt.Fprintf(out, "%s: %s, %d claims found: %d to review, %d known already, %d refused%s\n", source, in.Document, in.Found, in.Queued, in.Known, refused, why)
}

// print writes what a batch suggests as annotations.
func (c *ingestCommand) print(ctx context.Context, store kg.Store, batch kg.Batch, out io.Writer) error {
	of, err := suggestedArticle(ctx, store, batch)
	if err != nil {
		return err
	}
	name := strings.TrimPrefix(of.Document.ID, kg.DocumentPrefix)
	if c.Output == "" {
		fmt.Fprintln(out, "---")
		return annotations.Write(out, of, name+".txt")
	}
	dir := filepath.Join(c.Output, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := annotations.Write(&text, of, name+".txt"); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(of.Document.Text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".yaml"), text.Bytes(), 0o644)
}

// suggestedArticle returns what would be in the graph if all of a batch's suggestions were
// accepted.
func suggestedArticle(ctx context.Context, store kg.Store, batch kg.Batch) (annotations.Article, error) {
	of := annotations.Article{Document: batch.Documents[0]}
	var err error
	if of.Types, err = store.Types(ctx); err != nil {
		return of, err
	}
	var known []string
	made := map[string]bool{}
	for i := range batch.Suggestions {
		s := &batch.Suggestions[i]
		of.Relations = append(of.Relations, s.Claim())
		for _, e := range s.Entities() {
			switch {
			case made[e.ID]:
			case e.New:
				of.Entities = append(of.Entities, kg.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: e.Description})
			default:
				known = append(known, e.ID)
			}
			made[e.ID] = true
		}
	}
	found, err := store.Get(ctx, kg.Keys{Entities: known})
	if err != nil {
		return of, err
	}
	for _, id := range known {
		if e := found.Entities[id]; e != nil {
			of.Entities = append(of.Entities, *e)
		}
	}
	return of, nil
}
