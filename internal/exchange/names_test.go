package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"pgregory.net/rapid"
)

func TestNamesGiveReadableIDs(t *testing.T) {
	for name, id := range map[string]string{
		"Narendra Modi":    "narendra-modi",
		" narendra  MODI ": "narendra-modi",
		"São Tomé":         "sao-tome",
		"Unit 731":         "unit-731",
	} {
		same(t, name, localID(name), id)
	}
	for name, start := range map[string]string{
		"Citizen (India)":        "citizen-india~",
		"Citizen-India":          "citizen-india~",
		"Зеленский":              "zelenskii~",
		"(((":                    "~",
		strings.Repeat("a", 900): strings.Repeat("a", maxSlug) + "~",
	} {
		if got := localID(name); !strings.HasPrefix(got, start) || len(got) != len(start)+12 {
			t.Errorf("%q has the id %q", name, got)
		}
	}
}

// Names that fold alike have one id and others have another, and every id can be
// one of a data set.
func TestNamesAndIDsGoTogether(t *testing.T) {
	name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-bA-B\- '()~.]{0,5}`))
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if (localID(a) == localID(b)) != (kg.FoldName(a) == kg.FoldName(b)) {
			t.Fatalf("%q is %q and %q is %q", a, localID(a), b, localID(b))
		}
		if err := kg.CheckEntityID(strings.Repeat("d", 100) + ":place." + localID(a)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRegisterForgetsRatherThanGrows(t *testing.T) {
	r := newRegister("rows")
	var batch kg.Batch
	add := func(name string) string { return r.entity(&batch, described{name: name, kind: kindOf}) }
	same(t, "id", add("Northland"), add("Northland"))
	same(t, "entities", len(batch.Entities), 1)
	for i := range maxKnown {
		r.entities[[2]string{"filler", fmt.Sprint(i)}] = ""
	}
	same(t, "id", add("Southland"), "rows:southland")
	same(t, "remembered", len(r.entities), 1)
	same(t, "id once forgotten", add("Northland"), "rows:northland")
	same(t, "entities once forgotten", len(batch.Entities), 3)
}

// digestOf returns what the id of a folded name ends in.
func digestOf(key string) string {
	digest := sha256.Sum256([]byte(key))
	return hex.EncodeToString(digest[:6])
}
