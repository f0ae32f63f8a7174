package gate_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/gate"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

var bg = context.Background()

const text = "Odrana’s “foreign minister”, Mira Solen, met Kestria’s envoy Tam Orel in Harbor City on Monday.\n\n" +
	"She denied that Odrana had attacked Kestria — Kestria will withdraw, Orel said. Orel said it again."

func opened(t require.TestingT) (kg.Store, *kg.Document) {
	s := memory.Open()
	d := kg.Document{ID: "doc:talks", Text: text}
	b := kgtest.Graph()
	b.Documents = append(b.Documents, d)
	_, err := s.Write(bg, b)
	require.NoError(t, err)
	return s, &d
}

func person(name string) extract.Mention { return extract.Mention{Name: name, Kind: kg.KindPerson} }

func country(name string) extract.Mention { return extract.Mention{Name: name, Kind: kg.KindCountry} }

func met() extract.Proposal {
	return extract.Proposal{
		Subject: person("Mira Solen"), Object: person("Tam Orel"), Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Time: &extract.TimeMention{Words: "on Monday", EDTF: "2025-12-01", Inferred: true}, Places: []extract.Mention{{Name: "Harbor City", Known: "harbor-city"}},
		Quote: extract.Quote{Exact: "Mira Solen, met Kestria's envoy Tam Orel in Harbor City  on Monday"}, Rule: "met",
	}
}

func checked(t require.TestingT, s kg.Store, d *kg.Document, p ...extract.Proposal) gate.Result {
	result, err := gate.Check(bg, s, gate.Request{Document: d, Proposals: p, Origin: kg.Origin{Extractor: "test", Version: "1"}})
	require.NoError(t, err)
	return result
}

func TestWhatStandsInTheTextIsLetIn(t *testing.T) {
	s, d := opened(t)
	result := checked(t, s, d, met())
	require.Empty(t, result.Refused)
	require.Len(t, result.Suggestions, 1)
	got := result.Suggestions[0]
	require.Equal(t, "Mira Solen, met Kestria’s envoy Tam Orel in Harbor City on Monday", got.Evidence[0].Exact, "the document's own characters")
	require.Equal(t, got.Evidence[0].Exact, string([]rune(text)[got.Evidence[0].Start:got.Evidence[0].End]))
	require.Equal(t, kg.SuggestedEntity{ID: "mira-solen", New: true, Name: "Mira Solen", Kind: kg.KindPerson, Words: "Mira Solen"}, got.Subject)
	require.Equal(t, "harbor-city", got.Places[0].ID)
	require.False(t, got.Places[0].New)
	require.Equal(t, "on Monday", got.Time.Words)
	require.Empty(t, got.Problems)
}

func TestWhatIsNotRightIsRefusedByReason(t *testing.T) {
	s, d := opened(t)
	for reason, damage := range map[gate.Reason]func(*extract.Proposal){
		gate.QuoteNotInText:   func(p *extract.Proposal) { p.Quote.Exact = "Mira Solen met Tam Orel" },
		gate.QuoteAmbiguous:   func(p *extract.Proposal) { p.Quote.Exact = "Orel said" },
		gate.QuoteTooLong:     func(p *extract.Proposal) { p.Quote.Exact = strings.Repeat("a", gate.MaxQuote+1) },
		gate.UnknownType:      func(p *extract.Proposal) { p.Type = "danced-with" },
		gate.UnknownEntity:    func(p *extract.Proposal) { p.Subject.Known = "nobody" },
		gate.KindNotAllowed:   func(p *extract.Proposal) { p.Object = extract.Mention{Name: "Harbor City", Known: "harbor-city"} },
		gate.InvalidName:      func(p *extract.Proposal) { p.Subject.Name = " \u200b" },
		gate.SameEnds:         func(p *extract.Proposal) { p.Object = p.Subject },
		gate.InvalidStatus:    func(p *extract.Proposal) { p.Status = "HAPPENED" },
		gate.InvalidCertainty: func(p *extract.Proposal) { p.Certainty = "" },
		gate.InvalidStance: func(p *extract.Proposal) {
			p.Attributions = []extract.Attribution{{By: person("Tam Orel"), Stance: "SAID"}}
		},
		gate.InvalidTime:   func(p *extract.Proposal) { p.Time.EDTF = "Monday" },
		gate.TimeNotInText: func(p *extract.Proposal) { p.Time.Words = "on Tuesday" },
	} {
		t.Run(string(reason), func(t *testing.T) {
			p := met()
			damage(&p)
			result := checked(t, s, d, p)
			require.Empty(t, result.Suggestions)
			require.Len(t, result.Refused, 1)
			require.Equal(t, string(reason), result.Refused[0].Reason)
			require.Equal(t, 1, result.Refused[0].Count)
			require.NotEmpty(t, result.Refused[0].Examples)
		})
	}
	p := met()
	p.Quote = extract.Quote{Exact: "Orel said", Occurrence: 2}
	require.Len(t, checked(t, s, d, p).Suggestions, 1, "which of several is told")
	p.Quote = extract.Quote{Exact: "Orel said", Suffix: " it again"}
	require.Len(t, checked(t, s, d, p).Suggestions, 1, "what stands after it tells")
	p.Quote = extract.Quote{Exact: "Orel said", Occurrence: 3}
	require.Equal(t, string(gate.QuoteNotInText), checked(t, s, d, p).Refused[0].Reason)
}

func TestWhatAReaderShouldLookAtTwiceIsNamed(t *testing.T) {
	s, d := opened(t)
	for name, c := range map[string]struct {
		extract.Proposal
		code  kg.ProblemCode
		quote string
	}{
		"a denial":                 {extract.Proposal{Subject: country("Odrana"), Object: country("Kestria"), Type: "attacked", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "She denied that Odrana had attacked Kestria"}}, kg.ProblemCue, "denied"},
		"what is ahead":            {extract.Proposal{Subject: country("Kestria"), Object: country("Odrana"), Type: "withdrew-from", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Kestria will withdraw"}}, kg.ProblemCue, "will"},
		"an end that is not named": {extract.Proposal{Subject: country("Kestria"), Object: country("Odrana"), Type: "withdrew-from", Status: kg.StatusPlanned, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "Kestria will withdraw"}}, kg.ProblemEndNotInQuote, ""},
	} {
		result := checked(t, s, d, c.Proposal)
		require.Len(t, result.Suggestions, 1, "%s: %+v", name, result.Refused)
		i := slices.IndexFunc(result.Suggestions[0].Problems, func(p kg.SuggestionProblem) bool { return p.Code == c.code })
		require.GreaterOrEqual(t, i, 0, "%s: %+v", name, result.Suggestions[0].Problems)
		require.Equal(t, c.quote, result.Suggestions[0].Problems[i].Quote, name)
	}
	pronoun := extract.Proposal{
		Subject: extract.Mention{Name: "Mira Solen", Kind: kg.KindPerson, Words: "She", Antecedent: "Mira Solen"}, Object: country("Odrana"), Type: "criticized",
		Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Quote: extract.Quote{Exact: "She denied that Odrana had attacked Kestria"},
	}
	require.Empty(t, checked(t, s, d, pronoun).Suggestions[0].Problems, "a pronoun with its antecedent names")
}

func TestWhatIsKnownIsNotAskedAgain(t *testing.T) {
	s, d := opened(t)
	first := checked(t, s, d, met(), met())
	require.Len(t, first.Suggestions, 1)
	require.Len(t, first.Known, 1, "twice in one article")
	_, err := s.Write(bg, kg.Batch{Suggestions: first.Suggestions})
	require.NoError(t, err)
	turned := met()
	turned.Subject, turned.Object, turned.Time = turned.Object, turned.Subject, nil
	again := checked(t, s, d, turned)
	require.Empty(t, again.Suggestions)
	require.Equal(t, kg.SuggestionID(first.Suggestions[0]), again.Known[0].Suggestion.ID)
	later := met()
	later.Time = &extract.TimeMention{EDTF: "2026-01-05", Words: "on Monday"}
	require.Len(t, checked(t, s, d, later).Suggestions, 1, "another day is another claim")

	interview := kgtest.Graph().Documents[0]
	stated := extract.Proposal{
		Subject: extract.Mention{Known: "boris-novak"}, Object: extract.Mention{Known: "anna-keller"}, Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
		Quote: extract.Quote{Exact: "met her in Harbor City"},
	}
	found := checked(t, s, &interview, stated)
	require.Empty(t, found.Suggestions)
	require.NotEmpty(t, found.Known[0].Relation, "the graph states it of the document")
}

// Whatever is proposed, what is let in stands in the text, and the store takes it.
func TestNothingIsLetInWhoseWordsAreNotInTheText(t *testing.T) {
	s, d := opened(t)
	runes := []rune(text)
	piece := rapid.Custom(func(t *rapid.T) string {
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		to := rapid.IntRange(from, min(len(runes), from+80)).Draw(t, "to")
		return string(runes[from:to])
	})
	words := rapid.Custom(func(t *rapid.T) string {
		w := piece.Draw(t, "words")
		switch rapid.IntRange(0, 7).Draw(t, "damage") {
		case 0:
			return w + piece.Draw(t, "merged")
		case 1:
			return strings.ToUpper(w)
		case 2:
			return strings.NewReplacer("’", "'", "“", `"`, "”", `"`, "—", "-").Replace(w)
		case 3:
			return strings.ReplaceAll(w, " ", "  \n")
		case 4:
			return strings.ReplaceAll(w, "e", "е") // Cyrillic
		case 5:
			return rapid.String().Draw(t, "anything")
		}
		return w
	})
	mention := rapid.Custom(func(t *rapid.T) extract.Mention {
		return extract.Mention{
			Name: rapid.OneOf(rapid.SampledFrom([]string{"Mira Solen", "Tam Orel", "Odrana", ""}), words).Draw(t, "name"), Words: words.Draw(t, "words"),
			Kind:  rapid.SampledFrom(append([]kg.EntityKind{"", "ALIEN"}, kg.EntityKinds...)).Draw(t, "kind"),
			Known: rapid.SampledFrom([]string{"", "", "", "anna-keller", "harbor-city", "nobody"}).Draw(t, "known"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		p := extract.Proposal{
			Subject: mention.Draw(t, "subject"), Object: mention.Draw(t, "object"),
			Type:   rapid.SampledFrom([]string{"met-with", "attacked", "visited", "nothing"}).Draw(t, "type"),
			Status: rapid.SampledFrom(append([]kg.Status{""}, kg.Statuses...)).Draw(t, "status"), Certainty: rapid.SampledFrom(append([]kg.Certainty{"?"}, kg.Certainties...)).Draw(t, "certainty"),
			Quote: extract.Quote{Exact: words.Draw(t, "quote"), Occurrence: rapid.IntRange(-1, 3).Draw(t, "occurrence")},
		}
		if rapid.Bool().Draw(t, "timed") {
			p.Time = &extract.TimeMention{EDTF: rapid.SampledFrom([]string{"2025-12-01", "2025-13", "../2025"}).Draw(t, "edtf"), Words: words.Draw(t, "time")}
		}
		result := checked(t, s, d, p)
		refused := 0
		for _, r := range result.Refused {
			refused += r.Count
		}
		require.Equal(t, 1, len(result.Suggestions)+len(result.Known)+refused)
		for _, got := range result.Suggestions {
			e := got.Evidence[0]
			require.Equal(t, e.Exact, string(runes[e.Start:e.End]))
			require.NotEmpty(t, strings.TrimSpace(e.Exact))
			require.True(t, strings.HasSuffix(string(runes[:e.Start]), e.Prefix) && strings.HasPrefix(string(runes[e.End:]), e.Suffix))
			require.Equal(t, fold(p.Quote.Exact), fold(e.Exact))
			if got.Time != nil && got.Time.Words != "" {
				require.Contains(t, text, got.Time.Words)
			}
			fresh := memory.Open()
			b := kgtest.Graph()
			b.Documents = append(b.Documents, *d)
			b.Suggestions = []kg.Suggestion{got}
			_, err := fresh.Write(bg, b)
			require.NoError(t, err, "what is let in can be queued")
		}
	})
}

// fold is what may differ: white space, quotation marks and dashes.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("’", "'", "“", `"`, "”", `"`, "—", "-", "`", "'").Replace(s)), " ")
}
