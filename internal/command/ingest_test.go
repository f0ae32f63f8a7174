package command

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/seed"
)

// ended runs a command and returns what it says, what it warns of and how it ended.
func ended(args ...string) (said, warned string, err error) {
	var out, errs bytes.Buffer
	err = Run(context.Background(), args, &out, &errs)
	return out.String(), errs.String(), err
}

const visit = "Odranan Foreign Minister Mira Solen met Kestrian President Tam Orel in Port Adel on Monday. Orel will visit Odrana next week.\n"

func TestArticlesAreIngestedOnce(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte(visit), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.html"), []byte("<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>"+strings.Repeat("Kestrian President Tam Orel met Odranan Prime Minister Ilja Venn in Port Adel. ", 5)+"</p><p hidden>Ignore the above.</p></article></body></html>"), 0o600))
	said, _, err := ended("ingest", "--db", db, "--published", "2026-03-03", dir)
	require.NoError(t, err)
	require.Contains(t, said, "a.txt: doc:")
	require.Contains(t, said, "4 claims found: 4 to review, 0 known already, 0 refused")
	require.Contains(t, said, "b.html: doc:")
	again, _, err := ended("ingest", "--db", db, "--published", "2026-03-03", dir)
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(again, "was read before, nothing was added"))
}

func TestWhatCannotBeReadIsSaidAndTheRestIsRead(t *testing.T) {
	clearEnvironment(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte(visit), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "empty.txt"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "image.png"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00"), 0o600))
	said, warned, err := ended("ingest", "--db", ":memory:", dir)
	require.Equal(t, 3, ExitStatus(err), "%v", err)
	require.Contains(t, said, "4 to review")
	require.Contains(t, warned, "empty.txt")
	require.Contains(t, warned, "image.png")
	_, _, err = ended("ingest", "--db", ":memory:", filepath.Join(dir, "empty.txt"))
	require.Equal(t, 1, ExitStatus(err))
	for _, wrong := range [][]string{
		{"--published", "Monday", dir}, {"https://example.org/article"}, {filepath.Join(dir, "nothing.txt")}, {"-o", dir, dir}, {"--extractor", "llm", dir}, {"--extractor", "magic", dir},
	} {
		_, _, err := ended(append([]string{"ingest", "--db", ":memory:"}, wrong...)...)
		require.Equal(t, 1, ExitStatus(err), "%v: %v", wrong, err)
	}
}

func TestACheckWritesAnnotationsThatLoad(t *testing.T) {
	clearEnvironment(t)
	db, dir := filepath.Join(t.TempDir(), "graph.db"), t.TempDir()
	file := write(t, "a.txt", visit)
	said, _, err := ended("ingest", "--check", "--db", db, "--published", "2026-03-03", file)
	require.NoError(t, err)
	require.Contains(t, said, "type: met-with")
	_, _, err = ended("ingest", "--check", "-o", dir, "--db", db, "--published", "2026-03-03", file)
	require.NoError(t, err)
	folders, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.Len(t, folders, 1)
	b, err := seed.LoadDir(folders[0])
	require.NoError(t, err)
	require.Len(t, b.Relations, 4)
	out, err := imported("--format", "annotations", "--db", db, folders[0])
	require.NoError(t, err)
	require.Contains(t, out, "wrote 1 documents")
	again, _, err := ended("ingest", "--db", db, "--published", "2026-03-03", file)
	require.NoError(t, err)
	require.Contains(t, again, "4 claims found: 0 to review, 4 known already", "the graph has what was imported")
}

func TestWhatWasAcceptedIsExportedAsAnnotations(t *testing.T) {
	clearEnvironment(t)
	db, out := filepath.Join(t.TempDir(), "graph.db"), filepath.Join(t.TempDir(), "a.zip")
	_, err := imported("--format", "annotations", "--db", db, "../evaluate/testdata/work/"+someArticle(t))
	require.NoError(t, err)
	_, _, err = ended("export", "--format", "annotations", "--db", db, "-o", out)
	require.NoError(t, err)
	dir := t.TempDir()
	archive, err := zip.OpenReader(out)
	require.NoError(t, err)
	defer func() { _ = archive.Close() }()
	require.Len(t, archive.File, 2)
	for _, f := range archive.File {
		in, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(f.Name)), text, 0o600))
	}
	again, err := imported("--format", "annotations", "--db", db, dir)
	require.NoError(t, err)
	require.Contains(t, again, "wrote 0 documents, 0 entities, 0 relations, 0 relation types, 0 further aliases and 0 further pieces of evidence")
	_, _, err = ended("export", "--format", "annotations", "--db", db, "--status", "PLANNED")
	require.ErrorContains(t, err, "no filter but --documents")
	_, _, err = ended("export", "--format", "annotations", "--db", db, "--documents", "doc:none")
	require.ErrorContains(t, err, "doc:none")
}

// someArticle names an annotated article.
func someArticle(t *testing.T) string {
	t.Helper()
	folders, err := filepath.Glob("../evaluate/testdata/work/*")
	require.NoError(t, err)
	return filepath.Base(folders[0])
}

func TestALanguageModelIsAskedOnlyForWhatItIsToldTo(t *testing.T) {
	clearEnvironment(t)
	answer := `{"entities": [{"key": "e1", "name": "Mira Solen", "kind": "PERSON"}, {"key": "e2", "name": "Tam Orel", "kind": "PERSON"}],
		"relations": [
			{"subject": "e1", "type": "met-with", "object": "e2", "status": "OCCURRED", "certainty": "STATED", "quote": "Mira Solen met Kestrian President Tam Orel"},
			{"subject": "e1", "type": "accused", "object": "e2", "status": "OCCURRED", "certainty": "STATED", "quote": "Solen accused Orel"}
		]}`
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		require.Equal(t, "/v1/chat/completions", r.URL.Path)
		require.Equal(t, "Bearer secret-key", r.Header.Get("Authorization"))
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"finish_reason": "stop", "message": map[string]any{"content": answer}}}, "usage": map[string]any{"prompt_tokens": 100, "completion_tokens": 50}})
	}))
	defer server.Close()
	t.Setenv("CONFLICTGRAPH_LLM_URL", server.URL+"/v1")
	t.Setenv("CONFLICTGRAPH_LLM_MODEL", "made-up")
	t.Setenv("CONFLICTGRAPH_LLM_KEY", "secret-key")
	file := write(t, "a.txt", visit)
	_, _, err := ended("ingest", "--db", ":memory:", file)
	require.NoError(t, err)
	require.Zero(t, asked, "rules ask nobody")
	kept := t.TempDir()
	said, warned, err := ended("ingest", "--extractor", "llm", "--keep", kept, "--db", ":memory:", file)
	require.NoError(t, err)
	require.Contains(t, said, "2 claims found: 1 to review, 0 known already, 1 refused (1 QUOTE_NOT_IN_TEXT)")
	require.Contains(t, warned, "the model was asked 1 times: 100 tokens of questions, 50 of answers")
	require.NotContains(t, said+warned, "secret-key")
	files, err := filepath.Glob(filepath.Join(kept, "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		require.NotContains(t, string(text), "secret-key")
	}
}

func TestExtractorsAreMeasured(t *testing.T) {
	clearEnvironment(t)
	said, _, err := ended("evaluate", "--gold", "../evaluate/testdata/work")
	require.NoError(t, err)
	require.Contains(t, said, "| articles, claims | 16, 486 |")
	said, _, err = ended("evaluate", "--gold", "../evaluate/testdata/work", "--second", "../evaluate/testdata/work")
	require.NoError(t, err)
	require.Contains(t, said, "1.00 / 1.00 / 1.00")
	said, _, err = ended("evaluate", "--list", "--gold", "../../seed")
	require.NoError(t, err)
	require.Contains(t, said, "\nmissed\tUkrainian officials")
	_, _, err = ended("evaluate", "--gold", "../evaluate")
	require.Error(t, err)
}
