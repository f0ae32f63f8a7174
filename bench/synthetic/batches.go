package synthetic

import (
	"iter"
	"slices"
	"strconv"
	"time"

	"conflictgraph/internal/kg"
)

// recordedAt is when the graph was recorded.
var recordedAt = time.Date(2025, time.December, 1, 0, 0, 0, 0, time.UTC)

// Batches returns what to write to have the graph in a store, in batches of at
// most size entities or relations.
func (g *Graph) Batches(size int) iter.Seq[kg.Batch] {
	return func(yield func(kg.Batch) bool) {
		if !yield(kg.Batch{RecordedAt: recordedAt, Types: g.Types(), Documents: slices.Clone(g.documents)}) {
			return
		}
		for entities := range slices.Chunk(g.entities, size) {
			if !yield(kg.Batch{RecordedAt: recordedAt, Entities: slices.Clone(entities)}) {
				return
			}
		}
		for from := 0; from < len(g.edges); from += size {
			b := kg.Batch{RecordedAt: recordedAt}
			for number := from; number < min(from+size, len(g.edges)); number++ {
				b.Relations = append(b.Relations, g.relation(number))
			}
			if !yield(b) {
				return
			}
		}
	}
}

// evidence returns a quote for as many relations as there are quotes, evenly
// among all, and a row of a data set for the others.
func (g *Graph) evidence(number int) kg.Evidence {
	every := max(1, len(g.edges)/len(g.quotes))
	if quote := number / every; number%every == 0 && quote < len(g.quotes) {
		return g.quotes[quote]
	}
	return kg.Evidence{Source: &kg.Source{Dataset: g.Dataset, Record: strconv.Itoa(number)}}
}
