package neo4j

import (
	"strings"

	"conflictgraph/internal/store/neo4j/importfiles"
)

// fileTables are the files of a restoration into files. The number of a node is known to
// the importer only.
type fileTables struct {
	types, documents, entities, identifiers, relations, activities, changes, queued, queueKeys, marker *importfiles.Table
	edges, quotes, merged, hasKey                                                                      *importfiles.Table
}

// A gap as properties have it, see gapsRow.
var gapColumns = []string{"retractedReason:string", "gaps:long[]", "gapReasons:string[]"}

// What a property of a relation is where it is no text.
var (
	nodeKinds = map[string]string{
		"symmetric": "boolean", "documents": "string[]", "named": "string[]", "recordedMs": "long", "places": "string[]", "quotes": "string[]", "inferred": "boolean",
		"firstDay": "long", "lastDay": "long", "startDay": "long", "endDay": "long", "ordinary": "boolean", "class": "long",
		"spotLatitudes": "double[]", "spotLongitudes": "double[]", "spotMs": "long[]", "spotRows": "string[]",
		"publishers": "string[]", "publisherMs": "long[]", "publisherRows": "string[]",
	}
	edgeKinds = map[string]string{"recordedAt": "datetime", "inferred": "boolean", "start": "date", "end": "date"}
)

func (c columns) inFiles(kinds map[string]string) (all []string) {
	for _, name := range c.names {
		kind := kinds[name]
		if kind == "" {
			kind = "string"
		}
		all = append(all, name+":"+kind)
	}
	return all
}

func newFileTables(f *importfiles.Folder) *fileTables {
	nodes := func(name, labels string, columns string, more ...string) *importfiles.Table {
		return f.Nodes(name, labels, append(append([]string{":ID"}, strings.Fields(columns)...), more...)...)
	}
	between := func(name, typ string, columns string) *importfiles.Table {
		return f.Relationships(name, typ, append([]string{":START_ID", ":END_ID"}, strings.Fields(columns)...)...)
	}
	relations := append(append([]string{":ID", ":LABEL"}, nodeColumns.inFiles(nodeKinds)...), "retractedMs:long", "retractedBy:string", "formerId:string")
	edges := append(append([]string{":START_ID", ":END_ID", ":TYPE"}, edgeColumns.inFiles(edgeKinds)...), "retractedAt:datetime", "retractedReason:string")
	return &fileTables{
		types: nodes("types", "RelationType", "id:string label:string inverseLabel:string symmetric:boolean edge:string plover:string cameo:string subjectKinds:string[] objectKinds:string[]"),
		documents: nodes("documents", "Document", `id:string text:string fingerprint:string position:string recordedAt:datetime title:string url:string edtf:string reasoning:string inferred:boolean
			details:string publisher:string language:string licence:string capturedAt:string archivedUrl:string sha256:string reliability:string publisherFolded:string publisherMs:long
			retractedAt:datetime`, gapColumns...),
		entities: nodes("entities", "", `:LABEL id:string kind:string name:string position:string recordedAt:datetime aliases:string[] aliasesRecordedAt:datetime[] description:string point:string unnamed:boolean
			identifiers:string former:string ownKind:string kindStatedMs:long correctedMs:long mergedMs:long[] unmergedMs:long[] words:string soundKeys:string otherKinds:string[] retractedRelations:long`),
		identifiers: nodes("identifiers", "Identifier", "key:string entity:string"),
		relations:   f.Nodes("relations", "Relation", append(relations, gapColumns...)...),
		activities: nodes("activities", "Activity", `number:long operation:string recordedMs:long recordedAt:datetime unlisted:boolean changes:string agent:string reason:string source:string
			key:string digest:string`),
		changes:   nodes("changes", "Change", "thing:string activity:long"),
		queued:    nodes("queued", "Queued", "id:string number:long content:string"),
		queueKeys: nodes("queue-keys", "QueueKey", "key:string number:long"),
		marker: nodes("marker", "ConflictgraphSchema", `id:string version:long origin:string writes:long merges:long activities:long recordedMs:long classes:long[] datasets:string[] renaming:string
			survivorsNoted:boolean quotesLinked:boolean fingerprinted:boolean publishersAdded:boolean withdrawalsNoted:boolean
			indexVersion:long indexTarget:long indexedEntity:string indexedRelation:string unindexed:boolean`),
		edges:  f.Relationships("edges", "", edges...),
		quotes: between("quotes", "QUOTES", ""),
		merged: between("merged", "MERGED_INTO", "number:long recordedMs:long recordedAt:datetime reason:string kind:string retractedMs:long retractedAt:datetime retractedReason:string"),
		hasKey: between("has-key", "HAS_KEY", ""),
	}
}
