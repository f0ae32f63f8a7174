package backup_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/sqlite"
)

// A backup of before ids did not depend on the order of ends has former ids, and
// relations twice; one that is written now says which ids they had.
func TestABackupOfBeforeIsRestoredUnderThePresentIDs(t *testing.T) {
	fresh, err := sqlite.Open(t.Context(), sqlite.Memory)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, fresh.Close()) })
	answers := kgtest.TurnedAnswers(t, fresh)

	old := kinds[0].make(t).opened(t)
	write(t, old, kgtest.TurnedHistory())
	text := unpacked(t, backedUp(t, old))
	counts := regexp.MustCompile(`"counts":\{(.*?)\}`).FindStringSubmatch(text)[1]
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	lines = lines[1 : len(lines)-1]
	turned := 0
	for i, line := range lines {
		if strings.Contains(line, `"label":"talked with","inverseLabel":"talked with"`) {
			lines[i] = strings.Replace(line, `"inverseLabel":"talked with"`, `"inverseLabel":"talked with","symmetric":true`, 1)
			turned++
		}
	}
	require.Equal(t, 1, turned)
	each(t, func(t *testing.T, at place) {
		store := at.restored(t, signed(t, counts, lines...))
		again := backedUp(t, store)
		require.Contains(t, unpacked(t, again), `"formerId":"rel:`)
		kgtest.CheckRenamed(t, store, answers)
		other := kinds[0].make(t).restored(t, again)
		require.Equal(t, records(t, again), records(t, backedUp(t, other)))
		kgtest.CheckRenamed(t, other, answers)
	})
}
