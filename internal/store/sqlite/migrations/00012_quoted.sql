-- The class of a relation tells, too, whether words of a document are among its evidence:
-- it is quoted * 512 + span * 32 + status * 8 + certainty, see kg.Relation.Class.

-- Two programs that open a database at once may both do this.

-- +goose Up
UPDATE relation SET class = class + 512 WHERE class < 512 AND key IN (SELECT relation FROM quote);

PRAGMA user_version = 12;
