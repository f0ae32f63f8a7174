package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
	"pgregory.net/rapid"
)

// mapped returns what opens tables with a mapping.
func mapped(t testing.TB, mapping string) opener {
	path := file(t, "map.yaml", mapping)
	return func(paths ...string) (Reader, error) {
		return OpenCSV(CSVOptions{RowOptions: RowOptions{Name: "rows"}, Mapping: path}, paths)
	}
}

const (
	attacksMapping = `subject: {column: Attacker, kind: organization}
type: {column: Action}
object: Target
date: {column: Day, format: DD.MM.YYYY}
place: Town
status: Status
certainty: Certainty
source: Id
types:
  Raided: {label: raided, inverse: was raided by, plover: ASSAULT}
  allied: {symmetric: true}
  met: {as: met-with}
  drove out: {as: cameo:174}
`
	attacksHeader = "Id,Attacker,Action,Target,Day,Town,Status,Certainty\n"
	attacksRow    = "1,Northern Front,raided,India,02.03.2014,Porto,,\n"
)

func TestTablesBecomeRelations(t *testing.T) {
	r := opened(t, mapped(t, attacksMapping), ".csv", attacksHeader+attacksRow+
		"2,Northern Front,Allied,Home Guard,,,ongoing,Alleged\n"+
		"3,Northern Front,met,India,05.03.2014,,,\n"+
		"4,Northern Front,DROVE OUT,India,,,,\n"+
		"5,Northern Front,Deny responsibility,India,,,,\n"+
		"6,Northern Front,Express intent to meet or negotiate,India,,,,\n"+
		"7,Northern Front,\"sang\n to\",India,,,,\n")
	batch, rejects := readAll(t, r)
	same(t, "rejects", fmt.Sprint(rejects), "[]")
	front := "rows:organization.northern-front"
	sameLines(t, "relations", inWords(batch),
		front+" rows:raided rows:india OCCURRED STATED 2014-03-02 in rows:place.porto by {rows 1}",
		front+" rows:allied rows:home-guard ONGOING ALLEGED by {rows 2}",
		front+" met-with rows:india OCCURRED STATED 2014-03-05 by {rows 3}",
		front+" cameo:174 rows:india OCCURRED STATED by {rows 4}",
		front+" rows:deny-responsibility rows:india OCCURRED STATED by {rows 5}",
		front+" cameo:036 rows:india PLANNED STATED by {rows 6}",
		front+" rows:sang-to rows:india OCCURRED STATED by {rows 7}",
	)
	sameLines(t, "entities", entitiesInWords(batch),
		front+" ORGANIZATION Northern Front ()", "rows:india COUNTRY India ()", "rows:place.porto PLACE Porto ()", "rows:home-guard OTHER_ACTOR Home Guard ()")
	var types []string
	for _, k := range batch.Types {
		types = append(types, fmt.Sprintf("%s %s/%s %s", k.ID, k.Label, k.InverseLabel, k.PLOVER))
		same(t, k.ID+" is symmetric", k.Symmetric, k.Label == k.InverseLabel)
	}
	sameLines(t, "types", types,
		"rows:raided raided/was raided by ASSAULT", "rows:allied Allied/Allied ", "met-with met with/met with CONSULT",
		"cameo:174 Expel or deport individuals/(object of) Expel or deport individuals COERCE",
		"rows:deny-responsibility Deny responsibility/(object of) Deny responsibility ",
		"cameo:036 Express intent to meet or negotiate/(object of) Express intent to meet or negotiate AGREE",
		"rows:sang-to sang to/(object of) sang to ")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestAMappingSaysWhoCodedItsRows(t *testing.T) {
	const table = "A,B,Coder,Words\na,b,hand coded,\na,b,Machine_Coded,\na,b,,\na,b,HAND_CODED,words\na,b,quoted,\n"
	const ends = "subject: A\ntype: {value: met}\nobject: B\nquote: Words\ntext: Words\n"
	for mapping, want := range map[string][]kg.Coding{
		ends + "coding: Coder\n":               {kg.CodingHand, kg.CodingMachine, kg.CodingMachine, kg.CodingQuoted},
		ends + "coding: {value: HAND_CODED}\n": {kg.CodingHand, kg.CodingHand, kg.CodingHand, kg.CodingQuoted, kg.CodingHand},
		ends:                                   {kg.CodingMachine, kg.CodingMachine, kg.CodingMachine, kg.CodingQuoted, kg.CodingMachine},
	} {
		batch, rejects := readAll(t, opened(t, mapped(t, mapping), ".csv", table))
		must(t, batch.Check(t.Context(), newChecker()))
		var got []kg.Coding
		for _, r := range batch.Relations {
			got = append(got, r.Coding)
		}
		same(t, mapping, fmt.Sprint(got), fmt.Sprint(want))
		if len(rejects) > 0 {
			same(t, "reason", rejects[0].Reason, `"quoted" is not a coding of rows; that is one of [HAND_CODED MACHINE_CODED]`)
		}
	}
}

func TestTablesWithoutNamesOfColumns(t *testing.T) {
	r := opened(t, mapped(t, "header: false\ndelimiter: tab\nsubject: 1\ntype: {value: hosted}\nobject: {column: 3, kind-column: 4}\n"), ".tsv",
		"A\tx,y\tB\tperson\n\nA\t\tC\t\n", "C\t\tA\tGroup\nC\t\tA\talien\nC\tA\n")
	batch, rejects := readAll(t, r)
	sameLines(t, "relations", inWords(batch),
		"rows:a rows:hosted rows:person.b OCCURRED STATED by {rows 1}",
		"rows:a rows:hosted rows:c OCCURRED STATED by {rows 3}",
		"rows:c rows:hosted rows:group.a OCCURRED STATED by {rows 1}",
	)
	same(t, "rejects", len(rejects), 2)
	same(t, "first reason", strings.HasPrefix(rejects[0].Reason, `"alien" is not a kind`), true)
}

const notesMapping = "subject: actor1\ntype: sub_event_type\nobject: actor2\ndate: {column: event_date, format: DD MMMM YYYY}\nsource: event_id_cnty\nquote: notes\ntext: notes\n"

func TestNotesOfACLEDAreFoundByAMapping(t *testing.T) {
	batch, rejects := readAll(t, opened(t, mapped(t, notesMapping), ".csv", acledHeader+acledRow))
	same(t, "rejects", fmt.Sprint(rejects), "[]")
	must(t, batch.Check(t.Context(), newChecker()))
	same(t, "document", batch.Documents[0].Text, `On 15 May 2023, they "clashed" in Porto.`)
	same(t, "evidence", batch.Relations[0].Evidence[0].Exact, batch.Documents[0].Text)
}

const articlesMapping = "subject: A\ntype: {value: met}\nobject: B\nquote: Q\ntext: T\ntitle: H\nurl: U\n"

func TestQuotesAreVerbatimInTheText(t *testing.T) {
	text := "Ça commence. “A met B” – said C. A met B again."
	r := opened(t, mapped(t, articlesMapping), ".csv", "A,B,Q,T,H,U\n"+
		"A,B, A met B ,"+text+",Head  line,https://example.org\nB,C,said C,"+text+",Other,\nA,C,,"+text+",,\n\"A\",\"D\",\"a\n“b”\",\"x a\n“b” y\",,\n")
	batch, rejects := readAll(t, r)
	same(t, "rejects", fmt.Sprint(rejects), "[]")
	digest := sha256.Sum256([]byte(text + "\x00Head line\x00https://example.org"))
	id := "doc:rows-" + hex.EncodeToString(digest[:16])
	same(t, "documents", len(batch.Documents), 3)
	same(t, "document", fmt.Sprint(batch.Documents[0]), fmt.Sprint(kg.Document{ID: id, Title: "Head line", Text: text, URL: "https://example.org"}))
	same(t, "evidence", fmt.Sprintf("%q", []any{batch.Relations[0].Evidence[0].Exact, batch.Relations[0].Evidence[0].Prefix, batch.Relations[0].Evidence[0].Suffix}),
		`["A met B" "Ça commence. “" "” – said C. A met B again."]`)
	same(t, "offsets", fmt.Sprint(batch.Relations[0].Evidence[0].Start, batch.Relations[0].Evidence[0].End), "14 21")
	same(t, "the same words in another place", batch.Documents[1].Title+" "+batch.Relations[1].Evidence[0].Document, "Other "+batch.Documents[1].ID)
	same(t, "evidence of a row without a quote", inWords(batch)[2], "rows:a rows:met rows:c OCCURRED STATED by {rows 4}")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestATableTellsWhereItsDocumentsAreFrom(t *testing.T) {
	const details = articlesMapping + "publisher: P\nlanguage: {value: EN-us}\nlicence: L\ncaptured-at: C\narchived-url: W\nsha256: S\nreliability: R\n"
	digest := strings.Repeat("0123456789ABCDEF", 4)
	row := func(captured, archived, sha, rated string) string {
		return "A,B,A met B,A met B.,,,Example Press,CC-BY-4.0," + captured + "," + archived + "," + sha + "," + rated + "\n"
	}
	batch, rejects := readAll(t, opened(t, mapped(t, details), ".csv", "A,B,Q,T,H,U,P,L,C,W,S,R\n"+
		row("2025-12-01T13:00:00+01:00", "https://archive.example/1", digest, "B2")+
		row("1 December", "", "", "")+row("", "archive.example", "", "")+row("", "", "0123", "")+row("", "", "", "2B")))
	same(t, "documents", len(batch.Documents), 1)
	same(t, "details", batch.Documents[0].Details, kg.Details{
		Publisher: "Example Press", Language: "en-US", Licence: "CC-BY-4.0", CapturedAt: time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC),
		ArchivedURL: "https://archive.example/1", SHA256: strings.ToLower(digest), Reliability: "B2",
	})
	same(t, "rejects", len(rejects), 4)
	for i, reason := range []string{"captured-at", "address on the web", "SHA-256", "Admiralty"} {
		same(t, "a reason names "+reason, strings.Contains(rejects[i].Reason, reason), true)
	}
	must(t, batch.Check(t.Context(), newChecker()))
}

// Words of a text are found where they stand, whatever they are.
func TestQuotesAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, words, after := rapid.String().Draw(t, "before"), rapid.StringN(1, 5, -1).Draw(t, "words"), rapid.String().Draw(t, "after")
		text := before + words + after
		e, err := quoted("doc:x", text, words)
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(text)
		if string(runes[e.Start:e.End]) != words || !strings.HasSuffix(string(runes[:e.Start]), e.Prefix) || !strings.HasPrefix(string(runes[e.End:]), e.Suffix) {
			t.Fatalf("%+v of %q", e, text)
		}
	})
}

func TestBadRowsOfTablesAreSetAside(t *testing.T) {
	with := func(oldAndNew ...string) string {
		return strings.TrimSuffix(strings.NewReplacer(oldAndNew...).Replace(attacksRow), "\n")
	}
	testBadRows(t, mapped(t, attacksMapping), attacksHeader, attacksRow, []badRow{
		{"no subject", with("Northern Front", " "), "subject is empty"},
		{"no object", with("India", ""), "object is empty"},
		{"no type", with("raided", ""), "type is empty"},
		{"no record", with("1,N", ",N"), "source is empty"},
		{"a subject that is too long", with("Northern Front", strings.Repeat("x", maxName+1)), "subject is longer"},
		{"a type that is too long", with("raided", strings.Repeat("x", maxName+1)), "type is longer"},
		{"a day that does not exist", with("02.03.2014", "40.13.2018"), "not a date"},
		{"a date of another format", with("02.03.2014", "2014-03-02"), "not a date"},
		{"an unknown status", with(",,", ",over,"), "not a status"},
		{"an unknown certainty", with(",,", ",,sure"), "not a certainty"},
		{"too few columns", "1,Northern Front", "has 2 columns, and the first line names 8"},
		{"too many columns", with(",,", ",,,"), "has 9 columns"},
		{"a quotation mark that is not closed", with("Porto", `"Porto`), "quotation mark is opened"},
		{"a NUL byte", with("Porto", "\x00"), "NUL"},
		{"Latin-1", with("Porto", "\xe9"), "UTF-8"},
	})
	testBadRows(t, mapped(t, articlesMapping), "A,B,Q,T,H,U\n", "A,B,x,x,,\n", []badRow{
		{"a quote in other words", "A,B,a  met b,A met B,,", "does not stand in the text"},
		{"a quote without a text", "A,B,A, ,,", "no text"},
	})
	testBadRows(t, mapped(t, "subject: A\ntype: {value: visited}\nobject: {column: B, kind: PLACE}\n"), "A,B\n", "A,B\n", nil)
	testBadRows(t, mapped(t, "subject: A\ntype: {value: visited}\nobject: B\n"), "A,B\n", "A,India\n", []badRow{
		{"an end of a kind that the type does not allow", "A,Bob", `the object "Bob" is of kind OTHER_ACTOR, but that of visited has to be one of [PLACE COUNTRY]`},
	})
}

func TestDatesOfTables(t *testing.T) {
	for _, c := range []struct{ format, text, edtf string }{
		{"", "2014-03", "2014-03"}, {"", "2014-03-02/..", "2014-03-02/.."}, {"", "201X", "201X"},
		{"YYYYMMDD", "20140302", "2014-03-02"}, {"M/D/YYYY", "3/2/2014", "2014-03-02"}, {"D MMM YYYY", "2 Mar 2014", "2014-03-02"},
		{"DD MMMM YYYY", "02 March 2014", "2014-03-02"}, {"MM/YYYY", "02/2016", "2016-02"}, {"YYYY", "2014", "2014"},
	} {
		mapping := "subject: A\ntype: {value: met}\nobject: B\ndate: D\n"
		if c.format != "" {
			mapping = strings.Replace(mapping, "date: D", "date: {column: D, format: "+c.format+"}", 1)
		}
		batch, rejects := readAll(t, opened(t, mapped(t, mapping), ".csv", "A,B,D\nA,B,"+c.text+"\n"))
		if len(rejects) > 0 {
			t.Errorf("%v", rejects)
			continue
		}
		got := batch.Relations[0].Time
		want, err := kg.ParseEDTF(c.edtf)
		must(t, err)
		same(t, c.text, got.EDTF, c.edtf)
		gotFirst, gotLast := got.Bounds()
		first, last := want.Bounds()
		same(t, c.text+" first", gotFirst.String(), first.String())
		same(t, c.text+" last", gotLast.String(), last.String())
	}
}

func FuzzCSV(f *testing.F) {
	open := mapped(f, attacksMapping)
	fuzzRows(f, open, attacksHeader+attacksRow, "\ufeff"+strings.ReplaceAll(attacksHeader+attacksRow, "\n", "\r\n"), attacksHeader+"1,\"a\nb\",met,India,,,,\n", attacksHeader+attacksRow[:20], attacksHeader+"1,A,allied,B,02.03.0000,,planned,denied\n")
}

func FuzzQuotes(f *testing.F) {
	fuzzRows(f, mapped(f, articlesMapping), "A,B,Q,T,H,U\nA,B,a,bab,,\n", "A,B,Q,T,H,U\nA,B,\"é\n\",\"xé\n\",\"\",\u0301\n")
}

// A first and a last day make one interval, one of them alone stands for itself, and a
// year is that of the date.
func TestDaysAndYearsOfTables(t *testing.T) {
	const mapping = "subject: A\ntype: {value: met}\nobject: B\ndate: {column: From, until: To}\nyear: Y\n"
	for _, c := range []struct{ from, to, year, edtf, reason string }{
		{"2024-01-05", "2024-01-07", "2024", "2024-01-05/2024-01-07", ""},
		{"2024-01-05", "2024-01-05", "", "2024-01-05", ""},
		{"2024-01-05", "", "2024", "2024-01-05", ""},
		{"", "2024-01-07", "2024", "/2024-01-07", ""},
		{"2024-01", "2024-03", "2024", "2024-01-01/2024-03-31", ""},
		{"2023-12-31", "2024-01-01", "2023", "2023-12-31/2024-01-01", ""},
		{"2023-12-31", "2024-01-01", "2024", "2023-12-31/2024-01-01", ""},
		{"2024-01-05 10:00:00", "7 January 2024", "NULL", "2024-01-05/2024-01-07", ""},
		{"", "", "2024", "", ""},
		{"2024-01-07", "2024-01-05", "", "", "the last day, 2024-01-05, is before the first, 2024-01-07"},
		{"2024-01-05", "2024-01-07", "2042", "", "the date is 2024-01-05/2024-01-07, and the year is 2042"},
		{"2024-01-05", "soon", "", "", "not a date"},
	} {
		batch, rejects := readAll(t, opened(t, mapped(t, mapping), ".csv", "A,B,From,To,Y\nx,y,"+c.from+","+c.to+","+c.year+"\n"))
		switch {
		case c.reason != "":
			if len(rejects) != 1 || !strings.Contains(rejects[0].Reason, c.reason) {
				t.Errorf("%v, not %q", rejects, c.reason)
			}
		case len(batch.Relations) != 1:
			t.Errorf("%v", rejects)
		case c.edtf == "":
			same(t, "no date", batch.Relations[0].Time == nil, true)
		default:
			same(t, c.from+" until "+c.to, batch.Relations[0].Time.EDTF, c.edtf)
		}
	}
}

func FuzzDays(f *testing.F) {
	fuzzRows(f, mapped(f, "subject: A\ntype: {value: met}\nobject: B\ndate: {column: D, until: E}\nyear: Y\n"),
		"A,B,D,E,Y\nx,y,2024-01-05,2024-01-07,2024\n", "A,B,D,E,Y\nx,y,1/2/2024,,\nx,y,,13/2/2024,x\n", "A,B,D,E,Y\nx,y,-9999,9999-12-31,0\n")
}

func TestTablesSayWhereAndHowMany(t *testing.T) {
	const mapping = "subject: A\ntype: {value: attacked}\nobject: B\nlatitude: Lat\nlongitude: Long\nprecision: Exactness\nplace: Town\n" +
		"url: Link\npublisher: Paper\nnote: Remarks\nquantities:\n  DEATHS: {low: Min, best: Killed}\n  MONEY: {best: Damage, unit: EUR}\n"
	batch, rejects := readAll(t, opened(t, mapped(t, mapping), ".csv", "A,B,Lat,Long,Exactness,Town,Link,Paper,Remarks,Min,Killed,Damage\n"+
		"North,South,1.5,-2.5,,Porto,https://example.org/1,The Daily,seen by two,2,3,\nNorth,East,1.5,-2.5,country,Northland,,,,,-1,1000.5\nNorth,West,1.5,-2.5,here,,,,,,,\n"))
	same(t, "rejects", len(rejects), 1)
	var told []string
	for _, r := range batch.Relations {
		for _, q := range r.Quantities() {
			told = append(told, fmt.Sprint(r.Object, " ", r.Point(), " ", q.Kind, " ", *q.Best, q.Unit, " ", r.Evidence[0].Source.URL, " ", r.Evidence[0].Source.Publisher, " ", r.Evidence[0].Source.Note))
		}
	}
	sameLines(t, "told", told,
		"rows:south 1.5,-2.5 EXACT DEATHS 3 https://example.org/1 The Daily seen by two", "rows:east 1.5,-2.5 COUNTRY MONEY 1000.5EUR   ")
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestMappingsOfWhereAndHowManyThatCannotBeUsed(t *testing.T) {
	const start = "subject: A\ntype: {value: attacked}\nobject: B\n"
	for text, want := range map[string]string{
		start + "latitude: Lat\n":                                          "map.yaml:4: latitude and longitude belong together",
		start + "precision: {value: TOWN}\n":                               "map.yaml:4: latitude and longitude belong together",
		start + "latitude: X\nlongitude: Y\nprecision: {value: roughly}\n": "map.yaml:6:",
		start + "quantities: {DEAD: X}\n":                                  "is not a kind of quantity",
		start + "quantities: {MONEY: X}\n":                                 "MONEY needs a unit",
		start + "quantities: {DEATHS: {unit: X}}\n":                        "DEATHS needs the column",
		start + "quantities: {DEATHS: Killed}\n":                           `no column "Killed"`,
	} {
		r, err := mapped(t, text)(file(t, "a.csv", "A,B,X,Y\na,b,1,2\n"))
		if err == nil {
			err = lastError(r)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %q of %s", err, want, text)
		}
	}
}
