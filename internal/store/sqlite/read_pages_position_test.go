package sqlite

import (
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
)

var (
	anyDigest = rapid.Custom(func(t *rapid.T) (digest [16]byte) {
		copy(digest[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "digest"))
		return digest
	})
	anyTime = rapid.Custom(func(t *rapid.T) *kg.Time {
		day := kg.Date(rapid.Int32Range(int32(kg.MinDate), int32(kg.MaxDate)).Draw(t, "day"))
		return rapid.SampledFrom([]*kg.Time{nil, {EDTF: "../2025"}, kg.Day(day), kg.Day(day), kg.Day(kg.MinDate), kg.Day(kg.MaxDate)}).Draw(t, "time")
	})
	// Strings that are positions, almost are, or are not at all.
	anyPosition = rapid.Custom(func(t *rapid.T) string {
		p := placeOf(anyTime.Draw(t, "time"), anyDigest.Draw(t, "digest")).position()
		return rapid.OneOf(
			rapid.Just(p),
			rapid.Map(rapid.IntRange(0, len(p)), func(n int) string { return p[:n] }),
			rapid.Map(rapid.String(), func(s string) string { return p + s }),
			rapid.Map(rapid.IntRange(0, len(p)-1), func(i int) string { b := []byte(p); b[i]++; return string(b) }),
			rapid.Map(rapid.IntRange(0, len(p)-1), func(i int) string { b := []byte(p); b[i]--; return string(b) }),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
			rapid.SampledFrom([]string{"", "0", "00000000", "ffffffff", "FFFFFFFF", "ffffffffrel:", "g", "+0000001", "0x000001", "\xff"}),
		).Draw(t, "position")
	})
)

func TestAPlaceHasThePositionOfItsRelationAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, digest := anyTime.Draw(t, "time"), anyDigest.Draw(t, "digest")
		p, r := placeOf(at, digest), kg.Relation{ID: kg.RelationIDOf(digest), Time: at}
		if p.position() != r.Position() {
			t.Fatalf("%v has position %q, its relation %q", p, p.position(), r.Position())
		}
		if back, ok := parsePosition(r.Position()); !ok || back != p {
			t.Fatalf("%q is parsed as %v (%v), not %v", r.Position(), back, ok, p)
		}
		if start := p.start(); (start == nil) != (at == nil || at.Start == nil) || start != nil && *start != *at.Start {
			t.Fatalf("%v starts %v, but its time is %v", p, start, at)
		}
	})
}

func TestBoundsDividePlacesAsPositionsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		position := anyPosition.Draw(t, "bound")
		p := placeOf(anyTime.Draw(t, "of another"), anyDigest.Draw(t, "of another"))
		// Most places are far from the bound: look at those next to it too.
		if near := boundFrom(position); rapid.Bool().Draw(t, "near") && near.day >= 0 && near.day <= undated {
			p.day = near.day
			copy(p.digest[:], near.digest)
		}
		if got, want := p.bound().compare(boundFrom(position)) >= 0, p.position() >= position; got != want {
			t.Errorf("%q is from %q on: %t, its bound says %t", p.position(), position, want, got)
		}
		if got, want := p.bound().compare(boundAfter(position)) >= 0, p.position() > position; got != want {
			t.Errorf("%q is after %q: %t, its bound says %t", p.position(), position, want, got)
		}
	})
}

func TestEveryStatusAndCertaintyHasACode(t *testing.T) {
	for _, s := range kg.Statuses {
		if code, known := statusCodes[s]; !known || statuses[code] != s {
			t.Errorf("status %s has no code", s)
		}
	}
	for _, c := range kg.Certainties {
		if code, known := certaintyCodes[c]; !known || certainties[code] != c {
			t.Errorf("certainty %s has no code", c)
		}
	}
}
