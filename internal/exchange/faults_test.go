package exchange

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/kgtest/needs"
	memorystore "conflictgraph/internal/store/memory"
)

// plainly returns what a batch states by names, a line for each relation.
func plainly(batch kg.Batch) []string {
	names := map[string]string{}
	for _, e := range batch.Entities {
		names[e.ID] = e.Name
		if e.Point != nil {
			names[e.ID] += " (" + e.Point.String() + ")"
		}
	}
	var lines []string
	for _, r := range batch.Relations {
		line := names[r.Subject] + ", " + r.Type + ", " + names[r.Object] + ", " + r.Time.EDTF
		for _, p := range r.Places {
			line += ", in " + names[p]
		}
		lines = append(lines, line)
	}
	return lines
}

// Files as users reported them, and what is right for them.
func TestReportedFilesAreRead(t *testing.T) {
	const harbour = "in Harbour, Coast, Northland (10.5,20.5 TOWN)"
	gedMapping := func(until string) opener {
		text, err := os.ReadFile(needs.Fault(t, "ged-mapping.yaml"))
		must(t, err)
		path := filepath.Join(t.TempDir(), "map.yaml")
		must(t, os.WriteFile(path, []byte(strings.Replace(string(text), "date: date_start", "date: "+until, 1)), 0o600))
		return func(paths ...string) (Reader, error) {
			return OpenCSV(CSVOptions{RowOptions: RowOptions{Name: "ged"}, Mapping: path}, paths)
		}
	}
	for _, c := range []struct {
		file     string
		open     opener
		stated   []string
		setAside []string // what the reasons contain, in the order of rows
	}{
		{"icews-slash-dates.tab", openICEWS, []string{"Ada Example, cameo:040, Ben Sample, 2017-01-01, " + harbour, "Ada Example, cameo:040, Ben Sample, 2017-12-31, " + harbour}, nil},
		{"icews-time.tab", openICEWS, []string{"Ada Example, cameo:040, Ben Sample, 2017-01-01, " + harbour}, nil},
		{"icews-no-cameo.tab", openICEWS, []string{"Ada Example, cameo:040, Ben Sample, 2017-01-01, " + harbour}, nil},
		{
			"icews-null.tab", openICEWS,
			[]string{"Women (Northland), cameo:040, Northland, 2017-01-01, in Northland", "Women (Northland), cameo:040, Northland, 2017-01-01, " + harbour},
			[]string{"Source Name"},
		},
		{
			"icews-witkoff.tab", openICEWS,
			[]string{
				"Steve Witkoff, cameo:040, Vladimir Putin, 2025-11-01, in Moscow, Russian Federation (10.5,20.5 TOWN)",
				"Vladimir Putin, cameo:040, Steve Witkoff, 2025-11-01, in Moscow, Russian Federation (10.5,20.5 TOWN)",
			}, nil,
		},
		{"acled-na.csv", openACLED, []string{
			"Military Forces of Northland (2010-), acled:armed-clash-in, Harbour City, Coast, Northland, 2024-01-05, in Harbour City, Coast, Northland",
			"Military Forces of Northland (2010-), acled:armed-clash-in, Harbour City, Harbour, Coast, Northland (10.5,20.5 UNKNOWN), 2024-01-05, in Harbour City, Harbour, Coast, Northland (10.5,20.5 UNKNOWN)",
		}, nil},
		{"acled-year-0025.csv", openACLED, nil, []string{"1997", "event_id_cnty is empty", "2205"}},
		{"gdelt-dates.csv", openGDELT, []string{"UNITED STATES, cameo:040, FRANCE, 2024-01-05, in Paris, Ile-de-France, France (48.85,2.35 TOWN)"}, []string{"1979", "not a date", "not a date", "0"}},
		{"polecat.txt", openPOLECAT, []string{"Ada Example, plover:consult-visit, Ben Sample, 2023-01-02, " + harbour, "Ministry of Examples, plover:consult-visit, Ben Sample, 2023-01-02, " + harbour}, []string{onlyOneActor}},
		{"ged.csv", gedMapping("date_start"), []string{"Government of Northland, ged:fought, Example Front, 2024-01-05"}, nil},
		{"ged.csv", gedMapping("{column: date_start, until: date_end}"), []string{"Government of Northland, ged:fought, Example Front, 2024-01-05/2024-01-07"}, nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			r, err := c.open(needs.Fault(t, c.file))
			must(t, err)
			defer func() { must(t, r.Close()) }()
			batch, rejects := readAll(t, r)
			sameLines(t, "stated", plainly(batch), c.stated...)
			if len(rejects) != len(c.setAside) {
				t.Fatalf("%v, not %q", rejects, c.setAside)
			}
			for i, says := range c.setAside {
				if !strings.Contains(rejects[i].Reason, says) {
					t.Errorf("%v, not %q", rejects[i], says)
				}
			}
		})
	}
	if err := lastError(mustOpen(t, openICEWS, needs.Fault(t, "polecat.txt"))); err == nil || !strings.Contains(err.Error(), "--format polecat") {
		t.Errorf("%v does not say which format it is", err)
	}
}

func mustOpen(t *testing.T, open opener, path string) Reader {
	t.Helper()
	r, err := open(path)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

// The publisher's newer record takes the older one's place.
func TestARevisedEventTakesTheOlderOnesPlace(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		read := func(name string) (*Release, Summary) {
			t.Helper()
			r := mustOpen(t, openACLED, needs.Fault(t, name))
			release := NewRelease("acled", "")
			summary, err := Run(t.Context(), store, r, Options{Release: release})
			must(t, err)
			return release, summary
		}
		read("acled-new.csv")
		before, _, err := store.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 10}}}})
		must(t, err)
		release, summary := read("acled-revised.csv")
		same(t, "added", summary.Written.Relations, 1)
		gone, err := release.Find(t.Context(), store.(kg.Sources), false)
		must(t, err)
		same(t, "gone", fmt.Sprint(len(gone), gone[0].Record, gone[0].Corrected), "1XYZ1true")
		_, err = release.Retract(t.Context(), store, gone, kg.Provenance{Operation: "import"})
		must(t, err)
		stands := func(asOf *kg.Relation) (names []string) {
			req := kg.PageRequests{Need: kg.Need{Ends: true}, Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 10}}}}
			if asOf != nil {
				req.AsOf = &asOf.RecordedAt
			}
			pages, found, err := store.Pages(t.Context(), req)
			must(t, err)
			for _, r := range pages[0].Relations {
				names = append(names, found.Entities[r.Object].Name)
			}
			return names
		}
		sameLines(t, "now", stands(nil), "Example Front (Southern faction)")
		sameLines(t, "as it was", stands(before[0].Relations[0]), "Example Front")
		old, err := store.Get(t.Context(), kg.Keys{Relations: []string{gone[0].Relation}})
		must(t, err)
		same(t, "reason", old.Relations[gone[0].Relation].Retractions[0].Reason, "the publisher has corrected record XYZ1")
	})
}

// In a store that holds some names, what is asked for is found first.
func TestReportedNamesAreFoundFirst(t *testing.T) {
	text, err := os.ReadFile(needs.Fault(t, "names.tsv"))
	must(t, err)
	kinds := map[string]kg.EntityKind{"country": kg.KindCountry, "other person": kg.KindPerson, "place": kg.KindPlace}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		columns := strings.Split(line, "\t")
		if columns[3] == "need not be found" {
			continue
		}
		t.Run(columns[2], func(t *testing.T) {
			store := memorystore.Open()
			kind := kinds[columns[0]]
			if kind == "" {
				kind = kg.KindOtherActor
			}
			var batch kg.Batch
			for i, stored := range strings.Split(columns[1], "; ") {
				names := strings.Split(stored, " | ")
				batch.Entities = append(batch.Entities, kg.Entity{ID: fmt.Sprint("x:", i), Kind: kind, Name: names[0], Aliases: names[1:]})
			}
			_, err := store.Write(context.Background(), batch)
			must(t, err)
			want := strings.TrimSuffix(strings.TrimSuffix(columns[3], "first"), " ")
			if want == "" {
				want = batch.Entities[0].Name
			}
			hits, err := kg.Search(t.Context(), store, kg.SearchRequest{Text: columns[2], Limit: 5})
			must(t, err)
			if len(hits) == 0 || hits[0].Entity == nil || hits[0].Entity.Name != want {
				t.Errorf("%s is not found first: %d hits", want, len(hits))
			}
			if columns[0] == "not" && len(hits) > 1 && hits[0].Score == hits[1].Score {
				t.Error("another is as good")
			}
		})
	}
}
