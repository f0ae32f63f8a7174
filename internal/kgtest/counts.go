package kgtest

import (
	"slices"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// count is what a test states of a kg.Count.
type count struct {
	bucket      string // a day, or empty
	key         string
	n           int
	first, last string // days, or empty
}

func testCounts(t *testing.T, s kg.Store) {
	meetings := kg.Batch{RecordedAt: later}
	for i, at := range []string{"2025-12-07", "2025-12-08", "2025-12-14", "2024-12-30", "2025-01-01", "1969-12-31", "1970-01-01", "-0044-03-15", "2025-12", "../2026", "9999-12-31"} {
		meetings.Relations = append(meetings.Relations, kg.Relation{
			Type: []string{"met-with", "visited"}[i%2], Subject: "anna-keller", Object: []string{"ministry", "harbor-city"}[i%2],
			Status: kg.StatusOccurred, Certainty: kg.CertaintyStated, Time: edtf(at), Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: at}}},
		})
	}
	write(t, s, Graph())
	write(t, s, meetings)
	o := told(t, Graph(), meetings)

	t.Run("as stated", func(t *testing.T) { testCountsOf(t, s) })
	t.Run("of each dimension, by each unit of time", func(t *testing.T) {
		asOf, day := Recorded, kg.NewDate(2025, time.November, 27)
		for _, at := range []*time.Time{nil, &asOf} {
			var reqs kg.CountRequests
			for _, owner := range []string{"", "anna-keller", "northland", "allies", "nobody"} {
				for _, by := range []kg.Dimension{kg.ByType, kg.ByStatus, kg.ByCertainty, kg.ByCounterpart} {
					if owner == "" && by == kg.ByCounterpart {
						continue
					}
					for _, bucket := range append([]kg.TimeBucket{""}, kg.TimeBuckets...) {
						reqs.Counts = append(reqs.Counts, kg.CountRequest{Owner: owner, By: by, Bucket: bucket})
					}
					for _, filter := range []kg.RelationFilter{
						{Direction: kg.DirectionIn}, {With: []string{"anna-keller", "allies"}}, {From: &day}, {To: &day, Types: []string{"met-with", "at-war-with", "unheard-of"}},
						{Documents: []string{Interview}}, {Status: []kg.Status{kg.StatusPlanned, kg.StatusOngoing}, Certainty: []kg.Certainty{kg.CertaintyConfirmed, kg.CertaintyStated}},
					} {
						reqs.Counts = append(reqs.Counts, kg.CountRequest{Owner: owner, By: by, Filter: filter}, kg.CountRequest{Owner: owner, By: by, Filter: filter, Bucket: kg.BucketMonth})
					}
					for _, limit := range []int{1, 2, 1_000_000} {
						reqs.Counts = append(reqs.Counts, kg.CountRequest{Owner: owner, By: by, Limit: limit})
					}
				}
			}
			reqs.AsOf = at
			checkCounts(t, s, o, reqs)
		}
	})
}

func testCountsOf(t *testing.T, s kg.Store) {
	since := kg.NewDate(1969, time.January, 1)
	others := []string{"ministry", "harbor-city"}
	for _, c := range []struct {
		name string
		req  kg.CountRequest
		want []count
	}{
		{"most first, then by key, from the first day to the last, which an open end has not", kg.CountRequest{Owner: "southland", By: kg.ByType}, []count{
			{"", "advised", 2, "2025-11-24", "2025-11-30"}, {"", "at-war-with", 1, "2022-02-24", ""}, {"", "met-with", 1, "2025-12-02", "2025-12-02"},
		}},
		{"by counterpart, which for a self-loop is the owner", kg.CountRequest{Owner: "allies", By: kg.ByCounterpart}, []count{
			{"", "allies", 1, "2020-01-01", "2029-12-31"}, {"", "northland", 1, "2025-12-01", "2025-12-01"},
		}},
		{"undated ones, which have no days", kg.CountRequest{Owner: "boris-novak", By: kg.ByStatus, Filter: kg.RelationFilter{Documents: []string{Communique}}}, []count{
			{"", "OCCURRED", 1, "", ""},
		}},
		{"but not undated ones where each unit of time is counted", kg.CountRequest{By: kg.ByCertainty, Bucket: kg.BucketYear, Filter: kg.RelationFilter{Documents: []string{Communique}}}, []count{
			{"2022-01-01", "STATED", 1, "2022-02-24", ""},
		}},
		{"the most, up to a limit", kg.CountRequest{Owner: "anna-keller", By: kg.ByCounterpart, Limit: 2}, []count{
			{"", "ministry", 6, "1970-01-01", "9999-12-31"}, {"", "harbor-city", 5, "-0044-03-15", "2026-12-31"},
		}},
		{"in weeks from Monday, whichever year or sign they have", kg.CountRequest{
			Owner: "anna-keller", By: kg.ByCounterpart, Bucket: kg.BucketWeek, Filter: kg.RelationFilter{With: others, From: &since},
		}, []count{
			{"1969-12-29", "harbor-city", 1, "1969-12-31", "1969-12-31"}, {"1969-12-29", "ministry", 1, "1970-01-01", "1970-01-01"},
			{"2024-12-30", "harbor-city", 1, "2024-12-30", "2024-12-30"}, {"2024-12-30", "ministry", 1, "2025-01-01", "2025-01-01"},
			{"2025-12-01", "ministry", 2, "2025-12-01", "2025-12-31"},
			{"2025-12-08", "harbor-city", 1, "2025-12-08", "2025-12-08"}, {"2025-12-08", "ministry", 1, "2025-12-14", "2025-12-14"},
			{"9999-12-27", "ministry", 1, "9999-12-31", "9999-12-31"},
		}},
		{"in months", kg.CountRequest{Owner: "anna-keller", By: kg.ByType, Bucket: kg.BucketMonth, Filter: kg.RelationFilter{With: others}}, []count{
			{"-0044-03-01", "visited", 1, "-0044-03-15", "-0044-03-15"}, {"1969-12-01", "visited", 1, "1969-12-31", "1969-12-31"},
			{"1970-01-01", "met-with", 1, "1970-01-01", "1970-01-01"}, {"2024-12-01", "visited", 1, "2024-12-30", "2024-12-30"},
			{"2025-01-01", "met-with", 1, "2025-01-01", "2025-01-01"},
			{"2025-12-01", "met-with", 3, "2025-12-01", "2025-12-31"}, {"2025-12-01", "visited", 1, "2025-12-08", "2025-12-08"},
			{"9999-12-01", "met-with", 1, "9999-12-31", "9999-12-31"},
		}},
		{"in years", kg.CountRequest{Owner: "harbor-city", By: kg.ByType, Bucket: kg.BucketYear}, []count{
			{"-0044-01-01", "visited", 1, "-0044-03-15", "-0044-03-15"}, {"1969-01-01", "visited", 1, "1969-12-31", "1969-12-31"},
			{"2024-01-01", "visited", 1, "2024-12-30", "2024-12-30"}, {"2025-01-01", "visited", 1, "2025-12-08", "2025-12-08"},
		}},
		{"none of what is not there", kg.CountRequest{Owner: "nobody", By: kg.ByCounterpart}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			answers, err := s.Counts(t.Context(), kg.CountRequests{Counts: []kg.CountRequest{c.req}})
			must(t, err)
			var got []count
			for _, n := range answers[0] {
				got = append(got, count{text(n.Bucket), n.Key, n.N, text(n.First), text(n.Last)})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("counts are\n%v, not\n%v", got, c.want)
			}
		})
	}
}

func text(d *kg.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
