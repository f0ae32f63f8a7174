package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"conflictgraph/internal/kg"
)

// QueueRow is one thing of the review queue as drivers keep it: its content is of no
// concern to them.
type QueueRow struct {
	Number  int64 // of all rows, in the order of recording
	ID      string
	Keys    []string // by which it is scanned
	Content []byte
}

// Position returns where the row stands in scans.
func (r QueueRow) Position() string { return kg.QueuePosition(r.Number) }

// How the keys of rows begin, before the state.
const (
	anyQueued    = "all"
	inDocument   = "document "
	ofType       = "type "
	byExtractor  = "extractor "
	withProblem  = "problem "
	ofHash       = "hash "
	keySeparator = "\x01"
)

func queueKey(state kg.SuggestionState, rest string) string {
	return string(state) + keySeparator + rest
}

// SuggestionRow returns the row of a suggestion.
func SuggestionRow(s *kg.Suggestion) (QueueRow, error) {
	content, err := json.Marshal(s)
	keys := []string{
		queueKey(s.State, anyQueued), queueKey(s.State, inDocument+s.Document), queueKey(s.State, ofType+s.Type), queueKey(s.State, byExtractor+s.Origin.Extractor),
	}
	for _, p := range s.Problems {
		keys = append(keys, queueKey(s.State, withProblem+string(p.Code)))
	}
	return QueueRow{Number: s.Number, ID: s.ID, Keys: distinct(keys), Content: content}, err
}

// IngestionRow returns the row of an ingestion.
func IngestionRow(i *kg.Ingestion) (QueueRow, error) {
	content, err := json.Marshal(i)
	var keys []string
	for _, h := range i.Hashes {
		keys = append(keys, ofHash+h)
	}
	return QueueRow{Number: i.Number, ID: i.ID, Keys: distinct(keys), Content: content}, err
}

// Record returns what a row holds.
func (r QueueRow) Record() (kg.Record, error) {
	if isIngestion(r.ID) {
		i, err := contentOf[kg.Ingestion](r)
		return kg.Record{Ingestion: i}, err
	}
	s, err := contentOf[kg.Suggestion](r)
	return kg.Record{Suggestion: s}, err
}

func contentOf[T any](r QueueRow) (*T, error) {
	v := new(T)
	if err := json.Unmarshal(r.Content, v); err != nil {
		return nil, fmt.Errorf("row %d of the review queue cannot be read: %w", r.Number, err)
	}
	return v, nil
}

func isIngestion(id string) bool {
	return len(id) > len(kg.IngestionPrefix) && id[:len(kg.IngestionPrefix)] == kg.IngestionPrefix
}

// queued puts what has some ids into found.
func (q *query) queued(found *kg.Found, keys kg.Keys) error {
	ids := distinct(slices.Concat(keys.Suggestions, keys.Ingestions))
	if len(ids)+len(keys.Hashes) == 0 {
		return nil
	}
	rows, err := q.QueueRows(q.ctx, ids)
	if err != nil {
		return err
	}
	if len(keys.Hashes) > 0 {
		var scanned []string
		for _, h := range distinct(keys.Hashes) {
			scanned = append(scanned, ofHash+h)
		}
		copies, err := scanQueue(q.ctx, q, scanned, kg.Scan{Upper: kg.QueuePositionEnd, Limit: mostOfHashes})
		if err != nil {
			return err
		}
		rows = append(rows, copies...)
	}
	for _, row := range rows {
		r, err := row.Record()
		switch {
		case err != nil:
			return err
		case r.Ingestion != nil:
			found.Ingestions[r.Ingestion.ID] = r.Ingestion
		default:
			found.Suggestions[r.Suggestion.ID] = r.Suggestion
		}
	}
	return nil
}

// mostOfHashes is how many ingestions are looked at for copies of a text.
const mostOfHashes = 100

// ListSuggestions implements kg.Store.
func (s *Store) ListSuggestions(ctx context.Context, req kg.SuggestionList) (page kg.SuggestionPage, err error) {
	err = s.driver.Read(ctx, func(snapshot Snapshot) error {
		l := queueList{Snapshot: snapshot, ctx: ctx, filter: req.Filter}
		if err := l.choose(); err != nil {
			return err
		}
		found, err := l.scan(req.Slice.Scan(kg.QueuePositionEnd, req.NewestFirst))
		if err != nil {
			return err
		}
		page.Suggestions, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, found)
		if req.Count {
			page.Total, err = l.count()
		}
		return err
	})
	return page, err
}

// A queueList finds suggestions by those values of one part of its filter that have index
// ranges, and checks the rest.
type queueList struct {
	Snapshot
	ctx    context.Context
	filter kg.SuggestionFilter
	keys   []string
	exact  bool // each suggestion of the keys passes the filter, and has one of them
}

// choose takes the part of the filter whose ranges hold the fewest rows.
func (l *queueList) choose() error {
	f := l.filter
	states := f.States
	if len(states) == 0 {
		states = kg.SuggestionStates
	}
	ranges := func(prefix string, values []string) (keys []string) {
		for _, state := range distinct(states) {
			for _, v := range distinct(values) {
				keys = append(keys, queueKey(state, prefix+v))
			}
		}
		return keys
	}
	var parts [][]string
	for _, part := range []struct {
		prefix string
		of     []string
	}{{inDocument, f.Documents}, {withProblem, texts(f.Problems)}, {ofType, f.Types}, {byExtractor, f.Extractors}} {
		if len(part.of) > 0 {
			parts = append(parts, ranges(part.prefix, part.of))
		}
	}
	l.exact = len(parts) <= 1 && len(f.Problems) <= 1
	switch len(parts) {
	case 0:
		l.keys = ranges("", []string{anyQueued})
		return nil
	case 1:
		l.keys = parts[0]
		return nil
	}
	least := -1
	for _, keys := range parts {
		n, err := l.CountQueue(l.ctx, keys)
		if err != nil {
			return err
		}
		if least < 0 || n < least {
			least, l.keys = n, keys
		}
	}
	return nil
}

func texts[T ~string](values []T) (all []string) {
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

// scanQueue returns the first rows of a scan that have one of some keys, each once, in its
// order.
func scanQueue(ctx context.Context, snapshot Snapshot, keys []string, scan kg.Scan) ([]QueueRow, error) {
	found, err := snapshot.ScanQueue(ctx, keys, scan)
	seen := map[int64]bool{}
	found = slices.DeleteFunc(found, func(r QueueRow) bool {
		again := seen[r.Number]
		seen[r.Number] = true
		return again
	})
	return kg.FirstOf(found, scan), err
}

// scan returns the first suggestions of a scan that pass the filter.
func (l *queueList) scan(scan kg.Scan) (found []*kg.Suggestion, err error) {
	wanted := scan.Limit
	for {
		rows, err := scanQueue(l.ctx, l, l.keys, scan)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			s, err := contentOf[kg.Suggestion](row)
			if err != nil {
				return nil, err
			}
			if l.filter.Accepts(s) {
				found = append(found, s)
			}
		}
		if len(found) >= wanted || len(rows) < scan.Limit {
			return found[:min(len(found), wanted)], nil
		}
		if last := rows[len(rows)-1].Position(); scan.Descending {
			scan.Upper = last
		} else {
			scan.Lower = last
		}
		scan.Limit = max(scan.Limit, min(2*scan.Limit+1, queueScannedAtOnce/len(l.keys)))
	}
}

// queueScannedAtOnce is how many rows are read of all ranges at once, beyond a page.
const queueScannedAtOnce = 1000

// count returns how many suggestions pass the filter.
func (l *queueList) count() (n int, err error) {
	if l.exact {
		return l.CountQueue(l.ctx, l.keys)
	}
	scan := kg.Scan{Upper: kg.QueuePositionEnd, Limit: queueScannedAtOnce}
	for {
		rows, err := scanQueue(l.ctx, l, l.keys, scan)
		if err != nil {
			return 0, err
		}
		for _, row := range rows {
			s, err := contentOf[kg.Suggestion](row)
			if err != nil {
				return 0, err
			}
			if l.filter.Accepts(s) {
				n++
			}
		}
		if len(rows) < scan.Limit {
			return n, nil
		}
		scan.Lower = rows[len(rows)-1].Position()
	}
}

// QueueRecords returns what rows hold.
func QueueRecords(rows []QueueRow) ([]kg.Record, error) {
	all := make([]kg.Record, len(rows))
	for i, row := range rows {
		r, err := row.Record()
		if err != nil {
			return nil, err
		}
		all[i] = r
	}
	return all, nil
}

// QueueNumbers returns the numbers between which a scan of the review queue is, both
// exclusive.
func QueueNumbers(scan kg.Scan) (after, before int64) {
	number := func(position string, other int64) int64 {
		if n, err := strconv.ParseInt(position, 10, 64); err == nil {
			return n
		}
		return other
	}
	return number(scan.Lower, 0), number(scan.Upper, math.MaxInt64)
}
