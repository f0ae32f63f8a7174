-- Times are milliseconds since 1970-01-01 UTC, days are days since 1970-01-01.
-- Keys of entities and types start at 2.
-- References are checked on commit: a statement that cannot fail halfway keeps no
-- journal of its own, which makes writing a fifth faster.

-- +goose Up
CREATE TABLE entity (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    unnamed     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    position    BLOB NOT NULL,             -- the bytes by which lists are ordered: folded name, 0x01, id
    relations   INTEGER NOT NULL DEFAULT 0 -- how many that stand have it at an end
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
    entity      INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    name        TEXT NOT NULL,
    document    INTEGER REFERENCES document DEFERRABLE INITIALLY DEFERRED, -- where the name stands, if that is known
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
    object_kinds  TEXT NOT NULL,
    relations     INTEGER NOT NULL DEFAULT 0 -- how many stand that are of it
) STRICT;

CREATE TABLE relation (
    key               INTEGER PRIMARY KEY,
    day               INTEGER NOT NULL, -- from the first day it may fall on to 9999-12-31; 4294967295 where none is known
    digest            BLOB NOT NULL,    -- the 16 bytes that the id encodes
    subject           INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    type              INTEGER NOT NULL REFERENCES relation_type DEFERRABLE INITIALLY DEFERRED,
    object            INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
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
-- All but the first list relations newest first, then by id. Those with a type
-- hold all that counting what stands looks at.
CREATE UNIQUE INDEX relation_by_digest ON relation (digest);
CREATE INDEX relation_by_day ON relation (day, digest);
CREATE INDEX relation_by_type ON relation (type, day, digest, status, certainty, end_day, retracted_at);
CREATE INDEX relation_by_subject ON relation (subject, day, digest);
CREATE INDEX relation_by_object ON relation (object, day, digest);
CREATE INDEX relation_by_subject_type ON relation (subject, type, day, digest, object, status, certainty, end_day, retracted_at);
CREATE INDEX relation_by_object_type ON relation (object, type, day, digest, subject, status, certainty, end_day, retracted_at);
CREATE INDEX relation_by_pair ON relation (subject, object, day, digest);

-- Which subjects an entity has, as an object: each pair once, which costs less
-- than an index of all relations. The other way round, relation_by_pair tells.
CREATE TABLE subject_of (
    object  INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    PRIMARY KEY (object, subject)
) STRICT, WITHOUT ROWID;

-- What was said of which entities are one, in the order of recording.
CREATE TABLE merge (
    key         INTEGER PRIMARY KEY,
    entity      INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    survivor    INTEGER REFERENCES entity DEFERRABLE INITIALLY DEFERRED, -- what it was merged into; NULL where a merge was taken back
    reason      TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE place (
    relation INTEGER NOT NULL REFERENCES relation DEFERRABLE INITIALLY DEFERRED,
    ordinal  INTEGER NOT NULL,
    entity   INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribution (
    relation INTEGER NOT NULL REFERENCES relation DEFERRABLE INITIALLY DEFERRED,
    ordinal  INTEGER NOT NULL,
    entity   INTEGER NOT NULL REFERENCES entity DEFERRABLE INITIALLY DEFERRED,
    stance   TEXT NOT NULL,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

-- Evidence that is the words of a document.
CREATE TABLE quote (
    key         INTEGER PRIMARY KEY, -- in the order of recording
    relation    INTEGER NOT NULL REFERENCES relation DEFERRABLE INITIALLY DEFERRED,
    document    INTEGER NOT NULL REFERENCES document DEFERRABLE INITIALLY DEFERRED,
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
    relation    INTEGER NOT NULL REFERENCES relation DEFERRABLE INITIALLY DEFERRED,
    ordinal     INTEGER NOT NULL, -- in the order of recording
    dataset     INTEGER NOT NULL REFERENCES dataset DEFERRABLE INITIALLY DEFERRED,
    record      TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (relation, ordinal)
) STRICT, WITHOUT ROWID;

-- What entities and relations are found by, by their keys. Words are of a-z and
-- 0-9; sounds have _ before them, an entity's kind has __.
CREATE VIRTUAL TABLE entity_words USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'", prefix = '2 3'
);
CREATE VIRTUAL TABLE relation_words USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3'
);

PRAGMA user_version = 1;
