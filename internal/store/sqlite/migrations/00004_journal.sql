-- Who wrote what, when and why. What an activity changed is listed, but for that
-- which changed very much.

-- +goose Up
CREATE TABLE activity (
    number          INTEGER PRIMARY KEY,
    operation       TEXT NOT NULL,
    agent           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    source          TEXT NOT NULL,
    idempotency_key TEXT, -- NULL where it has none
    digest          TEXT NOT NULL,
    recorded_at     INTEGER NOT NULL,
    unlisted        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX activity_by_key ON activity (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX activity_unlisted ON activity (recorded_at) WHERE unlisted = 1;

CREATE TABLE change (
    activity INTEGER NOT NULL REFERENCES activity DEFERRABLE INITIALLY DEFERRED,
    ordinal  INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    thing    TEXT NOT NULL, -- its id
    detail   TEXT NOT NULL,
    PRIMARY KEY (activity, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_thing ON change (thing, activity);

ALTER TABLE document ADD COLUMN retracted_at INTEGER; -- NULL while it is in view
ALTER TABLE document ADD COLUMN retraction_reason TEXT;

PRAGMA user_version = 4;
