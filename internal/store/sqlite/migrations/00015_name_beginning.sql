-- How words of names begin, by how many relations those have whom they name, so that a
-- search for a beginning reads no more of them than it shows.

-- +goose Up
CREATE TABLE name_beginning (
    beginning TEXT NOT NULL,     -- two or three letters
    tier      INTEGER NOT NULL,  -- of entity.relations, see tierOf
    entity    INTEGER NOT NULL,
    PRIMARY KEY (beginning, tier DESC, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_beginning_by_entity ON name_beginning (entity);

-- What is there is indexed anew when the database is opened.
UPDATE word_index SET version = 0, target = 0, up_to = 0 WHERE part = 'entity';

PRAGMA user_version = 15;
