package seed

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

func article(t *testing.T) kg.Batch {
	t.Helper()
	b, err := Article()
	if err != nil {
		t.Fatal(err)
	}
	return checked(t, b)
}

func TestTheArticleIsVerbatim(t *testing.T) {
	b := article(t)
	onDisk, err := os.ReadFile("article.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Documents) != 1 || !bytes.Equal(onDisk, []byte(b.Documents[0].Text)) {
		t.Fatal("the document's text is not the file's")
	}
	if title := b.Documents[0].Title; !strings.HasPrefix(b.Documents[0].Text, title) {
		t.Errorf("the title %q is not what the article begins with", title)
	}
}

// sentenceEnd is where a sentence of the article ends: after a lower-case word
// or a closing bracket, so not after "U.S.".
var sentenceEnd = regexp.MustCompile(`[a-z)]\.”?(\s+|$)`)

func TestEverySentenceOfTheArticleIsQuoted(t *testing.T) {
	b := article(t)
	text := strings.TrimSpace(b.Documents[0].Text)
	var sentences []string
	for from := 0; from < len(text); {
		end := sentenceEnd.FindStringIndex(text[from:])
		if end == nil {
			t.Fatalf("no end of a sentence after %q", text[from:])
		}
		sentences = append(sentences, strings.TrimSpace(text[from:from+end[1]]))
		from += end[1]
	}
	if len(sentences) != 14 {
		t.Fatalf("got %d sentences, the article has 14:\n%s", len(sentences), strings.Join(sentences, "\n"))
	}
	for i, sentence := range sentences {
		quoted := false
		for _, r := range b.Relations {
			quoted = quoted || slices.ContainsFunc(r.Evidence, func(e kg.Evidence) bool { return strings.Contains(sentence, e.Exact) })
		}
		if !quoted {
			t.Errorf("sentence %d is quoted nowhere: %s", i+1, sentence)
		}
		if comment := fmt.Sprintf("# %d. ", i+1); !strings.Contains(seedFile(t, "annotations.yaml"), comment) {
			t.Errorf("the annotations have no section %q", comment)
		}
	}
}

func TestEveryQuoteStandsWhereItsOffsetsSay(t *testing.T) {
	b := article(t)
	text := []rune(b.Documents[0].Text)
	for _, r := range b.Relations {
		for _, e := range r.Evidence {
			if got := string(text[e.Start:e.End]); got != e.Exact {
				t.Errorf("%s: text[%d:%d] is %q, not %q", r.ID, e.Start, e.End, got, e.Exact)
			}
			if !strings.HasSuffix(string(text[:e.Start]), e.Prefix) || !strings.HasPrefix(string(text[e.End:]), e.Suffix) {
				t.Errorf("%s: %q does not stand between %q and %q", r.ID, e.Exact, e.Prefix, e.Suffix)
			}
			if e.Start > 0 && e.Prefix == "" || e.Suffix == "" {
				t.Errorf("%s: %q has no context", r.ID, e.Exact)
			}
		}
	}
}

func TestNamesAreThoseOfTheText(t *testing.T) {
	b := article(t)
	text := b.Documents[0].Text
	onlyInOtherForm := map[string]bool{"france": true, "ukrainian-officials": true} // "French president", "Ukrainian and U.S. officials"
	for _, e := range b.Entities {
		named := e.Kind.IsActor() || e.Kind == kg.KindPlace
		if named && !e.Unnamed && !onlyInOtherForm[e.ID] && !strings.Contains(text, e.Name) {
			t.Errorf("%s: the article does not say %q", e.ID, e.Name)
		}
		for _, alias := range e.Aliases {
			if !strings.Contains(text, alias) {
				t.Errorf("%s: the article does not say %q", e.ID, alias)
			}
		}
	}
}

func TestEverythingDefinedIsUsed(t *testing.T) {
	b := article(t)
	used := map[string]bool{}
	for _, r := range b.Relations {
		used[r.Subject], used[r.Object], used[r.Type] = true, true, true
	}
	for _, e := range b.Entities {
		if !used[e.ID] {
			t.Errorf("no relation names the entity %s", e.ID)
		}
	}
	for _, typ := range b.Types[len(kg.CoreTypes()):] {
		if !used[typ.ID] {
			t.Errorf("no relation is of the type %s", typ.ID)
		}
	}
}

// The text gives days of the week and no date.
func TestEveryDateIsInferredWithReasoning(t *testing.T) {
	b := article(t)
	times := []*kg.Time{b.Documents[0].PublishedAt}
	for _, r := range b.Relations {
		if r.Time != nil {
			times = append(times, r.Time)
		}
	}
	for _, when := range times {
		if !when.Inferred || when.Reasoning == "" {
			t.Errorf("%s is not marked as inferred, with reasoning", when.EDTF)
		}
	}
	if got := b.Documents[0].PublishedAt.EDTF; got != "2025-12-01" {
		t.Errorf("published at %s, want 2025-12-01", got)
	}
}

func TestTheEntitiesThatOthersRelyOn(t *testing.T) {
	want := map[kg.EntityKind]string{
		kg.KindPerson:       "volodymyr-zelenskyy emmanuel-macron marco-rubio donald-trump vladimir-putin dmitry-peskov steve-witkoff putins-foreign-affairs-adviser",
		kg.KindCountry:      "ukraine united-states russia france",
		kg.KindOrganization: "kremlin nato macrons-office",
		kg.KindGroup:        "european-allies western-allies us-officials ukrainian-officials",
		kg.KindPlace:        "paris florida moscow washington",
		kg.KindEvent:        "paris-meeting florida-talks washington-moscow-negotiations russia-ukraine-war putin-witkoff-meeting peace-negotiations",
		kg.KindProposal:     "28-point-peace-framework reassurance-force security-guarantees-for-ukraine fair-and-lasting-peace",
		kg.KindProvision:    "limit-ukraine-military-size bar-ukraine-from-nato ukraine-cedes-territory",
		kg.KindReport:       "witkoff-advice-report",
	}
	b := article(t)
	entities := map[string]kg.Entity{}
	for _, e := range b.Entities {
		entities[e.ID] = e
	}
	for kind, ids := range want {
		for _, id := range strings.Fields(ids) {
			if entities[id].Kind != kind {
				t.Errorf("%s is of kind %q, want %s", id, entities[id].Kind, kind)
			}
		}
	}
	if !entities["putins-foreign-affairs-adviser"].Unnamed {
		t.Error("the adviser is not marked as unnamed")
	}
	for id, alias := range map[string]string{"volodymyr-zelenskyy": "Zelenskyy", "vladimir-putin": "Putin", "united-states": "U.S.", "nato": "NATO"} {
		if !slices.Contains(entities[id].Aliases, alias) {
			t.Errorf("%s has no alias %q", id, alias)
		}
	}
}
