-- By what registers of the world know entities.

-- +goose Up
ALTER TABLE entity ADD COLUMN identifiers TEXT; -- all that it has and had, as JSON; NULL where none

-- Which entities have an identifier, or had it.
CREATE TABLE identifier (
    scheme TEXT NOT NULL,
    value  TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (scheme, value, entity)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 18;
