package sqlite

import (
	"database/sql"
	"encoding/hex"
	"strconv"
)

var (
	entityKeysByID   = define(`SELECT id, key FROM entity WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
	documentKeysByID = define(`SELECT id, key FROM document WHERE id IN (SELECT CAST(unhex(value) AS TEXT) FROM json_each(?1))`)
)

// keysOf returns the keys of those ids that st finds.
func (s *session) keysOf(st *statement, ids []string) (map[string]int64, error) {
	keys := make(map[string]int64, len(ids))
	if len(ids) == 0 {
		return keys, nil
	}
	err := s.each(st, func(rows *sql.Rows) error {
		var id string
		var key int64
		err := rows.Scan(&id, &key)
		keys[id] = key
		return err
	}, hexList(ids))
	return keys, err
}

// keysIn returns the keys of ids, each once, without those that are not known.
func keysIn(keys map[string]int64, ids []string) []int64 {
	var found []int64
	seen := make(map[int64]bool, len(ids))
	for _, id := range ids {
		if key, known := keys[id]; known && !seen[key] {
			seen[key] = true
			found = append(found, key)
		}
	}
	return found
}

func keysOfSet[V any](set map[int64]V) []int64 {
	keys := make([]int64, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	return keys
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
