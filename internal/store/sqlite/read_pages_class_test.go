package sqlite

import (
	"database/sql"
	"errors"
	"slices"
	"testing"

	"conflictgraph/internal/kg"
)

// A database of before classes were stored has them from its migration.
func TestTheMigrationStoresTheClassThatARelationHas(t *testing.T) {
	path, db := emptyOfVersion(t, 5)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var want []int64
	add := func(at *kg.Time) {
		for status := range statuses {
			for certainty := range certainties {
				var end sql.NullInt64
				if at != nil && at.End != nil {
					end = sql.NullInt64{Int64: int64(*at.End), Valid: true}
				}
				_, err := tx.ExecContext(t.Context(), `INSERT INTO relation (day, digest, subject, type, object, status, certainty, end_day, inferred, reasoning, recorded_at)
					VALUES (?, randomblob(16), 1, 1, 1, ?, ?, ?, 0, '', 0)`, placeOf(at, [16]byte{}).day, status, certainty, end)
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, kg.Relation{Status: statuses[status], Certainty: certainties[certainty], Coding: kg.CodingMachine, Time: at}.Class())
			}
		}
	}
	start, first := kg.NewDate(2020, 2, 29), kg.MinDate
	for _, most := range kg.SpanDays {
		for _, days := range []int64{most, min(most+1, kg.SpanDays[len(kg.SpanDays)-1])} {
			add(&kg.Time{Start: &first, End: ptr(first + kg.Date(days-1))})
		}
	}
	for _, at := range []*kg.Time{nil, {Start: &start}, {Start: ptr(kg.Date(0))}, {End: &start}, {Start: &start, End: &start}} {
		add(at)
	}
	if err := errors.Join(tx.Commit(), db.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	rows, err := s.writer.QueryContext(t.Context(), `SELECT class FROM relation ORDER BY key`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []int64
	for rows.Next() {
		var class int64
		if err := rows.Scan(&class); err != nil {
			t.Fatal(err)
		}
		got = append(got, class)
	}
	if err := rows.Err(); err != nil || !slices.Equal(got, want) {
		t.Errorf("the classes are %v (%v), not %v", got, err, want)
	}
}

func ptr[T any](v T) *T { return &v }

func TestCodingsThatFollowEachOtherAreOneRun(t *testing.T) {
	for mask, want := range map[int64][][2]int{
		0b1111: {{0, 2047}}, 0b0001: {{0, 511}}, 0b1010: {{512, 1023}, {1536, 2047}}, 0b0101: {{0, 511}, {1024, 1535}}, 0b0110: {{512, 1535}}, 0b1011: {{0, 1023}, {1536, 2047}},
	} {
		var got [][2]int
		for _, run := range (choice{statuses: everyStatus, certainties: everyCertainty, codings: mask}).bounds() {
			got = append(got, [2]int{run[5].(int), run[6].(int)})
		}
		if !slices.Equal(got, want) {
			t.Errorf("the runs of %b are %v, not %v", mask, got, want)
		}
	}
}

func TestOnlyClassesBetweenWhatIsChosenAreComeUpon(t *testing.T) {
	s := openForPlans(t)
	if _, err := s.writer.ExecContext(t.Context(), `PRAGMA foreign_keys = OFF`); err != nil {
		t.Fatal(err)
	}
	var all []int64
	for span := range int64(3 * 4) {
		for status := range statuses {
			for certainty := range certainties {
				class := span/3*kg.ClassesOfCoding + span%3*kg.ClassesOfSpan + int64(status)*kg.ClassesOfStatus + int64(certainty)
				_, err := s.writer.ExecContext(t.Context(), `INSERT INTO relation (day, digest, subject, type, object, class, inferred, reasoning, recorded_at)
					VALUES (0, randomblob(16), 1, 1, 2, ?, 0, '', 0)`, class)
				if err != nil {
					t.Fatal(err)
				}
				if class > 0 {
					all = append(all, class)
				}
			}
		}
	}
	within := func(n, least, most int64) bool { return least <= n && n <= most }
	for _, codings := range [][2]int64{{0, 3}, {0, 1}, {0, 0}, {1, 1}, {2, 3}} {
		least, most := codings[0]*kg.ClassesOfCoding, (codings[1]+1)*kg.ClassesOfCoding-1
		for s1 := range int64(len(statuses)) {
			for s2 := s1; s2 < int64(len(statuses)); s2++ {
				for c1 := range int64(len(certainties)) {
					for c2 := c1; c2 < int64(len(certainties)); c2++ {
						var want, got []int64
						for i, class := range all {
							if !within(class, least, most) {
								continue
							}
							// Looking begins, once among each, with the first.
							if i == 0 || class%kg.ClassesOfCoding == 0 || within(kg.StatusOfClass(class), s1, s2) && within(kg.CertaintyOfClass(class), c1, c2) {
								want = append(want, class)
							}
						}
						err := s.read(t.Context(), func(current *session) error {
							return current.each(rangeSubject.present, func(rows *sql.Rows) error {
								var class int64
								err := rows.Scan(&class)
								got = append(got, class)
								return err
							}, 1, 0, 0, s1, s2, c1, c2, least, most)
						})
						if err != nil || !slices.Equal(got, want) {
							t.Fatalf("of statuses %d to %d, certainties %d to %d and classes %d to %d there are classes %v, %v; not %v", s1, s2, c1, c2, least, most, got, err, want)
						}
					}
				}
			}
		}
	}
}
