package neo4j

import (
	"context"
	"math"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// applyCorrections makes of entities what they are corrected to, beside what they were.
func (t *transaction) applyCorrections(ctx context.Context, c *plan.Changes) error {
	if len(c.Corrections) == 0 {
		return nil
	}
	var ids []string
	for _, correction := range c.Corrections {
		ids = append(ids, correction.Entity)
	}
	found, err := t.run(ctx, statement{recordsText, map[string]any{"ids": ids, "history": true}})
	if err != nil {
		return err
	}
	kept := map[string][]any{}
	for _, row := range found {
		fields := row[0].([]any)
		kept[text(fields[0])] = fields
	}
	var rows []map[string]any
	for _, correction := range c.Corrections {
		row, err := corrected(kept[correction.Entity], correction, c.RecordedAt)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return t.each(ctx, correctEntities, rows, c.RecordedAt)
}

// corrected returns the row that makes a correction of what is recorded, names that it
// adds with it.
func corrected(fields []any, c kg.Correction, at time.Time) (map[string]any, error) {
	r, kept := entityRecord(fields), formerOf(fields[formerField]).States
	if c.Before != c.After {
		was := c.Before
		kept = append(kept, formerState{
			Kind: was.Kind, Name: was.Name, Description: was.Description, Unnamed: was.Unnamed, UntilMs: at.UnixMilli(),
			OwnKind: r.OwnKind, StatedMs: msOrNil(r.KindStatedAt),
		})
		r.Former = append(r.Former, kg.FormerState{EntityState: was, Until: at})
	}
	r.SetState(c.After)
	r.OwnKind, r.KindStatedAt = c.OwnKind, c.KindStatedAt
	for i, n := range r.Names {
		if n.RemovedAt == nil && slices.Contains(c.Removed, n.Name) {
			r.Names[i].RemovedAt = &at
		}
	}
	return correctedRow(r, c.Before.Kind, kept)
}

// correctedRow returns the row that makes of an entity what r is. Of its former states,
// what was kept of them is given, as far as it is known.
func correctedRow(r *kg.EntityRecord, before kg.EntityKind, kept []formerState) (map[string]any, error) {
	was, err := formerRecord(r, kept).json()
	if err != nil {
		return nil, err
	}
	position, err := entityPosition(&r.Entity)
	if err != nil {
		return nil, err
	}
	p := map[string]any{
		"kind": string(r.Kind), "name": r.Name, "position": position, "aliases": nil, "aliasesRecordedAt": nil, "former": was,
		"description": nil, "unnamed": nil, "ownKind": nil, "kindStatedMs": nil, "correctedMs": nil,
	}
	if aliases, recorded := goneBy(r.Names); len(aliases) > 0 {
		p["aliases"], p["aliasesRecordedAt"] = aliases, recorded
	}
	properties(p).text("description", r.Description)
	properties(p).text("ownKind", string(r.OwnKind))
	if r.Unnamed {
		p["unnamed"] = true
	}
	if r.KindStatedAt != nil {
		p["kindStatedMs"] = r.KindStatedAt.UnixMilli()
	}
	last := int64(math.MinInt64)
	for _, s := range r.Former {
		last = max(last, s.Until.UnixMilli())
		p["correctedMs"] = last
	}
	return map[string]any{"id": r.ID, "before": labels(before), "labels": labels(r.Kind), "properties": p}, nil
}
