package export

import (
	"slices"
	"strings"
)

// OpenCTI takes an identity of the class individual for an Individual, one of any
// other class that is written here for an Organization, and an incident for an
// Incident, and refuses a relationship between two of these that is not on its list.
const (
	openCTIIndividual   = "Individual"
	openCTIOrganization = "Organization"
	openCTIIncident     = "Incident"
)

// anyRelationship is the one that OpenCTI takes between any two.
const anyRelationship = "related-to"

// openCTIRelationships lists what OpenCTI 6 takes besides, by both ends
// (stixCoreRelationshipsMapping and the definition of organizations in its source).
var openCTIRelationships = map[[2]string][]string{
	{openCTIIndividual, openCTIIndividual}:     {"derived-from", "part-of"},
	{openCTIIndividual, openCTIOrganization}:   {"part-of"},
	{openCTIOrganization, openCTIOrganization}: {"derived-from", "part-of"},
	{openCTIIncident, openCTIIndividual}:       {"targets"},
	{openCTIIncident, openCTIOrganization}:     {"targets"},
	{openCTIIncident, openCTIIncident}:         {"derived-from"},
}

func openCTIType(kind, class string) string {
	switch {
	case kind == "incident":
		return openCTIIncident
	case class == "individual":
		return openCTIIndividual
	}
	return openCTIOrganization
}

// stixRelationship returns the type of a relationship that OpenCTI takes between what
// the ends of r are: that of r, written as STIX wants it, where it can be, and
// otherwise related-to. So is what is not so yet, or not beyond doubt, which a type
// cannot say.
func stixRelationship(r edge) string {
	if labelOf(r, "") != "" {
		return anyRelationship
	}
	ends := [2]string{
		openCTIType(stixKind(r.subject.Kind), stixClasses[r.subject.Kind]),
		openCTIType(stixKind(r.object.Kind), stixClasses[r.object.Kind]),
	}
	if name := stixName(r.Type); slices.Contains(openCTIRelationships[ends], name) {
		return name
	}
	return anyRelationship
}

// stixName returns the id of a relation type in lower-case letters, digits and
// hyphens.
func stixName(id string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(id), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	}), "-")
}
