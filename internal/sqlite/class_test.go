package sqlite

import (
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func TestTheClassOfARelationIsWhatItsColumnsSay(t *testing.T) {
	s := openForPlans(t)
	start := kg.NewDate(2020, time.January, 1)
	for days := int64(1); days < 40_000; days += 1 + days/9 {
		checkClass(t, s, kg.Time{Start: &start, End: ptr(start + kg.Date(days-1))}, int64(slices.IndexFunc(kg.SpanDays[:], func(most int64) bool { return days <= most })))
	}
	for _, most := range kg.SpanDays {
		span := int64(slices.Index(kg.SpanDays[:], most))
		first := kg.MinDate
		checkClass(t, s, kg.Time{Start: &first, End: ptr(first + kg.Date(most-1))}, span)
		if most < kg.SpanDays[len(kg.SpanDays)-1] {
			checkClass(t, s, kg.Time{Start: &first, End: ptr(first + kg.Date(most))}, span+1)
		}
	}
	checkClass(t, s, kg.Time{}, 0)
	checkClass(t, s, kg.Time{Start: &start}, kg.SpanOpen)
	checkClass(t, s, kg.Time{Start: ptr(kg.Date(0))}, kg.SpanOpen)
	checkClass(t, s, kg.Time{End: &start}, kg.SpanUntil)
}

func ptr[T any](v T) *T { return &v }

// checkClass checks the class that a relation of each status and certainty has, and
// whether it is in the index of ordinary ones.
func checkClass(t *testing.T, s *Store, at kg.Time, span int64) {
	t.Helper()
	var end any
	if at.End != nil {
		end = int64(*at.End)
	}
	tx, err := s.writer.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for status := range statuses {
		for certainty := range certainties {
			if _, err := tx.ExecContext(t.Context(), `INSERT INTO relation (key, day, digest, subject, type, object, status, certainty, end_day, inferred, reasoning, recorded_at)
				VALUES (1, ?, x'00', 1, 1, 1, ?, ?, ?, 0, '', 0)`, placeOf(&at, [16]byte{}).day, status, certainty, end); err != nil {
				t.Fatal(err)
			}
			var class, ordinary int64
			err := tx.QueryRowContext(t.Context(), `SELECT class, (SELECT count(*) FROM relation r INDEXED BY ordinary_by_day WHERE `+isOrdinary+`) FROM relation`).Scan(&class, &ordinary)
			if err != nil {
				t.Fatal(err)
			}
			want := span*kg.ClassesOfSpan + int64(status)*kg.ClassesOfStatus + int64(certainty)
			if class != want || (ordinary == 1) != (class == 0) {
				t.Errorf("a relation of time %v, status %d and certainty %d has class %d (ordinary: %d), not %d", at, status, certainty, class, ordinary, want)
			}
			if _, err := tx.ExecContext(t.Context(), `DELETE FROM relation`); err != nil {
				t.Fatal(err)
			}
		}
	}
}
