package kgtest

import (
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// Hostile are strings that a name, an alias, a title or a text may hold and that
// a store has to give back as they are.
var Hostile = []string{
	`'}) DETACH DELETE n //`,
	"'); DROP TABLE relations; --",
	"`]->() MATCH (n) DETACH DELETE n //`",
	`"quoted" \"escaped\" \u0027 \\ %s %d $name {name} :name ?1 @x`,
	"line\nbreak\r\nand\ttab",
	"  blanks around  ",
	"مرحبا \u200fمن اليمين\u200e \u202eoverride\u202c",
	"👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
	"e\u0301 and é, ﬁ and fi, İ and i, ß and ẞ",
	"<script>alert('x')</script>&amp;&#39;",
	"* AND NEAR(x) OR ~fuzzy^2 [a TO b] /regex/",
	"null", "NaN", "0", "true", "[]", "\ufeffBOM", "\ue000 private", "\ufffd replaced", "\U0001f600 first astral",
}

// hostileIDs are entity ids that CheckEntityID lets pass and that mean something
// in a query language.
var hostileIDs = []string{
	"x:'})DETACH/**/DELETE/**/n//", "x:');DROP/**/TABLE/**/relations;--", "x:`]-()//", `x:"\\$name{}?1@x`, "x:%", "x:_", "x:*", "x:🕊", "x:Ä", "x:ä",
	"x:A", "x:a", "x:" + strings.Repeat("y", 198),
}

// namely returns a text without what no name may hold.
func namely(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= '\u202a' && r <= '\u202e' {
			return -1
		}
		return r
	}, text)
}

// HostileGraph returns a batch in which all that can be a text of Hostile is one.
func HostileGraph() kg.Batch {
	b := kg.Batch{
		RecordedAt: Recorded,
		Types: []kg.RelationType{
			{ID: "x:`]-()//", Label: Hostile[0], InverseLabel: Hostile[2], PLOVER: Hostile[1], CAMEO: Hostile[3]},
			{ID: "x:'})DETACH/**/DELETE/**/n//", Label: "🕊", InverseLabel: Hostile[6], Symmetric: true},
			{ID: "x:MET_WITH", Label: "a", InverseLabel: "b"}, {ID: "x:met-with", Label: "c", InverseLabel: "d"}, {ID: "x-met:with", Label: "e", InverseLabel: "f"},
		},
	}
	for i, text := range Hostile {
		d := kg.Document{ID: fmt.Sprintf("doc:d%d", i), Title: text, URL: text, Text: "🕊" + text + "🕊" + text}
		b.Documents = append(b.Documents, d)
		e := kg.Entity{ID: fmt.Sprintf("e%d", i), Kind: kg.KindPlace, Name: namely(text), Aliases: []string{namely(text) + "!", namely(Hostile[len(Hostile)-1-i]) + "?"}, Description: text}
		b.Entities = append(b.Entities, e)
		b.Relations = append(b.Relations, kg.Relation{
			Type: b.Types[i%len(b.Types)].ID, Subject: e.ID, Object: "x:a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Time: &kg.Time{EDTF: "2025", Inferred: true, Reasoning: text}, Places: []string{e.ID},
			Evidence: []kg.Evidence{
				{Document: d.ID, Exact: text, Prefix: text, Suffix: text, Start: 1, End: 1 + len([]rune(text))},
				{Source: &kg.Source{Dataset: text, Record: text}},
			},
		})
	}
	for i, id := range hostileIDs {
		b.Entities = append(b.Entities, kg.Entity{ID: id, Kind: kg.EntityKinds[i%len(kg.EntityKinds)], Name: "same name"})
		b.Relations = append(b.Relations, kg.Relation{
			Type: "x:met-with", Subject: id, Object: hostileIDs[(i+1)%len(hostileIDs)], Status: kg.StatusPlanned, Certainty: kg.CertaintyDenied,
			Attributions: []kg.Attribution{{By: id, Stance: kg.StanceDenied}}, Evidence: []kg.Evidence{{Document: "doc:d0", Exact: "🕊", Start: 0, End: 1}},
		})
	}
	return b
}

func testHostile(t *testing.T, s kg.Store) {
	write(t, s, HostileGraph())
	o := told(t, HostileGraph())
	t.Run("hostile strings are read back exactly", func(t *testing.T) {
		same(t, "everything", everything(t, s), everything(t, o))
	})
	t.Run("hostile ids are owners, filters and keys like others", func(t *testing.T) {
		for _, id := range hostileIDs {
			checkPages(t, s, o, kg.PageRequests{
				Pages: []kg.PageRequest{
					{Owner: id, Slice: kg.Slice{Limit: 100}, Count: true},
					{Slice: kg.Slice{Limit: 100}, Filter: kg.RelationFilter{With: []string{id}}, Count: true},
					{Owner: "x:a", Slice: kg.Slice{Limit: 100}, Filter: kg.RelationFilter{With: []string{id, "e1"}, Types: []string{"x:met-with", "x:`]-()//"}}, Count: true},
				},
				Need: everyNeed,
			})
		}
		checkGet(t, s, o, kg.Keys{Entities: hostileIDs, Need: everyNeed})
		checkQuestions(t, s, o, hostileIDs, nil)
		checkLinks(t, s, o, kg.LinkRequest{Of: hostileIDs, Avoid: hostileIDs[:3], Filter: kg.RelationFilter{Types: []string{"x:met-with", "x:`]-()//"}}, Limit: 100})
	})
	t.Run("hostile ids are merged like others", func(t *testing.T) {
		merge := kg.Batch{RecordedAt: later}
		for i, e := range HostileGraph().Entities {
			if e.ID != "e0" && e.Kind == kg.KindPlace {
				merge.Entities = append(merge.Entities, kg.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name})
				merge.Merges = append(merge.Merges, kg.Merge{From: e.ID, Into: "e0", Reason: Hostile[i%len(Hostile)]})
			}
		}
		merge.Entities = append(merge.Entities, kg.Entity{ID: "e0", Kind: kg.KindPlace, Name: Hostile[0]})
		unmerge := kg.Batch{RecordedAt: later, Entities: merge.Entities}
		for _, m := range merge.Merges {
			unmerge.Unmerges = append(unmerge.Unmerges, kg.Unmerge{Entity: m.From, Reason: m.Reason})
		}
		apart := everything(t, s)
		for _, b := range []kg.Batch{merge, unmerge} {
			writeBoth(t, s, o, b)
			same(t, "everything", everything(t, s), everything(t, o))
		}
		same(t, "everything once they are apart", everything(t, s), apart)
	})
	t.Run("hostile strings are searched for as words", func(t *testing.T) {
		for _, text := range Hostile {
			if terms, err := kg.ParseSearch(text); err == nil {
				checkCandidates(t, s, o, kg.CandidateRequest{Terms: terms, Relations: true, Limit: 100})
				checkCandidates(t, s, o, kg.CandidateRequest{Terms: terms, Relations: true, Any: true, Limit: 3})
			}
		}
	})
	t.Run("hostile strings where ids are asked for find nothing", func(t *testing.T) {
		asked := append([]string{"\x00", "x:a\x00", "X:A", " x:a", "x:a ", strings.Repeat("z", 100_000)}, Hostile...)
		found, err := s.Get(t.Context(), kg.Keys{Entities: asked, Relations: asked, Documents: asked, Need: everyNeed})
		must(t, err)
		same(t, "found", found, kg.NewFound())
		for _, text := range asked {
			checkPages(t, s, o, kg.PageRequests{Pages: []kg.PageRequest{
				{Owner: text, Slice: kg.Slice{Limit: 10}, Count: true},
				{Owner: "x:a", Slice: kg.Slice{Limit: 10}, Filter: kg.RelationFilter{Types: []string{text}}, Count: true},
				{Owner: "x:a", Slice: kg.Slice{Limit: 10}, Filter: kg.RelationFilter{With: []string{text}, Status: []kg.Status{kg.Status(text)}}, Count: true},
				{Slice: kg.Slice{Limit: 10}, Filter: kg.RelationFilter{Documents: []string{text}, Certainty: []kg.Certainty{kg.Certainty(text)}}, Count: true},
			}})
			checkEntities(t, s, o, kg.EntityList{Kinds: []kg.EntityKind{kg.EntityKind(text)}, Slice: kg.Slice{Limit: 10}, Count: true})
			checkLinks(t, s, o, kg.LinkRequest{Of: []string{text}, Limit: 10})
			checkLinks(t, s, o, kg.LinkRequest{Of: []string{"x:a"}, Avoid: []string{text}, Filter: kg.RelationFilter{With: []string{text, "e1"}}, Limit: 10})
			checkBetween(t, s, o, kg.BetweenRequest{Among: []string{text, "x:a", "e1"}, Limit: 10})
			checkCounts(t, s, o, kg.CountRequests{Counts: []kg.CountRequest{{Owner: text, By: kg.ByCounterpart}, {Owner: "x:a", By: kg.ByType, Filter: kg.RelationFilter{Types: []string{text}}}}})
		}
	})
	t.Run("hostile strings where positions are asked for are compared as strings", func(t *testing.T) {
		for _, text := range append([]string{"\x00", "g", "ffffffff", "\U0010ffff"}, Hostile...) {
			for _, slice := range []kg.Slice{{Limit: 3, After: text}, {Limit: 3, Before: text, FromEnd: true}} {
				var reqs kg.PageRequests
				for _, owner := range []string{"x:a", ""} {
					reqs.Pages = append(reqs.Pages, kg.PageRequest{Owner: owner, Slice: slice}, kg.PageRequest{Owner: owner, Slice: slice, Order: kg.OldestFirst})
				}
				checkPages(t, s, o, reqs)
				checkEntities(t, s, o, kg.EntityList{Kinds: kg.EntityKinds, Slice: slice})
				checkDocuments(t, s, o, kg.DocumentList{Slice: slice})
			}
		}
	})
}
