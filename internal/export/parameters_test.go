package export

import (
	"errors"
	"net/url"
	"reflect"
	"strconv"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// parametersOf returns the parameters that ParseSelection reads s from.
func parametersOf(s Selection) url.Values {
	values := url.Values{}
	add := func(name string, texts ...string) {
		for _, text := range texts {
			if text != "" {
				values.Add(name, text)
			}
		}
	}
	f := s.Filter
	add("entity", s.Entity)
	add("types", f.Types...)
	add("with", f.With...)
	add("documents", f.Documents...)
	add("attributedTo", f.AttributedTo...)
	add("places", f.Places...)
	add("publishers", f.Publishers...)
	add("datasets", f.Datasets...)
	add("direction", string(f.Direction))
	for _, status := range f.Status {
		add("status", string(status))
	}
	for _, certainty := range f.Certainty {
		add("certainty", string(certainty))
	}
	for name, day := range map[string]*kg.Date{"from": f.From, "to": f.To} {
		if day != nil {
			add(name, day.String())
		}
	}
	if f.Quoted != nil {
		add("quoted", strconv.FormatBool(*f.Quoted))
	}
	if f.RecordedSince != nil {
		add("recordedSince", f.RecordedSince.Format(time.RFC3339Nano))
	}
	for _, coding := range f.Coding {
		add("coding", string(coding))
	}
	if s.AsOf != nil {
		add("asOf", s.AsOf.Format(time.RFC3339Nano))
	}
	return values
}

// outside reports whether the year of a moment is none that RFC 3339 has.
func outside(at *time.Time) bool { return at != nil && (at.Year() < 0 || at.Year() > 9999) }

// FuzzSelection reads filters from what may stand in a URL.
func FuzzSelection(f *testing.F) {
	for _, query := range []string{
		"", "types=met-with&types=advised&from=2025-11-01&to=2025-12-31", "entity=ukraine&direction=OUT&status=OCCURRED&status=PLANNED&certainty=STATED",
		"asOf=2025-12-01T12:00:00%2B05:30", "documents=doc:a&with=a&with=b", "from=2018-13-40", "from=", "type=met-with", "entity=a&entity=b", "types=%ff%00", "status=occurred", "quoted=true", "coding=QUOTED&coding=HAND_CODED", "coding=coded", "datasets=icews&datasets=acled", "quoted=1",
		"attributedTo=a&places=b&publishers=The+Gazette&publishers=c&recordedSince=2025-12-01T12:00:00.123456789Z",
		"asOf=0000-01-01T00:00:00%2B23:59", "to=-0044-03-15",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Skip("no parameters")
		}
		got, err := ParseSelection(values)
		if err != nil {
			var known *kg.Error
			if !errors.As(err, &known) || known.Code != kg.CodeBadInput || known.Message == "" {
				t.Fatalf("%q is refused without a reason: %v", query, err)
			}
			if _, given := values[known.Field]; !given {
				t.Fatalf("%q is refused for %q, which it does not have: %v", query, known.Field, err)
			}
			return
		}
		if outside(got.AsOf) || outside(got.Filter.RecordedSince) {
			return // RFC 3339 has these years elsewhere only, not in UTC
		}
		again, err := ParseSelection(parametersOf(got))
		if err != nil || !reflect.DeepEqual(got, again) {
			t.Fatalf("%q is read as %+v, and that as %+v (%v)", query, got, again, err)
		}
	})
}
