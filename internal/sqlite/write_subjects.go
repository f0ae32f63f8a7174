package sqlite

import "conflictgraph/internal/kg"

var insertSubjects = newInsert(`INSERT OR IGNORE INTO subject_of (object, subject) VALUES `, 2, ``)

// writeSubjects adds the pairs that the new relations link.
func (w *writer) writeSubjects(*kg.Batch) error {
	pairs := make([][2]int64, 0, len(w.pairs))
	for p := range w.pairs {
		pairs = append(pairs, p)
	}
	return w.insert(insertSubjects, len(pairs), func(args []any, i int) []any { return append(args, pairs[i][0], pairs[i][1]) }, nil)
}
