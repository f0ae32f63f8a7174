package kgtest

import (
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// Coded returns a batch of one relation of each coding, and of one whose evidence tells it,
// all of b: with a, on one day, by the names of their types.
func Coded() kg.Batch {
	text := kg.Document{ID: "doc:text", Text: "quoted, suggested, told"}
	b := kg.Batch{
		Documents: []kg.Document{text},
		Entities:  []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}},
	}
	row := kg.Evidence{Source: &kg.Source{Dataset: "rows", Record: "1"}}
	for _, c := range []struct {
		name     string
		coding   kg.Coding
		evidence []kg.Evidence
	}{
		{"quoted", kg.CodingQuoted, []kg.Evidence{Quote(text, "quoted")}},
		{"suggested", kg.CodingSuggested, []kg.Evidence{Quote(text, "suggested")}},
		{"by-hand", kg.CodingHand, []kg.Evidence{row}},
		{"by-machine", kg.CodingMachine, []kg.Evidence{row}},
		{"told-by-words", "", []kg.Evidence{row, Quote(text, "told")}},
		{"told-by-a-row", "", []kg.Evidence{row}},
	} {
		b.Types = append(b.Types, kg.RelationType{ID: c.name, Label: c.name, InverseLabel: c.name})
		b.Relations = append(b.Relations, kg.Relation{
			Type: c.name, Subject: "b", Object: "a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: c.coding,
			Time: edtf("2025-12-01"), Evidence: c.evidence,
		})
	}
	return b
}

// Uncoded returns a batch of relations of two data sets, one of them ACLED's, which are
// coded as they would be if they had been recorded before there were codings, each of a
// type of its own; and their codings by these.
func Uncoded() (kg.Batch, map[string]kg.Coding) {
	text := kg.Document{ID: "doc:text", Text: "quoted"}
	b := kg.Batch{
		Documents: []kg.Document{text},
		Entities:  []kg.Entity{{ID: "a", Kind: kg.KindPerson, Name: "A"}, {ID: "b", Kind: kg.KindPerson, Name: "B"}},
	}
	codings := map[string]kg.Coding{}
	add := func(typ string, coding kg.Coding, evidence ...kg.Evidence) {
		codings[typ] = coding
		b.Types = append(b.Types, kg.RelationType{ID: typ, Label: typ, InverseLabel: typ})
		b.Relations = append(b.Relations, kg.Relation{
			Type: typ, Subject: "b", Object: "a", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: coding, Time: edtf("2025-12"), Evidence: evidence,
		})
	}
	row := func(dataset, record string) kg.Evidence {
		return kg.Evidence{Source: &kg.Source{Dataset: dataset, Record: record}}
	}
	add("conflicts:armed-clash", kg.CodingHand, row("conflicts", "NOR12"), row("conflicts", "NOR13"))
	add("conflicts:associated-with", kg.CodingHand, row("conflicts", "NOR12"))
	add("conflicts:looting-property-destruction", kg.CodingHand, row("conflicts", "NOR14"))
	add("conflicts:attack", kg.CodingQuoted, row("conflicts", "NOR15"), Quote(text, "quoted"))
	add("conflicts:defeat", kg.CodingMachine, row("conflicts", "NOR16"))
	add("rows:attack", kg.CodingMachine, row("rows", "17"))
	add("rows:grenade", kg.CodingMachine, row("rows", "NOR17a"))
	add("others:grenade", kg.CodingMachine, row("rows", "NOR18"))
	add("rows:armed-clash", kg.CodingMachine, row("conflicts", "NOR12"))
	add("arrests", kg.CodingMachine, row("conflicts", "NOR19"))
	add("rows:18", kg.CodingMachine, row("rows", "18"))
	return b, codings
}

func testCodings(t *testing.T, s kg.Store) {
	write(t, s, Coded())
	for _, c := range []struct {
		name   string
		filter kg.RelationFilter
		want   []string // types
	}{
		{"quoted", kg.RelationFilter{Coding: []kg.Coding{kg.CodingQuoted}}, []string{"quoted", "told-by-words"}},
		{"suggested", kg.RelationFilter{Coding: []kg.Coding{kg.CodingSuggested}}, []string{"suggested"}},
		{"coded by hand", kg.RelationFilter{Coding: []kg.Coding{kg.CodingHand}}, []string{"by-hand"}},
		{"coded by a machine", kg.RelationFilter{Coding: []kg.Coding{kg.CodingMachine}}, []string{"by-machine", "told-by-a-row"}},
		{"of two codings", kg.RelationFilter{Coding: []kg.Coding{kg.CodingMachine, kg.CodingSuggested}}, []string{"by-machine", "suggested", "told-by-a-row"}},
		{"of any coding", kg.RelationFilter{Coding: kg.Codings}, []string{"by-hand", "by-machine", "quoted", "suggested", "told-by-a-row", "told-by-words"}},
		{"with words", kg.RelationFilter{Quoted: new(true)}, []string{"quoted", "suggested", "told-by-words"}},
		{"without words", kg.RelationFilter{Quoted: new(false)}, []string{"by-hand", "by-machine", "told-by-a-row"}},
		{"with words and suggested", kg.RelationFilter{Quoted: new(true), Coding: []kg.Coding{kg.CodingSuggested, kg.CodingHand}}, []string{"suggested"}},
		{"with words and coded by hand", kg.RelationFilter{Quoted: new(true), Coding: []kg.Coding{kg.CodingHand}}, nil},
		{"not coded by a machine", kg.RelationFilter{Not: &kg.RelationFilter{Coding: []kg.Coding{kg.CodingMachine}}}, []string{"by-hand", "quoted", "suggested", "told-by-words"}},
		{"quoted, or of another type", kg.RelationFilter{Or: []kg.RelationFilter{{Coding: []kg.Coding{kg.CodingQuoted}}, {Types: []string{"by-hand"}}}}, []string{"by-hand", "quoted", "told-by-words"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, owner := range []string{"", "a", "b"} {
				p := page(t, s, kg.PageRequest{Owner: owner, Filter: c.filter, Slice: kg.Slice{Limit: 10}, Count: true})
				var got []string
				for _, r := range p.Relations {
					got = append(got, r.Type)
				}
				slices.Sort(got)
				if !slices.Equal(got, c.want) || p.Total != len(c.want) {
					t.Errorf("of %q there are %v, in all %d, and not %v", owner, got, p.Total, c.want)
				}
			}
		})
	}
	t.Run("a coding does not change", func(t *testing.T) {
		again := Coded()
		for i := range again.Relations {
			again.Relations[i].Coding = kg.CodingsOf(again.Relations[i].Evidence[len(again.Relations[i].Evidence)-1].Source == nil)[1]
		}
		w := write(t, s, kg.Batch{Relations: again.Relations})
		same(t, "what was there", w.Existing, len(again.Relations))
		want := map[string]kg.Coding{
			"quoted": kg.CodingQuoted, "suggested": kg.CodingSuggested, "by-hand": kg.CodingHand, "by-machine": kg.CodingMachine,
			"told-by-words": kg.CodingQuoted, "told-by-a-row": kg.CodingMachine,
		}
		for _, r := range again.Relations {
			found, err := s.Get(t.Context(), kg.Keys{Relations: []string{relationID(r)}})
			must(t, err)
			if got := relationOf(t, found, relationID(r)).Coding; got != want[r.Type] {
				t.Errorf("%s is %s, and not %s", r.Type, got, want[r.Type])
			}
		}
	})
	t.Run("of two paths that is first whose relations are better attested", func(t *testing.T) {
		text := kg.Document{ID: "doc:paths", Text: "quoted"}
		b := kg.Batch{Documents: []kg.Document{text}, Types: []kg.RelationType{{ID: "knows", Label: "knows", InverseLabel: "knows"}}}
		link := func(from, to string, coding kg.Coding, e kg.Evidence) {
			b.Relations = append(b.Relations, kg.Relation{
				Type: "knows", Subject: from, Object: to, Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Coding: coding, Evidence: []kg.Evidence{e},
			})
		}
		for _, way := range []struct {
			by     string
			coding kg.Coding
		}{{"m1", kg.CodingMachine}, {"m2", kg.CodingHand}, {"m3", kg.CodingQuoted}} {
			b.Entities = append(b.Entities, kg.Entity{ID: way.by, Kind: kg.KindPerson, Name: way.by})
			e := kg.Evidence{Source: &kg.Source{Dataset: "rows", Record: "2"}}
			if way.coding.IsQuoted() {
				e = Quote(text, "quoted")
			}
			link("from", way.by, way.coding, e)
			link(way.by, "to", way.coding, e)
		}
		b.Entities = append(b.Entities, kg.Entity{ID: "from", Kind: kg.KindPerson, Name: "From"}, kg.Entity{ID: "to", Kind: kg.KindPerson, Name: "To"})
		write(t, s, b)
		found, err := kg.FindPaths(t.Context(), s, kg.PathRequest{From: "from", To: "to", MaxLength: 2, First: 3})
		must(t, err)
		var by []string
		for _, p := range found.Paths {
			by = append(by, p.Nodes[1])
		}
		same(t, "the ways", by, []string{"m3", "m2", "m1"})
	})
	t.Run("a coding that is not that of the evidence is refused", func(t *testing.T) {
		for i, coding := range []kg.Coding{kg.CodingMachine, kg.CodingHand, kg.CodingSuggested, kg.CodingQuoted, kg.CodingHand, "coded"} {
			b := Coded()
			b.Relations = b.Relations[i : i+1]
			b.Relations[0].Coding = coding
			_, err := s.Write(t.Context(), b)
			if kg.ErrorCode(err) != kg.CodeBadInput || !strings.HasPrefix(err.Error(), "relations[0].coding: ") {
				t.Errorf("the coding %s of %s is answered with %v", coding, b.Relations[0].Type, err)
			}
		}
	})
}
