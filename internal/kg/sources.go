package kg

import "context"

// Sources is a Store that can tell what it has of a data set.
type Sources interface {
	Store

	// Records calls each with every row of a data set that a relation rests on,
	// and that relation, in no particular order. It goes through all relations once
	// and keeps few in memory. It returns each's error where that fails, which ends
	// it.
	Records(ctx context.Context, dataset string, each func(SourceRecord) error) error

	// DocumentsNamed calls each with every document whose id begins with a prefix and
	// goes on, those out of view among them, without its text, by id. It returns each's error
	// where that fails, which ends it.
	DocumentsNamed(ctx context.Context, prefix string, each func(Document) error) error
}

// SourceRecord is a row of a data set that a relation rests on.
type SourceRecord struct {
	Record      string
	Relation    string // its id
	Retracted   bool
	ByPublisher bool // see Gap.ByPublisher; false while the relation stands
}
