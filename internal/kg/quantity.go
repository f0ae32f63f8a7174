package kg

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// QuantityKind is what a Quantity counts.
type QuantityKind string

const (
	QuantityDeaths          QuantityKind = "DEATHS" // all of them
	QuantityDeathsSubject   QuantityKind = "DEATHS_SUBJECT"
	QuantityDeathsObject    QuantityKind = "DEATHS_OBJECT"
	QuantityDeathsCivilians QuantityKind = "DEATHS_CIVILIANS"
	QuantityDeathsUnknown   QuantityKind = "DEATHS_UNKNOWN" // of people of whom it is not known whose side they were on
	QuantityInjured         QuantityKind = "INJURED"
	QuantityDisplaced       QuantityKind = "DISPLACED"
	QuantityMoney           QuantityKind = "MONEY"
	QuantityStrength        QuantityKind = "STRENGTH" // how many took part
)

// QuantityKinds lists every value.
var QuantityKinds = []QuantityKind{
	QuantityDeaths, QuantityDeathsSubject, QuantityDeathsObject, QuantityDeathsCivilians, QuantityDeathsUnknown,
	QuantityInjured, QuantityDisplaced, QuantityMoney, QuantityStrength,
}

// Quantity is how many, or how much, a source says that there were. What it does not
// say is nil, but not all of it.
type Quantity struct {
	Kind QuantityKind `json:"kind"`
	Low  *float64     `json:"low,omitempty"`  // at the least
	Best *float64     `json:"best,omitempty"` // as the source takes it to be
	High *float64     `json:"high,omitempty"` // at the most
	Unit string       `json:"unit,omitempty"` // of money its currency, "EUR"; empty where things are counted
}

// MaxQuantities is how many quantities one piece of evidence may have.
const MaxQuantities = 20

// checkQuantities returns an error that names the first that is wrong.
func checkQuantities(at string, all []Quantity) error {
	if len(all) > MaxQuantities {
		return BadInput(at, "%d quantities are too many; give at most %d", len(all), MaxQuantities)
	}
	for i, q := range all {
		if err := q.check(fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
		if slices.ContainsFunc(all[:i], q.isOf) {
			return BadInput(fmt.Sprintf("%s[%d].kind", at, i), "%s is there twice; give one quantity of each kind and unit", q.Kind)
		}
	}
	return nil
}

func (q Quantity) isOf(other Quantity) bool { return q.Kind == other.Kind && q.Unit == other.Unit }

func (q Quantity) check(at string) error {
	if err := oneOf(at+".kind", q.Kind, QuantityKinds); err != nil {
		return err
	}
	for _, one := range []struct {
		name  string
		value *float64
	}{{"low", q.Low}, {"best", q.Best}, {"high", q.High}} {
		if one.value != nil && (math.IsInf(*one.value, 0) || !(*one.value >= 0)) { // which NaN is not
			return BadInput(at+"."+one.name, "%v is not a number of things; give one of at least 0", *one.value)
		}
	}
	if q.Low == nil && q.Best == nil && q.High == nil {
		return BadInput(at+".best", "a quantity of %s needs a number: give low, best or high", q.Kind)
	}
	if err := checkTexts(at, "unit", q.Unit); err != nil {
		return err
	}
	const longestUnit = 40
	switch {
	case q.Unit != "" && IsBlank(q.Unit) || len(q.Unit) > longestUnit:
		return BadInput(at+".unit", "the unit %q has to show something and to be of at most %d characters", Shorten(q.Unit), longestUnit)
	case q.Unit == "" && q.Kind == QuantityMoney:
		return BadInput(at+".unit", "money needs a unit; give its currency, for example %q", "EUR")
	}
	return nil
}

// CheckOrder returns an error that names the field, beneath at, with which low, best and
// high do not go upwards. In data sets as they are published they do not always.
func (q Quantity) CheckOrder(at string) error {
	switch {
	case q.Low != nil && q.Best != nil && *q.Low > *q.Best:
		return BadInput(at+".low", "%v is more than best (%v); low, best and high go upwards", *q.Low, *q.Best)
	case q.High != nil && q.Best != nil && *q.High < *q.Best:
		return BadInput(at+".high", "%v is less than best (%v); low, best and high go upwards", *q.High, *q.Best)
	case q.Low != nil && q.High != nil && *q.Low > *q.High:
		return BadInput(at+".low", "%v is more than high (%v); low, best and high go upwards", *q.Low, *q.High)
	}
	return nil
}

// IsOfASide reports whether q is of one end of a relation, and not of the other.
func (q Quantity) IsOfASide() bool {
	return q.Kind == QuantityDeathsSubject || q.Kind == QuantityDeathsObject
}

// SumQuantities returns the sums of quantities by kind and unit, in the order of
// QuantityKinds. Who says only how many it was at best means that at the least and at
// the most, too.
func SumQuantities(all []Quantity) []Quantity {
	var sums []Quantity
	for _, q := range all {
		if q.Best != nil {
			q.Low, q.High = cmp.Or(q.Low, q.Best), cmp.Or(q.High, q.Best)
		}
		i := slices.IndexFunc(sums, q.isOf)
		if i < 0 {
			i, sums = len(sums), append(sums, Quantity{Kind: q.Kind, Unit: q.Unit})
		}
		sums[i].Low, sums[i].Best, sums[i].High = sumOf(sums[i].Low, q.Low), sumOf(sums[i].Best, q.Best), sumOf(sums[i].High, q.High)
	}
	slices.SortFunc(sums, func(a, b Quantity) int {
		return cmp.Or(cmp.Compare(slices.Index(QuantityKinds, a.Kind), slices.Index(QuantityKinds, b.Kind)), cmp.Compare(a.Unit, b.Unit))
	})
	return sums
}

func sumOf(a, b *float64) *float64 {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	sum := *a + *b
	return &sum
}

// CloneQuantities returns a copy of quantities, and of their numbers.
func CloneQuantities(all []Quantity) []Quantity {
	all = slices.Clone(all)
	for i := range all {
		for _, value := range []**float64{&all[i].Low, &all[i].Best, &all[i].High} {
			if *value != nil {
				*value = new(**value)
			}
		}
	}
	return all
}

func sameQuantities(a, b []Quantity) bool {
	return slices.EqualFunc(a, b, func(a, b Quantity) bool {
		return a.isOf(b) && sameValue(a.Low, b.Low) && sameValue(a.Best, b.Best) && sameValue(a.High, b.High)
	})
}

func sameValue[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}
