-- Who published what rows of data sets were coded from, folded as kg.FoldName does: by it
-- rows are found as documents are by their publishers.

-- +goose Up
ALTER TABLE source ADD COLUMN publisher_folded TEXT;
UPDATE source SET publisher_folded = fold_name(publisher) WHERE publisher IS NOT NULL;
CREATE INDEX source_by_publisher ON source (publisher_folded, relation) WHERE publisher_folded IS NOT NULL;

PRAGMA user_version = 21;
