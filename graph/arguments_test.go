package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
)

func TestAnErrorOfAMutationNamesTheCallersOwnArgument(t *testing.T) {
	store := bothstores.SQLite(t)
	h := curated(t, store)
	decoded(t, h, note, nil)
	done := func(mutation string) { decoded(t, h, "mutation { "+mutation+" { activity { number } } }", nil) }
	done(`addEntity(input: {id: "m-rubio", kind: PERSON, name: "M. Rubio", idempotencyKey: "used"})`)
	done(`mergeEntities(input: {from: "m-rubio", into: "marco-rubio"})`)
	done(`addDocument(input: {id: "doc:gone", text: "Later, too."})`)
	done(`retractDocument(input: {id: "doc:gone"})`)

	long := strings.Repeat("a", 250)
	relation := func(change string) string {
		fields := map[string]string{
			"type": `"met-with"`, "subject": `"marco-rubio"`, "object": `"emmanuel-macron"`, "evidence": `[{document: "doc:note", exact: "Later"}]`,
		}
		name, value, _ := strings.Cut(change, ": ")
		fields[name] = value
		var b strings.Builder
		for name, value := range fields {
			b.WriteString(name + ": " + value + ", ")
		}
		return "assertRelation(input: {" + b.String() + "})"
	}
	const bad, missing, conflict = "BAD_USER_INPUT", "NOT_FOUND", "CONFLICT"
	for _, c := range []struct{ mutation, code, argument, says string }{
		{relation(`type: "met-wiht"`), missing, "input.type", `"met-wiht"; did you mean "met-with"`},
		{relation(`type: ""`), missing, "input.type", `relationTypes`},
		{relation(`subject: "marco-rubi"`), missing, "input.subject", `"marco-rubi"; did you mean "marco-rubio"`},
		{relation(`object: "emanuel-macron"`), missing, "input.object", `did you mean "emmanuel-macron"`},
		{relation(`object: "` + long + `"`), missing, "input.object", strings.Repeat("a", 80) + `…"`},
		{relation(`subject: "paris"`), bad, "input.subject", `"paris" is of kind PLACE`},
		{relation(`places: ["paris", "pariss"]`), missing, "input.places[1]", `did you mean "paris"`},
		{relation(`places: ["paris", "ukraine"]`), bad, "input.places[1]", `"ukraine" is of kind COUNTRY`},
		{relation(`attributions: [{by: "dmitry-peskow", stance: STATED}]`), missing, "input.attributions[0].by", `did you mean "dmitry-peskov"`},
		{relation(`time: {edtf: "yesterday"}`), bad, "input.time.edtf", `"yesterday"`},
		{relation(`time: {edtf: "2025", reasoning: "a\u0000b"}`), bad, "input.time.reasoning", `"a\x00b"`},
		{relation(`evidence: []`), bad, "input.evidence", "at least one"},
		{relation(`evidence: [{document: "doc:note", exact: "Later"}, {document: "doc:not", exact: "Later"}]`), missing, "input.evidence[1].document", `did you mean "doc:note"`},
		{relation(`evidence: [{document: "doc:gone", exact: "Later"}]`), conflict, "input.evidence[0].document", `"doc:gone" was taken out of view`},
		{relation(`evidence: [{document: "doc:note", exact: "Sooner"}]`), bad, "input.evidence[0].exact", "Sooner"},
		{relation(`evidence: [{document: "doc:note", exact: " "}]`), bad, "input.evidence[0].exact", `" " shows nothing`},
		{relation(`evidence: [{document: "doc:note", exact: "Later"}, {document: "doc:note", exact: "Later", prefix: "Sooner or "}]`), bad, "input.evidence[1].prefix", `"Sooner or "`},
		{relation(`evidence: [{document: "doc:note", exact: "Later", suffix: "than never"}]`), bad, "input.evidence[0].suffix", `"than never"`},
		{relation(`reason: "` + strings.Repeat("a", 5000) + `"`), bad, "input.reason", "5000 bytes"},
		{relation(`reason: "a\u0000b"`), bad, "input.reason", `"a\x00b"`},
		{relation(`idempotencyKey: "a\u0000b"`), bad, "input.idempotencyKey", `"a\x00b"`},
		{relation(`idempotencyKey: "used"`), conflict, "input.idempotencyKey", `"used" was used`},
		{relation(`ifUnchangedSince: -1`), bad, "input.ifUnchangedSince", "-1"},
		{`retractRelation(input: {id: "rel:none"})`, missing, "input.id", `"rel:none"`},
		{`retractRelation(input: {id: "` + strings.Repeat("r", 5000) + `"})`, missing, "input.id", `r…"`},
		{`restoreRelation(input: {id: "rel:none"})`, missing, "input.id", `"rel:none"`},
		{`retractDocument(input: {id: "doc:not"})`, missing, "input.id", `did you mean "doc:note"`},
		{`restoreDocument(input: {id: "doc:not"})`, missing, "input.id", `did you mean "doc:note"`},
		{`retractDocument(input: {id: "doc:note", ifUnchangedSince: 1})`, conflict, "input.ifUnchangedSince", `"doc:note" was changed`},
		{`retractDocument(input: {id: "doc:note", reason: "\u0000"})`, bad, "input.reason", `"\x00"`},
		{`addDocument(input: {id: "Note", text: "a"})`, bad, "input.id", `"Note" is not a document's id`},
		{`addDocument(input: {id: "doc:` + long + `", text: "a"})`, bad, "input.id", "too long with 254 characters"},
		{`addDocument(input: {id: "doc:new", text: ""})`, bad, "input.text", "doc:new"},
		{`addDocument(input: {id: "doc:note", text: "Changed."})`, conflict, "input.text", `"doc:note" is recorded with another text`},
		{`addDocument(input: {id: "doc:new", text: "a", title: "\u0000"})`, bad, "input.title", `"\x00"`},
		{`addDocument(input: {id: "doc:new", text: "a", url: "\u0000"})`, bad, "input.url", `"\x00"`},
		{`addDocument(input: {id: "doc:new", text: "a", url: "` + strings.Repeat("a", 5000) + `"})`, bad, "input.url", "5000 bytes"},
		{`addDocument(input: {id: "doc:new", text: "a", publishedAt: {edtf: "2025-13"}})`, bad, "input.publishedAt.edtf", `"2025-13"`},
		{`addDocument(input: {id: "doc:new", text: "a", title: " "})`, bad, "input.title", `" " shows nothing`},
		{`addDocument(input: {id: "doc:new", text: "a", url: "javascript:alert(1)"})`, bad, "input.url", `"javascript:alert(1)" is no address`},
		{`addDocument(input: {id: "doc:new", text: "a", url: " "})`, bad, "input.url", `" " is no address`},
		{`addDocument(input: {id: "doc:new", text: "a", language: "english"})`, bad, "input.language", `"english" is no language tag`},
		{`addDocument(input: {id: "doc:new", text: "a", archivedUrl: "ftp://a.example/b"})`, bad, "input.archivedUrl", `"ftp://a.example/b" is no address`},
		{`addDocument(input: {id: "doc:new", text: "a", sha256: "0f"})`, bad, "input.sha256", `"0f" is no SHA-256 digest`},
		{`addDocument(input: {id: "doc:new", text: "a", reliability: "2B"})`, bad, "input.reliability", `"2B" is no rating`},
		{`addDocument(input: {id: "doc:new", text: "a", publisher: "a\nb"})`, bad, "input.publisher", "holds U+000A"},
		{`addDocument(input: {id: "doc:new", text: "a", publishedAt: {edtf: "2025", reasoning: "\u200b"}})`, bad, "input.publishedAt.reasoning", `"\u200b" shows nothing`},
		{`addEntity(input: {id: "New One", kind: PERSON, name: "a"})`, bad, "input.id", `"New One" is not an id; write lower-case`},
		{`addEntity(input: {id: "` + long + `", kind: PERSON, name: "a"})`, bad, "input.id", "too long with 250 characters; give an id of at most 200"},
		{`addEntity(input: {id: "doc:new", kind: PERSON, name: "a"})`, bad, "input.id", `"doc:new"`},
		{`addEntity(input: {id: "new", kind: PERSON, name: ""})`, bad, "input.name", `the name of entity "new", "" shows nothing`},
		{`addEntity(input: {id: "new", kind: PERSON, name: "\u0000"})`, bad, "input.name", `"\x00"`},
		{`addEntity(input: {id: "new", kind: PERSON, name: "a", aliases: ["b", ""]})`, bad, "input.aliases[1]", "shows nothing"},
		{`addEntity(input: {id: "new", kind: PERSON, name: "a", description: "\u0000"})`, bad, "input.description", `"\x00"`},
		{`addEntity(input: {id: "new", kind: PERSON, name: "a", description: " \t"})`, bad, "input.description", `" \t" shows nothing`},
		{`addEntity(input: {id: "new", kind: PERSON, name: "a", source: " "})`, bad, "input.source", `" " shows nothing`},
		{`addEntity(input: {id: "new", kind: PERSON, name: "a", source: "\u0000"})`, bad, "input.source", `"\x00"`},
		{`addEntity(input: {id: "paris", kind: PERSON, name: "Paris"})`, conflict, "input.kind", `is recorded with another, "PLACE"`},
		{`addAlias(input: {entity: "marco-rubi", alias: "a", source: "b"})`, missing, "input.entity", `did you mean "marco-rubio"`},
		{`addAlias(input: {entity: "marco-rubio", alias: "", source: "b"})`, bad, "input.alias", "shows nothing"},
		{`addAlias(input: {entity: "marco-rubio", alias: "\u0000", source: "b"})`, bad, "input.alias", `"\x00"`},
		{`addAlias(input: {entity: "marco-rubio", alias: "a", source: "\u0000"})`, bad, "input.source", `"\x00"`},
		{`addAlias(input: {entity: "marco-rubio", alias: "a", source: " "})`, bad, "input.source", `" " does not say where`},
		{`updateEntity(input: {id: "marco-rubio", description: "\u2060"})`, bad, "input.description", `"\u2060" shows nothing`},
		{`updateEntity(input: {id: "marco-rubi", name: "a"})`, missing, "input.id", `did you mean "marco-rubio"`},
		{`updateEntity(input: {id: "marco-rubio", name: "\u202eoibur"})`, bad, "input.name", `U+202E`},
		{`updateEntity(input: {id: "marco-rubio", addAliases: ["b", "a\nb"]})`, bad, "input.addAliases[1]", `"a\nb"`},
		{`updateEntity(input: {id: "marco-rubio", removeAliases: ["nobody"]})`, bad, "input.removeAliases[0]", `"nobody"`},
		{`updateEntity(input: {id: "marco-rubio"})`, bad, "input", "nothing to correct"},
		{`addRelationType(input: {id: "a b", label: "a", inverseLabel: "b"})`, bad, "input.id", `"a b" is not an id`},
		{`addRelationType(input: {id: "new", label: "", inverseLabel: "b"})`, bad, "input.label", `the label "" shows nothing`},
		{`addRelationType(input: {id: "new", label: " ", symmetric: true})`, bad, "input.label", `the label " " shows nothing`},
		{`addRelationType(input: {id: "new", label: "a\nb", inverseLabel: "b"})`, bad, "input.label", `"a\nb"`},
		{`addRelationType(input: {id: "new", label: "a", inverseLabel: " "})`, bad, "input.inverseLabel", `the inverse label " " shows nothing`},
		{`addRelationType(input: {id: "new", label: "a", inverseLabel: "\u202eb"})`, bad, "input.inverseLabel", `U+202E`},
		{`addRelationType(input: {id: "new", label: "a"})`, bad, "input.inverseLabel", `seen from the object`},
		{`addRelationType(input: {id: "new", label: "a", inverseLabel: "b", plover: " "})`, bad, "input.plover", `" " shows nothing`},
		{`addRelationType(input: {id: "new", label: "a", inverseLabel: "b", cameo: "0\u000040"})`, bad, "input.cameo", `"0\x0040"`},
		{`addRelationType(input: {id: "new", label: "a", symmetric: true, objectKinds: [PLACE]})`, bad, "input.objectKinds", `subjectKinds`},
		{`mergeEntities(input: {from: "marco-rubi", into: "marco-rubio"})`, missing, "input.from", `did you mean "marco-rubio"`},
		{`mergeEntities(input: {from: "marco-rubio", into: "marco-rubi"})`, missing, "input.into", `did you mean "marco-rubio"`},
		{`mergeEntities(input: {from: "marco-rubio", into: "marco-rubio"})`, bad, "input.into", "into itself"},
		{`mergeEntities(input: {from: "marco-rubio", into: "paris"})`, conflict, "input.from", "PERSON"},
		{`mergeEntities(input: {from: "m-rubio", into: "steve-witkoff"})`, conflict, "input.from", `"m-rubio" is merged into "marco-rubio" already`},
		{`unmergeEntities(input: {entity: "marco-rubi"})`, missing, "input.entity", `did you mean "marco-rubio"`},
		{`unmergeEntities(input: {entity: "m-rubio", reason: "\u0000"})`, bad, "input.reason", `"\x00"`},
		{`importAnnotations(input: {annotations: "a: b", text: "a"})`, bad, "input.annotations", "annotations.yaml"},
		{`importAnnotations(input: {annotations: "a: b", text: "a", textName: "../a"})`, bad, "input.textName", `"../a"`},
		{`importAnnotations(input: {annotations: "a: b", text: "a", textName: "annotations.yaml"})`, bad, "input.textName", `"annotations.yaml"`},
	} {
		selected := " { activity { number } }"
		code, argument, message := refused(t, h, "mutation { "+c.mutation+selected+" }", nil)
		require.Equal(t, []string{c.code, c.argument}, []string{code, argument}, "%.200s\n%s", c.mutation, message)
		require.Contains(t, message, c.says, "%.200s", c.mutation)
		require.True(t, strings.HasPrefix(message, c.argument+": "), message)
		for _, inner := range []string{"relations[", "entities[", "documents[", "merges[", "types[", "retractions[", "ana\\n"} {
			require.NotContains(t, message, inner)
		}
		if c.argument != "input.annotations" && c.argument != "input.evidence[0].exact" {
			require.Less(t, len(message), 400, message)
		}
	}
	history, err := store.Get(t.Context(), kg.Keys{Journal: &kg.JournalRequest{Latest: true, Limit: 1}})
	require.NoError(t, err)
	require.Equal(t, "retractDocument", history.Journal[0].Operation, "nothing was written")
}
