-- By which relations a data set is named, or a spot, where these are few. A cell is a
-- quarter of a degree both ways, numbered as kg.Point.Cell does; what is no spot has none.

-- +goose Up
CREATE INDEX source_by_dataset ON source (dataset, relation);

ALTER TABLE source ADD COLUMN cell INTEGER GENERATED ALWAYS AS (
    CASE WHEN substr(point, instr(point, ' ') + 1) IN ('EXACT', 'NEAR', 'TOWN', 'DISTRICT') THEN
        2000 * CAST((CAST(point AS REAL) + 90) * 4 AS INTEGER) + CAST((CAST(substr(point, instr(point, ',') + 1) AS REAL) + 180) * 4 AS INTEGER)
    END
) VIRTUAL;
ALTER TABLE quote ADD COLUMN cell INTEGER GENERATED ALWAYS AS (
    CASE WHEN substr(point, instr(point, ' ') + 1) IN ('EXACT', 'NEAR', 'TOWN', 'DISTRICT') THEN
        2000 * CAST((CAST(point AS REAL) + 90) * 4 AS INTEGER) + CAST((CAST(substr(point, instr(point, ',') + 1) AS REAL) + 180) * 4 AS INTEGER)
    END
) VIRTUAL;
CREATE INDEX source_by_cell ON source (cell, relation) WHERE cell IS NOT NULL;
CREATE INDEX quote_by_cell ON quote (cell, relation) WHERE cell IS NOT NULL;

PRAGMA user_version = 23;
