package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"conflictgraph/internal/kg"
)

// A gapRow is how a kg.Gap is kept, as JSON.
type gapRow struct {
	At             int64  `json:"at"`
	Reason         string `json:"reason"`
	ByPublisher    bool   `json:"byPublisher,omitempty"`
	Document       string `json:"document,omitempty"`
	RestoredAt     *int64 `json:"restoredAt,omitempty"`
	RestoredReason string `json:"restoredReason,omitempty"`
}

// inGap holds for a row with columns of a prefix that was not valid at the moment
// that a parameter has, in one of its gaps that are closed.
func inGap(prefix, moment string) string {
	return fmt.Sprintf(`(%[1]sretractions IS NOT NULL AND EXISTS (
		SELECT 1 FROM json_each(%[1]sretractions) g WHERE g.value ->> 'at' <= %[2]s AND g.value ->> 'restoredAt' > %[2]s))`, prefix, moment)
}

// gapsOf returns what a row's column says.
func gapsOf(column sql.NullString) (gaps []kg.Gap, err error) {
	if !column.Valid {
		return nil, nil
	}
	var rows []gapRow
	if err := json.Unmarshal([]byte(column.String), &rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		gaps = append(gaps, r.gap())
	}
	return gaps, nil
}

func (r gapRow) gap() kg.Gap {
	g := kg.Gap{At: timeOf(r.At), Reason: r.Reason, ByPublisher: r.ByPublisher, Document: r.Document, RestoredReason: r.RestoredReason}
	if r.RestoredAt != nil {
		at := timeOf(*r.RestoredAt)
		g.RestoredAt = &at
	}
	return g
}

func gapRowOf(g kg.Gap) gapRow {
	r := gapRow{At: g.At.UnixMilli(), Reason: g.Reason, ByPublisher: g.ByPublisher, Document: g.Document, RestoredReason: g.RestoredReason}
	if g.RestoredAt != nil {
		at := g.RestoredAt.UnixMilli()
		r.RestoredAt = &at
	}
	return r
}

// asJSON returns gaps, or one, as they are kept.
func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("strings and numbers are always JSON: %v", err))
	}
	return string(text)
}
