-- How often this database was written, so that one number tells whether an answer
-- that somebody kept still holds. origin sets it apart from other databases.

-- +goose Up
CREATE TABLE graph_version (
    key    INTEGER PRIMARY KEY CHECK (key = 1), -- the only row
    origin TEXT NOT NULL,
    writes INTEGER NOT NULL
) STRICT;
INSERT INTO graph_version VALUES (1, lower(hex(randomblob(8))), 0);

PRAGMA user_version = 3;
