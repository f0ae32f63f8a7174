package exchange

import (
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

const (
	acledHeader = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
	acledRow    = `NOR12,15 May 2023,2023,1,Political violence,Battles,Armed clash,Military Forces of Northland (2019-),,State forces,Northern Front,,Rebel group,12,,999,Region,Northland,North,Upper,,Porto,41.15,-8.61,1,The Daily; Radio,National,"On 15 May 2023, they ""clashed"" in Porto.",3,,1684800000` + "\n"
)

func openACLED(paths ...string) (Reader, error) {
	return OpenACLED(RowOptions{Name: "acled"}, paths)
}

// acledWith returns the row with some of its words replaced.
func acledWith(oldAndNew ...string) string {
	return strings.TrimSuffix(strings.NewReplacer(oldAndNew...).Replace(acledRow), "\n")
}

func TestACLEDRowsBecomeRelations(t *testing.T) {
	rows := acledHeader + acledRow +
		acledWith("NOR12", "NOR13", ",1,Political", ",2,Political", "Armed clash", "Attack", "Northern Front", "Civilians (Northland)", "-8.61,1,", "-8.61,3,", "(2019-),,", "(2019-),Home Guard; Northern Front;,", "On 15 May 2023, they", "On one day\nthey") + "\n" +
		acledWith("NOR12", "NOR14", "15 May 2023,2023,1,", "2023-02-15,2023,3,", "Armed clash", "Mob violence", "Military Forces of Northland (2019-)", "Rioters (Northland)", "Porto", "North", "Upper", "North", ",41.15,-8.61", ",,") + "\n"
	batch, rejects := readAll(t, opened(t, openACLED, ".csv", "\ufeff"+strings.ReplaceAll(rows, "\n", "\r\n")))
	same(t, "rejects", len(rejects), 0)
	for _, r := range batch.Relations {
		same(t, "coding", r.Coding, kg.CodingHand)
		same(t, "coding, had it not been said", kg.CodingBefore(r), kg.CodingHand)
	}
	army := "acled:military-forces-of-northland-2019~" + digestOf("military forces of northland (2019-)")
	civilians := "acled:civilians-northland~" + digestOf("civilians (northland)")
	rioters := "acled:rioters-northland~" + digestOf("rioters (northland)")
	porto := "acled:place.porto-upper-north-northland~" + digestOf("porto, upper, north, northland")
	north := "acled:place.north-northland~" + digestOf("north, northland")
	sameLines(t, "relations", inWords(batch),
		army+" acled:armed-clash acled:northern-front OCCURRED STATED 2023-05-15 in "+porto+" by {acled NOR12}",
		army+" acled:attack "+civilians+" OCCURRED STATED 2023-05-12/2023-05-18 in "+north+" by {acled NOR13}",
		army+" acled:associated-with acled:home-guard OCCURRED STATED 2023-05-12/2023-05-18 in "+north+" by {acled NOR13}",
		army+" acled:associated-with acled:northern-front OCCURRED STATED 2023-05-12/2023-05-18 in "+north+" by {acled NOR13}",
		rioters+" acled:mob-violence acled:northern-front OCCURRED STATED 2023-02 in "+north+" by {acled NOR14}",
	)
	sameLines(t, "entities", entitiesInWords(batch),
		army+" ORGANIZATION Military Forces of Northland (2019-) ()",
		"acled:northern-front ORGANIZATION Northern Front ()",
		porto+" PLACE Porto, Upper, North, Northland (41.15,-8.61 EXACT)",
		civilians+" GROUP Civilians (Northland) ()",
		north+" PLACE North, Northland (41.15,-8.61 PROVINCE)",
		"acled:home-guard OTHER_ACTOR Home Guard ()",
		rioters+" GROUP Rioters (Northland) ()",
	)
	var types []string
	for _, k := range batch.Types {
		types = append(types, k.ID+" "+k.Label+" "+k.InverseLabel+" "+k.PLOVER)
		same(t, k.ID+" is symmetric", k.Symmetric, k.Label == k.InverseLabel)
	}
	sameLines(t, "types", types,
		"acled:armed-clash Armed clash Armed clash ASSAULT", "acled:attack Attack (object of) Attack ASSAULT",
		"acled:associated-with is associated with is associated with ", "acled:mob-violence Mob violence (object of) Mob violence ")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestACLEDRowsSayWhoReportedThemAndHowManyDied(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openACLED, ".csv", acledHeader+acledWith("(2019-),,", "(2019-),Home Guard,")+"\n"+
		acledWith("NOR12", "NOR13", "Battles", "Protests", "Armed clash", "Peaceful protest", "Military Forces of Northland (2019-)", "Protesters (Northland)", "Northern Front", "", ",3,,1684800000", ",0,,1684800000")))
	same(t, "rejects", len(rejects), 0)
	protesters, porto := "acled:protesters-northland~"+digestOf("protesters (northland)"), "acled:place.porto-upper-north-northland~"+digestOf("porto, upper, north, northland")
	same(t, "a protest", inWords(batch)[2], protesters+" acled:peaceful-protest-in "+porto+" OCCURRED STATED 2023-05-15 in "+porto+" by {acled NOR13}")
	source := batch.Relations[0].Evidence[0].Source
	same(t, "publisher and note", [2]string{source.Publisher, source.Note}, [2]string{"The Daily; Radio", `On 15 May 2023, they "clashed" in Porto.`})
	var deaths []string
	for _, r := range batch.Relations {
		for _, q := range r.Quantities() {
			deaths = append(deaths, fmt.Sprint(r.Type, " ", q.Kind, " ", *q.Best))
		}
		same(t, "where it was", r.Point().String(), "41.15,-8.61 EXACT")
	}
	sameLines(t, "deaths, of each event once", deaths, "acled:armed-clash DEATHS 3", "acled:peaceful-protest-in DEATHS 0")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestACLEDWithSemicolonsAndCapitals(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openACLED, ".csv", "EVENT_ID_CNTY;EVENT_DATE;SUB_EVENT_TYPE;ACTOR1;ACTOR2\nX1;2023-05-15;Agreement;France;India\n"))
	same(t, "rejects", len(rejects), 0)
	sameLines(t, "relations", inWords(batch), "acled:france acled:agreement acled:india OCCURRED STATED 2023-05-15 by {acled X1}")
}

func TestBadACLEDRowsAreSetAside(t *testing.T) {
	long := strings.Repeat("x", maxName+1)
	testBadRows(t, openACLED, acledHeader, acledRow, []badRow{
		{"one actor, nowhere", acledWith("Northern Front", "", "Porto", "", ",North,Upper,", ",,,", "Region,Northland", "Region,"), onlyOneActor},
		{"no first actor", acledWith("Military Forces of Northland (2019-)", ""), "actor1 is empty"},
		{"associates of nobody", acledWith("Northern Front,,", ",Home Guard,"), "no actor2"},
		{"no id", acledWith("NOR12", ""), "event_id_cnty is empty"},
		{"too few columns", "NOR12,15 May 2023", "has 2 columns, and the first line names 31"},
		{"a truncated row", acledRow[:100], "columns"},
		{"a truncated row within quotation marks", acledRow[:strings.Index(acledRow, "clashed")], "quotation mark is opened"},
		{"a quotation mark in the middle", acledWith("Northern Front", `Northern "Front"`), "quotation mark stands in"},
		{"a day that does not exist", acledWith("15 May 2023", "2018-13-40"), "not a date"},
		{"a day that this month has not", acledWith("15 May", "31 June"), "not a date"},
		{"a year that is another", acledWith("2023,1,", "2022,1,"), "its year is 2022"},
		{"a year before there was any", acledWith("15 May 2023,2023", "0025-09-20,2025"), "none before 1997"},
		{"a year still to come", acledWith("15 May 2023,2023", "2205-09-20,"), "still to come"},
		{"no date", acledWith("15 May 2023", ""), "not a date"},
		{"a type that is too long", acledWith("Armed clash", long), "sub_event_type is longer"},
		{"an actor that is too long", acledWith("Northern Front", long), "actor is longer"},
		{"a NUL byte", acledWith("clashed", "\x00"), "NUL"},
		{"Latin-1", acledWith("Porto", "S\xe3o"), "UTF-8"},
	})
}

func TestACLEDFilesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ content, message string }{
		"no header":        {acledRow, `a.csv:1: there is no column "event_id_cnty"`},
		"monadic":          {strings.Replace(acledHeader, "actor2", "actor_type", 1), `no column "actor2"`},
		"UTF-16":           {"\xff\xfee\x00\n\x00", "a.csv:1: the line"},
		"a header too big": {strings.Repeat("x", 2*maxLine), "a.csv:1: the line is longer"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := lastError(opened(t, openACLED, ".csv", c.content)); err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, not %q", err, c.message)
			}
		})
	}
	err := lastError(opened(t, openACLED, ".csv", acledHeader+acledRow, acledRow))
	if err == nil || !strings.HasPrefix(err.Error(), "b.csv:1: there is no column") {
		t.Errorf("%v", err)
	}
}

func TestTypesWithoutEndAreSetAside(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("event_id_cnty,event_date,sub_event_type,actor1,actor2\n")
	for i := range maxTypes + 2 {
		rows.WriteString("X,2023-05-15,Type " + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + " " + strings.Repeat("y", i/50) + ",France,India\n")
	}
	batch, rejects := readAll(t, opened(t, openACLED, ".csv", rows.String()))
	if len(batch.Types) != maxTypes || len(rejects) == 0 || !strings.Contains(rejects[0].Reason, "more than 10000 types") {
		t.Errorf("%d types, %d rejects", len(batch.Types), len(rejects))
	}
}

func FuzzACLED(f *testing.F) {
	fuzzRows(f, openACLED, acledHeader+acledRow, acledHeader+acledRow[:150], strings.ReplaceAll(acledHeader+acledRow, ",", ";"), acledHeader+acledWith("(2019-),,", "(2019-),Home Guard; X,"))
}

// Exports from before 2020 had other columns: numbers for interactions, ally_actor, and
// event types without sub-events, with dates in words.
func TestOlderExportsOfACLEDAreRead(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openACLED, ".csv",
		"ISO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES\n"+
			"999,7XYZ,7,05-January-2014,2014,1,Battle-No change of territory,Home Guard,Village Watch,1,Example Front,,2,12,Northland,Coast,Harbour,,Harbour City,10.5,20.5,1,Example News,A clash.,0\n"+
			"999,8XYZ,8,06-January-2014,2014,1,Riots/Protests,Rioters (Northland),,5,,,0,50,Northland,Coast,Harbour,,Harbour City,10.5,20.5,1,Example News,A march.,0\n"))
	same(t, "rejects", len(rejects), 0)
	sameLines(t, "stated", plainly(batch),
		"Home Guard, acled:battle-no-change-of-territory~"+digestOf("battle-no change of territory")+", Example Front, 2014-01-05, in Harbour City, Harbour, Coast, Northland (10.5,20.5 EXACT)",
		"Home Guard, acled:associated-with, Village Watch, 2014-01-05, in Harbour City, Harbour, Coast, Northland (10.5,20.5 EXACT)",
		"Rioters (Northland), acled:riots-protests~"+digestOf("riots/protests")+"-in, Harbour City, Harbour, Coast, Northland (10.5,20.5 EXACT), 2014-01-06, in Harbour City, Harbour, Coast, Northland (10.5,20.5 EXACT)")
}
