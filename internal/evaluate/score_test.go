package evaluate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/evaluate"
	"conflictgraph/internal/kg"
)

func entity(names ...string) evaluate.Entity { return evaluate.Entity{ID: names[0], Names: names} }

func claim(typ string, subject, object evaluate.Entity, status kg.Status) evaluate.Claim {
	return evaluate.Claim{Type: typ, Subject: subject, Object: object, Status: status, Certainty: kg.CertaintyStated, Exact: "01234", Start: 0, End: 5, Symmetric: typ == "met-with"}
}

func TestClaimsAreScoredByWhatIsRightOfThem(t *testing.T) {
	ada, ben, odrana := entity("Ada Example", "Example"), entity("Ben Sample"), entity("Odrana")
	gold := []evaluate.Article{{Text: "0123456789", Claims: []evaluate.Claim{
		claim("met-with", ada, ben, kg.StatusOccurred),
		claim("president-of", ada, odrana, kg.StatusOngoing),
		claim("visited", ben, odrana, kg.StatusPlanned),
		claim("accused", ada, ben, kg.StatusOccurred),
	}}}
	found := []evaluate.Article{{Text: "0123456789", Claims: []evaluate.Claim{
		claim("met-with", entity("ben sample"), entity("Example"), kg.StatusOccurred),    // strictly, the other way round
		claim("president-of", entity("President Ada Example"), odrana, kg.StatusOngoing), // in the relaxed sense
		claim("visited", ben, odrana, kg.StatusOccurred),                                 // of another status
		claim("visited", ben, odrana, kg.StatusOccurred),                                 // twice
		claim("accused", ben, ada, kg.StatusOccurred),                                    // the wrong way round
	}}}
	s := evaluate.Compare(gold, found)
	require.Equal(t, evaluate.Counts{Found: 5, Gold: 4, Right: 1}, s.Strict)
	require.Equal(t, evaluate.Counts{Found: 5, Gold: 4, Right: 2}, s.Typed)
	require.Equal(t, evaluate.Counts{Found: 5, Gold: 4, Right: 3}, s.Relaxed)
	require.Equal(t, evaluate.Counts{Found: 1, Gold: 1, Right: 0}, s.Offices)
	require.InDelta(t, 0.2, s.Strict.Precision(), 1e-9)
	require.InDelta(t, 0.25, s.Strict.Recall(), 1e-9)
	require.InDelta(t, 2.0/9, s.Strict.F1(), 1e-9)
	// Of OCCURRED one of two found is right, and one annotated: F1 2/3; of PLANNED none.
	require.InDelta(t, 1.0/3, s.Status.MacroF1(), 1e-9)
	require.InDelta(t, 1.0/3, s.Status.Always("OCCURRED").MacroF1(), 1e-9)
	require.Equal(t, 1.0, s.Verbatim.Precision())
	var out strings.Builder
	require.NoError(t, evaluate.WriteTable(&out, []string{"made up"}, []evaluate.Score{s}))
	require.Contains(t, out.String(), "| claims, strict: precision / recall / F1 | 0.20 / 0.25 / 0.22 |")
}

func TestAnnotationsAgreeWithThemselves(t *testing.T) {
	gold, err := evaluate.Load("testdata/work")
	require.NoError(t, err)
	s := evaluate.Compare(gold, gold)
	require.Equal(t, 1.0, s.Strict.F1())
	require.Equal(t, 1.0, s.Status.MacroF1())
	require.Equal(t, 1.0, s.Unchanged.Precision())
	_, err = evaluate.Load("testdata/nothing")
	require.Error(t, err)
}
