package neo4j

import (
	"crypto/rand"
	"maps"
	"slices"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// writePart writes what of a part needs nothing of later ones.
func (s *staged) writePart() error {
	for i := range s.part.documents {
		d := &s.part.documents[i]
		p := documentProperties(d)
		if list := s.part.withdrawn[d.ID]; len(list) > 0 {
			row := gapsRow(d.ID, list)
			p["retractedAt"], p["retractedReason"], p["gaps"], p["gapReasons"] = row["at"], row["reason"], row["gaps"], row["reasons"]
		}
		if err := s.tables.documents.WriteProperties(p, s.documents[d.ID].number); err != nil {
			return err
		}
	}
	for i := range s.part.relations {
		if err := s.writeRelation(&s.part.relations[i]); err != nil {
			return err
		}
	}
	s.part = newStagedPart()
	return nil
}

// writeRelation writes a relation's node and its edge. One that is retracted is on no
// timeline and counted for its ends, see setRelationGaps.
func (s *staged) writeRelation(r *kg.Relation) error {
	typ, number, subject, object := s.byID[r.Type], s.next(), s.entities[r.Subject], s.entities[r.Object]
	node, edge := nodeRow(r, typ, s.edges[typ.ID], s.part.terms[r.ID]), edgeRow(r)
	gaps := map[string]any{}
	if list := s.part.retracted[r.ID]; len(list) > 0 {
		gaps = gapsRow(r.ID, list)
		retracted := int64(0)
		if gaps["ms"] != nil {
			retracted = 1
			node[nodeColumns.at["datedSrc"]], node[nodeColumns.at["datedDst"]] = nil, nil
		}
		for _, end := range slices.Compact([]*stagedEntity{subject, object}) {
			end.everRetracted, end.retracted = true, end.retracted+retracted
		}
	}
	var former any
	if id := s.part.former[r.ID]; id != "" {
		former = id
	}
	var label any
	if at := nodeColumns.at["spotRows"]; isOneEmpty(node[at]) {
		node[at], label = nil, spotOfWords
	}
	node = append(append([]any{number, label}, node...), gaps["ms"], gaps["by"], former, gaps["reason"], gaps["gaps"], gaps["reasons"])
	if err := s.tables.relations.Write(node); err != nil {
		return err
	}
	edge = append(append([]any{subject.number, object.number, s.edges[typ.ID]}, edge...), gaps["at"], gaps["reason"])
	if err := s.tables.edges.Write(edge); err != nil {
		return err
	}
	for _, document := range documentsOf(r.Evidence) {
		if err := s.tables.quotes.Write([]any{number, s.documents[document].number}); err != nil {
			return err
		}
	}
	return nil
}

// spotOfWords labels relations whose spotRows are of one piece of evidence, in words: a
// list of one empty text, which a file cannot say. The first Open sets it.
const (
	spotOfWords = "SpotOfWords"

	setSpotsOfWords = `MATCH (r:` + spotOfWords + `) WITH r LIMIT 10000 SET r.spotRows = [''] REMOVE r:` + spotOfWords + ` RETURN count(*)`
)

func isOneEmpty(v any) bool {
	list, _ := v.([]string)
	return len(list) == 1 && list[0] == ""
}

// writeEntity writes an entity, of which all is known.
func (s *staged) writeEntity(e *stagedEntity) error {
	p, err := entityProperties(&e.record.Entity, e.record.Names)
	if err != nil {
		return err
	}
	if e.corrected {
		row, err := correctedRow(&e.record, e.record.Kind, nil)
		if err != nil {
			return err
		}
		maps.Copy(p, row["properties"].(map[string]any))
	}
	maps.Copy(p, termProperties(e.terms))
	if records := e.record.IdentifierRecords; len(records) > 0 {
		p["identifiers"] = plan.IdentifiersJSON(records)
		keys := identifierKeys(records)
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			if err := s.tables.identifiers.Write([]any{s.next(), key, e.record.ID}); err != nil {
				return err
			}
		}
	}
	p["mergedMs"], p["unmergedMs"] = e.mergedMs, e.unmergedMs
	if e.everRetracted {
		p["retractedRelations"] = e.retracted
	}
	return s.tables.entities.WriteProperties(p, e.number, append([]string{"Entity"}, labels(e.record.Kind)...))
}

func (s *staged) writeQueued(row plan.QueueRow) error {
	if err := s.isOnce("queue", row.ID); err != nil {
		return err
	}
	queued := s.next()
	if err := s.tables.queued.Write([]any{queued, row.ID, row.Number, string(row.Content)}); err != nil {
		return err
	}
	for _, key := range row.Keys {
		number := s.next()
		if err := s.tables.queueKeys.Write([]any{number, key, row.Number}); err != nil {
			return err
		}
		if err := s.tables.hasKey.Write([]any{queued, number}); err != nil {
			return err
		}
	}
	return nil
}

// writeMarker writes what the marker has once a new database was opened and a backup was
// restored into it.
func (s *staged) writeMarker() error {
	p := properties{
		"id": "schema", "version": schemaVersion, "origin": rand.Text(), "writes": 1,
		"survivorsNoted": true, "quotesLinked": true, "fingerprinted": true, "publishersAdded": true, "withdrawalsNoted": true,
		"indexVersion": kg.IndexVersion, "indexTarget": kg.IndexVersion, "indexedEntity": "", "indexedRelation": "",
		"classes": s.classes, "datasets": slices.Sorted(maps.Keys(s.datasets)), "unindexed": true,
	}
	if s.merged > 0 {
		p["merges"] = s.merged
	}
	if s.last.Number > 0 {
		p["activities"], p["recordedMs"] = s.last.Number, s.last.RecordedAt.UnixMilli()
	}
	if s.renaming {
		p["renaming"] = ""
	}
	return s.tables.marker.WriteProperties(p, s.next())
}
