-- Times are milliseconds since 1970-01-01 UTC, days are days since 1970-01-01.
-- Keys start at 2 and are given by the program.

-- +goose Up
CREATE TABLE entity (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    unnamed     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    position    BLOB NOT NULL -- the bytes by which lists are ordered: folded name, 0x01, id
) STRICT;
CREATE INDEX entity_by_kind ON entity (kind, position);

CREATE TABLE document (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    url         TEXT NOT NULL,
    edtf        TEXT, -- when it was published; NULL where not known
    inferred    INTEGER NOT NULL,
    reasoning   TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    position    BLOB NOT NULL,
    text        TEXT NOT NULL -- last, so that a list does not read it
) STRICT;
CREATE UNIQUE INDEX document_by_position ON document (position);

CREATE TABLE alias (
    key         INTEGER PRIMARY KEY, -- in the order of recording
    entity      INTEGER NOT NULL REFERENCES entity,
    name        TEXT NOT NULL,
    document    INTEGER REFERENCES document, -- where the name stands, if that is known
    recorded_at INTEGER NOT NULL,
    UNIQUE (entity, name)
) STRICT;

CREATE TABLE relation_type (
    key           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    label         TEXT NOT NULL,
    inverse_label TEXT NOT NULL,
    symmetric     INTEGER NOT NULL,
    plover        TEXT NOT NULL,
    cameo         TEXT NOT NULL,
    subject_kinds TEXT NOT NULL, -- separated by blanks; any where empty
    object_kinds  TEXT NOT NULL
) STRICT;

CREATE TABLE relation (
    key               INTEGER PRIMARY KEY,
    position          BLOB NOT NULL, -- 4 bytes of day, newest first (FFFFFFFF: undated), and the 16 bytes that the id encodes
    subject           INTEGER NOT NULL REFERENCES entity,
    type              INTEGER NOT NULL REFERENCES relation_type,
    object            INTEGER NOT NULL REFERENCES entity,
    status            INTEGER NOT NULL, -- 0 occurred, 1 ongoing, 2 planned, 3 proposed
    certainty         INTEGER NOT NULL, -- 0 stated, 1 confirmed, 2 alleged, 3 disputed, 4 denied
    edtf              TEXT,             -- NULL where no time is known
    end_day           INTEGER,          -- the last day it may fall on; NULL where open or not known
    inferred          INTEGER NOT NULL,
    reasoning         TEXT NOT NULL,
    recorded_at       INTEGER NOT NULL,
    retracted_at      INTEGER, -- NULL while it stands
    retraction_reason TEXT
) STRICT;
CREATE UNIQUE INDEX relation_by_position ON relation (position);
CREATE INDEX relation_by_digest ON relation (substr(position, 5));
CREATE INDEX relation_by_subject ON relation (subject, position);
CREATE INDEX relation_by_object ON relation (object, position);
CREATE INDEX relation_by_subject_type ON relation (subject, type, position);
CREATE INDEX relation_by_object_type ON relation (object, type, position);
CREATE INDEX relation_by_pair ON relation (subject, object, position);
CREATE INDEX relation_by_type ON relation (type, position);

CREATE TABLE place (
    relation INTEGER NOT NULL REFERENCES relation,
    ordinal  INTEGER NOT NULL,
    entity   INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribution (
    relation INTEGER NOT NULL REFERENCES relation,
    ordinal  INTEGER NOT NULL,
    entity   INTEGER NOT NULL REFERENCES entity,
    stance   TEXT NOT NULL,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

-- Evidence that is the words of a document.
CREATE TABLE quote (
    key         INTEGER PRIMARY KEY, -- in the order of recording
    relation    INTEGER NOT NULL REFERENCES relation,
    document    INTEGER NOT NULL REFERENCES document,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    exact       TEXT NOT NULL,
    prefix      TEXT NOT NULL,
    suffix      TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (relation, document, start_char, end_char)
) STRICT;

CREATE TABLE dataset (
    key  INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Evidence that is a row of a machine-coded data set.
CREATE TABLE source (
    relation    INTEGER NOT NULL REFERENCES relation,
    ordinal     INTEGER NOT NULL, -- in the order of recording
    dataset     INTEGER NOT NULL REFERENCES dataset,
    record      TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
