package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestSearchFindsThePersonFirstHoweverSheIsSpelled(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		for text, want := range map[string]string{
			"Zelenskyy": "volodymyr-zelenskyy", "Zelensky": "volodymyr-zelenskyy", "Zelenskiy": "volodymyr-zelenskyy",
			"Зеленский": "volodymyr-zelenskyy", "zelenskyy president": "volodymyr-zelenskyy", "Macrn": "emmanuel-macron",
			"Путин": "vladimir-putin", "peskov": "dmitry-peskov", "president ukraine": "volodymyr-zelenskyy", "witk": "steve-witkoff",
		} {
			t.Run(text, func(t *testing.T) {
				got := data(t, h, `query($text: String!) { search(text: $text, first: 1) { node { id } score matched } }`, map[string]any{"text": text})
				require.Contains(t, got, `"id":"`+want+`"`)
			})
		}
		got := data(t, h, `{ search(text: "rock-solid") { matched node { ... on Relation { subject { id } type { id } object { name } evidence { exact document { id } } } } } }`, nil)
		require.Contains(t, got, `"subject":{"id":"emmanuel-macron"},"type":{"id":"called-for"}`)
		require.Contains(t, got, "evidence in doc:zelenskyy-macron-paris-meeting: ")
	})
}

func TestPathsComeWithTheirEvidence(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		require.JSONEq(t, `{"paths": {"truncated": false, "paths": [{"length": 1, "nodes": [{"id": "dmitry-peskov"}, {"id": "vladimir-putin"}],
			"steps": [{"direction": "OUT", "from": {"id": "dmitry-peskov"}, "to": {"id": "vladimir-putin"}, "relation": {"type": {"id": "spokesperson-for"},
			"evidence": [{"exact": "Kremlin spokesperson Dmitry Peskov confirmed that Russian President Vladimir Putin would meet Tuesday"}]}}]}]}}`,
			data(t, h, `{ paths(from: "dmitry-peskov", to: "vladimir-putin", maxLength: 1) { truncated paths { length nodes { id }
				steps { direction from { id } to { id } relation { type { id } evidence { exact } } } } } }`, nil))

		paths := data(t, h, `{ paths(from: "steve-witkoff", to: "emmanuel-macron", maxLength: 6, first: 100) { paths { length nodes { id } } } }`, nil)
		require.Contains(t, paths, `"id":"united-states"`)
		around := data(t, h, `{ paths(from: "steve-witkoff", to: "emmanuel-macron", maxLength: 6, first: 100, avoid: ["united-states"]) { paths { length nodes { id } } } }`, nil)
		require.NotContains(t, around, `"id":"united-states"`)
		require.Contains(t, around, `"id":"emmanuel-macron"`)

		for name, query := range map[string]string{
			"nothing that far": `{ paths(from: "marco-rubio", to: "dmitry-peskov", maxLength: 1) { paths { length } truncated } }`,
		} {
			require.JSONEq(t, `{"paths": {"paths": [], "truncated": false}}`, data(t, h, query, nil), name)
		}
	})
}

func TestAChainComesWithItsEvidence(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		const fields = `{ length nodes { id } steps { direction relation { type { id } evidence { exact } } } }`
		require.JSONEq(t, `{"chain": [{"length": 1, "nodes": [{"id": "dmitry-peskov"}, {"id": "vladimir-putin"}], "steps": [{"direction": "OUT", "relation": {"type": {"id": "spokesperson-for"},
			"evidence": [{"exact": "Kremlin spokesperson Dmitry Peskov confirmed that Russian President Vladimir Putin would meet Tuesday"}]}}]}]}`,
			data(t, h, `{ chain(of: "dmitry-peskov", types: ["spokesperson-for"], direction: OUT, until: "vladimir-putin") `+fields+` }`, nil))
		require.JSONEq(t, `{"chain": []}`, data(t, h, `{ chain(of: "vladimir-putin", types: ["spokesperson-for"], direction: OUT) `+fields+` }`, nil))
		code, argument, message := refused(t, h, `{ chain(of: "dmitry-peskov", types: ["spokesman-for"], direction: OUT) { length } }`, nil)
		require.Equal(t, []string{"NOT_FOUND", "types"}, []string{code, argument}, message)
	})
}

func TestANeighborhoodIsReadyToBeDrawn(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		var got struct {
			Neighborhood struct {
				Nodes []struct {
					Entity struct{ ID string }
					Depth  int
					Degree int
				}
				Edges []struct {
					ID              string
					Subject, Object struct{ ID string }
				}
				Truncated  bool
				TotalNodes int
			}
		}
		ask := func(args string) {
			raw := data(t, h, `{ neighborhood(`+args+`) { nodes { entity { id } depth degree betweenness pageRank } edges { id subject { id } object { id } } truncated totalNodes } }`, nil)
			got.Neighborhood.Nodes, got.Neighborhood.Edges = nil, nil
			require.NoError(t, json.Unmarshal([]byte(raw), &got))
		}
		ask(`center: ["vladimir-putin"], depth: 2`)
		n := got.Neighborhood
		require.Equal(t, "vladimir-putin", n.Nodes[0].Entity.ID)
		require.False(t, n.Truncated)
		require.Len(t, n.Nodes, n.TotalNodes)
		nodes, edges := map[string]bool{}, map[string]bool{}
		for _, node := range n.Nodes {
			require.False(t, nodes[node.Entity.ID])
			nodes[node.Entity.ID] = true
			require.Positive(t, node.Degree)
		}
		for _, e := range n.Edges {
			require.False(t, edges[e.ID])
			edges[e.ID] = true
			require.True(t, nodes[e.Subject.ID] && nodes[e.Object.ID])
		}
		all := n.TotalNodes
		ask(`center: ["vladimir-putin"], depth: 2, limit: 3`)
		require.Len(t, got.Neighborhood.Nodes, 3)
		require.True(t, got.Neighborhood.Truncated)
		require.Equal(t, all, got.Neighborhood.TotalNodes)
	})
}

// Rows that a program coded are many and new: what is quoted comes before them.
func TestANeighborhoodOfNothingInParticularBeginsWithWhatIsBestAttested(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		batch := ring(60, 6)
		for i := range batch.Relations {
			batch.Relations[i].Coding = kg.CodingMachine
		}
		for i, r := range []struct {
			subject, object string
			certainty       kg.Certainty
			coding          kg.Coding
		}{
			{"ada", "ben", kg.CertaintyStated, kg.CodingHand},
			{"ada", "cleo", kg.CertaintyConfirmed, kg.CodingHand},
			{"dora", "emil", kg.CertaintyAlleged, kg.CodingHand},
		} {
			for _, id := range []string{r.subject, r.object} {
				batch.Entities = append(batch.Entities, kg.Entity{ID: id, Kind: kg.KindPerson, Name: id})
			}
			batch.Relations = append(batch.Relations, kg.Relation{
				Type: "met-with", Subject: r.subject, Object: r.object, Status: kg.StatusOccurred, Certainty: r.certainty, Coding: r.coding,
				Time: kg.Day(kg.NewDate(2020, 1, 1)), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "hand", Record: fmt.Sprint(i)}}},
			})
		}
		_, err := store.Write(t.Context(), batch)
		require.NoError(t, err)
		h := http.Handler(graph.NewHandler(store, graph.Options{}))
		centers := func(args string) (ids []string) {
			var got struct {
				Neighborhood struct {
					Nodes []struct{ Entity struct{ ID string } }
				}
			}
			require.NoError(t, json.Unmarshal([]byte(data(t, h, `{ neighborhood(depth: 0`+args+`) { nodes { entity { id } } } }`, nil)), &got))
			for _, n := range got.Neighborhood.Nodes {
				ids = append(ids, n.Entity.ID)
			}
			return ids
		}
		first := centers("")
		require.Len(t, first, 12)
		require.Equal(t, []string{"ada", "ben", "cleo"}, first[:3])
		require.NotContains(t, first, "dora", "what is alleged comes after what is stated, whoever coded it")
		require.Equal(t, []string{"ada", "ben", "cleo", "dora", "emil"}, centers(", filter: {coding: [HAND_CODED]}"))
		require.Empty(t, centers(", center: []"))
		require.Empty(t, centers(", filter: {coding: [QUOTED]}"))
	})
}

func TestTimelineAndStatsCount(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		require.JSONEq(t, `{"timeline": [
			{"start": "2025-11-01", "end": "2025-11-30", "count": 1, "byType": [{"type": {"id": "met-with"}, "count": 1}]},
			{"start": "2025-12-01", "end": "2025-12-31", "count": 2, "byType": [{"type": {"id": "met-with"}, "count": 2}]}]}`,
			data(t, h, `{ timeline(filter: {types: ["met-with"]}, bucket: MONTH) { start end count byType { type { id } count } } }`, nil))
		require.JSONEq(t, `{"stats": {"total": 1, "first": "2025-12-02", "last": "2025-12-02", "byType": [{"type": {"id": "met-with"}, "count": 1}],
			"byStatus": [{"status": "PLANNED", "count": 1}], "byCertainty": [{"certainty": "CONFIRMED", "count": 1}],
			"byCounterpart": [{"entity": {"name": "Steve Witkoff"}, "count": 1, "first": "2025-12-02", "last": "2025-12-02"}]}}`,
			data(t, h, `{ stats(of: "vladimir-putin", filter: {types: ["met-with"]}) { total first last byType { type { id } count } byStatus { status count }
				byCertainty { certainty count } byCounterpart { entity { name } count first last } } }`, nil))
	})
}

func TestContradictingClaimsStandSideBySide(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		got := data(t, h, `{ relations(filter: {types: ["advised"], certainty: [ALLEGED]}) { nodes {
			contradictedBy { certainty attributions { by { id } stance } contradictedBy { certainty } supportedBy { attributions { by { id } } } } supportedBy { id } } } }`, nil)
		var answer struct {
			Relations struct {
				Nodes []struct {
					ContradictedBy []struct {
						Certainty    string
						Attributions []struct {
							By     struct{ ID string }
							Stance string
						}
						ContradictedBy, SupportedBy []any
					}
					SupportedBy []any
				}
			}
		}
		require.NoError(t, json.Unmarshal([]byte(got), &answer))
		require.Len(t, answer.Relations.Nodes, 1)
		against := answer.Relations.Nodes[0].ContradictedBy
		require.Len(t, against, 2, got)
		by := []string{against[0].Attributions[0].By.ID, against[1].Attributions[0].By.ID}
		require.ElementsMatch(t, []string{"russia", "united-states"}, by)
		for _, c := range against {
			require.Equal(t, "DISPUTED", c.Certainty)
			require.Equal(t, "DOWNPLAYED", c.Attributions[0].Stance)
			require.Len(t, c.ContradictedBy, 1)
			require.Len(t, c.SupportedBy, 1)
		}
		require.Empty(t, answer.Relations.Nodes[0].SupportedBy)
	})
}

// TestTwoClocks walks what was known when (asOf) and what happened when (from
// and to) independently of each other.
func TestTwoClocks(t *testing.T) {
	moment := func(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }
	met := func(day string, status kg.Status) kg.Relation {
		parsed, err := kg.ParseEDTF(day)
		require.NoError(t, err)
		return kg.Relation{Type: "met-with", Subject: "ada", Object: "ben", Status: status, Certainty: kg.CertaintyStated, Time: &parsed,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "clocks", Record: day}}}}
	}
	person := func(id, name string, aliases ...string) kg.Entity {
		return kg.Entity{ID: id, Kind: kg.KindPerson, Name: name, Aliases: aliases}
	}
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		write := func(b kg.Batch, day int) kg.Batch {
			b.RecordedAt = moment(day)
			_, err := store.Write(context.Background(), b)
			require.NoError(t, err)
			return b
		}
		first := write(kg.Batch{Types: kg.CoreTypes(), Entities: []kg.Entity{person("ada", "Ada"), person("ben", "Ben"), person("benny", "Benny")},
			Relations: []kg.Relation{met("2025-11", kg.StatusPlanned)}}, 1)
		write(kg.Batch{Relations: []kg.Relation{met("2025-12-02", kg.StatusOccurred)}}, 3)
		write(kg.Batch{Entities: []kg.Entity{person("ben", "Ben", "Benjamin")}, Retractions: []kg.Retraction{{Relation: first.Relations[0].ID, Reason: "it did not take place"}}}, 5)
		write(kg.Batch{Merges: []kg.Merge{{From: "benny", Into: "ben"}}}, 7)
		h := graph.NewHandler(store, graph.Options{})

		for name, c := range map[string]struct {
			asOf     time.Time
			from, to string
			want     string // the times of the relations found
		}{
			"before anything was recorded":           {moment(1).Add(-time.Hour), "2000-01-01", "2100-01-01", ""},
			"the first record, any time":             {moment(2), "2000-01-01", "2100-01-01", "2025-11"},
			"a month overlaps its middle":            {moment(2), "2025-11-15", "2025-11-15", "2025-11"},
			"a month does not overlap the next day":  {moment(2), "2025-12-01", "2025-12-01", ""},
			"both records":                           {moment(4), "2000-01-01", "2100-01-01", "2025-12-02 2025-11"},
			"both recorded, one in the time":         {moment(4), "2025-12-01", "2025-12-31", "2025-12-02"},
			"after the retraction":                   {moment(6), "2000-01-01", "2100-01-01", "2025-12-02"},
			"after the retraction, in its time":      {moment(6), "2025-11-01", "2025-11-30", ""},
			"in the future, what is known now":       {moment(30), "2000-01-01", "2100-01-01", "2025-12-02"},
			"recorded later, although it was before": {moment(2), "2025-12-02", "2025-12-02", ""},
		} {
			t.Run(name, func(t *testing.T) {
				vars := map[string]any{"asOf": c.asOf.Format(time.RFC3339), "from": c.from, "to": c.to}
				for field, query := range map[string]string{
					"relations": `query($asOf: DateTime!, $from: Date, $to: Date) { r: relations(filter: {from: $from, to: $to}, asOf: $asOf) { nodes { time { edtf } } } }`,
					"beneath":   `query($asOf: DateTime!, $from: Date, $to: Date) { actor(id: "ada", asOf: $asOf) { metWith(filter: {from: $from, to: $to}) { edges { relation { time { edtf } } } } } }`,
					"deep beneath": `query($asOf: DateTime!, $from: Date, $to: Date) { actor(id: "ada", asOf: $asOf) { relations(filter: {from: $from, to: $to}) {
						nodes { subject { id } time { edtf } } } } }`,
				} {
					require.Equal(t, c.want, strings.Join(edtfs(data(t, h, query, vars)), " "), field)
				}
				want := strings.Fields(c.want)
				paths := data(t, h, `query($asOf: DateTime!, $from: Date, $to: Date) { paths(from: "ada", to: "ben", filter: {from: $from, to: $to}, asOf: $asOf) { paths { relations { time { edtf } } } } }`, vars)
				require.Equal(t, strings.Join(want[:min(1, len(want))], ""), strings.Join(edtfs(paths), " "), "the newest links the two")
				around := data(t, h, `query($asOf: DateTime!, $from: Date, $to: Date) { neighborhood(center: ["ada"], filter: {from: $from, to: $to}, asOf: $asOf) { edges { time { edtf } } } }`, vars)
				require.Equal(t, c.want, strings.Join(edtfs(around), " "), "neighbourhood")
			})
		}

		t.Run("names and merged entities", func(t *testing.T) {
			named := func(query string, day int) string {
				return data(t, h, query, map[string]any{"asOf": moment(day).Format(time.RFC3339)})
			}
			const aliases = `query($asOf: DateTime!) { entity(id: "ben", asOf: $asOf) { aliases } }`
			require.JSONEq(t, `{"entity": {"aliases": []}}`, named(aliases, 4))
			require.JSONEq(t, `{"entity": {"aliases": ["Benjamin"]}}`, named(aliases, 6))
			require.JSONEq(t, `{"entity": {"aliases": ["Benjamin", "Benny"]}}`, named(aliases, 8))
			const merged = `query($asOf: DateTime!) { entity(id: "benny", asOf: $asOf) { id name merged } }`
			require.JSONEq(t, `{"entity": {"id": "benny", "name": "Benny", "merged": []}}`, named(merged, 6))
			require.JSONEq(t, `{"entity": {"id": "ben", "name": "Ben", "merged": ["benny"]}}`, named(merged, 8))
			const search = `query($asOf: DateTime!) { search(text: "Benjamin", asOf: $asOf) { node { id } } }`
			require.JSONEq(t, `{"search": []}`, named(search, 4))
			require.JSONEq(t, `{"search": [{"node": {"id": "ben"}}]}`, named(search, 6))
		})
	})
}

// edtfs returns the times in an answer, in their order.
func edtfs(answer string) []string {
	var times []string
	for _, part := range strings.Split(answer, `"edtf":"`)[1:] {
		edtf, _, _ := strings.Cut(part, `"`)
		times = append(times, edtf)
	}
	return times
}

func TestExploringIsBoundedAndNamesTheArgument(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	for name, c := range map[string]struct{ query, argument string }{
		"no length":            {`{ paths(from: "ukraine", to: "russia", maxLength: 0) { visited } }`, "maxLength"},
		"a length of 99":       {`{ paths(from: "ukraine", to: "russia", maxLength: 99) { visited } }`, "maxLength"},
		"a relation's id":      {`{ paths(from: "rel:00000000000000000000000000", to: "russia") { visited } }`, "from"},
		"no centre's id":       {`{ neighborhood(center: ["a b"]) { totalNodes } }`, "center"},
		"a limit of a million": {`{ neighborhood(center: ["ukraine"], limit: 1000000) { totalNodes } }`, "limit"},
		"a depth of 9":         {`{ neighborhood(center: ["ukraine"], depth: 9) { totalNodes } }`, "depth"},
		"an empty text":        {`{ search(text: "") { score } }`, "text"},
		"a long text":          {`{ search(text: "` + strings.Repeat("a", 10_001) + `") { score } }`, "text"},
		"control characters":   {`{ search(text: "a\u0000b") { score } }`, "text"},
		"only signs":           {`{ search(text: "\"*:~") { score } }`, "text"},
		"a document of":        {`{ stats(of: "doc:x") { total } }`, "of"},
	} {
		t.Run(name, func(t *testing.T) {
			code, argument, message := refused(t, h, c.query, nil)
			require.Equal(t, "BAD_USER_INPUT", code, message)
			require.Equal(t, c.argument, argument, message)
		})
	}
	a := ask(t, h, `{ timeline(bucket: CENTURY) { count } }`, nil)
	require.Len(t, a.Errors, 1)
	require.Contains(t, a.Errors[0].Message, "CENTURY")
}

func TestOperatorsOfFullTextIndexesAreText(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		h := seeded(t, store)
		for _, text := range []string{`"putin`, `put*in`, `NEAR(putin, macron)`, `putin OR macron`, `NOT putin`, `name:putin`, `putin~2`, `pu\tin`, `putin^3 +x -y`, `{putin} [a TO b]`, `words : putin`} {
			a := ask(t, h, `query($text: String!) { search(text: $text) { score } }`, map[string]any{"text": text})
			require.Empty(t, a.Errors, text)
		}
	})
}

func TestExploringTakesAFewStoreCalls(t *testing.T) {
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		_, err := store.Write(context.Background(), ring(60, 6))
		require.NoError(t, err)
		counting := kgtest.NewCounting(store)
		h := http.Handler(graph.NewHandler(counting, graph.Options{}))
		data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
		for name, c := range map[string]struct {
			query string
			most  int
		}{
			"a neighbourhood of one level":    {`{ neighborhood(center: ["person-000"], depth: 1) { nodes { entity { name } } edges { id } } }`, 4},
			"a neighbourhood of three levels": {`{ neighborhood(center: ["person-000"], depth: 3) { nodes { entity { name } } edges { id } } }`, 6},
			"a timeline":                      {`{ timeline(of: "person-000", bucket: DAY) { count } }`, 1},
			"stats":                           {`{ stats(of: "person-000") { total byCounterpart { count entity { name } } } }`, 2},
			"paths of length three: the ends, one for each length, what is on them": {`{ paths(from: "person-000", to: "person-018", maxLength: 3) { paths { nodes { name } } } }`, 5},
			"a search: candidates, what they are, offices":                          {`{ search(text: "person") { node { id } } }`, 3},
		} {
			t.Run(name, func(t *testing.T) {
				counting.Reset()
				data(t, h, c.query, nil)
				require.LessOrEqual(t, counting.Total(), c.most)
			})
		}
	})
}

func TestEachPageOfCounterpartsHasItsOwnLength(t *testing.T) {
	h := seeded(t, bothstores.SQLite(t))
	two := data(t, h, `{ stats(of: "ukraine") { byCounterpart(first: 2) { entity { id } } } }`, nil)
	require.Equal(t, 2, rows(two, "id"))
	require.JSONEq(t, strings.Replace(two, `{"byCounterpart"`, `{"none":[],"byCounterpart"`, 1),
		data(t, h, `{ stats(of: "ukraine") { none: byCounterpart(first: 0) { entity { id } } byCounterpart(first: 2) { entity { id } } } }`, nil))
}
