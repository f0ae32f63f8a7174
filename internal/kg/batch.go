package kg

import (
	"slices"
	"time"
)

// Batch is what one Write records.
type Batch struct {
	Types        []RelationType
	Documents    []Document // with their texts
	Entities     []Entity
	Updates      []EntityUpdate // are made before what is merged is
	Relations    []Relation     // IDs are filled in by Check
	Retractions  []Retraction
	Merges       []Merge
	Unmerges     []Unmerge
	Judgements   []Judgement
	Withdrawals  []Withdrawal
	Restores     []Restore
	Readmissions []Readmission

	// What is in the review queue, which is no part of the graph.
	Suggestions []Suggestion // IDs, numbers and states are filled in; those that claim what was suggested of the document before are left out
	Ingestions  []Ingestion  // the same
	Decisions   []Decision

	Corrections []Correction // what Updates, Merges and Unmerges make of entities; filled in by Check

	Exact bool // its types and entities that are recorded already have to be what it says, but for names that they do not have yet

	InferredKinds bool // the kinds of its actors are concluded from other data: those that are recorded as actors of another kind keep that

	Provenance Provenance
	Expect     []Expectation // what has to hold for anything to be written
	RecordedAt time.Time     // when all of it was recorded; the store fills it in where zero, see NextMoment

	restored bool // it was checked when it was recorded
}

// Retraction says that a relation was found wrong. One that is retracted already
// stays as it is.
type Retraction struct {
	Relation    string
	Reason      string
	ByPublisher bool // see Gap.ByPublisher
}

// Restore says that a relation that was retracted is valid again. One that stands
// stays as it is; one whose documents are all out of view is a conflict. A batch of
// a curator that states a relation again restores it, too; see Provenance.Restores.
type Restore struct {
	Relation string
	Reason   string
}

// Readmission brings a document that was withdrawn back into view, and the
// relations that went with it. One that is in view stays as it is. A batch of a
// curator that has a document again readmits it, too.
type Readmission struct {
	Document string
	Reason   string
}

// Withdrawal takes a document out of view: it is retracted, and with it the
// relations of which it was the last evidence, all their other documents having
// been withdrawn, too. One that is retracted already stays as it is.
type Withdrawal struct {
	Document string
	Reason   string
}

// Merge says that two entities are one: From answers as Into from then on. Into
// may have been merged itself, and then stands for what it went into; From may
// have others merged into it, which go with it. Merging what is one already
// changes nothing.
//
// Actors of any kinds can be one, and other things of one kind. What they are
// together is of the kind that says more than OTHER_ACTOR; of two that do, Kind has
// to say which.
type Merge struct {
	From, Into string
	Kind       EntityKind // what the two are together; may be empty
	Reason     string
}

// Unmerge takes back the merging of an entity, exactly: what it was before, it
// is again. Unmerging what is not merged changes nothing.
type Unmerge struct {
	Entity string
	Reason string
}

// Written counts what a Write added, and what of its batch was there already.
type Written struct {
	Types, Documents, Entities, Relations int
	Aliases, Identifiers, Evidence        int // added to entities and relations that were there already
	Updated                               int // entities that were corrected, by an update or by what was merged, and documents of which more is known
	Retracted, Merged, Unmerged           int
	Judged                                int // pairs of entities, to be one or not
	Queued, Decided                       int // suggestions
	Withdrawn                             int // documents
	Restored                              int // relations that had been retracted
	Readmitted                            int // documents that had been withdrawn
	LeftRetracted                         int // relations and documents of the batch that a curator took back and that stay so; each once
	Existing                              int // types, documents, entities and relations that were there already

	Activity int64 // the number of the activity that records the write; 0 where nothing was changed
	Repeated bool  // Activity is that of an earlier write with the same key, and nothing was counted
}

// Sum returns the counts of w and v together, without an activity.
func (w Written) Sum(v Written) Written {
	return Written{
		Types: w.Types + v.Types, Documents: w.Documents + v.Documents, Entities: w.Entities + v.Entities,
		Relations: w.Relations + v.Relations, Aliases: w.Aliases + v.Aliases, Identifiers: w.Identifiers + v.Identifiers, Evidence: w.Evidence + v.Evidence,
		Retracted: w.Retracted + v.Retracted,
		Merged:    w.Merged + v.Merged, Unmerged: w.Unmerged + v.Unmerged, Existing: w.Existing + v.Existing,
		Withdrawn: w.Withdrawn + v.Withdrawn, Restored: w.Restored + v.Restored, Readmitted: w.Readmitted + v.Readmitted,
		LeftRetracted: w.LeftRetracted + v.LeftRetracted, Updated: w.Updated + v.Updated, Judged: w.Judged + v.Judged,
		Queued: w.Queued + v.Queued, Decided: w.Decided + v.Decided,
	}
}

// Changed reports whether anything was added, retracted or restored.
func (w Written) Changed() bool {
	w.LeftRetracted, w.Existing, w.Activity, w.Repeated = 0, 0, 0, false
	return w != Written{}
}

// Clone returns a copy of b that can be checked, and so completed, without changing
// b.
func (b Batch) Clone() Batch {
	b.Documents, b.Entities, b.Relations = slices.Clone(b.Documents), slices.Clone(b.Entities), slices.Clone(b.Relations)
	for i := range b.Entities {
		b.Entities[i].Identifiers = slices.Clone(b.Entities[i].Identifiers)
	}
	b.Updates = slices.Clone(b.Updates)
	for i, u := range b.Updates {
		b.Updates[i].AddIdentifiers, b.Updates[i].RemoveIdentifiers = slices.Clone(u.AddIdentifiers), slices.Clone(u.RemoveIdentifiers)
	}
	b.Suggestions, b.Ingestions = slices.Clone(b.Suggestions), slices.Clone(b.Ingestions)
	for i := range b.Documents {
		b.Documents[i].PublishedAt = b.Documents[i].PublishedAt.clone()
		b.Documents[i].DetailsRecords = slices.Clone(b.Documents[i].DetailsRecords)
	}
	for i := range b.Relations {
		r := &b.Relations[i]
		r.Time, r.Evidence = r.Time.clone(), slices.Clone(r.Evidence)
	}
	return b
}

// FillIn gives the relations of b the ids that Check gave those of a copy of b.
func (b *Batch) FillIn(checked Batch) {
	for i := range b.Relations {
		b.Relations[i].ID = checked.Relations[i].ID
	}
}

func (t *Time) clone() *Time {
	if t == nil {
		return nil
	}
	same := *t
	return &same
}
