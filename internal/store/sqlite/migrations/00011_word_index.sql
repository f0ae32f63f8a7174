-- By which version of the program's words things are found, see kg.IndexVersion, and
-- how far they are written anew. Until then, databases were of version 1.

-- +goose Up
CREATE TABLE word_index (
    part    TEXT PRIMARY KEY,  -- entity, quote
    version INTEGER NOT NULL,  -- of all of it
    target  INTEGER NOT NULL,  -- to which it is being brought
    up_to   INTEGER NOT NULL   -- the greatest key of what has been
) STRICT, WITHOUT ROWID;
INSERT INTO word_index VALUES ('entity', 1, 1, 0), ('quote', 1, 1, 0);

PRAGMA user_version = 11;
