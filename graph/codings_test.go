package graph_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/exchange"
	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/store/memory"
	"conflictgraph/seed"
)

// Rows of data sets that people and programs coded, of people whom the article names.
var rowsBeside = map[string]struct{ ending, rows string }{
	"icews": {".tab", "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n" +
		"7001\t2018-01-02\tEmmanuel Macron\tExecutive\tFrance\tMake a visit\t042\t2.0\tVolodymyr Zelensky\t\tUkraine\t55\t2\t\tParis\t\t\tFrance\t48.85\t2.35\n" +
		"7002\t2018-01-03\tVolodymyr Zelensky\t\tUkraine\tAccuse\t112\t-2.0\tMarco Rubio\t\tUnited States\t56\t1\t\t\t\t\t\t\t\n"},
	"gdelt": {".csv", gdeltLine(map[int]string{0: "1000001", 6: "EMMANUEL MACRON", 16: "MARCO RUBIO", 26: "040", 27: "040", 28: "04"})},
	"acled": {".csv", "event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,location,latitude,longitude\n" +
		"UKR12,2018-01-04,Battles,Armed clash,Emmanuel Macron,,State forces,Marco Rubio,,State forces,Ukraine,Kyiv,50.45,30.52\n"},
}

func gdeltLine(set map[int]string) string {
	row := make([]string, 61)
	for i, value := range map[int]string{1: "20180102", 2: "201801", 3: "2018", 4: "2018.0055", 5: "FRAGOV", 15: "USAGOV", 25: "1", 29: "1", 30: "1.0", 59: "20180102000000"} {
		row[i] = value
	}
	for i, value := range set {
		row[i] = value
	}
	return strings.Join(row, "\t") + "\n"
}

// Whoever asks for what is quoted sees the article alone, wherever they ask.
func TestOnlyWhatIsQuotedShowsNoRowAnywhere(t *testing.T) {
	t.Run("memory", func(t *testing.T) { testOnlyQuoted(t, memory.Open()) })
	bothstores.Each(t, testOnlyQuoted)
}

func testOnlyQuoted(t *testing.T, store kg.Store) {
	article, err := seed.Article()
	require.NoError(t, err)
	alone := memory.Open()
	for _, s := range []kg.Store{alone, store} {
		_, err := s.Write(t.Context(), article.Clone())
		require.NoError(t, err)
	}
	importBeside(t, store)
	ask := func(h http.Handler, filter string) string {
		return data(t, h, strings.ReplaceAll(`{
			relations(first: 100, filter: FILTER) { totalCount nodes { id coding evidence { exact source { dataset } } } }
			macron: actor(id: "emmanuel-macron") {
				metWith(first: 100, filter: FILTER) { totalCount edges { relation { id coding } } }
				related(first: 100, filter: FILTER) { totalCount edges { node { id } relation { coding } } }
				relations(first: 100, filter: FILTER) { totalCount nodes { coding } }
			}
			paths(from: "emmanuel-macron", to: "marco-rubio", first: 10, filter: FILTER) { paths { relations { id coding } } }
			neighborhood(center: ["emmanuel-macron"], depth: 3, filter: FILTER) { nodes { entity { id } depth } edges { id coding } totalNodes }
			timeline(bucket: YEAR, filter: FILTER) { start count }
			stats(filter: FILTER) { total byType { count } }
			statsOf: stats(of: "emmanuel-macron", filter: FILTER) { total byCounterpart { entity { id } count } }
		}`, "FILTER", filter), nil)
	}
	coded := regexp.MustCompile(`MACHINE_CODED|HAND_CODED|"dataset":"`)
	h, want := graph.NewHandler(store, graph.Options{}), ask(graph.NewHandler(alone, graph.Options{}), `{}`)
	require.NotRegexp(t, coded, want)
	for _, filter := range []string{
		`{coding: [QUOTED]}`, `{coding: QUOTED, quoted: true}`, `{quoted: true}`, `{and: [{coding: [QUOTED, SUGGESTED]}]}`,
		`{not: {coding: [MACHINE_CODED, HAND_CODED]}}`, `{not: {quoted: false}}`, `{not: {datasets: ["icews", "gdelt", "acled"]}}`,
	} {
		require.JSONEq(t, want, ask(h, filter), filter)
	}
	require.Regexp(t, coded, ask(h, `{}`))

	answer := data(t, h, `{
		datasets { id codings }
		icews: relations(filter: {datasets: ["icews"]}) { totalCount }
		others: relations(filter: {datasets: ["gdelt", "acled"]}) { totalCount }
		byHand: relations(filter: {coding: [HAND_CODED]}) { totalCount nodes { evidence { source { dataset record } } } }
		byMachine: relations(filter: {coding: [MACHINE_CODED]}) { totalCount }
		hers: actor(id: "marco-rubio") { relations(filter: {datasets: ["icews"]}) { totalCount nodes { type { cameo } } } }
	}`, nil)
	require.JSONEq(t, `{
		"datasets": [{"id": "acled", "codings": ["HAND_CODED"]}, {"id": "gdelt", "codings": ["MACHINE_CODED"]}, {"id": "icews", "codings": ["MACHINE_CODED"]}],
		"icews": {"totalCount": 2}, "others": {"totalCount": 2},
		"byHand": {"totalCount": 1, "nodes": [{"evidence": [{"source": {"dataset": "acled", "record": "UKR12"}}]}]},
		"byMachine": {"totalCount": 3}, "hers": {"relations": {"totalCount": 1, "nodes": [{"type": {"cameo": "112"}}]}}
	}`, answer)

	for _, field := range []string{`relations(filter: {datasets: ["icew"]}) { totalCount }`, `stats(filter: {datasets: ["icew"]}) { total }`} {
		code, argument, message := refused(t, h, `{ `+field+` }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "filter.datasets"}, []string{code, argument})
		require.Contains(t, message, `there is no data set "icew"; did you mean "icews"?`)
	}

	for _, f := range export.Formats() {
		for _, c := range []struct {
			filter kg.RelationFilter
			coded  bool
		}{{kg.RelationFilter{}, true}, {kg.RelationFilter{Coding: []kg.Coding{kg.CodingQuoted}}, false}, {kg.RelationFilter{Quoted: new(true)}, false}} {
			var out bytes.Buffer
			require.NoError(t, export.Write(t.Context(), store, &out, f, export.Selection{Filter: c.filter}, nil))
			text := out.String()
			if f.Name == "csv" {
				continue // which is packed
			}
			require.Equal(t, c.coded, strings.Contains(text, "MACHINE_CODED"), "%s of %+v", f.Name, c.filter)
			require.Equal(t, c.coded, strings.Contains(text, "HAND_CODED"), "%s of %+v", f.Name, c.filter)
		}
	}
}

// importBeside imports the rows, and merges the people whom they name with those of the
// article.
func importBeside(t *testing.T, store kg.Store) {
	t.Helper()
	for _, name := range []string{"icews", "gdelt", "acled"} {
		format, err := exchange.FormatNamed(name)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "rows"+rowsBeside[name].ending)
		require.NoError(t, os.WriteFile(file, []byte(rowsBeside[name].rows), 0o600))
		reader, err := format.Open(exchange.ReadOptions{RowOptions: exchange.RowOptions{Name: name}}, []string{file})
		require.NoError(t, err)
		summary, err := exchange.Run(t.Context(), store, reader, exchange.Options{})
		require.NoError(t, err)
		require.Zero(t, summary.Rejected)
		require.NoError(t, reader.Close())
	}
	entities, err := store.ListEntities(t.Context(), kg.EntityList{Kinds: kg.ActorKinds, Slice: kg.Slice{Limit: 1000}})
	require.NoError(t, err)
	var batch kg.Batch
	for _, e := range entities.Entities {
		into := map[string]string{"emmanuel macron": "emmanuel-macron", "marco rubio": "marco-rubio", "volodymyr zelensky": "volodymyr-zelenskyy"}[strings.ToLower(e.Name)]
		if into != "" && into != e.ID {
			batch.Merges = append(batch.Merges, kg.Merge{From: e.ID, Into: into, Kind: kg.KindPerson})
		}
	}
	require.Len(t, batch.Merges, 7)
	_, err = store.Write(t.Context(), batch)
	require.NoError(t, err)
}
