package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// Everything that takes an id beside the one that a thing is asked for by; $id stands
// for it.
var naming = []struct{ query, argument, thing string }{
	{`{ paths(from: $id, to: "northland") { visited } }`, "from", "entity"},
	{`{ paths(from: "northland", to: $id) { visited } }`, "to", "entity"},
	{`{ paths(from: "northland", to: "southland", avoid: ["the-plan", $id]) { visited } }`, "avoid", "entity"},
	{`{ paths(from: "northland", to: "southland", filter: {with: [$id]}) { visited } }`, "filter.with", "entity"},
	{`{ paths(from: "northland", to: "southland", filter: {documents: [$id]}) { visited } }`, "filter.documents", "document"},
	{`{ paths(from: "northland", to: "southland", filter: {types: [$id]}) { visited } }`, "filter.types", "type"},
	{`{ neighborhood(center: ["northland", $id]) { totalNodes } }`, "center", "entity"},
	{`{ neighborhood(center: [$id], depth: 0) { totalNodes } }`, "center", "entity"},
	{`{ neighborhood(center: ["northland"], filter: {with: [$id]}) { totalNodes } }`, "filter.with", "entity"},
	{`{ neighborhood(center: ["northland"], filter: {documents: [$id]}) { totalNodes } }`, "filter.documents", "document"},
	{`{ neighborhood(center: ["northland"], filter: {types: [$id]}) { totalNodes } }`, "filter.types", "type"},
	{`{ timeline(of: $id, bucket: YEAR) { count } }`, "of", "entity"},
	{`{ timeline(bucket: YEAR, filter: {with: ["northland", $id]}) { count } }`, "filter.with", "entity"},
	{`{ timeline(bucket: YEAR, filter: {documents: [$id]}) { count } }`, "filter.documents", "document"},
	{`{ stats(of: $id) { total } }`, "of", "entity"},
	{`{ stats(of: $id) { byCounterpart { count } } }`, "of", "entity"},
	{`{ stats(filter: {with: [$id]}) { total } }`, "filter.with", "entity"},
	{`{ stats(of: "northland", filter: {documents: [$id, "doc:interview"]}) { total } }`, "filter.documents", "document"},
	{`{ stats(filter: {types: [$id]}) { total } }`, "filter.types", "type"},
	{`{ relations(filter: {with: [$id]}) { totalCount } }`, "filter.with", "entity"},
	{`{ relations(filter: {with: ["northland", $id]}) { nodes { id } } }`, "filter.with", "entity"},
	{`{ relations(filter: {documents: ["doc:interview", $id]}) { nodes { id } } }`, "filter.documents", "document"},
	{`{ relations(filter: {attributedTo: ["ministry", $id]}) { nodes { id } } }`, "filter.attributedTo", "entity"},
	{`{ relations(filter: {not: {places: [$id]}}) { totalCount } }`, "filter.not.places", "entity"},
	{`{ stats(of: "northland", filter: {places: [$id]}) { total } }`, "filter.places", "entity"},
	{`{ relations(first: 0, filter: {documents: [$id]}) { nodes { id } } }`, "filter.documents", "document"},
	{`{ relations(filter: {types: ["met-with", $id]}) { nodes { id } } }`, "filter.types", "type"},
	{`{ entity(id: "northland") { relations(filter: {with: [$id]}) { nodes { id } } } }`, "filter.with", "entity"},
	{`{ actor(id: "northland") { metWith(filter: {with: [$id]}) { nodes { id } } } }`, "filter.with", "entity"},
	{`{ actor(id: "northland") { metWith(filter: {types: ["advised"], with: [$id]}) { nodes { id } } } }`, "filter.with", "entity"},
	{`{ node(id: "northland") { ... on Country { relations(filter: {documents: [$id]}) { totalCount } } } }`, "filter.documents", "document"},
	{`{ relations(first: 1) { nodes { subject { relations(filter: {with: [$id]}) { nodes { id } } } } } }`, "filter.with", "entity"},
	{`{ search(text: "Northland") { node { ... on Entity { relations(filter: {with: [$id]}) { totalCount } } } } }`, "filter.with", "entity"},
	{`{ history(id: $id) { number } }`, "id", "entity"},
	{`{ history(id: $id) { number } }`, "id", "document"},
	{`subscription { entityChanged(id: $id) { id } }`, "id", "entity"},
	{`subscription { relationAdded(filter: {with: [$id]}) { id } }`, "filter.with", "entity"},
	{`subscription { relationRetracted(filter: {documents: [$id]}) { id } }`, "filter.documents", "document"},
}

func TestAnIDThatNamesNothingIsNotFoundWhereverItStands(t *testing.T) {
	mistyped := map[string]map[string]string{ // what may have been meant; nothing where it is empty
		"entity":   {"ana-keller": "anna-keller", "northlnad": "northland", "boris": "boris-novak", "qqqq": "", "rows:78": ""},
		"document": {"doc:interveiw": "doc:interview", "doc:qqqqqqqqqqqq": ""},
		"type":     {"met-wiht": "met-with", "qqqqqqqqqqqqqqq": ""},
	}
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		idsOfEverySort(t, store)
		h := graph.NewHandler(store, graph.Options{})
		for _, c := range naming {
			for id, meant := range mistyped[c.thing] {
				query := strings.ReplaceAll(c.query, "$id", `"`+id+`"`)
				if strings.HasPrefix(query, "subscription") {
					continue // see the test below
				}
				a := ask(t, h, query, nil)
				require.NotEmpty(t, a.Errors, query)
				for _, e := range a.Errors {
					require.Equal(t, "NOT_FOUND", e.Extensions["code"], query)
					require.Equal(t, c.argument, e.Extensions["argument"], query)
					require.Contains(t, e.Message, `"`+id+`"`, query)
					if meant != "" {
						require.Contains(t, e.Message, `did you mean "`+meant+`"`, query)
					} else {
						require.NotContains(t, e.Message, "did you mean", query)
					}
				}
			}
		}
	})
}

func TestASubscriptionThatNamesNothingEndsAtOnce(t *testing.T) {
	store := bothstores.SQLite(t)
	idsOfEverySort(t, store)
	h := graph.NewHandler(store, graph.Options{})
	for _, c := range naming {
		if !strings.HasPrefix(c.query, "subscription") {
			continue
		}
		id := map[string]string{"entity": "ana-keller", "document": "doc:interveiw"}[c.thing]
		body, err := json.Marshal(map[string]string{"query": strings.ReplaceAll(c.query, "$id", `"`+id+`"`)})
		require.NoError(t, err)
		request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "text/event-stream")
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, request)
		for _, part := range []string{`"code":"NOT_FOUND"`, `"argument":"` + c.argument + `"`, id, "did you mean"} {
			require.Contains(t, recorder.Body.String(), part, c.query)
		}
	}
}

func TestAnIDThatIsKnownIsNoError(t *testing.T) {
	known := map[string][]string{
		"entity": {"anna-keller", "a-keller", "rows:77", "unnamed-adviser"}, "document": {"doc:interview", "doc:withdrawn"}, "type": {"met-with", "called-on"},
	}
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		idsOfEverySort(t, store)
		_, err := store.Write(t.Context(), kg.Batch{Documents: []kg.Document{{ID: "doc:withdrawn", Text: "Nothing."}}})
		require.NoError(t, err)
		_, err = store.Write(t.Context(), kg.Batch{Withdrawals: []kg.Withdrawal{{Document: "doc:withdrawn", Reason: "empty"}}})
		require.NoError(t, err)
		h := graph.NewHandler(store, graph.Options{})
		for _, c := range naming {
			for _, id := range known[c.thing] {
				query := strings.ReplaceAll(c.query, "$id", `"`+id+`"`)
				if strings.HasPrefix(query, "subscription") {
					continue
				}
				data(t, h, query, nil)
				// As of before everything it names what is there now.
				data(t, h, strings.Replace(query, "(", `(asOf: "2000-01-01T00:00:00Z", `, 1), nil)
			}
		}
	})
}

func TestWhatIsThereIsNotLookedUpOnceMore(t *testing.T) {
	store := bothstores.SQLite(t)
	idsOfEverySort(t, store)
	counting := kgtest.NewCounting(store)
	h := graph.NewHandler(counting, graph.Options{})
	data(t, h, `{ relations(first: 1) { nodes { type { id } } } }`, nil) // reads the relation types, once
	for query, gets := range map[string]int{
		`{ relations(filter: {with: ["boris-novak"]}) { nodes { id } } }`:                                              0,
		`{ entity(id: "northland") { relations(filter: {with: ["southland"]}) { nodes { id } } } }`:                    0,
		`{ timeline(of: "northland", bucket: YEAR, filter: {documents: ["doc:communique"]}) { count } }`:               0,
		`{ stats(of: "northland") { total } }`:                                                                         0,
		`{ paths(from: "northland", to: "southland", filter: {documents: ["doc:communique"]}) { visited } }`:           2, // the ends, and what was found
		`{ neighborhood(center: ["northland"], filter: {documents: ["doc:communique"]}) { nodes { entity { id } } } }`: 1,
		`{ history(id: "northland") { number } }`:                                                                      2, // the entity, and its activities
	} {
		counting.Reset()
		data(t, h, query, nil)
		require.Equal(t, gets, counting.Calls("Get"), query)
	}
	// What no answer shows is looked up, once.
	for _, gets := range []int{1, 0} {
		counting.Reset()
		data(t, h, `{ relations(filter: {with: ["harbor-city", "rows:77"], types: ["called-on"]}) { nodes { id } } }`, nil)
		require.Equal(t, gets, counting.Calls("Get"))
	}
}
