package exchange

import (
	"strings"
	"testing"
)

const (
	polecatHeader = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tActor Country\tActor Sectors\tRecipient Name\tRecipient Country\tRecipient Sectors\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tPublication Date\n"
	polecatRow    = "E1\t2023-01-02\tCONSULT\tvisit\tAda Example; Ministry of Examples\tNorthland\tGOV\tIndia\tIndia\tGOV; MIL\tHarbour\tHarbour\tNone\tCoast\tNorthland\t10.5\t20.5\t2023-01-02\n"
)

func openPOLECAT(paths ...string) (Reader, error) {
	return OpenPOLECAT(RowOptions{Name: "polecat"}, paths)
}

func TestPOLECATRowsBecomeRelations(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openPOLECAT, ".txt", polecatHeader+polecatRow+
		"E2\t1/31/2023\tREQUEST\t\tIndia\t\t\tAda Example\t\t\t\t\t\t\t\t\t\t\n"))
	same(t, "rejects", len(rejects), 0)
	place := "polecat:place.harbour-coast-northland~" + digestOf("harbour, coast, northland")
	sameLines(t, "relations", inWords(batch),
		"polecat:ada-example plover:consult-visit polecat:india OCCURRED STATED 2023-01-02 in "+place+" by {polecat E1}",
		"polecat:ministry-of-examples plover:consult-visit polecat:india OCCURRED STATED 2023-01-02 in "+place+" by {polecat E1}",
		"polecat:india plover:request polecat:ada-example PROPOSED STATED 2023-01-31 by {polecat E2}",
	)
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestBadPOLECATRowsAreSetAside(t *testing.T) {
	with := func(column int, value string) string {
		row := strings.Split(strings.TrimSuffix(polecatRow, "\n"), "\t")
		row[column] = value
		return strings.Join(row, "\t")
	}
	good := strings.Replace(polecatRow, "; Ministry of Examples", "", 1)
	testBadRows(t, openPOLECAT, polecatHeader, good, []badRow{
		{"nobody", strings.Replace(with(7, "None"), "\tHarbour\tHarbour\tNone\tCoast\tNorthland\t", "\t\t\t\t\t\t", 1), onlyOneActor},
		{"no id", with(0, ""), "Event ID is empty"},
		{"another vocabulary", with(2, "040"), "not an event type of PLOVER; those are ACCUSE, AGREE"},
		{"an event after its publication", with(17, "2023-01-01"), "after its Publication Date, 2023-01-01"},
		{"a day before there was any", with(1, "1923-01-02"), "none before 2010"},
		{"more than can be", with(4, namesOf(101)), "more than 100 relations"},
		{"a mode that is an article", with(3, strings.Repeat("x", 200)), "Event Mode"},
	})
}

func namesOf(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("A" + strings.Repeat("b", i) + ";")
	}
	return b.String()
}

func TestFilesOfOneFormatThatAreReadAsAnother(t *testing.T) {
	for name, c := range map[string]struct {
		open           opener
		content, names string
	}{
		"POLECAT as ICEWS":    {openICEWS, polecatHeader + polecatRow, "--format polecat"},
		"ICEWS as POLECAT":    {openPOLECAT, icewsHeader + icewsRow, "--format icews"},
		"ACLED as ICEWS":      {openICEWS, strings.ReplaceAll(acledHeader, ",", "\t"), "--format acled"},
		"GDELT as ICEWS":      {openICEWS, gdeltRow(nil), "--format gdelt reads"},
		"GDELT 1.0 as 2.0":    {openGDELT, gdelt1Row, "--format gdelt1"},
		"GDELT 2.0 as 1.0":    {openGDELT1, gdeltRow(nil) + "\n", "--format gdelt"},
		"UCDP as ACLED":       {openACLED, "id,side_a,side_b,type_of_violence\n", "--format ucdp"},
		"an old GDELT as 2.0": {openGDELT, strings.TrimSuffix(gdelt1Row, "\thttps://example.org/a"), "--format gdelt1"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := lastError(opened(t, c.open, ".txt", c.content)); err == nil || !strings.Contains(err.Error(), c.names) {
				t.Errorf("%v, not %q", err, c.names)
			}
		})
	}
}

func FuzzPOLECAT(f *testing.F) { fuzzRows(f, openPOLECAT, polecatHeader+polecatRow, polecatHeader) }

func openGDELT1(paths ...string) (Reader, error) {
	return OpenGDELT1(RowOptions{Name: "gdelt"}, paths)
}

// gdelt1Row is an event in the layout of GDELT 1.0: the places have no ADM2Code.
var gdelt1Row = func() string {
	row := strings.Split(gdeltRow(map[int]string{59: "20180102"}), "\t")
	var kept []string
	for i, value := range row {
		if i != 39 && i != 47 && i != 55 {
			kept = append(kept, value)
		}
	}
	return strings.Join(kept, "\t")
}()

func TestRowsOfGDELT1BecomeTheSameRelations(t *testing.T) {
	want, _ := readAll(t, opened(t, openGDELT, ".csv", gdeltRow(nil)))
	for _, row := range []string{gdelt1Row, strings.TrimSuffix(gdelt1Row, "\thttps://example.org/a")} {
		got, rejects := readAll(t, opened(t, openGDELT1, ".csv", row))
		same(t, "rejects", len(rejects), 0)
		sameLines(t, "relations", inWords(got), inWords(want)...)
		sameLines(t, "entities", entitiesInWords(got), entitiesInWords(want)...)
	}
}

func FuzzGDELT1(f *testing.F) { fuzzRows(f, openGDELT1, gdelt1Row) }
