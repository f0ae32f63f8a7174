-- The class of a relation tells, too, whether words of a document are among its evidence:
-- it is quoted * 512 + span * 32 + status * 8 + certainty, see kg.Relation.Class.

-- +goose Up
UPDATE relation SET class = class + 512 WHERE key IN (SELECT relation FROM quote);

PRAGMA user_version = 12;
