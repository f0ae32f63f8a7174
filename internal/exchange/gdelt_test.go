package exchange

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func openGDELT(paths ...string) (Reader, error) {
	return OpenGDELT(RowOptions{Name: "gdelt"}, paths)
}

// gdeltRow returns an event with some columns of the published layout set.
func gdeltRow(set map[int]string) string {
	row := make([]string, 61)
	for i, value := range map[int]string{
		0: "1000001", 1: "20180102", 2: "201801", 3: "2018", 4: "2018.0055", 25: "1", 27: "040", 28: "04", 29: "1", 30: "1.0",
		5: "USAGOV", 6: "PRESIDENT", 7: "USA", 12: "GOV", 15: "FRA", 16: "FRANCE", 17: "FRA", 26: "040",
		51: "4", 52: "Paris, France (general), France", 53: "FR", 54: "FR00", 56: "48.8667", 57: "2.33333", 58: "-1456928", 59: "20180102000000", 60: "https://example.org/a",
	} {
		row[i] = value
	}
	for i, value := range set {
		row[i] = value
	}
	return strings.Join(row, "\t")
}

func TestGDELTRowsBecomeRelations(t *testing.T) {
	rows := strings.Join([]string{
		gdeltRow(nil),
		gdeltRow(map[int]string{0: "1000002", 5: "IGOUNO", 6: "UNITED NATIONS", 15: "SYRREF", 16: "REFUGEE", 26: "0233", 52: "", 56: "", 57: ""}),
		gdeltRow(map[int]string{0: "1000003", 5: "USA", 6: "AMERICAN", 15: "RUS", 16: "", 26: "016"}),
		gdeltRow(map[int]string{0: "1000004", 5: "", 6: "PRESIDENT"}),
	}, "\r\n")
	r := opened(t, openGDELT, ".export.CSV.zip", zipped(t, rows))
	batch, rejects := readAll(t, r)
	same(t, "rejects", len(rejects), 0)
	paris := "gdelt:place.paris-france-general-france~" + digestOf("paris, france (general), france")
	sameLines(t, "relations", inWords(batch),
		"gdelt:usagov-president cameo:040 gdelt:fra-france OCCURRED STATED 2018-01-02 in "+paris+" by {gdelt 1000001}",
		"gdelt:igouno-united-nations cameo:0233 gdelt:syrref-refugee PROPOSED STATED 2018-01-02 by {gdelt 1000002}",
		"gdelt:usa-american cameo:016 gdelt:rus OCCURRED DENIED 2018-01-02 in "+paris+" by {gdelt 1000003}",
		"gdelt:president cameo:040 gdelt:fra-france OCCURRED STATED 2018-01-02 in "+paris+" by {gdelt 1000004}",
	)
	sameLines(t, "entities", entitiesInWords(batch),
		"gdelt:usagov-president OTHER_ACTOR PRESIDENT (CAMEO actor code USAGOV)",
		"gdelt:fra-france COUNTRY FRANCE (CAMEO actor code FRA)",
		paris+" PLACE Paris, France (general), France (48.8667,2.33333 TOWN)",
		"gdelt:igouno-united-nations ORGANIZATION UNITED NATIONS (CAMEO actor code IGOUNO)",
		"gdelt:syrref-refugee GROUP REFUGEE (CAMEO actor code SYRREF)",
		"gdelt:usa-american OTHER_ACTOR AMERICAN (CAMEO actor code USA)",
		"gdelt:rus OTHER_ACTOR RUS (CAMEO actor code RUS)",
		"gdelt:president OTHER_ACTOR PRESIDENT ()",
	)
	same(t, "label", batch.Types[1].Label, "Appeal for humanitarian aid")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestGDELTRowsOfOneActorSayWhereItActedOrWasActedUpon(t *testing.T) {
	rows := gdeltRow(map[int]string{15: "", 16: "", 26: "190"}) + "\n" + gdeltRow(map[int]string{0: "1000002", 5: "", 6: "", 26: "190", 51: "1", 52: "France"})
	batch, rejects := readAll(t, opened(t, openGDELT, ".csv", rows))
	same(t, "rejects", len(rejects), 0)
	paris := "gdelt:place.paris-france-general-france~" + digestOf("paris, france (general), france")
	sameLines(t, "relations", inWords(batch),
		"gdelt:usagov-president gdelt:190-in "+paris+" OCCURRED STATED 2018-01-02 in "+paris+" by {gdelt 1000001}",
		"gdelt:fra-france gdelt:190-suffered-in gdelt:place.france OCCURRED STATED 2018-01-02 in gdelt:place.france by {gdelt 1000002}")
	same(t, "points", batch.Relations[0].Point().String()+"; "+batch.Relations[1].Point().String(), "48.8667,2.33333 TOWN; 48.8667,2.33333 COUNTRY")
	same(t, "address", batch.Relations[0].Evidence[0].Source.URL, "https://example.org/a")
	for _, k := range batch.Types {
		same(t, k.ID+" is of CAMEO", k.CAMEO, "190")
		same(t, k.ID+" leads to places", fmt.Sprint(k.ObjectKinds), "[PLACE]")
	}
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestBadGDELTRowsAreSetAside(t *testing.T) {
	with := func(column int, value string) string { return gdeltRow(map[int]string{column: value}) }
	testBadRows(t, openGDELT, "", gdeltRow(nil)+"\n", []badRow{
		{"no second actor, nowhere", gdeltRow(map[int]string{15: "", 16: "", 52: ""}), onlyOneActor},
		{"no first actor, nowhere", gdeltRow(map[int]string{5: "", 6: "", 52: ""}), onlyOneActor},
		{"no actor", gdeltRow(map[int]string{5: "", 6: "", 15: "", 16: ""}), onlyOneActor},
		{"no actor and no date", gdeltRow(map[int]string{1: "", 5: "", 6: ""}), "not a date"},
		{"a year that is another", with(3, "2017"), "its Year is 2017"},
		{"an event after its publication", with(59, "20180101234500"), "after its DATEADDED, 2018-01-01"},
		{"a day before there was any", gdeltRow(map[int]string{1: "19200101", 3: "1920"}), "none before 1979-01-01"},
		{"a day still to come", gdeltRow(map[int]string{1: "22050101", 3: "2205", 59: ""}), "still to come"},
		{"a month", with(1, "201801"), "not a date"},
		{"three numbers", with(1, "1/2/2018"), "not a date"},
		{"a row of GDELT 1.0", strings.Join(strings.Split(gdeltRow(nil), "\t")[:58], "\t"), "the row has 58 columns"},
		{"a row too wide", gdeltRow(nil) + "\t", "the row has 62 columns"},
		{"a truncated row", gdeltRow(nil)[:100], "columns"},
		{"an id that is a word", with(0, "x"), "GLOBALEVENTID"},
		{"no id", with(0, ""), "GLOBALEVENTID"},
		{"a day that does not exist", with(1, "20181340"), "not a date"},
		{"a day that this year has not", with(1, "20190229"), "not a date"},
		{"a signed date", with(1, "+0180102"), "not a date"},
		{"an unknown code", with(26, "299"), "not the code"},
		{"a code of hyphens", with(26, "---"), "not the code"},
		{"a code that is a name", with(5, "United States"), "Actor1Code"},
		{"a code that is too long", with(15, strings.Repeat("A", 31)), "Actor2Code"},
		{"a name that is too long", with(16, strings.Repeat("A", maxName+1)), "Actor2Name is longer"},
		{"a NUL byte", with(6, "\x00"), "NUL"},
		{"Latin-1", with(52, "S\xe3o Paulo"), "UTF-8"},
	})
}

func TestRowsOfOneActorAreCountedApartAndDoNotEndAStrictRun(t *testing.T) {
	rows := gdeltRow(map[int]string{15: "", 16: "", 52: ""}) + "\n" + gdeltRow(nil) + "\n" + gdeltRow(map[int]string{5: "", 6: "", 52: ""}) + "\nbad\n" + gdeltRow(nil) + "\n"
	var list strings.Builder
	summary, err := Run(t.Context(), newMemory(), opened(t, openGDELT, ".csv", rows), Options{Rejects: &list})
	must(t, err)
	same(t, "read, rejected, unpaired", [3]int{summary.Read, summary.Rejected, summary.Unpaired}, [3]int{5, 3, 2})
	same(t, "reasons", strings.Count(list.String(), "\t"+onlyOneActor+"\t"), 2)

	summary, err = Run(t.Context(), newMemory(), opened(t, openGDELT, ".csv", rows), Options{Strict: true})
	var reject *Reject
	if !errors.As(err, &reject) || reject.Line != 4 {
		t.Errorf("%v", err)
	}
	same(t, "read strictly", summary.Read, 4)
}

func FuzzGDELT(f *testing.F) {
	fuzzRows(f, openGDELT, gdeltRow(nil), gdeltRow(map[int]string{15: "", 16: ""}), gdeltRow(nil)[:90], "\ufeff"+gdeltRow(nil)+"\r\n\r\n", gdeltRow(map[int]string{6: "ÇINAR (", 16: "\u0301"}))
}
