package gate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

func beginsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// A cue is words that speak against what is claimed, where against holds.
type cue struct {
	words   *regexp.Regexp
	against func(*kg.Suggestion, kg.RelationType) bool
	means   string
}

func words(all string) *regexp.Regexp {
	parts := strings.Split(all, "|")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(regexp.QuoteMeta(p), "'", "['’]")
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(` + strings.Join(parts, "|") + `)(?:$|[^\pL\pN])`)
}

func isDone(s *kg.Suggestion) bool {
	return s.Status == kg.StatusOccurred || s.Status == kg.StatusOngoing
}

func isSure(s *kg.Suggestion) bool {
	return s.Certainty == kg.CertaintyStated || s.Certainty == kg.CertaintyConfirmed
}

func isContested(s *kg.Suggestion) bool {
	return s.Certainty == kg.CertaintyDenied || s.Certainty == kg.CertaintyDisputed
}

// negating are the types that the words of a negation state themselves.
var negating = []string{"denied", "rejected", "downplayed", "criticized", "condemned", "refused"}

var cues = []cue{
	{
		words("will|would|shall|plans to|planned to|plan to|is to|are to|was to|were to|due to|expected to|scheduled to|set to|intends to|intended to|hopes to|wants to|vowed to|pledged to|promised to|threatened to|about to"),
		func(s *kg.Suggestion, _ kg.RelationType) bool { return isDone(s) },
		"tells what is ahead",
	},
	{
		words("if|unless|whether|could|might|may|in case"),
		func(s *kg.Suggestion, _ kg.RelationType) bool { return isDone(s) },
		"tells what may be",
	},
	{
		words("alleged|allegedly|reportedly|purportedly|claimed|claims|suspected|unconfirmed|rumored|rumoured|accused of"),
		func(s *kg.Suggestion, t kg.RelationType) bool { return isSure(s) && t.ID != "accused" },
		"tells that it is not sure",
	},
	{
		words("not|never|no|neither|nor|denied|denies|deny|denying|rejected|rejects|refused|refuses|ruled out|failed to|didn't|doesn't|don't|won't|wouldn't|isn't|wasn't|aren't|weren't|hasn't|haven't|hadn't|cannot|can't"),
		func(s *kg.Suggestion, t kg.RelationType) bool {
			return !isContested(s) && !slices.Contains(negating, t.ID)
		},
		"speaks against it",
	},
	{
		words("former|ex|late|then|one-time|onetime|previously|outgoing"),
		func(s *kg.Suggestion, _ kg.RelationType) bool { return s.Status == kg.StatusOngoing },
		"tells what was",
	},
}

// cuesAgainst returns a problem for each kind of cue in the quote that speaks against what s
// claims.
func cuesAgainst(s *kg.Suggestion, t kg.RelationType) (problems []kg.SuggestionProblem) {
	exact := s.Evidence[0].Exact
	for _, c := range cues {
		if !c.against(s, t) {
			continue
		}
		if m := c.words.FindStringSubmatch(exact); m != nil {
			problems = append(problems, kg.SuggestionProblem{
				Code: kg.ProblemCue, Quote: m[1],
				Message: fmt.Sprintf("“%s” %s, and the claim is %s and %s", m[1], c.means, s.Status, s.Certainty),
			})
		}
	}
	return problems
}
