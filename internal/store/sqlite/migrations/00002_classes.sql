-- A page that asks for some statuses, certainties or days must not read what it
-- leaves out. Relations are of few classes, by these three, and nearly all are of
-- class 0: what a source states to have occurred, on one day or at a time that
-- is not known. These ordinary ones are in one index for each order; the others
-- are in two, in the order of pages and with the class before it. So what is
-- ordinary costs no more to write than with one index for all.
--
-- That of class 0 is said by other columns, since an index holds all that is asked
-- for only where nothing asks for the class, which is not stored.

-- +goose Up
ALTER TABLE relation ADD COLUMN class INTEGER GENERATED ALWAYS AS (
    CASE -- by how many days its time spans; kg.SpanDays has the same numbers
        WHEN end_day + day = 2932896 THEN 0
        WHEN day = 4294967295 THEN iif(end_day IS NULL, 0, 13)
        WHEN end_day IS NULL THEN 12
        WHEN end_day + day < 2932896 + 7 THEN 1
        WHEN end_day + day < 2932896 + 27 THEN 2
        WHEN end_day + day < 2932896 + 31 THEN 3
        WHEN end_day + day < 2932896 + 92 THEN 4
        WHEN end_day + day < 2932896 + 364 THEN 5
        WHEN end_day + day < 2932896 + 366 THEN 6
        WHEN end_day + day < 2932896 + 3651 THEN 7
        WHEN end_day + day < 2932896 + 3653 THEN 8
        WHEN end_day + day < 2932896 + 36523 THEN 9
        WHEN end_day + day < 2932896 + 36525 THEN 10
        ELSE 11
    END * 32 + status * 8 + certainty
) VIRTUAL;

DROP INDEX relation_by_day;
DROP INDEX relation_by_type;
DROP INDEX relation_by_subject;
DROP INDEX relation_by_object;
DROP INDEX relation_by_subject_type;
DROP INDEX relation_by_object_type;
DROP INDEX relation_by_pair;

CREATE INDEX ordinary_by_day ON relation (day, digest)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);
CREATE INDEX ordinary_by_type ON relation (type, day, digest, status, certainty, end_day, retracted_at)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);
CREATE INDEX ordinary_by_subject ON relation (subject, day, digest)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);
CREATE INDEX ordinary_by_object ON relation (object, day, digest)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);
CREATE INDEX ordinary_by_subject_type ON relation (subject, type, day, digest, object, status, certainty, end_day, retracted_at)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);
CREATE INDEX ordinary_by_object_type ON relation (object, type, day, digest, subject, status, certainty, end_day, retracted_at)
    WHERE status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295);

CREATE INDEX other_by_day ON relation (day, digest)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));
CREATE INDEX other_by_type ON relation (type, day, digest, status, certainty, end_day, retracted_at)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));
CREATE INDEX other_by_subject ON relation (subject, day, digest)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));
CREATE INDEX other_by_object ON relation (object, day, digest)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));
CREATE INDEX other_by_subject_type ON relation (subject, type, day, digest, object, status, certainty, end_day, retracted_at)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));
CREATE INDEX other_by_object_type ON relation (object, type, day, digest, subject, status, certainty, end_day, retracted_at)
    WHERE NOT (status = 0 AND certainty = 0 AND ifnull(end_day + day, -day) IN (2932896, -4294967295));

CREATE INDEX class_by_day ON relation (class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_type ON relation (type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_subject ON relation (subject, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_object ON relation (object, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_subject_type ON relation (subject, type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_object_type ON relation (object, type, class, day, digest) WHERE class <> 0;
CREATE INDEX class_by_pair ON relation (subject, object, class, day, digest) WHERE class <> 0;

-- What leads from one entity to another is in one index, in which pairs are found
-- too. It holds what a page of a pair may leave out, so that leaving out is cheap.
CREATE INDEX relation_by_pair ON relation (subject, object, day, digest, type, status, certainty, end_day);

CREATE INDEX quote_by_document ON quote (document, relation);

PRAGMA user_version = 2;
