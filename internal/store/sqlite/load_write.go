package sqlite

import (
	"context"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Write appends a batch that Check has passed; see kg.Load.
func (l *load) Write(ctx context.Context, b kg.Batch) (written kg.Written, err error) {
	err = l.store.run(ctx, l.db, false, func(current *session) error {
		changes, counts, err := plan.Things(ctx, current, b)
		if err != nil {
			return err
		}
		written = counts
		return l.write(newWriter(current), changes, b.Relations, &written)
	})
	if err != nil {
		l.keys.Purge()
		l.appended.Purge()
		return kg.Written{}, err
	}
	return written, nil
}

// write applies changes and appends relations.
func (l *load) write(w *writer, changes *plan.Changes, relations []kg.Relation, written *kg.Written) error {
	if err := w.Apply(w.ctx, changes); err != nil {
		return err
	}
	if err := l.identify(w, relations); err != nil {
		return err
	}
	return l.append(w, relations, written)
}

// identify finds the keys of the entities that relations name, of those that are not
// remembered.
func (l *load) identify(w *writer, relations []kg.Relation) error {
	var missing []string
	seen := map[string]bool{}
	all := func(each func(id string)) {
		for i := range relations {
			r := &relations[i]
			each(r.Subject)
			each(r.Object)
			for _, id := range r.Places {
				each(id)
			}
			for _, a := range r.Attributions {
				each(a.By)
			}
		}
	}
	all(func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		if key, known := l.keys.Get(id); known {
			w.entities.add(id, key)
		} else {
			missing = append(missing, id)
		}
	})
	_, err := w.entityKeys(missing)
	for _, id := range missing {
		if key, known := w.entities.keys[id]; known {
			l.keys.Add(id, key)
		}
	}
	return err
}

// append adds relations with their claims and evidence, but to those that it
// remembers only evidence. What else is there already is found by Finish, which has
// less to do where rows that state the same stand near each other, as they do in
// files that are in the order of time.
func (l *load) append(w *writer, relations []kg.Relation, written *kg.Written) error {
	next, err := w.nextKey(greatestRelationKey)
	if err != nil || len(relations) == 0 {
		return err
	}
	var fresh []kg.Relation
	held := map[int64]*kg.Relation{} // what stands there several times, with its evidence
	keys := make([]int64, len(relations))
	for i := range relations {
		digest, _ := kg.RelationDigest(relations[i].ID)
		key, known := l.appended.Get(digest)
		if known {
			held[key] = &kg.Relation{ID: relations[i].ID}
		} else {
			key = next + int64(len(fresh))
			l.appended.Add(digest, key)
			fresh = append(fresh, relations[i])
		}
		keys[i], w.relations[relations[i].ID] = key, key
	}
	written.Relations += len(fresh)
	written.Existing += len(relations) - len(fresh)
	if _, err := w.insertRelations(fresh); err != nil {
		return err
	}
	if err := w.insertClaims(fresh, func(i int) int64 { return next + int64(i) }); err != nil {
		return err
	}
	if len(held) > 0 {
		if err := w.readEvidence(keyList(keysOfSet(held)), held, map[int64]bool{}); err != nil {
			return err
		}
	}
	return l.appendEvidence(w, relations, keys, next, held, written)
}

// appendEvidence adds the evidence of relations, each piece once, of which those whose
// keys are at least first are new. Held are those that stand there several times.
func (l *load) appendEvidence(w *writer, relations []kg.Relation, keys []int64, first int64, held map[int64]*kg.Relation, written *kg.Written) error {
	pieces := make([]piece, 0, len(relations))
	quotes := map[string][]string{}
	seen := map[int64]bool{}
	for i := range relations {
		of, several := held[keys[i]]
		if !several && len(relations[i].Evidence) > 1 {
			of = &kg.Relation{}
		}
		for j := range relations[i].Evidence {
			e := &relations[i].Evidence[j]
			if of != nil {
				if of.RestsOn(*e) {
					continue
				}
				of.Evidence = append(of.Evidence, *e)
			}
			if seen[keys[i]] || keys[i] < first {
				written.Evidence++
			}
			pieces = append(pieces, piece{keys[i], relations[i].Coding, e})
			if e.Source == nil {
				quotes[relations[i].ID] = append(quotes[relations[i].ID], e.Exact)
			}
		}
		seen[keys[i]] = several
	}
	terms := make(map[string]string, len(quotes))
	for id, exact := range quotes {
		if of := held[w.relations[id]]; of != nil {
			exact = quotesIn(of.Evidence)
		}
		terms[id] = kg.QuoteWords(exact...)
	}
	if err := w.insertEvidence(pieces); err != nil {
		return err
	}
	return w.putRelationTerms(terms)
}

func quotesIn(evidence []kg.Evidence) (exact []string) {
	for _, e := range evidence {
		if e.Source == nil {
			exact = append(exact, e.Exact)
		}
	}
	return exact
}
