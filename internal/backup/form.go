package backup

import (
	"errors"
	"time"

	"conflictgraph/internal/kg"
)

// A line is one line of a backup. One field is set. Names, once written, keep
// their meaning; a change of what they mean takes another Version.
type line struct {
	Header   *header   `json:"conflictgraph,omitempty"` // first
	Type     *typ      `json:"type,omitempty"`
	Document *document `json:"document,omitempty"`
	Entity   *entity   `json:"entity,omitempty"`
	Relation *relation `json:"relation,omitempty"`
	Merge    *merge    `json:"merge,omitempty"`
	Activity *activity `json:"activity,omitempty"`
	Queued   *queued   `json:"queued,omitempty"`
	End      *end      `json:"end,omitempty"` // last
}

type header struct {
	Backup    int       `json:"backup"` // the version of the form
	CreatedAt time.Time `json:"createdAt"`
}

// end says what there was before it.
type end struct {
	Counts Counts `json:"counts"`
	SHA256 string `json:"sha256"` // of all bytes before its line, in hexadecimal
}

// queued is one thing of the review queue.
type queued struct {
	Suggestion *kg.Suggestion `json:"suggestion,omitempty"`
	Ingestion  *kg.Ingestion  `json:"ingestion,omitempty"`
}

type typ struct {
	ID           string          `json:"id"`
	Label        string          `json:"label"`
	InverseLabel string          `json:"inverseLabel"`
	Symmetric    bool            `json:"symmetric,omitempty"`
	PLOVER       string          `json:"plover,omitempty"`
	CAMEO        string          `json:"cameo,omitempty"`
	SubjectKinds []kg.EntityKind `json:"subjectKinds,omitempty"`
	ObjectKinds  []kg.EntityKind `json:"objectKinds,omitempty"`
}

type document struct {
	ID          string    `json:"id"`
	Title       string    `json:"title,omitempty"`
	Text        string    `json:"text"`
	URL         string    `json:"url,omitempty"`
	PublishedAt *when     `json:"publishedAt,omitempty"`
	RecordedAt  time.Time `json:"recordedAt"`
	Retractions []gap     `json:"retractions,omitempty"`
	Details     []details `json:"details,omitempty"`

	// What version 1 has in place of Retractions.
	RetractedAt *time.Time `json:"retractedAt,omitempty"`
	Reason      string     `json:"reason,omitempty"`
}

// details is what was recorded at once of where a document is from.
type details struct {
	Publisher   string    `json:"publisher,omitempty"`
	Language    string    `json:"language,omitempty"`
	Licence     string    `json:"licence,omitempty"`
	CapturedAt  time.Time `json:"capturedAt,omitzero"`
	ArchivedURL string    `json:"archivedUrl,omitempty"`
	SHA256      string    `json:"sha256,omitempty"`
	Reliability string    `json:"reliability,omitempty"`
	RecordedAt  time.Time `json:"recordedAt"`
}

// gap is when something was retracted, and restored if it was.
type gap struct {
	At             time.Time  `json:"at"`
	Reason         string     `json:"reason,omitempty"`
	ByPublisher    bool       `json:"byPublisher,omitempty"`
	Document       string     `json:"document,omitempty"`
	RestoredAt     *time.Time `json:"restoredAt,omitempty"`
	RestoredReason string     `json:"restoredReason,omitempty"`
}

type when struct {
	EDTF      string `json:"edtf"`
	Inferred  bool   `json:"inferred,omitempty"`
	Reasoning string `json:"reasoning,omitempty"`
}

type entity struct {
	ID          string        `json:"id"`
	Kind        kg.EntityKind `json:"kind"`
	Name        string        `json:"name"`
	Aliases     []alias       `json:"aliases,omitempty"`
	Identifiers []identifier  `json:"identifiers,omitempty"`
	Description string        `json:"description,omitempty"`
	Point       *kg.Point     `json:"point,omitempty"`
	Unnamed     bool          `json:"unnamed,omitempty"`
	RecordedAt  time.Time     `json:"recordedAt"`

	Former       []former      `json:"former,omitempty"`
	OwnKind      kg.EntityKind `json:"ownKind,omitempty"`
	KindStatedAt *time.Time    `json:"kindStatedAt,omitempty"`
}

// former is what an entity was until it was corrected.
type former struct {
	Kind        kg.EntityKind `json:"kind"`
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Unnamed     bool          `json:"unnamed,omitempty"`
	Until       time.Time     `json:"until"`
}

type alias struct {
	Name       string     `json:"name"`
	RecordedAt time.Time  `json:"recordedAt"`
	RemovedAt  *time.Time `json:"removedAt,omitempty"`
}

type identifier struct {
	Scheme     string     `json:"scheme"`
	Value      string     `json:"value"`
	RecordedAt time.Time  `json:"recordedAt"`
	RemovedAt  *time.Time `json:"removedAt,omitempty"`
}

type relation struct {
	ID           string        `json:"id"`
	FormerID     string        `json:"formerId,omitempty"`
	Type         string        `json:"type"`
	Subject      string        `json:"subject"`
	Object       string        `json:"object"`
	Status       kg.Status     `json:"status"`
	Certainty    kg.Certainty  `json:"certainty"`
	Coding       kg.Coding     `json:"coding,omitempty"` // where empty, what kg.CodingBefore says
	Time         *when         `json:"time,omitempty"`
	Places       []string      `json:"places,omitempty"`
	Attributions []attribution `json:"attributions,omitempty"`
	Evidence     []evidence    `json:"evidence"`
	RecordedAt   time.Time     `json:"recordedAt"`
	Retractions  []gap         `json:"retractions,omitempty"`

	// What version 1 has in place of Retractions.
	RetractedAt *time.Time `json:"retractedAt,omitempty"`
	Reason      string     `json:"reason,omitempty"`
}

type attribution struct {
	By     string    `json:"by"`
	Stance kg.Stance `json:"stance"`
}

type evidence struct {
	Document   string    `json:"document,omitempty"`
	Exact      string    `json:"exact,omitempty"`
	Prefix     string    `json:"prefix,omitempty"`
	Suffix     string    `json:"suffix,omitempty"`
	Start      int       `json:"start,omitempty"`
	End        int       `json:"end,omitempty"`
	Dataset    string    `json:"dataset,omitempty"`
	Record     string    `json:"record,omitempty"`
	URL        string    `json:"url,omitempty"`
	Publisher  string    `json:"publisher,omitempty"`
	Note       string    `json:"note,omitempty"`
	RecordedAt time.Time `json:"recordedAt"`

	Point      *kg.Point     `json:"point,omitempty"`
	Quantities []kg.Quantity `json:"quantities,omitempty"`
}

type merge struct {
	From        string        `json:"from"`
	Into        string        `json:"into"`
	Kind        kg.EntityKind `json:"kind,omitempty"`
	Reason      string        `json:"reason,omitempty"`
	RecordedAt  time.Time     `json:"recordedAt"`
	TakenBackAt *time.Time    `json:"takenBackAt,omitempty"`
	BackReason  string        `json:"backReason,omitempty"`
}

type activity struct {
	Number     int64     `json:"number"`
	Operation  string    `json:"operation"`
	Agent      string    `json:"agent,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	Source     string    `json:"source,omitempty"`
	Key        string    `json:"key,omitempty"`
	Digest     string    `json:"digest,omitempty"`
	RecordedAt time.Time `json:"recordedAt"`
	Changes    []change  `json:"changes,omitempty"`
	Unlisted   bool      `json:"unlisted,omitempty"`
}

type change struct {
	Kind   kg.ChangeKind `json:"kind"`
	ID     string        `json:"id"`
	Detail string        `json:"detail,omitempty"`
}

// lineOf returns the line that keeps a record.
func lineOf(r kg.Record) line {
	switch {
	case r.Type != nil:
		t := typ(*r.Type)
		return line{Type: &t}
	case r.Document != nil:
		d := r.Document
		kept := document{
			ID: d.ID, Title: d.Title, Text: d.Text, URL: d.URL, PublishedAt: whenOf(d.PublishedAt),
			RecordedAt: d.RecordedAt, Retractions: gapsOf(d.Retractions),
		}
		for _, r := range d.DetailsRecords {
			kept.Details = append(kept.Details, details{r.Publisher, r.Language, r.Licence, r.CapturedAt, r.ArchivedURL, r.SHA256, r.Reliability, r.RecordedAt})
		}
		return line{Document: &kept}
	case r.Entity != nil:
		e := r.Entity
		kept := entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: e.Description, Point: e.Point, Unnamed: e.Unnamed, RecordedAt: e.RecordedAt, OwnKind: e.OwnKind, KindStatedAt: e.KindStatedAt}
		for _, f := range e.Former {
			kept.Former = append(kept.Former, former{f.Kind, f.Name, f.Description, f.Unnamed, f.Until})
		}
		for _, n := range e.Names {
			kept.Aliases = append(kept.Aliases, alias(n))
		}
		for _, i := range e.IdentifierRecords {
			kept.Identifiers = append(kept.Identifiers, identifier{i.Scheme, i.Value, i.RecordedAt, i.RemovedAt})
		}
		return line{Entity: &kept}
	case r.Relation != nil:
		kept := relationOf(r.Relation)
		kept.FormerID = r.FormerID
		return line{Relation: kept}
	case r.Merge != nil:
		m := r.Merge
		return line{Merge: &merge{From: m.From, Into: m.Into, Kind: m.Kind, Reason: m.Reason, RecordedAt: m.RecordedAt, TakenBackAt: m.TakenBackAt, BackReason: m.BackingReason}}
	case r.Activity != nil:
		a := r.Activity
		kept := activity{
			Number: a.Number, Operation: a.Operation, Agent: a.Agent, Reason: a.Reason, Source: a.Source, Key: a.Key, Digest: a.Digest,
			RecordedAt: a.RecordedAt, Unlisted: a.Unlisted,
		}
		for _, c := range a.Changes {
			kept.Changes = append(kept.Changes, change(c))
		}
		return line{Activity: &kept}
	case r.Suggestion != nil || r.Ingestion != nil:
		return line{Queued: &queued{r.Suggestion, r.Ingestion}}
	}
	return line{}
}

func relationOf(r *kg.Relation) *relation {
	kept := relation{
		ID: r.ID, Type: r.Type, Subject: r.Subject, Object: r.Object, Status: r.Status, Certainty: r.Certainty, Time: whenOf(r.Time),
		Places: r.Places, RecordedAt: r.RecordedAt, Retractions: gapsOf(r.Retractions),
	}
	if r.Coding != kg.CodingBefore(*r) {
		kept.Coding = r.Coding
	}
	for _, a := range r.Attributions {
		kept.Attributions = append(kept.Attributions, attribution(a))
	}
	for _, e := range r.Evidence {
		one := evidence{Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End, RecordedAt: e.RecordedAt, Point: e.Point, Quantities: e.Quantities}
		if s := e.Source; s != nil {
			one.Dataset, one.Record, one.URL, one.Publisher, one.Note = s.Dataset, s.Record, s.URL, s.Publisher, s.Note
		}
		kept.Evidence = append(kept.Evidence, one)
	}
	return &kept
}

func gapsOf(gaps []kg.Gap) (kept []gap) {
	for _, g := range gaps {
		kept = append(kept, gap(g))
	}
	return kept
}

// gaps returns those that a line keeps, or the one of version 1.
func gaps(kept []gap, retractedAt *time.Time, reason string) (all []kg.Gap) {
	if len(kept) == 0 && retractedAt != nil {
		return []kg.Gap{{At: *retractedAt, Reason: reason}}
	}
	for _, g := range kept {
		all = append(all, kg.Gap(g))
	}
	return all
}

func whenOf(t *kg.Time) *when {
	if t == nil {
		return nil
	}
	return &when{t.EDTF, t.Inferred, t.Reasoning}
}

func (w *when) time() *kg.Time {
	if w == nil {
		return nil
	}
	return &kg.Time{EDTF: w.EDTF, Inferred: w.Inferred, Reasoning: w.Reasoning} // the rest is read from EDTF when it is checked
}

// fields returns how many fields of a line are set.
func (l line) fields() (n int) {
	for _, set := range []bool{l.Header != nil, l.Type != nil, l.Document != nil, l.Entity != nil, l.Relation != nil, l.Merge != nil, l.Activity != nil, l.End != nil} {
		if set {
			n++
		}
	}
	return n
}

var errNoRecord = errors.New("it is no record")

// record returns the record that a line keeps.
func (l line) record() (r kg.Record, err error) {
	switch {
	case l.Type != nil:
		t := kg.RelationType(*l.Type)
		r.Type = &t
	case l.Document != nil:
		d := l.Document
		r.Document = &kg.Document{
			ID: d.ID, Title: d.Title, Text: d.Text, URL: d.URL, PublishedAt: d.PublishedAt.time(), RecordedAt: d.RecordedAt,
		}
		for _, d := range d.Details {
			of := kg.Details{Publisher: d.Publisher, Language: d.Language, Licence: d.Licence, CapturedAt: d.CapturedAt, ArchivedURL: d.ArchivedURL, SHA256: d.SHA256, Reliability: d.Reliability}
			r.Document.DetailsRecords = append(r.Document.DetailsRecords, kg.DetailsRecord{Details: of, RecordedAt: d.RecordedAt})
		}
		r.Document.Retractions, r.Document.RetractedAt = kg.GapsAsOf(gaps(d.Retractions, d.RetractedAt, d.Reason), nil)
	case l.Entity != nil:
		e := l.Entity
		r.Entity = &kg.EntityRecord{
			Entity:  kg.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Description: e.Description, Point: e.Point, Unnamed: e.Unnamed, RecordedAt: e.RecordedAt},
			OwnKind: e.OwnKind, KindStatedAt: e.KindStatedAt,
		}
		for _, f := range e.Former {
			state := kg.EntityState{Kind: f.Kind, Name: f.Name, Description: f.Description, Unnamed: f.Unnamed}
			r.Entity.Former = append(r.Entity.Former, kg.FormerState{EntityState: state, Until: f.Until})
		}
		for _, a := range e.Aliases {
			r.Entity.Names = append(r.Entity.Names, kg.AliasRecord(a))
		}
		for _, i := range e.Identifiers {
			known := kg.Identifier{Scheme: i.Scheme, Value: i.Value}
			r.Entity.IdentifierRecords = append(r.Entity.IdentifierRecords, kg.IdentifierRecord{Identifier: known, RecordedAt: i.RecordedAt, RemovedAt: i.RemovedAt})
		}
	case l.Relation != nil:
		r.Relation, r.FormerID = l.Relation.record(), l.Relation.FormerID
	case l.Merge != nil:
		m := l.Merge
		r.Merge = &kg.MergeRecord{Merge: kg.Merge{From: m.From, Into: m.Into, Kind: m.Kind, Reason: m.Reason}, RecordedAt: m.RecordedAt, TakenBackAt: m.TakenBackAt, BackingReason: m.BackReason}
	case l.Activity != nil:
		a := l.Activity
		r.Activity = &kg.Activity{
			Number: a.Number, RecordedAt: a.RecordedAt, Unlisted: a.Unlisted,
			Provenance: kg.Provenance{Operation: a.Operation, Agent: a.Agent, Reason: a.Reason, Source: a.Source, Key: a.Key, Digest: a.Digest},
		}
		for _, c := range a.Changes {
			r.Activity.Changes = append(r.Activity.Changes, kg.Change(c))
		}
	case l.Queued != nil && (l.Queued.Suggestion == nil) != (l.Queued.Ingestion == nil):
		r.Suggestion, r.Ingestion = l.Queued.Suggestion, l.Queued.Ingestion
	default:
		return r, errNoRecord
	}
	return r, nil
}

func (r *relation) record() *kg.Relation {
	kept := &kg.Relation{
		ID: r.ID, Type: r.Type, Subject: r.Subject, Object: r.Object, Status: r.Status, Certainty: r.Certainty, Coding: r.Coding, Time: r.Time.time(),
		Places: r.Places, RecordedAt: r.RecordedAt,
	}
	kept.Retractions, kept.RetractedAt = kg.GapsAsOf(gaps(r.Retractions, r.RetractedAt, r.Reason), nil)
	for _, a := range r.Attributions {
		kept.Attributions = append(kept.Attributions, kg.Attribution(a))
	}
	for _, e := range r.Evidence {
		one := kg.Evidence{Document: e.Document, Exact: e.Exact, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End, RecordedAt: e.RecordedAt, Point: e.Point, Quantities: e.Quantities}
		if e.Dataset != "" || e.Record != "" {
			one.Source = &kg.Source{Dataset: e.Dataset, Record: e.Record, URL: e.URL, Publisher: e.Publisher, Note: e.Note}
		}
		kept.Evidence = append(kept.Evidence, one)
	}
	if kept.Coding == "" {
		kept.Coding = kg.CodingBefore(*kept)
	}
	return kept
}
