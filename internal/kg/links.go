package kg

import "time"

// LinkRequest asks with whom some entities are linked.
type LinkRequest struct {
	Of     []string
	Filter RelationFilter // Direction is that from Of; With restricts the other ends
	Avoid  []string       // other ends that are left out
	AsOf   *time.Time
	Limit  int // of links in all
}

// Link says that two entities are linked, and what the newest relation is (that of
// the lowest Relation.Position) of those that pass the filter.
type Link struct {
	Of, Other   string
	Newest      string // its position
	Attestation int    // of the newest; see the function of that name
}

// RelationID returns the id of the newest relation.
func (l Link) RelationID() string { return l.Newest[len(positionUndated):] }

// Links are ordered by Of as the request has it, then by Other's id. A self-loop
// is not a link.
type Links struct {
	Links     []Link
	Truncated bool // there are more than the limit
}

// BetweenRequest asks for the relations that have both ends in a set.
type BetweenRequest struct {
	Among  []string
	Filter RelationFilter // Direction and With do not matter
	AsOf   *time.Time
	Limit  int
}

// Between are the relations, by Relation.Position, without claims.
type Between struct {
	Relations []*Relation
	Truncated bool // there are more than the limit
}

// TimeBucket is a unit of time that relations are counted by.
type TimeBucket string

const (
	BucketDay   TimeBucket = "DAY"
	BucketWeek  TimeBucket = "WEEK" // from Monday
	BucketMonth TimeBucket = "MONTH"
	BucketYear  TimeBucket = "YEAR"
)

// Dimension is something that relations are counted by.
type Dimension string

const (
	ByType        Dimension = "TYPE"
	ByStatus      Dimension = "STATUS"
	ByCertainty   Dimension = "CERTAINTY"
	ByCounterpart Dimension = "COUNTERPART" // the other end, for relations of an owner
)

// CountRequest asks how many relations there are of Owner, or in all where it is
// empty, for each value of By.
type CountRequest struct {
	Owner  string
	Filter RelationFilter
	By     Dimension
	// Bucket, where not empty, counts each unit of time by itself, each relation
	// in the one that its first day is in; those without a first day are left
	// out.
	Bucket TimeBucket
	Limit  int // of values, most first; 0 for no limit; not together with Bucket
}

// CountRequests are counts that are asked for at once.
type CountRequests struct {
	Counts []CountRequest
	AsOf   *time.Time
}

// Count is how many relations one value has. Counts are ordered by the bucket,
// then most first, then by Key.
type Count struct {
	Bucket      *Date  // the first day of the unit of time; nil where not asked for
	Key         string // a type's id, a status, a certainty or an entity's id
	N           int
	First, Last *Date // the earliest first day and the latest last day of dated ones; nil where there is none
}
