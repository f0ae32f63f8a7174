package command

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
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

// page is one of the documents that readers follow, README.md first.
type page struct {
	file   string
	blocks []block
}

// block is a fenced block of a page.
type block struct{ language, text string }

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// pages returns the documents, with the current folder at the top of the project.
func pages(t *testing.T) []page {
	t.Helper()
	files, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	var all []page
	for _, file := range append([]string{"README.md"}, files...) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		p := page{file: file}
		for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
			p.blocks = append(p.blocks, block{m[1], m[2]})
		}
		all = append(all, p)
	}
	return all
}

func TestEveryQueryInTheDocumentsHasItsRealAnswer(t *testing.T) {
	atTheTop(t)
	for name, store := range emptyStores {
		t.Run(name, func(t *testing.T) {
			flags := store(t)
			clearEnvironment(t)
			t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
			s := start(t, append([]string{"--addr", ":0"}, flags...)...)
			queries := 0
			for _, p := range pages(t) {
				for i, b := range p.blocks {
					if b.language != "graphql" {
						continue
					}
					queries++
					require.Less(t, i+1, len(p.blocks), "%s: what follows\n%s", p.file, b.text)
					require.Equal(t, "json", p.blocks[i+1].language, "%s: what follows\n%s", p.file, b.text)
					status, answer := s.ask(t, curatorToken, b.text)
					require.Equal(t, http.StatusOK, status, answer)
					require.JSONEq(t, `{"data": `+p.blocks[i+1].text+`}`, answer, "%s:\n%s", p.file, b.text)
				}
			}
			require.GreaterOrEqual(t, queries, 10)
		})
	}
}

func TestEveryBatchToReconcileInTheDocumentsHasItsRealAnswer(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	batches := 0
	for _, p := range pages(t) {
		if p.file != "docs/reconciling.md" {
			continue
		}
		for i := 0; i+1 < len(p.blocks); i += 2 {
			batches++
			response, err := http.PostForm(s.url+"/reconcile", url.Values{"queries": {p.blocks[i].text}})
			require.NoError(t, err)
			defer response.Body.Close()
			answer, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.JSONEq(t, p.blocks[i+1].text, string(answer), p.blocks[i].text)
		}
	}
	require.Positive(t, batches)
}

// emptyStores are the flags by which a server has an empty store of each kind.
var emptyStores = map[string]func(t *testing.T) []string{
	"SQLite": func(*testing.T) []string { return []string{"--db", ":memory:"} },
	"Neo4j": func(t *testing.T) []string {
		at := neo4jserver.Exclusive(t)
		return []string{"--neo4j-uri", at.URI, "--neo4j-username", at.Username, "--neo4j-password", at.Password, "--neo4j-database", at.Database}
	},
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	inWords = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors returns what the headings of a page are linked by.
func anchors(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var all []string
	for _, m := range heading.FindAllStringSubmatch(string(text), -1) {
		all = append(all, strings.ReplaceAll(strings.ToLower(inWords.ReplaceAllString(m[1], "")), " ", "-"))
	}
	return all
}

func TestEveryLinkInTheDocumentsLeadsSomewhere(t *testing.T) {
	atTheTop(t)
	files := []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "seed/README.md", "bench/README.md"}
	for _, p := range pages(t) {
		files = append(files, p.file)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := file
			if target != "" {
				path = filepath.Join(filepath.Dir(file), target)
			}
			_, err := os.Stat(path)
			require.NoError(t, err, "%s links to %s", file, m[1])
			if anchor != "" {
				require.Contains(t, anchors(t, path), anchor, "%s links to %s", file, m[1])
			}
		}
	}
}

// inCode matches paths of the repository, also with an asterisk, that stand as code.
var inCode = regexp.MustCompile("`((?:bench|deploy|docs|examples|graph|internal|seed|web)/[\\w./*-]+)`")

func TestEveryPathInThePagesForContributorsIsThere(t *testing.T) {
	atTheTop(t)
	for _, file := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		paths := inCode.FindAllStringSubmatch(string(text), -1)
		require.NotEmpty(t, paths)
		for _, m := range paths {
			found, err := filepath.Glob(m[1])
			require.NoError(t, err)
			require.NotEmpty(t, found, "%s names %s", file, m[1])
		}
	}
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

func TestTheDocumentsNameEveryFormatOfExports(t *testing.T) {
	atTheTop(t)
	text, err := os.ReadFile("docs/exports.md")
	require.NoError(t, err)
	for _, name := range export.Names() {
		require.Contains(t, string(text), "\n| `"+name+"` |")
	}
}

func TestEveryCommandInTheDocumentsWorks(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	folder := t.TempDir()
	t.Setenv("CONFLICTGRAPH_DB", filepath.Join(folder, "graph.db"))
	in := func(name string) string { return filepath.Join(folder, name) }
	madeUpEvents(t, folder)
	madeUpTables(t, folder)
	values := strings.NewReplacer(
		"localhost:8080", "localhost:0", "my-articles", exampleArticles(t),
		"meetings.gexf", in("meetings.gexf"), "graph.jsonld", in("graph.jsonld"), "graph.jsonl.gz", in("graph.jsonl.gz"), "copy.db", in("copy.db"),
		"entity2id.txt", in("entity2id.txt"), "relation2id.txt", in("relation2id.txt"), "valid.txt", in("valid.txt"),
		"country-codes.csv", in("country-codes.csv"), "Phoenix.Countries.actors.txt", in("Phoenix.Countries.actors.txt"))
	commands := 0
	for _, p := range pages(t) {
		for i, b := range p.blocks {
			if b.language != "sh" {
				continue
			}
			if strings.Contains(b.text, "--suggest") {
				said, err := imported(strings.Fields(b.text)[4:]...)
				require.NoError(t, err)
				require.Equal(t, p.blocks[i+1].text, said, b.text)
				continue
			}
			for line := range strings.Lines(b.text) {
				command, _, _ := strings.Cut(strings.TrimSpace(line), "  #")
				if command == "" {
					continue
				}
				commands++
				t.Run(command, func(t *testing.T) { tryCommand(t, values.Replace(onTheTestsNeo4j(t, command))) })
			}
		}
	}
	require.Positive(t, commands)
}

// onTheTestsNeo4j has a command that names a Neo4j use that of the tests.
func onTheTestsNeo4j(t *testing.T, command string) string {
	if !strings.Contains(command, "NEO4J_URI=") {
		return command
	}
	at := neo4jserver.Exclusive(t)
	return strings.NewReplacer("neo4j://localhost:7687", at.URI, "NEO4J_USERNAME=neo4j", "NEO4J_USERNAME="+at.Username,
		"NEO4J_PASSWORD=…", "NEO4J_PASSWORD="+at.Password).Replace(command)
}

// madeUpEvents writes a small data set of the form that the documents show.
func madeUpEvents(t *testing.T, folder string) {
	t.Helper()
	for name, text := range map[string]string{
		"entity2id.txt":   "Ada Example\t0\nBen Sample\t1\nNorthland\t2\n",
		"relation2id.txt": "Consult\t0\nMake a visit\t1\n",
		"valid.txt":       "0\t0\t1\t0\t0\n1\t0\t0\t24\t0\n0\t1\t2\t48\t0\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
}

// madeUpTables writes tables of states and of those who govern them, of the forms that the
// documents name.
func madeUpTables(t *testing.T, folder string) {
	t.Helper()
	for name, text := range map[string]string{
		"country-codes.csv":            "ISO3166-1-Alpha-2,ISO3166-1-Alpha-3,ISO3166-1-numeric,Capital,CLDR display name\nEG,EGY,818,Cairo,Egypt\n",
		"Phoenix.Countries.actors.txt": "EGYPT_  [EGY]\nADA_EXAMPLE_\n\t[EGYGOV 811007-820102]\n\t[EGYGOVMIL >20010120]\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
}

// tryCommand runs a command as the documents write it. What make would do is only
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
		require.Regexp(t, `wrote 1 documents, 6 entities, 4 relations|read [34] rows: 3 relations written`, out.String())
		return
	}
	if len(args) > 0 && (args[0] == "backup" || args[0] == "restore") {
		said, err := ran(t.Context(), args...)
		require.NoError(t, err)
		require.Regexp(t, `^(wrote|restored) .*graph.jsonl.gz: [1-9]\d* entities`, said)
		return
	}
	if len(args) > 0 && (args[0] == "ingest" || args[0] == "evaluate") {
		said, err := ran(t.Context(), args...)
		require.NoError(t, err)
		require.Regexp(t, `claims found: [1-9]\d* to review|was read before|claims, strict: precision`, said)
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
