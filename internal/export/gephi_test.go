package export_test

import (
	"bytes"
	_ "embed"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/maven"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/seed"
)

//go:embed readers/pom.xml
var gephiPOM []byte

// openedByGephi returns the lines that readers/Gephi.java prints of an export, in
// order: those of nodes and those of edges, by what comes first in each.
func openedByGephi(t *testing.T, format string, data []byte) (nodes, edges [][]string) {
	t.Helper()
	needs.MoreThanGo(t, "Java, and Gephi from Maven")
	jars, err := maven.Jars(t.Context(), "gephi-toolkit-0.10.1", gephiPOM)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "export."+format)
	require.NoError(t, os.WriteFile(file, data, 0o600))
	java := exec.CommandContext(t.Context(), "java", "-Djava.awt.headless=true", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8",
		"-cp", filepath.Join(jars, "*"), "readers/Gephi.java", file)
	var out, complaints bytes.Buffer
	java.Stdout, java.Stderr = &out, &complaints
	require.NoError(t, java.Run(), complaints.String())
	for line := range strings.Lines(out.String()) {
		switch fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); fields[0] {
		case "node":
			nodes = append(nodes, fields[1:])
		case "edge":
			edges = append(edges, fields[1:])
		default:
			t.Errorf("Gephi says of %s: %s", format, line)
		}
	}
	slices.SortFunc(nodes, slices.Compare)
	slices.SortFunc(edges, slices.Compare)
	return nodes, edges
}

func TestGephiOpensTheSeedWhole(t *testing.T) {
	store := bothstores.SQLite(t)
	article, err := seed.Article()
	require.NoError(t, err)
	_, err = store.Write(t.Context(), article)
	require.NoError(t, err)
	testGephi(t, store, 46, 94)
}

func TestGephiOpensWhatCouldBeTakenForSomethingElse(t *testing.T) {
	store := filled(t)
	want := expected(t, store, nil)
	testGephi(t, store, len(want.Nodes), len(want.Edges))
}

func testGephi(t *testing.T, store kg.Store, nodes, edges int) {
	want := expected(t, store, nil)
	require.Equal(t, []int{nodes, edges}, []int{len(want.Nodes), len(want.Edges)})
	var wantNodes [][]string
	for id, n := range want.Nodes {
		wantNodes = append(wantNodes, []string{id, n["label"].(string)})
	}
	slices.SortFunc(wantNodes, slices.Compare)
	for _, format := range []string{"gexf", "graphml", "dot"} {
		t.Run(format, func(t *testing.T) {
			gotNodes, got := openedByGephi(t, format, exported(t, store, format, everything))
			require.Equal(t, len(wantNodes), len(gotNodes), "nodes")
			for i, node := range wantNodes {
				require.Equal(t, gephiTexts(format, node), gotNodes[i])
			}
			var wantEdges [][]string
			dated := 0
			for _, r := range relations(t, store, export.Selection{}) {
				label := want.Edges[r.ID]["label"].(string)
				edge := []string{r.ID, r.Subject, r.Object, label, "", ""}
				if r.Time != nil && (r.Time.Start != nil || r.Time.End != nil) {
					dated++
					edge[4], edge[5] = gephiDay(format, r.Time.Start, math.MinInt64), gephiDay(format, r.Time.End, math.MaxInt64)
				}
				wantEdges = append(wantEdges, gephiTexts(format, edge))
			}
			require.Greater(t, dated, 5)
			if format == "dot" { // of which Gephi takes no ids of edges
				for _, all := range [][][]string{wantEdges, got} {
					for i := range all {
						all[i][0] = ""
					}
				}
			}
			slices.SortFunc(wantEdges, slices.Compare)
			slices.SortFunc(got, slices.Compare)
			require.Equal(t, wantEdges, got)
		})
	}
}

// gephiTexts is what Gephi has of texts in a format.
func gephiTexts(format string, texts []string) []string {
	if format != "dot" {
		return texts
	}
	label := len(texts) / 2 // which Graphviz draws
	texts = slices.Clone(texts)
	texts[label] = strings.ReplaceAll(texts[label], "&", "&amp;")
	return texts
}

// gephiDay is what Gephi has of a day, or of one that is not known: on its timeline the
// moment at which it begins.
func gephiDay(format string, d *kg.Date, unknown int64) string {
	switch {
	case format != "gexf" && d == nil:
		return ""
	case format != "gexf":
		return d.String()
	case d == nil:
		return strconv.FormatInt(unknown, 10)
	}
	return strconv.FormatInt(d.Time().UnixMilli(), 10)
}
