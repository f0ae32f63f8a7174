package kg

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Provenance says of a batch, by the terms of W3C PROV, who is responsible for
// it, what they did, and from what.
type Provenance struct {
	Operation string // what was done, such as "assertRelation"; OperationLoad where empty
	Agent     string // who is responsible; empty where nobody said
	Reason    string // why; may be empty
	Source    string // what it was drawn from, such as a document's id; may be empty

	// Key tells a batch that is sent again from another that says the same: a
	// store records a batch with a key once. Digest stands for what the batch was
	// asked to do; the same key with another digest is a conflict.
	Key    string
	Digest string
}

// The operations of imports. OperationLoad is that of a batch that does not say its
// own.
const (
	OperationLoad   = "load"
	OperationImport = "import"
	OperationSeed   = "seed"
	OperationIngest = "ingestDocument"
)

// IsImport reports whether a batch says what a file does, and not what a curator
// decided.
func (p Provenance) IsImport() bool {
	switch p.Operation {
	case "", OperationLoad, OperationImport, OperationSeed, OperationIngest:
		return true
	}
	return false
}

// MaxProvenanceBytes is how many bytes each text of a Provenance may have.
const MaxProvenanceBytes = 4096

// Activity is one act of writing, as the store keeps it: a PROV activity.
type Activity struct {
	Number     int64 // from 1, in the order of writing
	Provenance       // without Digest
	RecordedAt time.Time
	Changes    []Change // by kind, id and detail; empty where Unlisted
	Unlisted   bool     // it changed more than MaxListedChanges things
}

// MaxListedChanges is how many changes an activity lists. What a larger one
// changed is told by the time at which it was recorded.
const MaxListedChanges = 1000

// ChangeKind says what became of a thing.
type ChangeKind string

const (
	TypeAdded         ChangeKind = "TYPE_ADDED"
	DocumentAdded     ChangeKind = "DOCUMENT_ADDED"
	DocumentUpdated   ChangeKind = "DOCUMENT_UPDATED" // Detail says which of its details is known now, "publisher: NEW"
	DocumentRetracted ChangeKind = "DOCUMENT_RETRACTED"
	DocumentRestored  ChangeKind = "DOCUMENT_RESTORED"
	EntityAdded       ChangeKind = "ENTITY_ADDED"
	EntityUpdated     ChangeKind = "ENTITY_UPDATED"     // Detail says which of its fields, "name: NEW, before: OLD"
	AliasAdded        ChangeKind = "ALIAS_ADDED"        // to an entity that was there already; Detail is the name
	AliasRemoved      ChangeKind = "ALIAS_REMOVED"      // Detail is the name
	IdentifierAdded   ChangeKind = "IDENTIFIER_ADDED"   // to an entity that was there already; Detail is its scheme, a colon and its value
	IdentifierRemoved ChangeKind = "IDENTIFIER_REMOVED" // Detail as that of IdentifierAdded
	EntityMerged      ChangeKind = "ENTITY_MERGED"      // Detail is the id of what it went into
	EntityUnmerged    ChangeKind = "ENTITY_UNMERGED"    // Detail is the id of what it had gone into
	RelationAdded     ChangeKind = "RELATION_ADDED"
	EvidenceAdded     ChangeKind = "EVIDENCE_ADDED" // to a relation that was there already
	RelationRetracted ChangeKind = "RELATION_RETRACTED"
	RelationRestored  ChangeKind = "RELATION_RESTORED"
	EntityJudged      ChangeKind = "ENTITY_JUDGED" // to be one with another or not; Detail is the Verdict, a colon and the other's id

	SuggestionDecided ChangeKind = "SUGGESTION_DECIDED" // Detail is its SuggestionState from then on
)

// ChangeKinds lists every kind, in the order of Activity.Changes.
var ChangeKinds = []ChangeKind{
	TypeAdded, DocumentAdded, DocumentUpdated, DocumentRetracted, DocumentRestored, EntityAdded, EntityUpdated, AliasAdded, AliasRemoved,
	IdentifierAdded, IdentifierRemoved, EntityMerged, EntityUnmerged,
	RelationAdded, EvidenceAdded, RelationRetracted, RelationRestored, EntityJudged, SuggestionDecided,
}

// Change is what an activity did to one thing.
type Change struct {
	Kind   ChangeKind
	ID     string // of the thing
	Detail string // see ChangeKind; empty for the others
}

// Of returns the ids of what c changed: the thing, and what an entity was merged
// into or had been.
func (c Change) Of() []string {
	if (c.Kind == EntityMerged || c.Kind == EntityUnmerged) && c.Detail != "" {
		return []string{c.ID, c.Detail}
	}
	return []string{c.ID}
}

// ChangeLog gathers what a batch changes, each change once. Its zero value is
// ready to use.
type ChangeLog struct {
	changes []Change
	seen    map[Change]bool
	more    bool
}

// Add notes a change, once. Evidence that comes with a relation is no change of its
// own.
func (l *ChangeLog) Add(kind ChangeKind, id, detail string) {
	c := Change{kind, id, detail}
	if l.more || l.seen[c] || kind == EvidenceAdded && l.seen[Change{RelationAdded, id, ""}] {
		return
	}
	if len(l.changes) == MaxListedChanges {
		l.changes, l.seen, l.more = nil, nil, true
		return
	}
	if l.seen == nil {
		l.seen = map[Change]bool{}
	}
	l.seen[c] = true
	l.changes = append(l.changes, c)
}

// Changes returns what was noted in the order of Activity.Changes, and whether
// it was too much to be listed.
func (l *ChangeLog) Changes() (changes []Change, unlisted bool) {
	slices.SortFunc(l.changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(ChangeKinds, a.Kind), slices.Index(ChangeKinds, b.Kind)),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Detail, b.Detail))
	})
	return l.changes, l.more
}

// Empty reports whether nothing was noted.
func (l *ChangeLog) Empty() bool { return len(l.changes) == 0 && !l.more }

// JournalRequest asks for activities in the order of writing: those that pass all
// that is given.
type JournalRequest struct {
	Of    []string    // that list a change of one of these ids, or are unlisted and were recorded at one of At
	At    []time.Time // see Of
	After int64       // that have a greater number
	Limit int         // at most this many; never 0

	Latest bool // only the one of the greatest number, whatever else is given
}

// Repeats returns whether a batch with a Provenance repeats the one that was
// recorded under its key with the digest given, or an error with CodeConflict
// where the key stands for another.
func (p Provenance) Repeats(digest string) error {
	if p.Digest == digest {
		return nil
	}
	return ConflictIn("idempotencyKey", "%q was used for another write; take a new key for each write", Shorten(p.callersKey()))
}

// callersKey is the key as the caller gave it: before it may stand whose it is, and a
// line feed.
func (p Provenance) callersKey() string {
	if _, key, owned := strings.Cut(p.Key, "\n"); owned {
		return key
	}
	return p.Key
}

func (p *Provenance) check() error {
	if p.Operation == "" {
		p.Operation = OperationLoad
	}
	for _, text := range []struct{ name, value string }{
		{"operation", p.Operation}, {"agent", p.Agent}, {"reason", p.Reason}, {"source", p.Source}, {"idempotencyKey", p.Key}, {"digest", p.Digest},
	} {
		if !IsText(text.value) {
			if text.name == "idempotencyKey" {
				text.value = p.callersKey()
			}
			return notText(text.name, text.value)
		}
		if len(text.value) > MaxProvenanceBytes {
			return BadInput(text.name, "%d bytes are too many; write at most %d", len(text.value), MaxProvenanceBytes)
		}
	}
	return nil
}

// NextMoment returns when a write that comes after one of last is recorded: now,
// to the millisecond, or right after last where the clock is not past it. So each
// write that does not say its time has one of its own.
func NextMoment(last time.Time) time.Time {
	now := time.Now().UTC().Truncate(time.Millisecond)
	if now.After(last) {
		return now
	}
	return last.UTC().Truncate(time.Millisecond).Add(time.Millisecond)
}

// Expectation says what a caller of Write knows of a thing: no activity after
// this one has changed it, or an entity that is one with it.
type Expectation struct {
	ID       string
	Activity int64
}

// Unmet returns the error, with CodeConflict, of an expectation that the last
// activity that changed the thing does not meet; nil where it does.
func (e Expectation) Unmet(last int64) error {
	if last <= e.Activity {
		return nil
	}
	return ConflictIn("ifUnchangedSince", "%q was changed by activity %d, after activity %d; read it again and decide anew", e.ID, last, e.Activity)
}

// RenamedChanges returns changes in the order of Activity.Changes, each once, with
// the ids that present has in place of what they were.
func RenamedChanges(changes []Change, present map[string]string) []Change {
	var log ChangeLog
	for _, c := range changes {
		if id, renamed := present[c.ID]; renamed {
			c.ID = id
		}
		log.Add(c.Kind, c.ID, c.Detail)
	}
	renamed, _ := log.Changes()
	return renamed
}
