package kg

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestNamesAreFolded(t *testing.T) {
	for name, want := range map[string]string{
		"Emmanuel Macron":             "emmanuel macron",
		"Boris Novák":                 "boris novak",
		"Novák in two marks: a\u0301": "novak in two marks: a",
		"ÅNGSTRÖM":                    "angstrom",
		"Зеленский":                   "зеленскии",
		"Ελλάς":                       "ελλας",
		"İstanbul":                    "istanbul",
		"  two\t words \n":            "two words",
		"a\u00a0b\u2003c":             "a b c",
		"a\x00b\x01c":                 "abc",
		"ﬁ １２":                        "fi 12",
		"外交部":                         "外交部",
		"a ¨":                         "a",
		"👩‍👩‍👧":                       "👩‍👩‍👧",
		"":                            "",
	} {
		if got := FoldName(name); got != want {
			t.Errorf("%q is folded to %q, not %q", name, got, want)
		}
	}
}

func TestAFoldedNameStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		folded := FoldName(name)
		if again := FoldName(folded); again != folded {
			t.Errorf("%q is folded to %q, and that to %q", name, folded, again)
		}
		if strings.Join(strings.Fields(folded), " ") != folded || strings.ContainsFunc(folded, unicode.IsControl) {
			t.Errorf("%q is folded to %q", name, folded)
		}
	})
}

func TestEntitiesOrderByFoldedNameThenByID(t *testing.T) {
	want := []Entity{
		{Name: "Al", ID: "z"}, {Name: "Ál", ID: "zz"}, {Name: "al", ID: "zzz"}, {Name: "Al A", ID: "a"}, {Name: "ALA", ID: "b"}, {Name: "Be", ID: "a"},
		{Name: "\ue000", ID: "a"}, {Name: "👩", ID: "a"}, {Name: "\U0010fffd", ID: "a"},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b Entity) int { return strings.Compare(a.Position(), b.Position()) })
	for i := range want {
		if got[i].Name != want[i].Name || got[i].ID != want[i].ID {
			t.Errorf("at %d stands %q, not %q", i, got[i].Name, want[i].Name)
		}
	}
}

func TestEveryEntityStandsWithinTheList(t *testing.T) {
	names := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune{'\U0010ffff', '\U0010fffd', '\ufffe', ' ', '\u0301', 'a'})))
	rapid.Check(t, func(t *rapid.T) {
		if p := (Entity{Name: names.Draw(t, "name"), ID: "a"}).Position(); p == "" || p >= EntityPositionEnd {
			t.Errorf("%q is not between the start and the end of the list", p)
		}
	})
}

func TestActorsAreTheKindsThatAct(t *testing.T) {
	for _, k := range EntityKinds {
		if k.IsActor() != slices.Contains(ActorKinds, k) {
			t.Errorf("%s acts: %t", k, k.IsActor())
		}
	}
}

func TestErrorsCarryTheirCodeThroughWrapping(t *testing.T) {
	cause := errors.New("connection refused")
	for _, c := range []struct {
		err  error
		want Code
		text string
	}{
		{nil, "", ""},
		{cause, CodeInternal, "connection refused"},
		{BadInput("filter.from", "%d is wrong", 1), CodeBadInput, "filter.from: 1 is wrong"},
		{fmt.Errorf("while writing: %w", Conflict("a and b")), CodeConflict, "while writing: a and b"},
		{Unavailable(cause), CodeUnavailable, "the store cannot be reached: connection refused"},
	} {
		if got := ErrorCode(c.err); got != c.want {
			t.Errorf("%v has code %s, not %s", c.err, got, c.want)
		}
		if c.err != nil && c.err.Error() != c.text {
			t.Errorf("it says %q, not %q", c.err, c.text)
		}
	}
	if !errors.Is(Unavailable(cause), cause) {
		t.Error("the cause is lost")
	}
}

func TestCoreTypesAreSound(t *testing.T) {
	batch := Batch{Types: CoreTypes()}
	if err := batch.Check(t.Context(), knownThings{}); err != nil {
		t.Error(err)
	}
	if len(TypesByID(CoreTypes())) != len(CoreTypes()) {
		t.Error("two types have one id")
	}
	for _, kind := range CoreTypes() {
		if kind.Symmetric && (kind.Label != kind.InverseLabel || !slices.Equal(kind.SubjectKinds, kind.ObjectKinds)) {
			t.Errorf("%s is symmetric, but its ends are not alike", kind.ID)
		}
	}
}
