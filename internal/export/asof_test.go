package export_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kgtest"
)

func TestARetractedRelationIsExportedAsOfATimeBeforeThat(t *testing.T) {
	store := filled(t) // which retracts the war
	for _, c := range []struct {
		asOf *time.Time
		has  bool
	}{
		{nil, false}, {new(merged), false}, {new(merged.Add(-time.Millisecond)), true},
	} {
		var found readBack
		readWith(t, "graphml", &found, exported(t, store, "graphml", export.Selection{AsOf: c.asOf}))
		_, has := found.Edges[kgtest.ID(kgtest.War)]
		require.Equal(t, c.has, has, "as of %v", c.asOf)
		want := expected(t, store, c.asOf)
		requireSame(t, "edges", each(want.Edges, xmlText), found.Edges)
	}
}
