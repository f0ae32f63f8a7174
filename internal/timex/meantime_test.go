package timex

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

// TestDatesOfWikinews measures on articles whose dates were annotated by others which
// part of those that are days, months or years is found with the same value.
func TestDatesOfWikinews(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(needs.Data(t, "meantime"), "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	var found, right, wanted int
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
			Times []struct {
				Function string `xml:"functionInDocument,attr"`
				Value    string `xml:"value,attr"`
				Type     string `xml:"type,attr"`
				Anchors  []struct {
					ID int `xml:"t_id,attr"`
				} `xml:"token_anchor"`
			} `xml:"Markables>TIMEX3"`
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
		var on *kg.Time
		for _, time := range doc.Times {
			if time.Function == "CREATION_TIME" {
				if d, err := kg.ParseDate(time.Value); err == nil {
					on = kg.Day(d)
				}
			}
		}
		expressions := Find(text.String(), on)
		for _, time := range doc.Times {
			if time.Type != "DATE" || len(time.Anchors) == 0 || strings.ContainsAny(time.Value, "WQHPX_") || time.Value == "" {
				continue
			}
			wanted++
			start := starts[time.Anchors[0].ID]
			hit := "nothing"
			for _, e := range expressions {
				if e.Start <= start && start < e.End || start <= e.Start && e.Start <= starts[time.Anchors[len(time.Anchors)-1].ID] {
					found++
					hit = e.Words + " = " + e.EDTF
					value := strings.Trim(strings.TrimSuffix(e.EDTF, "~"), "./")
					if value == time.Value {
						right++
						hit = ""
					}
					break
				}
			}
			if hit != "" && testing.Verbose() {
				last := time.Anchors[len(time.Anchors)-1].ID
				t.Logf("%s %q: %s", time.Value, string([]rune(text.String())[start:starts[last]+8]), hit)
			}
		}
	}
	t.Logf("%d of %d dates are found, %d with the value they were annotated with", found, wanted, right)
	if 10*right < 7*wanted {
		t.Error("it was at least seven in ten")
	}
}
