package command

import (
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/exchange"
	"conflictgraph/internal/kgtest/needs"
)

const acledColumns = "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,country,timestamp\n"

func TestANewerReleaseTakesTheOlderOnesPlace(t *testing.T) {
	for store, flags := range emptyStores {
		t.Run(store, func(t *testing.T) { testReleases(t, flags) })
	}
}

func testReleases(t *testing.T, store func(*testing.T) []string) {
	clearEnvironment(t)
	const (
		first  = "X1,2024-01-05,2024,Battles,Armed clash,Army of Northland,Example Front,Northland,1704800000\n"
		second = "X2,2024-01-06,2024,Battles,Armed clash,Army of Northland,Home Guard,Northland,1704800000\n"
	)
	corrected := strings.NewReplacer("Example Front", "Southern Faction", "1704800000", "1704900000").Replace(first)
	for _, c := range []struct {
		name        string
		then        []string // further imports
		says, holds string   // after the last
		flags       []string
	}{
		{"a record published again", []string{acledColumns + corrected}, "1 corrected and 0 withdrawn", "Home Guard, Southern Faction", nil},
		{"the same again", []string{acledColumns + first}, "0 relations written", "Example Front, Home Guard", nil},
		{"a whole release", []string{acledColumns + corrected}, "1 corrected and 1 withdrawn", "Southern Faction", []string{"--release", "2024-06"}},
		{"what comes again", []string{acledColumns + corrected, acledColumns + first + second}, "1 corrected and 0 withdrawn", "Example Front, Home Guard", []string{"--release", "2024-06"}},
		{"a row that cannot be read", []string{acledColumns + corrected + strings.Replace(second, "2024-01-06", "x", 1)}, "1 corrected and 0 withdrawn", "Home Guard, Southern Faction", []string{"--release", "2024-06"}},
		{"an older file again", []string{acledColumns + corrected, acledColumns + first + second}, "1 rows rejected", "Home Guard, Southern Faction", nil},
		{"an older file after a list of deletions", []string{"event_id_cnty,deleted_timestamp\nX2,1704900000\n", acledColumns + first + second}, "1 rows rejected", "Example Front", nil},
		{"a list of deletions", []string{"event_id_cnty,deleted_timestamp\nX2,1704900000\nX9,1704900000\n"}, "0 corrected and 1 withdrawn", "Example Front", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := inAFile(t, store(t))
			args := append([]string{"--format", "acled", "--rejects", filepath.Join(t.TempDir(), "r.tsv")}, at...)
			_, err := imported(append(args, write(t, "a.csv", acledColumns+first+second))...)
			require.NoError(t, err)
			var out string
			for _, text := range c.then {
				out, err = imported(append(append(args, c.flags...), write(t, "b.csv", text))...)
				require.NotEqual(t, 1, ExitStatus(err), out)
			}
			require.Contains(t, out, c.says)
			s := start(t, append([]string{"serve", "--addr", ":0", "--no-seed"}, at...)...)
			answer := s.query(t, `{ actor(id: "acled:army-of-northland") { relations { nodes { object { name } } } } }`)
			var names []string
			for _, m := range regexp.MustCompile(`"object":\s*\{"name":\s*"([^"]*)"`).FindAllStringSubmatch(answer, -1) {
				names = append(names, m[1])
			}
			require.ElementsMatch(t, strings.Split(c.holds, ", "), names, answer)
		})
	}
}

// inAFile returns the flags of a store that outlives a command.
func inAFile(t *testing.T, flags []string) []string {
	t.Helper()
	for i, flag := range flags {
		if flag == ":memory:" {
			flags[i] = filepath.Join(t.TempDir(), "a.db")
		}
	}
	return flags
}

// A release of more rows than one batch is taken like a small one: what it changed and
// withdrew is retracted and listed, asOf shows the older, and what a curator retracted
// stays retracted.
func TestALargeReleaseTakesTheOlderOnesPlace(t *testing.T) {
	needs.MoreThanGo(t, "minutes")
	const rows = exchange.DefaultBatchSize + 50
	release := func(from, to int, second string) string {
		var b strings.Builder
		b.WriteString(acledColumns)
		for i := from; i < to; i++ {
			actor := fmt.Sprintf("Unit %d", i)
			if i == 7 {
				actor = second
			}
			fmt.Fprintf(&b, "X%d,2024-01-05,2024,Battles,Armed clash,Army of Northland %d,%s,Northland,1704800000\n", i, i%500, actor)
		}
		return b.String()
	}
	for store, flags := range emptyStores {
		t.Run(store, func(t *testing.T) {
			clearEnvironment(t)
			t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
			at := inAFile(t, flags(t))
			imports := func(name, text string) string {
				t.Helper()
				args := append([]string{"--format", "acled", "--release", name, "--rejects", filepath.Join(t.TempDir(), "r.tsv")}, at...)
				out, err := imported(append(args, write(t, "a.csv", text))...)
				require.NoError(t, err, out)
				return out
			}
			serve := append([]string{"serve", "--addr", ":0", "--no-seed"}, at...)
			relationOf := func(s started, actor, asOf string) string {
				return s.query(t, `{ actor(id: "acled:`+actor+`"`+asOf+`) { relations { nodes { id object { name } } } } }`)
			}
			require.Contains(t, imports("1", release(0, rows, "Unit 7")), fmt.Sprintf("%d relations added; 0 corrected and 0 withdrawn", rows))

			s := start(t, serve...)
			id := regexp.MustCompile(`rel:[0-9a-v]+`).FindString(relationOf(s, "unit-9", ""))
			require.NotEmpty(t, id)
			status, answer := s.ask(t, curatorToken, `mutation { retractRelation(input: {id: "`+id+`", reason: "the report was mistaken"}) { relation { id } } }`)
			require.Equal(t, http.StatusOK, status, answer)
			require.NotContains(t, answer, "errors")
			before := regexp.MustCompile(`[0-9]{4}-[0-9TZ:.-]+`).FindString(s.query(t, `{ history(id: "`+id+`") { recordedAt } }`))
			require.NoError(t, s.stop())

			out := imports("2", release(1, rows+1, "Example Front"))
			require.Contains(t, out, "2 relations added; 1 corrected and 1 withdrawn")
			require.Contains(t, out, "of record X7: corrected")
			require.Contains(t, out, "of record X0: withdrawn")
			require.Equal(t, 2, strings.Count(out, ": added"))
			require.Contains(t, out, "1 relations and documents that curators had retracted were left alone")

			s = start(t, serve...)
			require.NotContains(t, relationOf(s, "unit-0", ""), "rel:")
			require.NotContains(t, relationOf(s, "unit-7", ""), "rel:")
			require.NotContains(t, relationOf(s, "unit-9", ""), "rel:")
			require.Contains(t, relationOf(s, "example-front", ""), "Example Front")
			require.Contains(t, relationOf(s, fmt.Sprintf("unit-%d", rows), ""), "rel:")
			require.Contains(t, relationOf(s, "unit-7", `, asOf: "`+before+`"`), "rel:")
			require.Contains(t, s.query(t, `{ node(id: "`+id+`") { ... on Relation { retractions { reason } } } }`), "the report was mistaken")
		})
	}
}
