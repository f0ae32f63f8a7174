-- The review queue: what was proposed for the graph and what became of it. Its content is
-- JSON, which package plan writes and reads.

-- +goose Up
CREATE TABLE queue (
    number INTEGER PRIMARY KEY, -- in the order of recording
    id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE queue_key ( -- by what a row is found
    key TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES queue (number),
    PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_key_by_number ON queue_key (number);

PRAGMA user_version = 20;
