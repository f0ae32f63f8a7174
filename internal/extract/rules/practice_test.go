package rules

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/seed"
)

// score counts claims.
type score struct{ right, found, wanted int }

func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.found)) }
func (s score) recall() float64    { return float64(s.right) / float64(max(1, s.wanted)) }

// isOffice reports whether relations of a type say who holds an office.
func isOffice(relation string) bool {
	switch relation {
	case "spokesperson-for", "adviser-to", "ambassador-to", "represents":
		return true
	case "part-of", "member-of", "founder-of":
		return false
	}
	return strings.HasSuffix(relation, "-of")
}

// same reports whether a mention is an annotated entity, by its names.
func same(m extract.Mention, e kg.Entity) bool {
	name := kg.FoldName(strings.ReplaceAll(m.Name, "'", "’"))
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		if kg.FoldName(strings.ReplaceAll(n, "'", "’")) == name {
			return true
		}
	}
	return false
}

// measure compares what is found in annotated articles with what was annotated.
func measure(t *testing.T, dirs []string) (claims, offices score) {
	for _, dir := range dirs {
		b, err := seed.LoadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		d := b.Documents[0]
		out, err := Extractor{}.Extract(t.Context(), extract.Article{Document: d.ID, Title: d.Title, Text: d.Text, PublishedAt: d.PublishedAt}, nil)
		if err != nil {
			t.Fatal(err)
		}
		entities := map[string]kg.Entity{}
		for _, e := range b.Entities {
			entities[e.ID] = e
		}
		types := kg.TypesByID(b.Types)
		found := make([]bool, len(b.Relations))
		count := func(relation string, f func(*score)) {
			f(&claims)
			if isOffice(relation) {
				f(&offices)
			}
		}
		for _, p := range out.Proposals {
			count(p.Type, func(s *score) { s.found++ })
			hit, near := -1, ""
			for i, r := range b.Relations {
				ends := same(p.Subject, entities[r.Subject]) && same(p.Object, entities[r.Object]) || types[r.Type].Symmetric && same(p.Subject, entities[r.Object]) && same(p.Object, entities[r.Subject])
				switch {
				case !ends || found[i]:
				case p.Type != r.Type:
					near = "type is " + r.Type
				case p.Status != r.Status || p.Certainty != r.Certainty:
					near = string(r.Status) + " " + string(r.Certainty)
				default:
					hit = i
				}
			}
			if hit >= 0 {
				found[hit] = true
				count(p.Type, func(s *score) { s.right++ })
			} else if testing.Verbose() {
				t.Logf("WRONG %s: %q | %s | %s  %s %s  [%s] %s\n      “%s”", filepath.Base(dir), p.Subject.Name, p.Type, p.Object.Name, p.Status, p.Certainty, p.Rule, near, p.Quote.Exact)
			}
		}
		for i, r := range b.Relations {
			count(r.Type, func(s *score) { s.wanted++ })
			if !found[i] && testing.Verbose() && os.Getenv("MISSED") != "" {
				t.Logf("MISSED %s: %s | %s | %s %s %s “%s”", filepath.Base(dir), r.Subject, r.Type, r.Object, r.Status, r.Certainty, r.Evidence[0].Exact)
			}
		}
	}
	return claims, offices
}

func practice(t *testing.T) []string {
	dirs, err := filepath.Glob(filepath.Join("..", "..", "evaluate", "testdata", "work", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(dirs, func(d string) bool { return !strings.Contains(filepath.ToSlash(d), "/work/") })
}

func TestPracticeArticles(t *testing.T) {
	dirs := practice(t)
	if len(dirs) == 0 {
		t.Skip("there are no annotated articles")
	}
	claims, offices := measure(t, dirs)
	t.Logf("claims: precision %.2f, recall %.2f of %d; offices: precision %.2f, recall %.2f of %d", claims.precision(), claims.recall(), claims.wanted, offices.precision(), offices.recall(), offices.wanted)
	if claims.precision() < 0.75 || claims.recall() < 0.3 || offices.precision() < 0.9 || offices.recall() < 0.7 {
		t.Error("it was better")
	}
}
