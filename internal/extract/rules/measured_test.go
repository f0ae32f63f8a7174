package rules

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/evaluate"
	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/timex"
)

// TestHowVerbsOfWikinewsAreMeant measures on annotated articles whether the verbs that rules
// read are told to be of the future, negated, or not certain, where they are.
func TestHowVerbsOfWikinewsAreMeant(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(needs.Data(t, "meantime"), "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	future, polarity, certainty := evaluate.Agreement{}, evaluate.Agreement{}, evaluate.Agreement{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Tokens []struct {
				ID       int    `xml:"t_id,attr"`
				Sentence int    `xml:"sentence,attr"`
				Text     string `xml:",chardata"`
			} `xml:"token"`
			Events []struct {
				Time      string `xml:"time,attr"`
				Certainty string `xml:"certainty,attr"`
				Polarity  string `xml:"polarity,attr"`
				POS       string `xml:"pos,attr"`
				Anchors   []struct {
					ID int `xml:"t_id,attr"`
				} `xml:"token_anchor"`
			} `xml:"Markables>EVENT_MENTION"`
		}
		if err := xml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		starts := map[int]int{}
		sentence, at := 0, 0
		for _, token := range doc.Tokens {
			if at > 0 {
				separator := " "
				if token.Sentence != sentence {
					separator = "\n\n"
				}
				text.WriteString(separator)
				at += len(separator)
			}
			sentence = token.Sentence
			starts[token.ID] = at
			text.WriteString(token.Text)
			at += len([]rune(token.Text))
		}
		parsed, err := english.Parse(t.Context(), text.String())
		if err != nil {
			t.Fatal(err)
		}
		of, err := link.Resolve(t.Context(), parsed, timex.Find(text.String(), nil), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{text: parsed, of: of, seen: map[string]bool{}, ends: map[*link.Entity]bool{}}
		verbs := map[int]*verb{}
		readings := map[*verb]*reading{}
		for s := range parsed.Sentences {
			x := newReading(w, s, nil)
			for _, v := range x.verbs {
				verbs[x.tokens[v.last-1].Start] = v
				readings[v] = x
			}
		}
		for _, e := range doc.Events {
			if len(e.Anchors) == 0 || e.POS != "VERB" {
				continue
			}
			v := verbs[starts[e.Anchors[len(e.Anchors)-1].ID]]
			if v == nil {
				continue
			}
			x := readings[v]
			told := map[string]string{"time": "NON_FUTURE", "polarity": "POS", "certainty": "CERTAIN"}
			g, _ := x.governor(v)
			if v.modal == "will" || v.modal == "would" || v.modal == "shall" || v.dueTo || v.infinitive && g != nil && (resolves[g.lemma] || requests[g.lemma] || g.lemma == "offer" || g.lemma == "expect") {
				told["time"] = "FUTURE"
			}
			if v.negated {
				told["polarity"] = "NEG"
			}
			if hypothetical[v.modal] || v.reportedly != "" || x.conditional(v) {
				told["certainty"] = "UNCERTAIN"
			}
			switch e.Certainty {
			case "CERTAIN":
				certainty[[2]string{"CERTAIN", told["certainty"]}]++
			case "POSSIBLE", "PROBABLE":
				certainty[[2]string{"UNCERTAIN", told["certainty"]}]++
			}
			if e.Time == "FUTURE" || e.Time == "NON_FUTURE" {
				future[[2]string{e.Time, told["time"]}]++
			}
			if e.Polarity == "NEG" || e.Polarity == "POS" {
				polarity[[2]string{e.Polarity, told["polarity"]}]++
			}
		}
	}
	for _, one := range []struct {
		name, floor string
		counts      evaluate.Agreement
	}{{"future", "NON_FUTURE", future}, {"polarity", "POS", polarity}, {"certainty", "CERTAIN", certainty}} {
		got, floor := one.counts.MacroF1(), one.counts.Always(one.floor).MacroF1()
		t.Logf("%s: macro F1 %.2f, floor %.2f: %v", one.name, got, floor, one.counts)
		if got <= floor {
			t.Errorf("%s is no better than the floor", one.name)
		}
	}
}

// TestNamesOfReports measures on annotated reports which part of the persons, organizations
// and places is found, and which part of these as what they are.
func TestNamesOfReports(t *testing.T) {
	dir := needs.Data(t, "re3d")
	kinds := map[string][]kg.EntityKind{
		"Person": {kg.KindPerson, kg.KindGroup}, "Organisation": {kg.KindOrganization, kg.KindCountry, kg.KindGroup}, "Location": {kg.KindPlace, kg.KindCountry},
	}
	found, right, wanted := map[string]int{}, map[string]int{}, map[string]int{}
	for _, of := range []string{"CENTCOM", "US_State_Department", "Wikipedia"} {
		texts := map[string]string{}
		eachLine(t, filepath.Join(dir, of, "documents.json"), func(line []byte) {
			var d struct {
				ID   string `json:"_id"`
				Text string
			}
			if json.Unmarshal(line, &d) == nil {
				texts[d.ID] = d.Text
			}
		})
		type entity struct {
			Begin, End       int
			Type, DocumentID string
		}
		entities := map[string][]entity{}
		eachLine(t, filepath.Join(dir, of, "entities.json"), func(line []byte) {
			var e entity
			if json.Unmarshal(line, &e) == nil && kinds[e.Type] != nil {
				entities[e.DocumentID] = append(entities[e.DocumentID], e)
			}
		})
		for id, text := range texts {
			parsed, err := english.Parse(t.Context(), text)
			if err != nil {
				t.Fatal(err)
			}
			article, err := link.Resolve(t.Context(), parsed, timex.Find(text, nil), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entities[id] {
				wanted[e.Type]++
				hit, good := false, false
				for s := range parsed.Sentences {
					tokens := parsed.Sentences[s].Tokens
					for _, p := range append(append([]*link.Phrase{}, article.Phrases[s]...), article.Inner[s]...) {
						if len(p.Entities) != 1 || p.Pronoun || tokens[p.First].Start >= e.End || tokens[p.Last-1].End <= e.Begin {
							continue
						}
						hit = true
						for _, k := range kinds[e.Type] {
							good = good || p.Entities[0].Kind == k
						}
					}
				}
				if hit {
					found[e.Type]++
				}
				if good {
					right[e.Type]++
				}
			}
		}
	}
	for _, kind := range []string{"Person", "Organisation", "Location"} {
		t.Logf("%s: of %d, %d are found and %d are of the kind", kind, wanted[kind], found[kind], right[kind])
		if 5*right[kind] < 2*wanted[kind] {
			t.Errorf("%s: it was more than two in five", kind)
		}
	}
}

func eachLine(t *testing.T, file string, f func([]byte)) {
	data, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	lines := bufio.NewScanner(data)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		f(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
