package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

var (
	greatestTypeKey = define(`SELECT coalesce(max(key), 0) FROM relation_type`)
	allTypes        = define(`SELECT key, id, label, inverse_label, symmetric, plover, cameo, subject_kinds, object_kinds
		FROM relation_type ORDER BY id`)
)

// A typeTable holds every relation type of one moment. Types are added and never
// changed, so that the greatest key tells whether it is up to date.
type typeTable struct {
	greatest  int64
	all       []kg.RelationType // by id
	keys      map[string]int64
	ids       map[int64]string
	symmetric []int64
}

// typesOf returns the table whose greatest key is given.
func (s *Store) typesOf(current *session, greatest int64) (*typeTable, error) {
	if table := s.types.Load(); table != nil && table.greatest == greatest {
		return table, nil
	}
	table := &typeTable{greatest: greatest, keys: map[string]int64{}, ids: map[int64]string{}}
	err := current.each(allTypes, func(rows *sql.Rows) error {
		var key int64
		var t kg.RelationType
		var subjects, objects string
		err := rows.Scan(&key, &t.ID, &t.Label, &t.InverseLabel, &t.Symmetric, &t.PLOVER, &t.CAMEO, &subjects, &objects)
		t.SubjectKinds, t.ObjectKinds = splitKinds(subjects), splitKinds(objects)
		table.all = append(table.all, t)
		table.keys[t.ID], table.ids[key] = key, t.ID
		if t.Symmetric {
			table.symmetric = append(table.symmetric, key)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.types.Store(table)
	return table, nil
}

// symmetricAmong returns those of some types that are symmetric; those of all
// where there are none.
func (t *typeTable) symmetricAmong(types []int64) []int64 {
	if len(types) == 0 {
		return t.symmetric
	}
	return slices.DeleteFunc(slices.Clone(types), func(key int64) bool { return !slices.Contains(t.symmetric, key) })
}

// list returns the types by id, nothing of which is shared with the table.
func (t *typeTable) list() []kg.RelationType {
	types := slices.Clone(t.all)
	for i, r := range types {
		types[i].SubjectKinds, types[i].ObjectKinds = slices.Clone(r.SubjectKinds), slices.Clone(r.ObjectKinds)
	}
	return types
}

// Types returns every relation type, by id.
func (s *Store) Types(ctx context.Context) (types []kg.RelationType, err error) {
	err = s.read(ctx, func(current *session) error {
		types = current.types.list()
		return nil
	})
	return types, err
}

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
