package neo4j

import (
	"encoding/json"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// former is what is kept, as JSON, of an entity that was corrected: what it was, in
// the order of recording, and, once a name was taken away, the names that it had by
// then. Nearly no entity has it.
type former struct {
	States []formerState `json:"states,omitempty"`
	Names  []formerName  `json:"names,omitempty"`
}

type formerState struct {
	Kind        kg.EntityKind `json:"kind"`
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Unnamed     bool          `json:"unnamed,omitempty"`
	UntilMs     int64         `json:"untilMs"`

	OwnKind  kg.EntityKind `json:"ownKind,omitempty"` // see kg.EntityRecord
	StatedMs *int64        `json:"kindStatedMs,omitempty"`
}

type formerName struct {
	Name       string `json:"name"`
	RecordedMs int64  `json:"recordedMs"`
	RemovedMs  *int64 `json:"removedMs,omitempty"`
}

func formerOf(v any) (f former) {
	_ = json.Unmarshal([]byte(text(v)), &f)
	return f
}

// json returns f as it is kept; nil where there is nothing to keep.
func (f former) json() (any, error) {
	if !slices.ContainsFunc(f.Names, func(n formerName) bool { return n.RemovedMs != nil }) {
		f.Names = nil
	}
	if len(f.States)+len(f.Names) == 0 {
		return nil, nil
	}
	kept, err := json.Marshal(f)
	return string(kept), err
}

func (f former) states() (all []kg.FormerState) {
	for _, s := range f.States {
		all = append(all, kg.FormerState{EntityState: kg.EntityState{Kind: s.Kind, Name: s.Name, Description: s.Description, Unnamed: s.Unnamed}, Until: msTime(s.UntilMs)})
	}
	return all
}

// names returns all names that an entity goes by, of which some are given with when
// they were recorded, or went by, in the order of recording.
func (f former) names(aliases []string, recorded []any) (all []kg.AliasRecord) {
	for _, n := range f.Names {
		all = append(all, kg.AliasRecord{Name: n.Name, RecordedAt: msTime(n.RecordedMs), RemovedAt: msTimeOrNil(n.RemovedMs)})
	}
	for i, name := range aliases {
		known := slices.ContainsFunc(f.Names, func(n formerName) bool { return n.Name == name && n.RemovedMs == nil })
		if i < len(recorded) && !known {
			all = append(all, kg.AliasRecord{Name: name, RecordedAt: instant(recorded[i])})
		}
	}
	return all
}

func msTime(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func msTimeOrNil(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	at := msTime(*ms)
	return &at
}

func msOrNil(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// formerRecord returns what is kept of r besides what it is; of its former states,
// what an earlier record kept is given.
func formerRecord(r *kg.EntityRecord, kept []formerState) former {
	f := former{States: kept}
	for _, s := range r.Former[len(kept):] {
		f.States = append(f.States, formerState{Kind: s.Kind, Name: s.Name, Description: s.Description, Unnamed: s.Unnamed, UntilMs: s.Until.UnixMilli()})
	}
	for _, n := range r.Names {
		f.Names = append(f.Names, formerName{n.Name, n.RecordedAt.UnixMilli(), msOrNil(n.RemovedAt)})
	}
	return f
}
