package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"conflictgraph/internal/packed"
)

// SuggestMapping returns a mapping for a table, in the form that OpenCSV reads, as
// far as its first rows and the names of its columns tell. What they do not tell is
// named in comments, which say what to fill in; a mapping without such comments can be
// used as it is.
func SuggestMapping(limit packed.Limit, path string) (_ string, err error) {
	in, err := openInputs([]string{path})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	r, err := in.records(limit, 0)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	t, err := sampled(r)
	if err != nil {
		return "", err
	}
	return t.guess().yaml(in.names[0], t), nil
}

// rowsSampled is how many rows of a table a mapping is guessed from.
const rowsSampled = 1000

// sample is the beginning of a table.
type sample struct {
	headless bool // the first line has no names
	columns  []sampleColumn
	rows     int
}

type sampleColumn struct {
	name   string // as a mapping has it; empty where it cannot name the column
	folded string
	values []string // what rows state, nothing included, in the order of rows
	used   bool
}

// sampled reads the beginning of a table.
func sampled(r *records) (*sample, error) {
	var t *sample
	for t == nil || t.rows < rowsSampled {
		row, err := r.next()
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF) && t == nil:
			return nil, fmt.Errorf("%s has no rows", r.source.Name)
		case errors.Is(err, io.EOF):
			return t, nil
		case errors.As(err, &reject) && t != nil:
			continue
		case err != nil:
			return nil, headerError(r.source.Name, err)
		}
		if t == nil {
			t = newSample(row)
			if !t.headless {
				continue
			}
		}
		if len(row) == len(t.columns) {
			t.add(row)
		}
	}
	return t, nil
}

// newSample begins with the first line of a table. That has no names where it holds
// a date or an address, a number alone, or one name twice, and nothing that columns
// tend to be called.
func newSample(first []string) *sample {
	t := &sample{columns: make([]sampleColumn, len(first))}
	data, known := false, false
	seen := map[string]int{}
	for i, name := range first {
		name = unquoted(name)
		folded := foldColumn(name)
		seen[folded]++
		t.columns[i] = sampleColumn{name: oneLine(strings.Clone(name)), folded: folded}
		_, _, notDate := parseWritten(name, anyOrder)
		data = data || name != "" && (notDate == nil || isAddress(name))
		known = known || slices.ContainsFunc(guesses, func(g guess) bool { return slices.Contains(g.names, folded) })
	}
	t.headless = data && !known
	for i, c := range t.columns {
		switch {
		case t.headless:
			t.columns[i].name = strconv.Itoa(i + 1)
			t.columns[i].folded = t.columns[i].name
		case seen[c.folded] > 1 || c.folded == "":
			t.columns[i].name = ""
		}
	}
	return t
}

func (t *sample) add(row []string) {
	for i, value := range row {
		t.columns[i].values = append(t.columns[i].values, strings.Clone(stated(value)))
	}
	t.rows++
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// suggestion is what a sample tells of a mapping.
type suggestion struct {
	columns map[string]*sampleColumn // by what they are, as the mapping has it
	until   *sampleColumn
	types   []string // which the column of types has and nobody else does
	unknown string   // a date that can be read in two ways, where no date of the column tells
}

// yaml writes a suggestion.
func (s *suggestion) yaml(file string, t *sample) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# A first mapping for %s, guessed from %d rows; see docs/csv.md.\n", commented(file), t.rows)
	if t.headless {
		b.WriteString("header: false # the first line is a row; columns are numbers, from 1\n")
	} else if says := recognised(t.names()); says != "" {
		fmt.Fprintf(&b, "# By the way%s.\n", says)
	}
	for _, what := range []string{"subject", "type", "object"} {
		switch c := s.columns[what]; {
		case c != nil:
			fmt.Fprintf(&b, "%s: %s\n", what, yamlText(c.name))
		case what == "type":
			b.WriteString("# FILL IN what the rows say of subject and object, or name the column that has it:\ntype: {value: related to}\n")
		default:
			fmt.Fprintf(&b, "# FILL IN the column of the %s: %s\n%s:\n", what, s.left(t), what)
		}
	}
	if c := s.columns["date"]; c != nil {
		date := yamlText(c.name)
		if s.until != nil {
			date = fmt.Sprintf("{column: %s, until: %s}", date, yamlText(s.until.name))
		}
		if s.unknown != "" {
			fmt.Fprintf(&b, "# FILL IN the format, such as D/M/YYYY: %s can be read in two ways:\n", commented(s.unknown))
			date = fmt.Sprintf("{column: %s, format: }", yamlText(c.name))
			if s.until != nil {
				date = fmt.Sprintf("{column: %s, until: %s, format: }", yamlText(c.name), yamlText(s.until.name))
			}
		}
		fmt.Fprintf(&b, "date: %s\n", date)
	}
	for _, what := range []string{"year", "place", "status", "certainty", "source", "quote", "text", "title", "url"} {
		if c := s.columns[what]; c != nil {
			fmt.Fprintf(&b, "%s: %s\n", what, yamlText(c.name))
		}
	}
	if len(s.types) > 0 {
		b.WriteString("types: # of the data set alone; \"as: met-with\" makes one of them a type that there is\n")
		for _, name := range s.types {
			fmt.Fprintf(&b, "  %s: {label: %s}\n", yamlText(name), yamlText(name))
		}
	}
	if left := s.left(t); left != "" {
		fmt.Fprintf(&b, "# Columns that are left: %s\n", left)
	}
	return b.String()
}

// left lists the columns that a suggestion has no use for.
func (s *suggestion) left(t *sample) string {
	var names []string
	for _, c := range t.columns {
		if !c.used && c.name != "" {
			names = append(names, commented(c.name))
		}
	}
	return strings.Join(names, ", ")
}

func (t *sample) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// commented returns a name as it can stand in a comment.
func commented(name string) string {
	if plain := strconv.Quote(shortened(name)); plain != `"`+name+`"` {
		return plain
	}
	return name
}

var plainYAML = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_ ]*$`)

// yamlText returns a text as a scalar of YAML.
func yamlText(s string) string {
	words := []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
	if plainYAML.MatchString(s) && s == strings.TrimSpace(s) && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	quoted, _ := json.Marshal(s) // a text has a form in JSON, which YAML reads
	return string(quoted)
}
