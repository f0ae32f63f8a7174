-- What was retracted can be restored. All retractions of a relation or a document
-- are kept, in the order of recording, as JSON: {at, reason, byPublisher, document,
-- restoredAt, restoredReason}, with times in milliseconds since 1970 and only the last
-- without restoredAt. retracted_at is when that was. document is the one with whose
-- withdrawal a relation went, which is told here by the time.

-- +goose Up
ALTER TABLE relation RENAME COLUMN retraction_reason TO retractions;
ALTER TABLE document RENAME COLUMN retraction_reason TO retractions;
UPDATE relation SET retractions = json_array(json_object('at', retracted_at, 'reason', coalesce(retractions, ''), 'document', (
        SELECT d.id FROM quote q JOIN document d ON d.key = q.document
        WHERE q.relation = relation.key AND d.retracted_at = relation.retracted_at LIMIT 1)))
    WHERE retracted_at IS NOT NULL;
UPDATE document SET retractions = json_array(json_object('at', retracted_at, 'reason', coalesce(retractions, ''))) WHERE retracted_at IS NOT NULL;

PRAGMA user_version = 8;
