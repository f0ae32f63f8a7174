package command

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// block is a fenced block of the README.
type block struct{ language, text string }

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

func readmeBlocks(t *testing.T) []block {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var blocks []block
	for _, m := range fence.FindAllStringSubmatch(string(readme), -1) {
		blocks = append(blocks, block{m[1], m[2]})
	}
	return blocks
}

func TestEveryQueryInTheREADMEHasItsRealAnswer(t *testing.T) {
	atTheTop(t)
	blocks := readmeBlocks(t)
	database := neo4jserver.Exclusive(t)
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	servers := map[string]started{
		"SQLite": start(t, "--addr", ":0", "--db", ":memory:"),
		"Neo4j": start(t, "--addr", ":0", "--neo4j-uri", database.URI, "--neo4j-username", database.Username,
			"--neo4j-password", database.Password, "--neo4j-database", database.Database),
	}
	queries := 0
	for i, b := range blocks {
		if b.language != "graphql" {
			continue
		}
		queries++
		require.Equal(t, "json", blocks[i+1].language, "what follows\n%s", b.text)
		for name, s := range servers {
			status, answer := s.ask(t, curatorToken, b.text)
			require.Equal(t, http.StatusOK, status, answer)
			require.JSONEq(t, `{"data": `+blocks[i+1].text+`}`, answer, "%s answers\n%s", name, b.text)
		}
	}
	require.GreaterOrEqual(t, queries, 6)
}

func TestEveryExampleOfTheIDEAnswers(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	start(t, "--addr", ":0", "--db", ":memory:").answersExamples(t)
}

// answersExamples checks that every example of the IDE is answered.
func (s started) answersExamples(t *testing.T) {
	t.Helper()
	examples, err := filepath.Glob("web/examples/*.graphql")
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	for _, file := range examples {
		query, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, s.query(t, string(query)), `"name"`, file)
	}
}

func TestTheREADMENamesEveryFormatOfExports(t *testing.T) {
	atTheTop(t)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, name := range export.Names() {
		require.Contains(t, string(readme), "\n| `"+name+"` |")
	}
}

func TestEveryCommandInTheREADMEWorks(t *testing.T) {
	atTheTop(t)
	database := neo4jserver.Exclusive(t)
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_DB", filepath.Join(t.TempDir(), "graph.db"))
	values := strings.NewReplacer(
		"neo4j://localhost:7687", database.URI, "NEO4J_USERNAME=neo4j", "NEO4J_USERNAME="+database.Username,
		"NEO4J_PASSWORD=…", "NEO4J_PASSWORD="+database.Password, "localhost:8080", "localhost:0", "my-articles", exampleArticles(t),
		"meetings.gexf", filepath.Join(t.TempDir(), "meetings.gexf"), "graph.jsonld", filepath.Join(t.TempDir(), "graph.jsonld"),
		"graph.jsonl.gz", filepath.Join(t.TempDir(), "graph.jsonl.gz"), "copy.db", filepath.Join(t.TempDir(), "copy.db"),
		"entity2id.txt", icews+"entity2id.txt", "relation2id.txt", icews+"relation2id.txt", "valid.txt", icews+"valid.txt")
	commands := 0
	for _, b := range readmeBlocks(t) {
		if b.language != "sh" {
			continue
		}
		for line := range strings.Lines(b.text) {
			command, _, _ := strings.Cut(strings.TrimSpace(line), "  #")
			if command = values.Replace(command); command == "" {
				continue
			}
			commands++
			t.Run(command, func(t *testing.T) { tryCommand(t, command) })
		}
	}
	require.Positive(t, commands)
}

// icews is where the ICEWS18 files are, which are no part of the project.
const icews = "../shared/data/icews18/"

// tryCommand runs a command as the README writes it. What make would do is only
// looked at, since `make test` is what runs this.
func tryCommand(t *testing.T, command string) {
	if strings.HasPrefix(command, "make ") {
		out, err := exec.Command("make", append([]string{"--dry-run"}, strings.Fields(command)[1:]...)...).CombinedOutput()
		require.NoError(t, err, string(out))
		return
	}
	words := strings.Fields(command)
	for len(words) > 0 && strings.Contains(words[0], "=") {
		name, value, _ := strings.Cut(words[0], "=")
		t.Setenv(name, value)
		words = words[1:]
	}
	require.GreaterOrEqual(t, len(words), 3, command)
	require.Equal(t, []string{"go", "run", "."}, words[:3], command)
	args := words[3:]
	if len(args) > 0 && args[0] == "import" {
		var out bytes.Buffer
		require.NoError(t, Run(context.Background(), args, &out, io.Discard))
		require.Regexp(t, `wrote 1 documents, 6 entities, 4 relations|read 45995 rows: 45995 relations written`, out.String())
		return
	}
	if len(args) > 0 && (args[0] == "backup" || args[0] == "restore") {
		said, err := ran(t.Context(), args...)
		require.NoError(t, err)
		require.Regexp(t, `^(wrote|restored) .*graph.jsonl.gz: [1-9]\d* entities`, said)
		return
	}
	if len(args) > 0 && args[0] == "export" {
		require.NoError(t, Run(context.Background(), args, io.Discard, io.Discard))
		written, err := os.ReadFile(args[len(args)-1])
		require.NoError(t, err)
		require.Contains(t, string(written), "Emmanuel Macron")
		return
	}
	s := start(t, append([]string{"serve", "--addr", ":0"}, strings.Fields(strings.TrimPrefix(strings.Join(args, " "), "serve"))...)...)
	require.Contains(t, s.query(t, whoSpeaksForPutin), "Dmitry Peskov")
	require.NoError(t, s.stop())
}

// exampleArticles returns a folder with the example of seed/README.md, written
// out as a reader would.
func exampleArticles(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("seed/README.md")
	require.NoError(t, err)
	dir := t.TempDir()
	for _, m := range fence.FindAllStringSubmatch(string(readme), -1) {
		switch m[1] {
		case "yaml":
			require.NoError(t, os.WriteFile(filepath.Join(dir, "annotations.yaml"), []byte(m[2]), 0o600))
		case "text":
			require.NoError(t, os.WriteFile(filepath.Join(dir, "article.txt"), []byte(m[2]), 0o600))
		}
	}
	return dir
}
