package exchange

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"pgregory.net/rapid"
)

// inWords returns what a batch states, a line for each relation. Of a record that
// names a line of a file, it has the line.
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
				record, _, _ := strings.Cut(e.Source.Record, "@")
				line += fmt.Sprintf(" by {%s %s}", e.Source.Dataset, record)
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
		lines = append(lines, fmt.Sprint(e.ID, " ", e.Kind, " ", e.Name, " (", e.Description+e.Point.String(), ")"))
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

// eachRow reads relations to the end, and returns the error that ended the import
// before that.
func eachRow(r Reader, each func(when string)) error {
	for {
		var batch kg.Batch
		err := r.Next(&batch)
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &reject):
			continue
		case err != nil:
			return err
		}
		for _, relation := range batch.Relations {
			when := ""
			if relation.Time != nil {
				when = relation.Time.EDTF
			}
			each(when)
		}
	}
}

// What a row has in a column that it can do without costs the row that only.
func TestWhatCannotBeReadCostsItself(t *testing.T) {
	long := strings.Repeat("x", maxName+1)
	icews := func(column int, value string) string {
		row := strings.Split(strings.TrimSuffix(icewsRow, "\n"), "\t")
		row[column] = value
		return icewsHeader + strings.Join(row, "\t") + "\n"
	}
	gdelt := func(column int, value string) string { return gdeltRow(map[int]string{column: value}) }
	for _, c := range []struct {
		name   string
		open   opener
		text   string
		places int

		located bool
	}{
		{"a latitude beyond the pole", openICEWS, icews(18, "90.01"), 1, false},
		{"a longitude that is a word", openICEWS, icews(19, "NaN"), 1, false},
		{"a latitude alone", openICEWS, icews(19, ""), 1, false},
		{"no coordinates", openICEWS, strings.NewReplacer("41.15", "NULL", "-8.61", "NULL").Replace(icewsHeader + icewsRow), 1, false},
		{"a place that is too long", openICEWS, icews(14, long), 0, false},
		{"an unknown code of an event that is named", openICEWS, icews(6, "299"), 1, true},
		{"a code of GDELT's place", openGDELT, gdelt(56, "1e999"), 1, false},
		{"a long place of GDELT", openGDELT, gdelt(52, long), 0, false},
		{"a place of GDELT that turns what follows", openGDELT, gdelt(52, "Paris\u202e"), 0, false},
		{"a place of GDELT that cannot be seen", openGDELT, gdelt(52, "\ufeff"), 0, false},
		{"a place of GDELT with a carriage return", openGDELT, gdelt(52, "Paris, \rFrance"), 1, true},
		{"a year of GDELT", openGDELT, gdelt(3, "NULL"), 1, true},
		{"a time of publication", openGDELT, gdelt(59, "x"), 1, true},
		{"a precision", openACLED, acledHeader + acledWith("2023,1,", "2023,4,"), 1, true},
		{"a year", openACLED, acledHeader + acledWith("2023,1,", "x,1,"), 1, true},
		{"a longitude beyond the map", openACLED, acledHeader + acledWith("-8.61", "-861"), 1, false},
		{"a long place", openACLED, acledHeader + acledWith("Porto,41", long+",41"), 0, false},
		{"a long place of a table", mapped(t, attacksMapping), attacksHeader + strings.Replace(attacksRow, "Porto", long, 1), 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			batch, rejects := readAll(t, opened(t, c.open, ".csv", c.text))
			if len(rejects) > 0 || len(batch.Relations) != 1 {
				t.Fatalf("%v, %d relations", rejects, len(batch.Relations))
			}
			same(t, "places", len(batch.Relations[0].Places), c.places)
			located := false
			for _, e := range batch.Entities {
				located = located || e.Point != nil
			}
			same(t, "coordinates", located, c.located)
			must(t, batch.Check(t.Context(), newChecker()))
		})
	}
}

func TestWordsForNothingAreNothing(t *testing.T) {
	for _, word := range append([]string{"", " ", "\u00a0", `"NULL"`, `""`, ` "NA" `}, nothings...) {
		same(t, word, stated(word), "")
	}
	for word, want := range map[string]string{"Null": "Null", "Na": "Na", "none": "none", "NULL Island": "NULL Island", `"Ada Example"`: "Ada Example", `"the ""Front"""`: `the "Front"`, `"A" and "B"`: `"A" and "B"`, "'Ndrangheta": "'Ndrangheta", `"`: `"`} {
		same(t, word, stated(word), want)
	}
	batch, rejects := readAll(t, opened(t, openICEWS, ".tab", icewsHeader+strings.NewReplacer("\tPorto\t\tNorth\t", "\tNULL\t-\tNA\t", "\tSocial\t", "\t\\N\t", "\tA. Person\t", "\t\"A. Person\"\t").Replace(icewsRow)))
	same(t, "rejects", len(rejects), 0)
	same(t, "entities", strings.Join(entitiesInWords(batch), "\n"), "icews:a-person~"+digestOf("a. person")+" OTHER_ACTOR A. Person (Northland, Executive, Government)\n"+
		"icews:citizen-india~"+digestOf("citizen (india)")+" GROUP Citizen (India) (India)\nicews:place.northland PLACE Northland (41.15,-8.61 COUNTRY)")

	const codes = "subject: A\ntype: {value: met}\nobject: B\nnothing: [\"?\"]\n"
	batch, rejects = readAll(t, opened(t, mapped(t, codes), ".csv", "A,B\nNA,ZA\n?,NA\n"))
	same(t, "rejects", len(rejects), 1)
	sameLines(t, "Namibia", inWords(batch), "rows:na rows:met rows:za OCCURRED STATED by {rows 2}")
}
