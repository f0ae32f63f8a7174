package limits

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatWasNotReadIsGivenBack(t *testing.T) {
	require.Equal(t, int64(890), unread(890, 0))
	require.Equal(t, int64(390), unread(890, 5*time.Millisecond))
	require.Zero(t, unread(890, time.Second))

	r := NewRate(0.001, 1000, nil)
	c := r.client("")
	for range 10 { // 11 are left of each, or the third would be refused
		require.Nil(t, r.pay(c, 900, nil))
		r.refund(c, 889)
	}
	r.refund(c, 1<<40)
	require.LessOrEqual(t, c.left.Tokens(), 1000.0, "no more than a burst")
}
