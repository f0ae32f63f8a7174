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
	label := strings.ToLower(e.Type)
	id := PLOVERVocabulary + ":" + label
	if e.Mode != "" {
		id += "-" + slug(e.Mode)
		label += " (" + e.Mode + ")"
	}
	t := kg.RelationType{ID: id, Label: label, InverseLabel: "(object of) " + label, PLOVER: e.Type, Symmetric: e.symmetric()}
	if t.Symmetric {
		t.InverseLabel = label
	}
	return t
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
