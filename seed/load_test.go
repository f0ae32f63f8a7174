package seed

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"conflictgraph/internal/kg"
)

// nothingKnown is a store that holds nothing but the core types.
type nothingKnown struct{}

func (nothingKnown) Get(context.Context, kg.Keys) (*kg.Found, error) { return kg.NewFound(), nil }
func (nothingKnown) Lineage(context.Context, []string) (*kg.Lineage, error) {
	return &kg.Lineage{}, nil
}

func (nothingKnown) UseOf(context.Context, kg.Uses) (relation, typeID string, err error) {
	return "", "", nil
}

func (nothingKnown) Types(context.Context) ([]kg.RelationType, error) {
	return kg.CoreTypes(), nil
}

// checked returns b with the ids that Check gives it.
func checked(t *testing.T, b kg.Batch) kg.Batch {
	t.Helper()
	if err := b.Check(t.Context(), nothingKnown{}); err != nil {
		t.Fatalf("the batch does not pass Check: %v", err)
	}
	return b
}

// directory makes the files of a directory out of name, content pairs.
func directory(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// readmeExample returns the text and the annotations that README.md shows.
func readmeExample(t *testing.T) (text, annotations string) {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		found := regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
		if len(found) != 1 {
			t.Fatalf("README.md has %d blocks of %s, want 1", len(found), language)
		}
		return found[0][1]
	}
	return block("text"), block("yaml")
}

func TestTheExampleOfTheREADMELoads(t *testing.T) {
	text, annotations := readmeExample(t)
	b, err := Load(directory("article.txt", text, "annotations.yaml", annotations), ".")
	if err != nil {
		t.Fatal(err)
	}
	b = checked(t, b)
	if len(b.Documents) != 1 || len(b.Entities) != 6 || len(b.Relations) != 4 || len(b.Types) != len(kg.CoreTypes())+1 {
		t.Fatalf("got %d documents, %d entities, %d relations, %d types", len(b.Documents), len(b.Entities), len(b.Relations), len(b.Types))
	}
	if b.Documents[0].Text != text {
		t.Error("the text is not kept verbatim")
	}
	spokesman := b.Relations[2].Evidence[0]
	if want := "“We will withdraw from the strait,” "; spokesman.Prefix != want {
		t.Errorf("prefix %q, want the annotated one, %q", spokesman.Prefix, want)
	}
	if want := ", promised afterwards.\n"; spokesman.Suffix != want {
		t.Errorf("suffix %q, want %q, up to the end of the text", spokesman.Suffix, want)
	}
	if when := b.Relations[1].Time; when == nil || when.EDTF != "2024-03-03" || when.Inferred {
		t.Errorf("the meeting's time is %+v, want 2024-03-03 as stated", when)
	}
	if when := b.Relations[3].Time; when == nil || !when.Inferred || when.End != nil || when.Reasoning == "" {
		t.Errorf("the promise's time is %+v, want an inferred one with an open end and a reasoning", when)
	}
	if !b.Entities[1].Unnamed {
		t.Error("the unnamed minister is not marked as unnamed")
	}
}

func TestOffsetsCountCodePointsNotBytes(t *testing.T) {
	text := "“Ω” é 😀 Ada met Ben. 😀\r\n"
	b, err := Load(directory("t.txt", text, "a.yaml", small("t.txt", "Ada met Ben")), ".")
	if err != nil {
		t.Fatal(err)
	}
	e := checked(t, b).Relations[0].Evidence[0]
	if e.Start != 8 || e.End != 19 || e.Prefix != "“Ω” é 😀 " || e.Suffix != ". 😀\r\n" {
		t.Errorf("got %d to %d, prefix %q, suffix %q", e.Start, e.End, e.Prefix, e.Suffix)
	}
}

// small is an annotation file with one relation that rests on one quote.
func small(textFile, quote string) string {
	return "document: {id: 'doc:small', text: " + textFile + "}\n" +
		"entities:\n  - {id: ada, kind: PERSON, name: Ada}\n  - {id: ben, kind: PERSON, name: Ben}\n" +
		"relations:\n  - {subject: ada, type: met-with, object: ben, status: OCCURRED, certainty: STATED, evidence: ['" + quote + "']}\n"
}

func TestFilesOfADirectoryShareWhatTheyDefine(t *testing.T) {
	entities, relations, _ := strings.Cut(small("t.txt", "Ada met Ben"), "relations:")
	document, entities, _ := strings.Cut(entities, "entities:")
	b, err := Load(directory("dir/t.txt", "Ada met Ben.", "dir/one.yaml", document+"relations:"+relations, "dir/two.yml", "entities:"+entities, "dir/.hidden.yaml", "&"), "dir")
	if err != nil {
		t.Fatal(err)
	}
	if b = checked(t, b); len(b.Relations) != 1 || len(b.Entities) != 2 {
		t.Errorf("got %d relations and %d entities, want 1 and 2", len(b.Relations), len(b.Entities))
	}
}

func TestLoadDirNamesFilesAsTheirReaderFindsThem(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.yaml", small("t.txt", "Ada met Ben"))
	write("t.txt", "Ada met Ben.")
	b, err := LoadDir(dir)
	if err != nil || len(b.Relations) != 1 {
		t.Fatalf("got %d relations, %v", len(b.Relations), err)
	}

	write("t.txt", "Ada met nobody.")
	_, err = LoadDir(dir)
	if want := filepath.Join(dir, "a.yaml") + ":6: "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want a problem at %s", err, want)
	}

	outside := filepath.Join(t.TempDir(), "outside.txt")
	if err := os.WriteFile(outside, []byte("Ada met Ben."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "t.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "t.txt")); err != nil {
		t.Fatal(err)
	}
	if b, err := LoadDir(dir); err == nil || len(b.Documents) > 0 {
		t.Errorf("a link led out of the directory: %v", err)
	}
}

func TestADirectoryWithoutAnnotationsIsNoProblemOfALine(t *testing.T) {
	for name, load := range map[string]func() (kg.Batch, error){
		"nothing in it":     func() (kg.Batch, error) { return Load(directory("article.txt", "x"), ".") },
		"no such directory": func() (kg.Batch, error) { return LoadDir(filepath.Join(t.TempDir(), "missing")) },
		"a file":            func() (kg.Batch, error) { return LoadDir("README.md") },
	} {
		_, err := load()
		var problems Problems
		if err == nil || errors.As(err, &problems) || !strings.Contains(err.Error(), ";") && !strings.Contains(err.Error(), "shows how") {
			t.Errorf("%s: got %v, want an error that says what to do", name, err)
		}
	}
}
