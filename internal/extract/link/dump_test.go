package link

import (
	"fmt"
	"os"
	"testing"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/timex"
)

func TestDump(t *testing.T) {
	file := os.Getenv("DUMP")
	if file == "" {
		t.Skip()
	}
	data, _ := os.ReadFile(file)
	text, _ := english.Parse(t.Context(), string(data))
	a, err := Resolve(t.Context(), text, timex.Find(string(data), nil), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for s := range text.Sentences {
		for _, tok := range text.Sentences[s].Tokens {
			fmt.Print(tok.Text, "/", tok.Tag, " ")
		}
		fmt.Println()
		for _, p := range a.Phrases[s] {
			fmt.Printf("   [%s]", text.Words(text.Sentences[s].Tokens[p.First].Start, text.Sentences[s].Tokens[p.Last-1].End))
			for _, e := range p.Entities {
				fmt.Printf(" = %s (%s)", e.Name, e.Kind)
			}
			if p.Office != "" {
				fmt.Print(" office ", p.Office)
			}
			fmt.Println()
		}
	}
	for _, o := range a.Offices {
		fmt.Println(o.Holder.Name, o.Type, o.Of.Name, o.Former, o.Rule)
	}
}
