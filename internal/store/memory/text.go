package memory

import (
	"strings"

	"github.com/tidwall/btree"

	"conflictgraph/internal/kg"
)

// A textIndex finds ids by words and keys.
type textIndex struct {
	words btree.Map[string, map[string]bool] // ids by word
	keys  map[string]map[string]bool         // ids by key
	kinds map[string][]kg.EntityKind         // by id
	texts map[string]string                  // by id, what it is found by: words, a line feed, keys
}

func newTextIndex() *textIndex {
	return &textIndex{keys: map[string]map[string]bool{}, kinds: map[string][]kg.EntityKind{}, texts: map[string]string{}}
}

// put has an id found by words and keys, and by nothing else.
func (t *textIndex) put(id, words, keys string) {
	oldWords, oldKeys, _ := strings.Cut(t.texts[id], "\n")
	for word := range strings.FieldsSeq(oldWords) {
		ids, _ := t.words.Get(word)
		delete(ids, id)
	}
	for key := range strings.FieldsSeq(oldKeys) {
		delete(t.keys[key], id)
	}
	t.texts[id] = words + "\n" + keys
	for word := range strings.FieldsSeq(words) {
		ids, known := t.words.Get(word)
		if !known {
			ids = map[string]bool{}
			t.words.Set(word, ids)
		}
		ids[id] = true
	}
	for key := range strings.FieldsSeq(keys) {
		note(t.keys, key, id)
	}
}

// matching returns the ids that a request is for, by words alone where it is not also
// by keys.
func (t *textIndex) matching(req kg.CandidateRequest, byKeys bool) map[string]bool {
	if req.Beginning != "" {
		return t.keys[kg.BeginningKey(req.Beginning)]
	}
	var found map[string]bool
	for i, term := range req.Terms {
		ids := t.holding(term, byKeys)
		switch {
		case i == 0:
			found = ids
		case req.Any:
			for id := range ids {
				found[id] = true
			}
		default:
			for id := range found {
				if !ids[id] {
					delete(found, id)
				}
			}
		}
	}
	if byKeys {
		for _, key := range req.Whole {
			for id := range t.keys[key] {
				found[id] = true
			}
		}
	}
	return found
}

// holding returns the ids that hold a term.
func (t *textIndex) holding(term kg.Term, byKeys bool) map[string]bool {
	found := map[string]bool{}
	add := func(ids map[string]bool) {
		for id := range ids {
			found[id] = true
		}
	}
	t.words.Ascend(term.Word, func(word string, ids map[string]bool) bool {
		if word != term.Word && (term.Whole || !strings.HasPrefix(word, term.Word)) {
			return false
		}
		add(ids)
		return true
	})
	if byKeys {
		for _, key := range term.Keys {
			add(t.keys[key])
		}
	}
	return found
}
