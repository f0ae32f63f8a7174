package sqlite

import (
	"math"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// conditions are what is asked of the relations that a range has.
type conditions struct {
	asOf      int64
	kinds     int64 // masks of certainties, statuses and codings, see isOfKind
	notBefore any   // the day that a time has to reach, nil where it need not be known
	documents any   // key list
	checks    any   // see checksOf
}

func (s *session) conditionsOf(c plan.Conditions) (conditions, error) {
	of := conditions{asOf: instant(c.AsOf), kinds: choiceOf(c).kinds()}
	switch {
	case c.From != nil:
		of.notBefore = int64(*c.From)
	case c.To != nil:
		of.notBefore = int64(math.MinInt32)
	}
	var err error
	if of.checks, err = s.checksOf(c.Checks); err != nil || len(c.Documents) == 0 {
		return of, err
	}
	keys, err := s.documentList(c.Documents)
	of.documents = keyList(keys)
	return of, err
}

// lowerBound returns the bound beneath which nothing meets conditions.
func lowerBound(c plan.Conditions) bound {
	return boundAfter(kg.PageRequest{Filter: kg.RelationFilter{To: c.To}}.Scan().Lower)
}

// choiceOf returns what conditions say of classes and days.
func choiceOf(c plan.Conditions) choice {
	return choice{
		mask(statusCodes, c.Statuses) & everyStatus, mask(certaintyCodes, c.Certainties) & everyCertainty, mask(codingCodes, c.Codings) & everyCoding, c.From, c.To,
	}
}
