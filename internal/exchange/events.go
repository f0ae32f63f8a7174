package exchange

import (
	"fmt"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// event is what a CAMEO code stands for in a graph.
type event struct {
	kind      kg.RelationType
	status    kg.Status
	certainty kg.Certainty
}

// events gives events by their codes.
type events map[string]*event

// of returns the event of a code, which is called label where that is given and
// it was not called otherwise before.
func (e events) of(code, label string) (*event, error) {
	if known := e[code]; known != nil {
		return known, nil
	}
	named, known := cameoEvent(code)
	if !known {
		return nil, fmt.Errorf("%s is not the code of a CAMEO event; these have three or four digits, such as 036", quote(code))
	}
	if label == "" {
		label = named.Name
	}
	if err := checkName("name of the event", label); err != nil {
		return nil, err
	}
	e[code] = &event{kind: named.RelationType(label), status: named.Status(), certainty: named.Certainty()}
	return e[code], nil
}

// cameoEvent returns the event of a code, and whether there is one: those of the
// PLOVER project's table, and of the CAMEO codebook 1.1b3 those it leaves out.
func cameoEvent(code string) (cameo.Event, bool) {
	if event, known := cameo.ByCode(code); known && event.Name != "" {
		return event, true
	}
	name, known := furtherEvents[code]
	if !known {
		return cameo.Event{}, false
	}
	event := cameo.Event{Code: code, Name: name}
	// PLOVER has for an event what it has for the more general one.
	for general := code[:len(code)-1]; event.PLOVER == "" && len(general) >= 2; general = general[:len(general)-1] {
		if of, known := cameo.ByCode(general); known {
			event.PLOVER = of.PLOVER
		}
	}
	return event, true
}

// furtherEvents are the names of events that internal/cameo's table does not have.
var furtherEvents = map[string]string{
	"010": "Make statement", "011": "Decline comment", "012": "Make pessimistic comment", "013": "Make optimistic comment",
	"014": "Consider policy option", "015": "Acknowledge or claim responsibility", "016": "Deny responsibility",
	"017": "Engage in symbolic act", "018": "Make empathetic comment", "019": "Express accord",

	"020": "Make an appeal or request", "021": "Appeal for material cooperation", "0211": "Appeal for economic cooperation",
	"0212": "Appeal for military cooperation", "0213": "Appeal for judicial cooperation", "0214": "Appeal for intelligence",
	"022": "Appeal for diplomatic cooperation (such as policy support)", "023": "Appeal for aid",
	"0231": "Appeal for economic aid", "0232": "Appeal for military aid", "0233": "Appeal for humanitarian aid",
	"0234": "Appeal for military protection or peacekeeping", "024": "Appeal for political reform",
	"0241": "Appeal for change in leadership", "0242": "Appeal for policy change", "0243": "Appeal for rights",
	"0244": "Appeal for change in institutions, regime", "025": "Appeal to yield",
	"0251": "Appeal for easing of administrative sanctions", "0252": "Appeal for easing of popular dissent",
	"0253": "Appeal for release of persons or property", "0254": "Appeal for easing of economic sanctions, boycott, or embargo",
	"0255": "Appeal for target to allow international involvement (non-mediation)",
	"0256": "Appeal for de-escalation of military engagement", "026": "Appeal to others to meet or negotiate",
	"027": "Appeal to others to settle dispute", "028": "Appeal to others to engage in or accept mediation",

	"155": "Mobilize or increase cyber-forces", "176": "Attack cybernetically", "1834": "Carry out location bombing",
	"1951": "Employ precision-guided aerial munitions", "1952": "Employ remotely piloted aerial munitions",
}
