package kg

import "slices"

// addIdentifier gives an entity an identifier that neither it has, nor what is one with
// it.
func (w *correcting) addIdentifier(field, id string, given Identifier) error {
	i, err := given.Check(field + ".")
	if err != nil {
		return err
	}
	for _, member := range w.lineage.members(id) {
		if w.lineage.Entities[member].HasIdentifier(i) {
			return nil
		}
	}
	made := w.made[id]
	if slices.Contains(made.RemovedIdentifiers, i) {
		return BadInput(field, "%s cannot be added and removed at once; leave out one of the two", i)
	}
	if other, taken := w.found.Identified[i]; taken && !slices.Contains(w.lineage.members(id), other) && !w.takenAway(i, other) {
		return ConflictIn(field, "%s is an identifier of %q already; merge %q into that if the two are one, or take it away from there first", i, other, id)
	}
	r := w.lineage.Entities[id]
	r.IdentifierRecords = append(slices.Clone(r.IdentifierRecords), IdentifierRecord{Identifier: i, RecordedAt: w.batch.RecordedAt})
	made.AddedIdentifiers = append(made.AddedIdentifiers, i)
	return nil
}

// takenAway reports whether the batch takes an identifier away from an entity.
func (w *correcting) takenAway(i Identifier, id string) bool {
	made := w.made[id]
	return made != nil && slices.Contains(made.RemovedIdentifiers, i)
}

// removeIdentifier takes an identifier away from an entity and what is one with it.
func (w *correcting) removeIdentifier(field, id string, given Identifier) error {
	i, err := given.Check(field + ".")
	if err != nil {
		return err
	}
	removed := false
	if slices.Contains(w.made[id].AddedIdentifiers, i) {
		return BadInput(field, "%s cannot be added and removed at once; leave out one of the two", i)
	}
	for _, member := range w.lineage.members(id) {
		r, at := w.lineage.Entities[member], w.batch.RecordedAt
		r.IdentifierRecords = slices.Clone(r.IdentifierRecords)
		for n, known := range r.IdentifierRecords {
			if known.Identifier == i && known.RemovedAt == nil {
				r.IdentifierRecords[n].RemovedAt, removed = &at, true
				w.made[member].RemovedIdentifiers = append(w.made[member].RemovedIdentifiers, i)
			}
		}
	}
	if !removed {
		return BadInput(field, "%s is no identifier of %q; give one that entity(id: %q) { identifiers { scheme value } } has", i, id, id)
	}
	return nil
}
