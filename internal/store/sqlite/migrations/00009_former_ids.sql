-- The id of a relation of a symmetric type does not depend on the order of its ends
-- any more. Those that have another are renamed once the schema is that of this
-- program; they keep answering by the id they had.

-- +goose Up
CREATE TABLE former_id (
    digest  BLOB PRIMARY KEY, -- the 16 bytes that the former id encodes
    present BLOB NOT NULL     -- those of the id that the relation has
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_rename (
    key   INTEGER PRIMARY KEY CHECK (key = 1), -- the only row, while relations may have former ids
    after INTEGER NOT NULL                     -- the key of the last relation that was looked at
) STRICT;
INSERT INTO pending_rename SELECT 1, 0 WHERE EXISTS (SELECT 1 FROM relation_type WHERE symmetric = 1);

PRAGMA user_version = 9;
