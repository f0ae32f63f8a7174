// Package kgtest holds what the tests of several packages share: the suite that
// every kg.Store has to pass, a small graph, and a Store that counts its calls.
package kgtest

import (
	"testing"

	"conflictgraph/internal/kg"
)

// TestStore runs everything that a kg.Store promises against the stores that
// open returns. Each is empty when it is opened and is closed by open's own
// cleanup when the test it was opened for ends; about twenty are opened in all.
func TestStore(t *testing.T, open func(t testing.TB) kg.Store) {
	for _, group := range []struct {
		name string
		test func(t *testing.T, s kg.Store)
	}{
		{"empty store", testEmpty},
		{"reading", testReading},
		{"writing", testWriting},
		{"refusing", testRefusing},
		{"symmetric types", testSymmetric},
		{"vocabulary", testVocabulary},
		{"whose word", testWhoseWord},
		{"publishers of rows", testRowPublishers},
		{"codings", testCodings},
		{"two clocks", testTwoClocks},
		{"links", testLinks},
		{"counts", testCounts},
		{"search", testSearch},
		{"names as people type them", testTypedNames},
		{"names that were collected", testCollectedNames},
		{"how names begin", testBeginnings},
		{"merging", testMerging},
		{"unmerging", testUnmerging},
		{"duplicates", testDuplicates},
		{"correcting", testCorrecting},
		{"identifiers", testIdentifiers},
		{"merging kinds", testMergingKinds},
		{"kinds that are inferred", testInferredKinds},
		{"where and how many", testPlacesAndQuantities},
		{"journal", testJournal},
		{"withdrawing", testWithdrawing},
		{"details of documents", testDetails},
		{"review queue", testQueue},
		{"reviewing", testReviewing},
		{"restoring", testRestoring},
		{"hostile strings", testHostile},
		{"memory that is shared", testSharing},
		{"concurrent writers", testConcurrentWriters},
		{"a crowd of writers", testCrowd},
		{"cancelled", testCancelled},
		{"large batch", testLargeBatch},
		{"random graph", testRandomGraph},
		{"random pages", testRandomPages},
	} {
		t.Run(group.name, func(t *testing.T) { group.test(t, open(t)) })
	}
}
