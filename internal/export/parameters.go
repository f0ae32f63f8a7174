package export

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// ParseSelection reads a selection from the parameters entity, types, with,
// direction, status, certainty, from, to, documents, datasets, quoted, coding, attributedTo, places,
// publishers, recordedSince, bbox and asOf, which mean what the
// API's arguments of these names do; bbox is west, south, east and north between commas. Lists are parameters that are given more than
// once. Its errors have CodeBadInput and name the parameter.
func ParseSelection(parameters url.Values) (Selection, error) {
	p := parser{values: parameters}
	s := Selection{
		Entity: p.one("entity"),
		Filter: kg.RelationFilter{
			Types: p.all("types"), With: p.all("with"), Documents: p.all("documents"), Datasets: p.all("datasets"),
			Direction: oneOf(&p, "direction", []kg.Direction{kg.DirectionOut, kg.DirectionIn, kg.DirectionAny}),
			Status:    allOf(&p, "status", kg.Statuses), Certainty: allOf(&p, "certainty", kg.Certainties),
			From: p.date("from"), To: p.date("to"), Quoted: p.either("quoted"), Coding: allOf(&p, "coding", kg.Codings), BBox: p.box("bbox"),
			AttributedTo: p.all("attributedTo"), Places: p.all("places"), Publishers: p.all("publishers"), RecordedSince: p.moment("recordedSince"),
		},
		AsOf: p.moment("asOf"),
	}
	p.nothingElse()
	return s, p.err
}

// parser reads parameters and keeps the first error.
type parser struct {
	values url.Values
	known  []string
	err    error
}

func (p *parser) wrong(name, format string, args ...any) {
	if p.err == nil {
		p.err = kg.BadInput(name, format, args...)
	}
}

func (p *parser) all(name string) []string {
	p.known = append(p.known, name)
	for _, v := range p.values[name] {
		if v == "" {
			p.wrong(name, "it is empty; give a value, or leave it out")
		}
	}
	return p.values[name]
}

func (p *parser) one(name string) string {
	values := p.all(name)
	if len(values) > 1 {
		p.wrong(name, "it is given %d times; give it once", len(values))
	}
	return p.values.Get(name)
}

func (p *parser) either(name string) *bool {
	text := p.one(name)
	if text == "" {
		return nil
	}
	if text != "true" && text != "false" {
		p.wrong(name, "%q is neither true nor false", text)
	}
	is := text == "true"
	return &is
}

func (p *parser) box(name string) *kg.BBox {
	text := p.one(name)
	if text == "" {
		return nil
	}
	var b kg.BBox
	sides := strings.Split(text, ",")
	for i, to := range []*float64{&b.West, &b.South, &b.East, &b.North} {
		var err error
		if len(sides) == 4 {
			*to, err = strconv.ParseFloat(strings.TrimSpace(sides[i]), 64)
		}
		if len(sides) != 4 || err != nil {
			p.wrong(name, "%q is not four numbers of degrees; give west, south, east and north, such as 14,2,28,11", text)
			return nil
		}
	}
	return &b
}

func (p *parser) date(name string) *kg.Date {
	text := p.one(name)
	if text == "" {
		return nil
	}
	d, err := kg.ParseDate(text)
	if err != nil {
		p.wrong(name, "%v", err)
	}
	return &d
}

func (p *parser) moment(name string) *time.Time {
	text := p.one(name)
	if text == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		p.wrong(name, "%q is not a date and time; write it as RFC 3339 does, for example 2025-12-01T12:00:00Z", text)
	}
	t = t.UTC()
	return &t
}

func oneOf[T ~string](p *parser, name string, all []T) T {
	v := T(p.one(name))
	if v != "" && !slices.Contains(all, v) {
		p.wrong(name, "%q is not one of %v", v, all)
	}
	return v
}

func allOf[T ~string](p *parser, name string, all []T) (values []T) {
	for _, text := range p.all(name) {
		if v := T(text); slices.Contains(all, v) {
			values = append(values, v)
		} else {
			p.wrong(name, "%q is not one of %v", v, all)
		}
	}
	return values
}

func (p *parser) nothingElse() {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !slices.Contains(p.known, name) {
			p.wrong(name, "there is no such parameter; there are %s", strings.Join(p.known, ", "))
		}
	}
}
