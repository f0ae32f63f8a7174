package export_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// bundle is what of a STIX bundle tells its reader what is new.
type bundle struct {
	ID      string
	Objects []stixObject
}

type stixObject struct {
	ID, Type, Name, Description string
	Created, Modified           time.Time
	Revoked                     bool
	Relationship                string `json:"relationship_type"`
	Source                      string `json:"source_ref"`
	Target                      string `json:"target_ref"`
	Extensions                  map[string]struct{ Graph_ID, Type, Merged_Into string }
	of                          string // what it is in the graph
	raw                         string
}

func stixBundle(t *testing.T, store export.Store, asOf *time.Time) bundle {
	t.Helper()
	var read struct {
		ID      string
		Objects []json.RawMessage
	}
	require.NoError(t, json.Unmarshal(exported(t, store, "stix", export.Selection{AsOf: asOf}), &read))
	b := bundle{ID: read.ID}
	for _, raw := range read.Objects {
		var o stixObject
		require.NoError(t, json.Unmarshal(raw, &o))
		o.raw = string(raw)
		for _, e := range o.Extensions {
			o.of = e.Graph_ID
		}
		if o.of != "" {
			b.Objects = append(b.Objects, o)
		}
	}
	return b
}

// of returns the objects that are, or were, of a thing of the graph.
func (b bundle) of(id string) (all []stixObject) {
	for _, o := range b.Objects {
		if o.of == id {
			all = append(all, o)
		}
	}
	return all
}

// one returns the only object of a thing that is not revoked.
func (b bundle) one(t *testing.T, id string) stixObject {
	t.Helper()
	valid := slices.DeleteFunc(b.of(id), func(o stixObject) bool { return o.Revoked })
	require.Len(t, valid, 1, id)
	return valid[0]
}

// requireVersions requires of two bundles, the second of which came later, what STIX
// does of versions: an object that is not what it was is newer, one that is is not,
// one that was revoked stays so, and what is referred to is there.
func requireVersions(t *testing.T, before, after bundle) (moved []string) {
	t.Helper()
	was := map[string]stixObject{}
	for _, o := range before.Objects {
		was[o.ID] = o
	}
	is := map[string]stixObject{}
	for _, o := range after.Objects {
		require.NotContains(t, is, o.ID, "an object comes once")
		is[o.ID] = o
		old, known := was[o.ID]
		if known && old.raw == o.raw {
			continue
		}
		moved = append(moved, o.of)
		if known {
			require.True(t, o.Modified.After(old.Modified), "%s is another and was modified %s, as before:\n%s\n%s", o.of, o.Modified, old.raw, o.raw)
			require.Equal(t, old.Created, o.Created)
			require.False(t, old.Revoked, "%s was revoked and is not", o.of)
		}
	}
	for _, o := range after.Objects {
		if o.Type == "relationship" {
			require.Contains(t, is, o.Source)
			require.Contains(t, is, o.Target)
			require.False(t, is[o.Source].Revoked || is[o.Target].Revoked, "%s has an end that is revoked", o.of)
		}
	}
	if len(moved) == 0 && len(before.Objects) == len(after.Objects) {
		require.Equal(t, before.ID, after.ID, "the same content has the same id")
	} else {
		require.NotEqual(t, before.ID, after.ID, "new content has a new id")
	}
	slices.Sort(moved)
	return slices.Compact(moved)
}

func TestWhatChangesIsANewVersionInSTIX(t *testing.T) {
	store := bothstores.SQLite(t)
	met, speaks, advised := kgtest.ID(kgtest.MetMonday), kgtest.ID(kgtest.SpeaksFor), kgtest.ID(kgtest.AdvisedAlleged)
	metAgain, willMeet, disputed := kgtest.ID(kgtest.MetAgain), kgtest.ID(kgtest.WillMeet), kgtest.ID(kgtest.AdvisedDisputed)
	again := kgtest.Graph().Relations[kgtest.SpeaksFor]
	again.Evidence = []kg.Evidence{kgtest.Quote(kgtest.Graph().Documents[0], "Ministry 外交部")}
	name, none, yes := "Anna M. Keller", "", true
	organization, person := kg.KindOrganization, kg.KindPerson

	steps := []struct {
		does  string
		batch kg.Batch
		moved []string // the things of which an object is new or another
	}{
		{"a name is corrected", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", Name: &name}}}, []string{"anna-keller"}},
		{"a description is taken away", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", Description: &none}}}, []string{"anna-keller"}},
		{"somebody is unnamed", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", Unnamed: &yes}}}, []string{"anna-keller"}},
		{"an alias is taken away", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", RemoveAliases: []string{"Keller"}}}}, []string{"anna-keller"}},
		{"an alias is added", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", AddAliases: []string{"Anni"}}}}, []string{"anna-keller"}},
		{"an alias comes with an import", kg.Batch{Entities: []kg.Entity{{ID: "boris-novak", Kind: kg.KindPerson, Name: "Boris Novák", Aliases: []string{"Borja"}}}}, []string{"boris-novak"}},
		{"a kind is corrected", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "unnamed-adviser", Kind: &organization}}}, []string{"unnamed-adviser"}},
		{"and back", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "unnamed-adviser", Kind: &person}}}, []string{"unnamed-adviser"}},
		{"nothing is corrected", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", Name: &name}}}, nil},
		{"evidence is added", kg.Batch{Relations: []kg.Relation{again}}, []string{speaks}},
		{"a type is added", kg.Batch{Types: []kg.RelationType{{ID: "wrote-to", Label: "wrote to", InverseLabel: "had a letter from"}}}, nil},
		{"a relation is retracted", kg.Batch{Retractions: []kg.Retraction{{Relation: met}}}, nil},
		{"and restored", kg.Batch{Restores: []kg.Restore{{Relation: met}}}, []string{met}},
		{"an entity is merged", kg.Batch{Merges: []kg.Merge{{From: "unnamed-adviser", Into: "boris-novak"}}}, []string{"boris-novak", met, metAgain, speaks, advised, disputed, "unnamed-adviser"}},
		{"and the one that it went into", kg.Batch{Merges: []kg.Merge{{From: "boris-novak", Into: "anna-keller"}}}, []string{"anna-keller", "boris-novak", met, metAgain, willMeet, speaks, advised, disputed}},
		{"one of the merged loses an alias", kg.Batch{Updates: []kg.EntityUpdate{{Entity: "anna-keller", RemoveAliases: []string{"Borja"}}}}, []string{"anna-keller"}},
		{"that is taken back", kg.Batch{Unmerges: []kg.Unmerge{{Entity: "boris-novak"}}}, []string{"anna-keller", "boris-novak", met, metAgain, willMeet, speaks, advised, disputed}},
		{"and merged again", kg.Batch{Merges: []kg.Merge{{From: "boris-novak", Into: "anna-keller"}}}, []string{"anna-keller", "boris-novak", met, metAgain, willMeet, speaks, advised, disputed}},
		{"a document is withdrawn", kg.Batch{Withdrawals: []kg.Withdrawal{{Document: kgtest.Communique}}}, nil},
		{"and comes back into view", kg.Batch{Readmissions: []kg.Readmission{{Document: kgtest.Communique}}}, []string{metAgain, kgtest.ID(kgtest.War)}},
	}
	_, err := store.Write(t.Context(), kgtest.Graph())
	require.NoError(t, err)
	bundles := []bundle{stixBundle(t, store, nil)}
	for i, step := range steps {
		step.batch.RecordedAt = kgtest.Recorded.Add(time.Duration(i+1) * time.Hour)
		step.batch.Provenance.Operation = "correct"
		_, err := store.Write(t.Context(), step.batch)
		require.NoError(t, err, step.does)
		after := stixBundle(t, store, nil)
		slices.Sort(step.moved)
		require.Equal(t, step.moved, requireVersions(t, bundles[i], after), step.does)
		require.Equal(t, after, stixBundle(t, store, nil), "the same again")
		bundles = append(bundles, after)
	}
	for i := range bundles {
		at := kgtest.Recorded.Add(time.Duration(i) * time.Hour)
		require.Equal(t, bundles[i], stixBundle(t, store, &at), "as of step %d it is what it was then", i)
	}
}

func TestAMergedIdentityIsRevokedInSTIXAndComesBackAsAnother(t *testing.T) {
	store := bothstores.SQLite(t)
	write := func(hours int, b kg.Batch) time.Time {
		t.Helper()
		b.RecordedAt = kgtest.Recorded.Add(time.Duration(hours) * time.Hour)
		_, err := store.Write(t.Context(), b)
		require.NoError(t, err)
		return b.RecordedAt
	}
	write(0, kgtest.Graph())
	first := stixBundle(t, store, nil).one(t, "boris-novak")
	require.Equal(t, kgtest.Recorded, first.Created.UTC())
	require.Equal(t, kgtest.Recorded, first.Modified.UTC())

	at := write(1, kg.Batch{Merges: []kg.Merge{{From: "boris-novak", Into: "anna-keller"}}})
	is := stixBundle(t, store, nil)
	require.Len(t, is.of("boris-novak"), 1)
	revoked := is.of("boris-novak")[0]
	require.True(t, revoked.Revoked)
	require.Equal(t, []any{first.ID, first.Name, first.Created, at}, []any{revoked.ID, revoked.Name, revoked.Created, revoked.Modified.UTC()})
	for _, e := range revoked.Extensions {
		require.Equal(t, "anna-keller", e.Merged_Into)
	}
	anna := is.one(t, "anna-keller")
	require.Equal(t, at, anna.Modified.UTC())
	require.Contains(t, anna.raw, "Boris Novák", "by whose name it goes")
	require.Equal(t, []string{anna.ID, anna.ID}, []string{is.one(t, kgtest.ID(kgtest.MetAgain)).Source, is.one(t, kgtest.ID(kgtest.MetAgain)).Target})

	at = write(2, kg.Batch{Unmerges: []kg.Unmerge{{Entity: "boris-novak"}}})
	is = stixBundle(t, store, nil)
	require.Len(t, is.of("boris-novak"), 2)
	again := is.one(t, "boris-novak")
	require.NotEqual(t, first.ID, again.ID, "STIX lets nothing that was revoked come back")
	require.Equal(t, []any{first.Name, at, at}, []any{again.Name, again.Created.UTC(), again.Modified.UTC()})
	require.Contains(t, []string{is.one(t, kgtest.ID(kgtest.SpeaksFor)).Source}, again.ID)

	// One that is no actor any more, though nothing says so, is revoked too.
	place := kg.KindPlace
	at = write(3, kg.Batch{Updates: []kg.EntityUpdate{{Entity: "unnamed-adviser", Kind: &place}}})
	gone := stixBundle(t, store, nil).of("unnamed-adviser")
	require.Len(t, gone, 1)
	require.Equal(t, []any{true, at}, []any{gone[0].Revoked, gone[0].Modified.UTC()})
}

// openCTITakes is what OpenCTI takes between what is written here, from its source:
// https://github.com/OpenCTI-Platform/opencti, opencti-graphql/src/database/stix.ts
// and opencti-graphql/src/modules/organization/organization.ts.
const openCTITakes = `
Individual   Individual   derived-from part-of
Individual   Organization part-of
Organization Organization derived-from part-of
Incident     Individual   targets
Incident     Organization targets
Incident     Incident     derived-from
`

func TestOpenCTITakesARelationshipOfEveryTypeBetweenAllKinds(t *testing.T) {
	taken := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(openCTITakes)) {
		words := strings.Fields(line)
		taken[words[0]+" "+words[1]] = " " + strings.Join(words[2:], " ") + " related-to "
	}
	is := map[kg.EntityKind]string{
		kg.KindPerson: "Individual", kg.KindOrganization: "Organization", kg.KindCountry: "Organization",
		kg.KindGroup: "Organization", kg.KindOtherActor: "Organization", kg.KindEvent: "Incident",
	}
	b := kg.Batch{RecordedAt: kgtest.Recorded, Types: append(kg.CoreTypes(), kg.RelationType{ID: "targets", Label: "targets", InverseLabel: "is targeted by"},
		kg.RelationType{ID: "rows:019", Label: "did", InverseLabel: "was done by"}, kg.RelationType{ID: "derived-from", Label: "comes from", InverseLabel: "is the origin of"},
		kg.RelationType{ID: "rows:ё", Label: "unsaid", InverseLabel: "unsaid"})}
	for kind := range is {
		for _, end := range []string{"a", "b"} {
			b.Entities = append(b.Entities, kg.Entity{ID: strings.ReplaceAll(strings.ToLower(string(kind)), "_", "-") + "-" + end, Kind: kind, Name: string(kind) + end})
		}
	}
	allows := func(kinds []kg.EntityKind, kind kg.EntityKind) bool {
		return len(kinds) == 0 || slices.Contains(kinds, kind)
	}
	for _, of := range b.Types {
		for _, subject := range b.Entities {
			for _, object := range b.Entities {
				if !strings.HasSuffix(subject.ID, "-a") || !strings.HasSuffix(object.ID, "-b") || !allows(of.SubjectKinds, subject.Kind) || !allows(of.ObjectKinds, object.Kind) {
					continue
				}
				for i, certainty := range []kg.Certainty{kg.CertaintyStated, kg.CertaintyDenied} {
					b.Relations = append(b.Relations, kg.Relation{
						Type: of.ID, Subject: subject.ID, Object: object.ID, Status: kg.StatusOccurred, Certainty: certainty,
						Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: string(rune('1' + i))}}},
					})
				}
			}
		}
	}
	store := bothstores.SQLite(t)
	_, err := store.Write(t.Context(), b)
	require.NoError(t, err)
	read := stixBundle(t, store, nil)
	kinds := map[string]kg.EntityKind{}
	for _, e := range b.Entities {
		kinds[read.one(t, e.ID).ID] = e.Kind
	}
	kept, relationships := map[string]int{}, 0
	for _, o := range read.Objects {
		if o.Type != "relationship" {
			continue
		}
		relationships++
		ends := is[kinds[o.Source]] + " " + is[kinds[o.Target]]
		require.Contains(t, taken[ends]+" related-to ", " "+o.Relationship+" ", "between %s", ends)
		for _, e := range o.Extensions {
			require.NotEmpty(t, e.Type, "its type in the graph is kept")
			if o.Relationship != "related-to" {
				require.Equal(t, e.Type, o.Relationship)
				require.NotContains(t, o.Description, "(")
			}
		}
		kept[o.Relationship]++
	}
	require.Equal(t, len(b.Relations), relationships)
	// Of five kinds of actors, one is an Individual and four are Organizations.
	require.Equal(t, []int{1 + 4 + 16, 1 + 16 + 1, 5}, []int{kept["part-of"], kept["derived-from"], kept["targets"]})
}
