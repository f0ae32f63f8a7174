package sqlite

import (
	"database/sql"
	"encoding/hex"
	"strconv"
)

var (
	entityKeysByID   = define(`SELECT id, key FROM entity WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	entityIDsByKey   = define(`SELECT id, key FROM entity WHERE key IN (SELECT value FROM json_each(?1))`)
	documentKeysByID = define(`SELECT id, key FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
)

// An identityMap holds the keys of the entities that a session has come upon, by their
// ids, and the other way round.
type identityMap struct {
	keys map[string]int64
	ids  map[int64]string
}

func newIdentityMap() identityMap { return identityMap{map[string]int64{}, map[int64]string{}} }

func (m identityMap) add(id string, key int64) { m.keys[id], m.ids[key] = key, id }

// entityKeys returns the keys of those ids that there are, in their order.
func (s *session) entityKeys(ids []string) (keys []int64, err error) {
	var missing []string
	for _, id := range ids {
		if _, known := s.entities.keys[id]; !known {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		if err := s.identify(entityKeysByID, hexList(missing)); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		if key, known := s.entities.keys[id]; known {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// nameEntities sees to it that the ids of the entities with some keys are known.
func (s *session) nameEntities(keys map[int64]bool) error {
	var missing []int64
	for key := range keys {
		if s.entities.ids[key] == "" {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return s.identify(entityIDsByKey, keyList(missing))
}

func (s *session) identify(st *statement, list string) error {
	return s.each(st, func(rows *sql.Rows) error {
		var id string
		var key int64
		err := rows.Scan(&id, &key)
		s.entities.add(id, key)
		return err
	}, list)
}

// documentKeys returns the keys of those ids of documents that there are.
func (s *session) documentKeys(ids []string) (map[string]int64, error) {
	keys := make(map[string]int64, len(ids))
	if len(ids) == 0 {
		return keys, nil
	}
	return keys, s.each(documentKeysByID, func(rows *sql.Rows) error {
		var id string
		var key int64
		err := rows.Scan(&id, &key)
		keys[id] = key
		return err
	}, hexList(ids))
}

// documentList returns the keys of documents. It is never nil.
func (s *session) documentList(ids []string) ([]int64, error) {
	byID, err := s.documentKeys(ids)
	list := make([]int64, 0, len(byID))
	for _, key := range byID {
		list = append(list, key)
	}
	return list, err
}

func keysOfSet[V any](set map[int64]V) []int64 {
	keys := make([]int64, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	return keys
}

func setOf(keys []int64) map[int64]bool {
	set := make(map[int64]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// keyList returns keys as the JSON array that json_each reads.
func keyList(keys []int64) string {
	text := make([]byte, 0, 2+8*len(keys))
	text = append(text, '[')
	for i, k := range keys {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, k, 10)
	}
	return string(append(text, ']'))
}

// listOrNil returns keys as keyList does, nil where there are none.
func listOrNil(keys []int64) any {
	if len(keys) == 0 {
		return nil
	}
	return keyList(keys)
}

// hexList returns values as a JSON array of their bytes in hexadecimal, which
// no byte of a value can break out of.
func hexList[T ~string](values []T) string {
	text := []byte{'['}
	for i, v := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '"')
		text = hex.AppendEncode(text, []byte(v))
		text = append(text, '"')
	}
	return string(append(text, ']'))
}
