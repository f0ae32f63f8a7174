package neo4j

import (
	"strings"
	"unicode"

	"conflictgraph/internal/kg"
)

// kindLabels are the labels by which people tell entities apart.
var kindLabels = map[kg.EntityKind]string{
	kg.KindPerson: "Person", kg.KindOrganization: "Organization", kg.KindCountry: "Country", kg.KindGroup: "Group", kg.KindOtherActor: "OtherActor",
	kg.KindPlace: "Place", kg.KindEvent: "Event", kg.KindProposal: "Proposal", kg.KindProvision: "Provision", kg.KindReport: "Report",
}

// labels returns the labels of an entity besides Entity.
func labels(kind kg.EntityKind) []string {
	if kind.IsActor() {
		return []string{"Actor", kindLabels[kind]}
	}
	return []string{kindLabels[kind]}
}

// longestEdgeType is how many characters an edge's type may have, so that it can
// be read on an edge.
const longestEdgeType = 60

// edgeType returns what edges of a type are drawn as: MET_WITH for met-with, and
// for a code of some vocabulary, such as cameo:040, the words of its label.
func edgeType(t kg.RelationType) string {
	words := t.ID
	if strings.Contains(t.ID, ":") {
		words = t.Label
	}
	for _, name := range []string{upperSnake(words), upperSnake(t.ID)} {
		if name != "" && name != "MERGED_INTO" { // which is how merges are drawn
			return name
		}
	}
	return "RELATED_TO"
}

func upperSnake(s string) string {
	var name []rune
	gap := false
	for _, c := range s {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			gap = true
			continue
		}
		if gap && len(name) > 0 {
			name = append(name, '_')
		}
		gap = false
		name = append(name, unicode.ToUpper(c))
		if len(name) >= longestEdgeType {
			break
		}
	}
	return strings.TrimSuffix(string(name[:min(len(name), longestEdgeType)]), "_")
}
