package command

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

var updateScreenshot = flag.Bool("update", false, "write docs/ide.png, the picture in the README")

func TestTheIDEAnswersWithNothingLeavingTheMachine(t *testing.T) {
	atTheTop(t)
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	page := browsertest.New(t)
	require.Contains(t, page.RunExample(s.url+"/graphiql"), "Peskov")
	require.Empty(t, page.Outside(), "requests to other machines")
	require.Empty(t, page.Complaints(), "errors in the console")
	if *updateScreenshot {
		page.Screenshot("docs/ide.png")
	}
}
