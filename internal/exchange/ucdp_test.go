package exchange

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

func openUCDP(paths ...string) (Reader, error) {
	return OpenUCDP(RowOptions{Name: "ucdp"}, paths)
}

// madeUp is a small file of the published layout.
func madeUp(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "ucdp.csv"))
	must(t, err)
	return string(text)
}

func TestUCDPRowsBecomeRelations(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openUCDP, ".csv", madeUp(t)))
	same(t, "rejects", len(rejects), 0)
	var events []kg.Relation
	for _, r := range batch.Relations {
		if !strings.HasSuffix(r.Type, ":party-to") && !strings.HasSuffix(r.Type, ":dyad-of") {
			events = append(events, r)
		}
	}
	town := "ucdp:place." + localID("Béka town, Béka region, Haut-Nord province, Northland")
	district := "ucdp:place." + localID("Béka region, Haut-Nord province, Northland")
	border := "ucdp:place." + localID("Northland-Southland border, Northland")
	sameLines(t, "events", inWords(kg.Batch{Relations: events}),
		"ucdp:11 ucdp:state-based-violence ucdp:21 OCCURRED STATED 2020-03-05 in "+town+" by {ucdp 1}",
		"ucdp:21 ucdp:one-sided-violence ucdp:9999 OCCURRED STATED 2020-03-06/2020-03-09 in "+town+" by {ucdp 2}",
		"ucdp:21 ucdp:non-state-violence ucdp:22 OCCURRED STATED 2020-03 in "+district+" by {ucdp 3}",
		"ucdp:11 ucdp:state-based-violence ucdp:21 OCCURRED STATED 2021 in ucdp:place.northland by {ucdp 4}",
		"ucdp:11 ucdp:state-based-violence ucdp:21 OCCURRED STATED 2021-02-07/2021-02-13 in ucdp:place.gulf-of-northland by {ucdp 5}",
		"ucdp:11 ucdp:state-based-violence-in "+border+" OCCURRED STATED 2021-02-11 in "+border+" by {ucdp 6}",
	)
	var points, counted []string
	for _, r := range events {
		points = append(points, r.Point().String())
		line := ""
		for _, q := range r.Evidence[0].Quantities {
			numbers := ""
			for _, n := range []*float64{q.Low, q.Best, q.High} {
				if numbers += "/"; n != nil {
					numbers += fmt.Sprint(*n)
				}
			}
			line += " " + string(q.Kind) + numbers
		}
		counted = append(counted, line)
	}
	sameLines(t, "points", points, "5.399784,-26.486881 EXACT", "5.399784,-26.486881 NEAR", "5.5,-26 DISTRICT", "6,-25 COUNTRY", "", "4,-24 UNKNOWN")
	sameLines(t, "quantities", counted,
		" DEATHS/5/6/9 DEATHS_SUBJECT//2/ DEATHS_OBJECT//3/ DEATHS_CIVILIANS//1/ DEATHS_UNKNOWN//0/",
		" DEATHS/7/7/ DEATHS_SUBJECT//0/ DEATHS_OBJECT//0/ DEATHS_CIVILIANS//7/ DEATHS_UNKNOWN//0/",
		" DEATHS/4/4/3 DEATHS_UNKNOWN//4/",
		" DEATHS/0/0/0 DEATHS_SUBJECT//0/ DEATHS_OBJECT//0/ DEATHS_CIVILIANS//0/ DEATHS_UNKNOWN//0/",
		" DEATHS/2/2/2 DEATHS_SUBJECT//1/ DEATHS_OBJECT//1/ DEATHS_CIVILIANS//0/ DEATHS_UNKNOWN//0/",
		" DEATHS/1/1/1 DEATHS_SUBJECT//1/ DEATHS_UNKNOWN//0/",
	)
	source := events[0].Evidence[0].Source
	same(t, "source", [2]string{source.URL, source.Publisher}, [2]string{"https://example.org/a?b=1", "Radio Exemple"})
	same(t, "note", source.Note, "Source: \"Radio Exemple,2020-03-05,\"\"Combats\"\" à Béka\";\"https://example.org/a?b=1, seen 2020\"\nOriginal source: army spokesman\nWhere: Béka,\n12 km north of the river")
	entities := map[string]string{}
	for _, e := range batch.Entities {
		entities[e.ID] = fmt.Sprint(e.Kind, " ", e.Name, " ", e.Point, e.Identifiers)
	}
	for id, want := range map[string]string{
		"ucdp:11": "ORGANIZATION Government of Northland  [ucdp:11]", "ucdp:9999": "GROUP Civilians  [ucdp:9999]", "ucdp:22": "OTHER_ACTOR Éclaireurs  [ucdp:22]", "ucdp:dyad.61": "EVENT Government of Northland - FLN  []",
		"ucdp:conflict.31": "EVENT Northland: Government  []", town: "PLACE Béka town, Béka region, Haut-Nord province, Northland 5.399784,-26.486881 EXACT []",
	} {
		same(t, id, entities[id], want)
	}
	var belonging []string
	for _, r := range batch.Relations {
		if r.Type == "ucdp:party-to" || r.Type == "ucdp:dyad-of" {
			belonging = append(belonging, r.Subject+" "+r.Type+" "+r.Object+" "+r.Time.EDTF)
		}
	}
	sameLines(t, "parties", belonging,
		"ucdp:11 ucdp:party-to ucdp:dyad.61 2020", "ucdp:21 ucdp:party-to ucdp:dyad.61 2020", "ucdp:dyad.61 ucdp:dyad-of ucdp:conflict.31 2020",
		"ucdp:21 ucdp:party-to ucdp:dyad.71 2020", "ucdp:dyad.71 ucdp:dyad-of ucdp:conflict.41 2020",
		"ucdp:21 ucdp:party-to ucdp:dyad.81 2020", "ucdp:22 ucdp:party-to ucdp:dyad.81 2020", "ucdp:dyad.81 ucdp:dyad-of ucdp:conflict.51 2020",
		"ucdp:11 ucdp:party-to ucdp:dyad.61 2021", "ucdp:21 ucdp:party-to ucdp:dyad.61 2021", "ucdp:dyad.61 ucdp:dyad-of ucdp:conflict.31 2021",
		"ucdp:11 ucdp:party-to ucdp:conflict.31 2021",
	)
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestUCDPCandidateEventsAreReadByTheNamesOfColumns(t *testing.T) {
	batch, rejects := readAll(t, opened(t, openUCDP, ".csv", "date_start;side_b;side_a;type_of_violence;id;best;latitude;longitude;where_prec;country;code_status\n"+
		"2024-05-01;;Example Front;3;99;2;1.5;2.5;4;Northland;Check 2\n2024-05-01;Southern Front;Example Front;2;100;-1;;;;;Clear\n"))
	same(t, "rejects", len(rejects), 0)
	sameLines(t, "relations", inWords(batch),
		"ucdp:example-front ucdp:one-sided-violence-in ucdp:place.northland OCCURRED STATED 2024-05-01 in ucdp:place.northland by {ucdp 99}",
		"ucdp:example-front ucdp:non-state-violence ucdp:southern-front OCCURRED STATED 2024-05-01 by {ucdp 100}")
	same(t, "where it happened", batch.Relations[0].Point().String(), "1.5,2.5 PROVINCE")
	same(t, "how many died, of whom that is not known", len(batch.Relations[1].Quantities()), 0)
	must(t, batch.Check(t.Context(), newChecker()))
}

func TestBadUCDPRowsAreSetAside(t *testing.T) {
	const header = "id,type_of_violence,side_a,side_b,date_start,date_end\n"
	const row = "1,2,Example Front,Southern Front,2024-05-01,2024-05-02\n"
	with := func(old, new string) string { return strings.TrimSuffix(strings.Replace(row, old, new, 1), "\n") }
	testBadRows(t, openUCDP, header, row, []badRow{
		{"one side, nowhere", with("Southern Front", ""), onlyOneActor},
		{"no side a", with("Example Front", ""), "side_a is empty"},
		{"no id", with("1,2", ",2"), "id is empty"},
		{"another violence", with("1,2,", "1,4,"), "type_of_violence"},
		{"no day", with("2024-05-01", ""), "not a date"},
		{"an end before the start", with("2024-05-02", "2024-04-02"), "before the first"},
	})
}

// The sums of a published file are those of a loop over its rows.
func TestUCDPAsPublished(t *testing.T) {
	path := needs.Data(t, "ucdp/ged231-car-even.csv")
	r, err := openUCDP(path)
	must(t, err)
	batch, rejects := readAll(t, r)
	must(t, r.Close())
	same(t, "rejects", len(rejects), 0)
	got, where := map[string]float64{}, map[string]kg.Point{}
	for _, r := range batch.Relations {
		for _, e := range r.Evidence {
			if len(e.Quantities) == 0 {
				continue
			}
			where[e.Source.Record] = *e.Point
			year := r.Time.Start.String()[:4]
			for _, q := range e.Quantities {
				for name, n := range map[string]*float64{"low": q.Low, "best": q.Best, "high": q.High} {
					if n != nil {
						got[strings.Join([]string{strings.TrimPrefix(r.Subject, "ucdp:"), year, string(q.Kind), name}, " ")] += *n
					}
				}
			}
		}
	}
	file, err := os.Open(path)
	must(t, err)
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	must(t, err)
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	want := map[string]float64{}
	for _, row := range rows[1:] {
		number := func(column string) float64 {
			n, err := strconv.ParseFloat(row[at[column]], 64)
			must(t, err)
			return n
		}
		for column, key := range map[string]string{
			"low": "DEATHS low", "best": "DEATHS best", "high": "DEATHS high", "deaths_a": "DEATHS_SUBJECT best", "deaths_b": "DEATHS_OBJECT best",
			"deaths_civilians": "DEATHS_CIVILIANS best", "deaths_unknown": "DEATHS_UNKNOWN best",
		} {
			want[row[at["side_a_new_id"]]+" "+row[at["date_start"]][:4]+" "+key] += number(column)
		}
		p, is := where[row[at["id"]]]
		if !is || math.Abs(p.Latitude-number("latitude")) > 1e-6 || math.Abs(p.Longitude-number("longitude")) > 1e-6 {
			t.Errorf("event %s is at %s, not %v, %v", row[at["id"]], &p, number("latitude"), number("longitude"))
		}
	}
	if !maps.Equal(got, want) || len(want) == 0 {
		t.Errorf("the sums are %v, not %v", got, want)
	}
}

func FuzzUCDP(f *testing.F) {
	fuzzRows(f, openUCDP, madeUp(f), madeUp(f)[:900], "id,type_of_violence,side_a,side_b,date_start\n1,3,A,,2024-05-01\n")
}
