package kg

import (
	"context"
	"testing"
)

// knownTwins is a store where two persons were merged into a third.
type knownTwins struct{ knownThings }

func (k knownTwins) Get(ctx context.Context, keys Keys) (*Found, error) {
	g := smallGraph{
		entities: append(people("one", "twin", "twin2", "other"), Entity{ID: "place", Kind: KindPlace}),
		into:     map[string]string{"twin": "one", "twin2": "one"},
	}
	return g.Get(ctx, keys)
}

func (k knownTwins) Lineage(_ context.Context, ids []string) (*Lineage, error) {
	return lineageOf(k, ids)
}

// restated returns a batch that states entities, new and known ones, beside its
// merges.
func restated(merges ...Merge) Batch {
	b := Batch{Merges: merges, Entities: []Entity{{ID: "place", Kind: KindPlace, Name: "place"}, {ID: "place2", Kind: KindPlace, Name: "place2"}}}
	b.Entities = append(b.Entities, people("one", "twin", "twin2", "other", "new", "new2")...)
	return b
}

func TestMergesThatCanBe(t *testing.T) {
	for name, merges := range map[string][]Merge{
		"of two known entities":                               {{From: "other", Into: "one"}},
		"of two new ones":                                     {{From: "new", Into: "new2", Reason: "the same"}},
		"of a new one into a merged one":                      {{From: "new", Into: "twin"}},
		"of one that others were merged into":                 {{From: "one", Into: "other"}},
		"of what is one already":                              {{From: "twin", Into: "one"}, {From: "one", Into: "twin2"}, {From: "twin", Into: "twin2"}},
		"of a chain, from its start":                          {{From: "new", Into: "new2"}, {From: "new2", Into: "other"}, {From: "other", Into: "one"}},
		"of a chain, from its end":                            {{From: "other", Into: "one"}, {From: "new2", Into: "other"}, {From: "new", Into: "new2"}},
		"of what the batch has made one, there and back":      {{From: "new", Into: "other"}, {From: "other", Into: "new"}, {From: "new", Into: "other"}},
		"of one after another was merged into its survivor":   {{From: "other", Into: "twin"}, {From: "one", Into: "new"}},
		"of several places, which are of one kind themselves": {{From: "place2", Into: "place"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := restated(merges...)
			b.Unmerges = []Unmerge{{Entity: "twin"}, {Entity: "other"}, {Entity: "new"}}
			if err := b.Check(t.Context(), knownTwins{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestMergesThatCannotBeAreRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		code  Code
		field string
		batch Batch
	}{
		{"of one into itself", CodeBadInput, "merges[0].into", restated(Merge{From: "other", Into: "other"})},
		{"of one that is merged into another", CodeConflict, "merges[0].from", restated(Merge{From: "twin", Into: "other"})},
		{"of one that the batch has merged into another", CodeConflict, "merges[1].from", restated(Merge{From: "new", Into: "new2"}, Merge{From: "new", Into: "other"})},
		{"of one that went into what the batch has merged into another", CodeConflict, "merges[1].from", restated(Merge{From: "one", Into: "new"}, Merge{From: "twin", Into: "other"})},
		{"of two kinds", CodeConflict, "merges[0].from", restated(Merge{From: "other", Into: "place"})},
		{"of what is not there", CodeNotFound, "merges[1].from", restated(Merge{From: "new", Into: "new2"}, Merge{From: "nobody", Into: "one"})},
		{"into what is not there", CodeNotFound, "merges[0].into", restated(Merge{From: "one", Into: "nobody"})},
		{"for a reason that is not UTF-8", CodeBadInput, "merges[0].reason", restated(Merge{From: "new", Into: "one", Reason: "\xff"})},
		{"that are taken back of what is not there", CodeNotFound, "unmerges[1].entity", Batch{Entities: people("new"), Unmerges: []Unmerge{{Entity: "new"}, {Entity: "nobody"}}}},
		{"that are taken back for a reason that is not UTF-8", CodeBadInput, "unmerges[0].reason", Batch{Entities: people("new"), Unmerges: []Unmerge{{Entity: "new", Reason: "\xff"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkError(t, c.batch.Check(t.Context(), knownTwins{}), c.code, c.field)
		})
	}
}

func TestWhatIsMergedNeedNotBeStatedAgain(t *testing.T) {
	b := Batch{Merges: []Merge{{From: "other", Into: "twin"}}, Unmerges: []Unmerge{{Entity: "twin2"}}}
	if err := b.Check(t.Context(), knownTwins{}); err != nil {
		t.Error(err)
	}
}
