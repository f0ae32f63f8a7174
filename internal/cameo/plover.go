package cameo

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// PLOVERVocabulary is what the ids of relation types begin with that are PLOVER
// events.
const PLOVERVocabulary = "plover"

// PLOVEREvent is a kind of event of the PLOVER vocabulary.
type PLOVEREvent struct {
	Type string // "CONSULT"
	Mode string // "visit"; may be empty
}

// PLOVERTypes returns the event types of PLOVER, by name.
func PLOVERTypes() []string {
	var types []string
	for _, e := range known.events {
		if e.PLOVER != "" {
			types = append(types, e.PLOVER)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// PLOVERByName returns the event of a type and a mode, whatever their case, and
// whether PLOVER has the type.
func PLOVERByName(name, mode string) (PLOVEREvent, bool) {
	name = strings.ToUpper(strings.TrimSpace(name))
	return PLOVEREvent{Type: name, Mode: fold(mode)}, slices.Contains(PLOVERTypes(), name)
}

// RelationType returns the type of relations that report the event, "plover:consult"
// or, with the id that slug makes of its mode, "plover:consult-visit".
func (e PLOVEREvent) RelationType(slug func(string) string) kg.RelationType {
	id := PLOVERVocabulary + ":" + strings.ToLower(e.Type)
	said := ploverPhrases[e.Type]
	if e.Mode != "" {
		id += "-" + slug(e.Mode)
		said = phrase{inMode(said.active, e.Mode), inMode(said.inverse, e.Mode)}
	}
	t := kg.RelationType{ID: id, Label: said.active, InverseLabel: said.inverse, PLOVER: e.Type, Symmetric: e.symmetric()}
	if t.Symmetric {
		t.InverseLabel = t.Label
	}
	return t
}

// ploverPhrases are how the types of PLOVER read between two actors.
var ploverPhrases = map[string]phrase{
	"ACCUSE":    {"accused", "was accused by"},
	"AGREE":     {"agreed to cooperate with", "was agreed with by"},
	"AID":       {"provided aid to", "was provided with aid by"},
	"ASSAULT":   {"attacked", "was attacked by"},
	"COERCE":    {"coerced", "was coerced by"},
	"CONCEDE":   {"conceded to", "was conceded to by"},
	"CONSULT":   {"consulted with", "was consulted with by"},
	"COOPERATE": {"cooperated with", "cooperated with"},
	"MOBILIZE":  {"mobilised against", "was mobilised against by"},
	"PROTEST":   {"protested against", "was protested against by"},
	"REJECT":    {"rejected what was asked by", "met with a rejection by"},
	"REQUEST":   {"made a request to", "received a request from"},
	"RETREAT":   {"retreated before", "saw a retreat of"},
	"SANCTION":  {"sanctioned", "was sanctioned by"},
	"SUPPORT":   {"supported", "was supported by"},
	"THREATEN":  {"threatened", "was threatened by"},
}

// inMode adds a mode to a phrase, before the word that leads to the other side:
// "consulted (visit) with".
func inMode(said, mode string) string {
	verb := withoutPreposition(said)
	return verb + " (" + mode + ")" + strings.TrimPrefix(said, verb)
}

// symmetric reports whether the event is one of both sides: cooperation, and
// consultation but for a visit, which has a guest.
func (e PLOVEREvent) symmetric() bool {
	return e.Type == "COOPERATE" || e.Type == "CONSULT" && e.Mode != "visit"
}

// Status returns what became of what a report of the event states, as
// Event.Status does: what is asked for (REQUEST) is PROPOSED, what is agreed to or
// threatened is PLANNED.
func (e PLOVEREvent) Status() kg.Status {
	switch e.Type {
	case "REQUEST":
		return kg.StatusProposed
	case "AGREE", "THREATEN":
		return kg.StatusPlanned
	}
	return kg.StatusOccurred
}
