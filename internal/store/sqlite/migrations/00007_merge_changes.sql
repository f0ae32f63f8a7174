-- What was merged into an entity, or taken out of it, is a change of that too.

-- +goose Up
CREATE INDEX change_by_survivor ON change (detail, activity) WHERE kind IN ('ENTITY_MERGED', 'ENTITY_UNMERGED');

PRAGMA user_version = 7;
