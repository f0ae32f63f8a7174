package backup

import "conflictgraph/internal/kg"

// Parse reads one line between the first and the last.
func Parse(text []byte) (kg.Record, error) { return parse(text, newEarlier()) }
