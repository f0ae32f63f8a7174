-- What entities were before they were corrected, and the names that were taken away
-- from them. What they are stands where it did, so that questions about the present
-- look at none of this.

-- +goose Up
ALTER TABLE entity ADD COLUMN own_kind TEXT;          -- what it is without what was merged into it; NULL where that is its kind
ALTER TABLE entity ADD COLUMN kind_stated_at INTEGER; -- when an update said of what kind it is; NULL where none did
ALTER TABLE merge ADD COLUMN kind TEXT;               -- what the two are together, where that was said

CREATE TABLE former_entity (
    key         INTEGER PRIMARY KEY, -- in the order of recording
    entity      INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    unnamed     INTEGER NOT NULL,
    position    BLOB NOT NULL,   -- see entity
    until       INTEGER NOT NULL -- when it was corrected
) STRICT;
CREATE INDEX former_entity_by_entity ON former_entity (entity, key);
CREATE INDEX former_entity_by_end ON former_entity (until);

CREATE TABLE former_alias (
    entity      INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    place       INTEGER NOT NULL, -- the key that it had as an alias
    name        TEXT NOT NULL,
    document    INTEGER REFERENCES document DEFERRABLE INITIALLY DEFERRED,
    recorded_at INTEGER NOT NULL,
    removed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX former_alias_by_entity ON former_alias (entity, recorded_at, place);

CREATE INDEX merge_by_entity ON merge (entity, key);

PRAGMA user_version = 10;
