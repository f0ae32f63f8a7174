-- While a large import is under way, relation has no indexes: they are made at its
-- end, which is many times faster than keeping them up to date.

-- +goose Up
CREATE TABLE pending_load (
    key   INTEGER PRIMARY KEY CHECK (key = 1), -- the only row, while the graph does not answer
    token TEXT NOT NULL                        -- of the import that has it in hand
) STRICT;
CREATE TABLE pending_index (
    name       TEXT PRIMARY KEY,
    definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 5;
