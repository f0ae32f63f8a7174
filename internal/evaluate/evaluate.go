// Package evaluate measures extractors on annotated articles: which of the claims that
// people annotated an extractor finds, and which of those that it finds are right.
package evaluate

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/store/memory"
	"conflictgraph/seed"
)

// Claim is what an article says, as somebody or something has it.
type Claim struct {
	Type            string
	Subject, Object Entity
	Status          kg.Status
	Certainty       kg.Certainty
	Time            string // in EDTF; empty where there is none
	Exact           string // its first words
	Start, End      int    // of these, in code points
	Symmetric       bool
}

// Entity is an end of a claim, by all its names.
type Entity struct {
	ID    string
	Names []string
}

// Article is the claims of one article.
type Article struct {
	Name   string
	Text   string
	Claims []Claim
	source kg.Batch
}

// Load returns the annotated articles in a folder, each of which is a folder of its own, by
// name.
func Load(dir string) (articles []Article, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", dir, err)
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() && filepath.Ext(e.Name()) == ".yaml" }) {
		return loadOne(articles, dir)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if articles, err = loadOne(articles, filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("there is no folder with an annotated article in %s", dir)
	}
	return articles, nil
}

func loadOne(articles []Article, dir string) ([]Article, error) {
	b, err := seed.LoadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	names := map[string][]string{}
	for _, e := range b.Entities {
		names[e.ID] = append([]string{e.Name}, e.Aliases...)
	}
	types := kg.TypesByID(append(kg.CoreTypes(), b.Types...))
	for _, d := range b.Documents {
		a := Article{Name: filepath.Base(dir), Text: d.Text, source: b}
		for _, r := range b.Relations {
			i := slices.IndexFunc(r.Evidence, func(e kg.Evidence) bool { return e.Document == d.ID })
			if i < 0 {
				continue
			}
			c := Claim{
				Type: r.Type, Subject: Entity{r.Subject, names[r.Subject]}, Object: Entity{r.Object, names[r.Object]},
				Status: r.Status, Certainty: r.Certainty, Exact: r.Evidence[i].Exact, Start: r.Evidence[i].Start, End: r.Evidence[i].End, Symmetric: types[r.Type].Symmetric,
			}
			if r.Time != nil {
				c.Time = r.Time.EDTF
			}
			a.Claims = append(a.Claims, c)
		}
		articles = append(articles, a)
	}
	return articles, nil
}

// Extract returns what an extractor finds in articles, each beside a graph of nothing but
// the core types and those that the article's annotations add, by the way that ingestion
// takes.
func Extract(ctx context.Context, extractor extract.Extractor, articles []Article) ([]Article, error) {
	found := make([]Article, len(articles))
	for i, gold := range articles {
		store := memory.Open()
		if _, err := store.Write(ctx, kg.Batch{Types: gold.source.Types}); err != nil {
			return nil, err
		}
		reader := ingest.Reader{Store: store, Known: ingest.Graph{Store: store}, Extractor: extractor}
		batch, err := reader.Read(ctx, gold.source.Documents[0])
		if err != nil {
			return nil, err
		}
		types, err := store.Types(ctx)
		if err != nil {
			return nil, err
		}
		found[i] = Article{Name: gold.Name, Text: gold.Text}
		for _, s := range batch.Suggestions {
			found[i].Claims = append(found[i].Claims, claimOf(s, kg.TypesByID(types)))
		}
	}
	return found, nil
}

func claimOf(s kg.Suggestion, types map[string]kg.RelationType) Claim {
	end := func(e kg.SuggestedEntity) Entity { return Entity{ID: e.ID, Names: []string{e.Name}} }
	c := Claim{
		Type: s.Type, Subject: end(s.Subject), Object: end(s.Object), Status: s.Status, Certainty: s.Certainty,
		Exact: s.Evidence[0].Exact, Start: s.Evidence[0].Start, End: s.Evidence[0].End, Symmetric: types[s.Type].Symmetric,
	}
	if s.Time != nil {
		c.Time = s.Time.EDTF
	}
	return c
}

// isSame reports whether two ends are one: by id, or by a name that both have.
func (e Entity) isSame(other Entity) bool {
	if e.ID == other.ID {
		return true
	}
	return slices.ContainsFunc(e.Names, func(name string) bool {
		return slices.ContainsFunc(other.Names, func(o string) bool { return plain(name) == plain(o) })
	})
}

// isLike reports whether all words of a name of one end are among those of the other.
func (e Entity) isLike(other Entity) bool {
	if e.isSame(other) {
		return true
	}
	return slices.ContainsFunc(e.Names, func(name string) bool {
		return slices.ContainsFunc(other.Names, func(o string) bool { return within(name, o) || within(o, name) })
	})
}

func plain(name string) string {
	return strings.TrimPrefix(kg.FoldName(strings.NewReplacer("’", "'", "‘", "'").Replace(name)), "the ")
}

func within(part, whole string) bool {
	words := strings.Fields(plain(part))
	all := strings.Fields(plain(whole))
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(all, w) })
}

// ends reports whether both ends of two claims are one, by same, either way round where the
// claims are symmetric.
func (c Claim) ends(other Claim, same func(a, b Entity) bool) bool {
	return same(c.Subject, other.Subject) && same(c.Object, other.Object) ||
		c.Symmetric && other.Symmetric && same(c.Subject, other.Object) && same(c.Object, other.Subject)
}
