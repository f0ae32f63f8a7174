-- By which relations a place or one who is quoted is named, where these are few.

-- +goose Up
CREATE INDEX place_by_entity ON place (entity, relation);
CREATE INDEX attribution_by_entity ON attribution (entity, relation);

PRAGMA user_version = 17;
