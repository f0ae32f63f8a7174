package rules

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
)

// sharesWord reports whether two names have a word of four letters in common.
func sharesWord(a, b string) bool {
	for _, w := range strings.Fields(kg.FoldName(a)) {
		for _, v := range strings.Fields(kg.FoldName(b)) {
			if len(w) > 3 && len(v) > 3 && w[:4] == v[:4] {
				return true
			}
		}
	}
	return false
}

// TestSentencesOfPLOVER measures on the sentences that the makers of PLOVER coded by hand
// how often an event of the right type, with the right actor on either side, is found.
func TestSentencesOfPLOVER(t *testing.T) {
	data, err := os.ReadFile(needs.Data(t, "plover-gsr/dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	var records []struct {
		ID, Date, Event, Text string
		Source, Target        json.RawMessage // a list of actors, or text where there are none
	}
	if err := json.Unmarshal(data, &records); err != nil {
		t.Fatal(err)
	}
	types := kg.TypesByID(kg.CoreTypes())
	var event, actors, said, both int
	commonest := map[string]int{}
	for _, r := range records {
		if now, renamed := renamedTypes[r.Event]; renamed {
			r.Event = now
		}
		commonest[r.Event]++
		on, _ := kg.ParseEDTF(r.Date)
		out, err := Extractor{}.Extract(t.Context(), extract.Article{Text: r.Text, PublishedAt: &on}, nil)
		if err != nil {
			t.Fatal(err)
		}
		anything, typed, source, target := false, false, false, false
		for _, p := range out.Proposals {
			plover := types[p.Type].PLOVER
			if plover == "" {
				continue
			}
			anything = true
			typed = typed || plover == r.Event
			for _, a := range coded(r.Source) {
				source = source || sharesWord(p.Subject.Name+" "+p.Subject.Words, a.ActorText) || types[p.Type].Symmetric && sharesWord(p.Object.Name, a.ActorText)
			}
			for _, a := range coded(r.Target) {
				target = target || sharesWord(p.Object.Name+" "+p.Object.Words, a.ActorText) || types[p.Type].Symmetric && sharesWord(p.Subject.Name, a.ActorText)
			}
		}
		count := func(n *int, yes bool) {
			if yes {
				*n++
			}
		}
		count(&said, anything)
		count(&event, typed)
		count(&actors, anything && source && target)
		count(&both, typed && source && target)
		if !anything && testing.Verbose() && os.Getenv("MISSED") != "" {
			t.Logf("NONE %s %s\n   %v", r.Event, r.Text, lines(out.Proposals))
		}
		if anything && !typed && testing.Verbose() {
			t.Logf("%s %s\n   %v", r.Event, r.Text, lines(out.Proposals))
		}
	}
	most := 0
	for _, n := range commonest {
		most = max(most, n)
	}
	t.Logf("of %d sentences %d have an event, %d one of the right type (the commonest type: %d), %d the right actors, %d both", len(records), said, event, most, actors, both)
	if 2*event < said {
		t.Error("it was more than half of those with an event")
	}
}

func lines(all []extract.Proposal) (told_ []string) {
	for _, p := range all {
		told_ = append(told_, told(p)+" ["+p.Rule+"]")
	}
	return told_
}

// renamedTypes are event types of the version of PLOVER that the sentences were coded by.
var renamedTypes = map[string]string{"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT"}

type codedActor struct{ ActorText string }

func coded(raw json.RawMessage) (actors []codedActor) {
	_ = json.Unmarshal(raw, &actors)
	return actors
}
