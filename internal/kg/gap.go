package kg

import (
	"time"
)

// Gap is an interval in which a relation or a document was not valid: from its
// retraction until it was restored.
type Gap struct {
	At     time.Time
	Reason string // why it was retracted; may be empty

	// ByPublisher says that a release of its data set took a relation back, and not
	// a curator.
	ByPublisher bool
	// Document is the document with whose withdrawal a relation went; empty where
	// it was retracted by itself.
	Document string

	RestoredAt     *time.Time // nil while it is open
	RestoredReason string     // may be empty
}

// KnownAsOf reports whether what was recorded at one moment was known as of another, or
// is now where that is nil.
func KnownAsOf(recordedAt time.Time, asOf *time.Time) bool {
	return asOf == nil || !recordedAt.After(*asOf)
}

// GapsAsOf returns what was known at a moment, or is now where that is nil, of the
// gaps of a thing, which are in the order of recording, and when the thing was
// retracted if it was not valid then. It says in one place what every store must
// answer: a thing is valid at a moment that none of its gaps covers, the start
// included and the end not.
func GapsAsOf(gaps []Gap, asOf *time.Time) (then []Gap, retractedAt *time.Time) {
	for _, g := range gaps {
		if !KnownAsOf(g.At, asOf) {
			continue
		}
		if g.RestoredAt != nil && !KnownAsOf(*g.RestoredAt, asOf) {
			g.RestoredAt, g.RestoredReason = nil, ""
		}
		then = append(then, g)
		if g.RestoredAt == nil {
			at := g.At
			retractedAt = &at
		}
	}
	return then, retractedAt
}

// openGap returns the gap that is not closed yet, if there is one.
func openGap(gaps []Gap) (g Gap, open bool) {
	if n := len(gaps); n > 0 && gaps[n-1].RestoredAt == nil {
		return gaps[n-1], true
	}
	return g, false
}

// GapTimes returns when gaps began and ended.
func GapTimes(gaps []Gap) (times []time.Time) {
	for _, g := range gaps {
		times = append(times, g.At)
		if g.RestoredAt != nil {
			times = append(times, *g.RestoredAt)
		}
	}
	return times
}

// checkGaps checks gaps of the thing with an id as they were recorded, and brings
// their times into the form in which they are kept.
func checkGaps(id string, gaps []Gap) error {
	for i := range gaps {
		g := &gaps[i]
		if g.At.IsZero() {
			return BadInput("retractions", "%q does not say when it was retracted", id)
		}
		if g.RestoredAt == nil && i < len(gaps)-1 {
			return BadInput("retractions", "%q was retracted again before it was restored", id)
		}
		if err := checkTexts("retractions", "reason", g.Reason, "restoredReason", g.RestoredReason); err != nil {
			return err
		}
		if g.Document != "" {
			if err := CheckDocumentID(g.Document); err != nil {
				return BadInput("retractions.document", "%v", err)
			}
		}
		g.At = moment(g.At)
		if g.RestoredAt != nil {
			at := moment(*g.RestoredAt)
			g.RestoredAt = &at
		}
	}
	return nil
}

// Restores reports whether a batch with provenance p that states again what has
// been in a gap restores it. A curator's does. An import's restores only what a
// release of its data set had taken back, and leaves alone what a curator did.
func (p Provenance) Restores(g Gap) bool { return !p.IsImport() || g.ByPublisher }

// Overrides reports whether a retraction for which g begins counts where a relation is
// in the gap open: a curator's does where a release or the withdrawal of a document
// took the relation back, so that neither brings it back. The one gap ends then and the
// other begins.
func (g Gap) Overrides(open Gap) bool {
	byCurator := func(g Gap) bool { return !g.ByPublisher && g.Document == "" }
	return byCurator(g) && !byCurator(open)
}

// Unsupported returns the error, with CodeConflict, of restoring a relation whose
// documents are all out of view.
func Unsupported(relation string) error {
	return Conflict("relation %q rests only on documents that were taken out of view; restore one of them with restoreDocument first", relation)
}

// CombinedGaps returns the gaps of what two relations become that state the same: it is
// valid when one of them is. kept was recorded first, and the other at a time.
func CombinedGaps(kept, other []Gap, recordedAt time.Time) (both []Gap) {
	other = append([]Gap{{RestoredAt: &recordedAt}}, other...) // it was not there before
	for _, k := range kept {
		for _, o := range other {
			g, end := k, o
			if o.At.After(k.At) {
				g, end = o, k
			}
			if g.RestoredAt == nil || end.RestoredAt != nil && end.RestoredAt.Before(*g.RestoredAt) {
				g.RestoredAt, g.RestoredReason = end.RestoredAt, end.RestoredReason
			}
			if g.RestoredAt == nil || g.RestoredAt.After(g.At) {
				both = append(both, g)
			}
		}
	}
	return both
}
