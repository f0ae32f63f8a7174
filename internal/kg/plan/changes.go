package plan

import (
	"time"

	"conflictgraph/internal/kg"
)

// Changes are what a batch makes of the graph.
type Changes struct {
	Types     []kg.RelationType
	Documents []kg.Document
	Entities  []kg.Entity // without aliases
	Relations []kg.Relation

	Names        []Name                           // that entities go by from now on
	RemovedNames []Name                           // that they no longer go by
	Identifiers  map[string][]kg.IdentifierRecord // all of them, by entity
	Corrections  []kg.Correction
	Evidence     []Evidence // of relations that were there

	RelationGaps map[string][]kg.Gap // all of them, by relation
	DocumentGaps map[string][]kg.Gap // all of them, by document

	DocumentDetails map[string][]kg.DetailsRecord // all of them, by document of which more is known

	Merges   []kg.Merge   // of canonical ids
	Unmerges []kg.Unmerge // of what is merged

	// Degrees and Sizes are by how much the numbers of valid relations change that
	// entities have, and that are of types.
	Degrees, Sizes map[string]int

	// EntityTerms and RelationTerms are all that entities and relations are found by, of
	// those that are found by something else than before.
	EntityTerms   map[string]EntityTerms
	RelationTerms map[string]string

	Queue []QueueRow // with what they are from now on, those of numbers that there are and others

	Activity   *kg.Activity // with its digest; nil where nothing is to be told
	RecordedAt time.Time
}

// AreNone reports whether the graph stays as it is.
func (c *Changes) AreNone() bool {
	return len(c.Types)+len(c.Documents)+len(c.Entities)+len(c.Relations)+len(c.Names)+len(c.Identifiers)+len(c.Corrections)+len(c.Evidence)+
		len(c.Queue)+len(c.RelationGaps)+len(c.DocumentGaps)+len(c.DocumentDetails)+len(c.Merges)+len(c.Unmerges) == 0
}

// Name is another name of an entity.
type Name struct {
	Entity     string
	Name       string
	RecordedAt time.Time // of one that is added
}

// Evidence is what a relation rests on, too.
type Evidence struct {
	Relation string
	kg.Evidence
}

// EntityTerms are what an entity is found by: words and keys as kg.SearchTexts
// returns them, and the kinds of all that it ever was or answered as.
type EntityTerms struct {
	Words, Keys string
	Kinds       []kg.EntityKind
}
