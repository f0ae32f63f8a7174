package kg

import "slices"

// CoreTypes returns the relation types that every graph has: those that the API has
// fields for, and those that news needs besides, which are data only. PLOVER and CAMEO
// codes are those of the event that a relation of the type reports.
func CoreTypes() []RelationType { return slices.Concat(fieldTypes, newsTypes) }

// HasField reports whether the API has fields for the relations of a core type, so that
// its meaning is that of the API.
func HasField(typeID string) bool {
	return slices.ContainsFunc(fieldTypes, func(t RelationType) bool { return t.ID == typeID })
}

var (
	onlyPerson   = []EntityKind{KindPerson}
	onlyProposal = []EntityKind{KindProposal}
	onlyPlace    = []EntityKind{KindPlace, KindCountry}
	onlyEvent    = []EntityKind{KindEvent}
	anyActor     = ActorKinds
	actorOrPlace = slices.Concat(ActorKinds, []EntityKind{KindPlace})
)

var fieldTypes = []RelationType{
	// Encounters.
	{ID: "met-with", Label: "met with", InverseLabel: "met with", Symmetric: true, PLOVER: "CONSULT", CAMEO: "040", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "negotiated-with", Label: "negotiated with", InverseLabel: "negotiated with", Symmetric: true, PLOVER: "CONSULT", CAMEO: "046", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "at-war-with", Label: "is at war with", InverseLabel: "is at war with", Symmetric: true, PLOVER: "ASSAULT", CAMEO: "190", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "visited", Label: "visited", InverseLabel: "was visited by", PLOVER: "CONSULT", CAMEO: "042", SubjectKinds: anyActor, ObjectKinds: onlyPlace},
	{ID: "advised", Label: "advised", InverseLabel: "was advised by", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "participated-in", Label: "took part in", InverseLabel: "had as participant", SubjectKinds: anyActor, ObjectKinds: onlyEvent},

	// Offices and belonging.
	{ID: "president-of", Label: "is president of", InverseLabel: "has as president", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "secretary-of-state-of", Label: "is secretary of state of", InverseLabel: "has as secretary of state", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "special-envoy-of", Label: "is special envoy of", InverseLabel: "has as special envoy", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "spokesperson-for", Label: "is spokesperson for", InverseLabel: "has as spokesperson", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "adviser-to", Label: "is adviser to", InverseLabel: "has as adviser", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "represents", Label: "represents", InverseLabel: "is represented by", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "part-of", Label: "is part of", InverseLabel: "has as part"},
	{ID: "metonym-for", Label: "stands for", InverseLabel: "is meant by", SubjectKinds: onlyPlace, ObjectKinds: anyActor},

	// Proposals and what is said of them.
	{ID: "proposed", Label: "proposed", InverseLabel: "was proposed by", SubjectKinds: anyActor, ObjectKinds: onlyProposal},
	{ID: "developed", Label: "developed", InverseLabel: "was developed by", SubjectKinds: anyActor, ObjectKinds: onlyProposal},
	{ID: "revised", Label: "revised", InverseLabel: "was revised by", SubjectKinds: anyActor, ObjectKinds: onlyProposal},
	{ID: "has-provision", Label: "has the provision", InverseLabel: "is a provision of", SubjectKinds: onlyProposal, ObjectKinds: []EntityKind{KindProvision}},
	{ID: "applies-to", Label: "applies to", InverseLabel: "is subject to"},
	{ID: "favors", Label: "favors", InverseLabel: "is favored by"},
	{ID: "criticized", Label: "criticized", InverseLabel: "was criticized by", PLOVER: "ACCUSE", CAMEO: "111", SubjectKinds: anyActor},
	{ID: "concerned-about", Label: "is concerned about", InverseLabel: "is a concern of", SubjectKinds: anyActor},
	{ID: "downplayed", Label: "downplayed", InverseLabel: "was downplayed by", SubjectKinds: anyActor},
	{ID: "described", Label: "described", InverseLabel: "was described by", PLOVER: "", CAMEO: "010", SubjectKinds: anyActor},
	{ID: "supports", Label: "supports", InverseLabel: "is supported by", PLOVER: "SUPPORT", CAMEO: "051", SubjectKinds: anyActor},
	{ID: "called-for", Label: "called for", InverseLabel: "was called for by", SubjectKinds: anyActor},
	{ID: "called-on", Label: "called on", InverseLabel: "was called on by", PLOVER: "REQUEST", CAMEO: "020", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "scrutinized", Label: "scrutinized", InverseLabel: "was scrutinized by"},

	// Where things are.
	{ID: "took-place-in", Label: "took place in", InverseLabel: "was the place of", SubjectKinds: onlyEvent, ObjectKinds: onlyPlace},
}
