package neo4j

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// positioned is a thing with its position.
type positioned[T any] struct {
	position string
	thing    T
}

// firstOf merges what the walks of one page found, in any order, each as much as
// the scan asks for.
func firstOf[T any](all []positioned[T], scan kg.Scan) []T {
	slices.SortFunc(all, func(a, b positioned[T]) int {
		if scan.Descending {
			a, b = b, a
		}
		return strings.Compare(a.position, b.position)
	})
	first := make([]T, min(len(all), scan.Limit))
	for i := range first {
		first[i] = all[i].thing
	}
	return first
}

// orderKey returns a string that any comparison of strings orders as s is ordered
// by its bytes. Neo4j orders an index by code points, but compares by UTF-16
// units, which has characters beyond U+FFFF before U+E000.
func orderKey(s string) string {
	key := make([]rune, len(s))
	for i := range len(s) {
		key[i] = rune(s[i])
	}
	return string(key)
}
