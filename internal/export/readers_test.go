package export_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
)

// things are attributes by the id of what they are of.
type things map[string]map[string]any

// readBack is what a reader of another project found in an export.
type readBack struct {
	Nodes, Edges, Documents, Types things
	Revoked                        things
	EdgeCount                      int
}

var readers = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("make", "--silent", "-C", "../..", "readers").CombinedOutput()
	return string(out), err
})

// readWith has readers/read.py read exports.
func readWith(t *testing.T, format string, into any, exports ...[]byte) {
	t.Helper()
	needs.MoreThanGo(t, "the readers of exports")
	out, err := readers()
	require.NoError(t, err, "make readers: %s", out)
	args := []string{"readers/read.py", format}
	for i, data := range exports {
		file := filepath.Join(t.TempDir(), "export"+strconv.Itoa(i))
		require.NoError(t, os.WriteFile(file, data, 0o600))
		args = append(args, file)
	}
	python := exec.CommandContext(t.Context(), "readers/.venv/bin/python", args...)
	var found, complaints bytes.Buffer
	python.Stdout, python.Stderr = &found, &complaints
	require.NoError(t, python.Run(), complaints.String())
	require.NoError(t, json.Unmarshal(found.Bytes(), into))
}

func exported(t *testing.T, store export.Store, format string, s export.Selection) []byte {
	t.Helper()
	f, err := export.FormatOf(format)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, export.Write(t.Context(), store, &out, f, s, nil))
	return out.Bytes()
}

// forbidden is a description with characters that some formats cannot write.
const forbidden = "start \x01, bell \x07, escape \x1b, \ufffe and \uffff"

// everything selects all of a graph.
var everything export.Selection

var merged = kgtest.Recorded.Add(time.Hour)

// filled returns a store with a relation of every shape, with every text that
// could be taken for something else, with a merge, a retraction and a withdrawal.
func filled(t *testing.T) kg.Store {
	t.Helper()
	store := bothstores.SQLite(t)
	hostile := kgtest.HostileGraph()
	hostile.Entities = append(hostile.Entities, kg.Entity{ID: "forbidden", Kind: kg.KindEvent, Name: "Forbidden", Description: forbidden})
	for i, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted", "''", "<b>&amp;", `back\slash\`, `\"`, `\N\E`, "]]>", "{x}|<y>"} {
		e := kg.Entity{ID: "formula-" + string(rune('a'+i)), Kind: kg.KindEvent, Name: name, Aliases: []string{name + name}}
		if strings.ContainsAny(name, "\t\r") {
			e.Name, e.Aliases, e.Description = "Formula", nil, name // which no name holds
		}
		hostile.Entities = append(hostile.Entities, e)
	}
	forged := kg.Document{ID: "doc:forged", Text: "They met, it says."}
	hostile.Documents = append(hostile.Documents, forged)
	hostile.Relations = append(hostile.Relations, kg.Relation{
		Type: "met-with", Subject: "anna-keller", Object: "northland", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Evidence: []kg.Evidence{kgtest.Quote(forged, "They met"), kgtest.Quote(kgtest.Graph().Documents[0], "Harbor City")},
	})
	later := kg.Batch{
		RecordedAt:  merged,
		Withdrawals: []kg.Withdrawal{{Document: forged.ID, Reason: "a forgery"}},
		Merges:      []kg.Merge{{From: "unnamed-adviser", Into: "anna-keller", Reason: "it was her"}},
		Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.War)}},
	}
	for _, b := range []kg.Batch{kgtest.Graph(), hostile, later} {
		_, err := store.Write(t.Context(), b)
		require.NoError(t, err)
	}
	return store
}
