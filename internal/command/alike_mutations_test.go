package command

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/querygen"
)

// mutationsVariable names the environment variable that sets which mutations are
// generated, for running a failure again.
const mutationsVariable = "ALIKE_MUTATIONS"

const mutationsInARow = 400

func TestGeneratedMutationsDoTheSameToBothStores(t *testing.T) {
	from, err := strconv.Atoi(os.Getenv(mutationsVariable))
	if err != nil {
		from = rand.IntN(1 << 30)
	}
	t.Logf("the mutations are those of %s=%d", mutationsVariable, from)
	b := onBoth(t)
	b.words.ByName["AddEntityInput.id"] = []string{"new-one", "new-two", "new:3", "new:4", "anna-keller", "e3"}
	b.words.ByName["AddDocumentInput.id"] = []string{"doc:new-one", "doc:new-two", "doc:new-three", kgtest.Interview}
	b.words.ByName["document"] = []string{kgtest.Interview, kgtest.Interview, kgtest.Interview, kgtest.Interview, "doc:new-one", "doc:none"}
	b.words.ByName["exact"] = []string{"Anna Keller", "Southland is to meet her", "favors no one", "外交部", "👩‍👩‍👧", "the", "\n"}
	b.words.ByName["type"] = append([]string{"met-with", "advised", "criticized", "met-with"}, b.words.ByName["type"]...)
	mutations := querygen.Operations(b.schema, ast.Mutation, 4, b.words)
	queries := querygen.Operations(b.schema, ast.Query, 4, b.words)
	before := b.everything(t)
	written := 0
	for i := range mutationsInARow {
		var answer struct{ Data, Errors json.RawMessage }
		text := b.ask(t, mutations.Example(from+i).Body())
		require.NoError(t, json.Unmarshal([]byte(text), &answer), text)
		if answer.Errors == nil {
			written++
		}
		b.ask(t, queries.Example(from-i).Body())
	}
	t.Logf("%d of %d mutations were done", written, mutationsInARow)
	require.Greater(t, written, mutationsInARow/80, "many mutations are to be valid, or nothing is compared")
	require.NotEqual(t, before, b.everything(t))
}

// everything returns all that there is to be read, which is the same on both.
func (b *both) everything(t failure) string {
	t.Helper()
	const relation = `id type { id } subject { id } object { id } status certainty time { edtf start end inferred reasoning } places { id name }
		attributions { by { id } stance } evidence { document { id } exact prefix suffix start end source { dataset record } } recordedAt retractedAt`
	const page = `pageInfo { endCursor hasNextPage }`
	var all strings.Builder
	for _, list := range []string{
		`relations(first: 50, after: $after) { totalCount nodes { ` + relation + ` } ` + page + ` }`,
		`entities(first: 50, after: $after) { totalCount nodes { id name aliases merged description unnamed recordedAt relations { totalCount nodes { id } } } ` + page + ` }`,
		`documents(first: 50, after: $after) { totalCount nodes { id title text url publishedAt { edtf } recordedAt retractedAt } ` + page + ` }`,
	} {
		after := any(nil)
		for {
			text := b.ask(t, querygen.Request{Query: `query($after: String) { list: ` + list + ` }`, Variables: map[string]any{"after": after}}.Body())
			all.WriteString(text)
			var answer struct {
				Data struct {
					List struct {
						PageInfo struct {
							EndCursor   *string
							HasNextPage bool
						}
					}
				}
				Errors json.RawMessage
			}
			if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.Errors != nil {
				t.Fatalf("%s", text)
			}
			if !answer.Data.List.PageInfo.HasNextPage {
				break
			}
			after = *answer.Data.List.PageInfo.EndCursor
		}
	}
	const activity = `{ number operation agent reason source recordedAt unlisted changes { kind id detail } }`
	all.WriteString(b.ask(t, querygen.Request{Query: `{ relationTypes { id label inverseLabel symmetric plover cameo } stats { total byType { type { id } count } byStatus { status count } } }`}.Body()))
	for number := 0; ; number += 100 {
		text := b.ask(t, querygen.Request{Query: `query($n: Int) { history(after: $n, first: 100) ` + activity + ` }`, Variables: map[string]any{"n": number}}.Body())
		all.WriteString(text)
		if !strings.Contains(text, `"number"`) {
			return all.String()
		}
	}
}
