package ingest_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/ingest"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/memory"
)

// Whatever an extractor answers, the article is read, and each proposal is queued, known or
// refused: one that cannot be kept takes no other with it.
func TestNothingThatAnExtractorAnswersKeepsAnArticleFromBeingRead(t *testing.T) {
	s := memory.Open()
	_, err := s.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	person := func(name string) extract.Mention { return extract.Mention{Name: name, Kind: kg.KindPerson} }
	place := func(name string) extract.Mention { return extract.Mention{Name: name, Kind: kg.KindPlace} }
	damages := map[string]func(*extract.Proposal){
		"a place of a person's name": func(p *extract.Proposal) { p.Places = []extract.Mention{place("Mira Solen")} },
		"a place twice":              func(p *extract.Proposal) { p.Places = []extract.Mention{place("Port Adel"), place("Port Adel")} },
		"a place of a subject's name": func(p *extract.Proposal) {
			p.Subject, p.Type = extract.Mention{Name: "Port Adel", Kind: kg.KindOrganization}, "criticized"
			p.Places = []extract.Mention{place("Port Adel")}
		},
		"who says it of an end's name and another kind": func(p *extract.Proposal) {
			p.Attributions = []extract.Attribution{{By: extract.Mention{Name: "Mira Solen", Kind: kg.KindOrganization}, Stance: kg.StanceConfirmed}}
		},
		"who says it twice": func(p *extract.Proposal) {
			a := extract.Attribution{By: person("Mira Solen"), Stance: kg.StanceConfirmed}
			p.Attributions = []extract.Attribution{a, a}
		},
		"a score that is no number": func(p *extract.Proposal) {
			p.Subject.Candidates = []extract.Candidate{{Entity: "anna-keller", Score: math.NaN()}}
		},
		"an occurrence below one": func(p *extract.Proposal) { p.Quote.Occurrence = -1 },
		"a prefix alone":          func(p *extract.Proposal) { p.Quote = extract.Quote{Prefix: "Mira Solen"} },
		"no name":                 func(p *extract.Proposal) { p.Subject.Name = "" },
		"a name of 1 MB":          func(p *extract.Proposal) { p.Subject.Name = strings.Repeat("Mira ", 200_000) },
	}
	for name, text := range map[string]string{"NUL": "a\x00b", "no UTF-8": "\xff\xfeb", "a cut character": "\xe2\x80", "1 MB": strings.Repeat("a ", 500_000)} {
		for field, damage := range map[string]func(*extract.Proposal){
			"quote": func(p *extract.Proposal) { p.Quote.Exact = text }, "prefix": func(p *extract.Proposal) { p.Quote.Prefix = text }, "suffix": func(p *extract.Proposal) { p.Quote.Suffix = text },
			"rule": func(p *extract.Proposal) { p.Rule = text }, "type": func(p *extract.Proposal) { p.Type = text }, "name": func(p *extract.Proposal) { p.Subject.Name = text },
			"status": func(p *extract.Proposal) { p.Status = kg.Status(text) }, "certainty": func(p *extract.Proposal) { p.Certainty = kg.Certainty(text) },
			"kind": func(p *extract.Proposal) { p.Subject.Kind = kg.EntityKind(text) }, "known": func(p *extract.Proposal) { p.Subject.Known = text },
			"words": func(p *extract.Proposal) { p.Subject.Words = text }, "antecedent": func(p *extract.Proposal) { p.Subject.Antecedent = text },
			"description": func(p *extract.Proposal) { p.Subject.Description = text }, "why": func(p *extract.Proposal) {
				p.Subject.Candidates = []extract.Candidate{{Entity: "anna-keller", Score: 1, Why: text}}
			},
			"candidate": func(p *extract.Proposal) { p.Subject.Candidates = []extract.Candidate{{Entity: text, Score: 1}} },
			"time":      func(p *extract.Proposal) { p.Time.EDTF = text }, "time's words": func(p *extract.Proposal) { p.Time.Words = text },
			"reasoning": func(p *extract.Proposal) { p.Time.Inferred, p.Time.Reasoning = true, text },
			"stance": func(p *extract.Proposal) {
				p.Attributions = []extract.Attribution{{By: person("Tam Orel"), Stance: kg.Stance(text)}}
			},
		} {
			damages[field+": "+name] = damage
		}
	}
	n := 0
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			good := extract.Proposal{
				Subject: person("Mira Solen"), Object: person("Tam Orel"), Type: "met-with", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: &extract.TimeMention{Words: "on Monday", EDTF: "2026-03-02"}, Quote: extract.Quote{Exact: "Mira Solen met Tam Orel"},
			}
			bad := good
			bad.Type, bad.Time = "criticized", &extract.TimeMention{Words: "on Monday", EDTF: "2026-03-02"}
			damage(&bad)
			n++
			r := ingest.Reader{Store: s, Known: ingest.Graph{Store: s}, Extractor: &fixed{proposals: []extract.Proposal{bad, good}}, Agent: "ana"}
			done, err := r.Ingest(t.Context(), kg.Document{ID: fmt.Sprintf("doc:hostile-%d", n), Text: "Mira Solen met Tam Orel in Port Adel on Monday."})
			require.NoError(t, err)
			refused := 0
			for _, r := range done.Refused {
				refused += r.Count
				for _, e := range r.Examples {
					require.Less(t, len(e), 2000)
				}
			}
			require.Equal(t, 2, done.Queued+done.Known+refused)
			page, err := s.ListSuggestions(t.Context(), kg.SuggestionList{Filter: kg.SuggestionFilter{Documents: []string{fmt.Sprintf("doc:hostile-%d", n)}}, Slice: kg.Slice{Limit: 10}})
			require.NoError(t, err)
			require.NotEmpty(t, page.Suggestions)
			for _, s := range page.Suggestions {
				for _, e := range s.Entities() {
					require.Less(t, len(e.Name)+len(e.Description)+len(e.Antecedent), 20_000, "what a model answers without end is not kept")
				}
			}
		})
	}
}
