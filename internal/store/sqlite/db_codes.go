package sqlite

import "conflictgraph/internal/kg"

// What is stored for each status, certainty and coding. A number, once given, keeps its
// meaning.
var (
	statuses    = []kg.Status{kg.StatusOccurred, kg.StatusOngoing, kg.StatusPlanned, kg.StatusProposed}
	certainties = []kg.Certainty{kg.CertaintyStated, kg.CertaintyConfirmed, kg.CertaintyAlleged, kg.CertaintyDisputed, kg.CertaintyDenied}

	statusCodes    = codes(statuses)
	certaintyCodes = codes(certainties)
	codingCodes    = codes(kg.CodingCodes)
)

func codes[T comparable](values []T) map[T]int64 {
	byValue := make(map[T]int64, len(values))
	for i, v := range values {
		byValue[v] = int64(i)
	}
	return byValue
}

// mask returns a number with the bits of the values' codes set; of all bits
// where there are no values.
func mask[T comparable](codes map[T]int64, values []T) int64 {
	if len(values) == 0 {
		return -1
	}
	var bits int64
	for _, v := range values {
		if code, known := codes[v]; known {
			bits |= 1 << code
		}
	}
	return bits
}
