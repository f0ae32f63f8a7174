package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// closedToReaders starts a server that lets nobody read without a token.
func closedToReaders(t *testing.T) started {
	t.Helper()
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_READER", readerToken)
	return start(t, "--addr", ":0", "--db", ":memory:", "--no-open-reading")
}

// giveToken answers the question that both pages ask where reading is closed.
func giveToken(page *browsertest.Page, token string) {
	page.WaitForText("This graph is not open to everybody")
	page.WaitFor(`document.querySelector(".access input") !== null`)
	page.String(`document.querySelector(".access input").select() ?? ""`)
	page.Do(chromedp.SendKeys(chromedp.CSS(".access input"), token))
	page.Press("Open the graph")
}

// requireOnlyRefusals checks that the console complains of nothing but answers 401.
func requireOnlyRefusals(t *testing.T, page *browsertest.Page) {
	t.Helper()
	for _, complaint := range page.Complaints() {
		require.Contains(t, complaint, "401", "errors in the console")
	}
}

func TestWhereReadingIsClosedTheExplorerAsksForAToken(t *testing.T) {
	s := closedToReaders(t)
	page := browsertest.New(t)
	folder := t.TempDir()
	page.SaveDownloads(folder)
	page.Open(s.url + "/?type=met-with&show=split")

	giveToken(page, "wrong")
	page.WaitForText("The server does not accept this token")
	giveToken(page, readerToken)
	page.WaitFor(`document.querySelectorAll("tbody tr").length === 3`)
	require.Contains(t, page.Link(), "type=met-with", "the link that was followed is shown")
	require.NotContains(t, page.String(`JSON.stringify(localStorage) + document.cookie + location.href`), readerToken)

	page.Press("Download CSV")
	page.Press("Export")
	page.Press("GraphML")
	for _, name := range []string{"relations.csv", "conflictgraph.graphml"} {
		file := filepath.Join(folder, name)
		require.Eventually(t, func() bool {
			text, err := os.ReadFile(file)
			return err == nil && strings.Contains(string(text), "Vladimir Putin") && !strings.Contains(string(text), "Rubio")
		}, time.Minute, 50*time.Millisecond, "%s holds what passes the filter", name)
	}

	page.Open(s.url + "/")
	page.WaitFor(`document.querySelector(".canvas")?.cy?.nodes().length > 20`)
	page.Press("Forget token")
	page.WaitForText("This graph is not open to everybody")
	page.Open(s.url + "/")
	page.WaitForText("This graph is not open to everybody")
	require.NotContains(t, page.String(`JSON.stringify(sessionStorage)`), readerToken)
	requireOnlyRefusals(t, page)
}

func TestATokenThatIsNoLongerAcceptedIsAskedForAgain(t *testing.T) {
	s := closedToReaders(t)
	page := browsertest.New(t)
	page.Open(s.url + "/healthz")
	page.String(`sessionStorage.setItem("conflictgraph.token", "expired") ?? ""`)
	page.Open(s.url + "/")
	page.WaitForText("The server no longer accepts the token that was given")
	giveToken(page, readerToken)
	page.WaitFor(`document.querySelector(".canvas")?.cy?.nodes().length > 20`)
}

func TestWhereReadingIsClosedTheIDEAsksForAToken(t *testing.T) {
	s := closedToReaders(t)
	page := browsertest.New(t)
	page.Open(s.url + "/graphiql")
	giveToken(page, "wrong")
	page.WaitForText("The server does not accept this token")
	giveToken(page, readerToken)
	require.Contains(t, page.RunCurrentTab(), "Peskov")
	page.String(`(() => {
		const open = __MONACO.editor.getEditors();
		const kept = () => open.every(editor => __MONACO.editor.getEditors().includes(editor));
		addEventListener("pagehide", () => sessionStorage.setItem("editors kept", kept()));
		return "";
	})()`)
	page.Press("Forget token")
	page.WaitAcross(`document.querySelector(".access input") !== null`)
	require.Equal(t, "true", page.String(`sessionStorage.getItem("editors kept")`), "editors complain when they are taken away while they work")
	giveToken(page, readerToken)
	require.Contains(t, page.RunCurrentTab(), "Peskov")
	requireOnlyRefusals(t, page)
}

func TestTheQuestionForATokenIsAccessible(t *testing.T) {
	atTheTop(t)
	s := closedToReaders(t)
	page := browsertest.New(t)
	for _, path := range []string{"/", "/graphiql"} {
		for _, dark := range []bool{false, true} {
			page.PreferDark(dark)
			page.Open(s.url + path)
			giveToken(page, "wrong")
			page.WaitForText("The server does not accept this token")
			require.Empty(t, page.Inaccessible("."), "%s, dark: %v", path, dark)
		}
	}
}
