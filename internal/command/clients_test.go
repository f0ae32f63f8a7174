package command

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

// output runs a command in a folder and returns what it prints.
func output(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	needs.MoreThanGo(t, "the clients of make clients")
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = dir
	var problems strings.Builder
	command.Stderr = &problems
	out, err := command.Output()
	require.NoError(t, err, "%s%s\nRun make clients first.", out, problems.String())
	return string(out)
}

func TestTheExamplesAnswerTheirQuestions(t *testing.T) {
	needs.MoreThanGo(t, "the clients of make clients")
	atTheTop(t)
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	t.Setenv("TOKEN", curatorToken)
	address := start(t, "--addr", ":0", "--db", ":memory:").url + "/graphql"
	picture := filepath.Join(t.TempDir(), "zelenskyy.png")
	python, err := filepath.Abs("examples/python/.venv/bin/python")
	require.NoError(t, err)
	for _, c := range []struct {
		program string
		run     []string
		prints  []string
	}{
		{"examples/go/main.go", []string{"go", "run", ".", address}, []string{
			"Vladimir Putin is to meet Steve Witkoff on 2025-12-02, says Dmitry Peskov\n",
			"“Kremlin spokesperson Dmitry Peskov confirmed that",
		}},
		{"examples/typescript/main.ts", []string{"npm", "run", "--silent", "start", "--", address}, []string{
			"28-point peace framework\n", "- Prohibiting Ukraine from joining NATO\n", "European allies: “The plan, developed in earlier negotiations",
		}},
		{"examples/typescript/correct.ts", []string{"npm", "run", "--silent", "correct", "--", address}, []string{
			"wrote to\n", "Marco Rubio [ 'Rubio', 'Senator Rubio' ]\n", "is spokesperson for null\n", "met with French President Emmanuel Macron in Paris null\n",
		}},
		{"examples/python/main.py", []string{python, "main.py", address, picture}, []string{"zelenskyy.png: 6 entities, 10 relations\n"}},
	} {
		t.Run(c.program, func(t *testing.T) {
			text, err := os.ReadFile(c.program)
			require.NoError(t, err)
			require.LessOrEqual(t, strings.Count(string(text), "\n"), 40, "lines")
			printed := output(t, filepath.Dir(c.program), c.run[0], c.run[1:]...)
			for _, want := range c.prints {
				require.Contains(t, printed, want)
			}
		})
	}
	drawn, err := os.ReadFile(picture)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(drawn), "\x89PNG"))
}

func TestTheServerPassesEveryAuditOfGraphQLOverHTTP(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:", "--cors-origin", "https://example.org")
	var results []struct{ ID, Name, Status, Reason string }
	require.NoError(t, json.Unmarshal([]byte(output(t, "internal/graphqlhttp/audits", "node", "audit.mjs", s.url+"/graphql")), &results))
	for _, r := range results {
		require.Equal(t, "ok", r.Status, "%s: %s: %s", r.ID, r.Name, r.Reason)
	}
	require.Len(t, results, 61)
}

func TestTheClientsGraphQLWSAndGraphQLSSEFollowTheServer(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	var results []struct{ Name, Status, Reason string }
	require.NoError(t, json.Unmarshal([]byte(output(t, "internal/graphqlhttp/audits", "node", "subscribe.mjs", s.url+"/graphql", curatorToken)), &results))
	for _, r := range results {
		assert.Equal(t, "ok", r.Status, "%s: %s", r.Name, r.Reason)
	}
	require.Len(t, results, 21)
}
