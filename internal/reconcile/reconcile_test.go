package reconcile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/reconcile"
	"conflictgraph/internal/store/memory"
)

func open(next http.Handler) http.Handler { return next }

// graph is kgtest.Graph with namesakes, and what was merged.
func graph() []kg.Batch {
	return []kg.Batch{kgtest.Graph(), {
		Entities: []kg.Entity{
			{ID: "john-smith", Kind: kg.KindPerson, Name: "John Smith"}, {ID: "john-smith-2", Kind: kg.KindPerson, Name: "John Smith", Description: "another"},
			{ID: "smith-party", Kind: kg.KindOrganization, Name: "John Smith Party"}, {ID: "boris", Kind: kg.KindPerson, Name: "B. Novak"},
			{ID: "john-smith-3", Kind: kg.KindPerson, Name: "John Smith", Identifiers: []kg.Identifier{{Scheme: "wikidata", Value: "Q42"}, {Scheme: "isni", Value: "0000000121032683"}}},
			{ID: "ukraine", Kind: kg.KindCountry, Name: "Ukraine", Identifiers: []kg.Identifier{{Scheme: "iso3166-1", Value: "UA"}}},
		},
		Merges: []kg.Merge{{From: "boris", Into: "boris-novak", Reason: "one"}},
	}}
}

func filled(t *testing.T, store kg.Store) kg.Store {
	t.Helper()
	for _, b := range graph() {
		_, err := store.Write(t.Context(), b)
		require.NoError(t, err)
	}
	return store
}

// client is a plain client of the API.
type client struct {
	t       *testing.T
	handler http.Handler
}

func served(t *testing.T, options reconcile.Options) client {
	if options.Readers == nil {
		options.Readers = open
	}
	return client{t, reconcile.Handler(filled(t, memory.Open()), options)}
}

func (c client) get(path string, parameters url.Values) (int, string) {
	return c.do(httptest.NewRequest(http.MethodGet, path+"?"+parameters.Encode(), nil))
}

func (c client) post(form url.Values) (int, string) {
	r := httptest.NewRequest(http.MethodPost, reconcile.Path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(r)
}

func (c client) do(r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

type found struct {
	ID, Name, Description string
	Type                  []struct{ ID, Name string }
	Score                 *float64
	Match                 *bool
	Features              []struct {
		ID    string
		Value any
	}
}

// queries sends a batch and checks what the specification says of every result.
func (c client) queries(batch string) map[string][]found {
	c.t.Helper()
	status, text := c.post(url.Values{"queries": {batch}})
	require.Equal(c.t, http.StatusOK, status, text)
	_, byGet := c.get(reconcile.Path, url.Values{"queries": {batch}})
	require.Equal(c.t, text, byGet, "by GET")
	var results map[string]struct{ Result []found }
	strictly(c.t, text, &results)
	answered := map[string][]found{}
	for key, r := range results {
		require.NotNil(c.t, r.Result, key)
		answered[key] = r.Result
		for i, one := range r.Result {
			require.NotEmpty(c.t, one.ID)
			require.NotEmpty(c.t, one.Name)
			require.NotNil(c.t, one.Match)
			require.Len(c.t, one.Type, 1)
			require.True(c.t, *one.Score > 0 && *one.Score <= 100, text)
			require.True(c.t, i == 0 || *one.Score <= *r.Result[i-1].Score, "best first: %s", text)
			require.False(c.t, i > 0 && *one.Match, "only the first can be the one: %s", text)
		}
	}
	return answered
}

func strictly(t *testing.T, text string, into any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(into), text)
}

func TestNamesAreMatchedWhereItIsSure(t *testing.T) {
	c := served(t, reconcile.Options{})
	for name, want := range map[string]struct {
		query string
		first string
		match bool
	}{
		"the very name":                       {`{"query": "Anna Keller"}`, "anna-keller", true},
		"in another case, without accents":    {`{"query": "boris novak"}`, "boris-novak", true},
		"another name":                        {`{"query": "外交部"}`, "ministry", true},
		"in another spelling, it is not sure": {`{"query": "Ana Kellar"}`, "anna-keller", false},
		"an id":                               {`{"query": "rows:77"}`, "rows:77", true},
		"a former id":                         {`{"query": "boris"}`, "boris-novak", true},
		"of two with one name none is sure":   {`{"query": "John Smith"}`, "john-smith", false},
		"of one kind there is one":            {`{"query": "John Smith Party", "type": "ORGANIZATION"}`, "smith-party", true},
		"of another kind, there is none":      {`{"query": "Anna Keller", "type": ["COUNTRY"]}`, "", false},
		"what was not named is never sure":    {`{"query": "an adviser"}`, "unnamed-adviser", false},
		"what holds a property, by its id":    {`{"query": "Boris Novák", "properties": [{"pid": "spokesperson-for", "v": {"id": "ministry"}}]}`, "boris-novak", true},
		"by its name":                         {`{"query": "Boris Novák", "properties": [{"pid": "spokesperson-for", "v": ["ministry of foreign affairs"]}]}`, "boris-novak", true},
		"the other way":                       {`{"query": "外交部", "properties": [{"pid": "^spokesperson-for", "v": "Boris Novák"}]}`, "ministry", true},
		"what lacks a property is not sure":   {`{"query": "Anna Keller", "properties": [{"pid": "spokesperson-for", "v": "ministry"}]}`, "anna-keller", false},
		"namesakes are told apart by one":     {`{"query": "John Smith", "properties": [{"pid": "description", "v": "another"}]}`, "john-smith-2", true},
		"namesakes by an identifier":          {`{"query": "John Smith", "properties": [{"pid": "wikidata", "v": "Q42"}]}`, "john-smith-3", true},
		"by its address":                      {`{"query": "John Smith", "properties": [{"pid": "wikidata", "v": "https://www.wikidata.org/wiki/Q42"}]}`, "john-smith-3", true},
		"written otherwise, the name, too":    {`{"query": "John Smyth", "properties": [{"pid": "isni", "v": "0000 0001 2103 2683"}]}`, "john-smith-3", true},
		"by any code of a state":              {`{"query": "Ukraine", "properties": [{"pid": "iso3166-1", "v": 804}]}`, "ukraine", true},
		"another name is not sure":            {`{"query": "Xyzzy Plugh", "properties": [{"pid": "wikidata", "v": "Q42"}]}`, "john-smith-3", false},
		"another identifier is not sure":      {`{"query": "John Smith Party", "properties": [{"pid": "wikidata", "v": "Q43"}]}`, "smith-party", false},
		"what is no identifier is not sure":   {`{"query": "John Smith Party", "properties": [{"pid": "wikidata", "v": "n/a"}]}`, "smith-party", false},
		"a name as a property":                {`{"properties": [{"pid": "name", "v": "Northland"}]}`, "northland", true},
		"nothing there":                       {`{"query": "Xyzzy Plugh"}`, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			results := client{t, c.handler}.queries(`{"q0": ` + want.query + `}`)["q0"]
			if want.first == "" {
				require.Empty(t, results)
				return
			}
			require.NotEmpty(t, results)
			require.Equal(t, want.first, results[0].ID)
			require.Equal(t, want.match, *results[0].Match)
		})
	}
	both := c.queries(`{"a": {"query": "Smith", "limit": 1}, "b": {"query": "Northland", "type_strict": "should"}}`)
	require.Len(t, both, 2)
	require.Len(t, both["a"], 1, "no more than the limit")
	require.Empty(t, c.queries(`{}`))
}

func TestTheManifestSaysWhatThereIs(t *testing.T) {
	c := served(t, reconcile.Options{MaxCost: 100_000})
	status, text := c.get(reconcile.Path, nil)
	require.Equal(t, http.StatusOK, status)
	var m struct {
		Versions                           []string
		Name, IdentifierSpace, SchemaSpace string
		DefaultTypes                       []struct{ ID, Name string }
		View                               struct{ URL string }
		Preview                            struct {
			URL           string
			Width, Height int
		}
		Suggest map[string]struct {
			URL  string `json:"service_url"`
			Path string `json:"service_path"`
		}
		Extend struct {
			Propose struct {
				URL  string `json:"service_url"`
				Path string `json:"service_path"`
			} `json:"propose_properties"`
			Settings []any `json:"property_settings"`
		}
		BatchSize int
	}
	strictly(t, text, &m)
	require.Equal(t, []string{"0.2"}, m.Versions)
	require.Len(t, m.DefaultTypes, len(kg.EntityKinds))
	require.Equal(t, 25, m.BatchSize, "what costs 100,000, at 4,000 for a search")
	for _, template := range []string{m.View.URL, m.Preview.URL} {
		require.Contains(t, template, "{{id}}")
		require.True(t, strings.HasPrefix(template, "http://example.com/"), template)
	}
	for _, kind := range []string{"entity", "type", "property"} {
		status, text := c.get(m.Suggest[kind].Path, url.Values{"prefix": {"p"}})
		require.Equal(t, http.StatusOK, status, text)
	}
	status, text = c.get(m.Extend.Propose.Path, url.Values{"type": {"PERSON"}, "limit": {"6"}})
	require.Equal(t, http.StatusOK, status)
	var proposed struct {
		Limit      int
		Type       string
		Properties []struct{ ID, Name, Description string }
	}
	strictly(t, text, &proposed)
	require.Len(t, proposed.Properties, 6)
	require.Equal(t, "PERSON", proposed.Type)

	secure := httptest.NewRequest(http.MethodGet, "https://graph.example.org"+reconcile.Path, nil)
	_, text = c.do(secure)
	require.Contains(t, text, `"https://graph.example.org/?focus={{id}}"`)
}

func TestWhatIsTypedIsSuggested(t *testing.T) {
	c := served(t, reconcile.Options{})
	for name, want := range map[string]struct {
		kind   string
		values url.Values
		ids    []string
	}{
		"how a name begins":          {"entity", url.Values{"prefix": {"Kell"}}, []string{"anna-keller"}},
		"an id":                      {"entity", url.Values{"prefix": {"rows:77"}}, []string{"rows:77"}},
		"of a type":                  {"entity", url.Values{"prefix": {"John Smith"}, "type": {"ORGANIZATION"}}, []string{"smith-party"}},
		"those after the first":      {"entity", url.Values{"prefix": {"Kell"}, "cursor": {"1"}}, []string{}},
		"nothing typed":              {"entity", url.Values{"prefix": {" "}}, []string{}},
		"a type by its name":         {"type", url.Values{"prefix": {"pers"}}, []string{"PERSON"}},
		"a type by a word":           {"type", url.Values{"prefix": {"of a proposal"}}, []string{"PROVISION"}},
		"an identifier":              {"property", url.Values{"prefix": {"iso"}}, []string{"iso3166-1"}},
		"a property of its own":      {"property", url.Values{"prefix": {"ali"}}, []string{"alias"}},
		"a relation type by a word":  {"property", url.Values{"prefix": {"spokesperson for"}}, []string{"spokesperson-for"}},
		"the other way, by its name": {"property", url.Values{"prefix": {"has as spokesperson"}}, []string{"^spokesperson-for"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, text := client{t, c.handler}.get(reconcile.Path+"/suggest/"+want.kind, want.values)
			require.Equal(t, http.StatusOK, status, text)
			var answer struct {
				Result []struct {
					ID, Name, Description string
					Notable               []struct{ ID, Name string }
				}
			}
			strictly(t, text, &answer)
			require.NotNil(t, answer.Result)
			ids := []string{}
			for _, one := range answer.Result {
				require.NotEmpty(t, one.Name)
				require.Equal(t, want.kind == "entity", len(one.Notable) == 1)
				ids = append(ids, one.ID)
			}
			require.Equal(t, want.ids, ids)
		})
	}
}

func TestPropertiesAreFetched(t *testing.T) {
	c := served(t, reconcile.Options{})
	query := `{"ids": ["boris-novak", "boris", "nobody", "boris-novak"], "properties": [{"id": "alias", "settings": {}}, {"id": "kind"}, {"id": "spokesperson-for"}, {"id": "met-with"}, {"id": "description"}]}`
	status, text := c.post(url.Values{"extend": {query}})
	require.Equal(t, http.StatusOK, status, text)
	var answer struct {
		Meta []struct{ ID, Name string }
		Rows map[string]map[string][]map[string]string
	}
	strictly(t, text, &answer)
	require.Equal(t, []struct{ ID, Name string }{
		{"alias", "alias"}, {"kind", "kind"}, {"spokesperson-for", "is spokesperson for"}, {"met-with", "met with"}, {"description", "description"},
	}, answer.Meta)
	boris := map[string][]map[string]string{
		"alias": {{"str": "Борис Новак"}, {"str": "B. Novak"}}, "kind": {{"str": "PERSON"}},
		"spokesperson-for": {{"id": "ministry", "name": "Ministry of Foreign Affairs"}}, "met-with": {{"id": "anna-keller", "name": "Anna Keller"}}, "description": {},
	}
	nobody := map[string][]map[string]string{"alias": {}, "kind": {}, "spokesperson-for": {}, "met-with": {}, "description": {}}
	require.Equal(t, map[string]map[string][]map[string]string{"boris-novak": boris, "boris": boris, "nobody": nobody}, answer.Rows)
	_, byGet := c.get(reconcile.Path, url.Values{"extend": {query}})
	require.Equal(t, text, byGet)
}

func TestIdentifiersAreFetched(t *testing.T) {
	status, text := served(t, reconcile.Options{}).post(url.Values{"extend": {`{"ids": ["john-smith-3", "john-smith", "ukraine"], "properties": [{"id": "wikidata"}, {"id": "iso3166-1"}]}`}})
	require.Equal(t, http.StatusOK, status, text)
	require.JSONEq(t, `{"meta": [{"id": "wikidata", "name": "wikidata"}, {"id": "iso3166-1", "name": "iso3166-1"}], "rows": {
		"john-smith-3": {"wikidata": [{"str": "Q42"}], "iso3166-1": []}, "john-smith": {"wikidata": [], "iso3166-1": []}, "ukraine": {"wikidata": [], "iso3166-1": [{"str": "UA"}]}}}`, text)
}

func TestAPreviewIsAPageForAFrame(t *testing.T) {
	c := served(t, reconcile.Options{})
	r := httptest.NewRequest(http.MethodGet, reconcile.Path+"/preview?id=anna-keller", nil)
	w := httptest.NewRecorder()
	w.Header().Set("X-Frame-Options", "DENY")
	c.handler.ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Header().Get("Content-Type"), "text/html")
	require.Empty(t, w.Header().Get("X-Frame-Options"))
	require.NotContains(t, w.Header().Get("Content-Security-Policy"), "frame-ancestors")
	for _, shown := range []string{"Anna Keller", "Person", "Foreign minister of Northland", "A. Keller", `href="/?focus=anna-keller"`} {
		require.Contains(t, w.Body.String(), shown)
	}
	status, _ := c.get(reconcile.Path+"/preview", url.Values{"id": {"nobody"}})
	require.Equal(t, http.StatusNotFound, status)
}

func TestWhatCannotBeAnsweredIsRefusedByName(t *testing.T) {
	c := served(t, reconcile.Options{MaxCost: 100_000, MaxBody: 8192})
	many := func(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	batch := map[string]any{}
	for i := range 26 {
		batch[fmt.Sprint("q", i)] = map[string]string{"query": "x"}
	}
	large, err := json.Marshal(batch)
	require.NoError(t, err)
	for name, one := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"no JSON":                   {url.Values{"queries": {"{"}}, 400, "queries:"},
		"null":                      {url.Values{"queries": {"null"}}, 400, "queries:"},
		"a list":                    {url.Values{"queries": {"[]"}}, 400, "queries:"},
		"a query that is a text":    {url.Values{"queries": {`{"q0": "Anna"}`}}, 400, "queries.q0:"},
		"without a name":            {url.Values{"queries": {`{"q0": {}}`}}, 400, "queries.q0.query:"},
		"a name of signs alone":     {url.Values{"queries": {`{"q0": {"query": "?!"}}`}}, 400, "queries.q0.query:"},
		"no type":                   {url.Values{"queries": {`{"q0": {"query": "x", "type": "Q5"}}`}}, 400, "queries.q0.type:"},
		"a limit of none":           {url.Values{"queries": {`{"q0": {"query": "x", "limit": 0}}`}}, 400, "queries.q0.limit:"},
		"a limit that is no number": {url.Values{"queries": {`{"q0": {"query": "x", "limit": 1.5}}`}}, 400, "queries.q0.limit:"},
		"no property":               {url.Values{"queries": {`{"q0": {"query": "x", "properties": [{"pid": "P31", "v": "x"}]}}`}}, 400, "queries.q0.properties[0].pid:"},
		"no value":                  {url.Values{"queries": {`{"q0": {"query": "x", "properties": [{"pid": "name", "v": {}}]}}`}}, 400, "queries.q0.properties[0].v:"},
		"no strictness":             {url.Values{"queries": {`{"q0": {"query": "x", "type_strict": "never"}}`}}, 400, "queries.q0.type_strict:"},
		"more than the batch size":  {url.Values{"queries": {string(large)}}, 413, "queries:"},
		"more than may be sent":     {url.Values{"queries": {strings.Repeat(" ", 9000)}}, 400, "body:"},
		"both at once":              {url.Values{"queries": {"{}"}, "extend": {"{}"}}, 400, "extend:"},
		"nothing":                   {url.Values{}, 400, "queries:"},
		"an extension of a text":    {url.Values{"extend": {`"x"`}}, 400, "extend:"},
		"too many entities":         {url.Values{"extend": {`{"ids": [` + many(501, `"x"`) + `]}`}}, 400, "extend.ids:"},
		"an unknown property":       {url.Values{"extend": {`{"ids": [], "properties": [{"id": "P31"}]}`}}, 400, "extend.properties:"},
	} {
		t.Run(name, func(t *testing.T) {
			status, text := client{t, c.handler}.post(one.form)
			var refused struct{ Status, Code, Message string }
			strictly(t, text, &refused)
			require.Equal(t, one.status, status, text)
			require.Equal(t, "error", refused.Status)
			require.True(t, strings.HasPrefix(refused.Message, one.says), refused.Message)
		})
	}
	status, text := c.get(reconcile.Path+"/suggest/entity", url.Values{"prefix": {"x"}, "cursor": {"-1"}})
	require.Equal(t, 400, status)
	require.Contains(t, text, "cursor:")
	status, _ = c.do(httptest.NewRequest(http.MethodDelete, reconcile.Path, nil))
	require.Equal(t, http.StatusMethodNotAllowed, status)
}

func TestScriptsAreAnsweredWhereAllPagesMayRead(t *testing.T) {
	callback := url.Values{"callback": {"jsonp.f_1"}, "prefix": {"Kell"}}
	status, text := served(t, reconcile.Options{Everywhere: true}).get(reconcile.Path+"/suggest/entity", callback)
	require.Equal(t, http.StatusOK, status)
	require.True(t, strings.HasPrefix(text, "/**/jsonp.f_1({") && strings.HasSuffix(text, "});\n"), text)
	status, text = served(t, reconcile.Options{}).get(reconcile.Path+"/suggest/entity", callback)
	require.Equal(t, http.StatusForbidden, status)
	require.NotContains(t, text, "Keller")
	for _, name := range []string{"alert(1)", "a b", "1a", "a..b", strings.Repeat("a", 201)} {
		status, text := served(t, reconcile.Options{Everywhere: true}).get(reconcile.Path, url.Values{"callback": {name}})
		require.Equal(t, http.StatusBadRequest, status, text)
		require.True(t, strings.HasPrefix(text, "{"), text)
	}
}

func TestOnlyTheManifestIsForThoseWhoMayNotRead(t *testing.T) {
	nobody := func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	}
	c := served(t, reconcile.Options{Readers: nobody, Closed: true})
	status, text := c.get(reconcile.Path, nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, `"authentication":{"type":"apiKey","name":"Authorization","in":"header"`)
	for _, path := range []string{"?queries={}", "?extend={}", "/suggest/entity", "/suggest/type", "/suggest/property", "/properties", "/preview?id=anna-keller"} {
		status, _ := c.do(httptest.NewRequest(http.MethodGet, reconcile.Path+path, nil))
		require.Equal(t, http.StatusUnauthorized, status, path)
	}
}

func TestWhatIsAskedIsCharged(t *testing.T) {
	charged := int64(0)
	left := int64(10_000)
	c := served(t, reconcile.Options{Charge: func(_ context.Context, cost int64, answer http.Header) error {
		if charged += cost; charged > left {
			answer.Set("Retry-After", "1")
			return &kg.Error{Code: kg.CodeRateLimited, Message: "later"}
		}
		return nil
	}})
	c.get(reconcile.Path, url.Values{"queries": {`{"a": {"query": "x"}, "b": {"query": "y"}}`}})
	require.EqualValues(t, 8000, charged, "two searches")
	status, text := c.get(reconcile.Path, url.Values{"queries": {`{"a": {"query": "x"}}`}})
	require.Equal(t, http.StatusTooManyRequests, status, text)
}

func TestEveryStoreIsAnsweredFromAlike(t *testing.T) {
	var want string
	batch := url.Values{"queries": {`{"a": {"query": "boris novak", "properties": [{"pid": "met-with", "v": "Anna Keller"}]}, "b": {"query": "smith", "limit": 9}, "c": {"query": "no"}}`}}
	ask := func(t *testing.T, store kg.Store) {
		c := client{t, reconcile.Handler(filled(t, store), reconcile.Options{Readers: open})}
		status, text := c.post(batch)
		require.Equal(t, http.StatusOK, status, text)
		_, row := c.post(url.Values{"extend": {`{"ids": ["boris-novak", "northland"], "properties": [{"id": "met-with"}, {"id": "^proposed"}, {"id": "at-war-with"}]}`}})
		if want == "" {
			want = text + row
		}
		require.Equal(t, want, text+row)
	}
	ask(t, memory.Open())
	bothstores.Each(t, ask)
}
