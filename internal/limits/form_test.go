package limits

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
)

// nested is a query of fields within each other.
func nested(depth int) string {
	return strings.Repeat("{a", depth) + strings.Repeat("}", depth)
}

// many is a query of n root fields, written by form.
func many(n int, form string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(form, "#", fmt.Sprint(i)) + " ")
	}
	return "{" + b.String() + "}"
}

// chained is a query of n fragments, each of which holds the next within a field.
func chained(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Q {a{...F%d}}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Q {a}", n)
	return b.String()
}

func TestAQueryIsRefusedFromOneMoreThanALimitOn(t *testing.T) {
	for name, c := range map[string]struct {
		form        Form
		limit, more string // a query at the limit, and one more
		says        string
	}{
		"bytes":                 {Form{Bytes: 10}, "{abcdefgh}", "{abcdefghi}", "11 bytes, at most 10"},
		"tokens":                {Form{Tokens: 12}, many(10, "a"), many(11, "a"), "more than 12 names"},
		"depth":                 {Form{Depth: 7}, nested(7), nested(8), "8 levels deep, at most 7"},
		"depth in fragments":    {Form{Depth: 8}, chained(7), chained(8), "9 levels deep, at most 8"},
		"depth in inline":       {Form{Depth: 2}, "{a{...{b}}}", "{a{...{b{...{c}}}}}", "3 levels deep, at most 2"},
		"aliases":               {Form{Aliases: 3}, many(3, "x#:a"), many(4, "x#:a"), "4 aliases, at most 3"},
		"aliases in fragments":  {Form{Aliases: 1}, "{x:a ...F} fragment F on Q {a}", "{x:a ...F} fragment F on Q {y:a}", "2 aliases, at most 1"},
		"aliases not spread":    {Form{Aliases: 1}, "{x:a} fragment F on Q {a}", "{x:a} fragment F on Q {y:a}", "2 aliases, at most 1"},
		"root fields":           {Form{RootFields: 5}, many(5, "a"), many(6, "a"), "6 fields at its root, at most 5"},
		"root fields, spread":   {Form{RootFields: 4}, "{...F ...F} fragment F on Q {a b}", "{...F ...F a} fragment F on Q {a b}", "5 fields at its root, at most 4"},
		"directives":            {Form{Directives: 2}, "{a @x @x b @x @x}", "{a @x @x @x}", "3 directives at one place, at most 2"},
		"directives, operation": {Form{Directives: 1}, "query @x {a}", "query @x @x {a}", "2 directives at one place"},
		"directives, variable":  {Form{Directives: 1}, "query ($a: A @x) {a}", "query ($a: A @x @x) {a}", "2 directives at one place"},
		"directives, spread":    {Form{Directives: 1}, "{...F @x} fragment F on Q @x {a}", "{...F @x @x} fragment F on Q {a}", "2 directives at one place"},
		"directives, inline":    {Form{Directives: 1}, "{... @x {a}}", "{... @x @x {a}}", "2 directives at one place"},
		"directives, fragment":  {Form{Directives: 1}, "{a} fragment F on Q @x {a}", "{a} fragment F on Q @x @x {a}", "2 directives at one place"},
		"the second operation":  {Form{Depth: 1}, "query A {a} query B {a}", "query A {a} query B {a{b}}", "2 levels deep, at most 1"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Nil(t, c.form.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: c.limit}))
			require.Nil(t, Form{}.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: c.more}), "without limits")
			refusal := c.form.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: c.more})
			require.NotNil(t, refusal)
			require.Contains(t, refusal.Message, c.says)
			require.Equal(t, kg.CodeBadInput, kg.ErrorCode(refusal))
			require.Greater(t, refusal.Extensions["actual"], refusal.Extensions["limit"])
		})
	}
}

// usual are limits such as a server has.
var usual = Form{Bytes: 1 << 20, Tokens: 100_000, Depth: 20, Aliases: 50, RootFields: 50, Directives: 5}

func TestWhatIsMadeToCostMuchIsRefusedAfterLookingAtEachSelectionOnce(t *testing.T) {
	doubling := "{...F0}"
	for i := range 60 { // spread out, it has more fields than there are atoms
		doubling += fmt.Sprintf(" fragment F%d on Q {a{...F%d ...F%d} ...F%d}", i, i+1, i+1, i+1)
	}
	doubling += " fragment F60 on Q {a b}"
	for name, c := range map[string]struct {
		query  string
		says   string
		looked int
	}{
		"10,000 aliases":                {many(10_000, "x#:a"), "at root", 10_000},
		"10,000 aliases below the root": {"{a" + many(10_000, "x#:a") + "}", "aliases", 10_001},
		"deep recursion":                {chained(5_000), "levels deep", 10_002},
		"fragments that double":         {doubling, "levels deep", 4*60 + 3},
		"a fragment of itself":          {"{...F} fragment F on Q {a ...F}", "contains itself", 3},
		"a cycle of fragments":          {"{...F} fragment F on Q {...G} fragment G on Q {a{...H}} fragment H on Q {...F}", "contains itself", 5},
		"a cycle that nothing spreads":  {"{a} fragment F on Q {...G} fragment G on Q {...F}", "contains itself", 3},
	} {
		t.Run(name, func(t *testing.T) {
			looked, refusal := usual.check(c.query)
			require.NotNil(t, refusal)
			require.Contains(t, refusal.Message, strings.Replace(c.says, "at root", "at its root", 1))
			require.Equal(t, c.looked, looked)
		})
	}
	looked, refusal := Form{Tokens: 2000}.check(many(10_000, "x#:a"))
	require.NotNil(t, refusal)
	require.Zero(t, looked, "more tokens than are read")
}

func TestATextThatWasSeenIsNotLookedAtAgain(t *testing.T) {
	form := Form{Depth: 2, Seen: Short(20, lru.New[struct{}](10))}
	ask := func(query string) bool {
		return form.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: query}) == nil
	}
	require.True(t, ask("{a{b}}"))
	require.False(t, ask("{a{b{c}}}"))
	form.Depth = 1
	require.True(t, ask("{a{b}}"), "seen")
	require.False(t, ask("{a{b{c}}}"))
	require.False(t, ask("{a{c}}"), "another")
	long := "{abcdefghijklmnopqrstuvw}"
	require.True(t, ask(long))
	_, kept := form.Seen.Get(t.Context(), long)
	require.False(t, kept, "too long to be kept")
}

func TestWhatCannotBeParsedIsLeftToTheParser(t *testing.T) {
	for _, query := range []string{"", "{", "}{", "{a", "fragment", "\x00", "{...F}"} {
		require.Nil(t, usual.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: query}), query)
	}
}

func FuzzForm(f *testing.F) {
	for _, query := range []string{nested(3), chained(3), many(3, "x#:a @b"), "{...F} fragment F on Q {...F}", "query ($a: [A!] = [1] @x) {a(b: {c: $a})}"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		looked, _ := usual.check(query)
		require.LessOrEqual(t, looked, len(query))
	})
}

func TestKnownQueriesAreFoundByTextAndDigest(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "more"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "a.graphql"), []byte("# A\n{ a }\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "more", "b.graphql"), []byte("{ b }"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "c.txt"), []byte("{ c }"), 0o600))
	manifest := filepath.Join(folder, "manifest.json")
	require.NoError(t, os.WriteFile(manifest, []byte(fmt.Sprintf(`{%q: "{ b }", %q: "{ a }"}`, digestOf("{ b }"), digestOf("{ a }"))), 0o600))
	for path, answered := range map[string]map[string]bool{
		folder:   {"# A\n{ a }\n": true, "# A\n{ a }": true, "{ b }": true, "{ a }": false, "{ c }": false, "{ b } ": false, "": false},
		manifest: {"{ a }": true, "{ b }": true, "# A\n{ a }": false, "": false},
	} {
		known, err := ReadKnown(path)
		require.NoError(t, err)
		for text, want := range answered {
			for _, params := range []*graphql.RawParams{
				{Query: text},
				{Extensions: map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": digestOf(text)}}},
			} {
				refusal := known.MutateOperationParameters(t.Context(), params)
				require.Equal(t, want, refusal == nil, "%q from %s", text, path)
				if want {
					require.Equal(t, text, params.Query)
				} else {
					require.Equal(t, kg.CodeForbidden, kg.ErrorCode(refusal))
				}
			}
		}
	}
	require.NoError(t, os.WriteFile(manifest, []byte(`{"00": "{ b }"}`), 0o600))
	_, err := ReadKnown(manifest)
	require.ErrorContains(t, err, digestOf("{ b }"))
	_, err = ReadKnown(t.TempDir())
	require.ErrorContains(t, err, "has no queries")
	_, err = ReadKnown(filepath.Join(folder, "nothing"))
	require.Error(t, err)
}
