package exchange

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// oneOf returns the one of all that s is, whatever its case.
func oneOf[T ~string](what, s string, all []T) (T, error) {
	v := T(strings.ToUpper(strings.ReplaceAll(s, " ", "_")))
	if slices.Contains(all, v) {
		return v, nil
	}
	return "", fmt.Errorf("%s is not %s; that is one of %v", quote(s), what, all)
}

// dateFormat is how a table writes its dates.
type dateFormat struct {
	layout  string
	written func(time.Time) kg.Time
	order   dateOrder // that other dates of three numbers have
}

// The parts that a date format can have, the longer before the shorter.
var dateParts = strings.NewReplacer("YYYY", "2006", "YY", "06", "MMMM", "January", "MMM", "Jan", "MM", "01", "M", "1", "DD", "02", "D", "2")

// newDateFormat returns the format that is written with YYYY or YY, MM or M or MMM
// (Jan) or MMMM (January), and DD or D. Without a day it is of months, without a month
// of years.
func newDateFormat(format string) (dateFormat, error) {
	layout := dateParts.Replace(format)
	f := dateFormat{layout: layout, written: func(t time.Time) kg.Time { return *kg.Day(kg.DateOf(t)) }}
	day, month := strings.Contains(format, "D"), strings.Contains(format, "M")
	year, inDays := strings.Index(format, "Y"), strings.Index(format, "D")
	switch {
	case year < inDays && year < strings.Index(format, "M"):
		f.order = yearFirst
	case inDays >= 0 && inDays < strings.Index(format, "M"):
		f.order = dayFirst
	default:
		f.order = monthFirst
	}
	years := strings.Count(format, "Y")
	wrong := years != 4 && years != 2 || !strings.Contains(format, "YYYY"[:min(years, 4)]) || day && !month || strings.ContainsAny(format, "0123456789")
	// A date that is written and read is the same, unless the format is not one.
	sample := time.Date(2023, time.November, 1, 0, 0, 0, 0, time.UTC)
	if !month {
		sample = time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if read, err := time.Parse(layout, sample.Format(layout)); wrong || err != nil || !read.Equal(sample) {
		return f, fmt.Errorf("%s is not a format of dates; write it with YYYY, MM and DD, for example DD.MM.YYYY", quote(format))
	}
	if !day {
		length := len("2006-01")
		if !month {
			length = len("2006")
		}
		f.written = func(t time.Time) kg.Time {
			first, last := kg.DateOf(t), kg.DateOf(t.AddDate(0, 1, -1))
			if !month {
				last = kg.DateOf(t.AddDate(1, 0, -1))
			}
			return kg.Time{EDTF: t.Format("2006-01-02")[:length], Start: &first, End: &last}
		}
	}
	return f, nil
}

func (f dateFormat) parse(text string) (kg.Time, error) {
	t, err := time.Parse(f.layout, text)
	if err != nil {
		return kg.Time{}, fmt.Errorf("%s is not a date of the mapping's format", quote(text))
	}
	return f.written(t), nil
}

// standardType returns the type that is called s by the fields of the API ("met-with") or by
// CAMEO ("cameo:190", "190", "Consult"), and whether there is one.
func standardType(s string) (*event, bool) {
	for _, t := range kg.CoreTypes() {
		if t.ID == s && kg.HasField(s) {
			return &event{kind: t, status: kg.StatusOccurred, certainty: kg.CertaintyStated}, true
		}
	}
	named, known := cameo.OfCode(strings.TrimPrefix(s, cameo.Vocabulary+":"))
	label := named.Name
	if !known {
		named, known = cameo.ByName(s)
		label = s
	}
	if !known || label == "" {
		return nil, false
	}
	return &event{kind: named.RelationType(label), status: named.Status(), certainty: named.Certainty()}, true
}

// ownType returns the type that a data set calls s.
func ownType(dataset, s string, words typeWords) *event {
	t := kg.RelationType{ID: dataset + ":" + localID(s), Label: s, Symmetric: words.Symmetric, PLOVER: words.PLOVER}
	if words.Label != "" {
		t.Label = words.Label
	}
	t.InverseLabel = words.Inverse
	switch {
	case t.Symmetric:
		t.InverseLabel = t.Label
	case t.InverseLabel == "":
		t.InverseLabel = "(object of) " + t.Label
	}
	return &event{kind: t, status: kg.StatusOccurred, certainty: kg.CertaintyStated}
}

// contextLength is how many code points of the text are kept on each side of a
// quote.
const contextLength = 32

// quoted returns evidence of the words' first place in a document's text.
func quoted(document, text, words string) (kg.Evidence, error) {
	at := strings.Index(text, words)
	if at < 0 || words == "" {
		return kg.Evidence{}, fmt.Errorf("the quote %s does not stand in the text, letter by letter", quote(words))
	}
	start := utf8.RuneCountInString(text[:at])
	return kg.Evidence{
		Document: document, Exact: words, Start: start, End: start + utf8.RuneCountInString(words),
		Prefix: lastOf(text[:at]), Suffix: firstOf(text[at+len(words):]),
	}, nil
}

// lastOf returns the context that text ends with.
func lastOf(text string) string {
	start := len(text)
	for range contextLength {
		_, width := utf8.DecodeLastRuneInString(text[:start])
		start -= width
	}
	return text[start:]
}

// firstOf returns the context that text begins with.
func firstOf(text string) string {
	end := 0
	for range contextLength {
		_, width := utf8.DecodeRuneInString(text[end:])
		end += width
	}
	return text[:end]
}
