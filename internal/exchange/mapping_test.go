package exchange

import (
	"strings"
	"testing"
)

const smallMapping = "subject: A\ntype: {value: met}\nobject: B\n"

func TestMappingsThatCannotBeUsed(t *testing.T) {
	for _, c := range []struct{ name, mapping, message string }{
		{"nothing", "", "map.yaml:1: a mapping is one YAML document"},
		{"a comment only", "# subject: A\n", "map.yaml:1: a mapping is one"},
		{"a list", "- subject\n", "map.yaml:1: "},
		{"a word", "subject", "map.yaml:1: "},
		{"two documents", smallMapping + "---\n" + smallMapping, "one YAML document"},
		{"no YAML", "subject: {column: A\ntype: [\n", "map.yaml:"},
		{"an unknown key", smallMapping + "objects: C\n", `map.yaml:4: unknown field "objects"`},
		{"an unknown key within", "subject:\n  column: A\n  colour: red\n", `map.yaml:3: unknown field "colour"`},
		{"an unknown key of a type", smallMapping + "types:\n  met:\n    labels: x\n", `map.yaml:6: unknown field "labels"`},
		{"a key twice", smallMapping + "object: C\n", "map.yaml:4: "},
		{"no object", "subject: A\ntype: {value: met}\n", "map.yaml:1: object is missing"},
		{"an empty subject", "subject:\ntype: {value: met}\nobject: B\n", "subject is missing"},
		{"neither column nor value", "subject: {kind: PERSON}\ntype: {value: met}\nobject: B\n", "map.yaml:1: subject needs either"},
		{"both column and value", smallMapping + "place: {column: P, value: Q}\n", "map.yaml:4: place needs either"},
		{"a header that is a word", smallMapping + "header: maybe\n", "map.yaml:4: this should be true or false"},
		{"a column that is a list", "subject: {column: [a]}\n", "map.yaml:1: this should be a text"},
		{"a list of columns", "subject: [A, B]\n", "map.yaml:1: "},
		{"an unknown kind", "\nsubject: {column: A, kind: ALIEN}\ntype: {value: met}\nobject: B\n", `map.yaml:2: "ALIEN" is not a kind`},
		{"two kinds", "subject: {column: A, kind: PERSON, kind-column: K}\ntype: {value: met}\nobject: B\n", "both a kind and a kind-column"},
		{"a kind of a place", smallMapping + "place: {column: P, kind: PLACE}\n", "map.yaml:4: place has no kind"},
		{"a format of a place", smallMapping + "place: {column: P, format: YYYY}\n", "map.yaml:4: place has no format"},
		{"a format that is none", smallMapping + "date: {column: D, format: dd.mm.yyyy}\n", "map.yaml:4: \"dd.mm.yyyy\" is not a format"},
		{"a format of a day and a year", smallMapping + "date: {column: D, format: DD YYYY}\n", "not a format"},
		{"a format of Go", smallMapping + "date: {column: D, format: 2006-01-02}\n", "not a format"},
		{"an unknown status", smallMapping + "status: {value: over}\n", "map.yaml:4: \"over\" is not a status"},
		{"an unknown certainty", smallMapping + "certainty: {value: sure}\n", "map.yaml:4: \"sure\" is not a certainty"},
		{"a source that is the same for all", smallMapping + "source: {value: x}\n", "map.yaml:4: source cannot be the same"},
		{"a quote alone", smallMapping + "quote: Q\n", "map.yaml:4: quote and text belong together"},
		{"a text alone", smallMapping + "text: T\n", "map.yaml:4: quote and text belong together"},
		{"a title alone", smallMapping + "title: T\n", "map.yaml:4: title is that of a document"},
		{"a language alone", smallMapping + "language: L\n", "map.yaml:4: language is that of a document"},
		{"a type as another that is none", smallMapping + "types:\n  met: {as: meet}\n", "map.yaml:5: there is no type \"meet\""},
		{"a type as another with a label", smallMapping + "types:\n  met: {as: met-with, label: x}\n", "map.yaml:5: type \"met\" is as another"},
		{"a symmetric type with an inverse", smallMapping + "types:\n  met: {symmetric: true, inverse: x}\n", "map.yaml:5: type \"met\" is symmetric"},
		{"an unknown PLOVER type", smallMapping + "types:\n  met: {plover: assault}\n", "map.yaml:5: \"assault\" is not an event type"},
		{"a type twice", smallMapping + "types:\n  met: {plover: AID}\n  MET: {plover: AID}\n", "map.yaml:6: type"},
		{"a delimiter of two characters", smallMapping + "delimiter: ', '\n", "map.yaml:4: \", \" cannot stand between"},
		{"a quotation mark between columns", smallMapping + "delimiter: '\"'\n", "map.yaml:4: "},
		{"a delimiter beyond ASCII", smallMapping + "delimiter: ¦\n", "map.yaml:4: "},
		{"an anchor", "subject: &a A\ntype: {value: met}\nobject: B\n", "map.yaml:1: \"&\" cannot be used"},
		{"a tag", smallMapping + "place: !!str P\n", "map.yaml:4: "},
		{"deep nesting", strings.Repeat("[", 5000), "nested too deeply"},
		{"a NUL byte", "subject: A\x00\n", "NUL"},
		{"a length beyond all mappings", strings.Repeat("# x\n", maxMapping/4+1), "longer than 65536 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := mapped(t, c.mapping)(file(t, "a.csv", "A,B\n"))
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, not %q", err, c.message)
			}
		})
	}
	for _, path := range []string{"", "none.yaml"} {
		if _, err := OpenCSV(CSVOptions{RowOptions: RowOptions{Name: "rows"}, Mapping: path}, []string{file(t, "a.csv", "A,B\n")}); err == nil {
			t.Errorf("%q is opened", path)
		}
	}
}

func TestTablesThatDoNotFitTheirMapping(t *testing.T) {
	for _, c := range []struct{ mapping, content, message string }{
		{smallMapping, "A,C\n", `a.csv:1: there is no column "B"; the file should begin with the names of its columns (the mapping names it as object on line 3)`},
		{smallMapping, "A,B,b\n", `a.csv:1: there are two columns "B"`},
		{"header: false\nsubject: 1\ntype: {value: met}\nobject: 9\n", "A,B\n", `a.csv:1: there is no column "9"`},
		{"subject: A\ntype: {value: met}\nobject: {column: B, kind-column: K}\n", "A,B\n", `no column "K"`},
		{smallMapping, "\xff\xfeA\x00,\x00B\x00\n\x00", "a.csv:1: the line"},
	} {
		err := lastError(opened(t, mapped(t, c.mapping), ".csv", c.content))
		if err == nil || !strings.Contains(err.Error(), c.message) {
			t.Errorf("%v, not %q", err, c.message)
		}
	}
}

func FuzzMapping(f *testing.F) {
	for _, m := range []string{smallMapping, attacksMapping, articlesMapping, notesMapping, "subject: [", "a: &a [*a]", "header: maybe"} {
		f.Add(m)
	}
	f.Fuzz(func(t *testing.T, content string) {
		m := &mapping{name: "map.yaml"}
		if line, err := m.decode([]byte(content)); err != nil {
			if line < 0 {
				t.Errorf("line %d", line)
			}
			return
		}
		r, err := mapped(t, content)(file(t, "a.csv", "A,B\nx,y\n"))
		if err == nil {
			defer r.Close()
			_ = lastError(r)
		}
	})
}
