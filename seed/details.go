package seed

import (
	"errors"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/quote"
)

// detailKeys are the keys of a document's details.
var detailKeys = []string{"publisher", "language", "licence", "capturedAt", "archivedUrl", "sha256", "reliability"}

func readDetails(m fields) kg.Details {
	var d kg.Details
	take := func(key string, set func(to *kg.Details, value string) error) {
		value, ok := m.optional(key)
		if !ok || value == "" {
			return
		}
		var alone kg.Details
		err := set(&alone, value)
		if err == nil {
			err = alone.Check("document")
		}
		var wrong *kg.Error
		switch {
		case errors.As(err, &wrong):
			m.file.problem(m.lineOf(key), "%s", wrong.Message)
		case err != nil:
			m.file.problem(m.lineOf(key), "%v", err)
		default:
			_ = set(&d, value)
		}
	}
	text := func(field func(*kg.Details) *string) func(*kg.Details, string) error {
		return func(to *kg.Details, value string) error { *field(to) = value; return nil }
	}
	take("publisher", text(func(d *kg.Details) *string { return &d.Publisher }))
	take("language", text(func(d *kg.Details) *string { return &d.Language }))
	take("licence", text(func(d *kg.Details) *string { return &d.Licence }))
	take("archivedUrl", text(func(d *kg.Details) *string { return &d.ArchivedURL }))
	take("sha256", text(func(d *kg.Details) *string { return &d.SHA256 }))
	take("reliability", text(func(d *kg.Details) *string { return &d.Reliability }))
	take("capturedAt", func(to *kg.Details, value string) (err error) {
		if to.CapturedAt, err = time.Parse(time.RFC3339, value); err != nil {
			return kg.BadInput("capturedAt", "%s is no time; write one such as 2025-12-01T12:00:00Z", quote.Shown(value))
		}
		return nil
	})
	return d
}
