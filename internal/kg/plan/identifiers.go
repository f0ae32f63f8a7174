package plan

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// identified returns, of some identifiers, the ids of the entities that have each or had
// it.
func (q *query) identified(identifiers []kg.Identifier) (map[kg.Identifier][]string, error) {
	if len(identifiers) == 0 {
		return nil, nil
	}
	return q.Identified(q.ctx, distinct(identifiers))
}

// holder returns which of some entities had an identifier: the one that it was recorded
// of first, of several at once the one of the least id; nil where none had it.
func (e *entities) holder(i kg.Identifier, ids []string) *kg.Entity {
	for _, id := range e.holders(i, ids) {
		if known := e.answer(id); known != nil {
			return known
		}
	}
	return nil
}

// holders returns which of some entities had an identifier, the one that it was recorded
// of first before others.
func (e *entities) holders(i kg.Identifier, ids []string) (held []string) {
	since := map[string]time.Time{}
	for _, id := range ids {
		if !e.isKnown(id) {
			continue
		}
		for _, r := range e.rows[id].IdentifierRecords {
			if r.Identifier == i && r.HeldAt(e.asOf) {
				held, since[id] = append(held, id), r.RecordedAt
			}
		}
	}
	slices.SortFunc(held, func(a, b string) int { return cmp.Or(since[a].Compare(since[b]), cmp.Compare(a, b)) })
	return held
}

// listIdentified returns the entities of some kinds that had one of some identifiers.
func (q *query) listIdentified(req kg.EntityList) (page kg.EntityPage, err error) {
	by, err := q.identified(req.Identifiers)
	if err != nil {
		return page, err
	}
	var ids []string
	for _, some := range by {
		ids = append(ids, some...)
	}
	e, err := q.read(distinct(ids), nil)
	if err != nil {
		return page, err
	}
	scan := req.Scan()
	var listed []*kg.Entity
	for i, some := range by {
		for _, id := range e.holders(i, some) {
			if known := e.answer(id); known != nil && slices.Contains(req.Kinds, known.Kind) && !slices.Contains(listed, known) {
				listed = append(listed, known)
			}
		}
	}
	page.Total = len(listed)
	listed = slices.DeleteFunc(listed, func(e *kg.Entity) bool { p := e.Position(); return p <= scan.Lower || p >= scan.Upper })
	if !req.Count {
		page.Total = 0
	}
	page.Entities, page.HasPrevious, page.HasNext = kg.Cut(req.Slice, kg.FirstOf(listed, scan))
	return page, nil
}

// An identifierRow is an identifier that an entity has or had, as stores keep it with the
// entity.
type identifierRow struct {
	Scheme     string `json:"scheme"`
	Value      string `json:"value"`
	RecordedMs int64  `json:"recordedMs"`
	RemovedMs  *int64 `json:"removedMs,omitempty"`
}

// IdentifiersJSON returns all identifiers of an entity in the form in which stores keep
// them; nil where there are none.
func IdentifiersJSON(records []kg.IdentifierRecord) any {
	if len(records) == 0 {
		return nil
	}
	rows := make([]identifierRow, len(records))
	for i, r := range records {
		rows[i] = identifierRow{Scheme: r.Scheme, Value: r.Value, RecordedMs: r.RecordedAt.UnixMilli()}
		if r.RemovedAt != nil {
			ms := r.RemovedAt.UnixMilli()
			rows[i].RemovedMs = &ms
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		panic(err) // of strings and numbers there is no such
	}
	return string(text)
}

// ParseIdentifiers reads what IdentifiersJSON returned.
func ParseIdentifiers(text string) (records []kg.IdentifierRecord, err error) {
	if text == "" {
		return nil, nil
	}
	var rows []identifierRow
	err = json.Unmarshal([]byte(text), &rows)
	for _, row := range rows {
		r := kg.IdentifierRecord{Identifier: kg.Identifier{Scheme: row.Scheme, Value: row.Value}, RecordedAt: time.UnixMilli(row.RecordedMs).UTC()}
		if row.RemovedMs != nil {
			at := time.UnixMilli(*row.RemovedMs).UTC()
			r.RemovedAt = &at
		}
		records = append(records, r)
	}
	return records, err
}
