package kg

// SameMatter reports whether two relations make claims about the same thing:
// the same type between the same ends (either way round where the type is
// symmetric), at times that may be the same.
func SameMatter(a, b *Relation, symmetric bool) bool {
	if a.ID == b.ID || a.Type != b.Type {
		return false
	}
	same := a.Subject == b.Subject && a.Object == b.Object
	turned := symmetric && a.Subject == b.Object && a.Object == b.Subject
	if !same && !turned {
		return false
	}
	if a.Time == nil || b.Time == nil {
		return true
	}
	aFirst, aLast := a.Time.Bounds()
	bFirst, bLast := b.Time.Bounds()
	return aFirst <= bLast && bFirst <= aLast
}

// Contests reports whether a relation speaks against what it states: it is
// disputed or denied, or those it is attributed to all stand against it.
func (r *Relation) Contests() bool {
	if r.Certainty == CertaintyDisputed || r.Certainty == CertaintyDenied {
		return true
	}
	for _, a := range r.Attributions {
		switch a.Stance {
		case StanceDownplayed, StanceDisputed, StanceDenied:
		default:
			return false
		}
	}
	return len(r.Attributions) > 0
}

// Contradicts reports whether of two relations about the same thing one contests
// what the other does not.
func Contradicts(a, b *Relation, symmetric bool) bool {
	return SameMatter(a, b, symmetric) && a.Contests() != b.Contests()
}

// Supports reports whether two relations about the same thing both contest it or
// both do not. Rows of one data set, such as those of both directions, are one source,
// and none supports the other.
func Supports(a, b *Relation, symmetric bool) bool {
	dataset := a.onlyDataset()
	return SameMatter(a, b, symmetric) && a.Contests() == b.Contests() && (dataset == "" || dataset != b.onlyDataset())
}

// onlyDataset returns the data set of which r rests on rows alone, empty where there is no
// one such.
func (r *Relation) onlyDataset() (only string) {
	for _, e := range r.Evidence {
		if e.Source == nil || only != "" && only != e.Source.Dataset {
			return ""
		}
		only = e.Source.Dataset
	}
	return only
}

// Fulfils reports whether, of two relations about the same thing, the first is
// planned or proposed and the second says without being contested that it
// occurred or is going on. What has occurred is not fulfilled by being told
// again, such as by the row of a data set for the other direction.
func Fulfils(a, b *Relation, symmetric bool) bool {
	happened := b.Status == StatusOccurred || b.Status == StatusOngoing
	return a.Status.IsAhead() && happened && SameMatter(a, b, symmetric) && !b.Contests()
}

// IsAhead reports whether what has a status is still to come.
func (s Status) IsAhead() bool { return s == StatusPlanned || s == StatusProposed }
