package cameo

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// report is what a report of an event says of the deed.
type report struct {
	status    kg.Status
	certainty kg.Certainty
}

var (
	done     = report{kg.StatusOccurred, kg.CertaintyStated}
	intended = report{kg.StatusPlanned, kg.CertaintyStated}
	asked    = report{kg.StatusProposed, kg.CertaintyStated}
	denied   = report{kg.StatusOccurred, kg.CertaintyDenied}
)

// reports says what is not done: by what the code begins with and, for events
// that are known by their name only, by what that begins with.
var reports = []struct {
	report report
	codes  []string
	names  []string
}{
	{denied, []string{"016"}, []string{"deny responsibility"}},
	{asked, []string{"02", "10"}, []string{"appeal", "make an appeal", "request", "demand", "propose"}},
	{intended, []string{"03", "13"}, []string{"express intent", "agree to", "promise", "threaten", "give ultimatum"}},
}

func (e Event) report() report {
	name := fold(e.Name)
	for _, r := range reports {
		for _, code := range r.codes {
			if strings.HasPrefix(e.Code, code) {
				return r.report
			}
		}
		for _, start := range r.names {
			if e.Code == "" && startsWithWords(name, start) {
				return r.report
			}
		}
	}
	return done
}

func startsWithWords(text, words string) bool {
	rest, ok := strings.CutPrefix(text, words)
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && (rest == "" || !unicode.IsLetter(next))
}
