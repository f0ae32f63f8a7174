package link

import (
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
)

func resolve(t *testing.T, text string, on time.Time) *Article {
	t.Helper()
	parsed, err := english.Parse(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Resolve(t.Context(), parsed, timex.Find(text, nil), nil, &on)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// spoken returns what the phrases of a text with some words speak of.
func spokenOf(a *Article, words string) []string {
	for s := range a.Phrases {
		tokens := a.Text.Sentences[s].Tokens
		for _, p := range append(append([]*Phrase{}, a.Phrases[s]...), a.Inner[s]...) {
			if a.Text.Words(tokens[p.First].Start, tokens[p.Last-1].End) == words {
				var names []string
				for _, e := range p.Entities {
					names = append(names, e.Name)
				}
				return names
			}
		}
	}
	return nil
}

func TestWhatTextsSpeakOf(t *testing.T) {
	on := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ text, words, name string }{
		{"Ada Example met Ben Sample. Example left.", "Example", "Ada Example"},
		{"The Joint Monitoring Mission (JMM) left. The JMM returned.", "The JMM", "Joint Monitoring Mission"},
		{"The Joint Monitoring Mission left. The mission returned.", "The mission", "Joint Monitoring Mission"},
		{"Kestria and Odrana talked. Kestrian and Odranan troops met. Both countries agreed.", "Both countries", "Kestria, Odrana"},
		{"Kestrian President Ada Example left. The president returned. Kestria celebrated.", "The president", "Ada Example"},
		{"Moscow accused Kyiv of lying.", "Moscow", "Russia"},
		{"They met in Moscow.", "Moscow", "Moscow"},
		{"British Prime Minister Ada Example left.", "British Prime Minister Ada Example", "Ada Example"},
		{"Two states signed a peace treaty. Nobody praised the accord.", "the accord", "peace treaty"},
		{"Ada Example arrived. She met nobody.", "She", "Ada Example"},
		{"The rebel National Movement for the Liberation of Velm (NMLV) left. The NMLV returned.", "The NMLV", "National Movement for the Liberation of Velm"},
	} {
		if got := strings.Join(spokenOf(resolve(t, c.text, on), c.words), ", "); got != c.name {
			t.Errorf("%q of %q is %q, not %q", c.words, c.text, got, c.name)
		}
	}
}

func TestOfficesAreOfThoseWhoHeldThemThen(t *testing.T) {
	text := "Two neighbours ended a war when President Jimmy Carter came. Israel and Egypt praised him."
	a := resolve(t, text, time.Date(1979, 3, 26, 0, 0, 0, 0, time.UTC))
	if len(a.Offices) != 1 || a.Offices[0].Of.Name != "United States" || a.Offices[0].Type != "president-of" {
		t.Errorf("%+v", a.Offices)
	}
	for _, name := range []string{"Ada Example", "Jimmy Carter"} {
		if code := governs(name, time.Date(2012, 3, 26, 0, 0, 0, 0, time.UTC)); code != "" {
			t.Errorf("%s governs %s in 2012", name, code)
		}
	}
}

func TestTablesAreSound(t *testing.T) {
	types := kg.TypesByID(kg.CoreTypes())
	for _, all := range known().titles {
		for _, title := range all {
			switch title.office {
			case "counterpart", "predecessor", "successor":
			default:
				if _, is := types[title.office]; !is {
					t.Errorf("%v gives %s, which is no type", title.words, title.office)
				}
			}
		}
	}
	for demonym, code := range known().demonyms {
		if nameOfState(code) == "" {
			t.Errorf("%s is of %s, which is no state", demonym, code)
		}
	}
	for word, kind := range known().heads {
		found := false
		for _, k := range kg.EntityKinds {
			found = found || k == kind
		}
		if !found {
			t.Errorf("%s is %s, which is no kind", word, kind)
		}
	}
}
