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

// texts returns the names and the descriptions that an entity had before.
func (f former) texts() (names, descriptions []string) {
	for _, s := range f.States {
		names, descriptions = append(names, s.Name), append(descriptions, s.Description)
	}
	for _, n := range f.Names {
		names = append(names, n.Name)
	}
	return names, descriptions
}

// called reports whether an entity was called by a name before it was corrected.
func (f former) called(name string) bool {
	return slices.ContainsFunc(f.States, func(s formerState) bool { return s.Name == name }) ||
		slices.ContainsFunc(f.Names, func(n formerName) bool { return n.Name == name && n.RemovedMs != nil })
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

// recordFields are those of an entity by itself, with all that is kept of it.
const recordFields = `e.id, e.kind, e.name, e.aliases, e.aliasesRecordedAt, e.description, e.unnamed, e.recordedAt, e.former, e.ownKind, e.kindStatedMs`

// entityRecord reads recordFields.
func entityRecord(f []any) *kg.EntityRecord {
	r := &kg.EntityRecord{Entity: kg.Entity{ID: text(f[0]), Kind: kg.EntityKind(text(f[1])), Name: text(f[2]), Description: text(f[5]), RecordedAt: instant(f[7])}}
	r.Unnamed, _ = f[6].(bool)
	recorded, _ := f[4].([]any)
	aliases := texts(f[3])
	for len(recorded) < len(aliases) {
		recorded = append(recorded, f[7])
	}
	was := formerOf(f[8])
	r.Names, r.Former, r.OwnKind = was.names(aliases, recorded), was.states(), kg.EntityKind(text(f[9]))
	if ms, stated := f[10].(int64); stated {
		r.KindStatedAt = msTimeOrNil(&ms)
	}
	return r
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
