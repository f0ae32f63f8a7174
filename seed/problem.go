package seed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Problem is one thing that is wrong with a file and what to do about it.
type Problem struct {
	File    string
	Line    int // from 1
	Message string
}

// Error returns "FILE:LINE: what is wrong; what to do".
func (p Problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// Problems is everything that is wrong with a directory's annotations, by file
// and line. It is the error that Load returns for what an annotator can mend.
type Problems []Problem

// Error returns a line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) sort() {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}

// place is where something is written.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

const listedValues = 80

// listed joins values for a message, "A, B or C", and breaks a very long list off.
func listed[T ~string](values []T) string {
	if len(values) > listedValues {
		values = append(slices.Clone(values[:listedValues]), "others")
	}
	var b strings.Builder
	for i, v := range values {
		switch {
		case i > 0 && i == len(values)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(v))
	}
	return b.String()
}

// didYouMean returns ` (did you mean "x"?)` for the one of known that is spelled
// most like value, or nothing where none is close.
func didYouMean[T ~string](value string, known []T) string {
	if len(value) > 200 {
		return ""
	}
	best, least := "", max(2, len(value)/3)+1
	for _, k := range known {
		d := levenshtein.ComputeDistance(strings.ToLower(value), strings.ToLower(string(k)))
		if d < least {
			best, least = string(k), d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}
