package kgtest

import (
	"time"

	"conflictgraph/internal/kg"
)

// detailsThen returns what was known of a document, of each field what was said first.
func detailsThen(records []kg.DetailsRecord, asOf *time.Time) (d kg.Details, then []kg.DetailsRecord) {
	for i := len(records) - 1; i >= 0; i-- {
		if r := records[i]; known(r.RecordedAt, asOf) {
			then = append([]kg.DetailsRecord{r}, then...)
			for _, field := range []struct{ of, from *string }{
				{&d.Publisher, &r.Publisher}, {&d.Language, &r.Language}, {&d.Licence, &r.Licence},
				{&d.ArchivedURL, &r.ArchivedURL}, {&d.SHA256, &r.SHA256}, {&d.Reliability, &r.Reliability},
			} {
				if *field.from != "" {
					*field.of = *field.from
				}
			}
			if !r.CapturedAt.IsZero() {
				d.CapturedAt = r.CapturedAt
			}
		}
	}
	return d, then
}

// detail adds what a document that is there again says of itself that was not known.
func (o *oracle) detail(d kg.Document, at time.Time, w *kg.Written, log *kg.ChangeLog) {
	there := o.documentOf(d.ID)
	if retracted(there.Retractions, nil) {
		return
	}
	was, _ := detailsThen(there.DetailsRecords, nil)
	var more kg.Details
	add := func(name, was, is string, to *string) {
		if was == "" && is != "" {
			*to = is
			log.Add(kg.DocumentUpdated, d.ID, name+": "+is)
		}
	}
	add("publisher", was.Publisher, d.Details.Publisher, &more.Publisher)
	add("language", was.Language, d.Details.Language, &more.Language)
	add("licence", was.Licence, d.Details.Licence, &more.Licence)
	add("archivedUrl", was.ArchivedURL, d.Details.ArchivedURL, &more.ArchivedURL)
	add("sha256", was.SHA256, d.Details.SHA256, &more.SHA256)
	add("reliability", was.Reliability, d.Details.Reliability, &more.Reliability)
	if was.CapturedAt.IsZero() && !d.Details.CapturedAt.IsZero() {
		more.CapturedAt = d.Details.CapturedAt
		log.Add(kg.DocumentUpdated, d.ID, "capturedAt: "+more.CapturedAt.Format(time.RFC3339Nano))
	}
	if more != (kg.Details{}) {
		w.Updated++
		there.DetailsRecords = append(there.DetailsRecords[:len(there.DetailsRecords):len(there.DetailsRecords)], kg.DetailsRecord{Details: more, RecordedAt: at})
	}
}
