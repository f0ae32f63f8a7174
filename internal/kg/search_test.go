package kg

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg/names"
)

// newsroom is a graph of names that are easily mistaken for each other.
func newsroom() *smallGraph {
	call := linked("emmanuel-macron", "called-for", "guarantees", time.December)
	call.Evidence = []Evidence{{Document: "doc:article", Exact: "“rock-solid” security guarantees for Ukraine"}}
	advice := linked("steve-witkoff", "advised", "vladimir-putin", time.November)
	advice.Evidence = []Evidence{{Document: "doc:article", Exact: "advised Putin’s aide"}, {Document: "doc:other", Exact: "Putin himself"}}
	withdrawn := linked("steve-witkoff", "advised", "ukraine", time.November)
	withdrawn.Evidence = []Evidence{{Document: "doc:article", Exact: "a ceasefire in Ukraine"}}
	withdrawn.RetractedAt = new(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	return &smallGraph{
		entities: []Entity{
			{ID: "volodymyr-zelenskyy", Kind: KindPerson, Name: "Volodymyr Zelenskyy", Aliases: []string{"Зеленський", "Zelenskyy"}},
			{ID: "olena-zelenska", Kind: KindPerson, Name: "Olena Zelenska"},
			{ID: "emmanuel-macron", Kind: KindPerson, Name: "Emmanuel Macron", Aliases: []string{"Macron"}, Description: "He hosted the president of Ukraine."},
			{ID: "macron-office", Kind: KindOrganization, Name: "the office of Macron"},
			{ID: "mark-maron", Kind: KindPerson, Name: "Mark Maron"},
			{ID: "vladimir-putin", Kind: KindPerson, Name: "Vladimir Putin"},
			{ID: "vladimir-medinsky", Kind: KindPerson, Name: "Vladimir Medinsky"},
			{ID: "steve-witkoff", Kind: KindPerson, Name: "Steve Witkoff"},
			{ID: "jones-b", Kind: KindPerson, Name: "Jones"},
			{ID: "jones-a", Kind: KindPerson, Name: "jones"},
			{ID: "jones-c", Kind: KindPerson, Name: "Jónes", RecordedAt: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)},
			{ID: "ukraine", Kind: KindCountry, Name: "Ukraine"},
			{ID: "france", Kind: KindCountry, Name: "France"},
			{ID: "guarantees", Kind: KindProposal, Name: "the guarantees"},
			{ID: "rows:1", Kind: KindPerson, Name: "PUTIN (RUSSIA)"},
			{ID: "rows:2", Kind: KindPerson, Name: "Vladimir V. Putin"},
			{ID: "rows:3", Kind: KindPerson, Name: "Head of State (Russia)"},
		},
		relations: []*Relation{
			linked("volodymyr-zelenskyy", "president-of", "ukraine", time.January), linked("emmanuel-macron", "president-of", "france", time.January),
			linked("steve-witkoff", "special-envoy-of", "france", time.January), call, advice, withdrawn,
		},
		into: map[string]string{"rows:1": "vladimir-putin", "rows:2": "vladimir-putin", "rows:3": "vladimir-putin"},
	}
}

func nameOf(h Hit) string {
	if h.Entity != nil {
		return h.Entity.ID
	}
	return h.Relation.Type
}

func TestSearchFindsWhoIsMeant(t *testing.T) {
	for _, c := range []struct {
		text    string
		want    string // the first, in their order
		matched string // of the first; not looked at where empty
	}{
		{"Zelensky", "volodymyr-zelenskyy", ""},
		{"Zelenskiy", "volodymyr-zelenskyy", ""},
		{"Zelenskyy", "volodymyr-zelenskyy", "alias: Zelenskyy"},
		{"Зеленский", "volodymyr-zelenskyy", ""},
		{"ЗЕЛЕНСЬКИЙ", "volodymyr-zelenskyy", "alias: Зеленський"},
		{"Zelenska", "olena-zelenska", "name: Olena Zelenska"},
		{"zelenskyy president", "volodymyr-zelenskyy", ""},
		{"president of ukraine", "volodymyr-zelenskyy", "office: president of Ukraine"},
		{"president france", "emmanuel-macron", "office: president of France"},
		{"envoy", "steve-witkoff", "office: special envoy of France"},
		{"Macrn", "emmanuel-macron", "alias: Macron"},
		{"Macron", "emmanuel-macron macron-office mark-maron", "alias: Macron"},
		{"emmanuel", "emmanuel-macron", "name: Emmanuel Macron"},
		{"emman", "emmanuel-macron", "name: Emmanuel Macron"},
		{"hosted", "emmanuel-macron", "description: He hosted the president of Ukraine."},
		{"putin", "vladimir-putin advised", ""},
		{"V. Putin", "vladimir-putin", "alias: Vladimir V. Putin"},
		{"russia", "vladimir-putin", "alias: PUTIN (RUSSIA)"},
		{"vladimir", "vladimir-medinsky vladimir-putin", "name: Vladimir Medinsky"},
		{"rock-solid", "called-for", "evidence in doc:article: “rock-solid” security guarantees for Ukraine"},
		{"solid rock", "called-for", ""},
		{"ukraine", "ukraine", "name: Ukraine"},
		{"himself", "advised", "evidence in doc:other: Putin himself"},
		{"jones", "jones-a jones-b jones-c", "name: jones"},
		{"macron nonsense", "emmanuel-macron", ""},
		{"ukraine ceasefire", "ukraine", "name: Ukraine"}, // both words are only in what was withdrawn
		{"nonsense", "", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			hits, err := Search(t.Context(), newsroom(), SearchRequest{Text: c.text, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range hits {
				got = append(got, nameOf(h))
			}
			names := strings.Join(got, " ")
			if !strings.HasPrefix(names+" ", strings.TrimPrefix(c.want+" ", " ")) || c.want == "" && names != "" {
				t.Errorf("found %q, where %q should be first", names, c.want)
			}
			if c.matched != "" && hits[0].Matched != c.matched {
				t.Errorf("what matched is %q, not %q", hits[0].Matched, c.matched)
			}
			checkRanking(t, hits)
		})
	}
}

type failing interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkRanking checks that hits have a score, come best first, and are there once.
func checkRanking(t failing, hits []Hit) {
	t.Helper()
	seen := map[string]bool{}
	for i, h := range hits {
		id := ""
		if h.Entity != nil {
			id = h.Entity.ID
		} else {
			id = h.Relation.ID
		}
		if h.Score <= 0 || h.Score > 1 || i > 0 && h.Score > hits[i-1].Score || seen[id] || h.Matched == "" {
			t.Errorf("hit %d is %s with a score of %v by %q", i, id, h.Score, h.Matched)
		}
		seen[id] = true
	}
}

func TestSearchKeepsToWhatIsAskedFor(t *testing.T) {
	before := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		req  SearchRequest
		want string
	}{
		{"up to a limit", SearchRequest{Text: "jones", Limit: 2}, "jones-a jones-b"},
		{"none with a limit of 0", SearchRequest{Text: "jones"}, ""},
		{"entities of some kinds, and no relations", SearchRequest{Text: "ukraine", Kinds: []EntityKind{KindCountry, KindProposal}, Limit: 10}, "ukraine"},
		{"as of a moment", SearchRequest{Text: "jones", AsOf: &before, Limit: 10}, "jones-a jones-b"},
		{"entities before relations that match as well", SearchRequest{Text: "guarantees", Limit: 10}, "guarantees called-for"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hits, err := Search(t.Context(), newsroom(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range hits {
				got = append(got, nameOf(h))
			}
			if names := strings.Join(got, " "); names != c.want {
				t.Errorf("found %q, not %q", names, c.want)
			}
		})
	}
}

func TestSearchRefusesWhatIsNoText(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "blanks": " \t\n ", "no letter and no digit": "*** \"' ~ ★ \\", "a code point too many": strings.Repeat("ж", MaxSearchText+1), "a control character": "put\x00in", "an escape": "putin\x1b[0m", "not UTF-8": "putin\xff",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseSearch(text)
			checkError(t, err, CodeBadInput, "text")
			g := newsroom()
			_, err = Search(t.Context(), g, SearchRequest{Text: text, Limit: 10})
			checkError(t, err, CodeBadInput, "text")
			if len(g.calls) > 0 {
				t.Errorf("the store was asked: %v", g.calls)
			}
		})
	}
}

func TestSearchTakesOperatorsAsWords(t *testing.T) {
	for text, want := range map[string]string{
		`"putin"`: "putin", "putin*": "putin", "putin~0.8": "putin 0 8", "name:putin": "name putin", "NEAR(putin, 5)": "near putin 5", `pu\tin`: "pu tin", "^putin -macron +x": "putin macron x",
		"putin AND NOT {macron}": "putin and not macron", "[a TO b]": "a to b", "'; DROP TABLE entity; --": "drop table entity", "/regex/?": "regex",
		"Зеленский": "zelenskii", "外交部": "wai jiao bu", "O’Brien's": "obrien", "U.S.": "u s", "rock-solid\nline": "rock solid line", strings.Repeat("ж", 200): strings.Repeat("zh", 200),
	} {
		terms, err := ParseSearch(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var words []string
		for _, term := range terms {
			words = append(words, term.Word)
			if term.Whole != (len(term.Word) == 1) || len(term.Keys) == 0 || term.Keys[0] != names.SoundKey(term.Word) {
				t.Errorf("%q has the term %+v", text, term)
			}
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%q is searched for as %q, not %q", text, got, want)
		}
	}
}

func TestSearchOfAnyTextIsAnsweredOrRefused(t *testing.T) {
	g := newsroom()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z]{0,9} ?(putin|macron|jones|zelenskyy)?[ *"~:]?`)).Draw(t, "text")
		hits, err := Search(t.Context(), g, SearchRequest{Text: text, Limit: 100})
		if err != nil {
			if ErrorCode(err) != CodeBadInput {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		checkRanking(t, hits)
	})
}

func TestAnOfficeIsCalledByItsTypeAndItsObject(t *testing.T) {
	if got := Office("secretary-of-state-of", "the United States"); got != "secretary of state of the United States" {
		t.Errorf("it is %q", got)
	}
	if got := Office("met-with", "France"); got != "" {
		t.Errorf("a meeting is called %q", got)
	}
	types := TypesByID(CoreTypes())
	for _, id := range officeTypes {
		if types[id].ID == "" {
			t.Errorf("%s is no core type", id)
		}
	}
}

func TestOfficesAreReadOfThoseOnlyWhoseNamesLeaveATermUnmatched(t *testing.T) {
	for text, want := range map[string]int{"vlad": 0, "emman": 0, "Macrn": 0, "macron": 0, "zelenskyy president": 1, "envoy": 1} {
		g := newsroom()
		if _, err := Search(t.Context(), g, SearchRequest{Text: text, Limit: 1}); err != nil {
			t.Fatal(err)
		}
		pages := g.calls["Pages"]
		if pages != want {
			t.Errorf("%q reads pages %d times, not %d", text, pages, want)
		}
	}
}
