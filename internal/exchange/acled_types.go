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
	known, label := subEvents[local], subEvent
	if known.label != "" {
		label = known.label
	}
	t := kg.RelationType{ID: dataset + ":" + local, Label: label, InverseLabel: known.inverse, PLOVER: known.plover, Symmetric: known.symmetric}
	switch {
	case t.Symmetric:
		t.InverseLabel = label
	case t.InverseLabel == "":
		t.InverseLabel = "(object of) " + label
	}
	return t, nil
}

type subEvent struct {
	plover    string
	symmetric bool
	// How it reads between two actors, and the other way round; ACLED's own name where
	// they are empty.
	label, inverse string
}

// subEvents are ACLED's sub-event types, and the event types of exports without
// these, by the ids of their names, that are symmetric or have an evident PLOVER event type. The others (strategic
// developments but for agreements and arrests, and mob violence, of which some
// is protest and some is not) have none.
var subEvents = map[string]subEvent{
	associatedWith: {symmetric: true},

	localID("Battle-No change of territory"):              {"ASSAULT", true, "fought a battle without change of territory with", ""},
	localID("Battle-Government regains territory"):        {"ASSAULT", true, "fought a battle in which the government regained territory with", ""},
	localID("Battle-Non-state actor overtakes territory"): {"ASSAULT", true, "fought a battle in which a non-state actor overtook territory with", ""},
	localID("Battles"):                             {"ASSAULT", true, "fought with", ""},
	localID("Armed clash"):                         {"ASSAULT", true, "clashed with arms with", ""},
	localID("Government regains territory"):        {"ASSAULT", true, "fought, with the government regaining territory, with", ""},
	localID("Non-state actor overtakes territory"): {"ASSAULT", true, "fought, with a non-state actor overtaking territory, with", ""},
	localID("Air/drone strike"):                    {"ASSAULT", false, "struck by air or drone at", "was struck by air or drone by"},
	localID("Chemical weapon"):                     {"ASSAULT", false, "used chemical weapons against", "was attacked with chemical weapons by"},
	localID("Grenade"):                             {"ASSAULT", false, "used grenades against", "was attacked with grenades by"},
	localID("Remote explosive/landmine/IED"):       {"ASSAULT", false, "used a remote explosive, landmine or IED against", "was attacked with a remote explosive, landmine or IED by"},
	localID("Shelling/artillery/missile attack"):   {"ASSAULT", false, "used shells, artillery or missiles against", "was attacked with shells, artillery or missiles by"},
	localID("Suicide bomb"):                        {"ASSAULT", false, "carried out a suicide bombing against", "suffered a suicide bombing by"},
	localID("Abduction/forced disappearance"):      {"ASSAULT", false, "abducted or made disappear", "was abducted or made to disappear by"},
	localID("Attack"):                              {"ASSAULT", false, "attacked", "was attacked by"},
	localID("Sexual violence"):                     {"ASSAULT", false, "used sexual violence against", "suffered sexual violence by"},
	localID("Violence against civilians"):          {"ASSAULT", false, "used violence as against civilians on", "suffered violence as against civilians by"},
	localID("Remote violence"):                     {"ASSAULT", false, "used remote violence against", "suffered remote violence by"},
	localID("Explosions/Remote violence"):          {"ASSAULT", false, "used explosives or remote violence against", "suffered explosions or remote violence by"},
	localID("Protest with intervention"):           {"PROTEST", true, "was at a protest with intervention with", ""},
	localID("Excessive force against protesters"):  {"PROTEST", true, "was at a protest that met excessive force with", ""},
	localID("Peaceful protest"):                    {"PROTEST", false, "protested peacefully against", "met with peaceful protest of"},
	localID("Violent demonstration"):               {"PROTEST", false, "demonstrated violently against", "met with a violent demonstration of"},
	localID("Protests"):                            {"PROTEST", false, "protested against", "met with protests of"},
	localID("Riots/Protests"):                      {"PROTEST", false, "rioted or protested against", "met with riots or protests of"},
	localID("Agreement"):                           {"AGREE", true, "reached an agreement with", ""},
	localID("Arrests"):                             {"COERCE", false, "made arrests of", "met with arrests by"},
	localID("Mob violence"):                        {"", false, "used mob violence against", "suffered mob violence by"},
	localID("Looting/property destruction"):        {"", false, "looted or destroyed property of", "had property looted or destroyed by"},
	localID("Change to group/activity"):            {"", false, "changed its organisation or activity towards", "saw a change of organisation or activity of"},
	localID("Disrupted weapons use"):               {"", false, "disrupted the use of weapons by", "had the use of weapons disrupted by"},
	localID("Headquarters or base established"):    {"", false, "established a headquarters or base against", "saw a headquarters or base established by"},
	localID("Non-violent transfer of territory"):   {"", false, "took over territory without violence from", "left territory without violence to"},
}
