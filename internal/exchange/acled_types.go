package exchange

import "conflictgraph/internal/kg"

// associatedWith is the type of relations to associates, within the data set.
const associatedWith = "associated-with"

// acledType returns the type of relations that a sub-event is.
func acledType(dataset, subEvent string) (kg.RelationType, error) {
	subEvent = oneLine(subEvent)
	if err := checkName("sub_event_type", subEvent); err != nil {
		return kg.RelationType{}, err
	}
	local := localID(subEvent)
	known := subEvents[local]
	t := kg.RelationType{ID: dataset + ":" + local, Label: subEvent, InverseLabel: "(object of) " + subEvent, PLOVER: known.plover, Symmetric: known.symmetric}
	if t.Symmetric {
		t.InverseLabel = subEvent
	}
	return t, nil
}

type subEvent struct {
	plover    string
	symmetric bool
}

// subEvents are ACLED's sub-event types, and the event types of exports without
// these, by the ids of their names, that are symmetric or have an evident PLOVER event type. The others (strategic
// developments but for agreements and arrests, and mob violence, of which some
// is protest and some is not) have none.
var subEvents = func() map[string]subEvent {
	known := map[string]subEvent{associatedWith: {symmetric: true}}
	for what, names := range map[subEvent][]string{
		{"ASSAULT", true}: {
			"Battle-No change of territory", "Battle-Government regains territory", "Battle-Non-state actor overtakes territory", "Battles",
			"Armed clash", "Government regains territory", "Non-state actor overtakes territory",
		},
		{"ASSAULT", false}: {
			"Air/drone strike", "Chemical weapon", "Grenade", "Remote explosive/landmine/IED", "Shelling/artillery/missile attack", "Suicide bomb",
			"Abduction/forced disappearance", "Attack", "Sexual violence",
			"Violence against civilians", "Remote violence", "Explosions/Remote violence",
		},
		{"PROTEST", true}:  {"Protest with intervention", "Excessive force against protesters"},
		{"PROTEST", false}: {"Peaceful protest", "Violent demonstration", "Protests", "Riots/Protests"},
		{"AGREE", true}:    {"Agreement"},
		{"COERCE", false}:  {"Arrests"},
	} {
		for _, name := range names {
			known[localID(name)] = what
		}
	}
	return known
}()
