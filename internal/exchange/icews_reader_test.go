package exchange

import (
	"strings"
	"testing"
)

const (
	icewsHeader = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
	icewsRow    = "7001\t2014-03-02\tA. Person\tExecutive,Government\tNorthland\tMake statement\t010\t0.0\tCitizen (India)\tSocial\tIndia\t55\t2\tThe Daily\tPorto\t\tNorth\tNorthland\t41.15\t-8.61\n"
)

func openICEWS(paths ...string) (Reader, error) {
	return OpenICEWS(RowOptions{Name: "icews"}, paths)
}

func TestICEWSRowsBecomeRelations(t *testing.T) {
	r := opened(t, openICEWS, ".tab", "\ufeff"+strings.ReplaceAll(icewsHeader+icewsRow, "\n", "\r\n")+
		"7002\t2014-03-03\tIndia\t\tIndia\tConsult\t40\t1.0\tA. PERSON\t\t\t56\t1\t\t\t\t\tIndia\t\t\n\n"+
		"7001\t2014-03-03\tA. Person\t\t\tDeny responsibility\t016\t-2.0\tIndia\t\t\t\t\t\t\t\t\t\t\t",
		icewsHeader+"7003\t2014-03-03\tIndia\t\t\tDemand aid\t1031\t-2.0\tIndia\t\t\t\t\t\t\t\t\t\t\t\n")
	batch, rejects := readAll(t, r)
	same(t, "rejects", len(rejects), 0)

	sameLines(t, "relations", inWords(batch),
		"icews:a-person~"+digestOf("a. person")+" cameo:010 icews:citizen-india~"+digestOf("citizen (india)")+" OCCURRED STATED 2014-03-02 in icews:place.porto-north-northland~"+digestOf("porto, north, northland")+" by {icews 7001}",
		"icews:india cameo:040 icews:a-person~"+digestOf("a. person")+" OCCURRED STATED 2014-03-03 in icews:place.india by {icews 7002}",
		"icews:a-person~"+digestOf("a. person")+" cameo:016 icews:india OCCURRED DENIED 2014-03-03 by {icews 7001}",
		"icews:india cameo:1031 icews:india PROPOSED STATED 2014-03-03 by {icews 7003}",
	)
	sameLines(t, "entities", entitiesInWords(batch),
		"icews:a-person~"+digestOf("a. person")+" OTHER_ACTOR A. Person (Northland, Executive, Government)",
		"icews:citizen-india~"+digestOf("citizen (india)")+" GROUP Citizen (India) (India, Social)",
		"icews:place.porto-north-northland~"+digestOf("porto, north, northland")+" PLACE Porto, North, Northland (41.15,-8.61 TOWN)",
		"icews:india COUNTRY India (India)",
		"icews:a-person~"+digestOf("a. person")+" OTHER_ACTOR A. PERSON ()",
		"icews:place.india PLACE India ()",
	)
	same(t, "type", batch.Types[0].ID+" "+batch.Types[0].Label+" "+batch.Types[0].CAMEO, "cameo:010 Make statement 010")
	same(t, "symmetric", batch.Types[1].Symmetric, true)
	same(t, "types", len(batch.Types), 4)
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestICEWSColumnsMayStandInAnyOrder(t *testing.T) {
	batch, _ := readAll(t, opened(t, openICEWS, ".tab", "target_name\tCAMEO.Code\tsource name\tEVENT DATE\tEvent ID\nIndia\t190\tFrance\t2014-03-02\t9\n"))
	sameLines(t, "relations", inWords(batch), "icews:france cameo:190 icews:india OCCURRED STATED 2014-03-02 by {icews 9}")
	same(t, "label", batch.Types[0].Label, "Use conventional military force")
}

func TestBadICEWSRowsAreSetAside(t *testing.T) {
	with := func(column int, value string) string {
		row := strings.Split(strings.TrimSuffix(icewsRow, "\n"), "\t")
		row[column] = value
		return strings.Join(row, "\t")
	}
	testBadRows(t, openICEWS, icewsHeader, icewsRow, []badRow{
		{"too few columns", "7001\t2014-03-02\tA. Person", "has 3 columns, and the first line names 20"},
		{"too many columns", with(19, "1\t2"), "has 21 columns"},
		{"a truncated row", icewsRow[:60], "columns"},
		{"no id", with(0, " "), "Event ID is empty"},
		{"an id that is too long", with(0, strings.Repeat("7", maxName+1)), "Event ID is longer"},
		{"no source", with(2, ""), "Source Name is empty"},
		{"no target", with(8, "\u00a0"), "Target Name is empty"},
		{"a name that is too long", with(8, strings.Repeat("x", maxName+1)), "Target Name is longer"},
		{"a day that does not exist", with(1, "2018-13-40"), "not a date"},
		{"a month only", with(1, "2014-03"), "not one day"},
		{"a year before there was any", with(1, "0025-03-02"), "none before 1991-01-01"},
		{"a year still to come", with(1, "2205-03-02"), "still to come"},
		{"nobody", with(2, "NULL"), "Source Name is empty"},
		{"no date", with(1, ""), "not a date"},
		{"an unknown code", strings.Replace(with(6, "299"), "Make statement", "Make it", 1), `"299" is not the code of a CAMEO event`},
		{"a code of the right form that is not one", strings.Replace(with(6, "0499"), "Make statement", "", 1), "not the code"},
		{"a root code", strings.Replace(with(6, "04"), "Make statement", "", 1), "not the code"},
		{"no code and no event", strings.Replace(with(6, "NULL"), "Make statement", "Made statements", 1), `"Made statements" is not the name`},
		{"a label that is too long", strings.Replace(with(6, "150"), "Make statement", strings.Repeat("x", maxName+1), 1), "name of the event is longer"},
		{"a NUL byte", with(2, "A\x00"), "NUL"},
		{"Latin-1", with(2, "Bras\xedlia"), "UTF-8"},
		{"a line that is too long", with(5, strings.Repeat("x", maxLine)), "longer than"},
	})
}

func TestICEWSFilesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ content, message string }{
		"no header":            {icewsRow, `a.tab:1: there is no column "Event ID"`},
		"a column missing":     {strings.NewReplacer("CAMEO Code", "Code", "Event Text", "Text").Replace(icewsHeader), `no column "CAMEO Code"`},
		"a column twice":       {strings.Replace(icewsHeader, "Intensity", "event id", 1), `two columns "Event ID"`},
		"UTF-16":               {"\xff\xfeE\x00v\x00\n\x00", "a.tab:1: the line"},
		"commas, not tabs":     {strings.ReplaceAll(icewsHeader, "\t", ","), "no column"},
		"a header without end": {strings.Repeat("x", maxLine+1), "a.tab:1: the line is longer"},
	} {
		t.Run(name, func(t *testing.T) {
			err := lastError(opened(t, openICEWS, ".tab", c.content))
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, not %q", err, c.message)
			}
		})
	}
	for _, name := range []string{"", "ICEWS", "cameo"} {
		if _, err := OpenICEWS(RowOptions{Name: name}, []string{file(t, "a.tab", icewsHeader)}); err == nil {
			t.Errorf("a data set can be called %q", name)
		}
	}
	if _, err := openICEWS(); err == nil {
		t.Error("no files are opened")
	}
}

func TestEveryEventHasAType(t *testing.T) {
	for code, plover := range map[string]string{"155": "MOBILIZE", "176": "COERCE", "1834": "ASSAULT", "1951": "ASSAULT", "010": "", "0211": "", "1712": "ASSAULT"} {
		e, err := events{}.of(code, "")
		must(t, err)
		same(t, code, e.kind.ID+" "+e.kind.PLOVER, "cameo:"+code+" "+plover)
	}
	for _, code := range []string{"", "1", "04", "000", "0100", "210", "04O"} {
		if e, err := (events{}).of(code, "x"); err == nil {
			t.Errorf("%q is %s", code, e.kind.ID)
		}
	}
}

func FuzzICEWS(f *testing.F) {
	fuzzRows(f, openICEWS, icewsHeader+icewsRow, icewsHeader+"\n"+icewsRow[:50], "\xff\xfeE\x00", strings.ReplaceAll(icewsHeader+icewsRow, "\n", "\r\n"))
}
