-- What is known of where documents are from, apart from them, since few have it and
-- their texts are long.

-- +goose Up
CREATE TABLE document_details (
    document     INTEGER PRIMARY KEY REFERENCES document DEFERRABLE INITIALLY DEFERRED,
    records      TEXT NOT NULL, -- a JSON list of all that was recorded, and when, see kg.DetailsRecord
    publisher    TEXT,          -- folded, see kg.FoldName
    publisher_at INTEGER        -- when it was recorded
) STRICT;
CREATE INDEX details_by_publisher ON document_details (publisher) WHERE publisher IS NOT NULL;

PRAGMA user_version = 13;
