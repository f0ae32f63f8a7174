package plan

import (
	"encoding/json"
	"fmt"
	"time"

	"conflictgraph/internal/kg"
)

// DetailsText returns what was recorded of a document's details as JSON, which stores
// keep.
func DetailsText(records []kg.DetailsRecord) string {
	text, err := json.Marshal(records)
	if err != nil {
		panic(fmt.Sprintf("texts and times of the years 1 to 9999 are always JSON: %v", err))
	}
	return string(text)
}

// ReadDetails returns what DetailsText made a text of.
func ReadDetails(text string) (records []kg.DetailsRecord, err error) {
	err = json.Unmarshal([]byte(text), &records)
	return records, err
}

// PublisherOf returns the publisher of a document, empty where none is known, and when it
// was recorded.
func PublisherOf(records []kg.DetailsRecord) (publisher string, recordedAt time.Time) {
	for _, r := range records {
		if r.Publisher != "" {
			return r.Publisher, r.RecordedAt
		}
	}
	return "", recordedAt
}
