package sqlite

import (
	"context"
	"slices"

	"conflictgraph/internal/kg"
)

// There is no index that a row could be in conflict with.
var (
	appendRelations = newSharedInsert(intoRelation, relationRowText, ``, veryManyRows, manyRows)
	appendPlain     = newSharedInsert(intoRelation, `(?1,?,?,?,?,?,?,?,?,0,'')`, ``, veryManyRows, manyRows) // those whose time was not inferred
)

// Write appends a batch that Check has passed; see kg.Load.
func (l *load) Write(ctx context.Context, b kg.Batch) (written kg.Written, err error) {
	err = l.store.run(ctx, l.db, false, func(current *session) error {
		w := newWriter(current)
		w.recordedAt = b.RecordedAt.UnixMilli()
		if err := w.date(&b); err != nil {
			return err
		}
		if err := l.write(w, &b); err != nil {
			return err
		}
		// What is new among the rest shows with Finish, so nothing is listed.
		if len(b.Relations) > 0 || !w.log.Empty() {
			if err := w.insertActivity(b.Provenance, true); err != nil {
				return err
			}
		}
		written = w.written
		return nil
	})
	if err != nil {
		l.keys.forget()
		l.appended.forget()
		return kg.Written{}, err
	}
	return written, nil
}

// write appends what a batch adds.
func (l *load) write(w *writer, b *kg.Batch) error {
	if err := l.lookUp(w, b); err != nil {
		return err
	}
	for _, step := range []func(*kg.Batch) error{w.writeTypes, w.writeDocuments, w.writeEntities} {
		if err := step(b); err != nil {
			return err
		}
	}
	for id, key := range w.entities {
		l.keys.put(id, key)
	}
	if err := l.append(w, b.Relations); err != nil {
		return err
	}
	// Offices come with Finish.
	if err := w.putEntityWords(nil); err != nil {
		return err
	}
	return w.writeRelationWords(b)
}

// lookUp finds the keys of what a batch names and adds: of the other entities that
// it names, those that are not remembered.
func (l *load) lookUp(w *writer, b *kg.Batch) error {
	var entities, documents []string
	for i := range b.Entities {
		entities = append(entities, b.Entities[i].ID)
	}
	named := make(map[string]bool, len(entities))
	for _, id := range entities {
		named[id] = true
	}
	if err := w.knowEntities(entities); err != nil {
		return err
	}
	for _, d := range b.Documents {
		documents = append(documents, d.ID)
	}
	var missing []string
	entity := func(id string) {
		if _, known := l.keys.get(id); !known && !named[id] {
			named[id] = true
			missing = append(missing, id)
		}
	}
	for i := range b.Relations {
		r := &b.Relations[i]
		entity(r.Subject)
		entity(r.Object)
		for _, id := range r.Places {
			entity(id)
		}
		for _, a := range r.Attributions {
			entity(a.By)
		}
		for j := range r.Evidence {
			if r.Evidence[j].Source == nil {
				documents = append(documents, r.Evidence[j].Document)
			}
		}
	}
	found, err := w.keysOf(entityKeysByID, missing)
	for id, key := range found {
		l.keys.put(id, key)
	}
	if err == nil {
		w.documents, err = w.keysOf(documentKeysByID, documents)
	}
	return err
}

// append adds relations with their claims and evidence, but to those that it
// remembers only evidence. What else is there already is found by Finish, which has
// less to do where rows that state the same stand near each other, as they do in
// files that are in the order of time.
func (l *load) append(w *writer, relations []kg.Relation) error {
	next, err := w.nextKey(greatestRelationKey)
	if err != nil || len(relations) == 0 {
		return err
	}
	keys := make([]relationKey, len(relations))
	digests := make([][16]byte, len(relations))
	fresh := make([]int, 0, len(relations))
	for i := range relations {
		digests[i], _ = kg.RelationDigest(relations[i].ID)
		key, known := l.appended.get(digests[i])
		if !known {
			key = next + int64(len(fresh))
			l.appended.put(digests[i], key)
			fresh = append(fresh, i)
		}
		keys[i] = relationKey{key: key, isNew: !known}
		for _, id := range relations[i].Places {
			w.entities[id], _ = l.keys.get(id)
		}
		for _, a := range relations[i].Attributions {
			w.entities[a.By], _ = l.keys.get(a.By)
		}
	}
	if err := l.appendFresh(w, relations, digests, fresh); err != nil {
		return err
	}
	w.written.Relations += len(fresh)
	w.written.Existing += len(relations) - len(fresh)
	if err := w.writeClaims(relations, keys); err != nil {
		return err
	}
	return w.writeEvidence(relations, keys)
}

// appendFresh adds those of relations that have some indexes, the ones of one moment
// at once.
func (l *load) appendFresh(w *writer, relations []kg.Relation, digests [][16]byte, fresh []int) error {
	appending, inferred := appendPlain, slices.ContainsFunc(relations, isInferred)
	if inferred {
		appending = appendRelations
	}
	for len(fresh) > 0 {
		at := relations[fresh[0]].RecordedAt
		n := slices.IndexFunc(fresh, func(i int) bool { return !relations[i].RecordedAt.Equal(at) })
		if n < 0 {
			n = len(fresh)
		}
		some := fresh[:n]
		err := w.insert(appending, n, func(args []any, n int) []any {
			r := &relations[some[n]]
			subject, _ := l.keys.get(r.Subject)
			object, _ := l.keys.get(r.Object)
			if args = w.appendPlain(args, r, digests[some[n]][:], subject, object); inferred {
				args = appendInference(args, r)
			}
			return args
		}, nil, at.UnixMilli())
		if err != nil {
			return err
		}
		fresh = fresh[n:]
	}
	return nil
}

func isInferred(r kg.Relation) bool {
	return r.Time != nil && (r.Time.Inferred || r.Time.Reasoning != "")
}
