-- The class of a relation is stored, in place of its status and certainty, which it
-- tells: an index of some classes is made by looking at one column of each row, and
-- holds all that counting asks for. It is span * 32 + status * 8 + certainty, with
-- status 0 occurred, 1 ongoing, 2 planned, 3 proposed; certainty 0 stated,
-- 1 confirmed, 2 alleged, 3 disputed, 4 denied; and the spans of kg.Relation.Class.

-- +goose Up
DROP INDEX IF EXISTS ordinary_by_day;
DROP INDEX IF EXISTS ordinary_by_type;
DROP INDEX IF EXISTS ordinary_by_subject;
DROP INDEX IF EXISTS ordinary_by_object;
DROP INDEX IF EXISTS ordinary_by_subject_type;
DROP INDEX IF EXISTS ordinary_by_object_type;
DROP INDEX IF EXISTS other_by_day;
DROP INDEX IF EXISTS other_by_type;
DROP INDEX IF EXISTS other_by_subject;
DROP INDEX IF EXISTS other_by_object;
DROP INDEX IF EXISTS other_by_subject_type;
DROP INDEX IF EXISTS other_by_object_type;
DROP INDEX IF EXISTS class_by_day;
DROP INDEX IF EXISTS class_by_type;
DROP INDEX IF EXISTS class_by_subject;
DROP INDEX IF EXISTS class_by_object;
DROP INDEX IF EXISTS class_by_subject_type;
DROP INDEX IF EXISTS class_by_object_type;
DROP INDEX IF EXISTS class_by_pair;
DROP INDEX IF EXISTS relation_by_pair;

-- What has status 0, certainty 0 and the span 0 has the class 0.
UPDATE relation SET status = class WHERE class <> 0;
ALTER TABLE relation DROP COLUMN class;
ALTER TABLE relation DROP COLUMN certainty;
ALTER TABLE relation RENAME COLUMN status TO class;

CREATE INDEX ordinary_by_day ON relation (day, digest) WHERE class = 0;
CREATE INDEX ordinary_by_type ON relation (type, day, digest, class, end_day, retracted_at) WHERE class = 0;
CREATE INDEX ordinary_by_subject ON relation (subject, day, digest) WHERE class = 0;
CREATE INDEX ordinary_by_object ON relation (object, day, digest) WHERE class = 0;
CREATE INDEX ordinary_by_subject_type ON relation (subject, type, day, digest, object, class, end_day, retracted_at) WHERE class = 0;
CREATE INDEX ordinary_by_object_type ON relation (object, type, day, digest, subject, class, end_day, retracted_at) WHERE class = 0;

CREATE INDEX other_by_day ON relation (day, digest) WHERE class <> 0;
CREATE INDEX other_by_type ON relation (type, day, digest, class, end_day, retracted_at) WHERE class <> 0;
CREATE INDEX other_by_subject ON relation (subject, day, digest) WHERE class <> 0;
CREATE INDEX other_by_object ON relation (object, day, digest) WHERE class <> 0;
CREATE INDEX other_by_subject_type ON relation (subject, type, day, digest, object, class, end_day, retracted_at) WHERE class <> 0;
CREATE INDEX other_by_object_type ON relation (object, type, day, digest, subject, class, end_day, retracted_at) WHERE class <> 0;

CREATE INDEX class_by_day ON relation (class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_type ON relation (type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_subject ON relation (subject, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_object ON relation (object, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_subject_type ON relation (subject, type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_object_type ON relation (object, type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_pair ON relation (subject, object, class, day, digest) WHERE class <> 0;

CREATE INDEX relation_by_pair ON relation (subject, object, day, digest, type, class, end_day);

-- A load that is pending makes these, where it has dropped them.
INSERT OR REPLACE INTO pending_index (name, definition)
    SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relation' AND sql IS NOT NULL AND EXISTS (SELECT 1 FROM pending_load);

PRAGMA user_version = 6;
