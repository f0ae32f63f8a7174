package memory

import (
	"context"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Apply implements plan.Transaction.
func (s snapshot) Apply(ctx context.Context, c *plan.Changes) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(c.Types) > 0 {
		types := s.types.List()
		for _, t := range c.Types {
			types = append(types, copyType(t))
		}
		s.rows.types = plan.NewTypes(types)
	}
	for _, d := range c.Documents {
		s.documents[d.ID] = copyDocument(&d, kg.Need{Text: true, Copies: true})
		s.list(documentList).Set(d.Position(), d.ID)
		s.addPublisher(s.documents[d.ID])
	}
	for _, e := range c.Entities {
		s.entities[e.ID] = &kg.EntityRecord{Entity: e}
		s.list(string(e.Kind)).Set(e.Position(), e.ID)
	}
	for _, r := range c.Relations {
		s.addRelation(copyOf(&r, true))
	}
	for _, e := range c.Evidence {
		r, evidence := s.relations[e.Relation], e.Evidence
		evidence.Source = copyValue(evidence.Source)
		r.Evidence = append(r.Evidence, evidence)
		s.addEvidence(r)
	}
	for id, gaps := range c.RelationGaps {
		s.relations[id].Retractions = gaps
	}
	for id, gaps := range c.DocumentGaps {
		s.documents[id].Retractions = gaps
	}
	for id, records := range c.DocumentDetails {
		s.documents[id].DetailsRecords = records
		s.addPublisher(s.documents[id])
	}
	s.applyNames(c)
	for id, records := range c.Identifiers {
		s.entities[id].IdentifierRecords = copyIdentifiers(records)
		for _, r := range records {
			note(s.identified, r.Identifier, id)
		}
	}
	s.applyMerges(c)
	for id, n := range c.Degrees {
		s.entities[id].Degree += n
	}
	for id, terms := range c.EntityTerms {
		s.entityText.put(id, terms.Words, terms.Keys)
		s.entityText.kinds[id] = terms.Kinds
	}
	for id, words := range c.RelationTerms {
		s.quoteText.put(id, words, "")
	}
	s.applyQueue(c.Queue)
	if c.Activity != nil {
		s.journal = append(s.journal, *c.Activity)
	}
	return nil
}

func (s snapshot) applyNames(c *plan.Changes) {
	at := c.RecordedAt
	for _, n := range c.RemovedNames {
		for i, a := range s.entities[n.Entity].Names {
			if a.Name == n.Name && a.RemovedAt == nil {
				s.entities[n.Entity].Names[i].RemovedAt = &at
			}
		}
	}
	for _, n := range c.Names {
		e := s.entities[n.Entity]
		e.Names = append(e.Names, kg.AliasRecord{Name: n.Name, RecordedAt: n.RecordedAt})
	}
	for _, correction := range c.Corrections {
		e := s.entities[correction.Entity]
		s.list(string(e.Kind)).Delete(e.Position())
		if correction.Before != correction.After {
			e.Former = append(e.Former, kg.FormerState{EntityState: correction.Before, Until: at})
			e.SetState(correction.After)
			s.corrected[e.ID] = true
		}
		e.OwnKind, e.KindStatedAt = correction.OwnKind, correction.KindStatedAt
		s.list(string(e.Kind)).Set(e.Position(), e.ID)
	}
}

func (s snapshot) applyMerges(c *plan.Changes) {
	if len(c.Merges)+len(c.Unmerges) == 0 {
		return
	}
	merged := slices.Clone(s.merged)
	for _, m := range c.Merges {
		merged = append(merged, kg.MergeRecord{Merge: m, RecordedAt: c.RecordedAt})
	}
	for _, u := range c.Unmerges {
		for i, m := range merged {
			if m.From == u.Entity && m.TakenBackAt == nil {
				merged[i].TakenBackAt, merged[i].BackingReason = &c.RecordedAt, u.Reason
			}
		}
	}
	s.rows.merged, s.rows.merges = merged, plan.NewMerges(merged)
}

// LastActivity implements plan.Transaction.
func (s snapshot) LastActivity(context.Context) (number int64, at time.Time, err error) {
	if n := len(s.journal); n > 0 {
		number, at = s.journal[n-1].Number, s.journal[n-1].RecordedAt
	}
	return number, at, nil
}

// ActivityByKey implements plan.Transaction.
func (s snapshot) ActivityByKey(_ context.Context, key string) (*kg.Activity, error) {
	i := slices.IndexFunc(s.journal, func(a kg.Activity) bool { return a.Key == key })
	if i < 0 {
		return nil, nil
	}
	a := s.journal[i]
	return &a, nil
}

// LastChange implements plan.Transaction.
func (s snapshot) LastChange(_ context.Context, ids []string) (int64, error) {
	for _, a := range slices.Backward(s.journal) {
		if slices.ContainsFunc(ids, func(id string) bool { return changes(a, id) }) {
			return a.Number, nil
		}
	}
	return 0, nil
}

// QuotedIn implements plan.Transaction.
func (s snapshot) QuotedIn(_ context.Context, document string) (ids []string, err error) {
	for id := range s.quoted[document] {
		ids = append(ids, id)
	}
	return ids, nil
}

// OfTypes implements plan.Transaction.
func (s snapshot) OfTypes(_ context.Context, of []string, direction kg.Direction, types []string) (all []kg.Relation, err error) {
	for _, id := range of {
		for _, t := range types {
			key := rangeKey{index: plan.BySubjectType, subject: id, typ: t}
			if direction == kg.DirectionIn {
				key = rangeKey{index: plan.ByObjectType, object: id, typ: t}
			}
			for _, list := range s.ranges[key] {
				for _, r := range list.Values() {
					all = append(all, kg.Relation{Type: r.Type, Subject: r.Subject, Object: r.Object})
				}
			}
		}
	}
	return all, nil
}

// UseOf implements plan.Transaction.
func (s snapshot) UseOf(_ context.Context, uses kg.Uses) (relation, typeID string, err error) {
	take := func(_ string, r *kg.Relation) {
		if _, retracted := kg.GapsAsOf(r.Retractions, nil); retracted == nil && (relation == "" || r.ID < relation) {
			relation, typeID = r.ID, r.Type
		}
	}
	for _, id := range uses.Of {
		for index, types := range map[plan.Index][]string{plan.BySubjectType: uses.AsSubject, plan.ByObjectType: uses.AsObject} {
			for _, t := range types {
				r := plan.Range{Index: index, Subject: id, Type: t}
				if index == plan.ByObjectType {
					r.Subject, r.Object = "", id
				}
				s.eachOf(r, plan.Conditions{}, kg.Scan{Upper: kg.PositionEnd, Limit: len(s.relations) + 1}, take)
			}
		}
		for place := range s.byPlace[id] {
			if uses.AsPlace {
				take("", s.relations[place])
			}
		}
	}
	return relation, typeID, nil
}
