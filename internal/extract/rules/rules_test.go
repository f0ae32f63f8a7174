package rules

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
)

var published = kg.Day(kg.NewDate(2025, 12, 1)) // a Monday

func find(t testing.TB, text string) []extract.Proposal {
	t.Helper()
	out, err := Extractor{}.Extract(t.Context(), extract.Article{Text: text, PublishedAt: published}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Proposals
}

// told is a proposal in one line.
func told(p extract.Proposal) string {
	s := p.Subject.Name + " " + p.Type + " " + p.Object.Name + " " + string(p.Status) + " " + string(p.Certainty)
	if p.Time != nil {
		s += " " + p.Time.EDTF
	}
	for _, place := range p.Places {
		s += " in " + place.Name
	}
	for _, a := range p.Attributions {
		s += " by " + a.By.Name + " " + string(a.Stance)
	}
	return s
}

// Countries, persons and places are made up: what is known of them is what the text tells.
func TestClaimsOfSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Kestrian President Ada Example met Odranan Foreign Minister Ben Sample in Velm on Sunday. Kestria and Odrana are neighbours.": {
			"Ada Example president-of Kestria ONGOING STATED", "Ben Sample foreign-minister-of Odrana ONGOING STATED", "Ada Example met-with Ben Sample OCCURRED STATED 2025-11-30 in Velm",
		},
		"Ada Example, the president of Kestria, will meet Ben Sample in Velm on Tuesday.": {
			"Ada Example president-of Kestria ONGOING STATED", "Ada Example met-with Ben Sample PLANNED STATED 2025-12-02 in Velm",
		},
		"Kestria and Odrana have been at war since 2021. Kestrian and Odranan troops.": {"Kestria at-war-with Odrana ONGOING STATED 2021/.."},
		"Ada Example will travel to New York on Tuesday.":                              {"Ada Example visited New York PLANNED STATED 2025-12-02"},
		"Ada Example did not meet Ben Sample.":                                         nil,
		"Ada Example may meet Ben Sample.":                                             nil,
		"Will Ada Example meet Ben Sample?":                                            nil,
		"If the truce holds, Ada Example will meet Ben Sample.":                        nil,
		"Ada Example wants to meet Ben Sample.":                                        nil,
		"Ada Example met Ben Sample and Cem Specimen.":                                 {"Ada Example met-with Ben Sample OCCURRED STATED", "Ada Example met-with Cem Specimen OCCURRED STATED"},
		"Ada Example and Ben Sample met in Velm.":                                      {"Ada Example met-with Ben Sample OCCURRED STATED in Velm"},
		"Ada Example was arrested by the Free Coast Army.":                             {"Free Coast Army arrested Ada Example OCCURRED STATED"},
		"Ada Example was reportedly arrested by the Coast Army.":                       {"Coast Army arrested Ada Example OCCURRED ALLEGED"},
		"Ada Example has agreed to meet Ben Sample on Friday.":                         {"Ada Example met-with Ben Sample PLANNED STATED 2025-12-05"},
		"The former mayor of Velm, Ada Example, criticized Ben Sample.": {
			"Ada Example mayor-of Velm OCCURRED STATED", "Ada Example criticized Ben Sample OCCURRED STATED",
		},
		"Two officials said Ada Example had met Ben Sample.":                     {"Ada Example met-with Ben Sample OCCURRED ALLEGED by Two officials ALLEGED"},
		"Ada Example met Ben Sample, Cem Specimen said.":                         {"Ada Example met-with Ben Sample OCCURRED STATED by Cem Specimen STATED"},
		"Cem Specimen confirmed that Ada Example would meet Ben Sample.":         {"Ada Example met-with Ben Sample PLANNED CONFIRMED by Cem Specimen CONFIRMED"},
		"Cem Specimen denied that Ada Example had met Ben Sample.":               {"Ada Example met-with Ben Sample OCCURRED DENIED by Cem Specimen DENIED"},
		"The president of Kestria accused the president of Odrana of lying.":     nil,
		"Kestria accused Odrana of attacking Tolo. Kestrian and Odranan troops.": {"Kestria accused Odrana OCCURRED STATED"},
		"The Joint Monitoring Mission (JMM) condemned the attack. The JMM expelled Ada Example.": {
			"Joint Monitoring Mission condemned attack OCCURRED STATED", "Joint Monitoring Mission expelled Ada Example OCCURRED STATED",
		},
		"Ada Example met Ben Sample in front of former Kestrian President Cem Specimen. Kestrian and Odranan troops.": {
			"Ada Example met-with Ben Sample OCCURRED STATED", "Cem Specimen president-of Kestria OCCURRED STATED",
		},
		"Kestria’s defence minister, Ada Example, resigned on Friday.":                               {"Ada Example defence-minister-of Kestria OCCURRED STATED"},
		"Kestrian ambassador to Odrana Ada Example met Ben Sample. Odranan troops.":                  {"Ada Example ambassador-of Kestria ONGOING STATED", "Ada Example ambassador-to Odrana ONGOING STATED"},
		"Odranan troops are in Odrana. Kestrian troops left. Kestria accused the Odranans of lying.": {"Kestria accused Odrana OCCURRED STATED"},
		"New Zealand’s foreign minister, Ada Example, met Ben Sample.":                               {"Ada Example foreign-minister-of New Zealand ONGOING STATED"},
		"Abel bin Rashid met Hasan di Velm.":                                                         {"Abel bin Rashid met-with Hasan di Velm OCCURRED STATED"},
		"Two officers of the Coast Army, which has backed Ada Example, were released.":               {"Coast Army supports Ada Example ONGOING STATED"},
		"Kestria’s invasion of Odrana was condemned by the Coast Party.":                             {"Kestria attacked Odrana OCCURRED STATED"},
		"The Coast Party blamed Ada Example for the murder of the journalist Ben Sample.": {
			"Coast Party accused Ada Example OCCURRED STATED", "Ada Example killed Ben Sample OCCURRED ALLEGED by Coast Party ALLEGED",
		},
		"Kestria accused Odrana of attacking Tolo, which Odrana denies. Kestrian and Odranan troops.": {
			"Odrana attacked Tolo OCCURRED ALLEGED by Kestria ALLEGED", "Odrana attacked Tolo OCCURRED DENIED by Odrana DENIED",
		},
		"Kestria accused Odrana of attacking Tolo. Ben Sample denied it. Kestrian and Odranan troops.": {
			"Odrana attacked Tolo OCCURRED DENIED by Ben Sample DENIED",
		},
		"Kestria accused Odrana of attacking Tolo. Ben Sample disputed that. Kestrian and Odranan troops.": {
			"Odrana attacked Tolo OCCURRED DISPUTED by Ben Sample DISPUTED",
		},
		"Kestria’s prime minister, Ada Example, dismissed Ben Sample as foreign minister.": {"Ben Sample foreign-minister-of Kestria OCCURRED STATED"},
		"The foreign ministers of Kestria and Odrana, Ada Example and Ben Sample, met. Kestrian and Odranan troops.": {
			"Ada Example foreign-minister-of Kestria ONGOING STATED", "Ben Sample foreign-minister-of Odrana ONGOING STATED",
		},
		"A court in Velm sentenced Ada Example to nine years in prison.": {"court in Velm convicted Ada Example OCCURRED STATED"},
		"Ada Example is due in Velm on Tuesday.":                         {"Ada Example visited Velm PLANNED STATED 2025-12-02"},
		"Ada Example met a delegation from Kestria led by Ben Sample. Kestrian troops.": {
			"Ben Sample leader-of delegation OCCURRED STATED",
		},
		"Kestria’s Deputy Prime Minister Ada Example met Ben Sample.":    {"Ada Example met-with Ben Sample OCCURRED STATED"},
		"Ada Example is accused of killing Ben Sample.":                  {"Ada Example killed Ben Sample OCCURRED ALLEGED"},
		"Ada Example was accused by Cem Specimen of killing Ben Sample.": {"Ada Example killed Ben Sample OCCURRED ALLEGED by Cem Specimen ALLEGED"},
		"Cem Specimen accused Ada Example of abducting Ben Sample and killing Dan Muster.": {
			"Ada Example abducted Ben Sample OCCURRED ALLEGED by Cem Specimen ALLEGED", "Ada Example killed Dan Muster OCCURRED ALLEGED by Cem Specimen ALLEGED",
		},
		"Ada Example accused the Coast Commission of fraud. Its chairman, Ben Sample, met Cem Specimen.": {
			"Ada Example accused Coast Commission OCCURRED STATED", "Ben Sample head-of Coast Commission ONGOING STATED",
		},
		"James T. Example met Ben Sample.": {"James T. Example met-with Ben Sample OCCURRED STATED"},
		"Ada Example thanked Ben Sample, who had brokered the deal, and invited Cem Specimen.": {
			"Ada Example praised Ben Sample OCCURRED STATED", "Ben Sample mediated deal OCCURRED STATED", "Ada Example invited Cem Specimen OCCURRED STATED",
		},
		"Ada Example called on Ben Sample to release Cem Specimen.": {
			"Ada Example called-on Ben Sample OCCURRED STATED", "Ben Sample released Cem Specimen PROPOSED STATED by Ada Example SUPPORTED",
		},
	} {
		var got []string
		for _, p := range find(t, text) {
			got = append(got, told(p))
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("%s\n  %q is missing of %q", text, line, got)
			}
		}
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%s\n  claims %q", text, got)
		}
	}
}

// hold checks what every proposal promises.
func hold(t *testing.T, text string, all []extract.Proposal) {
	for _, p := range all {
		n := strings.Count(text, p.Quote.Exact)
		if n == 0 || p.Quote.Occurrence > n || n > 1 && p.Quote.Occurrence == 0 {
			t.Fatalf("%q, place %d, stands in the text %d times", p.Quote.Exact, p.Quote.Occurrence, n)
		}
		if p.Rule == "" || p.Subject.Name == "" || p.Object.Name == "" {
			t.Fatalf("%+v names no rule, or not both ends", p)
		}
		if p.Time != nil {
			if _, err := kg.ParseEDTF(p.Time.EDTF); err != nil || !strings.Contains(text, p.Time.Words) {
				t.Fatalf("%+v: %v", p.Time, err)
			}
		}
	}
}

const hostile = "President Ada Example’s spokesman, Ben Sample, said “Kestria met” — of of of the the , , who who to to. 's 's. “““ A, B and C, and D, met, met with. (JMM) (JMM). \x00 \u202e The president of the president of the president of the president of the president of the president of the president. Next last Tuesday by until since."

func TestTheSameArticleHasTheSameProposals(t *testing.T) {
	text := "Kestrian President Ada Example met Ben Sample and Cem Specimen in Velm on Sunday. Kestria and Odrana signed a truce. They accused the Odranan army of attacking Tolo. " + hostile
	first := find(t, text)
	for range 20 {
		if again := find(t, text); !reflect.DeepEqual(first, again) {
			t.Fatalf("%v\n%v", first, again)
		}
	}
	hold(t, text, first)
}

func TestOtherLanguagesAreLeftAlone(t *testing.T) {
	out, err := Extractor{}.Extract(t.Context(), extract.Article{Text: "Ada Example met Ben Sample.", Language: "fr"}, nil)
	if err != nil || len(out.Proposals) != 0 {
		t.Errorf("%v %v", out, err)
	}
	want := []kg.Refusal{{Reason: "LANGUAGE", Count: 1, Examples: []string{"the article is said to be in French (fr); rules read English"}}}
	if !reflect.DeepEqual(out.Refused, want) {
		t.Errorf("%v, not %v", out.Refused, want)
	}
	for _, english := range []string{"", "en", "EN-gb"} {
		out, err := Extractor{}.Extract(t.Context(), extract.Article{Text: "Ada Example met Ben Sample.", Language: english}, nil)
		if err != nil || len(out.Proposals) != 1 || len(out.Refused) != 0 {
			t.Errorf("%q: %v %v", english, out, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Extractor{}).Extract(ctx, extract.Article{Text: "Ada Example met Ben Sample."}, nil); err == nil {
		t.Error("what was cancelled goes on")
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(hostile)
	f.Add("Kestrian President Ada Example met Ben Sample in Velm on Sunday, two officials said.")
	f.Add("VELM, May 3 (Agency) – The foreign ministers of Kestria and Odrana, and their aides, met.")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "�")
		hold(t, text, find(t, text))
	})
}
