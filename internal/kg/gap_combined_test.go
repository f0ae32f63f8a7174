package kg

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// minute returns a moment.
func minute(n int) time.Time { return time.Date(2025, 12, 1, 0, n, 0, 0, time.UTC) }

// randomGaps draws gaps that begin at a minute or later.
func randomGaps(t *rapid.T, from int) (gaps []Gap) {
	for range rapid.IntRange(0, 3).Draw(t, "gaps") {
		from += rapid.IntRange(0, 3).Draw(t, "after")
		g := Gap{At: minute(from), Reason: "wrong"}
		from += rapid.IntRange(1, 3).Draw(t, "for")
		end := minute(from)
		g.RestoredAt = &end
		gaps = append(gaps, g)
	}
	if len(gaps) > 0 && rapid.Bool().Draw(t, "open") {
		gaps[len(gaps)-1].RestoredAt = nil
	}
	return gaps
}

func TestWhatBecomesOneIsValidWhenEitherIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		recorded := rapid.IntRange(0, 5).Draw(t, "recorded")
		kept, other := randomGaps(t, 0), randomGaps(t, recorded)
		both := CombinedGaps(kept, other, minute(recorded))
		for n := range 30 {
			now := minute(n)
			_, first := GapsAsOf(kept, &now)
			_, second := GapsAsOf(other, &now)
			_, combined := GapsAsOf(both, &now)
			if want := first == nil || n >= recorded && second == nil; (combined == nil) != want {
				t.Fatalf("at minute %d %v is valid: %t; %v and %v, which came at %d, are not so", n, both, combined == nil, kept, other, recorded)
			}
		}
		if err := checkGaps("rel:x", both); err != nil {
			t.Errorf("%v: %v", both, err)
		}
	})
}

func TestWhatBecomesOneWasRetractedByWhoeverCameLast(t *testing.T) {
	end := minute(9)
	kept := []Gap{{At: minute(2), Reason: "first", RestoredAt: &end, RestoredReason: "right"}}
	other := []Gap{{At: minute(4), Reason: "second", Document: "doc:one"}}
	got := CombinedGaps(kept, other, minute(1))
	want := Gap{At: minute(4), Reason: "second", Document: "doc:one", RestoredAt: &end, RestoredReason: "right"}
	if len(got) != 1 || got[0] != want {
		t.Errorf("the gaps are %+v, not %+v", got, want)
	}
}
