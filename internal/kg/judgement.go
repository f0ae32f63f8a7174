package kg

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Verdict says whether two entities are one.
type Verdict string

const (
	VerdictSame      Verdict = "SAME"
	VerdictDifferent Verdict = "DIFFERENT"
	VerdictUnsure    Verdict = "UNSURE"
)

// Verdicts lists every verdict.
var Verdicts = []Verdict{VerdictSame, VerdictDifferent, VerdictUnsure}

// Judgement says whether two entities are one. The latest of a pair holds. One of
// VerdictSame merges nothing by itself: a batch has the merge beside it.
//
// The journal keeps judgements: as a change of each of the two, with the verdict, a
// colon and the other's id as its detail.
type Judgement struct {
	A, B    string // ids of entities
	Verdict Verdict
}

// pair is the ids of two entities, the lower first.
type pair [2]string

func pairOf(a, b string) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// Log adds to a log what a judgement changes.
func (j Judgement) Log(log *ChangeLog) {
	log.Add(EntityJudged, j.A, string(j.Verdict)+": "+j.B)
	log.Add(EntityJudged, j.B, string(j.Verdict)+": "+j.A)
}

// Judgements are the latest verdicts on pairs of entities, under the ids that they were
// judged by, and the activities that recorded them.
type Judgements map[pair]judged

type judged struct {
	Verdict
	activity Activity
}

// JudgementsIn returns what activities, in the order of writing, say of pairs.
func JudgementsIn(journal []Activity) Judgements {
	all := Judgements{}
	for _, a := range journal {
		for _, c := range a.Changes {
			if verdict, other, is := strings.Cut(c.Detail, ": "); is && c.Kind == EntityJudged {
				all[pairOf(c.ID, other)] = judged{Verdict(verdict), a}
			}
		}
	}
	return all
}

// Of returns the latest verdict on any two entities of which one has one of some ids,
// the other one of others; empty where there is none.
func (all Judgements) Of(ids, others []string) (verdict Verdict, by Activity) {
	for _, a := range ids {
		for _, b := range others {
			if j, is := all[pairOf(a, b)]; is && j.activity.Number >= by.Number {
				verdict, by = j.Verdict, j.activity
			}
		}
	}
	return verdict, by
}

// judgements checks the judgements of a batch, and leaves none of its merges that makes
// one of what was judged to be different: that of a curator is an error, that of an
// import is taken out.
func (c *checker) judgements() error {
	b := c.batch
	for i, j := range b.Judgements {
		at := fmt.Sprintf("judgements[%d]", i)
		for _, end := range []struct{ field, id string }{{".a", j.A}, {".b", j.B}} {
			if _, known := c.kinds[end.id]; !known {
				return NotFound(at+end.field, ThingEntity, end.id)
			}
		}
		if j.A == j.B {
			return BadInput(at+".b", "%q is the same id as a; name two entities", j.B)
		}
		if err := oneOf(at+".verdict", j.Verdict, Verdicts); err != nil {
			return err
		}
	}
	if len(b.Merges) == 0 {
		return nil
	}
	clusters, ids := c.mergedClusters()
	journal, err := c.store.Get(c.ctx, Keys{Journal: &JournalRequest{Of: ids, Limit: maxJudgingActivities}})
	if err != nil {
		return err
	}
	all := JudgementsIn(journal.Journal)
	for _, j := range b.Judgements {
		all[pairOf(j.A, j.B)] = judged{j.Verdict, Activity{Number: lastActivity}}
	}
	for i := 0; i < len(b.Merges); i++ {
		m := b.Merges[i]
		from, into := clusters[m.From], clusters[m.Into]
		verdict, by := all.Of(from, into)
		switch {
		case verdict != VerdictDifferent:
			one := slices.Concat(from, into)
			for _, id := range one {
				clusters[id] = one
			}
		case b.Provenance.IsImport():
			b.Merges = slices.Delete(slices.Clone(b.Merges), i, i+1)
			i--
		default:
			return ConflictIn(fmt.Sprintf("merges[%d].from", i), "%q and %q were judged to be different%s; judge them anew with judgeDuplicate if that is wrong", m.From, m.Into, because(by))
		}
	}
	return nil
}

// maxJudgingActivities is how many activities are looked through for judgements.
const maxJudgingActivities = 10_000

// lastActivity is greater than the number of every activity that is recorded.
const lastActivity = 1<<63 - 1

// mergedClusters returns, by the ids that the batch's merges name and by all that is one
// with them, the ids of what is one; and all of them.
func (c *checker) mergedClusters() (clusters map[string][]string, ids []string) {
	clusters = map[string][]string{}
	for _, m := range c.batch.Merges {
		for _, id := range []string{m.From, m.Into} {
			one := []string{id}
			if known := c.found.Entities[id]; known != nil {
				one = known.IDs()
			}
			for _, member := range append(one, id) {
				clusters[member] = one
			}
		}
	}
	return clusters, slices.Sorted(maps.Keys(clusters))
}

func because(a Activity) string {
	if a.Reason == "" {
		return fmt.Sprintf(" by activity %d", a.Number)
	}
	return fmt.Sprintf(" by activity %d (%s)", a.Number, Shorten(a.Reason))
}
