package sqlite

import (
	"database/sql"

	"conflictgraph/internal/kg"
)

var (
	presentOfFormer = define(`SELECT digest, present FROM former_id WHERE digest IN (SELECT unhex(value) FROM json_each(?1))`)
	insertFormer    = define(`INSERT OR REPLACE INTO former_id (digest, present) VALUES (?, ?)`)
	awaitRenaming   = define(`INSERT OR IGNORE INTO pending_rename (key, after) VALUES (1, 0)`)
)

// presentIDs returns the ids of the relations that had some ids formerly, by these.
func (s *session) presentIDs(former []string) (map[string]string, error) {
	present := map[string]string{}
	digests := digestsOf(former)
	if len(digests) == 0 {
		return present, nil
	}
	err := s.each(presentOfFormer, func(rows *sql.Rows) error {
		var was, is []byte
		err := rows.Scan(&was, &is)
		if err == nil {
			present[kg.RelationIDOf([16]byte(was))] = kg.RelationIDOf([16]byte(is))
		}
		return err
	}, hexList(digests))
	return present, err
}

// digestsOf returns what the ids of relations among ids encode.
func digestsOf(ids []string) (digests []string) {
	for _, id := range ids {
		if digest, ok := kg.RelationDigest(id); ok {
			digests = append(digests, string(digest[:]))
		}
	}
	return digests
}
