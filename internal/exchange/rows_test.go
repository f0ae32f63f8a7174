package exchange

import (
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"pgregory.net/rapid"
)

// inWords returns what a batch states, a line for each relation.
func inWords(batch kg.Batch) []string {
	var lines []string
	for _, r := range batch.Relations {
		line := fmt.Sprint(r.Subject, " ", r.Type, " ", r.Object, " ", r.Status, " ", r.Certainty)
		if r.Time != nil {
			line += " " + r.Time.EDTF
		}
		if len(r.Places) > 0 {
			line += " in " + strings.Join(r.Places, ", ")
		}
		for _, e := range r.Evidence {
			if e.Source != nil {
				line += fmt.Sprint(" by ", *e.Source)
			} else {
				line += fmt.Sprintf(" by %q of %s", e.Exact, e.Document)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func entitiesInWords(batch kg.Batch) []string {
	var lines []string
	for _, e := range batch.Entities {
		lines = append(lines, fmt.Sprint(e.ID, " ", e.Kind, " ", e.Name, " (", e.Description, ")"))
	}
	return lines
}

func sameLines(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	same(t, what, strings.Join(got, "\n"), strings.Join(want, "\n"))
}

type opener func(paths ...string) (Reader, error)

// opened opens files with some contents, which are called a, b … and end as name
// does.
func opened(t testing.TB, open opener, ending string, contents ...string) Reader {
	t.Helper()
	var paths []string
	for i, content := range contents {
		paths = append(paths, file(t, string('a'+rune(i))+ending, content))
	}
	r, err := open(paths...)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

// badRow is a row, and what the reason for setting it aside contains.
type badRow struct{ name, row, reason string }

// testBadRows sees that each row is set aside, alone and with its line, between
// two that are not.
func testBadRows(t *testing.T, open opener, header, good string, rows []badRow) {
	t.Helper()
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			batch, rejects := readAll(t, opened(t, open, ".csv", header+good+c.row+"\n"+good))
			same(t, "relations", len(batch.Relations), 2)
			if len(rejects) != 1 || rejects[0].Line != strings.Count(header+good, "\n")+1 || !strings.Contains(rejects[0].Reason, c.reason) {
				t.Fatalf("%v, not %q", rejects, c.reason)
			}
			same(t, "text", rejects[0].Text, c.row[:min(len(c.row), maxRejectText)])
			same(t, "unpaired", rejects[0].Unpaired, c.reason == onlyOneActor)
			must(t, batch.Check(t.Context(), newChecker()))
		})
	}
}

// fuzzRows sees that whatever a file holds, each row of it is one that a store
// takes or is set aside, or the import ends with an error; and that nothing is
// added for a row that is set aside.
func fuzzRows(f *testing.F, open opener, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkRows(t, open, string(content)) })
}

func checkRows(t testing.TB, open opener, content string) {
	r, err := open(file(t, "rows.csv", content))
	if err != nil {
		return
	}
	defer r.Close()
	var batch kg.Batch
	for rows := 0; ; rows++ {
		before := fmt.Sprint(len(batch.Types), len(batch.Entities), len(batch.Documents), len(batch.Relations))
		err := r.Next(&batch)
		if _, rejected := err.(*Reject); rejected && before != fmt.Sprint(len(batch.Types), len(batch.Entities), len(batch.Documents), len(batch.Relations)) {
			t.Fatalf("%v has added something", err)
		} else if err != nil && !rejected {
			break
		}
		if lines := strings.Count(content, "\n") + 1; rows > lines {
			t.Fatalf("%d lines are more than %d rows", lines, rows)
		}
	}
	must(t, batch.Check(t.Context(), newChecker()))
}

// What fuzzRows sees to, for files that are nearly right.
func TestDamagedRowsAreTakenOrSetAside(t *testing.T) {
	for _, c := range []struct {
		name string
		open opener
		text string
	}{
		{"icews", openICEWS, icewsHeader + icewsRow + icewsRow},
		{"gdelt", openGDELT, gdeltRow(nil) + "\n" + gdeltRow(nil) + "\n"},
		{"acled", openACLED, acledHeader + acledRow + acledRow},
		{"csv", mapped(t, attacksMapping), attacksHeader + attacksRow + attacksRow},
		{"quotes", mapped(t, articlesMapping), "A,B,Q,T,H,U\nA,B,met,\"A met\nB\",H,U\nA,C,met,A met C,H,U\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				text := c.text
				for range rapid.IntRange(1, 4).Draw(rt, "times") {
					from := rapid.IntRange(0, len(text)).Draw(rt, "from")
					to := min(len(text), from+rapid.IntRange(0, 3).Draw(rt, "length"))
					piece := rapid.SampledFrom([]string{"", "\"", "\"\"", "\n", "\r", "\t", ",", ";", " ", "\x00", "\xff", "\ufeff", "\u0301", "İ", "0", "-", "(", ": "}).Draw(rt, "piece")
					text = text[:from] + piece + text[to:]
				}
				checkRows(t, c.open, text)
			})
		})
	}
}
