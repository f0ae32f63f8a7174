package command

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const acledColumns = "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,country,timestamp\n"

func TestANewerReleaseTakesTheOlderOnesPlace(t *testing.T) {
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
		{"a list of deletions", []string{"event_id_cnty,deleted_timestamp\nX2,1704900000\nX9,1704900000\n"}, "0 corrected and 1 withdrawn", "Example Front", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "a.db")
			args := []string{"--format", "acled", "--db", db, "--rejects", filepath.Join(t.TempDir(), "r.tsv")}
			_, err := imported(append(args, write(t, "a.csv", acledColumns+first+second))...)
			require.NoError(t, err)
			var out string
			for _, text := range c.then {
				out, err = imported(append(append(args, c.flags...), write(t, "b.csv", text))...)
				require.NotEqual(t, 1, ExitStatus(err), out)
			}
			require.Contains(t, out, c.says)
			s := start(t, "--addr", ":0", "--db", db)
			answer := s.query(t, `{ actor(id: "acled:army-of-northland") { relations { nodes { object { name } } } } }`)
			var names []string
			for _, m := range regexp.MustCompile(`"object":\s*\{"name":\s*"([^"]*)"`).FindAllStringSubmatch(answer, -1) {
				names = append(names, m[1])
			}
			require.ElementsMatch(t, strings.Split(c.holds, ", "), names, answer)
		})
	}
}
