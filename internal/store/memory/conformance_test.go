package memory

import (
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

func TestConformance(t *testing.T) {
	kgtest.TestStore(t, func(testing.TB) kg.Store { return Open() })
}

func TestPagesOfWhatIsUsual(t *testing.T) { kgtest.TestPagesOfWhatIsUsual(t, Open().driver) }

func TestTheVersionTellsWhetherAnythingWasWritten(t *testing.T) {
	s := Open()
	kgtest.TestVersion(t, s, s)
	if kgtest.Version(t, s) == kgtest.Version(t, Open()) {
		t.Error("two stores have the same version")
	}
}
