package seed

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

// What is cut out of a text is found where it was cut out, if enough of what
// surrounds it is given.
func TestAQuoteIsFoundWhereItWasCopied(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOfN(rapid.RuneFrom([]rune("ab “’é😀\n")), 1, 60, -1).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(text)).Draw(t, "end")
		d := documentText{file: "t.txt", content: string(text)}
		e, err := d.locate(quote{exact: string(text[start:end]), prefix: string(text[:start]), suffix: string(text[end:])})
		if err != nil {
			t.Fatal(err)
		}
		if e.Start != start || e.End != end {
			t.Fatalf("found at %d to %d, was copied from %d to %d", e.Start, e.End, start, end)
		}
	})
}

// Whatever is located is there once; what is not has an error.
func TestAQuoteIsLocatedExactlyWhereItIsThereOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.RuneFrom([]rune("ab’"))
		text := rapid.StringOfN(letters, 1, 30, -1).Draw(t, "text")
		exact := rapid.StringOfN(letters, 1, 4, -1).Draw(t, "exact")
		times := 0
		for i := range text {
			if strings.HasPrefix(text[i:], exact) {
				times++
			}
		}
		d := documentText{file: "t.txt", content: text}
		e, err := d.locate(quote{exact: exact})
		if (err == nil) != (times == 1) {
			t.Fatalf("it is there %d times, got %v", times, err)
		}
		if err == nil && string([]rune(text)[e.Start:e.End]) != exact {
			t.Fatalf("text[%d:%d] is not %q", e.Start, e.End, exact)
		}
	})
}

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
