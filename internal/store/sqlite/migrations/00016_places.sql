-- Where something happened and how many there were, as its evidence says; where places
-- are; and what rows of data sets say of themselves. What has none of it takes no room.
--
-- The coordinates of places stood in their descriptions. How near they are to where
-- something happened, the name of a place tells as well as can be known now: "Bangui,
-- Bangui, Central African Republic" is a town, "Ouham, Central African Republic" is not.

-- +goose Up
ALTER TABLE source ADD COLUMN url TEXT;
ALTER TABLE source ADD COLUMN publisher TEXT;
ALTER TABLE source ADD COLUMN note TEXT;
ALTER TABLE source ADD COLUMN point TEXT;      -- latitude, a comma, longitude, a blank and the precision
ALTER TABLE source ADD COLUMN quantities TEXT; -- a list in JSON
ALTER TABLE quote ADD COLUMN point TEXT;
ALTER TABLE quote ADD COLUMN quantities TEXT;
ALTER TABLE entity ADD COLUMN point TEXT;

UPDATE entity SET
    point = replace(substr(description, 10), ', longitude ', ',') || CASE length(name) - length(replace(name, ', ', ' '))
        WHEN 0 THEN ' COUNTRY' WHEN 1 THEN ' PROVINCE' ELSE ' TOWN' END,
    description = ''
WHERE kind = 'PLACE' AND description GLOB 'latitude [-0-9.]*, longitude [-0-9.]*'
    AND substr(description, 10) NOT GLOB '*[^-0-9.]*, longitude *' AND substr(description, instr(description, ', longitude ') + 12) NOT GLOB '*[^-0-9.]*';

UPDATE source SET point = (
    SELECT e.point FROM place p JOIN entity e ON e.key = p.entity WHERE p.relation = source.relation AND e.point IS NOT NULL ORDER BY p.ordinal LIMIT 1
) WHERE relation IN (SELECT p.relation FROM place p JOIN entity e ON e.key = p.entity WHERE e.point IS NOT NULL);

PRAGMA user_version = 16;
