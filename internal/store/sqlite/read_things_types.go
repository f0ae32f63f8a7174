package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

var (
	greatestTypeKey = define(`SELECT coalesce(max(key), 0) FROM relation_type`)
	allTypes        = define(`SELECT key, id, label, inverse_label, symmetric, plover, cameo, subject_kinds, object_kinds
		FROM relation_type ORDER BY id`)
)

// A typeTable holds every relation type of one moment. Types are added and never
// changed, so that the greatest key tells whether it is up to date.
type typeTable struct {
	greatest int64
	types    *plan.Types
	keys     map[string]int64
	ids      map[int64]string
}

// typesOf returns the table whose greatest key is given.
func (s *Store) typesOf(current *session, greatest int64) (*typeTable, error) {
	if table := s.types.Load(); table != nil && table.greatest == greatest {
		return table, nil
	}
	table := &typeTable{greatest: greatest, keys: map[string]int64{}, ids: map[int64]string{}}
	var all []kg.RelationType
	err := current.each(allTypes, func(rows *sql.Rows) error {
		var key int64
		var t kg.RelationType
		var subjects, objects string
		err := rows.Scan(&key, &t.ID, &t.Label, &t.InverseLabel, &t.Symmetric, &t.PLOVER, &t.CAMEO, &subjects, &objects)
		t.SubjectKinds, t.ObjectKinds = splitKinds(subjects), splitKinds(objects)
		all = append(all, t)
		table.keys[t.ID], table.ids[key] = key, t.ID
		return err
	})
	if err != nil {
		return nil, err
	}
	table.types = plan.NewTypes(all)
	s.types.Store(table)
	return table, nil
}

// keysOf returns the keys of those of some types that there are.
func (t *typeTable) keysOf(ids []string) (keys []int64) {
	for _, id := range ids {
		if key, known := t.keys[id]; known {
			keys = append(keys, key)
		}
	}
	return keys
}

// Types implements plan.Snapshot.
func (s *session) Types(context.Context) (*plan.Types, error) { return s.types.types, nil }

func joinKinds(kinds []kg.EntityKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, " ")
}

func splitKinds(words string) (kinds []kg.EntityKind) {
	for word := range strings.FieldsSeq(words) {
		kinds = append(kinds, kg.EntityKind(word))
	}
	return kinds
}
