package limits

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clocked are turns by a clock that only tests move.
type clocked struct {
	*turns
	at time.Time
}

func newClocked(atOnce, begun int) *clocked {
	c := &clocked{at: time.Unix(0, 0)}
	c.turns = newTurns(atOnce, begun, func() time.Time { return c.at })
	return c
}

const manyWait = 1000

func (c *clocked) work(d time.Duration) { c.at = c.at.Add(d) }

func (w *turn) has() bool {
	select {
	case <-w.given:
		return true
	default:
		return false
	}
}

func TestTheNextTurnIsThatOfTheClientThatHadLeastTime(t *testing.T) {
	c := newClocked(1, 1)
	a, again, b := c.ask("a", manyWait), c.ask("a", manyWait), c.ask("b", manyWait)
	require.True(t, a.has())
	c.work(time.Second)
	c.leave(a)
	require.True(t, b.has(), "who came last has had nothing")
	c.work(2 * time.Second)
	more := c.ask("b", manyWait)
	c.leave(b)
	require.True(t, again.has())
	c.leave(again)
	require.True(t, more.has())
	c.leave(more)
	require.Zero(t, c.working())
	require.Empty(t, c.had, "nobody is remembered who is owed nothing")
}

// A job takes so many steps of one millisecond and offers its turn after each.
type job struct {
	client string
	steps  int
	turn   *turn
}

// run works on jobs, one step of whoever has a turn after the other, and returns
// whose steps they were.
func (c *clocked) run(jobs ...*job) (steps []string) {
	for _, j := range jobs {
		j.turn = c.ask(j.client, manyWait)
	}
	for left := true; left; {
		left = false
		for _, j := range jobs {
			if j.steps == 0 || !j.turn.has() {
				continue
			}
			left = true
			c.work(time.Millisecond)
			steps = append(steps, j.client)
			if j.steps--; j.steps == 0 {
				c.leave(j.turn)
			} else {
				c.yield(j.turn)
			}
		}
	}
	return steps
}

func TestOneClientsManyLongJobsDelayAnothersByNoMoreThanItsOwnLength(t *testing.T) {
	for _, connections := range []int{1, 16, 100} {
		c := newClocked(1, 4)
		var jobs []*job
		for range connections {
			jobs = append(jobs, &job{client: "greedy", steps: 1000})
		}
		short := &job{client: "modest", steps: 50}
		steps := c.run(append(jobs, short)...)
		last := 0
		for i, client := range steps {
			if client == "modest" {
				last = i
			}
		}
		require.LessOrEqual(t, last, 2*50+1, "with %d connections", connections)
	}
}

func TestWhatOneClientHasBegunIsFinishedBeforeItsNext(t *testing.T) {
	c := newClocked(1, 4)
	first, second := &job{client: "a", steps: 10}, &job{client: "a", steps: 10}
	other := &job{client: "b", steps: 30}
	c.run(first, second, other)
	require.Zero(t, first.steps+second.steps+other.steps)

	c = newClocked(1, 4)
	a, b, later := c.ask("a", manyWait), c.ask("b", manyWait), c.ask("a", manyWait)
	c.work(time.Second)
	c.yield(a)
	require.True(t, b.has())
	require.False(t, a.has())
	c.work(2 * time.Second)
	c.yield(b)
	require.True(t, a.has(), "it began")
	require.False(t, later.has())
}

func TestWhoComesLaterHasNoCreditForTheTimeBefore(t *testing.T) {
	c := newClocked(1, 4)
	old := c.ask("old", manyWait)
	c.work(time.Hour)
	c.yield(old)
	steps := c.run(&job{client: "new", steps: 100}, &job{client: "newer", steps: 100})
	require.Empty(t, steps, "the turn is taken")
	c.leave(old)

	c = newClocked(1, 4)
	for range 60 { // of a minute each
		c.leave(c.ask("old", manyWait))
		keep := c.ask("old", manyWait)
		c.work(time.Minute)
		c.leave(keep)
	}
	steps = c.run(&job{client: "old", steps: 100}, &job{client: "new", steps: 100})
	firstHalf := 0
	for _, client := range steps[:100] {
		if client == "old" {
			firstHalf++
		}
	}
	require.InDelta(t, 50, firstHalf, 2)
}

func TestSoManyBeginAndNoMore(t *testing.T) {
	c := newClocked(1, 2)
	a, b, d := c.ask("a", manyWait), c.ask("b", manyWait), c.ask("d", manyWait)
	c.work(time.Second)
	c.yield(a)
	require.True(t, b.has())
	c.work(2 * time.Second)
	c.yield(b)
	require.True(t, a.has(), "two have begun")
	require.False(t, d.has())
	require.Equal(t, 1, c.queued())
	require.Nil(t, c.ask("e", 1), "one waits already")
	c.leave(b) // while it waits
	require.Equal(t, 1, c.working())
	c.leave(a)
	require.True(t, d.has())
	c.leave(d)
	require.Zero(t, c.working())
	require.Equal(t, 1, c.free)
}
