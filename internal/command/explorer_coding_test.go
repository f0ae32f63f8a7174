package command

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

func TestTheExplorerTellsWhatAProgramCodedFromWhatIsQuoted(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	_, err := imported("--format", "tkg", "--name", "wire", "--db", db, "--start", "2018-01-01",
		"--entities", write(t, "entities", "Angela Merkel\t0\nEmmanuel Macron\t1\n"),
		"--relations", write(t, "relations", "Consult\t0\n"),
		write(t, "rows", "0\t0\t1\t24\n"))
	require.NoError(t, err)
	s := start(t, "--addr", ":0", "--db", db)
	page := browsertest.New(t)
	page.OpenExplorer(s.url + "/?show=split&type=met-with&type=cameo:040")

	const meetings = 3 // that the article tells of
	rows := func(count int) string {
		return fmt.Sprintf(`document.querySelectorAll("tbody tr").length === %d`, count)
	}
	page.WaitFor(rows(meetings + 1))
	require.Contains(t, page.Drawn(), "wire:0")
	require.Equal(t, "true", page.String(`(() => {
		const cy = document.querySelector(".canvas").cy, coded = cy.getElementById("wire:0").connectedEdges();
		const opacity = edge => edge.numericStyle("line-opacity");
		const quoted = cy.edges().difference(coded);
		return String(coded.length === 1 && quoted.nonempty() && quoted.every(edge => opacity(coded[0]) < opacity(edge))) })()`),
		"the line of the row is fainter than all that are quoted")
	require.Equal(t, "true", page.String(`(() => {
		const stroke = text => getComputedStyle([...document.querySelectorAll(".legend li")].find(li => li.textContent.includes(text)).querySelector("path")).opacity;
		return String(Number(stroke("coded by a program")) < Number(stroke("planned or proposed"))) })()`),
		"the legend shows such a line")

	page.Press("Only what is quoted")
	page.WaitFor(rows(meetings))
	require.NotContains(t, page.Drawn(), "wire:0")
	require.Contains(t, page.Link(), "coding=QUOTED")

	page.Press("Only what is quoted")
	page.WaitFor(rows(meetings + 1))
	page.Press("Filter")
	page.Press("wire")
	page.WaitFor(rows(1))
	require.Contains(t, page.Link(), "dataset=wire")
	link := page.Link()
	page.Open("about:blank")
	page.OpenExplorer(link)
	page.WaitFor(rows(1))
	require.Len(t, page.Drawn(), 2)
	require.Empty(t, page.Outside(), "requests to other machines")
	require.Empty(t, page.Complaints(), "errors in the console")
}

func TestTheExplorerBeginsWithWhatIsQuotedHoweverManyRowsAreNewer(t *testing.T) {
	clearEnvironment(t)
	db := filepath.Join(t.TempDir(), "graph.db")
	var entities, rows strings.Builder
	for i := range 60 {
		fmt.Fprintf(&entities, "Example Person %d\t%d\n", i, i)
		for j := 1; j <= 10; j++ {
			fmt.Fprintf(&rows, "%d\t0\t%d\t%d\n", i, (i+j)%60, 24*(10*i+j))
		}
	}
	_, err := imported("--format", "tkg", "--name", "wire", "--db", db, "--start", "2026-01-01",
		"--entities", write(t, "entities", entities.String()), "--relations", write(t, "relations", "Consult\t0\n"), write(t, "rows", rows.String()))
	require.NoError(t, err)
	s := start(t, "--addr", ":0", "--db", db)
	page := browsertest.New(t)
	page.OpenExplorer(s.url)
	require.Contains(t, page.Drawn(), "volodymyr-zelenskyy")
	page.WaitForText("those that are linked to the 12 it begins with")
}
