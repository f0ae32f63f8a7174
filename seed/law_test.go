package seed

import (
	"strings"
	"testing"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// Whatever is in the files, Load yields a batch that Check accepts, or problems
// that name a file and a line, and then nothing.
func FuzzLoad(f *testing.F) {
	annotations, err := FS.ReadFile("annotations.yaml")
	if err != nil {
		f.Fatal(err)
	}
	article, err := FS.ReadFile("article.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(annotations), string(article))
	for _, d := range damages {
		head, _, _ := strings.Cut(d.new, "\n")
		f.Add("entities:\n"+head+"\n", "Ada met Ben.")
	}
	f.Add(small("article.txt", "Ada met Ben"), "Ada met Ben.")
	f.Add(strings.ReplaceAll(small("article.txt", "Ada met Ben"), "\n", "\r\n"), "Ada met Ben.\r\n")
	f.Add("document: [", "x")
	f.Add("? a\n: b\n", "x")
	f.Add("a: 'x\n  \n  y'\n", "x")
	f.Add("relations:\n  -\n  - ~\n  - {}\n", "x")
	f.Add("times: {a: ~, b: [], c: {edtf: 20XX-1X, inferred: true, reasoning: r}}\n", "x")
	f.Fuzz(func(t *testing.T, annotations, text string) {
		b, err := Load(directory("a.yaml", annotations, "article.txt", text), ".")
		if err == nil {
			if err := b.Check(t.Context(), nothingKnown{}); err != nil {
				t.Fatalf("Load yielded what Check refuses: %v", err)
			}
			return
		}
		problems, ok := err.(Problems)
		if !ok || len(problems) == 0 || len(b.Types)+len(b.Entities)+len(b.Documents)+len(b.Relations) > 0 {
			t.Fatalf("got %d entities and %T", len(b.Entities), err)
		}
		for _, p := range problems {
			if p.File == "" || p.Line < 1 || p.Line > 2+max(strings.Count(annotations, "\n")+strings.Count(annotations, "\r"), strings.Count(text, "\n")) || p.Message == "" || !utf8.ValidString(p.Message) {
				t.Fatalf("a problem without place or words: %#v", p)
			}
		}
	})
}

func TestLinesAreRightInFilesFromWindows(t *testing.T) {
	annotations := strings.ReplaceAll(small("t.txt", "Ada met nobody"), "\n", "\r\n")
	b, err := Load(directory("a.yaml", annotations, "t.txt", "Ada met Ben.\r\n"), ".")
	wantProblem(t, b, err, "a.yaml", 6, []string{"not in t.txt"})

	annotations = strings.ReplaceAll(small("t.txt", "Ada met Ben"), "\n", "\r\n")
	if b, err = Load(directory("a.yaml", annotations, "t.txt", "Ada met Ben.\r\n"), "."); err != nil {
		t.Fatal(err)
	}
	if got := checked(t, b); got.Entities[1].Name != "Ben" || got.Relations[0].Status != kg.StatusOccurred {
		t.Errorf("carriage returns got into the values: %+v", got.Entities)
	}
}
