package kgtest

import (
	"context"
	"reflect"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

func (o *oracle) Write(ctx context.Context, b kg.Batch) (w kg.Written, err error) {
	b = cloneBatch(b)
	if earlier, repeated, err := o.repeated(b.Provenance); repeated || err != nil {
		return earlier, err
	}
	if b.RecordedAt.IsZero() {
		b.RecordedAt = kg.NextMoment(o.lastRecorded())
	}
	if err := b.Check(ctx, o); err != nil {
		return w, err
	}
	if err := o.expect(b.Expect); err != nil {
		return w, err
	}
	if err := o.checkSupport(b); err != nil {
		return w, err
	}
	if err := o.checkRevisions(b); err != nil {
		return w, err
	}
	var log kg.ChangeLog
	again := map[string]bool{} // what the batch had before
	left := map[string]bool{}  // what stays retracted
	for _, t := range b.Types {
		if slices.ContainsFunc(o.types, func(old kg.RelationType) bool { return old.ID == t.ID }) {
			w.Existing++
			continue
		}
		w.Types++
		log.Add(kg.TypeAdded, t.ID, "")
		o.types = append(o.types, t)
	}
	for _, d := range b.Documents {
		if slices.ContainsFunc(o.documents, func(old kg.Document) bool { return old.ID == d.ID }) {
			w.Existing++
			if !again[d.ID] {
				o.restate(b, &w, o.documentOf(d.ID).Retractions, true, func(reason string) { o.readmit(d.ID, b.RecordedAt, reason, &w, &log) })
			}
			again[d.ID] = true
			o.detail(d, b.RecordedAt, &w, &log)
			continue
		}
		w.Documents++
		log.Add(kg.DocumentAdded, d.ID, "")
		o.documents = append(o.documents, d)
	}
	for _, r := range b.Readmissions {
		o.readmit(r.Document, b.RecordedAt, r.Reason, &w, &log)
	}
	fresh := map[string]bool{} // what the batch adds itself
	for _, e := range b.Entities {
		isNew := !slices.ContainsFunc(o.entities, func(old kg.Entity) bool { return old.ID == e.ID })
		identifiers := e.Identifiers
		e.Identifiers = nil
		added := o.addNames(e, isNew, b.RecordedAt)
		identified := o.addIdentifiers(e.ID, identifiers, b.RecordedAt)
		if isNew {
			w.Entities++
			log.Add(kg.EntityAdded, e.ID, "")
			fresh[e.ID] = true
			continue
		}
		w.Existing++
		w.Aliases += len(added)
		w.Identifiers += len(identified)
		for _, i := range identified {
			if !fresh[e.ID] {
				log.Add(kg.IdentifierAdded, e.ID, i.String())
			}
		}
		for _, name := range added {
			if !fresh[e.ID] {
				log.Add(kg.AliasAdded, e.ID, name)
			}
		}
	}
	for _, r := range b.Relations {
		i := o.indexOf(r.ID)
		if i < 0 {
			w.Relations++
			log.Add(kg.RelationAdded, r.ID, "")
			fresh[r.ID] = true
			o.relations = append(o.relations, r)
			continue
		}
		w.Existing++
		if !again[r.ID] {
			left[r.ID] = o.restate(b, &w, o.relations[i].Retractions, o.supported(o.relations[i]), func(reason string) { o.restore(i, b.RecordedAt, reason, &w, &log) })
		}
		if again[r.ID] = true; left[r.ID] {
			continue
		}
		for _, e := range r.Evidence {
			if !o.saysAlready(o.relations[i], e) {
				w.Evidence++
				if !fresh[r.ID] {
					log.Add(kg.EvidenceAdded, r.ID, "")
				}
				o.relations[i].Evidence = append(o.relations[i].Evidence, e)
			}
		}
	}
	for _, r := range b.Restores {
		o.restore(o.indexOf(r.Relation), b.RecordedAt, r.Reason, &w, &log)
	}
	for _, r := range b.Retractions {
		w.Retracted += o.retract(o.indexOf(r.Relation), kg.Gap{At: b.RecordedAt, Reason: r.Reason, ByPublisher: r.ByPublisher}, &log)
	}
	o.withdraw(b, &w, &log)
	w.Merged, w.Unmerged = o.writeMerges(b, &log)
	for _, j := range b.Judgements {
		j.Log(&log)
		w.Judged++
	}
	o.correct(b, &w, &log)
	o.queue(b, &w, &log)
	w.Activity = o.record(b, &log)
	return w, nil
}

// addNames records an entity that is new, and all names of e that are not
// recorded of it: another name than the recorded one becomes an alias, unless it
// was taken away.
func (o *oracle) addNames(e kg.Entity, isNew bool, at time.Time) (added []string) {
	names := append([]string{e.Name}, e.Aliases...)
	if e.Aliases = nil; isNew {
		o.entities = append(o.entities, e)
	}
	for _, name := range names {
		known := *o.rawEntity(e.ID)
		if name != known.Name && !o.wasCalled(e.ID, name) && !slices.ContainsFunc(o.aliases, func(a oracleAlias) bool { return a.entity == e.ID && a.name == name }) {
			o.aliases = append(o.aliases, oracleAlias{entity: e.ID, name: name, recorded: at})
			added = append(added, name)
		}
	}
	return added
}

func (o *oracle) indexOf(relation string) int {
	return slices.IndexFunc(o.relations, func(r kg.Relation) bool { return r.ID == relation })
}

// saysAlready reports whether words of a relation's evidence, or the last that a row says,
// are those of e.
func (o *oracle) saysAlready(r kg.Relation, e kg.Evidence) (already bool) {
	for _, old := range r.Evidence {
		switch {
		case e.Source == nil && old.Source == nil:
			already = already || old.Document == e.Document && old.Start == e.Start && old.End == e.End
		case e.Source != nil && old.Source != nil && sameRow(old, e):
			already = reflect.DeepEqual(*old.Source, *e.Source) && reflect.DeepEqual(old.Point, e.Point) && reflect.DeepEqual(old.Quantities, e.Quantities)
		}
	}
	return already
}

func sameRow(a, b kg.Evidence) bool {
	return a.Source.Dataset == b.Source.Dataset && a.Source.Record == b.Source.Record
}

// cloneBatch copies b so far that checking and keeping the copy changes nothing
// of b.
func cloneBatch(b kg.Batch) kg.Batch {
	b.Types = slices.Clone(b.Types)
	for i, t := range b.Types {
		b.Types[i].SubjectKinds, b.Types[i].ObjectKinds = slices.Clone(t.SubjectKinds), slices.Clone(t.ObjectKinds)
	}
	b.Documents = slices.Clone(b.Documents)
	for i, d := range b.Documents {
		b.Documents[i].PublishedAt, b.Documents[i].DetailsRecords = cloneTime(d.PublishedAt), slices.Clone(d.DetailsRecords)
	}
	b.Entities = slices.Clone(b.Entities)
	for i, e := range b.Entities {
		b.Entities[i].Aliases, b.Entities[i].Identifiers, b.Entities[i].Point = slices.Clone(e.Aliases), slices.Clone(e.Identifiers), clonePointer(e.Point)
	}
	b.Relations = slices.Clone(b.Relations)
	for i, r := range b.Relations {
		b.Relations[i] = cloneRelation(r)
	}
	b.Retractions = slices.Clone(b.Retractions)
	b.Updates, b.Corrections = slices.Clone(b.Updates), nil
	b.Merges, b.Unmerges = slices.Clone(b.Merges), slices.Clone(b.Unmerges)
	b.Restores, b.Readmissions = slices.Clone(b.Restores), slices.Clone(b.Readmissions)
	b.Withdrawals, b.Expect = slices.Clone(b.Withdrawals), slices.Clone(b.Expect)
	return b
}

func cloneRelation(r kg.Relation) kg.Relation {
	r.Time = cloneTime(r.Time)
	r.Places, r.Attributions, r.Evidence = slices.Clone(r.Places), slices.Clone(r.Attributions), slices.Clone(r.Evidence)
	for i, e := range r.Evidence {
		r.Evidence[i].Source, r.Evidence[i].Point, r.Evidence[i].Quantities = clonePointer(e.Source), clonePointer(e.Point), kg.CloneQuantities(e.Quantities)
	}
	r.RetractedAt, r.Retractions = clonePointer(r.RetractedAt), slices.Clone(r.Retractions)
	return r
}

func cloneTime(t *kg.Time) *kg.Time {
	t = clonePointer(t)
	if t != nil {
		t.Start, t.End = clonePointer(t.Start), clonePointer(t.End)
	}
	return t
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
