package kg

import "time"

// TimeBuckets lists every unit of time.
var TimeBuckets = []TimeBucket{BucketDay, BucketWeek, BucketMonth, BucketYear}

// StartOf returns the first day of the unit of time that d is in.
func (b TimeBucket) StartOf(d Date) Date {
	t := d.Time()
	switch b {
	case BucketWeek:
		return d - Date((int(t.Weekday())+6)%7)
	case BucketMonth:
		return NewDate(t.Year(), t.Month(), 1)
	case BucketYear:
		return NewDate(t.Year(), time.January, 1)
	}
	return d
}

// EndOf returns the last day of the unit of time that d is in.
func (b TimeBucket) EndOf(d Date) Date {
	start := b.StartOf(d)
	t := start.Time()
	switch b {
	case BucketWeek:
		return start + 6
	case BucketMonth:
		return DateOf(t.AddDate(0, 1, -1))
	case BucketYear:
		return NewDate(t.Year(), time.December, 31)
	}
	return start
}

// TimelineBucket is how many relations start in one unit of time.
type TimelineBucket struct {
	Start, End Date // its first and last day
	Count      int
	ByType     []Count // most first
}

// Timeline folds counts by type, bucket by bucket as a store returns them, into
// one TimelineBucket for each unit of time that has any.
func Timeline(bucket TimeBucket, counts []Count) []TimelineBucket {
	var line []TimelineBucket
	for _, c := range counts {
		if len(line) == 0 || line[len(line)-1].Start != *c.Bucket {
			line = append(line, TimelineBucket{Start: *c.Bucket, End: bucket.EndOf(*c.Bucket)})
		}
		last := &line[len(line)-1]
		last.Count += c.N
		last.ByType = append(last.ByType, c)
	}
	return line
}
