package backup

import (
	"bytes"
	"encoding/json"
	"testing"
)

// What a line says is said by the line that is written of it, whoever wrote it.
func FuzzALineSaysWhatIsWrittenOfIt(f *testing.F) {
	for _, text := range []string{
		`{"type":{"id":"met-with","label":"met with","inverseLabel":"met with","symmetric":true}}`,
		`{"document":{"id":"doc:one","text":"one two","publishedAt":{"edtf":"2025-12"},"recordedAt":"2026-01-01T00:00:00Z","retractedAt":"2026-01-02T00:00:00.5+01:00","reason":"wrong"}}`,
		`{"entity":{"id":"anna","kind":"PERSON","name":"Anna","aliases":[{"name":"A.","recordedAt":"2026-01-01T00:00:00Z"}],"recordedAt":"2026-01-01T00:00:00Z"}}`,
		`{"relation":{"id":"r","type":"knows","subject":"a","object":"b","status":"OCCURRED","certainty":"STATED","places":["p"],"attributions":[{"by":"a","stance":"STATED"}],"evidence":[{"dataset":"rows","record":"1","recordedAt":"2026-01-01T00:00:00Z"}],"recordedAt":"2026-01-01T00:00:00Z"}}`,
		`{"merge":{"from":"a","into":"b","recordedAt":"2026-01-01T00:00:00Z","takenBackAt":"2026-01-02T00:00:00Z","backReason":"two"}}`,
		`{"activity":{"number":1,"operation":"load","key":"k","digest":"d","recordedAt":"2026-01-01T00:00:00Z","changes":[{"kind":"TYPE_ADDED","id":"met-with"}],"unlisted":true}}`,
		`{"end":{}}`, `{"conflictgraph":{"backup":1}}`, `[]`, `{"type":null}`, `{"type":{},"entity":{}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		record, err := parse(text, newEarlier())
		if err != nil {
			return
		}
		once, err := json.Marshal(lineOf(record))
		if err != nil {
			return // a time that JSON has no form for
		}
		again, err := parse(once, newEarlier())
		if err != nil {
			t.Fatalf("%s is written as %s: %v", text, once, err)
		}
		if twice, err := json.Marshal(lineOf(again)); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s is written as %s, and that as %s", text, once, twice)
		}
	})
}
