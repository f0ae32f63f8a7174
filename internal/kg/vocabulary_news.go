package kg

import (
	"context"
	"slices"
)

// newsTypes are the types that reports of conflict and diplomacy need beside those of
// fields: offices, and what PLOVER's event types are in the verbs of news.
var newsTypes = []RelationType{
	// Offices and belonging.
	{ID: "prime-minister-of", Label: "is prime minister of", InverseLabel: "has as prime minister", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "vice-president-of", Label: "is vice president of", InverseLabel: "has as vice president", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "chancellor-of", Label: "is chancellor of", InverseLabel: "has as chancellor", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "monarch-of", Label: "is monarch of", InverseLabel: "has as monarch", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "minister-of", Label: "is a minister of", InverseLabel: "has as minister", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "foreign-minister-of", Label: "is foreign minister of", InverseLabel: "has as foreign minister", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "defence-minister-of", Label: "is defence minister of", InverseLabel: "has as defence minister", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "interior-minister-of", Label: "is interior minister of", InverseLabel: "has as interior minister", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "ambassador-of", Label: "is ambassador of", InverseLabel: "has as ambassador", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "ambassador-to", Label: "is ambassador to", InverseLabel: "has as ambassador from elsewhere", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "deputy-of", Label: "is deputy of", InverseLabel: "has as deputy", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "secretary-general-of", Label: "is secretary-general of", InverseLabel: "has as secretary-general", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "head-of", Label: "is head of", InverseLabel: "has as head", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "leader-of", Label: "is leader of", InverseLabel: "has as leader", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "commander-of", Label: "is commander of", InverseLabel: "has as commander", SubjectKinds: onlyPerson, ObjectKinds: anyActor},
	{ID: "governor-of", Label: "is governor of", InverseLabel: "has as governor", SubjectKinds: onlyPerson, ObjectKinds: actorOrPlace},
	{ID: "mayor-of", Label: "is mayor of", InverseLabel: "has as mayor", SubjectKinds: onlyPerson, ObjectKinds: actorOrPlace},
	{ID: "founder-of", Label: "founded", InverseLabel: "was founded by", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "member-of", Label: "is a member of", InverseLabel: "has as member", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "appointed", Label: "appointed", InverseLabel: "was appointed by", SubjectKinds: anyActor, ObjectKinds: onlyPerson},
	{ID: "dismissed", Label: "dismissed", InverseLabel: "was dismissed by", SubjectKinds: anyActor, ObjectKinds: onlyPerson},

	// AGREE, CONSULT, COOPERATE, SUPPORT.
	{ID: "agreed-with", Label: "reached an agreement with", InverseLabel: "reached an agreement with", Symmetric: true, PLOVER: "AGREE", CAMEO: "030", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "agreed-to", Label: "agreed to", InverseLabel: "was agreed to by", PLOVER: "AGREE", CAMEO: "030", SubjectKinds: anyActor, ObjectKinds: onlyProposal},
	{ID: "signed", Label: "signed", InverseLabel: "was signed by", PLOVER: "SUPPORT", CAMEO: "057", SubjectKinds: anyActor, ObjectKinds: onlyProposal},
	{ID: "spoke-with", Label: "spoke with", InverseLabel: "spoke with", Symmetric: true, PLOVER: "CONSULT", CAMEO: "041", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "hosted", Label: "hosted", InverseLabel: "was hosted by", PLOVER: "CONSULT", CAMEO: "043", SubjectKinds: anyActor},
	{ID: "mediated", Label: "mediated for", InverseLabel: "had as mediator", PLOVER: "CONSULT", CAMEO: "045", SubjectKinds: anyActor},
	{ID: "invited", Label: "invited", InverseLabel: "was invited by", PLOVER: "REQUEST", CAMEO: "020", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "cooperated-with", Label: "cooperated with", InverseLabel: "cooperated with", Symmetric: true, PLOVER: "COOPERATE", CAMEO: "060", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "allied-with", Label: "is allied with", InverseLabel: "is allied with", Symmetric: true, PLOVER: "COOPERATE", CAMEO: "062", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "praised", Label: "praised", InverseLabel: "was praised by", PLOVER: "SUPPORT", CAMEO: "051", SubjectKinds: anyActor},
	{ID: "recognized", Label: "recognized", InverseLabel: "was recognized by", PLOVER: "SUPPORT", CAMEO: "054", SubjectKinds: anyActor},
	{ID: "apologized-to", Label: "apologized to", InverseLabel: "received an apology from", PLOVER: "SUPPORT", CAMEO: "055", SubjectKinds: anyActor, ObjectKinds: anyActor},

	// AID, CONCEDE, RETREAT.
	{ID: "aided", Label: "gave aid to", InverseLabel: "received aid from", PLOVER: "AID", CAMEO: "070", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},
	{ID: "armed", Label: "gave military aid to", InverseLabel: "received military aid from", PLOVER: "AID", CAMEO: "072", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "offered", Label: "offered", InverseLabel: "was offered by", PLOVER: "AGREE", CAMEO: "030", SubjectKinds: anyActor},
	{ID: "released", Label: "released", InverseLabel: "was released by", PLOVER: "RETREAT", CAMEO: "0841", SubjectKinds: anyActor},
	{ID: "withdrew-from", Label: "withdrew from", InverseLabel: "was left by", PLOVER: "RETREAT", CAMEO: "087", SubjectKinds: anyActor},
	{ID: "surrendered-to", Label: "surrendered to", InverseLabel: "received the surrender of", PLOVER: "RETREAT", CAMEO: "0874", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "lifted-sanctions-on", Label: "lifted sanctions on", InverseLabel: "had sanctions lifted by", PLOVER: "RETREAT", CAMEO: "085", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},

	// REQUEST.
	{ID: "demanded", Label: "demanded something of", InverseLabel: "faced a demand of", PLOVER: "REQUEST", CAMEO: "100", SubjectKinds: anyActor, ObjectKinds: anyActor},

	// ACCUSE, INVESTIGATE, REJECT.
	{ID: "accused", Label: "accused", InverseLabel: "was accused by", PLOVER: "ACCUSE", CAMEO: "112", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "condemned", Label: "condemned", InverseLabel: "was condemned by", PLOVER: "ACCUSE", CAMEO: "111", SubjectKinds: anyActor},
	{ID: "denied", Label: "denied", InverseLabel: "was denied by", CAMEO: "016", SubjectKinds: anyActor},
	{ID: "rejected", Label: "rejected", InverseLabel: "was rejected by", PLOVER: "REJECT", CAMEO: "120", SubjectKinds: anyActor},
	{ID: "investigated", Label: "investigated", InverseLabel: "was investigated by", PLOVER: "ACCUSE", CAMEO: "090", SubjectKinds: anyActor},
	{ID: "convicted", Label: "found guilty", InverseLabel: "was found guilty by", PLOVER: "ACCUSE", CAMEO: "116", SubjectKinds: anyActor, ObjectKinds: anyActor},

	// THREATEN, PROTEST, SANCTION, MOBILIZE.
	{ID: "threatened", Label: "threatened", InverseLabel: "was threatened by", PLOVER: "THREATEN", CAMEO: "130", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},
	{ID: "warned", Label: "warned", InverseLabel: "was warned by", PLOVER: "THREATEN", CAMEO: "130", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "protested-against", Label: "protested against", InverseLabel: "was protested against by", PLOVER: "PROTEST", CAMEO: "140", SubjectKinds: anyActor},
	{ID: "sanctioned", Label: "imposed sanctions on", InverseLabel: "was sanctioned by", PLOVER: "COERCE", CAMEO: "163", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},
	{ID: "cut-ties-with", Label: "cut ties with", InverseLabel: "had ties cut by", PLOVER: "SANCTION", CAMEO: "161", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "suspended", Label: "suspended", InverseLabel: "was suspended by", PLOVER: "SANCTION", CAMEO: "160", SubjectKinds: anyActor},
	{ID: "mobilized", Label: "mobilized", InverseLabel: "was mobilized by", PLOVER: "MOBILIZE", CAMEO: "154", SubjectKinds: anyActor},
	{ID: "deployed-to", Label: "deployed forces to", InverseLabel: "received forces of", PLOVER: "MOBILIZE", CAMEO: "154", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},

	// COERCE, ASSAULT.
	{ID: "arrested", Label: "arrested", InverseLabel: "was arrested by", PLOVER: "COERCE", CAMEO: "173", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "expelled", Label: "expelled", InverseLabel: "was expelled by", PLOVER: "COERCE", CAMEO: "174", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "seized", Label: "seized", InverseLabel: "was seized by", PLOVER: "COERCE", CAMEO: "171", SubjectKinds: anyActor},
	{ID: "occupied", Label: "occupied", InverseLabel: "was occupied by", PLOVER: "COERCE", CAMEO: "192", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},
	{ID: "blockaded", Label: "blockaded", InverseLabel: "was blockaded by", PLOVER: "COERCE", CAMEO: "191", SubjectKinds: anyActor, ObjectKinds: actorOrPlace},
	{ID: "attacked", Label: "attacked", InverseLabel: "was attacked by", PLOVER: "ASSAULT", CAMEO: "190", SubjectKinds: anyActor},
	{ID: "clashed-with", Label: "clashed with", InverseLabel: "clashed with", Symmetric: true, PLOVER: "ASSAULT", CAMEO: "193", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "killed", Label: "killed", InverseLabel: "was killed by", PLOVER: "ASSAULT", CAMEO: "180", SubjectKinds: anyActor, ObjectKinds: anyActor},
	{ID: "abducted", Label: "abducted", InverseLabel: "was abducted by", PLOVER: "ASSAULT", CAMEO: "181", SubjectKinds: anyActor, ObjectKinds: anyActor},
}

// RecordVocabulary writes to a store the core types that it does not have yet. A type
// that was recorded under one of their ids stays as it is.
func RecordVocabulary(ctx context.Context, store Store) error {
	types, err := store.Types(ctx)
	if err != nil {
		return err
	}
	missing := MissingTypes(types)
	if len(missing) == 0 {
		return nil
	}
	_, err = store.Write(ctx, Batch{Types: missing, Provenance: Provenance{Operation: OperationSeed, Source: "vocabulary"}})
	return err
}

// MissingTypes returns the core types that are not among others.
func MissingTypes(types []RelationType) []RelationType {
	known := TypesByID(types)
	return slices.DeleteFunc(CoreTypes(), func(t RelationType) bool { _, is := known[t.ID]; return is })
}
