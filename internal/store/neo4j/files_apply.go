package neo4j

import (
	"context"
	"maps"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Apply implements plan.Transaction. Gaps come after what they are of.
func (s *staged) Apply(_ context.Context, c *plan.Changes) error {
	if err := s.addTypes(c.Types); err != nil {
		return err
	}
	if err := s.addDocuments(c.Documents); err != nil {
		return err
	}
	s.addEntities(c)
	if err := s.addRelations(c.Relations); err != nil {
		return err
	}
	maps.Copy(s.part.terms, c.RelationTerms)
	maps.Copy(s.part.withdrawn, c.DocumentGaps)
	maps.Copy(s.part.retracted, c.RelationGaps)
	for _, row := range c.Queue {
		if err := s.writeQueued(row); err != nil {
			return err
		}
	}
	return nil
}

func (s *staged) addTypes(added []kg.RelationType) error {
	if len(added) == 0 {
		return nil
	}
	s.types = plan.NewTypes(append(s.types.List(), added...))
	for _, t := range added {
		s.byID[t.ID], s.edges[t.ID] = t, edgeType(t)
		if err := s.tables.types.WriteProperties(typeProperties(t), s.next()); err != nil {
			return err
		}
	}
	return nil
}

func (s *staged) addDocuments(added []kg.Document) error {
	for i := range added {
		d := &added[i]
		if _, there := s.documents[d.ID]; there {
			return twice("document", d.ID)
		}
		if _, err := s.texts.WriteAt([]byte(d.Text), s.textsEnd); err != nil {
			return err
		}
		s.documents[d.ID] = stagedText{s.next(), s.textsEnd, len(d.Text)}
		s.textsEnd += int64(len(d.Text))
	}
	s.part.documents = append(s.part.documents, added...)
	return nil
}

func (s *staged) addEntities(c *plan.Changes) {
	for _, e := range c.Entities {
		added := &stagedEntity{number: s.next(), record: kg.EntityRecord{Entity: e}}
		s.entities[e.ID], s.inOrder = added, append(s.inOrder, added)
	}
	for _, n := range c.Names {
		r := &s.entities[n.Entity].record
		r.Names = append(r.Names, kg.AliasRecord{Name: n.Name, RecordedAt: n.RecordedAt})
	}
	for id, records := range c.Identifiers {
		s.entities[id].record.IdentifierRecords = records
	}
	for id, terms := range c.EntityTerms {
		s.entities[id].terms = terms
	}
}

func (s *staged) addRelations(added []kg.Relation) error {
	for i := range added {
		r := &added[i]
		if err := s.isOnce("relation", r.ID); err != nil {
			return err
		}
		if kg.Office(r.Type, "") != "" {
			s.offices[r.Subject] = append(s.offices[r.Subject], kg.Relation{Type: r.Type, Subject: r.Subject, Object: r.Object})
		}
	}
	s.classes = withClasses(s.classes, added)
	maps.Copy(s.datasets, restingOn(added))
	s.part.relations = append(s.part.relations, added...)
	return nil
}

// AddFormerIDs implements plan.Restoring.
func (s *staged) AddFormerIDs(_ context.Context, present map[string]string) error {
	for former, id := range present {
		s.part.former[id] = former
	}
	return nil
}

// AwaitRenaming implements plan.Restoring.
func (s *staged) AwaitRenaming(context.Context) error {
	s.renaming = true
	return nil
}

// AddHistory implements plan.Restoring.
func (s *staged) AddHistory(_ context.Context, entities []kg.EntityRecord) error {
	for _, r := range entities {
		e := s.entities[r.ID]
		r.IdentifierRecords = e.record.IdentifierRecords
		e.record, e.corrected = r, true
	}
	return nil
}

// AddMerges implements plan.Restoring.
func (s *staged) AddMerges(_ context.Context, merges []kg.MergeRecord) error {
	for _, m := range merges {
		s.merged++
		from, into := s.entities[m.From], s.entities[m.Into]
		if err := s.tables.merged.WriteProperties(mergeProperties(m, s.merged), from.number, into.number); err != nil {
			return err
		}
		from.mergedMs = append(from.mergedMs, m.RecordedAt.UnixMilli())
		if m.TakenBackAt != nil {
			s.merged++
			from.unmergedMs = append(from.unmergedMs, m.TakenBackAt.UnixMilli())
		}
	}
	s.merges = plan.NewMerges(append(s.merges.Records(), merges...))
	return nil
}

// AddActivities implements plan.Restoring.
func (s *staged) AddActivities(_ context.Context, activities []kg.Activity) error {
	for _, a := range activities {
		row := activityRow(a)
		if err := s.tables.activities.WriteProperties(row["activity"].(map[string]any), s.next()); err != nil {
			return err
		}
		for _, thing := range row["things"].([]string) {
			if err := s.tables.changes.Write([]any{s.next(), thing, a.Number}); err != nil {
				return err
			}
		}
	}
	s.last = activities[len(activities)-1]
	return nil
}
