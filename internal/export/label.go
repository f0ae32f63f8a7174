package export

import (
	"strings"

	"conflictgraph/internal/kg"
)

// reservations are the words for what is not so yet, or not beyond doubt.
var (
	statusReservations    = map[kg.Status]string{kg.StatusPlanned: "planned", kg.StatusProposed: "proposed"}
	certaintyReservations = map[kg.Certainty]string{kg.CertaintyAlleged: "alleged", kg.CertaintyDisputed: "disputed", kg.CertaintyDenied: "denied"}
)

// labelOf returns a label of the type of r as it may be said of r: what is not so
// yet, or not beyond doubt, never reads as if it were, "met with (planned, alleged)".
func labelOf(r edge, label string) string {
	var words []string
	for _, word := range []string{statusReservations[r.Status], certaintyReservations[r.Certainty]} {
		if word != "" {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return label
	}
	return label + " (" + strings.Join(words, ", ") + ")"
}
