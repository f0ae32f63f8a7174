package memory

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

func TestConformance(t *testing.T) {
	kgtest.TestStore(t, func(testing.TB) kg.Store { return Open() })
}
